// Goal: what the programme lets in but wants found again is flagged, and nothing else is.
// Method: samples around each flag's boundary; the table against the rows and templates that use it.
#include "ledger/domain/flags.h"

#include <gtest/gtest.h>
#include <set>

#include "ledger/index/path.h"
#include "tests/unit/ledger/domain/programme.h"

namespace tests {

namespace {

struct FlagRow {
  ledger::FlagId flag;
  bool raised;
  const char* type;
  const char* patch;
  std::vector<Step> before{};
};

#define APRIL_CLOSED \
  { "", "month.closed", "p-lead", R"({"center_id":"c40","year_month":"2026-04","cut_off":9})" }

const FlagRow kRows[] = {
    // March of the last fiscal year is closed, April is not.
    {ledger::FlagId::kMergeRestates, false, "business.merged", "{}"},
    {ledger::FlagId::kMergeRestates, true, "business.merged", "{}", {APRIL_CLOSED}},
    {ledger::FlagId::kMergeRestates, true, "business.unmerged", "{}", {APRIL_CLOSED}},
    {ledger::FlagId::kJointNoConsent, false, "joint_support.held", R"({"org_ids":["impl-13"]})"},
    // The consent to sup-a begins after the session.
    {ledger::FlagId::kJointNoConsent, true, "joint_support.held", R"({"org_ids":["sup-a"]})"},
    {ledger::FlagId::kJointNoConsent,
     false,
     "joint_support.held",
     R"({"org_ids":["sup-a"]})",
     {{"", "consent.referral_granted", "p-co",
       R"({"business_id":"b-1","recipient":"sup-a","items":["issue"],"method":"paper",
           "given_at":"2026-04-10T10:00:00+09:00","expires_on":"2026-04-30","given_by":"x"})"}}},
    {ledger::FlagId::kReferralNonSpecialist, false, "referral.received", "{}"},
    {ledger::FlagId::kReferralNonSpecialist, false, "referral.received",
     R"({"matter":"non_specialist","no_local_capacity":true})"},
    {ledger::FlagId::kReferralNonSpecialist, true, "referral.received", R"({"matter":"non_specialist"})"},
    {ledger::FlagId::kBusinessUnverified, true, "business.registered", "{}"},
    {ledger::FlagId::kBusinessUnverified, false, "business.registered", R"({"kind":"sole_proprietor"})"},
    {ledger::FlagId::kFeeIneligible, false, "assignment.performed", "{}"},
    {ledger::FlagId::kFeeIneligible, true, "assignment.performed", R"({"paperwork":"missing"})"},
    {ledger::FlagId::kMonthLate, false, "issue.resolved", "{}"},
    {ledger::FlagId::kMonthLate, true, "issue.resolved", R"({"resolved_on":"2026-03-31"})"},
    {ledger::FlagId::kMonthRestated, false, "issue.reopened", "{}"},
    {ledger::FlagId::kMonthRestated, true, "issue.reopened", "{}", {APRIL_CLOSED}},
    {ledger::FlagId::kMonthRestated, true, "issue.reclassified", "{}", {APRIL_CLOSED}},
    // Neither category counts differently.
    {ledger::FlagId::kMonthRestated, false, "issue.reclassified", R"({"to":"startup"})", {APRIL_CLOSED}},
    {ledger::FlagId::kMonthRestated, true, "session.corrected", "{}", {APRIL_CLOSED}},
    // A correction of the text only moves no figure.
    {ledger::FlagId::kMonthRestated, false, "advice.corrected", "{}", {APRIL_CLOSED}},
    {ledger::FlagId::kMonthRestated, false, "outcome.corrected", "{}", {APRIL_CLOSED}},
    {ledger::FlagId::kMonthRestated,
     true,
     "outcome.corrected",
     R"({"confirmed_on":"2026-05-01"})",
     {APRIL_CLOSED}},
};

}  // namespace

TEST(Flags, AreRaisedByTheirRows) {
  std::set<std::pair<ledger::FlagId, bool>> seen;
  for (const FlagRow& row : kRows) {
    SCOPED_TRACE(std::string(row.type) + row.patch);
    Programme programme = Programme::lived();
    for (const Step& step : row.before) programme.live_through(step);
    const auto terms = programme.judge(programme.sample(row.type, row.patch).build());
    ASSERT_TRUE(terms.ok()) << terms.status().to_string();
    const std::string prefix = "flag/" + std::string(ledger::flag_spec(row.flag).name) + "/c40/2026-0";
    const bool raised = std::any_of(terms->begin(), terms->end(), [&](const ledger::IndexTerm& term) {
      return term.path.starts_with(prefix);
    });
    EXPECT_EQ(raised, row.raised);
    seen.insert({row.flag, row.raised});
  }
  // Both answers for each flag.
  EXPECT_EQ(seen.size(), 2 * static_cast<std::size_t>(ledger::FlagId::kCount));
}

TEST(Flags, TableIsInOrderAndComplete) {
  const auto table = ledger::flag_table();
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < table.size(); ++i) {
    SCOPED_TRACE(table[i].name);
    EXPECT_EQ(static_cast<std::size_t>(table[i].id), i);
    EXPECT_TRUE(names.insert(table[i].name).second);
    EXPECT_TRUE(ledger::is_segment(table[i].name));
    EXPECT_FALSE(table[i].label_ja.empty() || table[i].label_en.empty() || table[i].source.empty());
  }
  // Every flag that a row names or a template writes has its labels.
  std::set<ledger::FlagId> used;
  for (const ledger::TypeSpec* row : ledger::catalogue_rows()) {
    for (const ledger::FlagId id : row->flags) {
      EXPECT_NE(ledger::flag_spec(id).raised, nullptr) << row->type;
      used.insert(id);
    }
    for (std::string_view text : row->terms) {
      const std::size_t at = text.find("flag/");
      if (at == std::string_view::npos) continue;
      text.remove_prefix(at + 5);
      EXPECT_TRUE(names.contains(text.substr(0, text.find('/')))) << row->type;
    }
  }
  for (const ledger::FlagSpec& flag : table)
    EXPECT_TRUE(flag.raised == nullptr || used.contains(flag.id)) << flag.name;
}

}  // namespace tests
