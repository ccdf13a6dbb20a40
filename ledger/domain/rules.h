// Rules: what an event must satisfy in the state at its position. One small pure function per id, in a table.
//
// Place in the flow: decide() runs the universal rules and then the row's, in the row's order, and answers
// with the first refusal; its status carries the stable code, the rule's name and a JSON pointer. Rules read
// public fields, state and logged events only. Any thread that owns its views.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "ledger/base/status.h"
#include "ledger/base/types.h"
#include "ledger/domain/catalogue.h"
#include "ledger/domain/decide.h"
#include "ledger/domain/records.h"
#include "ledger/domain/rule_id.h"
#include "ledger/domain/state.h"

namespace ledger {

struct RuleContext {
  const Event& event;
  const TypeSpec& row;
  Position position;
  UnixMicros recorded_at;
  const StateView& state;
  const EventSource& events;
};

// What a rule function answers; where it is wrong, as a pointer or a data member ("/actor/licence",
// "minutes").
class Verdict {
 public:
  static Verdict holds() { return Verdict(); }
  static Verdict breaks(std::string_view where) { return Verdict(where); }
  static Verdict of(bool holds_true, std::string_view where) { return holds_true ? holds() : breaks(where); }
  // An environment failure of an EventSource; travels unchanged.
  static Verdict failed(Status status) {
    Verdict verdict;
    verdict.failure_ = std::move(status);
    return verdict;
  }
  // What a refusal adds: what would be right, and the policy parameter whose value ruled.
  Verdict&& want(std::string expected) && {
    expected_ = std::move(expected);
    return std::move(*this);
  }
  Verdict&& ruled_by(ParameterRuling ruling) && {
    ruling_ = std::move(ruling);
    return std::move(*this);
  }
  bool ok() const { return !broken_ && failure_.ok(); }
  std::string_view where() const { return where_; }
  const Status& failure() const { return failure_; }
  const std::string& expected() const { return expected_; }
  const std::optional<ParameterRuling>& ruling() const { return ruling_; }

 private:
  Verdict() = default;
  explicit Verdict(std::string_view where) : broken_(true), where_(where) {}
  bool broken_ = false;
  std::string_view where_{};
  std::string expected_;
  std::optional<ParameterRuling> ruling_;
  Status failure_;
};

enum class RuleOrder : std::uint8_t {
  kAnytime,
  kAfterEvent,  // the rule rests on an earlier event: what comes before it, or without it, is refused
};

struct RuleSpec {
  RuleId id;
  std::string_view name;  // unique, stable: Status::rule() and index paths `flag/<rule>/…`
  StatusCode status;
  std::string_view code;  // stable reason; several rules may share one, e.g. reference.unknown
  std::string_view message_ja;
  std::string_view message_en;
  std::string_view source;  // seed file and section, or "design"
  Verdict (*check)(const RuleContext& context);
  RuleOrder order = RuleOrder::kAnytime;
};

// All rules, in RuleId order.
std::span<const RuleSpec> rule_table();
const RuleSpec& rule_spec(RuleId id);
// Rules that run for every event.
std::span<const RuleId> universal_rules();

// Universal rules, then the row's; the first refusal. `without` leaves one rule out: the tests of the table
// show with it that every rule is needed; the writer never passes it.
Status check_rules(const RuleContext& context, std::optional<RuleId> without = std::nullopt);

}  // namespace ledger
