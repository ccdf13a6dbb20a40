// Goal: pages over a timeline are complete, bounded, stable and refuse foreign cursors. Method: a family
// filled with known rows, pages joined and compared with the list; tables of bad cursors and limits.
#include "projections/timeline.h"

#include <algorithm>
#include <gtest/gtest.h>

#include "ledger/store/memory_kv.h"

namespace projections {
namespace {

using ledger::ByteView;
using ledger::FamilyId;
using ledger::Position;
using ledger::TreeSize;
using ledger::UnixMicros;

const ledger::Bytes kPrefix = text_key(1, "c40");
constexpr std::string_view kQuestion = "question";

class TimelineTest : public ::testing::Test {
 protected:
  void put(std::uint64_t position, std::int64_t time, ledger::ByteView prefix = kPrefix) {
    ledger::WriteBatch batch;
    batch.put(FamilyId(0), numbered_key(prefix, position), timeline_value(UnixMicros(time)));
    ASSERT_TRUE(kv_.write(batch, ledger::Durability::kBuffered).ok());
  }
  void SetUp() override {
    // Positions 10, 20 … 200; three rows share each recorded time.
    for (std::uint64_t i = 1; i <= 20; ++i) put(10 * i, static_cast<std::int64_t>(1000 + i / 3));
    put(15, 0, text_key(1, "c4"));
    put(15, 0, text_key(1, "c401"));
    put(15, 0, text_key(2, "c40"));
  }
  ledger::Result<TimelinePage> page(const Bounds& bounds, const PageRequest& request,
                                    std::vector<std::uint64_t>& out) {
    return walk_timeline({&kv_, FamilyId(0), TreeSize(1000)}, kPrefix, bounds, kQuestion, request,
                         [&](Position position, ByteView) -> ledger::Result<bool> {
                           out.push_back(position.value);
                           return true;
                         });
  }
  std::vector<std::uint64_t> all(const Bounds& bounds, PageOrder order, std::size_t limit) {
    std::vector<std::uint64_t> positions;
    PageRequest request{"", limit, order};
    while (true) {
      const auto got = page(bounds, request, positions);
      EXPECT_TRUE(got.ok());
      if (!got.ok() || !got->more) return positions;
      request.after = got->next;
    }
  }
  static std::vector<std::uint64_t> expected(std::uint64_t first, std::uint64_t last, PageOrder order) {
    std::vector<std::uint64_t> positions;
    for (std::uint64_t at = first; at <= last; at += 10) positions.push_back(at);
    if (order == PageOrder::kNewestFirst) std::reverse(positions.begin(), positions.end());
    return positions;
  }

  ledger::MemoryKv kv_{1};
};

TEST_F(TimelineTest, PagesOfEverySizeJoinToTheList) {
  for (const PageOrder order : {PageOrder::kOldestFirst, PageOrder::kNewestFirst}) {
    for (const std::size_t limit : {1U, 2U, 3U, 7U, 19U, 20U, 21U, 1000U}) {
      EXPECT_EQ(all({TreeSize(1000), {}, {}}, order, limit), expected(10, 200, order)) << limit;
    }
  }
}

TEST_F(TimelineTest, BoundsCutByPositionAndTime) {
  struct Case {
    std::uint64_t as_of;
    std::optional<std::int64_t> from, to;
    std::uint64_t first, last;  // first > last: nothing
  };
  const Case cases[] = {
      {0, {}, {}, 10, 0},          {10, {}, {}, 10, 0},       {11, {}, {}, 10, 10},
      {100, {}, {}, 10, 90},       {1000, 1001, {}, 30, 200}, {1000, {}, 1001, 10, 20},
      {1000, 1002, 1004, 60, 110}, {80, 1002, 1004, 60, 70},  {1000, 1007, {}, 10, 0},
      {1000, {}, 1000, 10, 0},     {1000, 1004, 1002, 10, 0}, {1000, 0, 5000, 10, 200},
      {61, 1002, {}, 60, 60},      {60, 1002, {}, 10, 0},
  };
  for (const Case& c : cases) {
    Bounds bounds{TreeSize(c.as_of), {}, {}};
    if (c.from.has_value()) bounds.from = UnixMicros(*c.from);
    if (c.to.has_value()) bounds.to = UnixMicros(*c.to);
    for (const PageOrder order : {PageOrder::kOldestFirst, PageOrder::kNewestFirst}) {
      EXPECT_EQ(all(bounds, order, 4), expected(c.first, c.last, order))
          << c.as_of << " " << c.from.value_or(-1) << " " << c.to.value_or(-1);
    }
  }
}

TEST_F(TimelineTest, AnswerReflectsTheLowerOfBoundAndFold) {
  std::vector<std::uint64_t> seen;
  EXPECT_EQ(page({TreeSize(50), {}, {}}, {}, seen)->reflects, TreeSize(50));
  EXPECT_EQ(page({TreeSize(5000), {}, {}}, {}, seen)->reflects, TreeSize(1000));
}

TEST_F(TimelineTest, LastCursorGoesOnWithWhatIsAppendedLater) {
  std::vector<std::uint64_t> seen;
  const auto last = page({TreeSize(1000), {}, {}}, {"", 1000, PageOrder::kOldestFirst}, seen);
  EXPECT_FALSE(last->more);
  put(210, 2000);
  seen.clear();
  const auto later = page({TreeSize(1000), {}, {}}, {last->next, 5, PageOrder::kOldestFirst}, seen);
  EXPECT_EQ(seen, std::vector<std::uint64_t>{210});
  seen.clear();
  const auto nothing = page({TreeSize(1000), {}, {}}, {later->next, 5, PageOrder::kOldestFirst}, seen);
  EXPECT_TRUE(seen.empty());
  EXPECT_EQ(nothing->next, later->next);
}

TEST_F(TimelineTest, BadCursorsAndLimitsAreRefused) {
  std::vector<std::uint64_t> seen;
  const std::string good = format_page_cursor(kQuestion, 50);
  const std::string bad[] = {"x",
                             "!!!!",
                             good + "A",
                             good.substr(0, good.size() - 4),
                             format_page_cursor("another question", 50),
                             format_page_cursor(kQuestion, UINT64_MAX),
                             ledger::to_base64url(std::string(17, '\0'))};
  for (const std::string& cursor : bad) {
    const auto got = page({TreeSize(1000), {}, {}}, {cursor, 5, PageOrder::kOldestFirst}, seen);
    EXPECT_EQ(got.status().reason(), "page.cursor") << cursor;
  }
  for (const std::size_t limit : {std::size_t{0}, ledger::kPageItemsMax + 1}) {
    const auto got = page({TreeSize(1000), {}, {}}, {"", limit, PageOrder::kOldestFirst}, seen);
    EXPECT_EQ(got.status().reason(), "page.limit") << limit;
  }
  EXPECT_TRUE(seen.empty());
  EXPECT_TRUE(page({TreeSize(1000), {}, {}}, {good, 5, PageOrder::kOldestFirst}, seen).ok());
}

TEST_F(TimelineTest, QuestionsDifferInEveryPart) {
  const Bounds none{TreeSize(1), {}, {}};
  const Bounds from{TreeSize(1), UnixMicros(1), {}};
  const Bounds to{TreeSize(1), {}, UnixMicros(1)};
  const std::string base = question_of("a", PageOrder::kOldestFirst, none);
  EXPECT_NE(base, question_of("b", PageOrder::kOldestFirst, none));
  EXPECT_NE(base, question_of("a", PageOrder::kNewestFirst, none));
  EXPECT_NE(base, question_of("a", PageOrder::kOldestFirst, from));
  EXPECT_NE(question_of("a", PageOrder::kOldestFirst, to), question_of("a", PageOrder::kOldestFirst, from));
  EXPECT_EQ(base, question_of("a", PageOrder::kOldestFirst, {TreeSize(2), {}, {}}));
  std::string ab = base;
  append_question(ab, "ab");
  append_question(ab, "");
  std::string a_b = base;
  append_question(a_b, "a");
  append_question(a_b, "b");
  EXPECT_NE(ab, a_b);
}

TEST_F(TimelineTest, FilteredPagesStopAtTheExaminedBound) {
  ledger::WriteBatch batch;
  for (std::uint64_t i = 0; i < kExaminedRowsMax + 5; ++i) {
    batch.put(FamilyId(0), numbered_key(text_key(1, "long"), i), timeline_value(UnixMicros(1)));
  }
  ASSERT_TRUE(kv_.write(batch, ledger::Durability::kBuffered).ok());
  const OwnSnapshot own{&kv_, FamilyId(0), TreeSize(100'000)};
  std::size_t examined = 0;
  const auto none_fits = [&](Position, ByteView) -> ledger::Result<bool> {
    ++examined;
    return false;
  };
  const Bounds bounds{TreeSize(100'000), {}, {}};
  const auto first = walk_timeline(own, text_key(1, "long"), bounds, kQuestion, {}, none_fits);
  EXPECT_EQ(examined, kExaminedRowsMax);
  EXPECT_TRUE(first->more);
  const auto second = walk_timeline(own, text_key(1, "long"), bounds, kQuestion,
                                    {first->next, 100, PageOrder::kOldestFirst}, none_fits);
  EXPECT_EQ(examined, kExaminedRowsMax + 5);
  EXPECT_FALSE(second->more);
}

TEST_F(TimelineTest, DamagedRowsAreDataLoss) {
  ledger::WriteBatch batch;
  batch.put(FamilyId(0), numbered_key(kPrefix, 30), "\x7f");
  ASSERT_TRUE(kv_.write(batch, ledger::Durability::kBuffered).ok());
  std::vector<std::uint64_t> seen;
  EXPECT_EQ(page({TreeSize(40), UnixMicros(1001), {}}, {}, seen).status().reason(),
            "projection.row_malformed");
  batch.put(FamilyId(0), numbered_key(kPrefix, 50) + "x", "");
  ASSERT_TRUE(kv_.write(batch, ledger::Durability::kBuffered).ok());
  EXPECT_EQ(page({TreeSize(100), {}, {}}, {}, seen).status().reason(), "projection.row_malformed");
}

TEST(KeyCursor, HoldsSizeAndKeyForItsQuestionOnly) {
  const KeyCursor cursor{ledger::TreeSize(77), ledger::Bytes("u\0b-1", 5)};
  const std::string text = format_key_cursor("state/cases", cursor);
  const auto read = parse_key_cursor("state/cases", text);
  ASSERT_TRUE(read.ok());
  ASSERT_TRUE(read->has_value());
  EXPECT_EQ((*read)->size, cursor.size);
  EXPECT_EQ((*read)->last, cursor.last);
  EXPECT_FALSE(parse_key_cursor("state/cases", "")->has_value());
  for (const std::string& foreign :
       {format_key_cursor("state/issues", cursor), format_key_cursor("state/cases", {cursor.size, {}}),
        format_page_cursor("state/cases", 5), text.substr(0, 12), std::string("AAAA"), std::string("!")}) {
    EXPECT_EQ(parse_key_cursor("state/cases", foreign).status().reason(), "page.cursor") << foreign;
  }
  EXPECT_EQ(parse_page_cursor("state/cases", text).status().reason(), "page.cursor");
}

}  // namespace
}  // namespace projections
