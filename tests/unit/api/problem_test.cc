// Goal: every refusal becomes one problem document with the right status, code and language.
// Method: tables over all status codes, the reasons with a status of their own, every rule, and
// Accept-Language.
#include "api/problem.h"

#include <gtest/gtest.h>

#include "ledger/base/json_reader.h"
#include "ledger/domain/rules.h"

namespace tests {
namespace {

using ledger::Status;
using ledger::StatusCode;

bool is_ascii(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) > 0x7f) return false;
  }
  return true;
}

TEST(Problem, EveryCodeHasItsStatusAndTwoTitles) {
  struct Row {
    StatusCode code;
    int status;
  };
  const std::vector<Row> rows = {
      {StatusCode::kInvalidArgument, 400},    {StatusCode::kUnauthenticated, 401},
      {StatusCode::kPermissionDenied, 403},   {StatusCode::kNotFound, 404},
      {StatusCode::kAlreadyExists, 409},      {StatusCode::kConflict, 409},
      {StatusCode::kFailedPrecondition, 422}, {StatusCode::kOutOfRange, 404},
      {StatusCode::kResourceExhausted, 429},  {StatusCode::kDeadlineExceeded, 504},
      {StatusCode::kUnavailable, 503},        {StatusCode::kDataLoss, 500},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(ledger::code_name(row.code));
    const Status status(row.code, "some.reason", "what happened");
    EXPECT_EQ(api::http_status(status), row.status);
    const std::string english = api::problem_title(status, api::Language::kEnglish);
    const std::string japanese = api::problem_title(status, api::Language::kJapanese);
    EXPECT_TRUE(is_ascii(english) && !english.empty());
    EXPECT_FALSE(is_ascii(japanese));
    const api::Response response = api::problem(status, api::Language::kEnglish, "request-7");
    EXPECT_EQ(response.status, row.status);
    EXPECT_EQ(response.content_type, "application/problem+json");
    const bool retry = row.status == 429 || row.status == 503 || row.status == 504;
    EXPECT_EQ(response.header("Retry-After") != nullptr, retry);
    EXPECT_EQ(response.header("WWW-Authenticate") != nullptr, row.status == 401);
    EXPECT_EQ(response.header("Allow"), nullptr);
  }
}

TEST(Problem, ReasonsWithAStatusOfTheirOwn) {
  struct Row {
    std::string_view reason;
    int status;
  };
  const std::vector<Row> rows = {
      {"route.method", 405},        {"body.media_type", 415},        {"body.too_large", 413},
      {"event.too_large", 413},     {"entry.too_large", 413},        {"disclosure.too_large", 413},
      {"batch.too_long", 413},      {"journal.queue_full", 503},     {"append.unknown", 504},
      {"access.not_recorded", 503}, {"event.retry_unprovable", 409}, {"event.id_reused", 409},
      {"route.methods", 400},       {"body.too_larg", 400},
  };
  for (const Row& row : rows)
    EXPECT_EQ(api::http_status(ledger::invalid(row.reason, "x")), row.status) << row.reason;
}

TEST(Problem, AMethodRefusalNamesTheMethods) {
  const api::Response response =
      api::problem(ledger::invalid("route.method", "x").want("GET, POST"), api::Language::kEnglish, "r");
  ASSERT_NE(response.header("Allow"), nullptr);
  EXPECT_EQ(*response.header("Allow"), "GET, POST");
}

TEST(Problem, EveryRuleHasATitleInBothLanguages) {
  for (const ledger::RuleSpec& rule : ledger::rule_table()) {
    SCOPED_TRACE(rule.name);
    const Status status = ledger::forbidden_by_rule(rule.code, "x").by_rule(std::string(rule.name));
    EXPECT_EQ(api::problem_title(status, api::Language::kEnglish), rule.message_en);
    EXPECT_EQ(api::problem_title(status, api::Language::kJapanese), rule.message_ja);
    EXPECT_TRUE(is_ascii(rule.message_en));
    EXPECT_FALSE(is_ascii(rule.message_ja));
  }
}

TEST(Problem, NamesTheParameterThatRuled) {
  const Status status = ledger::forbidden_by_rule("cloud.list_stale", "x")
                            .by_rule("cloud.list_stale")
                            .by_parameter({"cloud.list_check_days", 90, "e-1"});
  const auto json = ledger::read_json(api::problem(status, api::Language::kEnglish, "r").body);
  ASSERT_TRUE(json.ok());
  const ledger::JsonValue* parameter = json->find("parameter");
  ASSERT_NE(parameter, nullptr);
  EXPECT_EQ(parameter->text("name"), "cloud.list_check_days");
  EXPECT_EQ(parameter->find("value")->as_int(), 90);
  EXPECT_EQ(parameter->text("set_by"), "e-1");
  const Status none = ledger::forbidden_by_rule("cloud.list_stale", "x");
  EXPECT_EQ(ledger::read_json(api::problem(none, api::Language::kEnglish, "r").body)->find("parameter"),
            nullptr);
}

TEST(Problem, TheDocument) {
  const Status status = ledger::forbidden_by_rule("time.future", "the \"event\"\nlies ahead")
                            .at("/data/minutes")
                            .want("an integer")
                            .by_rule("time.future");
  const api::Response response = api::problem(status, api::Language::kJapanese, "request-7");
  EXPECT_EQ(*response.header("Content-Language"), "ja");
  const auto json = ledger::read_json(response.body);
  ASSERT_TRUE(json.ok());
  EXPECT_EQ(json->text("type"), "/problems/time.future");
  EXPECT_EQ(json->text("code"), "time.future");
  EXPECT_EQ(json->text("rule"), "time.future");
  for (const std::string_view part : {"time.future", "/data/minutes", "an integer"}) {
    EXPECT_NE(json->text("detail").find(part), std::string_view::npos) << part;
  }
  const auto english = ledger::read_json(api::problem(status, api::Language::kEnglish, "r").body);
  EXPECT_EQ(english->text("detail"), "the \"event\"\nlies ahead");
  EXPECT_EQ(json->text("request_id"), "request-7");
  EXPECT_EQ(json->find("status")->as_int(), 422);
  const ledger::JsonValue& error = json->find("errors")->as_array().front();
  EXPECT_EQ(error.text("pointer"), "/data/minutes");
  EXPECT_EQ(error.text("code"), "time.future");
  EXPECT_EQ(error.text("expected"), "an integer");

  const auto bare =
      ledger::read_json(api::problem(ledger::not_found("a.b", "x"), api::Language::kEnglish, "r").body);
  EXPECT_EQ(bare->find("errors"), nullptr);
  EXPECT_EQ(bare->find("rule"), nullptr);
}

// A Japanese answer carried the English text of the refusal in errors[].detail.
TEST(Problem, DetailsAreInTheLanguageOfTheAnswer) {
  struct Row {
    Status status;
    std::string_view japanese;
  };
  const std::vector<Row> rows = {
      {ledger::invalid("json.malformed", "english").at("/x"), "JSON の構文が正しくありません"},
      {ledger::forbidden_by_rule("time.future", "english").at("/x").by_rule("time.future"), ""},
      {ledger::invalid("code.without_text", "english").at("/x"), "english"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.status.reason());
    const auto japanese = ledger::read_json(api::problem(row.status, api::Language::kJapanese, "r").body);
    const std::string_view detail = japanese->find("errors")->as_array().front().text("detail");
    if (row.japanese.empty()) {
      EXPECT_FALSE(is_ascii(detail));
    } else {
      EXPECT_EQ(detail, row.japanese);
    }
    EXPECT_FALSE(is_ascii(japanese->text("detail")));
    const auto english = ledger::read_json(api::problem(row.status, api::Language::kEnglish, "r").body);
    EXPECT_EQ(english->find("errors")->as_array().front().text("detail"), "english");
  }
}

TEST(Problem, TheLanguageThatWeighsMore) {
  struct Row {
    std::string_view header;
    bool japanese;
  };
  const std::vector<Row> rows = {
      {"ja", true},
      {"ja-JP", true},
      {"ja, en;q=0.5", true},
      {"en;q=0.5, ja;q=0.6", true},
      {"fr, ja;q=0.1", true},
      {"ja ;q=0.9,en;q=0.8", true},
      {"", false},
      {"en", false},
      {"en, ja", false},
      {"en;q=0.9, ja;q=0.8", false},
      {"ja;q=0.5, en;q=0.5", false},
      {"ja;q=0", false},
      {"jav", false},
      {"xja", false},
      {"fr, de", false},
      {"*", false},
      {",,;;q=q=", false},
      {"ja;q=abc", false},
  };
  for (const Row& row : rows) {
    const std::string header(row.header);
    EXPECT_EQ(api::choose_language(&header) == api::Language::kJapanese, row.japanese) << row.header;
  }
  EXPECT_EQ(api::choose_language(nullptr), api::Language::kEnglish);
}

}  // namespace
}  // namespace tests
