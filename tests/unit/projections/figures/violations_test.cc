// Goal: every kind of violations shows its rows with what the ledger said about them, and refusals apart.
// Method: the golden lists with flags and refusals added; the refusal codes against the ledger's own rules.
#include "projections/figures/violations.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <set>

#include "ledger/base/json_writer.h"
#include "ledger/domain/catalogue.h"
#include "ledger/domain/rules.h"
#include "projections/figures/answers.h"
#include "tests/unit/projections/figures/event_lists.h"

namespace projections::figures {
namespace {

using ledger::JsonValue;
using testing::golden_events;
using testing::golden_file;

FigureLog golden_log(std::string_view file, const std::vector<ListedEvent>& more = {}) {
  std::vector<ListedEvent> events = golden_events(*golden_file(file).find("events"));
  for (const ListedEvent& event : more) events.push_back(event);
  std::sort(events.begin(), events.end(),
            [](const ListedEvent& a, const ListedEvent& b) { return a.position < b.position; });
  return FigureLog(std::move(events));
}

ViolationsQuestion question_of(ViolationKind kind, std::optional<int> year = std::nullopt,
                               std::string_view on = {}) {
  ViolationsQuestion question;
  question.kind = kind;
  question.scope = *parse_scope("center:c40");
  question.fiscal_year = year;
  if (!on.empty()) question.today = jst_day(on);
  return question;
}

const JsonValue::Array& rows_of(const JsonValue& answer) {
  return answer.find("rows")->as_array();
}

// The rows are those of the question itself, and more beside.
TEST(Violations, RowsOfTheQuestions) {
  const struct {
    ViolationKind kind;
    std::string_view file, question;
    std::size_t rows;
  } kRows[] = {{ViolationKind::kPhase2, "phase2.json", R"(phase2_violations)", 3},
               {ViolationKind::kFees, "fees.json", R"(fee_violations)", 10},
               {ViolationKind::kProcedures, "procedures.json", R"(procedure_violations)", 10}};
  for (const auto& row : kRows) {
    const FigureLog log = golden_log(row.file);
    const JsonValue answer = violations(known_now(log), question_of(row.kind)).value();
    JsonValue ask{JsonValue::Object{}};
    ask.add("question", JsonValue(row.question));
    ask.add("scope", JsonValue("center:c40"));
    const JsonValue plain = figures::answer(log, *parse_ask(ask)).value();
    ASSERT_EQ(rows_of(answer).size(), plain.as_array().size());
    ASSERT_EQ(rows_of(answer).size(), row.rows);
    for (std::size_t i = 0; i < plain.as_array().size(); ++i) {
      for (const auto& [name, value] : plain.as_array()[i].as_object()) {
        EXPECT_EQ(*rows_of(answer)[i].find(name), value) << row.file;
      }
    }
  }
}

TEST(Violations, OnlyThoseOfTheYear) {
  const FigureLog fees = golden_log("fees.json");
  EXPECT_EQ(rows_of(*violations(known_now(fees), question_of(ViolationKind::kFees, 2026))).size(), 10U);
  EXPECT_TRUE(rows_of(*violations(known_now(fees), question_of(ViolationKind::kFees, 2025))).empty());
  const FigureLog procedures = golden_log("procedures.json");
  const JsonValue before =
      violations(known_now(procedures), question_of(ViolationKind::kProcedures, 2025)).value();
  ASSERT_EQ(rows_of(before).size(), 1U);  // concluded on 2026-03-25
  EXPECT_EQ(rows_of(before)[0].text("contract"), "k2");
  EXPECT_EQ(before.find("fy")->as_int(), 2025);
  EXPECT_TRUE(before.find("on")->is_null());
}

TEST(Violations, WhatTheLedgerSaid) {
  std::vector<ListedEvent> events = golden_events(*golden_file("fees.json").find("events"));
  for (ListedEvent& event : events) {
    if (event.type == "assignment.performed") event.flags = {"fee.ineligible/c40/2026-05"};
  }
  events.push_back(testing::event_of({900,
                                      "2026-05-01",
                                      "append.rejected",
                                      R"({"rejected_type": "fee.paid", "reason": "fee.amount", "count": 1,
           "minute": "2026-05-01T00:00:00Z"})",
                                      {},
                                      "lead",
                                      "impl_lead",
                                      "c40"}));
  events.push_back(
      testing::event_of({901,
                         "2026-05-01",
                         "append.rejected",
                         R"({"rejected_type": "cost.recorded", "reason": "cost.forbidden", "count": 1,
           "minute": "2026-05-01T00:00:00Z"})",
                         {},
                         "lead",
                         "impl_lead",
                         "c40"}));
  const FigureLog log(std::move(events));
  const JsonValue answer = violations(known_now(log), question_of(ViolationKind::kFees, 2026)).value();
  const JsonValue& row = rows_of(answer).front();
  EXPECT_EQ(row.text("id"), "e32");
  EXPECT_EQ(row.text("center"), "c40");
  EXPECT_EQ(row.text("type"), "fee.paid");
  EXPECT_EQ(row.find("position")->as_int(), 32);
  ASSERT_EQ(row.find("basis")->as_array().size(), 1U);
  ASSERT_EQ(row.find("ledger_said")->as_array().size(), 1U);
  EXPECT_EQ(row.find("ledger_said")->as_array()[0].text("flag"), "fee.ineligible");
  ASSERT_EQ(answer.find("refused_attempts")->as_array().size(), 1U);
  EXPECT_EQ(answer.find("refused_attempts")->as_array()[0].text("reason"), "fee.amount");
  const JsonValue other_year = violations(known_now(log), question_of(ViolationKind::kFees, 2025)).value();
  EXPECT_TRUE(other_year.find("refused_attempts")->as_array().empty());
}

TEST(Violations, WorkdaysWithTheirSettlements) {
  ListedEvent settled = testing::event_of(
      {900, "2027-04-10", "workyear.settled", R"({"contract_id": "k2", "verdict": "below_unagreed"})"});
  settled.flags = {"workyear.below/c41/2027-04"};
  const FigureLog log = golden_log("workdays.json", {settled});
  ViolationsQuestion question = question_of(ViolationKind::kWorkdays, 2026, "2027-05-01");
  question.scope = *parse_scope("center:c41");
  const JsonValue answer = violations(known_now(log), question).value();
  ASSERT_EQ(rows_of(answer).size(), 1U);
  const JsonValue& row = rows_of(answer)[0];
  EXPECT_EQ(row.text("contract"), "k2");
  EXPECT_EQ(row.find("basis")->as_array().size(), 2U);  // the contract, and the settled year
  ASSERT_EQ(row.find("ledger_said")->as_array().size(), 1U);
  EXPECT_EQ(row.find("ledger_said")->as_array()[0].text("flag"), "workyear.below");
}

TEST(Violations, CostsOfEachCentre) {
  const FigureLog log = golden_log("costs.json");
  const JsonValue answer = violations(known_now(log), question_of(ViolationKind::kCosts, 2026)).value();
  ASSERT_EQ(rows_of(answer).size(), 6U);  // the amended contract is within its limits
  const Known before{&log, ledger::Position(18)};
  const JsonValue early = violations(before, question_of(ViolationKind::kCosts, 2026)).value();
  EXPECT_EQ(write_json(*rows_of(early).at(0).find("reasons")),
            R"(["contract_over_ceiling","subcontract_reason_letter_missing"])");
  EXPECT_EQ(rows_of(early).at(1).text("id"), "e17");
}

TEST(Violations, DutiesWithTheYearsReport) {
  ListedEvent report = testing::event_of(
      {900, "2027-04-10", "business_report.delivered", R"({"contract_id": "kx", "center_id": "c40"})"});
  report.flags = {"forum.below/c40/2027-04"};
  const FigureLog log = golden_log(
      "duties.json",
      {testing::event_of({800,
                          "2026-04-01",
                          "contract.concluded",
                          R"({"contract_id": "kx", "kind": "entrustment", "center_id": "c40",
                                             "start": "2026-04-01", "end": "2027-03-31"})",
                          {},
                          "b"}),
       testing::event_of({801, "2026-04-01", "event.countersigned", R"({"target": "e800"})", {}, "l"}),
       report});
  const JsonValue answer =
      violations(known_now(log), question_of(ViolationKind::kDuties, 2026, "2027-04-20")).value();
  const JsonValue& row = rows_of(answer).at(0);
  EXPECT_EQ(row.text("duty"), "forum_regional");
  EXPECT_EQ(write_json(*row.find("basis")), R"(["e13","e900"])");
  EXPECT_EQ(row.find("ledger_said")->as_array().at(0).text("flag"), "forum.below");
}

TEST(Violations, EveryKindAnswersNothingAboutAnEmptyLog) {
  const FigureLog log(std::vector<ListedEvent>{});
  for (const ViolationKindRow& kind : violation_kinds()) {
    EXPECT_EQ(find_violation_kind(kind.name), &kind);
    EXPECT_EQ(kind.needs_day, kind.needs_day && kind.needs_year) << kind.name;
    const auto found = violations(known_now(log), question_of(kind.kind, 2026, "2026-04-05"));
    ASSERT_TRUE(found.ok()) << kind.name;
    EXPECT_EQ(found->text("kind"), kind.name);
    EXPECT_EQ(rows_of(*found).size(), kind.kind == ViolationKind::kDuties ? 4U : 0U) << kind.name;
  }
  EXPECT_EQ(find_violation_kind("fee"), nullptr);
}

// Every code is one that the ledger refuses with; every code of a family that is listed is listed, so that a
// new rule is not forgotten here.
TEST(Violations, CodesAreTheLedgersOwn) {
  std::set<std::string_view> known, listed;
  for (const ledger::RuleSpec& rule : ledger::rule_table()) known.insert(rule.code);
  for (const ViolationKindRow& kind : violation_kinds()) {
    for (const RefusalCode& code : kind.refusals) {
      EXPECT_TRUE(known.contains(code.reason)) << code.reason;
      if (!code.type.empty()) {
        EXPECT_NE(ledger::find_type(code.type, 1), nullptr) << code.type;
      }
      listed.insert(code.reason);
    }
  }
  for (const std::string_view family : {"fee.", "workday.", "workyear."}) {
    for (const std::string_view code : known) {
      if (code.starts_with(family)) {
        EXPECT_TRUE(listed.contains(code)) << code;
      }
    }
  }
}

}  // namespace
}  // namespace projections::figures
