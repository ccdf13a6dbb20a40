// Goal: index paths follow their grammar, and an entry's terms are sorted, summed and bounded.
// Method: tables of paths, and lists of terms with one thing wrong.
#include "ledger/index/path.h"

#include <gtest/gtest.h>

#include "ledger/base/limits.h"

namespace ledger {

TEST(IndexPath, AcceptsSegmentsJoinedBySlashes) {
  for (const char* path :
       {"a", "a/b", "figure/sessions/c40/2026/2026-04", "key/A-z_0.9:x", "1/2/3/4/5/6/7/8/9"}) {
    EXPECT_TRUE(is_index_path(path)) << path;
  }
  EXPECT_TRUE(is_index_path(std::string(kIndexPathBytesMax - 1, 'a')));
}

TEST(IndexPath, RefusesEverythingElse) {
  for (const char* path : {"", "/", "/a", "a/", "a//b", "a b", "a\n", "a?b", "a=b", "相談", "a/ b", "a\\b",
                           "{a}", "a,b", "a%20b", "a+b", "~a"}) {
    EXPECT_FALSE(is_index_path(path)) << path;
  }
  EXPECT_FALSE(is_index_path(std::string_view("a\0", 2)));
  EXPECT_FALSE(is_index_path(std::string(kIndexPathBytesMax, 'a')));
}

TEST(CanonicalTerms, AreSortedAndSummed) {
  const IndexTerms terms =
      canonical_terms({{"b/2", 1, 0}, {"a", 2, 3}, {"b/10", 1, 0}, {"b/2", 4, 5}, {"a/x", 0, 0}});
  EXPECT_EQ(terms, (IndexTerms{{"a", 2, 3}, {"a/x", 0, 0}, {"b/10", 1, 0}, {"b/2", 5, 5}}));
  EXPECT_TRUE(check_terms(terms).ok());
  EXPECT_TRUE(canonical_terms({}).empty());
}

TEST(CanonicalTerms, AbortsOnOurOwnMistakes) {
  EXPECT_DEATH(ignore_status(check_terms(canonical_terms({{"a//b", 1, 0}}))), "check_failed");
  EXPECT_DEATH(ignore_status(check_terms(canonical_terms({{"a", kIndexAmountMax + 1, 0}}))), "check_failed");
  EXPECT_DEATH(ignore_status(check_terms(canonical_terms({{"a", 0, kIndexAmountMax + 1}}))), "check_failed");
  EXPECT_DEATH(ignore_status(check_terms(canonical_terms({{"a", kIndexAmountMax, 0}, {"a", 1, 0}}))),
               "check_failed");
}

TEST(CheckTerms, TellsWhatIsWrongAndWhere) {
  struct Row {
    IndexTerms terms;
    const char *reason, *pointer;
  };
  const Row rows[] = {
      {{{"a", 1, 0}, {"", 1, 0}}, "index.path", "/1"},
      {{{"a/", 1, 0}}, "index.path", "/0"},
      {{{"b", 1, 0}, {"a", 1, 0}}, "index.order", "/1"},
      {{{"a", 1, 0}, {"a", 1, 0}}, "index.order", "/1"},
      {{{"a", kIndexAmountMax + 1, 0}}, "index.amount", "/0"},
      {{{"a", 0, kIndexAmountMax + 1}}, "index.amount", "/0"},
  };
  for (const Row& row : rows) {
    const Status status = check_terms(row.terms);
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(status.reason(), row.reason);
    EXPECT_EQ(status.pointer(), row.pointer);
  }
  EXPECT_TRUE(check_terms({{"a", kIndexAmountMax, kIndexAmountMax}, {"a-", 0, 0}}).ok());
}

}  // namespace ledger
