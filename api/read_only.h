// ReadOnlyState: why a ledger is only read, how far it verifies, and what is missing behind that.
//
// Place in the flow: made once by ops when a ledger is served read-only, pointed to by the ApiContext and
// answered from by health, readiness and every refusal. Immutable; any thread.
#pragma once

#include <optional>
#include <string>

#include "ledger/base/json_writer.h"
#include "ledger/base/status.h"
#include "ledger/base/types.h"

namespace api {

struct ReadOnlyState {
  // Never ok: what recovery would refuse with, or service.asked_read_only.
  ledger::Status reason;
  ledger::TreeSize verified;                    // entries that are served
  std::optional<ledger::TreeSize> anchor_size;  // what the newest anchor record proves; nullopt: unreadable
  bool missing_known = false;                   // the anchor is the newest one: nothing beyond it is missing
};

// "positions 40 to 42", "none", "unknown": entries that existed and are not served.
std::string missing_text(const ReadOnlyState& state);
// unavailable service.read_only, naming reason and missing range.
ledger::Status read_only_refusal(const ReadOnlyState& state);
// Members of the object in hand: read_only, reason, detail, verified_size, anchor_size (absent: unknown) and
// missing {known[, count[, from, to]]}.
void write_read_only(const ReadOnlyState& state, ledger::JsonWriter& json);

}  // namespace api
