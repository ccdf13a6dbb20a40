// EventPool: where the events of a list lie, close together.
//
// Place in the flow: figure_loader.h and lists of events fill one; FigureLog takes it over. A year of the
// nation is millions of events: each is a row of 80 bytes and its texts and members in large blocks, words
// that many share (types, people, centres) once. Ownership: the pool owns the bytes, which never move; what
// it hands out lasts as long as it does. Threads: one while it is filled; then any.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ledger/base/json_value.h"
#include "ledger/base/types.h"
#include "projections/figure_fields.h"

namespace projections::figures {

// A text of a pool in the room of a pointer.
class Word {
 public:
  Word() = default;  // empty
  // Precondition: a length (2 bytes, of this machine) and so many bytes lie there.
  explicit Word(const char* at) : at_(at) {}

  std::string_view view() const;
  operator std::string_view() const { return view(); }  // NOLINT: it is used as one
  bool empty() const { return view().empty(); }
  friend bool operator==(Word word, std::string_view text) { return word.view() == text; }
  friend bool operator==(Word one, Word other) { return one.view() == other.view(); }

 private:
  static constexpr char kEmpty[] = {0, 0};
  const char* at_ = kEmpty;
};

struct FigureEvent {
  ledger::Position position;
  ledger::UnixMicros recorded_at, occurred_at;
  Word id, type;
  Word person, role, center;  // the actor's
  // Members that figures read: public ones; confidential ones only where they were opened for the figure.
  FigureData data;
  Word flag_lines;

  std::string_view text(FigureField field) const { return data.text(field); }  // "" when absent
  std::optional<std::int64_t> number(FigureField field) const;
  bool flag(FigureField field) const;                                       // false when absent
  PackedValue value(FigureField field) const { return data.value(field); }  // null when absent
  // What the ledger said when it took the event: "<name>/<centre>/<yyyy-mm>" of its terms flag/….
  std::vector<std::string_view> flags() const;
};

// An event as a list has it that does not come out of the projection.
struct ListedEvent {
  ledger::Position position;
  ledger::UnixMicros recorded_at, occurred_at;
  std::string id, type, person, role, center;
  ledger::JsonValue data;
  std::vector<std::string> flags{};

  std::string_view text(std::string_view field) const { return data.text(field); }
};

class EventPool {
 public:
  EventPool() = default;
  explicit EventPool(const std::vector<ListedEvent>& events);
  EventPool(EventPool&&) = default;
  EventPool& operator=(EventPool&&) = default;

  // Texts that many events share are kept once. Precondition: at most 65,535 bytes.
  Word shared(std::string_view text);
  Word own(std::string_view text);
  // Precondition: as figure_data_of() wrote it.
  FigureData members(ledger::ByteView data);
  void add(const FigureEvent& event) { events_.push_back(event); }

  std::vector<FigureEvent>& events() { return events_; }
  const std::vector<FigureEvent>& events() const { return events_; }
  // Into the order of their positions.
  void sort();
  // Memory that texts, members and rows take.
  std::size_t bytes() const { return used_bytes_ + events_.size() * sizeof(FigureEvent); }
  // The same with what a question over them comes to hold beside: a second copy of the rows while they are
  // sorted or moved, then indices over them and what is told apart and counted.
  std::size_t bytes_when_asked() const { return bytes() + events_.size() * kAskedBytes; }

 private:
  // Of each event. Measured over a year of the nation: 50 (restatements) to 280 (one indicator's list).
  static constexpr std::size_t kAskedBytes = 300;

  char* room(std::size_t bytes);

  std::vector<std::unique_ptr<char[]>> blocks_;
  std::size_t used_bytes_ = 0;
  char* free_ = nullptr;
  std::size_t free_bytes_ = 0;
  std::unordered_map<std::string_view, Word> shared_;
  std::vector<FigureEvent> events_;
};

}  // namespace projections::figures
