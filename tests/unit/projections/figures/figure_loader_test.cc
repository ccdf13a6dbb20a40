// Goal: what is loaded for a question is enough: the answer over it is the answer over everything. Method:
// one log with a story in two centres; every question, at every size, both ways.
#include "projections/figures/figure_loader.h"

#include <gtest/gtest.h>
#include <set>

#include "ledger/base/json_reader.h"
#include "ledger/base/json_writer.h"
#include "ledger/base/uuid.h"
#include "projections/figure_events.h"
#include "projections/figures/answers.h"
#include "tests/support/manual_clock.h"
#include "tests/unit/projections/folded.h"

namespace projections::figures {
namespace {

using ledger::JsonValue;
using ledger::TreeSize;
using tests::number_field;
using tests::text_field;

class FigureLoaderTest : public ::testing::Test {
 protected:
  void add(std::string type, JsonValue::Object data, std::string center = "c40", std::string person = "p-1") {
    ListedEvent event;
    event.type = type;
    event.person = person;
    event.role = "co";
    event.center = center;
    event.data = JsonValue(data);
    const auto appended = log_.append({.type = std::move(type),
                                       .person = std::move(person),
                                       .center = std::move(center),
                                       .data = std::move(data)});
    event.position = appended.position;
    event.recorded_at = appended.recorded_at;
    event.occurred_at = ledger::parse_rfc3339("2026-06-01T10:00:00+09:00").value();
    event.id = ledger::format_event_id(appended.id);
    last_id_ = event.id;
    all_.push_back(std::move(event));
  }
  void live() {
    for (const char* center : {"c40", "c41"}) {
      const std::string number(center + 1);
      add("center.established", {text_field("center_id", center), text_field("pref_code", number),
                                 text_field("bureau", "kyushu"), text_field("impl_body", "impl-" + number)});
      for (const char* month : {"04", "05", "06"}) {
        const std::string key = number + month;
        const std::string day = "2026-" + std::string(month) + "-10";
        add("consultation.opened", {text_field("case_id", "k" + key), text_field("center_id", center)});
        add("session.held", {text_field("session_id", "s" + key), text_field("case_id", "k" + key),
                             text_field("business_id", "b" + key), number_field("minutes", 60),
                             text_field("started_at", day + "T10:00:00+09:00")});
        add("issue.identified", {text_field("issue_id", "i" + key), text_field("case_id", "k" + key),
                                 text_field("business_id", "b" + key), text_field("category", "it_use"),
                                 text_field("identified_on", day)});
        add("issue.resolved",
            {text_field("issue_id", "i" + key), text_field("case_id", "k" + key),
             text_field("business_id", "b" + key), text_field("resolved_on", "2026-06-11")});
      }
    }
    add("session.corrected",
        {text_field("session_id", "s4004"), text_field("case_id", "k4004"),
         text_field("business_id", "b4004"), number_field("minutes", 90), text_field("corrects", all_[2].id),
         text_field("started_at", "2026-05-20T10:00:00+09:00")});
    add("business.merged", {text_field("business_id", "b4005"), text_field("absorbed_id", "b4106")});
    add("business.registered", {text_field("business_id", "b4106"), text_field("kind", "pre_startup")});
    add("issue.reopened", {text_field("issue_id", "i4105"), text_field("case_id", "k4105")});
    add("issue.reclassified",
        {text_field("issue_id", "i4005"), text_field("business_id", "b4005"), text_field("case_id", "k4005"),
         text_field("to", "bookkeeping"), text_field("reclassified_on", "2026-07-01")});
    JsonValue figures{JsonValue::Object{number_field("sessions", 1), number_field("session_minutes", 60)}};
    add("monthly_report.submitted", {text_field("center_id", "c40"),
                                     text_field("year_month", "2026-05"),
                                     number_field("cut_off", 25),
                                     {"figures", figures}});
    add("month.closed",
        {text_field("center_id", "c40"), text_field("year_month", "2026-05"), number_field("cut_off", 25)});
    add("business.merged", {text_field("business_id", "b4005"), text_field("absorbed_id", "b4004")});
    add("contract.concluded",
        {text_field("contract_id", "t1"), text_field("center_id", "c40"), text_field("kind", "co"),
         text_field("person_id", "p-9"), text_field("start", "2026-04-01"), text_field("end", "2027-03-31")});
    add("event.countersigned", {text_field("target", last_id_)}, "c41", "p-9");
    add("fee.paid",
        {text_field("contract_id", "t1"), number_field("amount_yen", 1), text_field("payee", "x"),
         tests::list_field("assignment_ids", {"a1"}), text_field("paid_on", "2026-06-30")},
        "c41");
  }
  static JsonValue json(const std::string& text) { return ledger::read_json(text).value(); }
  static std::string answer_of(const FigureLog& log, const JsonValue& ask) {
    const auto found = answer(log, parse_ask(ask).value());
    return found.ok() ? ledger::write_json(*found) : found.status().to_string();
  }
  tests::LogBuilder log_;
  std::vector<ListedEvent> all_;
  std::string last_id_;
};

TEST_F(FigureLoaderTest, TheAnswerIsThatOverAllEvents) {
  live();
  const tests::Folded folded(log_);
  const Snapshot snapshot = folded.snapshot();
  std::vector<std::string> asks;
  for (const char* scope : {"center:c40", "prefecture:41", "bureau:kyushu", "nation", "center:c99"}) {
    const std::string about = R"("scope":")" + std::string(scope) + R"(")";
    asks.push_back(R"({"question":"indicator_set","fy":2026,)" + about + "}");
    asks.push_back(R"({"question":"indicator_set","fy":2026,"definition":"2024.1",)" + about + "}");
    asks.push_back(R"({"question":"merge_restatements","fy":2026,)" + about + "}");
    asks.push_back(R"({"question":"violations","kind":"fees",)" + about + "}");
    asks.push_back(R"({"question":"violations","kind":"procedures",)" + about + "}");
    asks.push_back(R"({"question":"workdays","fy":2026,"on":"2026-06-30",)" + about + "}");
  }
  asks.push_back(R"({"question":"reconcile","center":"c40","month":"2026-05"})");
  asks.push_back(R"({"figure":"sessions","center":"c40","month":"2026-04"})");
  asks.push_back(R"({"question":"unmet_duties","center":"c40","fy":2026,"on":"2026-06-30"})");
  std::set<std::string> different;
  for (const std::string& text : asks) {
    const JsonValue ask = json(text);
    for (std::size_t size = 1; size <= all_.size(); ++size) {
      const std::vector<ListedEvent> until(all_.begin(), all_.begin() + static_cast<std::ptrdiff_t>(size));
      const FigureLog whole(until, {{}, false});
      const auto loaded = load(snapshot, ask, TreeSize(size));
      ASSERT_TRUE(loaded.ok()) << text << loaded.status().to_string();
      const std::string expected = answer_of(whole, ask);
      ASSERT_EQ(answer_of(*loaded, ask), expected) << text << " at " << size;
      different.insert(expected);
    }
  }
  EXPECT_GT(different.size(), 150U);  // the story moves the answers
}

TEST_F(FigureLoaderTest, AMonthIsReadWithoutTheRestOfTheLog) {
  live();
  const tests::Folded folded(log_);
  const auto loaded =
      load(folded.snapshot(), json(R"({"question":"reconcile","center":"c41","month":"2026-04"})"),
           TreeSize(all_.size()));
  ASSERT_TRUE(loaded.ok());
  EXPECT_EQ(loaded->of_type("session.held").size(), 1U);
  EXPECT_EQ(loaded->of_type("issue.resolved").size(), 1U);  // of the issue that was identified then
  EXPECT_TRUE(loaded->of_type("fee.paid").empty());
}

class Opened final : public SealedInputs {
 public:
  ledger::Result<JsonValue::Object> open(const ledger::EventId&, ledger::Position position) const override {
    positions.push_back(position.value);
    return JsonValue::Object{number_field("sales", 7), text_field("period_end", "2026-03-31")};
  }
  mutable std::vector<std::uint64_t> positions;
};

TEST_F(FigureLoaderTest, SealedInputsAreOpenedForWhoIsInPhase2Only) {
  live();
  add("business.financials_submitted", {text_field("business_id", "b4005")});
  const std::uint64_t wanted = all_.back().position.value;
  add("phase.transitioned", {text_field("business_id", "b4106"), number_field("to", 2),
                             text_field("transitioned_on", "2026-05-01")});
  add("business.financials_submitted", {text_field("business_id", "b4104")});
  const tests::Folded folded(log_);
  const Opened opened;
  const auto loaded =
      load(folded.snapshot(), json(R"({"question":"indicator_set","scope":"nation","fy":2026})"),
           TreeSize(all_.size()), &opened);
  ASSERT_TRUE(loaded.ok());
  EXPECT_EQ(opened.positions, std::vector<std::uint64_t>{wanted});  // by the merge one business
  EXPECT_EQ(loaded->of_type("business.financials_submitted")[0]->number("sales"), 7);
}

TEST_F(FigureLoaderTest, AQuestionHoldsNoMoreThanItsBound) {
  live();
  const tests::Folded folded(log_);
  const JsonValue ask = json(R"({"question":"indicator_set","scope":"nation","fy":2026})");
  const TreeSize all(all_.size());
  const std::size_t held = load(folded.snapshot(), ask, all).value().bytes();
  EXPECT_TRUE(load(folded.snapshot(), ask, all, nullptr, {held, {}}).ok());
  EXPECT_EQ(load(folded.snapshot(), ask, all, nullptr, {held - 1, {}}).status().reason(),
            "figures.too_large");
}

// Whoever gives up at the n-th look gets no answer, whatever n is; who never does gets the whole one.
TEST_F(FigureLoaderTest, AQuestionIsGivenUpAtAnyLook) {
  live();
  const tests::Folded folded(log_);
  const TreeSize all(all_.size());
  for (const char* text : {R"({"question":"indicator_set","scope":"nation","fy":2026})",
                           R"({"question":"reconcile","center":"c40","month":"2026-05"})",
                           R"({"question":"merge_restatements","scope":"nation","fy":2026})"}) {
    const JsonValue ask = json(text);
    const Ask parsed = parse_ask(ask).value();
    const auto answer_after = [&](std::size_t looks_left) {
      const Stop stop = [&looks_left] { return looks_left == 0 || --looks_left == 0; };
      const auto log = load(folded.snapshot(), ask, all, nullptr, {kFigureBytesMax, stop});
      const auto found = log.ok() ? answer(*log, parsed) : log.status();
      return found.ok() ? ledger::write_json(*found) : found.status().reason();
    };
    const std::string whole = answer_of(load(folded.snapshot(), ask, all).value(), ask);
    std::size_t looks = 1;
    while (answer_after(looks) == "figures.cancelled") ++looks;
    EXPECT_EQ(answer_after(looks), whole) << text;
    EXPECT_GT(looks, 20U) << text;  // while it is loaded and while it is computed
  }
}

// Of a budget: taken before anything is read, held as long as the log, given back on every way out.
TEST_F(FigureLoaderTest, WhatALogHoldsIsTakenOutOfTheBudget) {
  live();
  const tests::Folded folded(log_);
  const TreeSize all(all_.size());
  const JsonValue ask = json(R"({"question":"indicator_set","scope":"nation","fy":2026})");
  const tests::ManualClock clock;
  ledger::Metrics metrics;
  BudgetBounds bounds;
  bounds.bytes_max = std::size_t{64} << 20;
  bounds.question_bytes_max = std::size_t{32} << 20;
  MemoryBudget budget(bounds, clock, metrics);
  const auto limits = [&](Stop stop = {}) {
    return LoadLimits{kFigureBytesMax, std::move(stop), &budget, Asker::kCaller};
  };
  {
    const auto loaded = load(folded.snapshot(), ask, all, nullptr, limits());
    ASSERT_TRUE(loaded.ok());
    EXPECT_GE(budget.state().bytes_in_use, loaded->bytes());
    EXPECT_EQ(budget.state().questions, 1U);
    EXPECT_EQ(load(folded.snapshot(), ask, all, nullptr, limits()).status().reason(), "figures.busy");
    EXPECT_EQ(budget.state().questions, 1U);
    EXPECT_EQ(answer_of(*loaded, ask), answer_of(load(folded.snapshot(), ask, all).value(), ask));
  }
  EXPECT_EQ(budget.state().bytes_in_use, 0U);
  EXPECT_EQ(load(folded.snapshot(), json(R"({"question":"indicator_set","scope":"x","fy":2026})"), all,
                 nullptr, limits())
                .status()
                .reason(),
            "figures.scope");
  for (int looks = 1; looks < 20; ++looks) {
    int left = looks;
    const Stop stop = [&left] { return --left == 0; };
    EXPECT_EQ(load(folded.snapshot(), ask, all, nullptr, limits(stop)).status().reason(),
              "figures.cancelled");
  }
  EXPECT_EQ(budget.state().bytes_in_use, 0U);
  EXPECT_EQ(budget.state().questions, 0U);

  bounds.question_bytes_max = 1000;
  MemoryBudget small(bounds, clock, metrics);
  EXPECT_EQ(load(folded.snapshot(), ask, all, nullptr, {kFigureBytesMax, {}, &small, Asker::kService})
                .status()
                .reason(),
            "figures.too_large");
  EXPECT_EQ(small.state().questions, 0U);
}

TEST_F(FigureLoaderTest, BadScopesAreRefused) {
  live();
  const tests::Folded folded(log_);
  EXPECT_EQ(
      load(folded.snapshot(), json(R"({"question":"indicator_set","scope":"x","fy":2026})"), TreeSize(1))
          .status()
          .reason(),
      "figures.scope");
}

}  // namespace
}  // namespace projections::figures
