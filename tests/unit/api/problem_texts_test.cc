// Goal: every row of the Japanese texts can be found and says something in Japanese; a rule's text stands in
// the rules' own table only. Method: walk the whole table, and ask for codes beside its rows.
#include "api/problem_texts.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <string>

#include "ledger/domain/rules.h"

namespace tests {
namespace {

TEST(ProblemTexts, EveryRowIsFoundAndIsJapanese) {
  ASSERT_GT(api::problem_texts().size(), 100U);
  std::string_view before;
  for (const api::ProblemText& row : api::problem_texts()) {
    SCOPED_TRACE(row.code);
    EXPECT_LT(before, row.code);
    before = row.code;
    EXPECT_NE(row.code.find('.'), std::string_view::npos);
    EXPECT_EQ(api::find_problem_text_ja(row.code), row.detail_ja);
    EXPECT_TRUE(std::any_of(row.detail_ja.begin(), row.detail_ja.end(),
                            [](char c) { return static_cast<unsigned char>(c) >= 0xE3; }));
    EXPECT_TRUE(api::find_problem_text_ja(std::string(row.code) + ".x").empty());
  }
  EXPECT_TRUE(api::find_problem_text_ja("").empty());
  EXPECT_TRUE(api::find_problem_text_ja("zzz.zzz").empty());
}

TEST(ProblemTexts, RulesKeepTheirTextsInTheirOwnTable) {
  for (const api::ProblemText& row : api::problem_texts()) {
    for (const ledger::RuleSpec& rule : ledger::rule_table()) EXPECT_NE(rule.code, row.code);
  }
}

}  // namespace
}  // namespace tests
