#include <algorithm>

#include "ledger/domain/codes.h"
#include "ledger/domain/evidence_rule_functions.h"
#include "ledger/domain/evidence_values.h"

namespace ledger {

namespace {

constexpr std::size_t kSecurityItems = 17;

std::optional<ContractRecord> contract_of(const RuleContext& c) {
  return find(c.state, contract_record(c.event.text("contract_id")));
}

bool handles_confidential(const RuleContext& c) {
  return c.event.text("info_class") == "confidential" && c.event.text("acceptable") == "yes";
}

}  // namespace

Verdict check_security_contract(const RuleContext& c) {
  const auto contract = contract_of(c);
  return Verdict::of(!contract || contract->kind == "entrustment" || contract->kind == "subcontract",
                     "contract_id");
}

Verdict check_announced_before(const RuleContext& c) {
  const ParameterRuling notice = parameter_ruling(c.state, kParameterNoticeDays);
  const std::int64_t earliest = day_of(c.event.occurred_at) + notice.value;
  return Verdict::of(day_of(c.event.text("effective_from")) >= earliest, "effective_from").ruled_by(notice);
}

Verdict check_report_items(const RuleContext& c) {
  const std::vector<std::string> met = texts_of(c.event, "items_met");
  const std::vector<std::string> open = texts_of(c.event, "items_open");
  const bool twice = std::any_of(met.begin(), met.end(), [&](const std::string& item) {
    return std::find(open.begin(), open.end(), item) != open.end();
  });
  return Verdict::of(!twice && met.size() + open.size() == kSecurityItems, "items_open");
}

Verdict check_regulation_newer(const RuleContext& c) {
  const auto record = stage_of(c);
  return Verdict::of(!record || day_of(record->kept) < day_of(c.event.text("in_force_from")),
                     "in_force_from");
}

Verdict check_audit_accepted(const RuleContext& c) {
  const auto audit = stage_of(c, "govaudit", c.event.text("audit_id"));
  return Verdict::of(audit && audit->stage == "accepted", "audit_id");
}

Verdict check_copies_permitted(const RuleContext& c) {
  const auto record = stage_of(c);
  return Verdict::of(!record || c.event.number("copies") <= kept_number(*record), "copies");
}

Verdict check_external_recipient(const RuleContext& c) {
  const auto record = stage_of(c);
  return Verdict::of(!record || record->kept == c.event.text("recipient"), "recipient");
}

Verdict check_training_in_contract(const RuleContext& c) {
  const auto contract = contract_of(c);
  const Day day = day_of(c.event.text("completed_on"));
  return Verdict::of(!contract || (contract->start <= day && day <= contract->end), "completed_on");
}

Verdict check_reported_after(const RuleContext& c) {
  const auto record = stage_of(c);
  if (!record) return Verdict::holds();
  const auto known = parse_rfc3339(record->kept);
  return Verdict::of(!known.ok() || *known <= instant_of(c.event, "reported_at"), "reported_at");
}

Verdict check_cloud_terms_only(const RuleContext& c) {
  return Verdict::of(c.event.text("terms_only") != "yes" || !handles_confidential(c), "terms_only");
}

Verdict check_cloud_listed(const RuleContext& c) {
  const bool listed = c.event.text("list") != "none" || !c.event.text("exception").empty();
  return Verdict::of(listed || !handles_confidential(c), "list");
}

Verdict check_cloud_list_fresh(const RuleContext& c) {
  const ParameterRuling days = parameter_ruling(c.state, kParameterCloudListDays);
  const std::int64_t age =
      std::int64_t{day_of(c.event.occurred_at)} - std::int64_t{day_of(c.event.text("checked_on"))};
  return Verdict::of(age <= days.value, "checked_on").ruled_by(days);
}

Verdict check_cloud_acceptable(const RuleContext& c) {
  const auto record = stage_of(c);
  return Verdict::of(!record || record->kept == "yes", "service_id");
}

Verdict check_software_supported(const RuleContext& c) {
  const auto contract = contract_of(c);
  if (!contract) return Verdict::holds();
  const ParameterRuling margin = parameter_ruling(c.state, kParameterSupportMargin);
  const std::int64_t needed = std::int64_t{contract->end} + margin.value;
  return Verdict::of(day_of(c.event.text("support_end")) >= needed, "support_end").ruled_by(margin);
}

Verdict check_vulnerability_plan(const RuleContext& c) {
  const auto record = stage_of(c);
  return Verdict::of(!record || c.event.text("route") != "planned" || record->stage == "plan_confirmed",
                     "route");
}

Verdict check_domain_name(const RuleContext& c) {
  const bool under = c.event.text("host_id").ends_with(".go.jp");
  return Verdict::of(under == (c.event.text("go_jp") == "yes"), "go_jp");
}

Verdict check_diagnosis_counts(const RuleContext& c) {
  return Verdict::of(c.event.number("fixed") <= c.event.number("findings"), "fixed");
}

Verdict check_release_clean(const RuleContext& c) {
  const auto record = stage_of(c);
  return Verdict::of(!record || kept_number(*record) == 0, "release_id");
}

Verdict check_content_executable(const RuleContext& c) {
  return Verdict::of(c.event.number("executables") == 0 || c.event.text("means") == "no_other_means",
                     "executables");
}

Verdict check_content_outside(const RuleContext& c) {
  return Verdict::of(c.event.number("outside_accesses") == 0 || c.event.text("privacy_policy") == "yes",
                     "outside_accesses");
}

Verdict check_content_settings(const RuleContext& c) {
  return Verdict::of(c.event.number("forced_settings") == 0, "forced_settings");
}

}  // namespace ledger
