#include <algorithm>

#include "ledger/base/time.h"
#include "ledger/domain/break_glass.h"
#include "ledger/domain/effect_values.h"
#include "ledger/domain/evidence_values.h"
#include "ledger/domain/indicators.h"
#include "ledger/domain/roles.h"
#include "ledger/domain/rule_functions.h"

namespace ledger {

namespace {

std::string month_after(std::string_view year_month) {
  const auto first = parse_date(std::string(year_month) + "-01");
  CivilDate next = first.value_or(CivilDate{});
  next.month += 1;
  if (next.month > 12) next = {next.year + 1, 1, 1};
  return ledger::year_month(next);
}

std::optional<MonthRecord> months_of(const RuleContext& c) {
  return find(c.state, month_record(c.event.text("center_id")));
}
std::optional<ReportRecord> report_of(const RuleContext& c) {
  return find(c.state, report_record(c.event.text("center_id"), c.event.text("year_month")));
}

// The clause's recipient to whom a reader of another organisation belongs.
std::string_view recipient_class(std::string_view role) {
  if (role == "bureau_officer" || role == "smea_officer") return "meti";
  if (role == "hq_staff" || role == "hq_adviser") return "hq";
  if (role == "impl_lead" || role == "impl_staff" || role == "sec_staff") return "other_impl_body";
  return "other_center";
}

bool reads_own_center(const RuleContext& c) {
  const Actor& actor = c.event.actor;
  const std::string_view center = c.event.text("center_id");
  const auto record = find(c.state, role_record(actor.person.value, actor.role));
  if (!record) return false;
  const std::string impl_body = impl_body_of(c.state, center);
  const Day day = day_of(c.event.occurred_at);
  return std::any_of(record->grants.begin(), record->grants.end(), [&](const RoleGrant& grant) {
    const bool own = grant.scope == center || (!impl_body.empty() && grant.scope == impl_body);
    return own && grant.from <= day && day <= grant.to;
  });
}

// The emergency access that the read names must cover it at this position.
Verdict check_emergency(const RuleContext& c, std::string_view named) {
  const auto found = named_event(c, named);
  if (!found.ok()) return Verdict::failed(found.status());
  const auto access = found->has_value() ? break_glass_of((*found)->event) : std::nullopt;
  if (!access) return Verdict::breaks("break_glass_ref").want("an access.break_glass of this ledger");
  const EmergencyRead read{c.event.actor.person, c.event.text("center_id"), c.event.text("business_id"),
                           c.event.occurred_at};
  const std::string_view lacks = break_glass_lacks(c.state, *access, read);
  if (lacks.empty()) return Verdict::holds();
  return Verdict::breaks("break_glass_ref")
      .want("an open emergency access that fits; the " + std::string(lacks) + " does not");
}

}  // namespace

Verdict check_month_over(const RuleContext& c) {
  return Verdict::of(c.event.text("year_month") < jst_year_month(c.recorded_at), "year_month");
}

Verdict check_month_once(const RuleContext& c) {
  const auto months = months_of(c);
  return Verdict::of(!months || c.event.text("year_month") > months->last_closed, "year_month");
}

Verdict check_month_order(const RuleContext& c) {
  const auto months = months_of(c);
  const std::string_view month = c.event.text("year_month");
  return Verdict::of(!months || month <= months->last_closed || month == month_after(months->last_closed),
                     "year_month");
}

Verdict check_month_cut_off(const RuleContext& c) {
  const auto months = months_of(c);
  const auto cut_off = static_cast<std::uint64_t>(c.event.number("cut_off"));
  return Verdict::of(cut_off < c.position.value && (!months || cut_off >= months->cut_off), "cut_off");
}

Verdict check_report_month(const RuleContext& c) {
  return Verdict::of(report_of(c).has_value(), "year_month");
}

Verdict check_report_once(const RuleContext& c) {
  const auto report = report_of(c);
  return Verdict::of(!report || !report->submitted, "year_month");
}

// Before the cut-off: who states figures under another set of definitions has to draw the report up again.
Verdict check_report_definition(const RuleContext& c) {
  const auto first = parse_date(std::string(c.event.text("year_month")) + "-01");
  const int year = first ? fiscal_year(*first) : 0;
  for (const DefinitionSpec& spec : definitions()) {
    if (year < spec.first_fy || spec.last_fy < year) continue;
    return Verdict::of(c.event.text("definition_version") == spec.version, "definition_version")
        .want(std::string(spec.version));
  }
  return Verdict::breaks("definition_version");
}

Verdict check_report_cut_off(const RuleContext& c) {
  const auto report = report_of(c);
  return Verdict::of(!report || report->cut_off == static_cast<std::uint64_t>(c.event.number("cut_off")),
                     "cut_off");
}

Verdict check_access_record(const RuleContext& c) {
  const std::string_view record = c.event.text("record");
  const std::size_t slash = record.find('/');
  const std::string_view kind = record.substr(0, slash);
  const std::string_view id = slash == std::string_view::npos ? std::string_view() : record.substr(slash + 1);
  std::string business, center;
  if (kind == "business") {
    const auto found = find(c.state, business_record(id));
    if (!found) return Verdict::breaks("record");
    business = id;
    center = found->center;
  } else if (kind == "case") {
    const auto found = find(c.state, case_record(id));
    if (!found) return Verdict::breaks("record");
    business = found->business;
    center = found->center;
  } else {
    return Verdict::holds();
  }
  if (business != c.event.text("business_id")) return Verdict::breaks("business_id");
  return Verdict::of(center == c.event.text("center_id"), "center_id");
}

Verdict check_access_consent(const RuleContext& c) {
  const std::string_view emergency = c.event.text("break_glass_ref");
  if (!emergency.empty()) return check_emergency(c, emergency);
  const std::vector<std::string> classes = texts_of(c.event, "field_classes");
  const bool confidential = std::find(classes.begin(), classes.end(), "confidential") != classes.end();
  const std::string_view business = c.event.text("business_id");
  // An auditor's reading of what needs no emergency access rests on the audit, not on consent; the policy
  // table of security/ says which.
  if (!confidential || business.empty() || c.event.actor.role == "auditor" || reads_own_center(c)) {
    return Verdict::holds();
  }
  const auto sharing = sharing_in_force(c.state, business);
  const bool covers = sharing && std::find(sharing->recipients.begin(), sharing->recipients.end(),
                                           recipient_class(c.event.actor.role)) != sharing->recipients.end();
  return Verdict::of(covers && format_event_id(sharing->event) == c.event.text("consent_ref"), "consent_ref");
}

}  // namespace ledger
