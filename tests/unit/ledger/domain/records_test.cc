// Goal: every record survives its codec, damage is never read as a record, and no two keys meet.
// Method: filled records round trip, every truncation and extension is refused, keys are compared pairwise.
#include "ledger/domain/records.h"

#include <gtest/gtest.h>
#include <set>

#include "tests/unit/ledger/domain/programme.h"

namespace ledger {

namespace {

template <typename R>
void expect_codec(const R& record) {
  const Bytes bytes = encode_record(record);
  const auto decoded = decode_record<R>(bytes);
  ASSERT_TRUE(decoded.has_value());
  EXPECT_EQ(encode_record(*decoded), bytes);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(decode_record<R>(ByteView(bytes).substr(0, size)).has_value()) << size;
  }
  EXPECT_FALSE(decode_record<R>(bytes + '\0').has_value());
  Bytes other_version = bytes;
  other_version[0] = 2;
  EXPECT_FALSE(decode_record<R>(other_version).has_value());
}

const EventId kEvent = tests::numbered_event_id(7);

KeyRecord some_key() {
  KeyRecord key;
  key.algorithm = SignatureAlgorithm::kEs256;
  key.public_key = Bytes("\x04\x00\xff", 3);
  key.purpose = KeyPurpose::kAttestor;
  key.person = PersonId("p-1");
  key.principal = PrincipalId("service");
  key.valid_from = UnixMicros(-1);
  key.revoked = true;
  key.enrolled_at = UnixMicros(5);
  key.event = kEvent;
  return key;
}

}  // namespace

TEST(Records, SurviveTheCodec) {
  expect_codec(some_key());
  expect_codec(GenesisRecord{"ledger.test", 1, "2026.1", 1, true, kEvent});
  expect_codec(PolicyRecord{false, -5, "", kEvent});
  expect_codec(PrincipalRecord{PrincipalKind::kSystem, 3});
  expect_codec(BindingRecord{UnixMicros(9), kEvent});
  expect_codec(RoleRecord{{{"c40", -3, kNoLastDay, kEvent}, {"nation", 1, 2, kEvent}}});
  expect_codec(PersonRecord{"impl-40", "l-1", kEvent});
  expect_codec(LicenceRecord{PersonId("p"), true, kEvent});
  expect_codec(OrgRecord{"impl_body", "c40", kEvent});
  expect_codec(CenterRecord{"40", "impl-40", "bureau-kyushu", kEvent});
  expect_codec(PrefectureRecord{"c40"});
  BusinessRecord business;
  business.kind = "corporation";
  business.criteria[2] = {true, -9, kEvent};
  expect_codec(business);
  expect_codec(
      ConsentRecord{ConsentState::kGranted, kEvent, UnixMicros(1), {"meti", "hq"}, {}, 4, kNoLastDay});
  expect_codec(CaseRecord{"b", "c40", CaseState::kClosed, PersonId("p"), 2, kEvent});
  expect_codec(SessionRecord{"k", UnixMicros(2), 60, {"sup-a"}, true, kEvent});
  expect_codec(PersonDayRecord{{{UnixMicros(1), UnixMicros(2)}}});
  expect_codec(IssueRecord{"k", "b", false, true, true, kEvent, "startup", true, -4, 5, kEvent, kEvent});
  expect_codec(ReferralRecord{"b", "c40", "sup-a", ReferralState::kDeclined, kEvent, true, -2});
  expect_codec(MatchRecord{MatchState::kMerged, kEvent});
  expect_codec(ProvisionRecord{"b", kEvent});
  expect_codec(SupportStepRecord{"b", "c40", kEvent});
  expect_codec(CorrectionRecord{kEvent, 2});
  expect_codec(CallRecord{"co", UnixMicros(1), UnixMicros(2), {"c40", "c41"}});
  expect_codec(AppointmentRecord{AppointmentStep::kApproved, -1, 5, kEvent});
  expect_codec(ChiefRecord{PersonId("p"), 3});
  expect_codec(ContractRecord{"co", "c40", PersonId("p"), "", 1, 2, true, kEvent});
  expect_codec(EngagementRecord{{{1, 2}, {3, 4}}});
  expect_codec(EntrustmentRecord{"t"});
  expect_codec(FeeRecord{{{1, 30'000}}, 40'000});
  expect_codec(AssignmentRecord{"t", PersonId("p"), 1, true, true, false});
  expect_codec(WorkDayRecord{2});
  expect_codec(MonthRecord{"2026-04", 77});
  expect_codec(ReportRecord{77, true, kEvent});
  expect_codec(PendingRecord{UnixMicros(5), {"cco"}, {"p-1", "p-2"}});
  expect_codec(StageRecord{"drafted", "c40", "2", 7, kEvent});
}

TEST(Records, OfTheMandateSurviveTheCodec) {
  expect_codec(ApplicationRecord{"call", "co", "c40", "p", ApplicationState::kFailed});
  expect_codec(ApplicantRecord{"c40"});
  expect_codec(SelectionRecord{"a"});
  expect_codec(CallOutcomeRecord{true});
  expect_codec(ConsultationRecord{"t", "shortening"});
  expect_codec(ChiefPostRecord{{{"t", 1, 2}, {"t-2", 3, 4}}});
  expect_codec(InterimRecord{PersonId("p"), InterimState::kEnded});
  expect_codec(RescissionRecord{RescissionStep::kRefused, kEvent});
  expect_codec(WorkTermRecord{{{"2026-04", 41, true}}, true, false});
  expect_codec(AccountRecord{1, 2, 3, 4, 5, 6, 7, 8, true, true, false, true, false});
  expect_codec(SubcontractRecord{"t", "o", 5, 4, true, false});
  expect_codec(CostRecord{"t", 5, 4});
  expect_codec(PaymentRecord{"t"});
  expect_codec(InspectionRecord{"t", true});
  expect_codec(SanctionRecord{-1, 5});
  expect_codec(OccurrenceRecord{2, -1, kEvent});
  expect_codec(FundRecord{-1});
}

TEST(Records, KeepEveryMemberOfAKey) {
  const auto key = decode_record<KeyRecord>(encode_record(some_key()));
  ASSERT_TRUE(key.has_value());
  EXPECT_EQ(key->algorithm, SignatureAlgorithm::kEs256);
  EXPECT_EQ(key->public_key, Bytes("\x04\x00\xff", 3));
  EXPECT_EQ(key->purpose, KeyPurpose::kAttestor);
  EXPECT_EQ(key->person.value, "p-1");
  EXPECT_EQ(key->principal.value, "service");
  EXPECT_EQ(key->valid_from, UnixMicros(-1));
  EXPECT_EQ(key->valid_to, kNoEnd);
  EXPECT_TRUE(key->revoked);
  EXPECT_EQ(key->enrolled_at, UnixMicros(5));
  EXPECT_EQ(key->event, kEvent);
}

TEST(Records, KeysOfDifferentThingsDiffer) {
  const std::vector<Bytes> keys = {
      key_record("x").bytes, genesis_record().bytes, policy_record("x").bytes, principal_record("x").bytes,
      binding_record("x", "x").bytes, role_record("x", "x").bytes, person_record("x").bytes,
      licence_record("x").bytes, org_record("x").bytes, center_record("x").bytes,
      prefecture_record("x").bytes, business_record("x").bytes, sharing_record("x").bytes,
      referral_consent_record("x", "x").bytes, case_record("x").bytes, session_record("x").bytes,
      person_day_record("x", 1).bytes, issue_record("x").bytes, referral_record("x").bytes,
      call_record("x").bytes, match_record("x", "x").bytes, publication_consent_record("x", "x").bytes,
      provision_record("x").bytes, productivity_plan_record("x").bytes, follow_up_record("x").bytes,
      correction_record(kEvent).bytes, appointment_record("x", "x", "x").bytes, chief_record("x").bytes,
      contract_record("x").bytes, engagement_record("x", "x").bytes, entrustment_record("x", 2026).bytes,
      fee_record("x").bytes, assignment_record("x").bytes, work_day_record("x", 1).bytes,
      generation_record().bytes, past_event_record(kEvent).bytes, month_record("x").bytes,
      report_record("x", "2026-04").bytes, pending_record(kEvent).bytes, application_record("x").bytes,
      applicant_record("x", 2026).bytes, selection_record("x", "x").bytes,
      call_outcome_record("x", "x").bytes, consultation_record(kEvent).bytes, chief_post_record("x").bytes,
      interim_record("x").bytes, rescission_record("x").bytes, work_term_record("x").bytes,
      reported_day_record("x", 1).bytes, account_record("x").bytes, fund_record("x", "x").bytes,
      subcontract_record("x").bytes, cost_record("x").bytes, payment_record("x").bytes,
      inspection_record("x").bytes, sanction_record("x").bytes, stage_record("x").bytes,
      occurrence_record("x", "x").bytes,
      // The border between two ids is part of the key.
      role_record("ab", "c").bytes, role_record("a", "bc").bytes};
  EXPECT_EQ(std::set<Bytes>(keys.begin(), keys.end()).size(), keys.size());
  EXPECT_LT(person_day_record("x", -1).bytes, person_day_record("x", 0).bytes);
  EXPECT_LT(person_day_record("x", 0).bytes, person_day_record("x", 1).bytes);
}

TEST(Records, DamageStopsTheProcess) {
  MemoryState base;
  StateOverlay overlay(base, base.digest());
  overlay.put(org_record("o").bytes, "\x01garbage");
  EXPECT_DEATH(ignore_status(find(overlay, org_record("o")) ? Status() : Status()), "check_failed");
}

TEST(Records, AnswerQuestionsAboutPrincipals) {
  const StateView& state = tests::Programme::lived().state();
  EXPECT_TRUE(find_principal_binding(state, PrincipalId("gw"), PersonId("p-co")));
  EXPECT_FALSE(find_principal_binding(state, PrincipalId("gw"), PersonId("p-co2")));
  EXPECT_FALSE(find_principal_binding(state, PrincipalId("g"), PersonId("wp-co")));
  EXPECT_EQ(persons_of(state, PrincipalId("gw"), 10), std::vector<PersonId>{PersonId("p-co")});
  EXPECT_TRUE(persons_of(state, PrincipalId("gw"), 0).empty());
  EXPECT_TRUE(persons_of(state, PrincipalId("g"), 10).empty());
}

TEST(Records, AnswerQuestionsAboutConsentsAndMonths) {
  const StateView& state = tests::Programme::lived().state();
  ASSERT_TRUE(sharing_in_force(state, "b-1"));
  EXPECT_FALSE(sharing_in_force(state, "b-2"));
  EXPECT_FALSE(sharing_in_force(state, "b-3"));
  EXPECT_TRUE(referral_consent_on(state, "b-1", "sup-a", day_of("2026-04-30")));
  EXPECT_FALSE(referral_consent_on(state, "b-1", "sup-a", day_of("2026-05-01")));
  EXPECT_FALSE(referral_consent_on(state, "b-1", "sup-b", day_of("2026-04-30")));
  EXPECT_TRUE(month_closed(state, "c40", "2026-03"));
  EXPECT_TRUE(month_closed(state, "c40", "2025-12"));
  EXPECT_FALSE(month_closed(state, "c40", "2026-04"));
  EXPECT_FALSE(month_closed(state, "c13", "2026-03"));
}

TEST(Records, ParametersFallBackOnTheirDefault) {
  tests::Programme programme = tests::Programme::lived();
  EXPECT_EQ(parameter_value(programme.state(), "countersign.expiry_days"), 30);
  EXPECT_EQ(parameter_value(programme.state(), "ceiling.c40.2026"), -1);
  programme.live_through(
      {"", "policy.parameter_set", "p-admin", R"({"name":"countersign.expiry_days","value":3})"});
  EXPECT_EQ(parameter_value(programme.state(), "countersign.expiry_days"), 3);
}

TEST(Records, DaysAreThoseOfJapan) {
  EXPECT_EQ(day_of(*parse_rfc3339("2026-03-31T15:00:00Z")), day_of("2026-04-01"));
  EXPECT_EQ(day_of(*parse_rfc3339("2026-03-31T14:59:59.999999Z")), day_of("2026-03-31"));
  EXPECT_EQ(day_of("1970-01-01"), 0);
}

}  // namespace ledger
