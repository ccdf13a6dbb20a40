// Goal: each accepted event of the mandate leaves exactly the records that later rules ask about.
// Method: samples appended to the lived programme and the records read back.
#include <gtest/gtest.h>

#include "ledger/domain/effects.h"
#include "ledger/domain/mandate_values.h"
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

ledger::AccountRecord account(const Programme& programme, std::string_view contract) {
  return find(programme.state(), ledger::account_record(contract)).value_or(ledger::AccountRecord{});
}

}  // namespace

TEST(EffectsMandate, OfApplications) {
  const auto received = find(after("application.received").state(), ledger::application_record("a-9"));
  ASSERT_TRUE(received);
  EXPECT_EQ(received->kind, "prod_lead");
  EXPECT_EQ(received->state, ledger::ApplicationState::kReceived);
  const auto state_of = [](const Programme& programme, std::string_view id) {
    return find(programme.state(), ledger::application_record(id))->state;
  };
  EXPECT_EQ(state_of(after("screening.recorded"), "a-rec"), ledger::ApplicationState::kDocumentPassed);
  EXPECT_EQ(state_of(after("screening.recorded", R"({"passed":false})"), "a-rec"),
            ledger::ApplicationState::kFailed);
  EXPECT_EQ(state_of(after("application.excluded"), "a-rec"), ledger::ApplicationState::kExcluded);
  const auto decided = after("selection.decided");
  EXPECT_EQ(state_of(decided, "a-doc"), ledger::ApplicationState::kSelected);
  EXPECT_EQ(find(decided.state(), ledger::selection_record("call-body", "c40"))->application, "a-doc");
  const auto cancelled = after("selection.cancelled");
  EXPECT_EQ(state_of(cancelled, "a-sel"), ledger::ApplicationState::kCancelled);
  EXPECT_FALSE(find(cancelled.state(), ledger::selection_record("call-prod", "c40")));
  EXPECT_FALSE(find(after("call.closed").state(), ledger::call_outcome_record("call-1", "c40"))->filled);
}

TEST(EffectsMandate, OfContractsThatEndEarly) {
  const auto rescinded = after("contract.rescinded");
  EXPECT_EQ(find(rescinded.state(), ledger::contract_record("t-co"))->end, day_of("2026-05-01"));
  EXPECT_EQ(find(rescinded.state(), ledger::engagement_record("p-co", "c40"))->terms.front().last,
            day_of("2026-05-01"));
  Programme shortened = Programme::lived();
  ASSERT_TRUE(shortened.append(shortened.sample("contract.shortened").build(), "short").ok());
  // The other party has not signed yet.
  EXPECT_EQ(find(shortened.state(), ledger::contract_record("t-co"))->end, day_of("2027-03-31"));
  shortened.live_through({"", "event.countersigned", "p-co", R"({"target":"$short"})"});
  EXPECT_EQ(find(shortened.state(), ledger::contract_record("t-co"))->end, day_of("2026-12-31"));
}

TEST(EffectsMandate, AVacancyBeginsWithTheRescissionOfAllChiefContracts) {
  Programme programme = Programme::lived();
  for (const char* id : {"t-cco", "t-cco-i", "t-cco-r", "t-cco-a"}) {
    EXPECT_TRUE(ledger::chief_on(*find(programme.state(), ledger::chief_post_record("c40")),
                                 day_of("2026-05-02")) != nullptr);
    ledger::StateOverlay overlay(programme.state(), programme.state().digest());
    const auto event =
        programme
            .sample("contract.rescinded",
                    std::string(R"({"kind":"cco","person_id":"p-cco","contract_id":")") + id + R"("})")
            .build();
    ledger::apply_effect(ledger::EffectId::kContractRescinded,
                         {event, ledger::Position(1), programme.now(), overlay});
    const auto post = find(overlay, ledger::chief_post_record("c40"));
    ASSERT_TRUE(post);
    for (const ledger::ChiefTerm& term : post->terms) {
      EXPECT_EQ(term.last, day_of(term.contract == id ? "2026-05-01" : "2027-03-31"));
    }
  }
}

TEST(EffectsMandate, FeesWithoutPaperworkAreNotEligible) {
  const auto before = account(Programme::lived(), "t-ent");
  // j-1: full day, complete; j-2: half day, papers missing.
  const auto charged = [](const Programme& programme, std::string_view contract, std::string_view fund) {
    return find(programme.state(), ledger::fund_record(contract, fund))
        .value_or(ledger::FundRecord{})
        .charged;
  };
  EXPECT_EQ(account(after("fee.paid"), "t-ent").accepted - before.accepted, 30'001);
  // Each fund is charged with what names it: a cost of 1,000,000 and the fees paid before.
  EXPECT_EQ(charged(Programme::lived(), "t-ent", "initial"), 1'015'000);
  EXPECT_EQ(charged(after("fee.paid"), "t-ent", "initial"), 1'045'001);
  EXPECT_EQ(charged(after("fee.paid", R"({"fund":"supplementary"})"), "t-ent", "supplementary"), 30'001);
  EXPECT_EQ(charged(Programme::lived(), "t-ent25", "supplementary"), 2'000);
}

TEST(EffectsMandate, OfMoney) {
  const auto& lived = Programme::lived();
  EXPECT_EQ(account(lived, "t-ent25").initial, 600);
  EXPECT_EQ(account(lived, "t-ent25").accepted, 2'000);
  EXPECT_EQ(account(lived, "t-ent").subcontracted, 30'000'000);
  EXPECT_EQ(account(after("cost.recorded"), "t-ent").accepted, account(lived, "t-ent").accepted + 1);
  EXPECT_EQ(account(after("cost.disallowed"), "t-ent").accepted, 15'000);
  EXPECT_EQ(account(after("payment.made"), "t-ent").advances_paid, 50'000'000);
  EXPECT_EQ(account(after("amount.fixed"), "t-ent25").fixed, 1'000);
  EXPECT_TRUE(account(after("inspection.held"), "t-ent").inspected);
  EXPECT_FALSE(account(after("inspection.held", R"({"kind":"misuse"})"), "t-ent").inspected);
  const auto sanction = find(after("sanction.imposed").state(), ledger::sanction_record("impl-40"));
  ASSERT_TRUE(sanction);
  EXPECT_EQ(sanction->to, day_of("2029-04-30"));
}

TEST(EffectsMandate, PeriodsOfWholeMonths) {
  EXPECT_EQ(ledger::last_of_months(day_of("2026-01-31"), 1), day_of("2026-02-28"));
  EXPECT_EQ(ledger::last_of_months(day_of("2026-02-01"), 1), day_of("2026-02-28"));
  EXPECT_EQ(ledger::last_of_months(day_of("2026-11-15"), 2), day_of("2027-01-14"));
  EXPECT_EQ(ledger::last_of_months(day_of("2028-01-30"), 1), day_of("2028-02-29"));
}

TEST(EffectsMandate, OfWorkingDays) {
  const auto work = find(Programme::lived().state(), ledger::work_term_record("t-prod"));
  ASSERT_TRUE(work);
  EXPECT_EQ(ledger::halves_worked(*work), 3);
  EXPECT_TRUE(
      find(after("workday.approved").state(), ledger::work_term_record("t-prod"))->months[0].approved);
  EXPECT_EQ(find(after("workday.reported").state(), ledger::reported_day_record("p-co", day_of("2026-05-01")))
                ->halves,
            2);
}

}  // namespace tests
