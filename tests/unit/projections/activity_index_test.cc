// Goal: events are found by person, by type and JST month, and by centre, and by nothing that merely looks
// alike. Method: a log that crosses a JST month end, asked with tables of keys.
#include "projections/activity_index.h"

#include <gtest/gtest.h>

#include "tests/unit/projections/folded.h"

namespace projections {
namespace {

using ledger::PersonId;
using ledger::TreeSize;

constexpr std::int64_t kDayMicros = 86'400'000'000;
const Bounds kAll{TreeSize(UINT64_MAX), {}, {}};

std::vector<std::uint64_t> positions(const ledger::Result<Page<ActivityRow>>& got) {
  EXPECT_TRUE(got.ok()) << got.status().to_string();
  std::vector<std::uint64_t> found;
  if (!got.ok()) return found;
  for (const ActivityRow& row : got->rows) found.push_back(row.position.value);
  return found;
}
using List = std::vector<std::uint64_t>;

class ActivityIndexTest : public ::testing::Test {
 protected:
  void SetUp() override {
    log_.append({.person = "p-1", .center = "c40"});  // 0
    log_.append({.person = "p-10", .center = "c4"});  // 1
    log_.append({.type = "record.viewed",             // 2
                 .stream = "access/c13/2026-06",
                 .person = "p-1",
                 .center = "c40",
                 .data = {tests::text_field("center_id", "c13"), tests::text_field("record", "case/k1")}});
    log_.append({.person = "", .role = "system", .center = ""});      // 3
    log_.advance(27 * kDayMicros + 14 * 3'600'000'000 - 60'000'000);  // shortly before 2026-07-01T00:00 JST
    log_.append({.person = "p-1", .center = "c40", .data = {tests::text_field("center_id", "c40")}});  // 4
    log_.advance(60'000'000);
    last_ = log_.append({.person = "p-1", .center = "c40"}).recorded_at;  // 5, in July JST, June in UTC
    folded_ = std::make_unique<tests::Folded>(log_);
  }
  auto by_actor(std::string_view person, const Bounds& bounds = kAll, const PageRequest& request = {}) const {
    return activity_by_actor(folded_->snapshot(), PersonId(std::string(person)), bounds, request);
  }
  auto by_type(std::string_view type, std::string_view month) const {
    return activity_by_type(folded_->snapshot(), type, month, kAll, {});
  }
  auto by_center(std::string_view center) const {
    return activity_by_center(folded_->snapshot(), center, kAll, {});
  }

  tests::LogBuilder log_;
  ledger::UnixMicros last_;
  std::unique_ptr<tests::Folded> folded_;
};

TEST_F(ActivityIndexTest, ByActor) {
  EXPECT_EQ(positions(by_actor("p-1")), (List{0, 2, 4, 5}));
  EXPECT_EQ(positions(by_actor("p-10")), (List{1}));
  for (const char* person : {"p-", "p-100", "P-1", "system"})
    EXPECT_TRUE(positions(by_actor(person)).empty());
}

TEST_F(ActivityIndexTest, ByTypeAndJstMonth) {
  EXPECT_EQ(positions(by_type("session.held", "2026-06")), (List{0, 1, 3, 4}));
  EXPECT_EQ(positions(by_type("session.held", "2026-07")), (List{5}));
  EXPECT_EQ(positions(by_type("record.viewed", "2026-06")), (List{2}));
  EXPECT_TRUE(positions(by_type("session.held", "2026-05")).empty());
  EXPECT_TRUE(positions(by_type("session", "2026-06")).empty());
}

TEST_F(ActivityIndexTest, ByCentreActingAndConcerned) {
  EXPECT_EQ(positions(by_center("c40")), (List{0, 2, 4, 5}));
  EXPECT_EQ(positions(by_center("c4")), (List{1}));
  EXPECT_EQ(positions(by_center("c13")), (List{2}));
  EXPECT_EQ(by_center("c13")->rows[0].parts, kConcerned);
  EXPECT_EQ(by_center("c40")->rows[0].parts, kActs);
  EXPECT_EQ(by_center("c40")->rows[2].parts, kActs | kConcerned);
  EXPECT_TRUE(positions(by_center("c")).empty());
}

TEST_F(ActivityIndexTest, BoundsAndPages) {
  EXPECT_EQ(positions(by_actor("p-1", {TreeSize(5), {}, {}})), (List{0, 2, 4}));
  EXPECT_EQ(positions(by_actor("p-1", {TreeSize(9), last_, {}})), (List{5}));
  EXPECT_EQ(positions(by_actor("p-1", {TreeSize(9), {}, last_})), (List{0, 2, 4}));
  const auto first = by_actor("p-1", kAll, {"", 3, PageOrder::kNewestFirst});
  EXPECT_EQ(positions(first), (List{5, 4, 2}));
  EXPECT_TRUE(first->more);
  EXPECT_EQ(positions(by_actor("p-1", kAll, {first->next, 3, PageOrder::kNewestFirst})), (List{0}));
  EXPECT_EQ(by_actor("p-10", kAll, {first->next, 3, PageOrder::kNewestFirst}).status().reason(),
            "page.cursor");
  EXPECT_EQ(by_actor("p-1", kAll, {first->next, 3, PageOrder::kOldestFirst}).status().reason(),
            "page.cursor");
}

TEST_F(ActivityIndexTest, BadQuestionsAreRefused) {
  for (const std::string_view text :
       {std::string_view(""), std::string_view("a/b"), std::string_view("a\0b", 3), std::string_view("あ"),
        std::string_view(" ")}) {
    EXPECT_EQ(by_actor(text).status().reason(), "activity_index.segment");
    EXPECT_EQ(by_center(text).status().reason(), "activity_index.segment");
    EXPECT_EQ(by_type(text, "2026-06").status().reason(), "activity_index.segment");
  }
  for (const char* month : {"", "2026", "2026-13", "2026-6", "2026-06-01"}) {
    EXPECT_EQ(by_type("session.held", month).status().reason(), "activity_index.month") << month;
  }
  EXPECT_EQ(by_actor("p-1", kAll, {"", 0, PageOrder::kOldestFirst}).status().reason(), "page.limit");
}

TEST_F(ActivityIndexTest, EventsThatCannotBeKeyedArePoison) {
  LogItem item = decode_chunk(*log_.view(), TreeSize(0), TreeSize(1))->front();
  ledger::MemoryKv kv(1);
  const ActivityIndex index;
  const auto reason_of = [&](auto&& change) {
    LogItem changed = item;
    change(changed.event);
    OwnRows own(kv, ledger::FamilyId(0));
    return index.apply(changed, own).reason();
  };
  EXPECT_EQ(reason_of([](ledger::Event& event) { event.type = "a b"; }), "activity_index.segment");
  EXPECT_EQ(reason_of([](ledger::Event& event) { event.actor.person.value = "a/b"; }),
            "activity_index.segment");
  EXPECT_EQ(reason_of([](ledger::Event& event) { event.actor.center = "ü"; }), "activity_index.segment");
  EXPECT_EQ(reason_of([](ledger::Event& event) { event.data.add("center_id", ledger::JsonValue("c/4")); }),
            "activity_index.segment");
}

}  // namespace
}  // namespace projections
