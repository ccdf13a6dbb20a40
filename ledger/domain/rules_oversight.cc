#include <algorithm>

#include "ledger/domain/codes.h"
#include "ledger/domain/evidence_rule_functions.h"
#include "ledger/domain/evidence_values.h"

namespace ledger {

namespace {

constexpr std::int64_t kMinuteMicros = 60'000'000;
// Workers of the contractor: the others handle information in offices of their own.
constexpr std::string_view kHandlingRoles[] = {"impl_lead", "impl_staff", "cco",           "sub_cco",
                                               "co",        "prod_lead",  "prod_supporter"};
constexpr std::string_view kSizeFields[] = {"size", "to_size", "checkpoint_size"};

}  // namespace

Verdict check_access_handler(const RuleContext& c) {
  const Actor& actor = c.event.actor;
  const ParameterRuling required = parameter_ruling(c.state, kParameterHandlersRequired);
  const bool handles =
      std::find(std::begin(kHandlingRoles), std::end(kHandlingRoles), actor.role) != std::end(kHandlingRoles);
  if (required.value == 0 || !handles) return Verdict::holds();
  const int year = fiscal_year(jst_date(c.event.occurred_at));
  const auto entrustment = find(c.state, entrustment_record(actor.center, year));
  const auto listed =
      entrustment ? stage_of(c, "handler", entrustment->contract + "/" + actor.person.value) : std::nullopt;
  return Verdict::of(listed && listed->stage == "listed", "/actor/person").ruled_by(required);
}

Verdict check_person_reviewer(const RuleContext& c) {
  const std::string_view reviewer = c.event.text("reviewer_id");
  return Verdict::of(
      reviewer != c.event.actor.person.value && find(c.state, person_record(reviewer)).has_value(),
      "reviewer_id");
}

Verdict check_break_glass_term(const RuleContext& c) {
  const ParameterRuling minutes = parameter_ruling(c.state, kParameterBreakGlassMinutes);
  const std::int64_t open = instant_of(c.event, "expires_at").value - instant_of(c.event, "opened_at").value;
  return Verdict::of(open > 0 && open <= minutes.value * kMinuteMicros, "expires_at").ruled_by(minutes);
}

Verdict check_review_by_named(const RuleContext& c) {
  const auto record = stage_of(c);
  return Verdict::of(!record || record->kept == c.event.actor.person.value, "/actor/person");
}

Verdict check_size_reached(const RuleContext& c) {
  for (const std::string_view field : kSizeFields) {
    if (c.event.field(field) == nullptr) continue;
    if (static_cast<std::uint64_t>(c.event.number(field)) > c.position.value) return Verdict::breaks(field);
  }
  return Verdict::holds();
}

Verdict check_verified_range(const RuleContext& c) {
  return Verdict::of(c.event.number("from_size") <= c.event.number("to_size"), "from_size");
}

Verdict check_stamp_term(const RuleContext& c) {
  return Verdict::of(instant_of(c.event, "stamped_at") < instant_of(c.event, "expires_at"), "expires_at");
}

Verdict check_stamp_renewed_in_time(const RuleContext& c) {
  const auto record = stage_of(c);
  if (!record) return Verdict::holds();
  const auto end = parse_rfc3339(record->kept);
  return Verdict::of(!end.ok() || instant_of(c.event, "stamped_at") < *end, "stamped_at");
}

Verdict check_erase_witness(const RuleContext& c) {
  const std::vector<std::string> witnesses = texts_of(c.event, "witnesses");
  const bool others = std::all_of(witnesses.begin(), witnesses.end(), [&](const std::string& person) {
    return person != c.event.actor.person.value && find(c.state, person_record(person)).has_value();
  });
  return Verdict::of(others, "witnesses");
}

Verdict check_lost_known(const RuleContext& c) {
  for (const std::string& id : texts_of(c.event, "events")) {
    const auto found = named_event(c, id);
    if (!found.ok()) return Verdict::failed(found.status());
    if (!found->has_value()) return Verdict::breaks("events");
  }
  return Verdict::holds();
}

}  // namespace ledger
