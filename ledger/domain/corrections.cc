#include "ledger/domain/corrections.h"

#include <algorithm>
#include <string_view>
#include <unordered_set>

#include "ledger/base/uuid.h"
#include "ledger/domain/effects.h"
#include "ledger/domain/records.h"

namespace ledger {

Result<std::optional<CorrectedFacts>> corrected_facts(const StateView& state, const EventSource& events,
                                                      const TypeSpec& row, const Event& event) {
  const std::optional<CorrectedFacts> none;
  if (row.corrects.empty()) return none;
  const auto id = parse_event_id(event.text(kCorrects));
  if (!id) return none;
  LEDGER_ASSIGN(std::optional<LoggedEvent> original, events.find(*id));
  if (!original || original->event.type != row.corrects) return none;
  CorrectedFacts facts{std::move(*original), {}};
  facts.in_force = facts.original.event;
  if (const auto correction = find(state, correction_record(*id))) {
    LEDGER_ASSIGN(std::optional<LoggedEvent> latest, events.find(correction->latest));
    if (!latest) return data_loss("correction.lost", "a correction that state knows is not in the log");
    facts.in_force = std::move(latest->event);
  }
  return std::optional(std::move(facts));
}

bool asks_replaced(const TypeSpec& row) {
  return !row.corrects.empty() &&
         std::find(row.effects.begin(), row.effects.end(), EffectId::kSessionCorrected) != row.effects.end();
}

bool is_asked_replaced(const TypeSpec& row) {
  static const std::unordered_set<std::string_view> replaced = [] {
    std::unordered_set<std::string_view> types;
    for (const TypeSpec* other : catalogue_rows()) {
      if (asks_replaced(*other)) types.insert(other->corrects);
    }
    return types;
  }();
  return asks_replaced(row) || replaced.contains(row.type);
}

bool is_identity(const TypeSpec& corrected, const FieldSpec& field) {
  // issue.reclassified changes it, and with it what counts.
  if (corrected.type == "issue.identified" && field.name == "category") return true;
  const bool names = field.kind == FieldKind::kId || field.kind == FieldKind::kEventRef;
  return names && field.required && field.field_class == FieldClass::kPublic;
}

}  // namespace ledger
