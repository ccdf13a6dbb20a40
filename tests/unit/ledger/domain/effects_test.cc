// Goal: each accepted event leaves exactly the records that later rules ask about.
// Method: samples appended to the lived programme and the records read back.
#include "ledger/domain/effects.h"

#include <gtest/gtest.h>

#include "ledger/domain/roles.h"
#include "tests/unit/ledger/domain/programme.h"

namespace tests {

using ledger::day_of;
using ledger::find;

namespace {

Programme after(std::string_view type, std::string_view patch = "{}") {
  Programme programme = Programme::lived();
  const auto terms = programme.append(programme.sample(type, patch).build(), "it");
  EXPECT_TRUE(terms.ok()) << type << terms.status().to_string();
  return programme;
}

ledger::EventId it(const Programme& programme) {
  return programme.log().back().event.id;
}

}  // namespace

TEST(Effects, OfTheGenesis) {
  Programme programme;
  programme.live_through(story().front());
  const auto genesis = find(programme.state(), ledger::genesis_record());
  ASSERT_TRUE(genesis);
  EXPECT_EQ(genesis->origin, "ledger.test");
  EXPECT_FALSE(genesis->conformance);
  const auto purpose = [&](std::string_view name) {
    return find_key(programme.state(), kid_of(name))->purpose;
  };
  EXPECT_EQ(purpose("log"), ledger::KeyPurpose::kLog);
  EXPECT_EQ(purpose("attestor"), ledger::KeyPurpose::kAttestor);
  EXPECT_EQ(purpose("p-admin"), ledger::KeyPurpose::kAuthor);
  EXPECT_EQ(find_key(programme.state(), kid_of("p-admin"))->person.value, "p-admin");
  EXPECT_TRUE(
      ledger::holds_role(programme.state(), ledger::PersonId("p-admin"), "admin", "c40", programme.now()));
}

TEST(Effects, OfKeys) {
  const auto enrolled = after("key.enrolled");
  const auto key = find_key(enrolled.state(), kid_of("fresh"));
  ASSERT_TRUE(key);
  EXPECT_EQ(key->public_key, public_key_of("fresh"));
  EXPECT_EQ(key->person.value, "p-co");
  EXPECT_EQ(key->valid_to, *ledger::parse_rfc3339("2027-05-01T00:00:00+09:00"));
  EXPECT_EQ(key->event, it(enrolled));

  const auto rotated = after("key.rotated", R"({"valid_from":"2026-06-01T00:00:00+09:00"})");
  EXPECT_EQ(find_key(rotated.state(), kid_of("p-co"))->valid_to,
            *ledger::parse_rfc3339("2026-06-01T00:00:00+09:00"));
  EXPECT_EQ(find_key(rotated.state(), kid_of("fresh"))->purpose, ledger::KeyPurpose::kAuthor);
  EXPECT_EQ(find_key(rotated.state(), kid_of("fresh"))->person.value, "p-co");

  EXPECT_TRUE(find_key(after("key.revoked").state(), kid_of("p-co"))->revoked);
}

TEST(Effects, OfPrincipalsLicencesAndRoles) {
  EXPECT_EQ(persons_of(after("principal.bound").state(), ledger::PrincipalId("gw"), 9).size(), 2U);
  const auto released = after("principal.released");
  EXPECT_TRUE(persons_of(released.state(), ledger::PrincipalId("gw"), 9).empty());
  EXPECT_EQ(find(released.state(), ledger::principal_record("gw"))->live_bindings, 0U);
  EXPECT_EQ(find(after("licence.issued").state(), ledger::person_record("p-co2"))->licence, "l-co2");
  const auto revoked = after("licence.revoked");
  EXPECT_EQ(find(revoked.state(), ledger::person_record("p-co"))->licence, "");
  EXPECT_FALSE(find(revoked.state(), ledger::licence_record("l-co"))->active);
  EXPECT_EQ(ledger::roles_of(after("role.granted").state(), ledger::PersonId("p-new")).size(), 1U);
  EXPECT_FALSE(find(after("role.revoked").state(), ledger::role_record("p-co", "co")));
}

TEST(Effects, OfOrganisations) {
  EXPECT_EQ(find(after("org.registered").state(), ledger::org_record("sup-z"))->kind, "support_org");
  const auto established = after("center.established");
  EXPECT_EQ(find(established.state(), ledger::center_record("c41"))->bureau, "bureau-kyushu");
  EXPECT_EQ(find(established.state(), ledger::prefecture_record("41"))->center, "c41");
  EXPECT_EQ(find(after("person.registered").state(), ledger::person_record("p-z"))->org, "impl-40");
}

TEST(Effects, OfConsents) {
  const auto granted = after("consent.sharing_granted");
  const auto consent = sharing_in_force(granted.state(), "b-3");
  ASSERT_TRUE(consent);
  EXPECT_EQ(consent->recipients, std::vector<std::string>{"meti"});
  EXPECT_EQ(consent->event, it(granted));
  EXPECT_EQ(find(after("consent.sharing_refused").state(), ledger::sharing_record("b-3"))->state,
            ledger::ConsentState::kRefused);
  const auto withdrawn = after("consent.sharing_withdrawn");
  EXPECT_FALSE(sharing_in_force(withdrawn.state(), "b-1"));
  // The decision is still known, so that consultations go on.
  EXPECT_EQ(find(withdrawn.state(), ledger::sharing_record("b-1"))->state, ledger::ConsentState::kWithdrawn);
  const auto referral =
      referral_consent_on(after("consent.referral_granted").state(), "b-1", "sup-b", day_of("2026-05-01"));
  ASSERT_TRUE(referral);
  EXPECT_EQ(referral->items, std::vector<std::string>{"identity"});
  EXPECT_TRUE(find(after("consent.phase2_agreed").state(), ledger::business_record("b-2"))->phase2_agreed);
}

TEST(Effects, OfConsultations) {
  const auto opened = find(after("consultation.opened").state(), ledger::case_record("k-9"));
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->business, "b-1");
  EXPECT_EQ(opened->center, "c40");
  EXPECT_EQ(find(after("consultation.assigned").state(), ledger::case_record("k-1"))->assigned.value, "p-co");
  EXPECT_EQ(find(after("consultation.closed").state(), ledger::case_record("k-1"))->state,
            ledger::CaseState::kClosed);
  const auto held = after("session.held");
  EXPECT_EQ(find(held.state(), ledger::case_record("k-1"))->sessions, 3U);
  EXPECT_EQ(find(held.state(), ledger::session_record("s-9"))->minutes, 60U);
  EXPECT_EQ(find(held.state(), ledger::person_day_record("p-co", day_of("2026-04-20")))->sessions.size(), 1U);
  // Only supporting bodies of the story's first session are remembered as such.
  EXPECT_EQ(find(held.state(), ledger::session_record("s-1"))->support_orgs,
            (std::vector<std::string>{"sup-a", "impl-13"}));
}

TEST(Effects, OfIssuesAndPhases) {
  EXPECT_TRUE(find(after("issue.identified").state(), ledger::issue_record("i-9"))->counted);
  for (const char* patch : {R"({"category":"bookkeeping"})", R"({"category":"subsidy_plan"})",
                            R"({"category":"labour_administration"})"}) {
    EXPECT_FALSE(find(after("issue.identified", patch).state(), ledger::issue_record("i-9"))->counted)
        << patch;
  }
  // Specialist matters such as the use of IT count for the time being.
  EXPECT_TRUE(find(after("issue.identified", R"({"category":"it_use"})").state(), ledger::issue_record("i-9"))
                  ->counted);
  EXPECT_TRUE(find(after("issue.resolved").state(), ledger::issue_record("i-1"))->resolved);
  EXPECT_TRUE(find(after("outcome.confirmed").state(), ledger::issue_record("i-2"))->outcome_confirmed);
  const auto criterion = find(after("phase.criterion_met").state(), ledger::business_record("b-2"));
  EXPECT_TRUE(criterion->criteria[1].met);
  EXPECT_FALSE(criterion->criteria[0].met || criterion->criteria[2].met);
  EXPECT_EQ(find(after("phase.transitioned").state(), ledger::business_record("b-1"))->phase, 2);
}

TEST(Effects, OfReferrals) {
  const auto made = find(after("referral.made").state(), ledger::referral_record("f-9"));
  ASSERT_TRUE(made);
  EXPECT_EQ(made->target, "sup-a");
  EXPECT_EQ(made->center, "c40");
  EXPECT_EQ(find(after("referral.accepted").state(), ledger::referral_record("f-1"))->state,
            ledger::ReferralState::kAccepted);
  EXPECT_EQ(find(after("referral.declined").state(), ledger::referral_record("f-1"))->state,
            ledger::ReferralState::kDeclined);
  EXPECT_TRUE(find(after("joint_support.held").state(), ledger::session_record("s-1"))->joint);
}

TEST(Effects, OfAppointmentsContractsAndFees) {
  const auto nominated = after("appointment.nominated", R"({"person_id":"p-sub","term_from":"2029-04-01",
                                                            "term_to":"2030-03-31"})");
  EXPECT_EQ(find(nominated.state(), ledger::chief_record("c40"))->person.value, "p-sub");
  EXPECT_EQ(
      find(after("appointment.approved").state(), ledger::appointment_record("p-rep", "co", "c40"))->step,
      ledger::AppointmentStep::kApproved);
  const auto& lived = Programme::lived().state();
  const auto contract = find(lived, ledger::contract_record("t-co"));
  ASSERT_TRUE(contract);
  EXPECT_TRUE(contract->honorarium);
  EXPECT_FALSE(find(lived, ledger::contract_record("t-lab"))->honorarium);
  EXPECT_EQ(find(lived, ledger::engagement_record("p-co", "c40"))->terms.size(), 1U);
  EXPECT_EQ(find(lived, ledger::entrustment_record("c40", 2026))->contract, "t-ent");
  EXPECT_EQ(find(after("fee.rate_set").state(), ledger::fee_record("t-co"))->rates.size(), 2U);
  EXPECT_EQ(find(after("fee.raise_approved").state(), ledger::fee_record("t-co"))->approved_yen, 40'000);
  const auto performed = after("assignment.performed", R"({"fraction":"half"})");
  EXPECT_TRUE(find(performed.state(), ledger::assignment_record("j-9"))->half);
  EXPECT_EQ(find(performed.state(), ledger::work_day_record("p-co", day_of("2026-05-01")))->halves, 1);
  const auto paid = after("fee.paid");
  EXPECT_TRUE(find(paid.state(), ledger::assignment_record("j-1"))->paid);
  EXPECT_FALSE(find(paid.state(), ledger::assignment_record("j-4"))->paid);
}

TEST(Effects, OfMonthsAndReports) {
  const auto closed = after("month.closed");
  EXPECT_TRUE(month_closed(closed.state(), "c40", "2026-04"));
  EXPECT_EQ(find(closed.state(), ledger::report_record("c40", "2026-04"))->cut_off, 7U);
  EXPECT_TRUE(
      find(after("monthly_report.submitted").state(), ledger::report_record("c40", "2026-03"))->submitted);
}

TEST(Effects, OfSteps) {
  const auto drafted = after("plan.drafted");
  const auto plan = find(drafted.state(), ledger::stage_record("plan/x-plan.drafted"));
  ASSERT_TRUE(plan);
  EXPECT_EQ(plan->stage, "drafted");
  EXPECT_EQ(plan->center, "c40");
  EXPECT_EQ(plan->kept, "1");
  EXPECT_EQ(plan->event, it(drafted));
  const auto survey = find(Programme::lived().state(), ledger::stage_record("survey/su-1"));
  ASSERT_TRUE(survey);
  EXPECT_EQ(survey->kept, "q1 q2");
  EXPECT_EQ(survey->until, day_of("2026-05-31"));
  // What a later step doesn't keep stays.
  const auto copied = find(after("copy.made").state(), ledger::stage_record("copy/x-copy.made"));
  EXPECT_EQ(copied->stage, "made");
  EXPECT_EQ(copied->kept, "3");
  // By its contract a security event is the centre's.
  EXPECT_EQ(copied->center, "c40");
}

TEST(Effects, ReadingChangesNothing) {
  for (const char* type : {"record.viewed", "record.searched", "auditlog.viewed", "access.denied",
                           "clock.confirmed", "advice.recorded", "business.profile_updated"}) {
    const Programme programme = after(type);
    EXPECT_EQ(programme.state().digest().value(), Programme::lived().state().digest().value()) << type;
  }
}

}  // namespace tests
