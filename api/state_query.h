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
  ledger::Bytes key;  // empty: an event
  ledger::JsonValue value;
  std::optional<ledger::Position> position{};  // of that event
};
struct ShownPart {
  const StatePart* part = nullptr;
  std::vector<ShownRecord> records;
  bool more = false;          // further records exist
  ledger::Bytes last{};       // key examined last: where the next page begins
  std::string withheld_by{};  // the rule that refused; empty: shown
};
// Which records of a list.
struct PartPage {
  ledger::Bytes after;  // key examined last by the page before; empty: from the first
  std::size_t limit = kPartItemsMax;
};
// What an answer rests on: the newest version of each record and every one before it, and single events.
struct Basis {
  std::vector<ledger::Bytes> records;
  std::vector<ledger::Position> events;
  void add(const ShownPart& part);
};

class StateQuery {
 public:
  // Reads the snapshot; waits for the projections as far as the caller is willing to (Prefer: wait). `at`:
  // the size of the page before, which as_of may not undercut (invalid_argument page.cursor).
  static ledger::Result<StateQuery> open(const Call& call, std::optional<ledger::TreeSize> at = {});

  ledger::TreeSize reflects() const { return state_.size(); }
  const projections::PastState& state() const { return state_; }

  // All parts of a resource. not_found state.unknown: no such thing, now or at as_of (the latter is said only
  // to who may read it); permission_denied policy.denied: the thing itself may not be read.
  ledger::Result<std::vector<ShownPart>> parts(const StateResource& resource, std::string_view id) const;
  // One page of one part, under the same conditions. Beyond: invalid_argument page.cursor.
  ledger::Result<ShownPart> part(const StateResource& resource, std::string_view id, const StatePart& part,
                                 const PartPage& page) const;
  // What the policy is asked about a record.
  Target target_of_record(const ledger::JsonValue& record, security::DataClass data_class) const;
  std::optional<ShownRecord> record_at(const ledger::Bytes& key) const;

  // "rests_on": the events that made the shown records what they are, newest first, below the position in
  // `cursor` of `question`; then "rests_on_more" and, where to go on, "rests_on_next". `ids` gets those
  // events.
  ledger::Status write_rests_on(const Basis& basis, std::string_view question,
                                const std::optional<projections::KeyCursor>& cursor, ledger::JsonWriter& json,
                                std::vector<ledger::EventId>& ids) const;
  // "timeline": one page of the life of what the parts show.
  // `cut`: lists that hold more records than are shown, whose changes are therefore not all in it.
  ledger::Status write_timeline(const projections::LifeCycleQuestion& question,
                                const projections::PageRequest& page,
                                const std::vector<std::string_view>& cut, ledger::JsonWriter& json) const;

 private:
  StateQuery(const Call& call, projections::Snapshot snapshot, projections::PastState state)
      : call_(&call), snapshot_(std::move(snapshot)), state_(std::move(state)) {}
  struct Keys {
    std::vector<ledger::Bytes> keys;
    bool more = false;
  };
  ledger::Result<Target> own_target(const StateResource& resource, std::string_view id) const;
  ledger::Result<ShownPart> show(const StatePart& part, std::string_view id, const Target& own,
                                 const PartPage& page) const;
  ledger::Status show_records(const StatePart& part, std::string_view id, const Target& own,
                              const PartPage& page, ShownPart& shown) const;
  ledger::Status show_newest(const StatePart& part, std::string_view id, const PartPage& page,
                             ShownPart& shown) const;
  ledger::Result<Keys> keys_of(const StatePart& part, std::string_view id, const PartPage& page) const;
  ledger::Bytes key_of(const StatePart& part, std::string_view id) const;
  Keys linked_keys(const StatePart& part, std::string_view id, const PartPage& page) const;
  bool names(const StatePart& part, std::string_view id, const ShownRecord& record) const;
  ledger::Status add_facts(ShownRecord& record) const;
  ledger::Status write_event(const projections::LifeCycleRow& row, const ledger::StoredEvent& stored,
                             ledger::JsonWriter& json) const;
  void write_changes(const projections::LifeCycleRow& row, ledger::JsonWriter& json) const;

  const Call* call_;
  projections::Snapshot snapshot_;
  projections::PastState state_;
};

}  // namespace api
