// Goal: flags are shown as the ledger raised them, and refused attempts where they belong.
// Method: tables; the codes of violations.h are held against the ledger's rules in violations_test.cc.
#include "projections/figures/ledger_word.h"

#include <gtest/gtest.h>

#include "ledger/base/json_writer.h"
#include "tests/unit/projections/figures/event_lists.h"

namespace projections::figures {
namespace {

using testing::event_of;
using testing::known_at;
using testing::log_of;

TEST(LedgerWord, FlagsOfEvents) {
  ListedEvent first = event_of({1, "2026-05-01", "assignment.performed", "{}"});
  ListedEvent second = event_of({2, "2026-05-01", "workyear.settled", "{}"});
  first.flags = {"fee.ineligible/c40/2026-05", "short", "a/b", "a/b/c/d", ""};
  second.flags = {"workyear.below/c40/2026-04", "month.late/c40/2026-04"};
  const FigureLog log(std::vector<ListedEvent>{first, second});
  const FigureEvent* events[] = {&log.events()[1], &log.events()[0]};
  const auto flags = flags_of(events);
  ASSERT_EQ(flags.size(), 3U);
  EXPECT_EQ(write_json(json_of(flags[0])),
            R"({"id":"e2","type":"workyear.settled","flag":"workyear.below","center":"c40",)"
            R"("year_month":"2026-04"})");
  EXPECT_EQ(flags[1].name, "month.late");
  EXPECT_EQ(flags[2].event, &log.events()[0]);
  EXPECT_TRUE(flags_of({}).empty());
}

TEST(LedgerWord, AttemptsOfAScope) {
  constexpr std::string_view kFee =
      R"({"rejected_type": "fee.paid", "reason": "fee.amount", "count": 2,
          "minute": "2026-05-01T10:00:00+09:00"})";
  const FigureLog log =
      log_of({{1, "2026-04-01", "center.established",
               R"({"center_id": "c40", "bureau": "kyushu", "pref_code": "40"})"},
              {2, "2026-04-01", "role.granted",
               R"({"person_id": "officer", "role": "bureau_officer", "scope": "kyushu"})"},
              {3, "2026-05-01", "append.rejected", kFee, {}, "lead", "impl_lead", "c40"},
              {4, "2026-05-01", "append.rejected", kFee, {}, "officer", "bureau_officer", ""},
              {5, "2026-05-01", "append.rejected", kFee, {}, "officer", "auditor", ""},
              {6, "2026-05-01", "append.rejected", kFee, {}, "lead", "impl_lead", "c41"},
              {7,
               "2026-05-01",
               "append.rejected",
               R"({"rejected_type": "fee.paid", "reason": "reference.unknown"})",
               {},
               "lead",
               "impl_lead",
               "c40"},
              {8,
               "2026-05-01",
               "append.rejected",
               R"({"rejected_type": "session.held", "reason": "reference.unknown"})",
               {},
               "lead",
               "impl_lead",
               "c40"},
              {9, "2026-05-01", "access.denied", kFee, {}, "lead", "impl_lead", "c40"},
              {10,
               "2026-05-01",
               "append.rejected",
               R"({"rejected_type": "fee.paid", "reason": "fee"})",
               {},
               "lead",
               "impl_lead",
               "c40"}});
  constexpr RefusalCode kCodes[] = {{"fee.amount"}, {"reference.unknown", "fee.paid"}};
  const struct {
    std::string_view scope;
    std::uint64_t cut_off;
    std::vector<std::uint64_t> positions;
  } kRows[] = {{"center:c40", 10, {3, 7}},       {"center:c41", 10, {6}},    {"prefecture:40", 10, {3, 7}},
               {"bureau:kyushu", 10, {3, 4, 7}}, {"bureau:chugoku", 10, {}}, {"nation", 10, {3, 4, 5, 6, 7}},
               {"bureau:kyushu", 3, {3}},        {"center:c40", 2, {}}};
  for (const auto& row : kRows) {
    std::vector<std::uint64_t> found;
    for (const auto* event : refused_attempts(known_at(log, row.cut_off), *parse_scope(row.scope), kCodes)) {
      found.push_back(event->position.value);
    }
    EXPECT_EQ(found, row.positions) << row.scope;
  }
}

TEST(LedgerWord, AttemptAsJson) {
  const FigureLog log = log_of({{3,
                                 "2026-05-01",
                                 "append.rejected",
                                 R"({"rejected_type": "fee.paid", "reason": "fee.amount", "count": 2,
           "minute": "2026-04-30T15:00:00Z"})",
                                 {},
                                 "lead",
                                 "impl_lead",
                                 ""}});
  const FigureEvent& attempt = log.events()[0];
  EXPECT_EQ(format_day(attempt_day(attempt)), "2026-05-01");  // in Japan
  EXPECT_EQ(write_json(json_of_attempt(attempt)),
            R"({"id":"e3","position":3,"minute":"2026-04-30T15:00:00Z","rejected_type":"fee.paid",)"
            R"("reason":"fee.amount","count":2,"person":"lead","role":"impl_lead","center":null})");
}

}  // namespace
}  // namespace projections::figures
