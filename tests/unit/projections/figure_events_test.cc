// Goal: an event lies on the shelves where questions look for it, with all that became of its thing, and on
// no other. Method: a log with a story per shelf, read back by range; the rows of a thing that moves.
#include "projections/figure_events.h"

#include <gtest/gtest.h>

#include "ledger/base/uuid.h"
#include "tests/unit/projections/folded.h"

namespace projections {
namespace {

using ledger::JsonValue;
using ledger::TreeSize;
using tests::text_field;
using List = std::vector<std::uint64_t>;

class FigureEventsTest : public ::testing::Test {
 protected:
  std::uint64_t add(std::string type, JsonValue::Object data, std::string center = "c40") {
    const auto appended =
        log_.append({.type = std::move(type), .center = std::move(center), .data = std::move(data)});
    last_id_ = ledger::format_event_id(appended.id);
    return appended.position.value;
  }
  struct Read {
    ledger::Position position;
    std::string actor_center, center, session;
    bool has_case;
  };
  std::vector<Read> on_shelf(const std::string& center, const std::string& type, const std::string& first,
                             const std::string& last, TreeSize as_of = TreeSize(UINT64_MAX)) {
    const tests::Folded folded(log_);
    std::vector<Read> found;
    const auto snapshot = folded.snapshot();
    const auto own = snapshot.rows_of(FigureEvents::kName);
    EXPECT_TRUE(own.ok());
    const auto status = visit_shelf(*own, {center, type, first, last}, as_of, [&](const FiledEvent& event) {
      found.push_back({event.position, std::string(event.center), std::string(event.data.text("center_id")),
                       std::string(event.data.text("session_id")), event.data.has("case_id")});
      return true;
    });
    EXPECT_TRUE(status.ok()) << status.to_string();
    return found;
  }
  List positions(const std::string& center, const std::string& type, const std::string& first,
                 const std::string& last, TreeSize as_of = TreeSize(UINT64_MAX)) {
    List list;
    for (const Read& event : on_shelf(center, type, first, last, as_of)) {
      list.push_back(event.position.value);
    }
    return list;
  }
  tests::LogBuilder log_;
  std::string last_id_;
};

TEST_F(FigureEventsTest, MonthsAreJapansAndRangesIncludeBothEnds) {
  const auto held = [&](const char* session, const char* at) {
    return add("session.held", {text_field("session_id", session), text_field("started_at", at)});
  };
  held("s1", "2026-04-30T23:59:59+09:00");  // 0
  held("s2", "2026-04-30T15:00:00Z");       // 1: May in Japan
  held("s3", "2026-06-01T00:00:00+09:00");  // 2
  EXPECT_EQ(positions("c40", "session.held", "2026-04", "2026-04"), (List{0}));
  EXPECT_EQ(positions("c40", "session.held", "2026-05", "2026-05"), (List{1}));
  EXPECT_EQ(positions("c40", "session.held", "2026-04", "2026-06"), (List{0, 1, 2}));
  EXPECT_EQ(positions("c40", "session.held", "2026-04", "2026-06", TreeSize(2)), (List{0, 1}));
  EXPECT_TRUE(positions("c4", "session.held", "2026-04", "2026-06").empty());
  EXPECT_TRUE(positions("c40", "session.hel", "2026-04", "2026-06").empty());
}

TEST_F(FigureEventsTest, TheCentreIsTheNamedOneElseThatOfItsThing) {
  add("consultation.opened", {text_field("case_id", "k1"), text_field("center_id", "c13")});  // 0
  add("session.held", {text_field("session_id", "s1"), text_field("case_id", "k1"),           // 1
                       text_field("started_at", "2026-04-01T10:00:00+09:00")});
  add("co_rating.given", {text_field("session_id", "s1"), text_field("given_on", "2026-04-02")}, "");  // 2
  add("knowhow.shared", {text_field("center_id", "c27"), text_field("shared_on", "2026-04-02")});      // 3
  add("survey.answered", {text_field("answered_on", "2026-04-02")});                                   // 4
  EXPECT_EQ(positions("c13", "session.held", "2026-04", "2026-04"), (List{1}));
  EXPECT_EQ(positions("c13", "co_rating.given", "2026-04", "2026-04"), (List{2}));
  EXPECT_EQ(positions("c27", "knowhow.shared", "2026-04", "2026-04"), (List{3}));
  EXPECT_EQ(positions("c40", "survey.answered", "2026-04", "2026-04"), (List{4}));
  EXPECT_TRUE(positions("c40", "session.held", "2026-04", "2026-04").empty());
  const auto found = on_shelf("c13", "session.held", "2026-04", "2026-04");
  EXPECT_EQ(found[0].center, "c13");
  EXPECT_EQ(found[0].actor_center, "c40");
  EXPECT_EQ(found[0].session, "s1");
  EXPECT_FALSE(found[0].has_case);  // it led to the centre
}

TEST_F(FigureEventsTest, AllOfAThingLiesOnEveryMonthOfIt) {
  const auto issue = [&](const char* type, const char* field, const char* day) {
    return add(type, {text_field("issue_id", "i1"), text_field(field, day)});
  };
  issue("issue.identified", "identified_on", "2026-04-10");      // 0
  issue("issue.reclassified", "reclassified_on", "2026-05-10");  // 1
  issue("issue.resolved", "resolved_on", "2026-06-10");          // 2
  issue("issue.reopened", "x", "x");                             // 3: by occurred_at, June
  add("issue.resolved", {text_field("issue_id", "i2"), text_field("resolved_on", "2026-05-01")});  // 4
  for (const char* month : {"2026-04", "2026-05", "2026-06"}) {
    EXPECT_EQ(positions("c40", "issue.identified", month, month), (List{0})) << month;
    EXPECT_EQ(positions("c40", "issue.reclassified", month, month), (List{1})) << month;
    EXPECT_EQ(positions("c40", "issue.reopened", month, month), (List{3})) << month;
  }
  EXPECT_EQ(positions("c40", "issue.resolved", "2026-06", "2026-06"), (List{2}));
  EXPECT_EQ(positions("c40", "issue.resolved", "2026-05", "2026-05"), (List{2, 4}));
  // As of a size before the reopening, it is not there.
  EXPECT_TRUE(positions("c40", "issue.reopened", "2026-04", "2026-04", TreeSize(3)).empty());
}

TEST_F(FigureEventsTest, ACorrectionToAnotherMonthLiesOnBoth) {
  add("session.held",
      {text_field("session_id", "s1"), text_field("started_at", "2026-04-01T10:00:00+09:00")});
  add("session.corrected", {text_field("session_id", "s1"), text_field("corrects", last_id_),
                            text_field("started_at", "2026-05-01T10:00:00+09:00")});
  for (const char* month : {"2026-04", "2026-05"}) {
    EXPECT_EQ(positions("c40", "session.held", month, month), (List{0})) << month;
    EXPECT_EQ(positions("c40", "session.corrected", month, month), (List{1})) << month;
  }
}

TEST_F(FigureEventsTest, ACountersignatureStandsWithItsTarget) {
  add("contract.concluded", {text_field("contract_id", "k1"), text_field("center_id", "c13")});  // 0
  add("event.countersigned", {text_field("target", last_id_)});                                  // 1
  add("fee.rate_set", {text_field("contract_id", "k1")});                                        // 2
  add("event.countersigned", {text_field("target", "019f0000-0000-7000-8000-000000000009")});    // 3
  EXPECT_EQ(positions("c13", "event.countersigned", "", ""), (List{1}));
  EXPECT_EQ(positions("c13", "fee.rate_set", "", ""), (List{2}));
  EXPECT_EQ(positions("c40", "event.countersigned", "", ""), (List{3}));
}

TEST_F(FigureEventsTest, NationAndBusinesses) {
  add("business.merged", {text_field("business_id", "b-1"), text_field("absorbed_id", "b-2")});  // 0
  add("business.registered", {text_field("business_id", "b-1"), text_field("kind", "x")});       // 1
  add("business.registered", {text_field("business_id", "b-10"), text_field("kind", "x")});      // 2
  add("phase.transitioned", {text_field("business_id", "b-1")});                                 // 3
  EXPECT_EQ(positions("", "business.merged", "", ""), (List{0}));
  EXPECT_EQ(positions("c40", "phase.transitioned", "", ""), (List{3}));
  const tests::Folded folded(log_);
  const auto snapshot = folded.snapshot();
  const auto own = snapshot.rows_of(FigureEvents::kName);
  constexpr std::string_view kBusinesses[] = {"b-1"};
  constexpr std::string_view kTypes[] = {"business.registered", "phase.transitioned"};
  List found;
  ASSERT_TRUE(visit_businesses(*own, kBusinesses, kTypes, TreeSize(UINT64_MAX), [&](const FiledEvent& event) {
                found.push_back(event.position.value);
                return true;
              }).ok());
  EXPECT_EQ(found, (List{1, 3}));
}

// Some of many businesses, near and far, with some that do not exist: those and no others, at every size; and
// nothing behind the event at which the visit ends.
TEST_F(FigureEventsTest, BusinessesInOnePass) {
  constexpr std::uint64_t kBusinesses = 400;
  const auto name_of = [](std::uint64_t number) { return "b-" + std::to_string(1000 + number); };
  for (std::uint64_t i = 0; i < kBusinesses; ++i) {
    add("business.registered", {text_field("business_id", name_of(i)), text_field("kind", "x")});
    add("business.corrected", {text_field("business_id", name_of(i)), text_field("kind", "y")});
  }
  const tests::Folded folded(log_);
  const auto snapshot = folded.snapshot();
  const auto own = snapshot.rows_of(FigureEvents::kName);
  constexpr std::string_view kTypes[] = {"business.registered"};
  const std::vector<List> wanted_lists = {{},
                                          {399},
                                          {0, 1, 2, 30, 31, 180, 399},
                                          {3, 500, 900},
                                          {5, 6, 7, 8, 9, 10, 11, 12, 40, 52, 64, 77, 90, 104}};
  for (const List& wanted : wanted_lists) {
    std::vector<std::string> names{"a", "b-1", "b-1000-"};
    List expected;
    for (const std::uint64_t number : wanted) {
      names.push_back(name_of(number));
      if (number < kBusinesses) expected.push_back(2 * number);
    }
    std::sort(names.begin(), names.end());
    const std::vector<std::string_view> businesses(names.begin(), names.end());
    for (const std::uint64_t size : {std::uint64_t{0}, std::uint64_t{15}, 2 * kBusinesses}) {
      List found, below;
      std::copy_if(expected.begin(), expected.end(), std::back_inserter(below),
                   [&](std::uint64_t position) { return position < size; });
      const auto take = [&](const FiledEvent& event) {
        found.push_back(event.position.value);
        return true;
      };
      ASSERT_TRUE(visit_businesses(*own, businesses, kTypes, TreeSize(size), take).ok());
      EXPECT_EQ(found, below);
    }
    List first;
    const auto take_one = [&](const FiledEvent& event) {
      first.push_back(event.position.value);
      return false;
    };
    ASSERT_TRUE(visit_businesses(*own, businesses, kTypes, TreeSize(UINT64_MAX), take_one).ok());
    EXPECT_EQ(first, List(expected.begin(), expected.begin() + (expected.empty() ? 0 : 1)));
  }
}

TEST_F(FigureEventsTest, WhatIsNoSegmentIsParked) {
  add("session.held", {text_field("session_id", "a/b"), text_field("started_at", "2026-04-01T10:00:00Z")});
  add("session.held", {text_field("session_id", "s1"), text_field("center_id", "c 40")});
  const tests::Folded folded(log_);
  const auto parked = folded.snapshot().parked(FigureEvents::kName, ledger::Position(0), 10);
  ASSERT_TRUE(parked.ok());
  ASSERT_EQ(parked->size(), 2U);
  EXPECT_EQ(parked->at(0).reason, "figure_events.segment");
}

}  // namespace
}  // namespace projections
