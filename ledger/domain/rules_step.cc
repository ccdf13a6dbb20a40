#include <algorithm>

#include "ledger/domain/evidence_rule_functions.h"
#include "ledger/domain/evidence_values.h"
#include "ledger/domain/roles.h"

namespace ledger {

namespace {

bool lists(std::span<const std::string_view> stages, std::string_view stage) {
  return std::find(stages.begin(), stages.end(), stage) != stages.end();
}

// "a stage of approved, in_use; it is assessed"
std::string wanted(std::span<const std::string_view> stages, std::string_view stage) {
  std::string text = "a stage of";
  char before = ' ';
  for (const std::string_view one : stages) {
    if (one.empty()) continue;
    text += before == ' ' ? " " : ", ";
    text += one;
    before = ',';
  }
  return text.append("; it is ").append(stage);
}

// What the stream is called after: the last field of the stream id.
std::string_view named_by(const RuleContext& c) {
  const std::string_view fields = c.row.stream_field;
  const std::size_t comma = fields.rfind(',');
  return comma == std::string_view::npos ? fields : fields.substr(comma + 1);
}

}  // namespace

Verdict check_step_new(const RuleContext& c) {
  return Verdict::of(!stage_of(c), named_by(c));
}

Verdict check_step_begun(const RuleContext& c) {
  return Verdict::of(stage_of(c).has_value(), named_by(c));
}

Verdict check_step_order(const RuleContext& c) {
  const auto record = stage_of(c);
  if (!record || lists(c.row.step.from, record->stage)) return Verdict::holds();
  return Verdict::breaks(named_by(c)).want(wanted(c.row.step.from, record->stage));
}

Verdict check_step_center(const RuleContext& c) {
  const auto record = stage_of(c);
  if (!record) return Verdict::holds();
  const bool by_contract = c.event.field("contract_id") != nullptr;
  return Verdict::of(record->center == center_of(c.state, c.row, c.event),
                     by_contract ? "contract_id" : "center_id");
}

}  // namespace ledger
