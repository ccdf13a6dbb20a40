// Goal: what holds after corrections, countersignatures, reopenings, ends of phases and revoked roles; and
// where and when a fact counts.
#include "projections/figures/facts.h"

#include <gtest/gtest.h>

#include "tests/unit/projections/figures/event_lists.h"

namespace projections::figures {
namespace {

using testing::known_at;
using testing::log_of;
using testing::Row;

std::vector<std::string> ids(const std::vector<Fact>& facts) {
  std::vector<std::string> found;
  for (const Fact& fact : facts) found.emplace_back(fact.id());
  return found;
}
using Texts = std::vector<std::string>;

TEST(Facts, TheLatestCorrectionHolds) {
  const FigureLog log = log_of(
      {{1, "2026-04-01", "session.held", R"({"session_id": "s", "minutes": 30})"},
       {2, "2026-04-01", "session.corrected", R"({"corrects": "e1", "session_id": "s", "minutes": 60})"},
       {3, "2026-04-01", "issue.corrected", R"({"corrects": "e1", "minutes": 1})"},
       {4, "2026-04-01", "session.corrected", R"({"corrects": "e1", "session_id": "s"})"}});
  EXPECT_EQ(stated(known_at(log, 1), "session.held")[0].number("minutes"), 30);
  const std::vector<Fact> corrected = stated(known_at(log, 3), "session.held");
  EXPECT_EQ(corrected[0].number("minutes"), 60);
  EXPECT_EQ(corrected[0].position.value, 1U);
  ASSERT_EQ(corrected[0].corrections.size(), 1U);
  EXPECT_EQ(stated(known_at(log, 4), "session.held")[0].number("minutes"), std::nullopt);
}

TEST(Facts, CountersignaturesInTimeByOthers) {
  const struct {
    std::string_view what, type;
    std::vector<Row> after;
    std::optional<std::uint64_t> completed;
  } kRows[] = {
      {"none asked for", "session.held", {}, 1},
      {"nobody yet", "contract.concluded", {}, std::nullopt},
      {"the author again",
       "contract.concluded",
       {{2, "2026-04-02", "event.countersigned", R"({"target": "e1"})", {}, "author", "impl_lead"}},
       std::nullopt},
      {"the other party, whatever the role",
       "contract.concluded",
       {{2, "2026-04-02", "event.countersigned", R"({"target": "e1"})", {}, "other", "co"}},
       2},
      {"on the last day",
       "contract.concluded",
       {{2, "2026-05-01", "event.countersigned", R"({"target": "e1"})", {}, "other", "co"}},
       2},
      {"a moment late",
       "contract.concluded",
       {{2, "2026-05-01T12:00:01+09:00", "event.countersigned", R"({"target": "e1"})", {}, "other", "co"}},
       std::nullopt},
      {"a longer term, set before",
       "contract.concluded",
       {{2, "2026-05-02", "event.countersigned", R"({"target": "e1"})", {}, "other", "co"}},
       std::nullopt},
      {"both roles",
       "workday.exception_agreed",
       {{2, "2026-04-02", "event.countersigned", R"({"target": "e1"})", {}, "x", "impl_lead"},
        {3, "2026-04-02", "event.countersigned", R"({"target": "e1"})", {}, "y", "impl_lead"},
        {4, "2026-04-02", "event.countersigned", R"({"target": "e1"})", {}, "z", "bureau_officer"}},
       4},
  };
  for (const auto& row : kRows) {
    std::vector<Row> rows{{1, "2026-04-01", row.type, "{}", {}, "author", "bureau_officer"}};
    rows.insert(rows.end(), row.after.begin(), row.after.end());
    const FigureLog log = log_of(rows);
    const auto completed = completed_at(known_now(log), *log.by_id("e1"));
    EXPECT_EQ(completed.has_value(), row.completed.has_value()) << row.what;
    if (completed && row.completed) {
      EXPECT_EQ(completed->value, *row.completed) << row.what;
    }
    EXPECT_EQ(stated(known_now(log), row.type).size(), row.completed ? 1U : 0U) << row.what;
  }
}

TEST(Facts, TermOfCountersigningIsThatOfTheEvent) {
  const auto completed = [](std::uint64_t set_at, std::uint64_t event_at) {
    std::vector<Row> rows{
        {set_at, "2026-04-01", "policy.parameter_set", R"({"name": "countersign.expiry_days", "value": 60})"},
        {event_at, "2026-04-01", "contract.concluded", "{}", "c", "author"},
        {3, "2026-05-20", "event.countersigned", R"({"target": "c"})", {}, "other", "co"}};
    if (event_at < set_at) std::swap(rows[0], rows[1]);
    const FigureLog log = log_of(rows);
    return completed_at(known_now(log), *log.by_id("c")).has_value();
  };
  EXPECT_TRUE(completed(1, 2));
  EXPECT_FALSE(completed(2, 1));
}

TEST(Facts, CenterNamedElseOfCaseSessionReferralActor) {
  const FigureLog log =
      log_of({{1, "2026-04-01", "consultation.opened", R"({"case_id": "k", "center_id": "c40"})"},
              {2, "2026-04-01", "session.held", R"({"session_id": "s", "case_id": "k"})"},
              {3, "2026-04-01", "referral.made", R"({"referral_id": "r", "case_id": "k"})"},
              {4, "2026-04-01", "x.named", R"({"center_id": "c1", "case_id": "k"})", {}, {}, {}, "c9"},
              {5, "2026-04-01", "x.of_case", R"({"case_id": "k"})", {}, {}, {}, "c9"},
              {6, "2026-04-01", "x.of_session", R"({"session_id": "s"})", {}, {}, {}, "c9"},
              {7, "2026-04-01", "x.of_referral", R"({"referral_id": "r"})", {}, {}, {}, "c9"},
              {8, "2026-04-01", "x.of_actor", R"({"case_id": "other"})", {}, {}, {}, "c9"},
              {9, "2026-04-01", "x.of_nobody", "{}"},
              {10, "2026-04-01", "consultation.corrected",
               R"({"corrects": "e1", "case_id": "k", "center_id": "c41"})"}});
  const struct {
    std::string_view type, center;
  } kRows[] = {{"x.named", "c1"},        {"x.of_case", "c40"}, {"x.of_session", "c40"},
               {"x.of_referral", "c40"}, {"x.of_actor", "c9"}, {"x.of_nobody", ""}};
  CenterFinder finder(known_at(log, 9));
  for (const auto& row : kRows) {
    EXPECT_EQ(finder.center_of(stated(known_at(log, 9), row.type)[0]), row.center) << row.type;
  }
  CenterFinder corrected(known_at(log, 10));
  EXPECT_EQ(corrected.center_of(stated(known_at(log, 10), "x.of_session")[0]), "c41");
}

TEST(Facts, LateEntriesByPolicy) {
  const FigureLog log = log_of(
      {{1, "2026-05-01", "month.closed", R"({"center_id": "c40", "year_month": "2026-04"})"},
       {2, "2026-05-20", "x.late", R"({"center_id": "c40", "made_on": "2026-04-30"})"},
       {3, "2026-05-20", "x.late", R"({"center_id": "c41", "made_on": "2026-04-30"})"},
       {4, "2026-05-20", "x.late", R"({"center_id": "c40", "made_on": "2026-05-01"})"},
       {5, "2026-05-20", "x.late", R"({"center_id": "c40", "made_on": "some day"})"},
       {6, "2026-05-21", "policy.parameter_set",
        R"({"name": "late_entries.count_in", "value": "recorded_month"})"},
       {7, "2026-05-21", "policy.parameter_set", R"({"name": "late_entries.count_in", "value": "never"})"}});
  const auto days = [&](std::uint64_t cut_off) {
    const Known known = known_at(log, cut_off);
    CenterFinder finder(known);
    Texts found;
    const auto facts = placed(known, finder, stated(known, "x.late"), "made_on");
    for (const Fact& fact : *facts) {
      found.push_back(fact.day == kNoDay ? "none" : format_day(fact.day));
    }
    return found;
  };
  EXPECT_EQ(days(5), (Texts{"2026-04-30", "2026-04-30", "2026-05-01", "none"}));
  EXPECT_EQ(days(6), (Texts{"2026-05-20", "2026-04-30", "2026-05-01", "none"}));
  CenterFinder finder(known_now(log));
  EXPECT_EQ(placed(known_now(log), finder, {}, "made_on").status().reason(), "figures.parameter");
}

TEST(Facts, IssuesResolvedReopenedReclassified) {
  const FigureLog log =
      log_of({{1, "2026-04-01", "issue.identified", R"({"issue_id": "i", "category": "it_use"})"},
              {2, "2026-04-01", "issue.resolved", R"({"issue_id": "i"})"},
              {3, "2026-04-01", "outcome.confirmed", R"({"issue_id": "i"})"},
              {4, "2026-04-01", "issue.reopened", R"({"issue_id": "i"})"},
              {5, "2026-04-01", "issue.reclassified", R"({"issue_id": "i", "to": "bookkeeping"})"},
              {6, "2026-04-01", "issue.resolved", R"({"issue_id": "i"})"},
              {7, "2026-04-01", "outcome.confirmed", R"({"issue_id": "i"})"},
              {8, "2026-04-01", "issue.closed_unresolved", R"({"issue_id": "i"})"}});
  const struct {
    std::uint64_t cut_off;
    Texts resolved, outcomes;
    std::string_view category;
  } kRows[] = {
      {1, {}, {}, "it_use"},          {3, {"e2"}, {"e3"}, "it_use"},
      {4, {}, {}, "it_use"},          {7, {"e6"}, {"e7"}, "bookkeeping"},
      {8, {}, {"e7"}, "bookkeeping"},
  };
  for (const auto& row : kRows) {
    const Known known = known_at(log, row.cut_off);
    EXPECT_EQ(ids(resolutions_in_force(known)), row.resolved) << row.cut_off;
    EXPECT_EQ(ids(outcomes_in_force(known)), row.outcomes) << row.cut_off;
    EXPECT_EQ(categories(known).at("i"), row.category) << row.cut_off;
  }
}

TEST(Facts, Phase2EndsForWhoeverIsOneThen) {
  const FigureLog log =
      log_of({{1, "2026-04-01", "phase.transitioned",
               R"({"business_id": "A", "to": 2, "transitioned_on": "2026-04-01"})"},
              {2, "2026-04-01", "phase.transitioned",
               R"({"business_id": "B", "to": 2, "transitioned_on": "2026-04-02"})"},
              {3, "2026-04-01", "phase.transitioned",
               R"({"business_id": "C", "to": 1, "transitioned_on": "2026-04-02"})"},
              {4, "2026-04-01", "business.merged", R"({"business_id": "D", "absorbed_id": "A"})"},
              {5, "2026-04-01", "phase.ended", R"({"business_id": "D", "ended_on": "2026-06-30"})"},
              {6, "2026-04-01", "phase.transitioned",
               R"({"business_id": "A", "to": 2, "transitioned_on": "2026-08-01"})"}});
  const std::vector<Phase2Span> spans = phase2_spans(known_now(log));
  ASSERT_EQ(spans.size(), 3U);
  EXPECT_EQ(spans[0].business, "A");
  EXPECT_EQ(format_day(spans[0].last), "2026-06-30");
  EXPECT_EQ(spans[1].last, kOpenEnd);
  EXPECT_EQ(spans[2].last, kOpenEnd);
  EXPECT_EQ(phase2_spans(known_at(log, 4))[0].last, kOpenEnd);
}

TEST(Facts, CoordinatorsOnSomeDayOfThePeriod) {
  const auto grant = [](std::uint64_t position, std::string_view data) {
    return Row{position, "2025-04-01", "role.granted", data};
  };
  const FigureLog log =
      log_of({grant(1, R"({"person_id": "p1", "role": "co", "scope": "c40", "valid_from": "2025-04-01"})"),
              grant(2, R"({"person_id": "p2", "role": "sub_cco", "scope": "c40", "valid_from": "2025-04-01",
                    "valid_to": "2026-03-31"})"),
              grant(3, R"({"person_id": "p3", "role": "co", "scope": "c41", "valid_from": "2025-04-01"})"),
              grant(4, R"({"person_id": "p4", "role": "cco", "scope": "c40", "valid_from": "2025-04-01"})"),
              grant(5, R"({"person_id": "p5", "role": "co", "scope": "c40", "valid_from": "2027-04-01"})"),
              grant(6, R"({"person_id": "p6", "role": "co", "scope": "c40", "valid_from": "2025-04-01"})"),
              {7, "2026-03-31", "role.revoked", R"({"person_id": "p6", "role": "co", "scope": "c40"})"},
              {8, "2026-03-31", "role.revoked", R"({"person_id": "p1", "role": "co", "scope": "c41"})"}});
  EXPECT_EQ(coordinators(known_now(log), {"c40"}, fiscal_year_period(2026)), (Ids{"p1"}));
  EXPECT_EQ(coordinators(known_now(log), {"c40"}, fiscal_year_period(2025)), (Ids{"p1", "p2", "p6"}));
  EXPECT_EQ(coordinators(known_at(log, 6), {"c40"}, fiscal_year_period(2026)), (Ids{"p1", "p6"}));
}

TEST(Facts, LastWordOnSharingAndKindsOfOrganisations) {
  const FigureLog log =
      log_of({{1, "2026-04-01", "consent.sharing_granted", R"({"business_id": "A"})"},
              {2, "2026-04-01", "consent.sharing_refused", R"({"business_id": "B"})"},
              {3, "2026-04-01", "consent.sharing_withdrawn", R"({"business_id": "A"})"},
              {4, "2026-04-01", "consent.sharing_granted", R"({"business_id": "B"})"},
              {5, "2026-04-01", "org.registered", R"({"org_id": "o", "kind": "hq"})"},
              {6, "2026-04-01", "org.registered", R"({"org_id": "o", "kind": "support_org"})"}});
  EXPECT_EQ(refusing_businesses(known_at(log, 2)), (Ids{"B"}));
  EXPECT_EQ(refusing_businesses(known_now(log)), (Ids{"A"}));
  EXPECT_EQ(organisation_kinds(known_at(log, 5)).at("o"), "hq");
  EXPECT_EQ(organisation_kinds(known_now(log)).at("o"), "support_org");
}

}  // namespace
}  // namespace projections::figures
