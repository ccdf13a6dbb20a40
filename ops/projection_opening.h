// Projection opening: the database of the read models and the projector over it, begun anew where damaged.
//
// Place in the flow: at the start of serve and of rebuild, behind recovery. Read models are a function of the
// log and lie in a database of their own: a damaged one is worth nothing and costs a fold, so it is removed
// and folded again rather than judged row by row. A start takes as long as opening does, whatever the
// database's size: what opening does not notice, the checksum of a block tells whoever reads it (an error,
// never a wrong answer), and projection_scrub.h finds it beside the service and leaves a mark, by which the
// next start knows. Rows fall under the cursors' own checks (projections/README.md, P2 and P3). Nothing of
// the ledger is touched. Threads: one at a time. Durability: a mark outlives what it judges; when a crash
// brings it back, the rows are folded once more than needed.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "ledger/base/status.h"
#include "ledger/store/kv.h"
#include "ops/data_folder.h"
#include "projections/projector.h"

namespace ops {

// The file beside the folder which says that what lies in there is damaged, and why.
std::string damage_mark_of(const std::string& folder);
// data_loss projections.marked with what the mark says; ok: there is none.
ledger::Status marked_damage(const std::string& folder);
// Leaves a mark; the first one stays. unavailable file.io.
ledger::Status leave_damage_mark(const std::string& folder, std::string_view why);

enum class ProjectionCheck {
  kOpening,    // what the engine checks when it opens: every name, every size, the write-ahead log
  kEveryByte,  // every block and every file, which takes a second per gigabyte
};

struct OpenedProjections {
  std::unique_ptr<ledger::Kv> kv;
  ledger::Status damage;  // ok unless what was there was removed because of it
};

// unavailable store.locked | store.open_failed; invalid_argument store.unknown_family: a newer program's.
ledger::Result<OpenedProjections> open_projections(const std::string& folder,
                                                   const projections::Registry& registry,
                                                   ProjectionCheck check);

struct FollowedProjections {
  std::unique_ptr<ledger::Kv> kv;
  std::unique_ptr<projections::Projector> projector;  // not started; before kv in destruction
  ledger::Status damage;
};

// The database and a projector over it; damage that the projector meets at its start also removes what was
// there. Errors of open_projections and of Projector::open about the log.
ledger::Result<FollowedProjections> follow_projections(const std::string& folder,
                                                       const projections::Registry& registry,
                                                       const ledger::ViewCell& log, ledger::Metrics& metrics,
                                                       const ledger::Clock& clock);

}  // namespace ops
