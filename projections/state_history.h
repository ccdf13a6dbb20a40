// StateHistory: the writer's decision state, with every version of every record: what was true at any
// position.
//
// Place in the flow: answers the state routes (GET /v1/businesses/{id} and so on) at any `as_of`. It folds by
// ledger::replay(), the very effects that the writer ran, over its own rows; so its newest versions are the
// decision state, record by record, and the positions of a record's versions are the events it rests on. An
// event that waits for countersignatures is kept until it is completed. Rows: 0x01 ‖ record key → position of
// the newest version ‖ record (empty: erased); 0x02 ‖ record key, self-delimiting ‖ position → an older
// version; 0x03 ‖ kind ‖ id ‖ 0x00 ‖ record key → "" for each record that has ever named the id
// (record_kinds.h); 0x04 ‖ event id → an event that waits; 0x05 ‖ event id → one whose correction
// asks what it replaces. Public fields only. Raise version() when an effect
// or a record layout changes.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/domain/state.h"
#include "projections/projection.h"
#include "projections/projection_store.h"

namespace projections {

class StateHistory final : public Projection {
 public:
  static constexpr std::string_view kName = "state_history";
  std::string_view name() const override { return kName; }
  std::uint32_t version() const override { return 1; }
  // Poison: state_history.fields (the event does not pass its catalogue row), state_history.replay (it signs
  // for an event that does not wait). Neither is in a log that a writer has judged.
  ledger::Status apply(const LogItem& item, OwnRows& own) const override;
};

struct RecordVersion {
  ledger::Position position;            // of the event that made it
  std::optional<ledger::Bytes> record;  // nullopt: erased there
};

// Decision state as it was when the ledger had `as_of` entries. Borrows the snapshot that `own` was taken
// from. A row that can't be read is remembered by health(), as every StateView does. One thread per object.
class PastState final : public ledger::StateView {
 public:
  // At most what the projection has folded: size() tells.
  PastState(const OwnSnapshot& own, ledger::TreeSize as_of);
  // unavailable projection.not_ready and the other errors of Snapshot::rows_of.
  static ledger::Result<PastState> open(const Snapshot& snapshot, ledger::TreeSize as_of);

  ledger::TreeSize size() const { return size_; }
  std::optional<ledger::Bytes> get(ledger::ByteView key) const override;
  void scan(ledger::ByteView prefix, const Visitor& visit) const override;
  ledger::Status health() const override { return health_; }

  // Versions below size(), newest first, at most `limit`. Cost: one read per version.
  std::vector<RecordVersion> versions(ledger::ByteView key, std::size_t limit) const;
  // The same below `before`: for pages, and for what a version replaced.
  std::vector<RecordVersion> versions(ledger::ByteView key, ledger::TreeSize before, std::size_t limit) const;
  // Of the event that first made the record; nullopt: there was none yet.
  std::optional<ledger::Position> made_at(ledger::ByteView key) const;
  // Keys of records that have named `id` as one of `kind`, ascending, behind `after`, at most `limit`.
  // Whether such a record exists at this size, and still names it, is for the reader of the record to see.
  std::vector<ledger::Bytes> linked(char kind, std::string_view id, ledger::ByteView after,
                                    std::size_t limit) const;

 private:
  std::optional<RecordVersion> newest(ledger::ByteView key, ledger::ByteView head,
                                      ledger::TreeSize before) const;
  OwnSnapshot own_;
  ledger::TreeSize size_;
  mutable ledger::Status health_;
};

}  // namespace projections
