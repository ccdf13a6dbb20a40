#include "ledger/domain/mandate_cross_checks.h"

namespace ledger {

namespace {

// Empty when absent or null.
std::string_view disclosed_text(const SignedEvent& event, std::string_view name) {
  for (const Disclosure& disclosure : event.disclosures) {
    if (disclosure.name == name && disclosure.value.is_string()) return disclosure.value.as_string();
  }
  return {};
}

bool published(const Event& event) {
  const JsonValue* flag = event.field("published");
  return flag != nullptr && flag->is_bool() && flag->as_bool();
}

}  // namespace

Status check_ground(const SignedEvent& signed_event) {
  const Event& event = signed_event.event;
  const std::string_view kind = event.text("kind");
  const std::string_view ground = disclosed_text(signed_event, "ground");
  const std::string_view recipient = disclosed_text(signed_event, "false_report_to");
  const bool stated_before = event.type == "contract.rescinded" && kind == "cco";
  if (stated_before && !ground.empty()) {
    return invalid("rescission.ground_twice", "the ground is stated in the report to the bureau")
        .at("/data/ground")
        .want("null");
  }
  if ((!stated_before && ground.empty()) || (ground == "health" && kind == "impl_body")) {
    return invalid("rescission.ground", "the ground is not on the list of this kind of contract")
        .at("/data/ground")
        .want("a ground of the programme for this kind");
  }
  if (ground == "health" && published(event)) {
    return invalid("rescission.health_published", "this must not be published")
        .at("/data/published")
        .want("false");
  }
  const bool expected = ground == "false_report";
  if (expected == recipient.empty() || (recipient == "impl_body" && kind == "impl_body")) {
    return invalid("rescission.false_report", "the recipient of a false report does not fit")
        .at("/data/false_report_to")
        .want(expected ? "state, hq or, for persons, impl_body" : "null");
  }
  return Status();
}

}  // namespace ledger
