// Goal: an entry's index terms are exactly those of proofs.md §1: families, months in JST, amounts, guards.
// Method: the terms of samples written out in full, and templates that the self-check must refuse.
#include "ledger/domain/terms.h"

#include <gtest/gtest.h>

#include "ledger/index/path.h"
#include "tests/unit/ledger/domain/rule_rows.h"

namespace tests {

using ledger::IndexTerm;

namespace {

std::vector<std::string> terms_of(const Programme& programme, const ledger::Event& event) {
  std::vector<std::string> texts;
  const auto terms = programme.judge(event);
  if (!terms.ok()) return {terms.status().to_string()};
  EXPECT_TRUE(ledger::check_terms(*terms).ok());
  for (const IndexTerm& term : *terms) {
    texts.push_back(term.path + "=" + std::to_string(term.plus) + (term.minus == 0 ? "" : "-"));
  }
  return texts;
}

std::vector<std::string> terms_of(std::string_view type, std::string_view patch = "{}") {
  return terms_of(Programme::lived(), Programme::lived().sample(type, patch).build());
}

using Texts = std::vector<std::string>;

const char* const kToDigital = R"({"from":"sales_growth","to":"digital_transformation"})";

}  // namespace

std::vector<SampleRow> term_sample_rows() {
  return {{"issue.reclassified", kToDigital}};
}

TEST(Terms, OfASession) {
  EXPECT_EQ(terms_of("session.held"), (Texts{"business/b-1=1", "figure/session_minutes/c40/2026/2026-04=60",
                                             "figure/sessions/c40/2026/2026-04=1", "stream/case/k-1=1",
                                             "type/session.held/2026-05=1"}));
}

TEST(Terms, MonthsAndFiscalYearsAreThoseOfJapan) {
  const auto last_moment = terms_of("issue.identified", R"({"identified_on":"2026-03-31"})");
  EXPECT_EQ(last_moment,
            (Texts{"business/b-1=1", "figure/issues_identified/c40/2025/2026-03=1",
                   "flag/month.late/c40/2026-03=1", "stream/case/k-1=1", "type/issue.identified/2026-05=1"}));
  EXPECT_EQ(terms_of("issue.identified", R"({"identified_on":"2026-04-01"})")[1],
            "figure/issues_identified/c40/2026/2026-04=1");
  // 15:00 UTC on 31 March is 1 April in Japan.
  EXPECT_EQ(terms_of("session.held", R"({"started_at":"2026-03-31T15:00:00Z"})")[2],
            "figure/sessions/c40/2026/2026-04=1");
}

TEST(Terms, RecordedMonthIsThatOfTheEntry) {
  Programme programme = Programme::lived();
  programme.set_now("2026-05-31T15:00:00Z");
  const auto terms = terms_of(programme, programme.sample("record.searched").build());
  EXPECT_EQ(terms, (Texts{"access/actor/p-co=1", "access/center/c40/2026-06=1", "stream/access/c40/2026-05=1",
                          "type/record.searched/2026-06=1"}));
}

TEST(Terms, ResolvedIssuesAreCountedByCategory) {
  EXPECT_EQ(terms_of("issue.resolved"), (Texts{"business/b-1=1", "figure/issues_resolved/c40/2026/2026-05=1",
                                               "stream/case/k-1=1", "type/issue.resolved/2026-05=1"}));
  EXPECT_EQ(terms_of("issue.resolved", R"({"issue_id":"i-3"})")[1],
            "figure/issues_resolved_excluded/c40/2026/2026-05=1");
}

// 003 footnote 7: specialist matters count for the time being; the value in force at the position rules.
TEST(Terms, TheExceptionForSpecialistMattersEnds) {
  const std::string counts = "figure/issues_resolved/c40/2026/";
  const std::string excluded = "figure/issues_resolved_excluded/c40/2026/";
  const auto ends_with = [](Programme& programme, const char* year) {
    const std::string patch = std::string(R"({"name":"it_exception.last_fy","value":)") + year + "}";
    const auto set = programme.append(programme.sample("policy.parameter_set", patch).build());
    ASSERT_TRUE(set.ok()) << set.status().to_string();
  };
  const auto take = [](Programme& programme, std::string_view type, std::string_view patch) {
    Texts figures;
    for (std::string& text : terms_of(programme, programme.sample(type, patch).build())) {
      if (text.starts_with("figure/")) figures.push_back(std::move(text));
    }
    const auto kept = programme.append(programme.sample(type, patch).build());
    EXPECT_TRUE(kept.ok()) << kept.status().to_string();
    return figures;
  };
  Programme programme = Programme::lived();
  EXPECT_EQ(take(programme, "issue.reclassified", kToDigital), Texts{});
  ends_with(programme, "2025");
  // What was counted before stays counted until it is taken back, and then exactly that is.
  EXPECT_EQ(take(programme, "issue.resolution_corrected", R"({"resolved_on":"2026-05-01"})"),
            (Texts{counts + "2026-04=0-", excluded + "2026-05=1"}));
  EXPECT_EQ(take(programme, "issue.resolution_corrected", R"({"resolved_on":"2026-04-30"})"),
            (Texts{excluded + "2026-04=1", excluded + "2026-05=0-"}));
  ends_with(programme, "2026");
  EXPECT_EQ(take(programme, "issue.reopened", R"({})")[0], excluded + "2026-04=0-");
  EXPECT_EQ(take(programme, "issue.resolved", R"({"issue_id":"i-5","case_id":"k-5","business_id":"b-5"})"),
            (Texts{counts + "2026-05=1"}));
}

TEST(Terms, OfARatingStandUnderTheSessionsCentre) {
  const auto terms = terms_of("co_rating.given");
  EXPECT_TRUE(terms[0].starts_with("figure/co_ratings/c40/2026/")) << terms[0];
}

TEST(Terms, OfAccessNameTheRecordsCentreAndTheReader) {
  EXPECT_EQ(
      terms_of("record.viewed", R"({"@by":"p-co13","consent_ref":"$grant"})"),
      (Texts{"access/actor/p-co13=1", "access/business/b-1=1", "access/center/c40/2026-05=1",
             "access/record/case/k-1=1", "stream/access/c40/2026-05=1", "type/record.viewed/2026-05=1"}));
  // Without a business there is no business term.
  EXPECT_EQ(terms_of("record.viewed", R"({"record":"contract/t-co","business_id":null})")[1],
            "access/center/c40/2026-05=1");
  EXPECT_EQ(terms_of("access.denied")[0], "denied/actor/p-co=3");
  EXPECT_EQ(terms_of("auditlog.viewed")[1], "access/center/hq/2026-05=1");
}

TEST(Terms, OfMoneyCarryTheAmount) {
  EXPECT_EQ(terms_of("fee.paid"),
            (Texts{"cost/c40/2026/II-3=45001", "cost/c40/2026/fund-initial=45001", "fee/t-co=45001",
                   "stream/contract/t-co=1", "type/fee.paid/2026-05=1"}));
}

TEST(Terms, FollowTheCaseWhenTheEventNamesNoBusiness) {
  EXPECT_EQ(terms_of("consultation.closed")[0], "business/b-1=1");
  EXPECT_EQ(terms_of("referral.declined")[0], "business/b-1=1");
}

TEST(Terms, OfOtherFamilies) {
  EXPECT_EQ(terms_of("consent.sharing_granted")[1], "consent/b-3=1");
  EXPECT_EQ(terms_of("referral.made")[2], "provision/b-1=1");
  EXPECT_EQ(terms_of("referral.made")[1], "figure/referrals_made/c40/2026/2026-04=1");
  EXPECT_EQ(terms_of("joint_support.held")[1], "figure/joint_sessions/c40/2026/2026-04=1");
  EXPECT_EQ(terms_of("outcome.confirmed")[1], "figure/outcomes_confirmed/c40/2026/2026-05=1");
  EXPECT_EQ(terms_of("role.granted")[0], "role/p-new=1");
  EXPECT_EQ(terms_of("policy.parameter_set")[0], "policy/countersign.expiry_days=1");
  EXPECT_EQ(terms_of("key.revoked")[0], "key/" + kid_of("p-co").value + "=1");
  EXPECT_EQ(terms_of("key.rotated").size(), 4U);
  EXPECT_EQ(terms_of("business.registered")[1], "flag/business.unverified/c40/2026-05=1");
  EXPECT_EQ(terms_of("business.registered", R"({"kind":"sole_proprietor"})").size(), 3U);
  EXPECT_EQ(terms_of("assignment.performed", R"({"paperwork":"missing"})")[0],
            "flag/fee.ineligible/c40/2026-05=1");
  EXPECT_EQ(terms_of("assignment.performed").size(), 2U);
  EXPECT_EQ(terms_of("phase.transitioned")[1], "figure/phase2_entries/c40/2026/2026-04=1");
}

TEST(Terms, LedgerEventsHaveNone) {
  const Programme empty;
  const auto terms = empty.judge(empty.sample("ledger.genesis").build());
  ASSERT_TRUE(terms.ok()) << terms.status().to_string();
  EXPECT_TRUE(terms->empty());
}

TEST(Terms, SelfCheckRefusesTemplatesThatCannotResolve) {
  const ledger::TypeSpec* row = ledger::find_type("session.held", 1);
  ASSERT_NE(row, nullptr);
  for (const char* good : {"business/{business}", "figure/x/{center}/{period:started_at}={minutes}",
                           "[channel=visit,late:started_at]flag/x/{center}/{rym}=2,1", "role/{session_id}"}) {
    EXPECT_EQ(ledger::check_template(*row, good), std::nullopt) << good;
  }
  for (const char* bad : {"",
                          "business/",
                          "business/{nobody}",
                          "business/{summary}",
                          "business/{minutes}",
                          "busyness/{business}",
                          "business//{business}",
                          "figure/x/{period:minutes}",
                          "figure/x/{period:nothing}",
                          "figure/x/{era:started_at}",
                          "business/{business}={summary}",
                          "business/{business}={nobody}",
                          "business/{business}=-1",
                          "business/{business}=1,{channel}",
                          "[channel=fax]business/{business}",
                          "[nobody=1]business/{business}",
                          "[late:minutes]business/{business}",
                          "[counted]business/{business}",
                          "fee/{contract_id}",
                          "business/{business}/é"}) {
    EXPECT_NE(ledger::check_template(*row, bad), std::nullopt) << bad;
  }
}

}  // namespace tests
