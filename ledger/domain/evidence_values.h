// Questions about events and stages that the rules of planning, security and oversight share.
//
// Private to rules_*.cc. Pure; any thread.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/base/time.h"
#include "ledger/base/uuid.h"
#include "ledger/domain/effect_values.h"
#include "ledger/domain/records.h"
#include "ledger/domain/rules.h"

namespace ledger {

// Stage of the event's own stream.
inline std::optional<StageRecord> stage_of(const RuleContext& c) {
  return find(c.state, stage_record(c.event.stream.value));
}

inline std::optional<StageRecord> stage_of(const RuleContext& c, std::string_view kind, std::string_view id) {
  return find(c.state, stage_record(std::string(kind) + "/" + std::string(id)));
}

// Noon in Japan of a date field: an instant by which terms of roles can be asked.
inline UnixMicros noon_of(std::string_view date) {
  const auto noon = parse_rfc3339(std::string(date) + "T12:00:00+09:00");
  return noon.ok() ? *noon : UnixMicros(0);
}

// A number that LifeStep::keeps has stored; 0 when there is none.
inline std::int64_t kept_number(const StageRecord& record) {
  const auto number = parse_decimal(record.kept);
  return number ? static_cast<std::int64_t>(*number) : 0;
}

// The event that a field names; nullopt: none such. An environment failure travels in the result.
inline Result<std::optional<LoggedEvent>> named_event(const RuleContext& c, std::string_view id) {
  const auto parsed = parse_event_id(id);
  if (!parsed) return std::optional<LoggedEvent>();
  return c.events.find(*parsed);
}

}  // namespace ledger
