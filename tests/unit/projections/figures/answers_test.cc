// Goal: every expectation of the golden files, which people calculated, is met; and wrong asks say what would
// be right.
// Method: only the members that an expectation names are compared, as the reference's own test does; the
// comparison itself is tried with wrong expectations.
#include "projections/figures/answers.h"

#include <algorithm>
#include <filesystem>
#include <gtest/gtest.h>

#include "ledger/base/json_reader.h"
#include "ledger/base/json_writer.h"
#include "projections/figures/definitions.h"
#include "projections/figures/reports.h"
#include "tests/unit/projections/figures/event_lists.h"

namespace projections::figures {
namespace {

using ledger::JsonValue;

// The first place where `found` lacks what `expected` states; maps may hold more. Empty: none.
std::string difference(const JsonValue& expected, const JsonValue& found, const std::string& path) {
  if (expected.is_object() && found.is_object()) {
    for (const auto& [name, value] : expected.as_object()) {
      const JsonValue* inner = found.find(name);
      if (inner == nullptr) return path + "/" + name + " is missing";
      const std::string where = difference(value, *inner, path + "/" + name);
      if (!where.empty()) return where;
    }
    return {};
  }
  if (expected.is_array() && found.is_array() && expected.as_array().size() == found.as_array().size()) {
    for (std::size_t i = 0; i < found.as_array().size(); ++i) {
      const std::string where =
          difference(expected.as_array()[i], found.as_array()[i], path + "/" + std::to_string(i));
      if (!where.empty()) return where;
    }
    return {};
  }
  return expected == found ? std::string() : path + ": expected " + ledger::write_json(expected);
}

JsonValue json(std::string_view text) {
  return ledger::read_json(text).value();
}

bool is_ours(const JsonValue& ask) {
  const std::string_view question = ask.text("question");
  return question.empty() || std::find(questions().begin(), questions().end(), question) != questions().end();
}

std::string judge(const FigureLog& log, const JsonValue& expectation) {
  const auto ask = parse_ask(*expectation.find("ask"));
  if (!ask.ok()) return ask.status().to_string();
  const auto found = answer(log, *ask);
  if (!found.ok()) return found.status().to_string();
  for (const auto& [name, wanted] : expectation.as_object()) {
    if (name == "ask" || name == "calculation") continue;
    const JsonValue* member = name == "answer" ? &*found : found->find(name);
    const std::string where = member == nullptr ? name + " is missing" : difference(wanted, *member, "");
    if (!where.empty()) return where + " in " + ledger::write_json(*found);
  }
  if (expectation.find("value") != nullptr) {
    const JsonValue* cut_off = expectation.find("ask")->find("cut_off");
    const auto last = static_cast<std::int64_t>(log.events().back().position.value);
    if (*found->find("position") != (cut_off == nullptr ? JsonValue(last) : *cut_off)) return "position";
  }
  return {};
}

TEST(Answers, EveryGoldenExpectation) {
  std::size_t cases = 0;
  std::set<std::string, std::less<>> asked;
  for (const auto& entry : std::filesystem::directory_iterator(GOLDEN_FIGURES)) {
    const std::string name = entry.path().filename();
    const JsonValue golden = testing::golden_file(name);
    const FigureLog log(testing::golden_events(*golden.find("events")));
    for (const JsonValue& expectation : golden.find("cases")->as_array()) {
      const JsonValue& ask = *expectation.find("ask");
      if (!is_ours(ask)) continue;
      ++cases;
      asked.emplace(ask.text("indicator"));
      asked.emplace(ask.text("question"));
      EXPECT_EQ(judge(log, expectation), "") << name << ' ' << ledger::write_json(ask);
    }
  }
  EXPECT_GT(cases, 100U);
  for (const std::string_view definition : {kDefinition2024, kDefinition2026}) {
    for (const IndicatorRow& row : indicators_of(definition)) EXPECT_TRUE(asked.contains(row.id)) << row.id;
  }
  // Its rows are those of the other questions: violations_test.cc.
  asked.emplace("violations");
  for (const std::string_view question : questions()) EXPECT_TRUE(asked.contains(question)) << question;
}

TEST(Answers, AWrongExpectationIsNoticed) {
  const struct {
    std::string_view expected, found;
  } kRows[] = {{R"({"value":1})", R"({"value":2})"},
               {R"({"value":null})", R"({"value":0})"},
               {R"({"value":1})", R"({"value":true})"},
               {R"({"excluded":[]})", R"({"excluded":[["a","b"]]})"},
               {R"({"excluded":[["a","c"]]})", R"({"excluded":[["a","b"]]})"},
               {R"({"beside":{"x":1}})", R"({"beside":{}})"}};
  for (const auto& row : kRows)
    EXPECT_NE(difference(json(row.expected), json(row.found), ""), "") << row.expected;
}

TEST(Answers, WhatAnAskLacks) {
  const FigureLog log(std::vector<ListedEvent>{});
  const struct {
    std::string_view ask, reason, pointer;
  } kRows[] = {
      {R"({"indicator":"sessions","fy":2026})", "figures.ask", "/scope"},
      {R"({"indicator":"sessions","scope":"nation"})", "figures.ask", "/fy"},
      {R"({"indicator":"tea","scope":"nation","fy":2026})", "figures.indicator", "/indicator"},
      {R"({"indicator":"va_sum","scope":"nation","fy":2026,"definition":"1"})", "figures.definition",
       "/definition"},
      {R"({"indicator":"va_sum","scope":"nation","fy":2026,"definition":"2024.1"})", "figures.indicator",
       "/indicator"},
      {R"({"figure":"sessions","month":"2026-04"})", "figures.ask", "/center"},
      {R"({"figure":"sessions","center":"c40"})", "figures.ask", "/month"},
      {R"({"figure":"tea","center":"c40","month":"2026-04"})", "figures.figure", "/figure"},
      {R"({"question":"why"})", "figures.question", "/question"},
      {R"({"question":"reconcile","center":"c40"})", "figures.ask", "/month"},
      {R"({"question":"indicator_set","scope":"nation"})", "figures.ask", "/fy"},
      {R"({"question":"merge_restatements","fy":2026})", "figures.ask", "/scope"},
      {R"({"question":"fixed_figures"})", "figures.ask", "/scope"},
  };
  for (const auto& row : kRows) {
    const auto ask = parse_ask(json(row.ask));
    ASSERT_TRUE(ask.ok()) << row.ask;
    const auto found = answer(log, *ask);
    ASSERT_FALSE(found.ok()) << row.ask;
    EXPECT_EQ(found.status().reason(), row.reason) << row.ask;
    EXPECT_EQ(found.status().pointer(), row.pointer) << row.ask;
  }
}

TEST(Answers, OfAnEmptyLog) {
  const FigureLog log(std::vector<ListedEvent>{});
  const auto found = answer(log, *parse_ask(json(R"({"indicator":"sessions","scope":"nation","fy":2026})")));
  ASSERT_TRUE(found.ok());
  EXPECT_TRUE(found->find("position")->is_null());
  EXPECT_EQ(found->find("value")->as_int(), 0);
}

}  // namespace
}  // namespace projections::figures
