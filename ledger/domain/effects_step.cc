#include "ledger/domain/effect_functions.h"
#include "ledger/domain/effect_values.h"
#include "ledger/domain/roles.h"

namespace ledger {

namespace {

// A public value as text: lists joined by blanks; empty when absent.
std::string text_of(const JsonValue* value) {
  if (value == nullptr) return {};
  if (value->is_int()) return std::to_string(value->as_int());
  if (value->is_string()) return value->as_string();
  std::string text;
  if (!value->is_array()) return text;
  for (const JsonValue& item : value->as_array()) {
    if (!text.empty()) text += ' ';
    text += item.as_string();
  }
  return text;
}

}  // namespace

void apply_step_taken(const EffectContext& c) {
  const TypeSpec* row = find_type(c.event.type, c.event.version);
  if (row == nullptr) return;
  const LifeStep& step = row->step;
  const auto key = stage_record(c.event.stream.value);
  auto record = find(c.state, key);
  if (!record) {
    record.emplace();
    record->center = center_of(c.state, *row, c.event);
  }
  record->stage = step.to;
  record->event = c.event.id;
  if (!step.keeps.empty()) record->kept = text_of(c.event.field(step.keeps));
  if (!step.until.empty()) record->until = day_of(c.event.text(step.until));
  put(c.state, key, *record);
}

}  // namespace ledger
