// StateQuery: the records of one resource at one size, chosen by what the caller may read; and its life.
//
// Place in the flow: between the state handlers and state_history. Who may read is asked of the policy with
// the newest state, as everywhere; what is shown is the state of `as_of`. Public fields only: nothing sealed
// is ever opened here. One thread per object; it holds a snapshot for one request.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/authorisation.h"
#include "api/routes.h"
#include "api/state_resources.h"
#include "ledger/base/json_writer.h"
#include "ledger/journal/reader.h"
#include "projections/life_cycle.h"

namespace api {

struct ShownRecord {
  ledger::Bytes key;
  ledger::JsonValue value;
};
struct ShownPart {
  const StatePart* part = nullptr;
  std::vector<ShownRecord> records;
  bool more = false;          // further records exist
  std::string withheld_by{};  // the rule that refused; empty: shown
};

class StateQuery {
 public:
  // Reads the snapshot; waits for the projections as far as the caller is willing to (Prefer: wait).
  static ledger::Result<StateQuery> open(const Call& call);

  ledger::TreeSize reflects() const { return state_.size(); }
  const projections::PastState& state() const { return state_; }

  // All parts of a resource. not_found state.unknown: no such thing, now or at as_of (the latter is said only
  // to who may read it); permission_denied policy.denied: the thing itself may not be read.
  ledger::Result<std::vector<ShownPart>> parts(const StateResource& resource, std::string_view id) const;
  // What the policy is asked about a record.
  Target target_of_record(const ledger::JsonValue& record, security::DataClass data_class) const;
  std::optional<ShownRecord> record_at(const ledger::Bytes& key) const;

  // "rests_on": the events that made the shown records what they are, newest first. `ids` gets those events.
  ledger::Status write_rests_on(const std::vector<ledger::Bytes>& keys, ledger::JsonWriter& json,
                                std::vector<ledger::EventId>& ids) const;
  // "timeline": one page of the life of what the parts show.
  ledger::Status write_timeline(const projections::LifeCycleQuestion& question,
                                const projections::PageRequest& page, ledger::JsonWriter& json) const;

 private:
  StateQuery(const Call& call, projections::Snapshot snapshot, projections::PastState state)
      : call_(&call), snapshot_(std::move(snapshot)), state_(std::move(state)) {}
  ledger::Result<ShownPart> show(const StatePart& part, std::string_view id, const Target& own) const;
  std::vector<ledger::Bytes> keys_of(const StatePart& part, std::string_view id, bool& more) const;
  ledger::Status write_event(const projections::LifeCycleRow& row, const ledger::StoredEvent& stored,
                             ledger::JsonWriter& json) const;
  void write_changes(const projections::LifeCycleRow& row, ledger::JsonWriter& json) const;

  const Call* call_;
  projections::Snapshot snapshot_;
  projections::PastState state_;
};

}  // namespace api
