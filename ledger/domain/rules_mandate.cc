#include <algorithm>

#include "ledger/base/uuid.h"
#include "ledger/domain/codes.h"
#include "ledger/domain/mandate_rule_functions.h"
#include "ledger/domain/mandate_values.h"
#include "ledger/domain/roles.h"

namespace ledger {

namespace {

std::optional<ContractRecord> contract_of(const RuleContext& c) {
  return find(c.state, contract_record(c.event.text("contract_id")));
}

std::optional<SubcontractRecord> subcontract_of(const RuleContext& c) {
  return find(c.state, subcontract_record(c.event.text("subcontract_id")));
}

bool has_field(const RuleContext& c, std::string_view name) {
  return find_field(c.row, name) != nullptr;
}

// Whether the field names a consultation about this contract and matter.
bool consulted(const RuleContext& c, std::string_view matter) {
  const auto id = parse_event_id(c.event.text("consultation"));
  const auto consultation = id ? find(c.state, consultation_record(*id)) : std::nullopt;
  return consultation && consultation->matter == matter &&
         consultation->contract == c.event.text("contract_id");
}

bool follows(const RuleContext& c, const std::optional<RescissionRecord>& before, RescissionStep step,
             std::string_view reference) {
  return before && before->step == step && c.event.text(reference) == format_event_id(before->event);
}

bool post_vacant(const RuleContext& c) {
  const auto post = find(c.state, chief_post_record(c.event.text("center_id")));
  return !post || chief_on(*post, day_of(c.event.text("from"))) == nullptr;
}

}  // namespace

Verdict check_contract_facts(const RuleContext& c) {
  const auto contract = contract_of(c);
  if (!contract) return Verdict::holds();
  if (c.event.text("center_id") != contract->center) return Verdict::breaks("center_id");
  // Elsewhere "kind" is not the contract's.
  const bool names_kind = c.event.type.starts_with("contract.");
  if (names_kind && c.event.text("kind") != contract->kind) return Verdict::breaks("kind");
  if (has_field(c, "person_id") && c.event.text("person_id") != contract->person.value) {
    return Verdict::breaks("person_id");
  }
  return Verdict::of(!has_field(c, "org_id") || c.event.text("org_id") == contract->org, "org_id");
}

Verdict check_contract_live(const RuleContext& c) {
  const auto contract = contract_of(c);
  if (!contract) return Verdict::holds();
  const auto rescission = find(c.state, rescission_record(c.event.text("contract_id")));
  const bool rescinded = rescission && rescission->step == RescissionStep::kRescinded;
  return Verdict::of(!rescinded && day_of(c.event.occurred_at) <= contract->end, "contract_id");
}

Verdict check_contract_funds(const RuleContext& c) {
  if (c.event.field("initial_yen") == nullptr && c.event.field("supplementary_yen") == nullptr) {
    return Verdict::holds();
  }
  return Verdict::of(
      c.event.number("initial_yen") + c.event.number("supplementary_yen") == c.event.number("amount_yen"),
      "initial_yen");
}

Verdict check_contract_fund_ceiling(const RuleContext& c) {
  if (c.event.text("kind") != "entrustment" || c.event.field("amount_yen") == nullptr)
    return Verdict::holds();
  const auto contract = contract_of(c);
  const Day start = contract ? contract->start : day_of(c.event.text("start"));
  for (const std::string fund : {"initial", "supplementary"}) {
    std::string name(kParameterCeiling);
    name.append(c.event.text("center_id")).append(".").append(std::to_string(fiscal_year_of(start)));
    const ParameterRuling ceiling = parameter_ruling(c.state, name.append("-").append(fund));
    if (ceiling.value < 0) continue;
    const bool initial = fund == "initial";
    const std::string_view field = initial ? "initial_yen" : "supplementary_yen";
    if (c.event.field(field) == nullptr || c.event.number(field) > ceiling.value)
      return Verdict::breaks(field).ruled_by(ceiling);
  }
  return Verdict::holds();
}

Verdict check_contract_cco_named(const RuleContext& c) {
  if (c.event.text("kind") != "entrustment") return Verdict::holds();
  const auto chief = find(c.state, chief_record(c.event.text("center_id")));
  return Verdict::of(chief && day_of(c.event.text("start")) <= chief->term_to, "center_id");
}

Verdict check_contract_subcontract(const RuleContext& c) {
  if (c.event.text("kind") != "subcontract") return Verdict::holds();
  const auto subcontract = subcontract_of(c);
  const auto entrustment = subcontract ? find(c.state, contract_record(subcontract->contract)) : std::nullopt;
  return Verdict::of(subcontract && subcontract->approved && subcontract->org == c.event.text("org_id") &&
                         entrustment && entrustment->center == c.event.text("center_id"),
                     "subcontract_id");
}

Verdict check_consultation_given(const RuleContext& c) {
  const bool raise = c.event.type == "fee.raise_approved";
  // The bureau that approves a raise has been asked; what it names must be true all the same.
  if (raise && c.event.text("consultation").empty()) return Verdict::holds();
  return Verdict::of(consulted(c, raise ? "fee_raise" : "shortening"), "consultation");
}

Verdict check_amend_change(const RuleContext& c) {
  const std::string_view change = c.event.text("change");
  const bool body = c.event.text("kind") == "entrustment";
  if (change == "amount") return Verdict::of(body && c.event.field("amount_yen") != nullptr, "amount_yen");
  if (c.event.field("amount_yen") != nullptr) return Verdict::breaks("amount_yen");
  if (change != "weekly_days") return Verdict::holds();
  return Verdict::of(!body && c.event.field("weekly_days") != nullptr, "weekly_days");
}

Verdict check_shorten_term(const RuleContext& c) {
  const auto contract = contract_of(c);
  const Day end = day_of(c.event.text("new_end"));
  return Verdict::of(!contract || (contract->start <= end && end < contract->end), "new_end");
}

Verdict check_rescission_chief(const RuleContext& c) {
  const auto contract = contract_of(c);
  return Verdict::of(!contract || contract->kind == "cco", "contract_id");
}

Verdict check_rescission_order(const RuleContext& c) {
  const auto before = find(c.state, rescission_record(c.event.text("contract_id")));
  if (c.event.type == "rescission.interview_held") {
    return Verdict::of(!before || before->step == RescissionStep::kRefused, "contract_id");
  }
  if (c.event.type == "rescission.reported") {
    return Verdict::of(follows(c, before, RescissionStep::kInterviewed, "interview"), "interview");
  }
  return Verdict::of(follows(c, before, RescissionStep::kReported, "report"), "report");
}

Verdict check_rescission_decision(const RuleContext& c) {
  if (c.event.text("kind") != "cco") return Verdict::holds();
  const auto before = find(c.state, rescission_record(c.event.text("contract_id")));
  return Verdict::of(follows(c, before, RescissionStep::kAllowed, "decision"), "decision");
}

Verdict check_rescission_consultation(const RuleContext& c) {
  const std::string_view kind = c.event.text("kind");
  if (kind == "cco") return Verdict::holds();
  const bool given = consulted(c, "rescission");
  if (kind == "prod_lead") return Verdict::of(given, "consultation");
  // The sources are silent about coordinators.
  const ParameterRuling asked = parameter_ruling(c.state, kParameterCoordinatorConsultation);
  return Verdict::of(asked.value == 0 || given, "consultation").ruled_by(asked);
}

Verdict check_rescission_publication(const RuleContext& c) {
  return Verdict::of(!flag_of(c.event, "published") || c.event.text("kind") == "prod_lead", "published");
}

Verdict check_entrustment_kind(const RuleContext& c) {
  const auto contract = contract_of(c);
  return Verdict::of(!contract || contract->kind == "entrustment", "contract_id");
}

Verdict check_subcontract_new(const RuleContext& c) {
  return Verdict::of(!subcontract_of(c), "subcontract_id");
}

Verdict check_subcontract_org(const RuleContext& c) {
  const std::string_view org = c.event.text("subcontractor");
  const auto contract = contract_of(c);
  return Verdict::of(find(c.state, org_record(org)) && (!contract || contract->org != org), "subcontractor");
}

Verdict check_subcontract_core(const RuleContext& c) {
  const std::vector<std::string> scope = texts_of(c.event, "scope");
  return Verdict::of(
      std::none_of(scope.begin(), scope.end(),
                   [](const std::string& part) { return part == "planning" || part == "core_management"; }),
      "scope");
}

Verdict check_subcontract_letter(const RuleContext& c) {
  const auto account = find(c.state, account_record(c.event.text("contract_id")));
  const auto requested = subcontract_of(c);
  const bool approval = c.event.type == "subcontract.approved";
  if (!account || (approval && !requested)) return Verdict::holds();
  const std::int64_t yen = approval ? requested->amount : c.event.number("amount_yen");
  const bool letter = approval ? requested->letter : flag_of(c.event, "reason_letter");
  // Exactly half needs none; both amounts include tax.
  return Verdict::of(letter || (account->subcontracted + yen) * 2 <= account->amount,
                     approval ? "subcontract_id" : "reason_letter");
}

Verdict check_subcontract_clause(const RuleContext& c) {
  return Verdict::of(flag_of(c.event, "security_clause"), "security_clause");
}

Verdict check_subcontract_inspection(const RuleContext& c) {
  return Verdict::of(flag_of(c.event, "inspection_clause"), "inspection_clause");
}

Verdict check_subcontract_known(const RuleContext& c) {
  const auto subcontract = subcontract_of(c);
  return Verdict::of(subcontract && subcontract->contract == c.event.text("contract_id"), "subcontract_id");
}

Verdict check_subcontract_open(const RuleContext& c) {
  const auto subcontract = subcontract_of(c);
  return Verdict::of(!subcontract || !subcontract->approved, "subcontract_id");
}

Verdict check_period_order(const RuleContext& c) {
  return Verdict::of(day_of(c.event.text("from")) <= day_of(c.event.text("to")), "to");
}

Verdict check_substitute_post(const RuleContext& c) {
  return Verdict::of(!post_vacant(c), "center_id");
}

Verdict check_substitute_other(const RuleContext& c) {
  const auto post = find(c.state, chief_post_record(c.event.text("center_id")));
  const ChiefTerm* term = post ? chief_on(*post, day_of(c.event.text("from"))) : nullptr;
  const auto contract = term ? find(c.state, contract_record(term->contract)) : std::nullopt;
  return Verdict::of(!contract || contract->person.value != c.event.text("person_id"), "person_id");
}

Verdict check_interim_vacancy(const RuleContext& c) {
  return Verdict::of(post_vacant(c), "from");
}

Verdict check_interim_coordinator(const RuleContext& c) {
  const PersonId person{std::string(c.event.text("person_id"))};
  const std::string_view center = c.event.text("center_id");
  return Verdict::of(holds_role(c.state, person, "co", center, c.event.occurred_at) ||
                         holds_role(c.state, person, "sub_cco", center, c.event.occurred_at),
                     "person_id");
}

Verdict check_interim_order(const RuleContext& c) {
  const auto before = find(c.state, interim_record(c.event.text("center_id")));
  if (c.event.type == "interim.proposed") {
    return Verdict::of(!before || before->state != InterimState::kApproved, "center_id");
  }
  const InterimState needed =
      c.event.type == "interim.approved" ? InterimState::kProposed : InterimState::kApproved;
  return Verdict::of(before && before->state == needed && before->person.value == c.event.text("person_id"),
                     "person_id");
}

}  // namespace ledger
