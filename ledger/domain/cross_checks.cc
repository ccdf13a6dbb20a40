#include "ledger/domain/cross_checks.h"

#include "ledger/base/time.h"

namespace ledger {

namespace {

// Value of a disclosed field; nullptr when it is absent or null.
const JsonValue* disclosed(const SignedEvent& event, std::string_view name) {
  for (const Disclosure& disclosure : event.disclosures) {
    if (disclosure.name == name) return disclosure.value.is_null() ? nullptr : &disclosure.value;
  }
  return nullptr;
}

Status kind_mismatch(std::string_view field, std::string_view want) {
  return invalid("financials.kind_mismatch", "this figure does not fit the kind of business")
      .at("/data/" + std::string(field))
      .want(std::string(want));
}

std::int64_t days(const JsonValue& date) {
  return days_from_civil(*parse_date(date.as_string()));
}

}  // namespace

Status check_business_number(const SignedEvent& event) {
  const bool given = disclosed(event, "corporate_number") != nullptr;
  if (given && event.event.text("kind") != "corporation") {
    return invalid("business.number_not_allowed", "only a corporation has a corporate number")
        .at("/data/corporate_number")
        .want("null");
  }
  if (given != (event.event.text("corporate_number_state") == "given")) {
    return invalid("business.number_state", "the state of the corporate number contradicts the number")
        .at("/data/corporate_number_state")
        .want(given ? "given" : "absent");
  }
  return Status();
}

Status check_financials(const SignedEvent& event) {
  const JsonValue* start = disclosed(event, "period_start");
  const JsonValue* end = disclosed(event, "period_end");
  if (start != nullptr && end != nullptr) {
    CivilDate limit = *parse_date(start->as_string());
    // First day after twelve months; 29 February stands for 1 March of a common year.
    if (limit.month == 2 && limit.day == 29) limit = {limit.year, 3, 1};
    limit.year += 1;
    if (days(*end) < days(*start) || days(*end) >= days_from_civil(limit)) {
      return invalid("financials.period", "an accounting period has one day to twelve months")
          .at("/data/period_end")
          .want("a day from period_start on, within twelve months");
    }
  }
  const bool corporation = event.event.text("business_kind") == "corporation";
  for (const std::string_view name : {"personnel_cost", "welfare_cost", "wages"}) {
    const bool expected = (name == "personnel_cost") == corporation;
    if ((disclosed(event, name) != nullptr) != expected) {
      return kind_mismatch(name, expected ? "an amount in yen" : "null");
    }
  }
  return Status();
}

}  // namespace ledger
