#include "ledger/domain/duty_values.h"
#include "ledger/domain/effect_functions.h"
#include "ledger/domain/effect_values.h"
#include "ledger/domain/mandate_values.h"
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

void add_occurrence(const EffectContext& c, const RecordKey<OccurrenceRecord>& key, Day day) {
  auto record = find(c.state, key).value_or(OccurrenceRecord{});
  record.times += 1;
  record.last = std::max(record.last, day);
  record.event = c.event.id;
  put(c.state, key, record);
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

void apply_forum_held(const EffectContext& c) {
  const Day day = day_of(c.event.text("held_on"));
  add_occurrence(c, forums_of(c.event.text("center_id"), fiscal_year_of(day), c.event.text("kind")), day);
}

void apply_host_diagnosed(const EffectContext& c) {
  const TypeSpec* row = find_type(c.event.type, c.event.version);
  if (row == nullptr) return;
  add_occurrence(c, diagnoses_of(center_of(c.state, *row, c.event), c.event.text("host_id")),
                 day_of(c.event.text("completed_on")));
}

}  // namespace ledger
