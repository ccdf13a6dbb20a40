// Event writer: from a form that a life-cycle step fills in to a line of output, in order of time.
//
// Place in the flow: life-cycle code → forms → lines held back until flush() → LineSink. What the catalogue
// knows (stream, purpose) is taken from the row, so that a form holds facts only. An error (signing, a full
// disk) is remembered and given back by flush(); after it nothing more is written. Single-threaded; holds
// what was written since the last flush, a day of one centre at most.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/base/json_value.h"
#include "ledger/base/status.h"
#include "ledger/event/event.h"
#include "ops/generate/calendar.h"
#include "ops/generate/deferred.h"
#include "ops/generate/random.h"

namespace ops::generate {

class LineSink {
 public:
  virtual ~LineSink() = default;
  // `line` without line end.
  virtual ledger::Status write(std::string_view line) = 0;
};

// One event with all its fields, confidential ones too.
class EventForm {
 public:
  EventForm(std::string_view type, JstTime at, const ledger::Actor& actor)
      : type_(type), at_(at), actor_(actor) {}
  EventForm& text(std::string_view name, std::string_view value) {
    return add(name, ledger::JsonValue(value));
  }
  EventForm& number(std::string_view name, std::int64_t value) { return add(name, ledger::JsonValue(value)); }
  EventForm& flag(std::string_view name, bool value) { return add(name, ledger::JsonValue(value)); }
  EventForm& list(std::string_view name, ledger::JsonValue::Array items) {
    return add(name, ledger::JsonValue(std::move(items)));
  }
  // Relies upon an earlier event.
  EventForm& ref(std::string_view id) {
    refs_.emplace_back(id);
    return *this;
  }
  EventForm& texts(std::string_view name, const std::vector<std::string>& items);
  EventForm& add(std::string_view name, ledger::JsonValue value);

  const std::string& type() const { return type_; }
  JstTime at() const { return at_; }
  const ledger::Actor& actor() const { return actor_; }
  const ledger::JsonValue& data() const { return data_; }
  const std::vector<std::string>& refs() const { return refs_; }

 private:
  std::string type_;
  JstTime at_;
  ledger::Actor actor_;
  ledger::JsonValue data_{ledger::JsonValue::Object{}};
  std::vector<std::string> refs_;
};

class EventWriter {
 public:
  EventWriter(std::string origin, std::string seed, LineSink& sink)
      : origin_(std::move(origin)), seed_(std::move(seed)), salt_seed_(demo_salt_seed(seed_)), sink_(sink) {}
  EventWriter(const EventWriter&) = delete;
  EventWriter& operator=(const EventWriter&) = delete;

  // Each gives back the event's id. Attested: sent by the identity `as`.
  std::string attested(std::string_view as, const EventForm& form, Random& random);
  std::string signed_with(const security::PrivateKey& key, const EventForm& form, Random& random);
  std::string deferred(std::string_view receipt_of, std::vector<std::pair<std::string, ReceiptPart>> fill,
                       const EventForm& form, Random& random);

  // An event that the ledger must refuse by that rule; leaves last_id() and lines() as they are.
  struct Expected {
    std::string_view rule, code;
  };
  void planted(std::string_view as, const EventForm& form, const Expected& expected, Random& random);
  void planted_signed(const security::PrivateKey& key, const EventForm& form, const Expected& expected,
                      Random& random);

  // The next event is a breach that the ledger accepts: its line says what must be found of it.
  void mark_next(ledger::JsonValue found_by) { found_by_ = std::move(found_by); }

  // Writes what is held, by occurred_at; events of the same second keep their order.
  ledger::Status flush();

  // Id of the last event that flush() wrote; empty: none yet.
  const std::string& last_id() const { return last_id_; }
  std::uint64_t lines() const { return lines_; }
  std::uint64_t planted_lines() const { return planted_lines_; }
  std::uint64_t marked_lines() const { return marked_lines_; }
  const std::string& seed() const { return seed_; }
  std::size_t held_peak() const { return held_peak_; }

 private:
  struct Line {
    JstTime at;
    std::string id;  // empty: planted
    std::string text;
  };
  ledger::JsonValue envelope(const EventForm& form, const std::string& id) const;
  // nullopt: not signed; status_ says why.
  std::optional<std::string> signed_text(const security::PrivateKey& key, const EventForm& form,
                                         const std::string& id);
  void hold(const EventForm& form, const std::string& id, std::string text);

  const std::string origin_, seed_, salt_seed_;
  LineSink& sink_;
  ledger::Status status_;
  std::optional<ledger::JsonValue> found_by_;
  std::vector<Line> held_;
  std::string last_id_;
  std::uint64_t lines_ = 0;
  std::uint64_t planted_lines_ = 0;
  std::uint64_t marked_lines_ = 0;
  std::size_t held_peak_ = 0;
};

}  // namespace ops::generate
