#include <algorithm>

#include "ledger/domain/category_values.h"
#include "ledger/domain/effect_functions.h"
#include "ledger/domain/effect_values.h"

namespace ledger {

namespace {

bool brings_support(std::string_view capacity) {
  return capacity == "support_org" || capacity == "other_center";
}

void book(const EffectContext& c, std::string_view person, const Interval& interval) {
  const auto key = person_day_record(person, day_of(interval.start));
  PersonDayRecord day = find(c.state, key).value_or(PersonDayRecord{});
  day.sessions.push_back(interval);
  put(c.state, key, day);
}

void unbook(const EffectContext& c, const Event& event) {
  const JsonValue* attendees = event.field("attendees");
  if (attendees == nullptr || !attendees->is_array()) return;
  const Interval booked = interval_of(event);
  for (const JsonValue& attendee : attendees->as_array()) {
    const auto key = person_day_record(attendee.text("person_id"), day_of(booked.start));
    alter(c, key, [&](PersonDayRecord& day) {
      std::erase_if(day.sessions, [&](const Interval& held) {
        return held.start == booked.start && held.end == booked.end;
      });
    });
  }
}

// The session as the event tells it, with its attendees' time taken.
SessionRecord session_told_by(const EffectContext& c) {
  const Interval interval = interval_of(c.event);
  SessionRecord session;
  session.case_id = c.event.text("case_id");
  session.started_at = interval.start;
  session.minutes = static_cast<std::uint32_t>(c.event.number("minutes"));
  session.event = c.event.id;
  const JsonValue* attendees = c.event.field("attendees");
  if (attendees == nullptr || !attendees->is_array()) return session;
  for (const JsonValue& attendee : attendees->as_array()) {
    book(c, attendee.text("person_id"), interval);
    std::string org(attendee.text("org_id"));
    auto& orgs = session.support_orgs;
    if (brings_support(attendee.text("capacity")) && std::find(orgs.begin(), orgs.end(), org) == orgs.end()) {
      orgs.push_back(std::move(org));
    }
  }
  return session;
}

}  // namespace

void apply_business_registered(const EffectContext& c) {
  BusinessRecord business;
  business.kind = c.event.text("kind");
  business.center = c.event.text("center_id");
  business.number_state = c.event.text("corporate_number_state");
  business.event = c.event.id;
  put(c.state, business_record(c.event.text("business_id")), business);
}

void apply_financials_submitted(const EffectContext& c) {
  alter(c, business_record(c.event.text("business_id")),
        [](BusinessRecord& business) { business.financials_submitted = true; });
}

void apply_sharing_decided(const EffectContext& c) {
  ConsentRecord consent;
  const bool granted = c.event.type == "consent.sharing_granted";
  consent.state = granted ? ConsentState::kGranted : ConsentState::kRefused;
  consent.event = c.event.id;
  consent.recorded_at = c.recorded_at;
  consent.recipients = texts_of(c.event, "recipients");
  consent.given_on = day_of(instant_of(c.event, granted ? "given_at" : "refused_at"));
  put(c.state, sharing_record(c.event.text("business_id")), consent);
}

void apply_sharing_withdrawn(const EffectContext& c) {
  alter(c, sharing_record(c.event.text("business_id")), [&](ConsentRecord& consent) {
    consent.state = ConsentState::kWithdrawn;
    consent.recorded_at = c.recorded_at;
  });
}

void apply_referral_consented(const EffectContext& c) {
  ConsentRecord consent;
  consent.state = ConsentState::kGranted;
  consent.event = c.event.id;
  consent.recorded_at = c.recorded_at;
  consent.items = texts_of(c.event, "items");
  consent.given_on = day_of(instant_of(c.event, "given_at"));
  consent.expires_on = day_of(c.event.text("expires_on"));
  put(c.state, referral_consent_record(c.event.text("business_id"), c.event.text("recipient")), consent);
}

void apply_phase2_consented(const EffectContext& c) {
  alter(c, business_record(c.event.text("business_id")),
        [](BusinessRecord& business) { business.phase2_agreed = true; });
}

void apply_case_opened(const EffectContext& c) {
  CaseRecord record;
  record.business = c.event.text("business_id");
  record.center = c.event.text("center_id");
  record.event = c.event.id;
  put(c.state, case_record(c.event.text("case_id")), record);
}

void apply_case_assigned(const EffectContext& c) {
  alter(c, case_record(c.event.text("case_id")),
        [&](CaseRecord& record) { record.assigned = PersonId(std::string(c.event.text("person_id"))); });
}

void apply_case_closed(const EffectContext& c) {
  alter(c, case_record(c.event.text("case_id")),
        [](CaseRecord& record) { record.state = CaseState::kClosed; });
}

void apply_session_held(const EffectContext& c) {
  const SessionRecord session = session_told_by(c);
  put(c.state, session_record(c.event.text("session_id")), session);
  alter(c, case_record(session.case_id), [](CaseRecord& record) { record.sessions += 1; });
}

void apply_session_corrected(const EffectContext& c) {
  const auto key = session_record(c.event.text("session_id"));
  const auto before = find(c.state, key);
  if (c.replaced == nullptr || !before) return;
  unbook(c, *c.replaced);
  SessionRecord session = session_told_by(c);
  session.event = before->event;
  session.joint = before->joint;
  put(c.state, key, session);
}

void apply_issue_identified(const EffectContext& c) {
  const std::string_view category = c.event.text("category");
  IssueRecord issue;
  issue.case_id = c.event.text("case_id");
  issue.business = c.event.text("business_id");
  issue.category = category;
  issue.counted = is_counted_category(category);
  issue.event = c.event.id;
  put(c.state, issue_record(c.event.text("issue_id")), issue);
}

void apply_issue_resolved(const EffectContext& c) {
  alter(c, issue_record(c.event.text("issue_id")), [&](IssueRecord& issue) {
    issue.resolved = true;
    issue.resolved_on = day_of(c.event.text("resolved_on"));
    issue.counted = counts_as_resolved(c.state, issue.category, issue.resolved_on);
    issue.resolution = c.event.id;
  });
}

void apply_outcome_confirmed(const EffectContext& c) {
  alter(c, issue_record(c.event.text("issue_id")), [&](IssueRecord& issue) {
    issue.outcome_confirmed = true;
    issue.outcome_on = day_of(c.event.text("confirmed_on"));
    issue.outcome = c.event.id;
  });
}

void apply_criterion_met(const EffectContext& c) {
  alter(c, business_record(c.event.text("business_id")), [&](BusinessRecord& business) {
    business.criteria[criterion_index(c.event.text("criterion"))] = {true, day_of(c.event.text("met_on")),
                                                                     c.event.id};
  });
}

void apply_phase_entered(const EffectContext& c) {
  alter(c, business_record(c.event.text("business_id")), [&](BusinessRecord& business) {
    business.phase = 2;
    business.phase_since = day_of(c.event.text("transitioned_on"));
  });
}

void apply_referral_made(const EffectContext& c) {
  ReferralRecord referral;
  referral.business = c.event.text("business_id");
  if (const auto record = find(c.state, case_record(c.event.text("case_id"))))
    referral.center = record->center;
  referral.target = c.event.text("target");
  referral.last_on = day_of(c.event.text("made_on"));
  referral.event = c.event.id;
  put(c.state, referral_record(c.event.text("referral_id")), referral);
}

void apply_referral_answered(const EffectContext& c) {
  alter(c, referral_record(c.event.text("referral_id")), [&](ReferralRecord& referral) {
    const bool accepted = c.event.type == "referral.accepted";
    const bool declined = c.event.type == "referral.declined";
    referral.state = accepted   ? ReferralState::kAccepted
                     : declined ? ReferralState::kDeclined
                                : ReferralState::kCompleted;
    referral.last_on = day_of(c.event.text(accepted   ? "accepted_on"
                                           : declined ? "declined_on"
                                                      : "completed_on"));
  });
}

void apply_joint_support_held(const EffectContext& c) {
  alter(c, session_record(c.event.text("session_id")), [](SessionRecord& session) { session.joint = true; });
}

}  // namespace ledger
