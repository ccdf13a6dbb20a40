#include "projections/figures/figure_log.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "ledger/base/check.h"

namespace projections::figures {

using ledger::Position;

namespace {

constexpr Position kLastPosition{std::numeric_limits<std::uint64_t>::max()};

Events prefix_to(Events events, Position cut_off) {
  const auto end = std::upper_bound(
      events.begin(), events.end(), cut_off,
      [](Position position, const FigureEvent* event) { return position < event->position; });
  return events.first(static_cast<std::size_t>(end - events.begin()));
}

}  // namespace

FigureLog::FigureLog(const std::vector<ListedEvent>& events, FigureOrigin origin)
    : FigureLog(EventPool(events), std::move(origin)) {}

FigureLog::FigureLog(EventPool pool, FigureOrigin origin, MemoryShare share)
    : share_(std::move(share)),
      pool_(std::move(pool)),
      origin_(std::move(origin)),
      by_id_(std::make_unique<IdIndex>()),
      links_(std::make_unique<LinkIndex[]>(kLinkFieldCount)) {
  std::optional<Position> last;
  for (const FigureEvent& event : events()) {
    LEDGER_CHECK(!last || *last < event.position);
    last = event.position;
    by_type_[event.type].push_back(&event);
  }
}

FigureLog FigureLog::part_of(std::vector<FigureEvent> events, FigureOrigin origin) {
  EventPool pool;
  pool.events() = std::move(events);
  return FigureLog(std::move(pool), std::move(origin));
}

Events FigureLog::of_type(std::string_view type) const {
  const auto found = by_type_.find(type);
  return found == by_type_.end() ? Events() : Events(found->second);
}

const FigureEvent* FigureLog::by_id(std::string_view id) const {
  std::call_once(by_id_->built, [&] {
    by_id_->events.reserve(events().size());
    for (const FigureEvent& event : events()) LEDGER_CHECK(by_id_->events.emplace(event.id, &event).second);
  });
  const auto found = by_id_->events.find(id);
  return found == by_id_->events.end() ? nullptr : found->second;
}

void FigureLog::build(LinkIndex& index, FigureField field) const {
  std::vector<std::pair<std::string_view, const FigureEvent*>> named;
  for (const FigureEvent& event : events()) {
    const std::string_view value = event.text(field);
    if (value.empty()) continue;
    ++index.ranges[value].count;
    named.emplace_back(value, &event);
  }
  std::size_t first = 0;
  for (auto& [value, range] : index.ranges) {
    range.first = std::exchange(first, first + range.count);
    range.count = 0;
  }
  index.events.resize(named.size());
  for (const auto& [value, event] : named) {
    Range& range = index.ranges.find(value)->second;
    index.events[range.first + range.count++] = event;
  }
}

Events FigureLog::naming(FigureField field, std::string_view value) const {
  const auto* link = std::find(std::begin(kLinkFields), std::end(kLinkFields), field);
  LEDGER_CHECK(link != std::end(kLinkFields));
  LinkIndex& index = links_[static_cast<std::size_t>(link - std::begin(kLinkFields))];
  std::call_once(index.built, [&] { build(index, field); });
  const auto found = index.ranges.find(value);
  if (found == index.ranges.end()) return {};
  return Events(index.events).subspan(found->second.first, found->second.count);
}

std::optional<Position> FigureLog::last_position(std::optional<Position> as_of) const {
  if (origin_.head) return as_of ? std::min(*as_of, *origin_.head) : *origin_.head;
  const std::span<const FigureEvent> known = Known{this, as_of.value_or(kLastPosition)}.events();
  if (known.empty()) return std::nullopt;
  return known.back().position;
}

std::span<const FigureEvent> Known::events() const {
  const std::span<const FigureEvent> all = log->events();
  const auto end =
      std::upper_bound(all.begin(), all.end(), cut_off,
                       [](Position position, const FigureEvent& event) { return position < event.position; });
  return all.first(static_cast<std::size_t>(end - all.begin()));
}

Events Known::of_type(std::string_view type) const {
  return prefix_to(log->of_type(type), cut_off);
}

Events Known::naming(FigureField field, std::string_view value) const {
  return prefix_to(log->naming(field, value), cut_off);
}

const FigureEvent* Known::by_id(std::string_view id) const {
  const FigureEvent* event = log->by_id(id);
  return event != nullptr && has(*event) ? event : nullptr;
}

Known known_now(const FigureLog& log) {
  return {&log, kLastPosition};
}

}  // namespace projections::figures
