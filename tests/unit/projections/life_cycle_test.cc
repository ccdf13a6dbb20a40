// Goal: a life cycle is the union of its streams and of the changes of its records, at any past position, in
// pages of any size. Method: interleaved streams in a built log; records that change from another stream.
#include "projections/life_cycle.h"

#include <gtest/gtest.h>

#include "ledger/domain/records.h"
#include "tests/unit/projections/folded.h"

namespace projections {
namespace {

using ledger::StreamId;
using ledger::TreeSize;
using Positions = std::vector<std::uint64_t>;

class LifeCycleTest : public ::testing::Test {
 protected:
  // case/k-1 at 0, 3, 6, 9; case/k-2 at 1, 4, 7; policy.parameter_set at 2, 5, 8.
  void SetUp() override {
    for (int i = 0; i < 10; ++i) {
      if (i % 3 == 2) {
        log_.append({.type = "policy.parameter_set",
                     .stream = "policy/countersign.expiry_days",
                     .role = "admin",
                     .data = {tests::text_field("name", "countersign.expiry_days"),
                              tests::number_field("value", 10 + i)},
                     .purpose = "administration",
                     .attested = false});
      } else {
        log_.append({.type = "advice.none", .stream = i % 3 == 0 ? "case/k-1" : "case/k-2"});
      }
    }
    folded_ = std::make_unique<tests::Folded>(log_);
  }
  ledger::Result<Page<LifeCycleRow>> ask(const LifeCycleQuestion& question, std::uint64_t as_of,
                                         std::size_t limit, std::string after = "") const {
    return life_cycle(folded_->snapshot(), question, TreeSize(as_of),
                      {std::move(after), limit, PageOrder::kNewestFirst});
  }
  static Positions positions(const Page<LifeCycleRow>& page) {
    Positions found;
    for (const LifeCycleRow& row : page.rows) found.push_back(row.position.value);
    return found;
  }

  tests::LogBuilder log_;
  std::unique_ptr<tests::Folded> folded_;
  const ledger::Bytes parameter_ = ledger::policy_record("countersign.expiry_days").bytes;
  const LifeCycleQuestion both_{"case/k-1", {StreamId("case/k-1")}, {parameter_}};
};

TEST_F(LifeCycleTest, JoinsStreamsAndRecords) {
  const auto parked = folded_->snapshot().parked(StateHistory::kName, ledger::Position(0), 100).value();
  for (const ParkedEvent& one : parked) EXPECT_EQ(one.position.value % 3 == 2, false) << one.reason;
  const auto page = ask(both_, 10, 100);
  ASSERT_TRUE(page.ok()) << page.status().to_string();
  EXPECT_EQ(positions(*page), (Positions{9, 8, 6, 5, 3, 2, 0}));
  EXPECT_FALSE(page->more);
  EXPECT_EQ(page->reflects, TreeSize(10));
  for (const LifeCycleRow& row : page->rows) {
    EXPECT_EQ(row.changed.size(), row.position.value % 3 == 2 ? 1U : 0U);
  }
  EXPECT_EQ(positions(*ask({"x", {StreamId("case/k-2"), StreamId("case/k-1")}, {}}, 5, 100)),
            (Positions{4, 3, 1, 0}));
}

TEST_F(LifeCycleTest, PagesJoinToTheWholeAtAnyPastSize) {
  for (std::uint64_t as_of = 0; as_of <= 11; ++as_of) {
    const Positions whole = positions(*ask(both_, as_of, 100));
    for (std::size_t limit = 1; limit <= 8; ++limit) {
      Positions joined;
      std::string after;
      for (bool more = true; more;) {
        const auto page = ask(both_, as_of, limit, after);
        ASSERT_TRUE(page.ok());
        EXPECT_LE(page->rows.size(), limit);
        for (const std::uint64_t position : positions(*page)) joined.push_back(position);
        after = page->next;
        more = page->more;
      }
      EXPECT_EQ(joined, whole) << as_of << " by " << limit;
    }
  }
}

TEST_F(LifeCycleTest, Refusals) {
  EXPECT_EQ(ask(both_, 10, 0).status().reason(), "page.limit");
  EXPECT_EQ(ask(both_, 10, 5, "junk").status().reason(), "page.cursor");
  const std::string next = ask(both_, 10, 2)->next;
  LifeCycleQuestion other = both_;
  other.name = "case/k-2";
  EXPECT_EQ(ask(other, 10, 2, next).status().reason(), "page.cursor");
  other.streams = {StreamId("no stream")};
  EXPECT_EQ(ask(other, 10, 2).status().reason(), "stream_history.stream");
  EXPECT_EQ(life_cycle(folded_->snapshot(), both_, TreeSize(10), {}).status().reason(), "page.order");
}

}  // namespace
}  // namespace projections
