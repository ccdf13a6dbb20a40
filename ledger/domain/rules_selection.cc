#include <algorithm>

#include "ledger/domain/codes.h"
#include "ledger/domain/mandate_rule_functions.h"
#include "ledger/domain/mandate_values.h"

namespace ledger {

namespace {

std::optional<CallRecord> call_of(const RuleContext& c) {
  return find(c.state, call_record(c.event.text("call_id")));
}

std::optional<ApplicationRecord> application_of(const RuleContext& c) {
  return find(c.state, application_record(c.event.text("application_id")));
}

// Kind of the call that the event is about; empty when it is not known.
std::string call_kind(const RuleContext& c) {
  if (c.event.type == "call.published") return std::string(c.event.text("kind"));
  if (const auto call = call_of(c)) return call->kind;
  const auto application = application_of(c);
  return application ? application->kind : std::string();
}

std::span<const std::string_view> required_documents(std::string_view kind) {
  static constexpr std::string_view kOfBodies[] = {"form_1", "forms_2_to_5", "form_6", "company_outline",
                                                   "qualification_or_financials"};
  static constexpr std::string_view kOfLeads[] = {"form_1", "form_2"};
  if (kind == "impl_body") return kOfBodies;
  if (kind == "prod_lead") return kOfLeads;
  return {};
}

bool selects(const RuleContext& c) {
  return c.event.text("result") == "selected";
}

}  // namespace

Verdict check_call_signer(const RuleContext& c) {
  const std::string kind = call_kind(c);
  return Verdict::of(kind.empty() || (kind == "co") == (c.event.actor.role == "impl_lead"), "/actor/role");
}

Verdict check_call_over(const RuleContext& c) {
  const auto call = call_of(c);
  return Verdict::of(!call || day_of(c.event.text("closed_on")) >= day_of(call->closes_at), "closed_on");
}

Verdict check_call_outcome_once(const RuleContext& c) {
  return Verdict::of(!find(c.state, call_outcome_record(c.event.text("call_id"), c.event.text("center_id"))),
                     "call_id");
}

Verdict check_call_outcome_true(const RuleContext& c) {
  const bool selected =
      find(c.state, selection_record(c.event.text("call_id"), c.event.text("center_id"))).has_value();
  return Verdict::of(selected == (c.event.text("outcome") == "filled"), "outcome");
}

Verdict check_application_new(const RuleContext& c) {
  return Verdict::of(!application_of(c), "application_id");
}

Verdict check_application_center(const RuleContext& c) {
  const auto call = call_of(c);
  return Verdict::of(!call || std::find(call->centers.begin(), call->centers.end(),
                                        c.event.text("center_id")) != call->centers.end(),
                     "center_id");
}

Verdict check_application_early(const RuleContext& c) {
  const auto call = call_of(c);
  return Verdict::of(!call || instant_of(c.event, "received_at") >= call->opens_at, "received_at");
}

Verdict check_application_late(const RuleContext& c) {
  const auto call = call_of(c);
  return Verdict::of(!call || instant_of(c.event, "received_at") <= call->closes_at, "received_at");
}

Verdict check_application_documents(const RuleContext& c) {
  const std::vector<std::string> given = texts_of(c.event, "documents");
  const auto needed = required_documents(call_kind(c));
  return Verdict::of(std::all_of(needed.begin(), needed.end(),
                                 [&](std::string_view document) {
                                   return std::find(given.begin(), given.end(), document) != given.end();
                                 }),
                     "documents");
}

Verdict check_application_prefectures(const RuleContext& c) {
  const auto call = call_of(c);
  if (!call || call->kind != "prod_lead") return Verdict::holds();
  const auto before =
      find(c.state, applicant_record(c.event.text("applicant_id"), fiscal_year_of(day_of(call->closes_at))));
  return Verdict::of(!before || before->center == c.event.text("center_id"), "center_id");
}

Verdict check_sanction_in_force(const RuleContext& c) {
  const bool applies = c.event.type == "application.received";
  const std::string_view name = applies ? "applicant_id" : "org_id";
  const auto sanction = find(c.state, sanction_record(c.event.text(name)));
  const Day day = applies ? day_of(instant_of(c.event, "received_at")) : day_of(c.event.occurred_at);
  return Verdict::of(!sanction || day < sanction->from || day > sanction->to, name);
}

Verdict check_application_known(const RuleContext& c) {
  const auto application = application_of(c);
  return Verdict::of(application && application->applicant == c.event.text("applicant_id") &&
                         application->center == c.event.text("center_id"),
                     "application_id");
}

Verdict check_application_open(const RuleContext& c) {
  const auto application = application_of(c);
  return Verdict::of(!application || application->state <= ApplicationState::kFailed, "application_id");
}

Verdict check_screening_order(const RuleContext& c) {
  const auto application = application_of(c);
  const ApplicationState needed =
      c.event.text("stage") == "document" ? ApplicationState::kReceived : ApplicationState::kDocumentPassed;
  return Verdict::of(
      !application || application->state > ApplicationState::kFailed || application->state == needed,
      "stage");
}

Verdict check_screening_unmet(const RuleContext& c) {
  return Verdict::of(!flag_of(c.event, "passed") || texts_of(c.event, "unmet").empty(), "unmet");
}

Verdict check_selection_screened(const RuleContext& c) {
  const auto application = application_of(c);
  if (!application || !selects(c)) return Verdict::holds();
  // Document review, then interview, for productivity leads (000 4(1)); bodies are heard only if needed.
  const bool passed =
      application->state == ApplicationState::kInterviewPassed ||
      (application->state == ApplicationState::kDocumentPassed && application->kind != "prod_lead");
  return Verdict::of(passed, "result");
}

Verdict check_selection_taken(const RuleContext& c) {
  const auto application = application_of(c);
  if (!application || !selects(c) || application->kind == "co") return Verdict::holds();
  return Verdict::of(!find(c.state, selection_record(application->call, application->center)), "result");
}

Verdict check_selection_made(const RuleContext& c) {
  const auto application = application_of(c);
  return Verdict::of(!application || (application->state == ApplicationState::kSelected &&
                                      application->kind == c.event.text("kind")),
                     "application_id");
}

Verdict check_selection_of(const RuleContext& c) {
  const bool contract = c.event.type == "contract.concluded";
  const bool body = c.event.text("kind") == "entrustment";
  const std::string_view day = contract                                  ? "start"
                               : c.event.type == "appointment.nominated" ? "term_from"
                                                                         : "selected_on";
  if (c.event.text("application_id").empty()) {
    // Calls of earlier years are not in the ledger.
    const ParameterRuling from = parameter_ruling(c.state, kParameterSelectionFrom);
    const bool asked =
        (!contract || body) && from.value > 0 && fiscal_year_of(day_of(c.event.text(day))) >= from.value;
    return Verdict::of(!asked, "application_id").ruled_by(from);
  }
  const auto application = application_of(c);
  const std::string_view party = c.event.text(body ? "org_id" : "person_id");
  return Verdict::of(application && application->state == ApplicationState::kSelected &&
                         application->applicant == party && application->center == c.event.text("center_id"),
                     "application_id");
}

}  // namespace ledger
