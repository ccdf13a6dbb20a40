// Goal: a bureau's questions are answered with exact figures, the events behind them to who may read these,
// at any size, as JSON and CSV; each question is an event; what is asked wrongly is refused with a reason.
// Method: the story's one session, issue and referral, asked by every kind of reader; a table of refusals.
#include <gtest/gtest.h>

#include "ledger/base/sha256.h"
#include "tests/unit/api/schema_check.h"
#include "tests/unit/api/state_story.h"

namespace tests {
namespace {

using ledger::JsonValue;

const std::vector<api::Header> kToReport = {{"daicho-purpose", "report"}};

class FigureHandlerTest : public ::testing::Test {
 protected:
  api::Response get(const std::string& target, std::string_view as = "gw") {
    return fixture.get(target, as, kToReport);
  }
  JsonValue ask(const std::string& target, std::string_view as = "gw") {
    const api::Response response = get(target, as);
    EXPECT_EQ(response.status, 200) << target << " " << response.body;
    return json_of(response);
  }
  // Of the indicator in a set's answer.
  static const JsonValue& now(const JsonValue& answer, std::string_view indicator) {
    const JsonValue* row = answer.find("answer")->find(indicator);
    EXPECT_NE(row, nullptr) << indicator;
    return *row->find("now");
  }
  ApiFixture fixture;
  StateStory story{fixture};
};

TEST_F(FigureHandlerTest, AnIndicatorSetCountsTheStory) {
  const JsonValue answer = ask("/v1/indicators?scope=center:c40&fy=2026");
  EXPECT_EQ(answer.text("question"), "indicators");
  EXPECT_EQ(answer.text("about"), "center:c40");
  EXPECT_EQ(answer.text("withheld_by"), "");
  EXPECT_EQ(now(answer, "issues_identified").find("value")->as_int(), 1);
  EXPECT_EQ(now(answer, "issues_identified").find("numerator")->as_array().at(0).as_string(),
            story.id("issue.identified"));
  EXPECT_EQ(now(answer, "referred_businesses").find("value")->as_int(), 1);
  EXPECT_EQ(now(answer, "va_sum").text("reason"), "inputs_sealed");
  for (const char* scope : {"prefecture:40", "bureau:bureau-kyushu", "nation"}) {
    const JsonValue wider = ask("/v1/indicators?fy=2026&scope=" + std::string(scope), "auditor");
    EXPECT_EQ(now(wider, "issues_identified").find("value")->as_int(), 1) << scope;
  }
  const JsonValue elsewhere = ask("/v1/indicators?scope=center:c13&fy=2026", "auditor");
  EXPECT_EQ(now(elsewhere, "issues_identified").find("value")->as_int(), 0);
}

TEST_F(FigureHandlerTest, AnEarlierSizeGivesTheEarlierFigure) {
  const std::string at = std::to_string(story.at("issue.identified"));
  const JsonValue before = ask("/v1/indicators?scope=center:c40&fy=2026&as_of=" + at);
  EXPECT_EQ(before.find("reflects")->as_int(), static_cast<std::int64_t>(story.at("issue.identified")));
  EXPECT_EQ(now(before, "issues_identified").find("value")->as_int(), 0);
  EXPECT_EQ(code_of(get("/v1/indicators?scope=center:c40&fy=2026&as_of=99999999")), "query.as_of");
}

TEST_F(FigureHandlerTest, EachQuestionIsAnEventBeforeTheAnswerLeaves) {
  const std::uint64_t before = fixture.size();
  const api::Response response = get("/v1/indicators?scope=center:c40&fy=2026");
  ASSERT_EQ(fixture.types_since(before), std::vector<std::string>{"figure.viewed"});
  const ledger::Event event = fixture.event_at(before).signed_event.event;
  EXPECT_EQ(event.text("about"), "center:c40");
  EXPECT_EQ(event.text("period"), "2026");
  EXPECT_EQ(event.actor.person.value, "p-bureau");
  EXPECT_NE(response.header("Daicho-Access-Event"), nullptr);
  fixture.close_writer();
  const api::Response refused = get("/v1/indicators?scope=center:c40&fy=2026");
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(code_of(refused), "access.not_recorded");
}

// Whoever leaves, or a service that stops, ends the question; nobody got an answer, so nothing is recorded.
TEST_F(FigureHandlerTest, AQuestionThatNobodyWaitsForIsGivenUp) {
  constexpr const char* kTarget = "/v1/indicators?scope=center:c40&fy=2026";
  fixture.catch_up();
  const std::uint64_t before = fixture.size();
  int looks = 0;
  api::Request request = request_of("GET", kTarget, "gw", kToReport);
  request.is_abandoned = [&looks] { return ++looks > 3; };
  const api::Response left = fixture.send(request);
  EXPECT_EQ(left.status, 503);
  EXPECT_EQ(code_of(left), "figures.cancelled");
  request.is_abandoned = [] { return false; };
  EXPECT_EQ(fixture.send(request).status, 200);
  EXPECT_EQ(fixture.types_since(before), std::vector<std::string>{"figure.viewed"});
  fixture.catch_up();
  fixture.waits.close();
  EXPECT_EQ(code_of(get(kTarget)), "figures.cancelled");
}

// The door cuts the connection at the request's deadline: before that, the client hears why.
TEST_F(FigureHandlerTest, WhatCannotBeAnsweredInTimeIsSaidInTime) {
  fixture.catch_up();
  const std::uint64_t before = fixture.size();
  const std::int64_t now = fixture.ledger.clock().monotonic_micros();
  api::Request request = request_of("GET", "/v1/indicators?scope=center:c40&fy=2026", "gw", kToReport);
  request.deadline_micros = now + 1'000'000;
  const api::Response late = fixture.send(request);
  EXPECT_EQ(late.status, 503);
  EXPECT_EQ(code_of(late), "figures.too_slow");
  EXPECT_EQ(fixture.size(), before);
  request.deadline_micros = now + 60'000'000;
  EXPECT_EQ(fixture.send(request).status, 200);
}

// One place, and somebody in it.
TEST_F(FigureHandlerTest, WithoutRoomAQuestionIsToldWhenToComeAgain) {
  projections::figures::BudgetBounds bounds;
  bounds.bytes_max = std::size_t{64} << 20;
  bounds.question_bytes_max = std::size_t{32} << 20;
  projections::figures::MemoryBudget budget(bounds, fixture.ledger.clock(), fixture.metrics);
  fixture.context->figures_memory = &budget;
  constexpr const char* kTarget = "/v1/reports/c40/2026-04";
  ask(kTarget);
  {
    auto other = budget.share(projections::figures::Asker::kCaller);
    ASSERT_TRUE(other.grow_to(1, {}).ok());
    const api::Response busy =
        fixture.get(kTarget, "gw", {{"daicho-purpose", "report"}, {"accept-language", "ja"}});
    EXPECT_EQ(busy.status, 503);
    EXPECT_EQ(code_of(busy), "figures.busy");
    EXPECT_EQ(*busy.header("Retry-After"), "10");
    EXPECT_NE(busy.body.find("混み合っています"), std::string::npos) << busy.body;
    const JsonValue state = json_of(get("/v1/projections", "security"));
    const JsonValue* memory = state.find("figures_memory");
    ASSERT_NE(memory, nullptr);
    EXPECT_EQ(memory->find("bytes_max")->as_int(), std::int64_t{64} << 20);
    EXPECT_EQ(memory->find("questions")->as_int(), 1);
    EXPECT_EQ(memory->find("refused")->as_int(), 1);
  }
  ask(kTarget);
  EXPECT_EQ(budget.state().bytes_in_use, 0U);
}

TEST_F(FigureHandlerTest, ListsAreForWhoMayReadTheRecords) {
  const JsonValue foreign = ask("/v1/indicators?scope=nation&fy=2026");  // a bureau's officer
  EXPECT_EQ(now(foreign, "issues_identified").find("value")->as_int(), 1);
  EXPECT_EQ(now(foreign, "issues_identified").find("numerator_count")->as_int(), 1);
  EXPECT_TRUE(now(foreign, "issues_identified").find("numerator")->as_array().empty());
  EXPECT_NE(foreign.text("withheld_by"), "");
  EXPECT_EQ(code_of(get("/v1/indicators/issues_identified/numerator?scope=nation&fy=2026")), "policy.denied");
  EXPECT_EQ(code_of(get("/v1/fees/violations?scope=nation")), "policy.denied");
  EXPECT_EQ(get("/v1/fees/violations?scope=nation", "auditor").status, 200);
}

TEST_F(FigureHandlerTest, AListGoesOnPageByPageOfOneState) {
  for (const char* issue : {"i-2", "i-3"}) {
    story.append("issue.identified", "p-co",
                 R"({"issue_id":")" + std::string(issue) +
                     R"(","case_id":"k-1","business_id":"b-9","category":"sales_growth","focus_fields":[],
                        "specialist":true,"identified_on":"2026-04-14"})");
  }
  story.publish();
  const std::string path = "/v1/indicators/issues_identified/numerator?scope=center:c40&fy=2026&limit=2";
  const JsonValue first = ask(path);
  EXPECT_EQ(first.find("count")->as_int(), 3);
  EXPECT_EQ(first.find("items")->as_array().size(), 2U);
  EXPECT_TRUE(first.find("more")->as_bool());
  story.append("issue.identified", "p-co",
               R"({"issue_id":"i-4","case_id":"k-1","business_id":"b-9","category":"sales_growth",
                   "focus_fields":[],"specialist":true,"identified_on":"2026-04-14"})");
  story.publish();
  const JsonValue second = ask(path + "&cursor=" + std::string(first.text("next")));
  EXPECT_EQ(second.find("count")->as_int(), 3);
  EXPECT_EQ(second.find("items")->as_array().size(), 1U);
  EXPECT_FALSE(second.find("more")->as_bool());
  EXPECT_EQ(second.find("reflects")->as_int(), first.find("reflects")->as_int());
  EXPECT_EQ(ask(path).find("count")->as_int(), 4);
  EXPECT_EQ(code_of(get("/v1/indicators/sessions/numerator?scope=center:c40&fy=2025&cursor=" +
                        std::string(first.text("next")))),
            "page.cursor");
}

TEST_F(FigureHandlerTest, ACsvFileIsAnExportWithItsHash) {
  const std::uint64_t before = fixture.size();
  const api::Response response = get("/v1/indicators?scope=center:c40&fy=2026&format=csv");
  EXPECT_EQ(response.body.substr(0, 5), "name,");
  EXPECT_NE(response.body.find("\r\nissues_identified,"), std::string::npos) << response.body;
  ASSERT_EQ(fixture.types_since(before), (std::vector<std::string>{"record.exported", "figure.viewed"}));
  EXPECT_EQ(fixture.event_at(before).signed_event.event.text("content_sha256"),
            ledger::to_hex(ledger::view_of(ledger::sha256(response.body))));
}

TEST_F(FigureHandlerTest, AMonthIsOneReportAsDataAndAsAPage) {
  const JsonValue report = ask("/v1/reports/c40/2026-04");
  const JsonValue& parts = *report.find("parts");
  for (const char* part : {"reconcile", "indicators", "duties", "costs", "workdays", "fixed"}) {
    EXPECT_NE(parts.find(part), nullptr) << part;
  }
  EXPECT_EQ(report.text("root").size(), 64U);
  const std::uint64_t before = fixture.size();
  const api::Response page = get("/v1/reports/c40/2026-04?format=html&as_of=" + std::to_string(before - 1));
  EXPECT_EQ(page.content_type, "text/html; charset=utf-8");
  EXPECT_NE(page.body.find("--as-of " + std::to_string(before - 1)), std::string::npos);
  EXPECT_EQ(fixture.types_since(before), std::vector<std::string>{"figure.viewed"});
  EXPECT_EQ(page.body.find(kMarker), std::string::npos);
  EXPECT_NE(page.header("Content-Security-Policy"), nullptr);
  EXPECT_EQ(code_of(get("/v1/reports/c40/2026-04?format=pdf")), "query.format");
}

TEST_F(FigureHandlerTest, EveryQuestionAnswersAnEmptyProgrammeToo) {
  for (const char* target :
       {"/v1/indicators?scope=center:c13&fy=2026", "/v1/indicators/restatements?scope=center:c13&fy=2026",
        "/v1/indicators/fixed?scope=center:c13", "/v1/reports/c13/2026-04/reconcile",
        "/v1/violations/workdays?scope=center:c13&fy=2026", "/v1/phase2/violations?scope=center:c13",
        "/v1/fees/violations?scope=center:c13", "/v1/contracts/procedure-violations?scope=center:c13",
        "/v1/workdays/compliance?scope=center:c13&fy=2026", "/v1/costs/summary?center=c13&fy=2026",
        "/v1/costs/eligibility?center=c13&fy=2026", "/v1/duties?center=c13&fy=2026&on=2026-04-02"}) {
    const JsonValue answer = ask(target, "auditor");
    EXPECT_NE(answer.find("answer"), nullptr) << target;
    const std::string join = std::string(target).find('?') == std::string::npos ? "?" : "&";
    EXPECT_EQ(ask(target + join + "as_of=1", "auditor").find("reflects")->as_int(), 1) << target;
  }
}

TEST_F(FigureHandlerTest, WhatIsAskedWronglyIsRefusedWithAReason) {
  const std::pair<const char*, const char*> rows[] = {
      {"/v1/indicators?fy=2026", "query.missing"},
      {"/v1/indicators?scope=center:c40", "figures.fiscal_year"},
      {"/v1/indicators?scope=center:c40&fy=1999", "figures.fiscal_year"},
      {"/v1/indicators?scope=village:x&fy=2026", "figures.scope"},
      {"/v1/indicators?scope=nation:x&fy=2026", "figures.scope"},
      {"/v1/indicators?scope=center:c40&fy=2026&definition=9", "figures.definition"},
      {"/v1/indicators?scope=center:c40&fy=2026&format=pdf", "query.format"},
      {"/v1/indicators?scope=center:c40&fy=2026&limit=0", "page.limit"},
      {"/v1/indicators?scope=center:c40&fy=2026&nonsense=1", "query.unknown"},
      {"/v1/indicators/nonsense/numerator?scope=center:c40&fy=2026", "figures.indicator"},
      {"/v1/indicators/issues_identified/value?scope=center:c40&fy=2026", "figures.list"},
      {"/v1/indicators?scope=center:c40&fy=2026&inputs=all", "figures.inputs"},
      {"/v1/indicators/fixed?scope=nation&month=2026-13", "figures.month"},
      {"/v1/indicators/fixed?scope=nation&fy=1999", "figures.fiscal_year"},
      {"/v1/reports/c40/2026-13/reconcile", "figures.month"},
      {"/v1/violations/nonsense?scope=center:c40", "figures.kind"},
      {"/v1/violations/workdays?scope=center:c40", "figures.ask"},
      {"/v1/duties?center=c40&fy=2026&on=2026-02-30", "figures.day"},
      {"/v1/duties?fy=2026", "query.missing"},
  };
  const std::uint64_t before = fixture.size();
  for (const auto& [target, code] : rows) EXPECT_EQ(code_of(get(target, "auditor")), code) << target;
  EXPECT_EQ(fixture.size(), before);
  const JsonValue problem = json_of(get("/v1/indicators?scope=village:x&fy=2026", "auditor"));
  EXPECT_EQ(problem.find("errors")->as_array().front().text("pointer"), "?scope");
}

TEST_F(FigureHandlerTest, WhoMayNotAskIsDenied) {
  for (const char* principal : {"mirror", "roleless"}) {
    EXPECT_EQ(get("/v1/indicators?scope=center:c40&fy=2026", principal).status, 403) << principal;
  }
  EXPECT_EQ(fixture.get("/v1/indicators?scope=center:c40&fy=2026").status, 401);
}

}  // namespace
}  // namespace tests
