#include "ledger/base/check.h"
#include "ledger/base/time.h"
#include "ledger/domain/codes.h"
#include "ledger/domain/effect_values.h"
#include "ledger/domain/mandate_values.h"
#include "ledger/domain/roles.h"
#include "ledger/domain/rule_functions.h"

namespace ledger {

namespace {

constexpr std::int64_t kWeeklyDaysMin = 3;
constexpr int kChiefTermYears = 3;
// The bureau's approval of coordinators is asked for from this fiscal year of first hiring on (001 II.1 (2)).
constexpr int kApprovalFromFiscalYear = 2025;

CivilDate date_field(const Event& event, std::string_view name) {
  const auto date = parse_date(event.text(name));
  LEDGER_CHECK(date.has_value());
  return *date;
}

bool is_entrustment(const Event& event) {
  return event.text("kind") == "entrustment";
}

std::optional<AppointmentRecord> appointment_of(const RuleContext& c, std::string_view role) {
  return find(c.state, appointment_record(c.event.text("person_id"), role, c.event.text("center_id")));
}

}  // namespace

Verdict check_call_new(const RuleContext& c) {
  return Verdict::of(!find(c.state, call_record(c.event.text("call_id"))), "call_id");
}

Verdict check_call_order(const RuleContext& c) {
  return Verdict::of(instant_of(c.event, "opens_at") < instant_of(c.event, "closes_at"), "closes_at");
}

Verdict check_call_known(const RuleContext& c) {
  const std::string_view call = c.event.text("call_id");
  return Verdict::of(call.empty() || find(c.state, call_record(call)), "call_id");
}

Verdict check_appointment_term(const RuleContext& c) {
  const CivilDate from = date_field(c.event, "term_from");
  const CivilDate to = date_field(c.event, "term_to");
  if (to < from) return Verdict::breaks("term_to");
  if (c.event.text("role") != "cco") return Verdict::holds();
  // First day after the term's third year; compared as fields, so that 29 February needs no care.
  const CivilDate limit{from.year + kChiefTermYears, from.month, from.day};
  return Verdict::of(to < limit, "term_to");
}

Verdict check_appointment_recall(const RuleContext& c) {
  if (c.event.text("role") != "cco") return Verdict::holds();
  const auto chief = find(c.state, chief_record(c.event.text("center_id")));
  const bool early = chief && chief->person.value != c.event.text("person_id") &&
                     day_of(c.event.text("term_from")) <= chief->term_to;
  if (!early) return Verdict::holds();
  const auto id = parse_event_id(c.event.text("evaluation"));
  if (!id) return Verdict::breaks("evaluation");
  const auto evaluation = c.events.find(*id);
  if (!evaluation.ok()) return Verdict::failed(evaluation.status());
  if (!evaluation->has_value()) return Verdict::breaks("evaluation");
  const Event& event = (*evaluation)->event;
  return Verdict::of(
      event.type == "evaluation.ranked" && event.text("center_id") == c.event.text("center_id"),
      "evaluation");
}

Verdict check_appointment_order(const RuleContext& c) {
  const auto before = appointment_of(c, c.event.text("role"));
  if (c.event.type == "appointment.selected") {
    return Verdict::of(!before || before->step == AppointmentStep::kApproved, "person_id");
  }
  const AppointmentStep needed =
      c.event.type == "appointment.reported" ? AppointmentStep::kSelected : AppointmentStep::kReported;
  return Verdict::of(before && before->step == needed, "person_id");
}

Verdict check_contract_known(const RuleContext& c) {
  return Verdict::of(find(c.state, contract_record(c.event.text("contract_id"))).has_value(), "contract_id");
}

Verdict check_contract_new(const RuleContext& c) {
  return Verdict::of(!find(c.state, contract_record(c.event.text("contract_id"))), "contract_id");
}

Verdict check_contract_parties(const RuleContext& c) {
  const std::string_view person = c.event.text("person_id");
  const std::string_view org = c.event.text("org_id");
  const bool by_bureau = c.event.actor.role == "bureau_officer";
  if (by_bureau != is_entrustment(c.event)) return Verdict::breaks("/actor/role");
  if (c.event.text("kind") == "subcontract") {
    if (!person.empty()) return Verdict::breaks("person_id");
    return Verdict::of(find(c.state, org_record(org)).has_value(), "org_id");
  }
  if (is_entrustment(c.event)) {
    if (!person.empty()) return Verdict::breaks("person_id");
    return Verdict::of(org == impl_body_of(c.state, c.event.text("center_id")) && !org.empty(), "org_id");
  }
  if (!org.empty()) return Verdict::breaks("org_id");
  return Verdict::of(!person.empty() && find(c.state, person_record(person)), "person_id");
}

Verdict check_contract_term(const RuleContext& c) {
  return Verdict::of(date_field(c.event, "start") <= date_field(c.event, "end"), "end");
}

Verdict check_contract_year(const RuleContext& c) {
  return Verdict::of(fiscal_year(date_field(c.event, "end")) <= fiscal_year(date_field(c.event, "start")),
                     "end");
}

Verdict check_contract_nomination(const RuleContext& c) {
  const std::string_view kind = c.event.text("kind");
  if (kind != "cco" && kind != "prod_lead") return Verdict::holds();
  const auto nomination = appointment_of(c, kind);
  return Verdict::of(nomination && nomination->term_from <= day_of(c.event.text("start")) &&
                         day_of(c.event.text("end")) <= nomination->term_to,
                     "person_id");
}

Verdict check_contract_approval(const RuleContext& c) {
  const std::string_view kind = c.event.text("kind");
  if (kind != "co" && kind != "sub_cco") return Verdict::holds();
  const std::int64_t hired = c.event.number("hired_fy", fiscal_year(date_field(c.event, "start")));
  if (hired < kApprovalFromFiscalYear) return Verdict::holds();
  const auto appointment = appointment_of(c, kind);
  return Verdict::of(appointment && appointment->step == AppointmentStep::kApproved, "person_id");
}

Verdict check_contract_entrustment_once(const RuleContext& c) {
  if (!is_entrustment(c.event)) return Verdict::holds();
  const int year = fiscal_year(date_field(c.event, "start"));
  const auto before = find(c.state, entrustment_record(c.event.text("center_id"), year));
  if (!before) return Verdict::holds();
  const auto rescission = find(c.state, rescission_record(before->contract));
  return Verdict::of(rescission && rescission->step == RescissionStep::kRescinded, "center_id");
}

Verdict check_contract_ceiling(const RuleContext& c) {
  if (!is_entrustment(c.event)) return Verdict::holds();
  const bool amendment = c.event.type == "contract.amended";
  if (amendment && c.event.field("amount_yen") == nullptr) return Verdict::holds();
  const auto contract =
      amendment ? find(c.state, contract_record(c.event.text("contract_id"))) : std::nullopt;
  const Day start = contract ? contract->start : amendment ? Day{0} : day_of(c.event.text("start"));
  std::string name(kParameterCeiling);
  name.append(c.event.text("center_id")).append(".");
  name += std::to_string(fiscal_year_of(start));
  const ParameterRuling ceiling = parameter_ruling(c.state, name);
  if (ceiling.value < 0) return Verdict::holds();
  return Verdict::of(c.event.field("amount_yen") != nullptr && c.event.number("amount_yen") <= ceiling.value,
                     "amount_yen")
      .ruled_by(ceiling);
}

Verdict check_contract_days(const RuleContext& c) {
  const std::string_view kind = c.event.text("kind");
  if (c.event.type == "contract.amended" && c.event.field("weekly_days") == nullptr) return Verdict::holds();
  if (kind == "co" || kind == "sub_cco") {
    // The sources are silent about coordinators.
    const ParameterRuling least = parameter_ruling(c.state, kParameterCoordinatorDays);
    return Verdict::of(c.event.number("weekly_days") >= least.value, "weekly_days").ruled_by(least);
  }
  if (kind != "cco" && kind != "prod_lead") return Verdict::holds();
  return Verdict::of(c.event.number("weekly_days") >= kWeeklyDaysMin, "weekly_days");
}

Verdict check_contract_staff(const RuleContext& c) {
  const std::string_view status = c.event.text("staff_status");
  const bool of_the_body = status == "staff" || status == "dispatched";
  return Verdict::of(!of_the_body || c.event.text("pay_basis") != "honorarium", "pay_basis");
}

}  // namespace ledger
