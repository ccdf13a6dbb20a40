#include "projections/figures/event_pool.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <utility>

#include "ledger/base/check.h"

namespace projections::figures {

namespace {

// Small first. Large ones are more than an allocator keeps for itself when they are given back: a server that
// answered one wide question is no larger for it.
constexpr std::size_t kFirstBlockBytes = std::size_t{1} << 16;
constexpr std::size_t kBlockBytesMax = std::size_t{40} << 20;
static_assert(sizeof(FigureEvent) <= 80, "a nation has millions of them");
constexpr char kLineEnd = '\n';

struct Placed {
  ledger::Position position;
  std::size_t at;
};

}  // namespace

std::string_view Word::view() const {
  std::uint16_t length = 0;
  std::memcpy(&length, at_, sizeof length);
  return {at_ + sizeof length, length};
}

std::optional<std::int64_t> FigureEvent::number(FigureField field) const {
  const PackedValue found = value(field);
  if (!found.is_int()) return std::nullopt;
  return found.as_int();
}

bool FigureEvent::flag(FigureField field) const {
  const PackedValue found = value(field);
  return found.is_bool() && found.as_bool();
}

std::vector<std::string_view> FigureEvent::flags() const {
  std::vector<std::string_view> flags;
  for (std::string_view rest = flag_lines; !rest.empty();) {
    const std::size_t end = std::min(rest.find(kLineEnd), rest.size() - 1);
    flags.push_back(rest.substr(0, end));
    rest.remove_prefix(end + 1);
  }
  return flags;
}

EventPool::EventPool(const std::vector<ListedEvent>& events) {
  events_.reserve(events.size());
  for (const ListedEvent& listed : events) {
    std::string flags;
    for (const std::string& flag : listed.flags) flags.append(flag).push_back(kLineEnd);
    FigureEvent event;
    event.position = listed.position;
    event.recorded_at = listed.recorded_at;
    event.occurred_at = listed.occurred_at;
    event.id = own(listed.id);
    event.type = shared(listed.type);
    event.person = shared(listed.person);
    event.role = shared(listed.role);
    event.center = shared(listed.center);
    event.data = members(figure_data_of(listed.data));
    event.flag_lines = own(flags);
    add(event);
  }
}

char* EventPool::room(std::size_t bytes) {
  if (free_bytes_ < bytes) {
    const std::size_t wanted = blocks_.empty() ? kFirstBlockBytes : used_bytes_ * 2;
    free_bytes_ = std::max(bytes, std::min(wanted, kBlockBytesMax));
    blocks_.emplace_back(new char[free_bytes_]);  // not zeroed: it is written before it is read
    free_ = blocks_.back().get();
  }
  char* found = free_;
  used_bytes_ += bytes;
  free_ += bytes;
  free_bytes_ -= bytes;
  return found;
}

Word EventPool::own(std::string_view text) {
  LEDGER_CHECK(text.size() <= std::numeric_limits<std::uint16_t>::max());
  if (text.empty()) return Word();
  const auto length = static_cast<std::uint16_t>(text.size());
  char* at = room(sizeof length + text.size());
  std::memcpy(at, &length, sizeof length);
  std::memcpy(at + sizeof length, text.data(), text.size());
  return Word(at);
}

Word EventPool::shared(std::string_view text) {
  const auto found = shared_.find(text);
  if (found != shared_.end()) return found->second;
  const Word word = own(text);
  shared_.emplace(word.view(), word);
  return word;
}

FigureData EventPool::members(ledger::ByteView data) {
  char* at = room(data.size());
  std::memcpy(at, data.data(), data.size());
  return FigureData(at);
}

void EventPool::sort() {
  const auto ascends = [](const auto& a, const auto& b) { return a.position < b.position; };
  if (std::is_sorted(events_.begin(), events_.end(), ascends)) return;
  // Places instead of events: five times less to move.
  std::vector<Placed> places;
  places.reserve(events_.size());
  for (std::size_t i = 0; i < events_.size(); ++i) places.push_back({events_[i].position, i});
  std::sort(places.begin(), places.end(), ascends);
  std::vector<FigureEvent> sorted;
  sorted.reserve(events_.size());
  for (const Placed& place : places) sorted.push_back(events_[place.at]);
  events_ = std::move(sorted);
}

}  // namespace projections::figures
