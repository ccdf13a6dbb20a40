// Goal: the bureaus' questions obey laws that hold for every list, and refuse asks that miss something.
// Method: what comes later changes nothing before, and a whole is the union of its parts, over the golden
// lists (whose expectations answers_test.cc holds); a table of asks that are wrong in one member.
#include "projections/figures/bureau_questions.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <set>

#include "ledger/base/json_reader.h"
#include "ledger/base/json_writer.h"
#include "tests/unit/projections/figures/event_lists.h"

namespace projections::figures {
namespace {

using ledger::JsonValue;
using testing::golden_events;
using testing::golden_file;
using testing::known_at;

constexpr std::string_view kFiles[] = {"costs.json",  "duties.json",     "fees.json",
                                       "phase2.json", "procedures.json", "workdays.json"};

struct Question {
  std::string_view name;
  AnswerOr (*answer)(const Known& known, const Ask& ask);
};
constexpr Question kQuestions[] = {{"phase2_violations", ask_phase2_violations},
                                   {"fee_violations", ask_fee_violations},
                                   {"procedure_violations", ask_procedure_violations},
                                   {"workdays", ask_workdays},
                                   {"cost_summary", ask_cost_summary},
                                   {"eligibility", ask_eligibility},
                                   {"unmet_duties", ask_unmet_duties},
                                   {"violations", ask_violations}};

JsonValue json(std::string_view text) {
  return ledger::read_json(text).value();
}

AnswerOr answer_at(const Known& known, const JsonValue& json) {
  const auto ask = parse_ask(json);
  if (!ask.ok()) return ask.status();
  const auto* found = std::find_if(std::begin(kQuestions), std::end(kQuestions),
                                   [&](const Question& row) { return row.name == ask->question; });
  return found->answer(known, *ask);
}

// Every list of rows is judged without anything that came later, and the answer at a position is that of the
// list cut there.
TEST(BureauQuestions, WhatComesLaterChangesNothingBefore) {
  std::size_t compared = 0;
  for (const std::string_view file : kFiles) {
    const JsonValue golden = golden_file(file);
    const std::vector<ListedEvent> sorted = golden_events(*golden.find("events"));
    const FigureLog whole(sorted);
    for (const JsonValue& one : golden.find("cases")->as_array()) {
      for (std::size_t cut = 0; cut <= sorted.size(); ++cut) {
        const FigureLog part(
            std::vector<ListedEvent>(sorted.begin(), sorted.begin() + static_cast<long>(cut)));
        const std::uint64_t position = cut == 0 ? 0 : sorted[cut - 1].position.value;
        const auto then = answer_at(known_now(part), *one.find("ask"));
        const auto again = answer_at(known_at(whole, position), *one.find("ask"));
        ASSERT_EQ(then.ok(), again.ok());
        if (then.ok()) {
          EXPECT_EQ(write_json(*then), write_json(*again)) << file << " at " << position;
        }
        ++compared;
      }
    }
  }
  EXPECT_GT(compared, 500U);
}

// Rows of every centre, each asked alone, are the rows of the nation; no row stands twice.
TEST(BureauQuestions, AWholeIsTheUnionOfItsParts) {
  constexpr std::string_view kAsks[] = {
      R"("question": "phase2_violations")", R"("question": "procedure_violations")",
      R"("question": "workdays", "fy": 2026, "on": "2027-06-01")", R"("question": "fee_violations")"};
  std::size_t rows = 0;
  for (const std::string_view file : kFiles) {
    std::vector<ListedEvent> events = golden_events(*golden_file(file).find("events"));
    std::uint64_t position = 1'000;
    for (const std::string_view center : {"c40", "c41", "c42"}) {
      events.push_back(testing::event_of({++position, "2027-03-31", "center.established",
                                          center == "c42"   ? R"({"center_id": "c42", "bureau": "south"})"
                                          : center == "c41" ? R"({"center_id": "c41", "bureau": "north"})"
                                                            : R"({"center_id": "c40", "bureau": "north"})"}));
    }
    std::sort(events.begin(), events.end(),
              [](const ListedEvent& a, const ListedEvent& b) { return a.position < b.position; });
    const FigureLog log(std::move(events));
    for (const std::string_view question : kAsks) {
      const auto rows_at = [&](std::string_view scope) {
        const std::string ask = "{" + std::string(question) + ", \"scope\": \"" + std::string(scope) + "\"}";
        std::multiset<std::string> texts;
        const JsonValue answer = answer_at(known_now(log), json(ask)).value();
        for (const JsonValue& row : answer.as_array()) texts.insert(write_json(row));
        return texts;
      };
      // As sets: a payment without a contract is named at every scope.
      const auto c40 = rows_at("center:c40"), c41 = rows_at("center:c41"), c42 = rows_at("center:c42");
      std::set<std::string> north(c40.begin(), c40.end());
      north.insert(c41.begin(), c41.end());
      std::set<std::string> parts = north;
      parts.insert(c42.begin(), c42.end());
      const auto nation = rows_at("nation"), bureau = rows_at("bureau:north");
      EXPECT_EQ(nation, std::multiset<std::string>(parts.begin(), parts.end())) << file << question;
      EXPECT_EQ(bureau, std::multiset<std::string>(north.begin(), north.end())) << file << question;
      rows += nation.size();
    }
  }
  EXPECT_GT(rows, 20U);
}

TEST(BureauQuestions, WrongAsks) {
  const FigureLog log(std::vector<ListedEvent>{});
  const struct {
    std::string_view ask, reason, pointer;
  } kRows[] = {
      {R"({"question": "fee_violations"})", "figures.ask", "/scope"},
      {R"({"question": "phase2_violations", "center": "c40"})", "figures.ask", "/scope"},
      {R"({"question": "procedure_violations", "fy": 2026})", "figures.ask", "/scope"},
      {R"({"question": "workdays", "fy": 2026, "on": "2026-06-01"})", "figures.ask", "/scope"},
      {R"({"question": "workdays", "scope": "nation", "on": "2026-06-01"})", "figures.ask", "/fy"},
      {R"({"question": "workdays", "scope": "nation", "fy": 2026})", "figures.ask", "/on"},
      {R"({"question": "cost_summary", "fy": 2026})", "figures.ask", "/center"},
      {R"({"question": "cost_summary", "center": "c40"})", "figures.ask", "/fy"},
      {R"({"question": "eligibility", "fy": 2026})", "figures.ask", "/center"},
      {R"({"question": "eligibility", "center": "c40"})", "figures.ask", "/fy"},
      {R"({"question": "unmet_duties", "fy": 2026, "on": "2026-06-01"})", "figures.ask", "/center"},
      {R"({"question": "unmet_duties", "center": "c40", "on": "2026-06-01"})", "figures.ask", "/fy"},
      {R"({"question": "unmet_duties", "center": "c40", "fy": 2026})", "figures.ask", "/on"},
      {R"({"question": "violations", "scope": "nation"})", "figures.kind", "/kind"},
      {R"({"question": "violations", "kind": "fines", "scope": "nation"})", "figures.kind", "/kind"},
      {R"({"question": "violations", "kind": "fees"})", "figures.ask", "/scope"},
      {R"({"question": "violations", "kind": "costs", "scope": "nation"})", "figures.ask", "/fy"},
      {R"({"question": "violations", "kind": "duties", "scope": "nation", "on": "2026-06-01"})",
       "figures.ask", "/fy"},
      {R"({"question": "violations", "kind": "workdays", "scope": "nation", "fy": 2026})", "figures.ask",
       "/on"},
  };
  for (const auto& row : kRows) {
    const auto answer = answer_at(known_now(log), json(row.ask));
    ASSERT_FALSE(answer.ok()) << row.ask;
    EXPECT_EQ(answer.status().reason(), row.reason) << row.ask;
    EXPECT_EQ(answer.status().pointer(), row.pointer) << row.ask;
    EXPECT_FALSE(answer.status().expected().empty()) << row.ask;
  }
}

TEST(BureauQuestions, AnswersToNothing) {
  const FigureLog log(std::vector<ListedEvent>{});
  const auto ask = [&](std::string_view text) {
    return write_json(answer_at(known_now(log), json(text)).value());
  };
  EXPECT_EQ(ask(R"({"question": "phase2_violations", "scope": "nation"})"), "[]");
  EXPECT_EQ(ask(R"({"question": "workdays", "scope": "nation", "fy": 2026, "on": "2026-06-01"})"), "[]");
  EXPECT_EQ(ask(R"({"question": "eligibility", "center": "c40", "fy": 2026})"),
            R"({"eligible":0,"booked":0,"rows":[]})");
  EXPECT_EQ(ask(R"({"question": "cost_summary", "center": "c40", "fy": 2026})"),
            R"({"items":{},"funds":{},"total":{"yen":0,"tax":0},"disallowed":0,"contract_amount":null,)"
            R"("contract_by_fund":{},"ceiling":null,"spent":0,"left_of_contract":null,"over_contract":null,)"
            R"("contract_over_ceiling":null,"subcontract":{"planned":null,"booked":null,)"
            R"("letter_wanted":false,"letter_on_file":false,"violation":false}})");
}

}  // namespace
}  // namespace projections::figures
