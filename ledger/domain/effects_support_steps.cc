#include "ledger/base/uuid.h"
#include "ledger/domain/category_values.h"
#include "ledger/domain/corrections.h"
#include "ledger/domain/effect_functions.h"
#include "ledger/domain/effect_values.h"

namespace ledger {

namespace {

void set_case_state(const EffectContext& c, CaseState state) {
  alter(c, case_record(c.event.text("case_id")), [&](CaseRecord& record) { record.state = state; });
}

SupportStepRecord step_of(const Event& event) {
  return {std::string(event.text("business_id")), std::string(event.text("center_id")), event.id};
}

}  // namespace

void apply_case_reopened(const EffectContext& c) {
  set_case_state(c, CaseState::kOpen);
}

void apply_case_transferred(const EffectContext& c) {
  set_case_state(c, CaseState::kTransferred);
}

void apply_case_discontinued(const EffectContext& c) {
  set_case_state(c, CaseState::kDiscontinued);
}

void apply_issue_reclassified(const EffectContext& c) {
  alter(c, issue_record(c.event.text("issue_id")), [&](IssueRecord& issue) {
    issue.category = c.event.text("to");
    issue.counted = issue.resolved ? counts_as_resolved(c.state, issue.category, issue.resolved_on)
                                   : is_counted_category(issue.category);
  });
}

void apply_issue_reopened(const EffectContext& c) {
  alter(c, issue_record(c.event.text("issue_id")), [](IssueRecord& issue) {
    issue.resolved = issue.outcome_confirmed = issue.closed_unresolved = false;
    issue.resolved_on = issue.outcome_on = 0;
    issue.resolution = issue.outcome = EventId();
  });
}

void apply_issue_closed(const EffectContext& c) {
  alter(c, issue_record(c.event.text("issue_id")),
        [](IssueRecord& issue) { issue.closed_unresolved = true; });
}

// A later return to phase 2 needs the criteria and the agreement anew.
void apply_phase_ended(const EffectContext& c) {
  alter(c, business_record(c.event.text("business_id")), [](BusinessRecord& business) {
    business.phase = 1;
    business.phase_since = 0;
    business.phase2_agreed = false;
    business.criteria = {};
  });
}

void apply_plan_adopted(const EffectContext& c) {
  put(c.state, productivity_plan_record(c.event.text("plan_id")), step_of(c.event));
}

void apply_follow_up_recorded(const EffectContext& c) {
  put(c.state, follow_up_record(c.event.text("followup_id")), step_of(c.event));
}

void apply_referral_received(const EffectContext& c) {
  ReferralRecord referral;
  referral.business = c.event.text("business_id");
  referral.center = c.event.text("center_id");
  referral.target = c.event.text("source");
  referral.event = c.event.id;
  referral.inbound = true;
  referral.last_on = day_of(c.event.text("received_on"));
  put(c.state, referral_record(c.event.text("referral_id")), referral);
}

void apply_corrected(const EffectContext& c) {
  const auto corrected = parse_event_id(c.event.text(kCorrects));
  if (!corrected) return;
  const auto key = correction_record(*corrected);
  CorrectionRecord record = find(c.state, key).value_or(CorrectionRecord{});
  record.latest = c.event.id;
  record.count += 1;
  put(c.state, key, record);
}

void apply_resolution_corrected(const EffectContext& c) {
  alter(c, issue_record(c.event.text("issue_id")), [&](IssueRecord& issue) {
    issue.resolved_on = day_of(c.event.text("resolved_on"));
    issue.counted = counts_as_resolved(c.state, issue.category, issue.resolved_on);
  });
}

void apply_outcome_corrected(const EffectContext& c) {
  alter(c, issue_record(c.event.text("issue_id")),
        [&](IssueRecord& issue) { issue.outcome_on = day_of(c.event.text("confirmed_on")); });
}

void apply_business_corrected(const EffectContext& c) {
  alter(c, business_record(c.event.text("business_id")), [&](BusinessRecord& business) {
    business.kind = c.event.text("kind");
    business.number_state = c.event.text("corporate_number_state");
  });
}

}  // namespace ledger
