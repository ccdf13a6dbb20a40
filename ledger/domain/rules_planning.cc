#include "ledger/domain/codes.h"
#include "ledger/domain/evidence_rule_functions.h"
#include "ledger/domain/evidence_values.h"
#include "ledger/domain/figure_scopes.h"
#include "ledger/domain/indicators.h"
#include "ledger/domain/roles.h"

namespace ledger {

namespace {

bool is_productivity(const RuleContext& c) {
  return c.event.text("kind") == "productivity";
}

// Fiscal years from which centres are not ordered against each other.
ParameterRuling no_ranking_from(const RuleContext& c) {
  return parameter_ruling(c.state, kParameterNoRankingFrom);
}

bool attends(const RuleContext& c, std::initializer_list<std::string_view> roles) {
  const UnixMicros held = noon_of(c.event.text("held_on"));
  for (const std::string& person : texts_of(c.event, "attendees")) {
    for (const std::string_view role : roles) {
      if (holds_role(c.state, PersonId(person), role, c.event.text("center_id"), held)) return true;
    }
  }
  return false;
}

}  // namespace

Verdict check_qualification_own(const RuleContext& c) {
  return Verdict::of(c.event.actor.person.value == c.event.text("person_id"), "person_id");
}

Verdict check_plan_drafter(const RuleContext& c) {
  return Verdict::of((c.event.actor.role == "prod_lead") == is_productivity(c), "/actor/role");
}

// Drafts count on; what follows is about the version that was drafted last.
Verdict check_plan_version(const RuleContext& c) {
  const auto record = stage_of(c);
  const std::int64_t version = c.event.number("version");
  if (c.event.type != "plan.drafted") {
    return Verdict::of(!record || kept_number(*record) == version, "version");
  }
  return Verdict::of(version == (record ? kept_number(*record) : 0) + 1, "version");
}

Verdict check_indicator_in_force(const RuleContext& c) {
  const IndicatorSpec* spec = find_indicator(c.event.text("indicator"));
  const std::int64_t year = c.event.number("fy");
  return Verdict::of(spec != nullptr && spec->first_fy <= year && year <= spec->last_fy, "indicator");
}

Verdict check_target_setter(const RuleContext& c) {
  return Verdict::of((c.event.actor.role == "smea_officer") == is_productivity(c), "/actor/role");
}

Verdict check_evaluation_closed(const RuleContext& c) {
  const std::string_view through = c.event.text("through");
  const auto first = parse_date(std::string(through) + "-01");
  const bool in_year = first && fiscal_year(*first) == c.event.number("fy");
  return Verdict::of(in_year && month_closed(c.state, c.event.text("center_id"), through), "through");
}

Verdict check_comparison_own(const RuleContext& c) {
  if (c.event.text("comparison") != "other_centers") return Verdict::holds();
  const ParameterRuling ruling = no_ranking_from(c);
  return Verdict::of(c.event.number("fy") < ruling.value, "comparison").ruled_by(ruling);
}

Verdict check_no_ranking(const RuleContext& c) {
  if (c.event.text("order") != "by_value") return Verdict::holds();
  const ParameterRuling ruling = no_ranking_from(c);
  return Verdict::of(c.event.number("fy") < ruling.value, "order").ruled_by(ruling);
}

Verdict check_feedback_attendance(const RuleContext& c) {
  return Verdict::of(attends(c, {"impl_lead", "impl_staff"}) && attends(c, {"cco"}), "attendees");
}

Verdict check_checked_report(const RuleContext& c) {
  const auto report = named_event(c, c.event.text("report"));
  if (!report.ok()) return Verdict::failed(report.status());
  if (!report->has_value()) return Verdict::breaks("report");
  const Event& event = (*report)->event;
  return Verdict::of(event.type == "monthly_report.submitted" &&
                         event.text("center_id") == c.event.text("center_id") &&
                         event.text("year_month") == c.event.text("year_month"),
                     "report");
}

Verdict check_checked_result(const RuleContext& c) {
  const bool differs = c.event.text("result") == "different";
  return Verdict::of(differs == (c.event.field("recomputed") != nullptr), "recomputed");
}

// Only what has moved is listed, and each figure with both values.
Verdict check_restated_former(const RuleContext& c) {
  const JsonValue* former = c.event.field("former");
  const JsonValue* restated = c.event.field("restated");
  if (former == nullptr || restated == nullptr) return Verdict::holds();
  if (former->as_object().size() != restated->as_object().size()) return Verdict::breaks("restated");
  for (const auto& [name, value] : restated->as_object()) {
    const JsonValue* before = former->find(name);
    if (before == nullptr || before->as_int() == value.as_int()) return Verdict::breaks("restated");
  }
  return Verdict::holds();
}

// What stood in the log at the cut-off was in the report already.
Verdict check_restated_causes(const RuleContext& c) {
  const auto report = find(c.state, report_record(c.event.text("center_id"), c.event.text("year_month")));
  for (const std::string& cause : texts_of(c.event, "causes")) {
    const auto found = named_event(c, cause);
    if (!found.ok()) return Verdict::failed(found.status());
    if (!found->has_value()) return Verdict::breaks("causes");
    if (report && (*found)->position.value <= report->cut_off) return Verdict::breaks("causes");
  }
  return Verdict::holds();
}

// A centre's figure names its centre; a month's closing fixes figures of its own year. A prefecture has one
// centre, whose figures are its own.
Verdict check_figure_scope(const RuleContext& c) {
  const std::string_view scope = c.event.text("scope");
  const std::size_t colon = scope.find(':');
  const std::string_view kind = scope.substr(0, colon);
  const std::string_view name = colon == scope.npos ? std::string_view() : scope.substr(colon + 1);
  bool known = scope == kScopeNation;
  if (!name.empty() && kind == "center") known = find(c.state, center_record(name)).has_value();
  if (!name.empty() && kind == "prefecture") known = find(c.state, prefecture_record(name)).has_value();
  if (!name.empty() && kind == "bureau") {
    const auto org = find(c.state, org_record(name));
    known = org && org->kind == "bureau";
  }
  if (!known) return Verdict::breaks("scope");
  const std::string_view of_center = kind == "center" ? name : std::string_view();
  if (c.event.text("center_id") != of_center) return Verdict::breaks("center_id");
  const std::string_view month = c.event.text("year_month");
  if (month.empty()) return Verdict::holds();
  if (kind == "prefecture") return Verdict::breaks("year_month");
  const auto first = parse_date(std::string(month) + "-01");
  return Verdict::of(first && fiscal_year(*first) == c.event.number("fy"), "fy");
}

Verdict check_figure_closed(const RuleContext& c) {
  const std::string_view month = c.event.text("year_month");
  return Verdict::of(month.empty() || scope_closing(c.state, c.event.text("scope"), month), "year_month");
}

// The largest cut-off of the closings: of one centre, its own.
Verdict check_figure_cut_off(const RuleContext& c) {
  const auto cut_off = static_cast<std::uint64_t>(c.event.number("cut_off"));
  const std::string_view month = c.event.text("year_month");
  if (month.empty()) return Verdict::of(cut_off < c.position.value, "cut_off");
  const auto closing = scope_closing(c.state, c.event.text("scope"), month);
  return Verdict::of(!closing || closing->cut_off == cut_off, "cut_off");
}

Verdict check_figure_definition(const RuleContext& c) {
  const IndicatorSpec* spec = find_indicator(c.event.text("indicator"), c.event.text("definition_version"));
  return Verdict::of(spec != nullptr && spec->kind != IndicatorKind::kNoValue, "indicator");
}

// A value that few businesses stand behind would tell about them; so would one that is withheld for what it
// tells together with others, which only the service can know.
Verdict check_figure_small(const RuleContext& c) {
  const ParameterRuling ruling = parameter_ruling(c.state, kParameterFigureMinimum);
  const bool is_withheld = c.event.field("withheld") != nullptr;
  if (c.event.number("contributors") >= ruling.value && !is_withheld) return Verdict::holds();
  if (c.event.field("value") != nullptr) return Verdict::breaks("value").ruled_by(ruling);
  return Verdict::of(c.event.field("denominator") == nullptr, "denominator").ruled_by(ruling);
}

}  // namespace ledger
