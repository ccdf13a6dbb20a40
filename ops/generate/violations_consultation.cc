#include "ops/generate/violations.h"

namespace ops::generate {

namespace {

using enum Signatory;

using Context = const ViolationContext&;
using Form = std::optional<EventForm>;

constexpr int kMidMonth = 12;  // when some work of the month is done and not paid

// Dated behind the programme's end; the lead's role has no last day.
Form from_the_future(Context c) {
  return EventForm("org.registered", {day_number(2098, 4, 1), 0}, c.office().lead)
      .text("org_id", "sup-" + c.new_id())
      .text("kind", "support_org")
      .text("name", "架空信用金庫");
}

Form with_anothers_licence(Context c) {
  const CenterPlan& plan = c.office().plan;
  ledger::Actor chief = plan.member_actor(plan.members.front());
  chief.licence = plan.members[1].licence;
  return EventForm("business.profile_updated", c.at, chief)
      .text("business_id", c.done().active_business)
      .text("as_of_on", c.at.date());
}

// The centre's system is not bound to the bureau's officer.
Form for_a_stranger(Context c) {
  const CenterPlan& plan = c.office().plan;
  ledger::Actor chief = plan.member_actor(plan.members.front());
  chief.on_behalf_of = c.office().officer.person.value;
  return EventForm("business.profile_updated", c.at, chief)
      .text("business_id", c.done().active_business)
      .text("as_of_on", c.at.date());
}

Form with_unknown_reference(Context c) {
  return c.form("business.profile_updated")
      .text("business_id", c.done().active_business)
      .text("as_of_on", c.at.date())
      .ref(c.new_id());
}

constexpr Violation kViolations[] = {
    {.rule = "time.future", .make = from_the_future, .who = kLead},
    {.rule = "licence.not_own", .make = with_anothers_licence},
    {.rule = "actor.on_behalf_of", .make = for_a_stranger},
    {.rule = "refs.unknown", .make = with_unknown_reference},
    line("date.future", kHq, "licence.issued",
         R"({"licence_id":"l-{N}","person_id":"{cco}","issued_on":"2098-04-01"})"),
    line("person.unknown", kHq, "licence.issued",
         R"({"licence_id":"l-{N}","person_id":"p-nobody","issued_on":"{D}"})"),
    line("org.unknown", kChief, "consent.referral_granted",
         R"({"business_id":"{active}","recipient":"nobody","items":["identity"],"method":"paper",
             "given_at":"{T}","expires_on":"{D+30}","given_by":"見本"})"),
    line("center.unknown", kHq, "feedback.held",
         R"({"feedback_id":"{N}","center_id":"c-none","fy":{Y},"held_on":"{D}",
             "attendees":["{lead}","{staff}"]})"),
    line("business.unknown", kChief, "consent.sharing_refused",
         R"({"business_id":"b-nobody","text_version":"2025-02","method":"paper","refused_at":"{T}"})"),
    line("business.exists", kChief, "business.registered",
         R"({"business_id":"{active}","center_id":"{C}","kind":"corporation","pref_code":"{P}",
             "jsic_code":"E","corporate_number_state":"absent","name":"見本商店"})"),
    line("case.unknown", kChief, "consultation.closed",
         R"({"case_id":"{N}","reason":"completed","closed_on":"{D}"})"),
    line("case.exists", kChief, "consultation.opened",
         R"({"case_id":"{case}","business_id":"{active}","center_id":"{C}","channel":"visit",
             "received_at":"{T}","consent_ref":"{sharing}"})"),
    line("case.business_mismatch", kChief, "consultation.discontinued",
         R"({"case_id":"{case}","business_id":"{corporation}","ground":"harassment",
             "policy_version":"2026-1","discontinued_on":"{D}"})"),
    line("case.not_assigned", kChief, "consultation.reassigned",
         R"({"case_id":"{fresh_case}","person_id":"{cco}","reason":"workload","assigned_on":"{D}"})"),
    line("consent.undecided", kChief, "consultation.opened",
         R"({"case_id":"{N}","business_id":"{corporation}","center_id":"{C}","channel":"visit",
             "received_at":"{T}","consent_ref":"{sharing}"})"),
    line("consent.recipient_outside_clause", kChief, "consent.sharing_granted",
         R"({"business_id":"{active}","text_version":"2025-02","clause_purposes":["run_project"],
             "recipients":["hq","chamber_of_commerce"],"method":"paper","given_at":"{T}",
             "given_by":"見本"})"),
    line("consent.purpose_outside_clause", kChief, "consent.sharing_granted",
         R"({"business_id":"{active}","text_version":"2025-02","clause_purposes":["advertising"],
             "recipients":["hq"],"method":"paper","given_at":"{T}","given_by":"見本"})"),
    line("consent.not_granted", kChief, "consent.sharing_withdrawn",
         R"({"business_id":"{active}","grant":"{consent}","withdrawn_at":"{T}"})"),
    line("consent.expired_at_grant", kChief, "consent.referral_granted",
         R"({"business_id":"{active}","recipient":"{S}","items":["identity"],"method":"paper",
             "given_at":"{T}","expires_on":"{D-1}","given_by":"見本"})"),
    line("financials.kind_mismatch", kChief, "business.financials_submitted",
         R"({"business_id":"{corporation}","business_kind":"sole_proprietor","form":"kessansho",
             "submitted_on":"{D}","period_start":"{Y-1}-01-01","period_end":"{Y-1}-12-31","sales":1000,
             "operating_profit":10,"depreciation":1,"welfare_cost":1,"wages":100,"employees":1})"),
    line("financials.overlap", kChief, "business.financials_submitted",
         R"({"business_id":"{ready}","business_kind":"corporation","form":"kessansho",
             "period_relation":"overlaps","submitted_on":"{D}","period_start":"{Y-1}-01-01",
             "period_end":"{Y-1}-12-31","sales":1000,"operating_profit":10,"depreciation":1,
             "personnel_cost":100,"employees":1})"),
    line("phase.criterion_repeated", kChief, "phase.criterion_met",
         R"({"business_id":"{ready}","criterion":"i","met_on":"{D}"})"),
    line("phase.no_financials", kChief, "phase.criterion_met",
         R"({"business_id":"{corporation}","criterion":"i","met_on":"{D}"})"),
    line("phase.not_started", kChief, "phase.criterion_met",
         R"({"business_id":"{corporation}","criterion":"ii","met_on":"{D}","goal_agreed":false})"),
    line("phase.no_agreement", kChief, "phase.criterion_met",
         R"({"business_id":"{corporation}","criterion":"iii","met_on":"{D}"})"),
    line("phase.already", kChief, "phase.transitioned",
         R"({"business_id":"{phase2}","to":2,"transitioned_on":"{D}","criterion_i":"{criterion_i}",
             "criterion_ii":"{criterion_ii}","criterion_iii":"{criterion_iii}"})"),
    line("phase.criteria_missing", kChief, "phase.transitioned",
         R"({"business_id":"{corporation}","to":2,"transitioned_on":"{D}","criterion_i":"{criterion_i}",
             "criterion_ii":"{criterion_ii}","criterion_iii":"{criterion_iii}"})"),
    line("phase.criterion_later", kChief, "phase.transitioned",
         R"({"business_id":"{ready}","to":2,"transitioned_on":"{Y-1}-04-01",
             "criterion_i":"{criterion_i}","criterion_ii":"{criterion_ii}",
             "criterion_iii":"{criterion_iii}"})"),
    line("phase.end_before_start", kChief, "phase.ended",
         R"({"business_id":"{phase2}","reason":"no_progress","ended_on":"{Y-1}-04-01"})"),
    line("assignee.no_role", kChief, "consultation.assigned",
         R"({"case_id":"{fresh_case}","person_id":"{lead}","assigned_on":"{D}"})"),
    line("assignee.no_licence", kChief, "consultation.assigned",
         R"({"case_id":"{fresh_case}","person_id":"p-{P}-unlicensed-{Y}","assigned_on":"{D}"})", 4),
    line("session.exists", kChief, "session.held",
         R"({"session_id":"{session}","case_id":"{case}","business_id":"{active}","started_at":"{T-60}",
             "minutes":30,"channel":"visit","attendees":[{"person_id":"{cco}","org_id":"{B}",
             "capacity":"consultant"}],"summary":"相談"})"),
    line("session.future", kChief, "session.held",
         R"({"session_id":"{N}","case_id":"{case}","business_id":"{active}",
             "started_at":"2098-04-01T10:00:00+09:00","minutes":30,"channel":"visit",
             "attendees":[{"person_id":"{cco}","org_id":"{B}","capacity":"consultant"}],
             "summary":"相談"})"),
    line("session.outside_contract", kChief, "session.held",
         R"({"session_id":"{N}","case_id":"{case}","business_id":"{active}",
             "started_at":"2020-04-01T10:00:00+09:00","minutes":30,"channel":"visit",
             "attendees":[{"person_id":"{cco}","org_id":"{B}","capacity":"consultant"}],
             "summary":"相談"})"),
    line("session.overlap", kChief, "session.held",
         R"({"session_id":"{N}","case_id":"{case}","business_id":"{active}",
             "started_at":"{session_start}","minutes":30,"channel":"visit",
             "attendees":[{"person_id":"{cco}","org_id":"{B}","capacity":"consultant"}],
             "summary":"相談"})"),
    line("session.unknown", kChief, "advice.recorded",
         R"({"advice_id":"{N}","session_id":"{N}","case_id":"{case}","business_id":"{active}",
             "advice":"助言"})"),
    line("issue.exists", kChief, "issue.identified",
         R"({"issue_id":"{open_issue}","case_id":"{case}","business_id":"{active}",
             "category":"sales_growth","focus_fields":[],"specialist":true,"identified_on":"{D}"})"),
    line("issue.unknown", kChief, "issue.resolved",
         R"({"issue_id":"{N}","case_id":"{case}","business_id":"{active}","resolved_on":"{D}"})"),
    line("issue.no_session", kChief, "issue.resolved",
         R"({"issue_id":"{fresh_issue}","case_id":"{fresh_case}","business_id":"{active}",
             "resolved_on":"{D}"})"),
    line("outcome.issue_unresolved", kChief, "outcome.confirmed",
         R"({"issue_id":"{open_issue}","case_id":"{case}","business_id":"{active}","kind":"sales_up",
             "confirmed_on":"{D}","confirmed_by":"見本"})"),
    line("outcome.already_confirmed", kChief, "outcome.confirmed",
         R"({"issue_id":"{resolved_issue}","case_id":"{case}","business_id":"{active}",
             "kind":"sales_up","confirmed_on":"{D}","confirmed_by":"見本"})"),
    line("referral.exists", kChief, "referral.made",
         R"({"referral_id":"{referral}","case_id":"{case}","business_id":"{active}",
             "issue_id":"{open_issue}","target":"{S}","target_kind":"support_org",
             "consent_ref":"{consent}","items":["identity"],"made_on":"{D}"})"),
    line("referral.issue_unknown", kChief, "referral.made",
         R"({"referral_id":"{N}","case_id":"{case}","business_id":"{active}","issue_id":"{N}",
             "target":"{S}","target_kind":"support_org","consent_ref":"{consent}",
             "items":["identity"],"made_on":"{D}"})"),
    line("referral.self", kChief, "referral.made",
         R"({"referral_id":"{N}","case_id":"{case}","business_id":"{active}","issue_id":"{open_issue}",
             "target":"{C}","target_kind":"other_center","consent_ref":"{sharing}",
             "items":["identity"],"made_on":"{D}"})"),
    line("referral.target_kind", kChief, "referral.made",
         R"({"referral_id":"{N}","case_id":"{case}","business_id":"{active}","issue_id":"{open_issue}",
             "target":"{S}","target_kind":"other_center","consent_ref":"{consent}",
             "items":["identity"],"made_on":"{D}"})"),
    line("consent.missing", kChief, "referral.made",
         R"({"referral_id":"{N}","case_id":"{case}","business_id":"{active}","issue_id":"{open_issue}",
             "target":"{S9}","target_kind":"support_org","consent_ref":"{sharing}",
             "items":["identity"],"made_on":"{D}"})"),
    line("consent.items_outside", kChief, "referral.made",
         R"({"referral_id":"{N}","case_id":"{case}","business_id":"{active}","issue_id":"{open_issue}",
             "target":"{S}","target_kind":"support_org","consent_ref":"{consent}",
             "items":["financials"],"made_on":"{D}"})"),
    line("referral.unknown", kChief, "referral.accepted", R"({"referral_id":"{N}","accepted_on":"{D}"})"),
    line("referral.not_open", kChief, "referral.accepted",
         R"({"referral_id":"{referral}","accepted_on":"{D}"})"),
    line("referral.source", kChief, "referral.received",
         R"({"referral_id":"{N}","business_id":"{active}","center_id":"{C}","source":"nobody",
             "source_kind":"support_org","matter":"specialist","no_local_capacity":false,
             "received_on":"{D}"})"),
    line("joint.once", kChief, "joint_support.held",
         R"({"session_id":"{session}","case_id":"{case}","business_id":"{active}","org_ids":["{S}"]})"),
    line("joint.no_support_org", kChief, "joint_support.corrected",
         R"({"corrects":"{joint}","correction_reason":"other","session_id":"{session}",
             "case_id":"{case}","business_id":"{active}","org_ids":["{S9}"]})"),
    line("correction.not_standing", kChief, "issue.resolution_corrected",
         R"({"corrects":"{undone}","correction_reason":"other","issue_id":"{undone_issue}",
             "case_id":"{case}","business_id":"{active}","resolved_on":"{D}"})"),
    line("match.already_proposed", kChief, "business.match_proposed",
         R"({"business_id":"{survivor}","other_id":"{corporation}","method":"manual","score":500})"),
    line("merge.cross_center", kChief, "business.merged",
         R"({"business_id":"{active}","absorbed_id":"{active2}","number_relation":"equal",
             "decided_at":"{T}"})"),
    line("unmerge.not_effective", kHq, "business.unmerged",
         R"({"business_id":"{survivor}","absorbed_id":"{corporation}","merge":"{sharing}",
             "reason":"other"})"),
    line("provision.consent_missing", kChief, "provision.recorded",
         R"({"provision_id":"{N}","business_id":"{active}","center_id":"{C}","recipient":"{S9}",
             "recipient_kind":"support_org","items":["identity"],"basis":"referral_consent",
             "consent_ref":"{sharing}","record_kind":"article_29","method":"paper",
             "provided_at":"{T}"})"),
    line("provision.provider", kChief, "provision.received",
         R"({"provision_id":"{N}","business_id":"{active}","center_id":"{C}","provider":"nobody",
             "how_obtained":"by_law","items":["identity"],"received_at":"{T}"})"),
    line("assignment.exists", kStaff, "assignment.performed",
         R"({"assignment_id":"{assignment}","contract_id":"{assignment_contract}",
             "person_id":"{assignment_person}","performed_on":"{D}","fraction":"half",
             "paperwork":"complete","work":"相談対応"})"),
    line("assignment.person", kStaff, "assignment.performed",
         R"({"assignment_id":"{N}","contract_id":"{Kcco}","person_id":"{sub}","performed_on":"{D}",
             "fraction":"half","paperwork":"complete","work":"相談対応"})"),
    line("assignment.outside_contract", kStaff, "assignment.performed",
         R"({"assignment_id":"{N}","contract_id":"{Kcco}","person_id":"{cco}",
             "performed_on":"2020-04-01","fraction":"half","paperwork":"complete","work":"相談対応"})"),
    line("assignment.day_full", kStaff, "assignment.performed",
         R"({"assignment_id":"{N}","contract_id":"{assignment_contract}",
             "person_id":"{assignment_person}","performed_on":"{assignment_on}","fraction":"full",
             "paperwork":"complete","work":"相談対応"})"),
    line("fee.assignment_unknown", kStaff, "fee.paid",
         R"({"contract_id":"{Kcco}","assignment_ids":["{N}"],"amount_yen":50000,"tax_yen":5000,
             "paid_on":"{D}","fund":"initial","payee":"{cco}"})"),
    line("fee.paid_twice", kStaff, "fee.paid",
         R"({"contract_id":"{assignment_contract}","assignment_ids":["{paid}"],"amount_yen":50000,
             "tax_yen":5000,"paid_on":"{D}","fund":"initial","payee":"{assignment_person}"})"),
    line("fee.third_party", kStaff, "fee.paid",
         R"({"contract_id":"{assignment_contract}","assignment_ids":["{unpaid}"],"amount_yen":50000,
             "tax_yen":5000,"paid_on":"{D}","fund":"initial","payee":"{lead}"})",
         0, kMidMonth),
    line("fee.no_rate", kStaff, "fee.paid",
         R"({"contract_id":"k-{P}-{Y}-no-rate","assignment_ids":["as-{P}-no-rate-{Y}"],
             "amount_yen":17500,"tax_yen":1750,"paid_on":"{D}","fund":"initial","payee":"{sub}"})",
         4),
    line("fee.amount", kStaff, "fee.paid",
         R"({"contract_id":"{assignment_contract}","assignment_ids":["{unpaid}"],"amount_yen":1,
             "tax_yen":0,"paid_on":"{D}","fund":"initial","payee":"{assignment_person}"})",
         0, kMidMonth),
    line("month.not_over", kLead, "month.closed",
         R"({"center_id":"{C}","year_month":"2098-04","cut_off":0})"),
    line("month.cut_off", kLead, "month.closed",
         R"({"center_id":"{C}","year_month":"{M}","cut_off":900000000000})"),
    line("month.already_closed", kLead, "month.closed",
         R"({"center_id":"{C}","year_month":"{M}","cut_off":0})", 0, kClosed),
    line("month.order", kLead, "month.closed", R"({"center_id":"{C}","year_month":"{M+2}","cut_off":0})", 0,
         kClosed),
    line("report.month_open", kLead, "monthly_report.submitted",
         R"({"center_id":"{C}","year_month":"{M}","cut_off":0,"definition_version":"{definition}",
             "figures":{"sessions":1}})"),
    line("report.definition", kLead, "monthly_report.submitted",
         R"({"center_id":"{C}","year_month":"{M}","cut_off":1,"definition_version":"{definition}-draft",
             "figures":{"sessions":1}})",
         0, kClosed),
    line("report.cut_off", kLead, "monthly_report.submitted",
         R"({"center_id":"{C}","year_month":"{M}","cut_off":1,"definition_version":"{definition}",
             "figures":{"sessions":1}})",
         0, kClosed),
    line("report.already_submitted", kLead, "monthly_report.submitted",
         R"({"center_id":"{C}","year_month":"{M}","cut_off":1,"definition_version":"{definition}",
             "figures":{"sessions":1}})",
         0, kReported),
};

}  // namespace

std::span<const Violation> consultation_violations() {
  return kViolations;
}

}  // namespace ops::generate
