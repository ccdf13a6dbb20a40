// ApiContext: what handlers stand on. Composed once in ops/service, passed down by reference, never changed
// after.
//
// Ownership: references; whoever composes outlives the server. Threads: every part may be called from any
// handler thread; a handler takes one LedgerView per request and answers from it alone.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/attachment_limits.h"
#include "api/attachment_room.h"
#include "api/later.h"
#include "api/read_only.h"
#include "api/wait_places.h"
#include "ledger/base/clock.h"
#include "ledger/base/metrics.h"
#include "ledger/journal/admission.h"
#include "ledger/journal/receipt.h"
#include "ledger/journal/vault.h"
#include "ledger/journal/view.h"
#include "projections/figures/memory_budget.h"
#include "projections/projector.h"
#include "security/authenticator.h"

namespace api {

class RebuildKeeper;

// The way to the writer. The journal implements it through ops/service; a ledger that is served read-only
// implements it by refusing (unavailable service.read_only).
class Appender {
 public:
  virtual ~Appender() = default;
  using Receipts = ledger::Result<std::vector<ledger::Receipt>>;
  virtual Receipts append(std::vector<ledger::VerifiedEvent> events) = 0;
  // The same without a thread that waits. None, and `events` untouched, where too many wait already or these
  // can't be appended so: append() them.
  virtual std::optional<Later<Receipts>> begin(std::vector<ledger::VerifiedEvent>& /*events*/) {
    return std::nullopt;
  }
  virtual bool writable() const = 0;
};

// The same for a conformance ledger's opaque leaves; ledger::Journal::submit_leaf says what is refused.
class LeafAppender {
 public:
  virtual ~LeafAppender() = default;
  virtual ledger::Result<ledger::Position> append_leaf(std::string leaf) = 0;
};

struct ApiContext {
  std::string origin;
  std::string version;      // of the program
  std::string log_vkey;     // signed-note verifier key of the log
  bool open_tiles = false;  // event.md §4: anonymous tiles are an explicit option
  Appender& appender;
  const ledger::ViewCell& views;
  const ledger::Admission& admission;
  const ledger::Unsealer& unsealer;
  const security::Authenticator& authenticator;
  projections::Projector* projector;  // null when served read-only: the routes that need it are refused then
  ledger::Metrics& metrics;
  const ledger::Clock& clock;
  // Only on a conformance ledger; null everywhere else, where the routes that need it do not exist.
  LeafAppender* leaves = nullptr;
  // Null unless the ledger is served read-only; then nothing is appended and nothing confidential leaves.
  const ReadOnlyState* read_only = nullptr;
  // Null: no request waits; each is answered at once from what is there.
  WaitPlaces* waits = nullptr;
  AttachmentLimits attachments{};
  // Null: as many attachments move at once as there are threads.
  AttachmentPlaces* attachment_places = nullptr;
  AttachmentRoom* attachment_room = nullptr;  // null when served read-only: nothing is uploaded then
  // Null: questions about figures have no common bound.
  projections::figures::MemoryBudget* figures_memory = nullptr;
  RebuildKeeper* rebuilds = nullptr;  // null: rebuilds that were asked for are not recorded
};

}  // namespace api
