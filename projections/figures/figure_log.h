// FigureLog: the part of the log that a figure looks at, in memory; Known: what was known at a position.
//
// Place in the flow: figure_loader.h fills it from the projection's rows (tests: from lists of their own);
// every figure and every question of the bureaus is a function of a Known alone, so that equal arguments give
// equal answers. Ownership: the log owns its events, or borrows those of a longer one; spans, pointers and
// views last as long as they do. Threads: immutable; an index is built at its first use, by one thread at a
// time.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ledger/base/status.h"
#include "ledger/base/types.h"
#include "projections/figures/event_pool.h"
#include "projections/figures/memory_budget.h"

namespace projections::figures {

using Events = std::span<const FigureEvent* const>;

// Text members by whose value events are found. A figure that follows another member adds it here.
inline constexpr FigureField kLinkFields[] = {
    "case_id",     "session_id",  "issue_id",      "referral_id", "contract_id",    "survey_id",
    "business_id", "absorbed_id", "corrects",      "target",      "merge",          "person_id",
    "plan_id",     "cost_id",     "assignment_id", "org_id",      "subcontract_id", "name"};
inline constexpr std::size_t kLinkFieldCount = std::size(kLinkFields);

// Where a FigureLog's events are taken from.
struct FigureOrigin {
  // Last position of the log; nullopt: that of the last event.
  std::optional<ledger::Position> head{};
  // Whether confidential fields that figures read stand in the events.
  bool has_confidential = true;
  Stop stop{};
};

class FigureLog {
 public:
  // Precondition: ascending by position, ids distinct.
  explicit FigureLog(const std::vector<ListedEvent>& events, FigureOrigin origin = {});
  // `share`: the memory that stands for the events; held as long as they are.
  explicit FigureLog(EventPool pool, FigureOrigin origin = {}, MemoryShare share = {});
  // Some events of a pool or log that outlives this one.
  static FigureLog part_of(std::vector<FigureEvent> events, FigureOrigin origin = {});
  FigureLog(FigureLog&&) = default;
  FigureLog& operator=(FigureLog&&) = default;

  std::span<const FigureEvent> events() const { return pool_.events(); }
  std::size_t bytes() const { return pool_.bytes(); }  // that its own events take
  bool has_confidential() const { return origin_.has_confidential; }
  // What a long question asks between its steps: unavailable figures.cancelled.
  ledger::Status check_stop() const { return figures::check_stop(origin_.stop); }
  const FigureOrigin& origin() const { return origin_; }
  Events of_type(std::string_view type) const;
  const FigureEvent* by_id(std::string_view id) const;  // nullptr
  // Events of any type whose text member `field` is `value`, ascending. Precondition: `field` is one of
  // kLinkFields.
  Events naming(FigureField field, std::string_view value) const;
  // The last position that answers over the log up to `as_of` speak for; nullopt: there is none.
  std::optional<ledger::Position> last_position(std::optional<ledger::Position> as_of) const;

 private:
  struct Range {
    std::size_t first = 0, count = 0;
  };
  struct LinkIndex {
    std::once_flag built;
    std::unordered_map<std::string_view, Range> ranges;
    std::vector<const FigureEvent*> events;
  };
  struct IdIndex {
    std::once_flag built;
    std::unordered_map<std::string_view, const FigureEvent*> events;
  };
  void build(LinkIndex& index, FigureField field) const;

  MemoryShare share_;  // goes last: what it stands for is free then
  EventPool pool_;
  FigureOrigin origin_;
  std::unordered_map<std::string_view, std::vector<const FigureEvent*>> by_type_;
  std::unique_ptr<IdIndex> by_id_;
  std::unique_ptr<LinkIndex[]> links_;
};

// The log up to a position, that one included. Precondition of each member: `log` is there.
struct Known {
  const FigureLog* log = nullptr;
  ledger::Position cut_off;

  bool has(const FigureEvent& event) const { return event.position <= cut_off; }
  std::span<const FigureEvent> events() const;
  Events of_type(std::string_view type) const;
  Events naming(FigureField field, std::string_view value) const;
  const FigureEvent* by_id(std::string_view id) const;  // nullptr when it is not known yet
  // What was known at an earlier position.
  Known up_to(ledger::Position position) const { return {log, position < cut_off ? position : cut_off}; }
};

// Everything in the log.
Known known_now(const FigureLog& log);

}  // namespace projections::figures
