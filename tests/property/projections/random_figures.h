// RandomFigures: a log of random events of every type that figures read, as entries for projections and as
// the plain list that figures are computed from.
//
// Nothing keeps the order of life: sessions before their case, corrections that move cases to other centres
// and sessions to other cases, merges and unmerges, late and double entries, unknown things named. Amounts
// and headcounts stand in the list only, as sealed fields do.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "ledger/base/uuid.h"
#include "projections/figures/figure_loader.h"
#include "tests/support/seeded_random.h"
#include "tests/unit/projections/log_builder.h"

namespace tests {

class RandomFigures final : public projections::figures::SealedInputs {
 public:
  explicit RandomFigures(SeededRandom& random) : random_(random) {
    builder.set_step(kStepMicros);
    // Few of a kind meet often; of many, some are never named by what counts.
    if (random.one_in(2)) businesses_ = 30;
    for (const char* center : {"c40", "c41", "c34"}) {
      const std::string bureau = std::string(center) == "c34" ? "chugoku" : "kyushu";
      add("center.established", {text("center_id", center), text("pref_code", std::string(center).substr(1)),
                                 text("bureau", bureau), text("impl_body", std::string("impl-") + center)});
    }
    if (random.one_in(2)) {
      add("policy.parameter_set", {text("name", "late_entries.count_in"), text("value", "recorded_month")});
    }
  }

  // One more event, now and then one that nobody asked for.
  void grow();
  projections::figures::FigureLog list(std::optional<ledger::Position> head) const;

  ledger::Result<ledger::JsonValue::Object> open(const ledger::EventId& event,
                                                 ledger::Position) const override {
    const auto found = sealed_.find(ledger::format_event_id(event));
    return found == sealed_.end() ? ledger::JsonValue::Object() : found->second;
  }

  std::string center() { return random_.pick(std::vector<std::string>{"c40", "c41", "c34"}); }
  std::string month() { return day().substr(0, 7); }
  std::string business() { return id("b", businesses_); }

  LogBuilder builder;
  std::map<std::string, std::uint64_t> counts;             // events by type
  std::set<std::pair<std::string, std::string>> reported;  // centre and month

 private:
  using Object = ledger::JsonValue::Object;
  using Member = ledger::JsonValue::Member;
  static constexpr std::int64_t kStepMicros = 20'000'000'000;  // 200 events are some 46 days

  static Member text(std::string name, std::string_view value) { return text_field(std::move(name), value); }
  static Member number(std::string name, std::int64_t value) { return number_field(std::move(name), value); }
  std::string id(const char* kind, std::uint64_t count) {
    return kind + std::to_string(random_.below(count));
  }
  std::string day();
  // The ids that an earlier event named, with it.
  Object named_by(const projections::figures::ListedEvent& event, const std::vector<std::string>& names);
  std::string next_id(const char* kind) { return kind + std::to_string(events_.size()); }
  // An event of the type, drawn at random; empty: none yet.
  const projections::figures::ListedEvent* any_of(std::string_view type);

  void add(std::string type, Object data, Object sealed = {});
  void open_case();
  void add_session(const projections::figures::ListedEvent& opened);
  void add_referral(const projections::figures::ListedEvent& issue);
  void add_consultation(std::uint64_t kind);
  void add_issue(std::uint64_t kind);
  void add_business(std::uint64_t kind);
  void add_statement();
  void add_center_matter(std::uint64_t kind);
  void add_people(std::uint64_t kind);
  void add_rule();
  void correct(std::string_view type, std::string_view by);

  SeededRandom& random_;
  std::uint64_t businesses_ = 9;
  std::vector<projections::figures::ListedEvent> events_;
  std::map<std::string, ledger::JsonValue::Object> sealed_;  // by event id
  std::map<std::string, std::string> center_of_case_;
};

}  // namespace tests
