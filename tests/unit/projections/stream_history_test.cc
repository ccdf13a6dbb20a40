// Goal: a stream's versions come back complete, newest first, at any past position. Method: interleaved
// streams in a built log, paged and bounded, compared with what was appended.
#include "projections/stream_history.h"

#include <gtest/gtest.h>

#include "tests/unit/projections/folded.h"

namespace projections {
namespace {

using ledger::StreamId;
using ledger::TreeSize;

class StreamHistoryTest : public ::testing::Test {
 protected:
  // case/k1 at even positions, case/k10 at odd ones; 10 events each.
  void SetUp() override {
    for (int i = 0; i < 20; ++i) {
      appended_.push_back(log_.append({.type = i == 0 ? "consultation.opened" : "session.held",
                                       .stream = i % 2 == 0 ? "case/k1" : "case/k10",
                                       .person = "p-" + std::to_string(i),
                                       .on_behalf_of = i == 4 ? "p-chief" : ""}));
    }
    folded_ = std::make_unique<tests::Folded>(log_);
  }
  ledger::Result<StreamPage> ask(std::string_view stream, TreeSize as_of, const PageRequest& request) const {
    return stream_versions(folded_->snapshot(), StreamId(std::string(stream)), as_of, request);
  }
  static PageRequest newest(std::size_t limit, std::string after = "") {
    return {std::move(after), limit, PageOrder::kNewestFirst};
  }

  tests::LogBuilder log_;
  std::vector<tests::LogBuilder::Appended> appended_;
  std::unique_ptr<tests::Folded> folded_;
};

TEST_F(StreamHistoryTest, RowsSayWhatWhenAndWho) {
  const auto got = ask("case/k1", TreeSize(5), newest(10));
  ASSERT_TRUE(got.ok());
  EXPECT_EQ(got->versions.value, 3U);
  ASSERT_EQ(got->page.rows.size(), 3U);
  const StreamRow& newest_row = got->page.rows[0];
  EXPECT_EQ(newest_row.version.value, 3U);
  EXPECT_EQ(newest_row.position, appended_[4].position);
  EXPECT_EQ(newest_row.event, appended_[4].id);
  EXPECT_EQ(newest_row.recorded_at, appended_[4].recorded_at);
  EXPECT_EQ(newest_row.occurred_at.value, 1'780'275'600'000'000);  // 2026-06-01T10:00:00+09:00
  EXPECT_EQ(newest_row.person, "p-4");
  EXPECT_EQ(newest_row.role, "co");
  EXPECT_EQ(newest_row.center, "c40");
  EXPECT_EQ(newest_row.on_behalf_of, "p-chief");
  EXPECT_EQ(got->page.rows[2].type, "consultation.opened");
  EXPECT_EQ(got->page.rows[2].on_behalf_of, "");
}

TEST_F(StreamHistoryTest, EveryAsOfShowsExactlyThePrefix) {
  for (std::uint64_t as_of = 0; as_of <= 25; ++as_of) {
    const auto got = ask("case/k10", TreeSize(as_of), newest(100));
    ASSERT_TRUE(got.ok());
    const std::uint64_t versions = std::min<std::uint64_t>(as_of, 20) / 2;
    EXPECT_EQ(got->versions.value, versions) << as_of;
    EXPECT_EQ(got->page.rows.size(), versions) << as_of;
    EXPECT_EQ(got->page.reflects, TreeSize(std::min<std::uint64_t>(as_of, 20))) << as_of;
    if (versions == 0) continue;
    EXPECT_EQ(got->page.rows[0].position, appended_[2 * versions - 1].position) << as_of;
  }
}

TEST_F(StreamHistoryTest, PagesJoinToTheListAlsoWhenMoreIsAppended) {
  for (const std::size_t limit : {1U, 3U, 9U, 10U, 11U}) {
    std::vector<std::uint64_t> versions;
    PageRequest request = newest(limit);
    while (true) {
      const auto got = ask("case/k1", TreeSize(UINT64_MAX), request);
      ASSERT_TRUE(got.ok());
      for (const StreamRow& row : got->page.rows) versions.push_back(row.version.value);
      if (!got->page.more) break;
      request.after = got->page.next;
      if (limit == 3) {
        log_.append({.stream = "case/k1"});
        folded_ = std::make_unique<tests::Folded>(log_);
      }
    }
    ASSERT_GE(versions.size(), 10U) << limit;
    for (std::size_t i = 0; i + 1 < versions.size(); ++i)
      EXPECT_EQ(versions[i], versions[i + 1] + 1) << limit;
    EXPECT_EQ(versions.back(), 1U);
  }
}

TEST_F(StreamHistoryTest, UnknownStreamIsAnEmptyAnswer) {
  for (const char* stream : {"case/k", "case/k100", "case/K1", "business/k1"}) {
    const auto got = ask(stream, TreeSize(UINT64_MAX), newest(10));
    ASSERT_TRUE(got.ok()) << stream;
    EXPECT_EQ(got->versions.value, 0U) << stream;
    EXPECT_TRUE(got->page.rows.empty() && !got->page.more) << stream;
  }
}

TEST_F(StreamHistoryTest, BadQuestionsAreRefused) {
  const TreeSize head(UINT64_MAX);
  for (const std::string_view stream :
       {std::string_view("case"), std::string_view(""), std::string_view("case/k1/"),
        std::string_view("case/\0", 6), std::string_view("case/ä")}) {
    EXPECT_EQ(ask(stream, head, newest(10)).status().reason(), "stream_history.stream") << stream;
  }
  EXPECT_EQ(ask("case/k1", head, {}).status().reason(), "page.order");
  EXPECT_EQ(ask("case/k1", head, newest(0)).status().reason(), "page.limit");
  EXPECT_EQ(ask("case/k1", head, newest(1001)).status().reason(), "page.limit");
  EXPECT_EQ(ask("case/k1", head, newest(5, "abc")).status().reason(), "page.cursor");
  const std::string of_other = ask("case/k10", head, newest(2))->page.next;
  EXPECT_EQ(ask("case/k1", head, newest(2, of_other)).status().reason(), "page.cursor");
}

TEST_F(StreamHistoryTest, MissingVersionIsDataLossNotAShorterList) {
  const Registry registry = standard_registry();
  const auto kv = tests::projection_kv(registry);
  ASSERT_TRUE(rebuild(*kv, registry, *log_.view(), {}, {}).ok());
  const ledger::FamilyId rows = Snapshot{kv->snapshot(), &registry}.rows_of("stream_history")->rows;
  ledger::WriteBatch batch;
  batch.erase(rows, numbered_key(text_key(0x02, "case/k1"), 5));
  ASSERT_TRUE(kv->write(batch, ledger::Durability::kBuffered).ok());
  const Snapshot damaged{kv->snapshot(), &registry};
  EXPECT_EQ(stream_versions(damaged, StreamId("case/k1"), TreeSize(100), newest(10)).status().reason(),
            "projection.row_missing");
}

}  // namespace
}  // namespace projections
