// Founding: creates a ledger: keys, folders, keyring, empty store, and the genesis as its first entry.
//
// Place in the flow: `daicho init` and the tests that need a real ledger. The genesis goes through admission,
// decide and the writer like every other event, so from the first entry on nothing is special. Durability:
// when found_ledger answers ok, everything is on disk. Before the first other file the identity is written as
// founding_file and synced; after the last one it gets its name by one rename. So a crash leaves nothing, a
// founding that every command names (ledger.half_founded), or a ledger; the program never removes one.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/base/clock.h"
#include "ledger/base/json_value.h"
#include "ledger/base/status.h"
#include "ops/data_folder.h"
#include "security/signature.h"

namespace ops {

// What a later generation says of the ledger before it, and the state that it takes over; see
// ledger/domain/generation.h.
struct Succession {
  std::int64_t generation = 2;
  ledger::JsonValue genesis_members{ledger::JsonValue::Object{}};
  std::vector<ledger::Bytes> parts;  // of state.imported, in order
};

struct FoundingOptions {
  DataFolder folder;
  std::string origin;  // scheme-less URL; names the log key and every event's aud
  std::string admin_person = "p-admin";
  std::string admin_key_file;  // read when it exists, else made (0600)
  bool conformance = false;
  std::optional<Succession> succession;  // nullopt: the first generation
};

struct Founded {
  LedgerIdentity identity;
  std::string admin_kid;
};

// already_exists ledger.exists | key.exists; failed_precondition ledger.half_founded; invalid_argument
// ledger.origin; and those of the parts. Keys are made or read, and what is in the way is looked for, before
// anything is written.
ledger::Result<Founded> found_ledger(const FoundingOptions& options, const ledger::Clock& clock);

}  // namespace ops
