// Values that rules, effects and terms read out of an event's public fields in the same way.
//
// Private to ledger/domain. Precondition of all: check_fields or check_logged_fields passed. Pure; any
// thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/time.h"
#include "ledger/base/uuid.h"
#include "ledger/domain/records.h"
#include "ledger/event/event.h"

namespace ledger {

inline KeyPurpose key_purpose(std::string_view code) {
  if (code == "attestor") return KeyPurpose::kAttestor;
  if (code == "log") return KeyPurpose::kLog;
  if (code == "tls") return KeyPurpose::kTls;
  return KeyPurpose::kAuthor;
}

// An instant field; the end of time when absent.
inline UnixMicros instant_of(const Event& event, std::string_view name) {
  const auto time = parse_rfc3339(event.text(name));
  return time.ok() ? *time : kNoEnd;
}

inline std::vector<std::string> texts_of(const Event& event, std::string_view name) {
  std::vector<std::string> texts;
  const JsonValue* list = event.field(name);
  if (list == nullptr || !list->is_array()) return texts;
  for (const JsonValue& item : list->as_array()) texts.push_back(item.as_string());
  return texts;
}

inline bool flag_of(const Event& event, std::string_view name) {
  const JsonValue* flag = event.field(name);
  return flag != nullptr && flag->is_bool() && flag->as_bool();
}

// Index into BusinessRecord::criteria.
inline std::size_t criterion_index(std::string_view code) {
  return code.size() - 1;
}

// [start, end) of the session that an event tells.
inline Interval interval_of(const Event& event) {
  const UnixMicros start = instant_of(event, "started_at");
  return {start, UnixMicros(start.value + event.number("minutes") * 60'000'000)};
}

// Half days of an assignment.
inline std::uint8_t halves_of(const Event& event) {
  return event.text("fraction") == "half" ? 1 : 2;
}

}  // namespace ledger
