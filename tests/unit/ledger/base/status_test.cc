// Goal: a Status carries its code, reason, place and expectation unharmed to the caller, and a Result never
// hands out a value that is not there. Method: a table of the codes, builders one by one, and death tests.
#include "ledger/base/status.h"

#include <gtest/gtest.h>
#include <memory>
#include <string>
#include <vector>

namespace ledger {
namespace {

struct Row {
  Status status;
  StatusCode code;
  const char* name;
};

TEST(Status, EveryShorthandHasItsCodeAndName) {
  const std::vector<Row> rows = {
      {invalid("r", "m"), StatusCode::kInvalidArgument, "invalid_argument"},
      {unauthenticated("r", "m"), StatusCode::kUnauthenticated, "unauthenticated"},
      {denied("r", "m"), StatusCode::kPermissionDenied, "permission_denied"},
      {not_found("r", "m"), StatusCode::kNotFound, "not_found"},
      {already_exists("r", "m"), StatusCode::kAlreadyExists, "already_exists"},
      {conflict("r", "m"), StatusCode::kConflict, "conflict"},
      {forbidden_by_rule("r", "m"), StatusCode::kFailedPrecondition, "failed_precondition"},
      {out_of_range("r", "m"), StatusCode::kOutOfRange, "out_of_range"},
      {exhausted("r", "m"), StatusCode::kResourceExhausted, "resource_exhausted"},
      {deadline_exceeded("r", "m"), StatusCode::kDeadlineExceeded, "deadline_exceeded"},
      {unavailable("r", "m"), StatusCode::kUnavailable, "unavailable"},
      {data_loss("r", "m"), StatusCode::kDataLoss, "data_loss"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.name);
    EXPECT_FALSE(row.status.ok());
    EXPECT_EQ(row.status.code(), row.code);
    EXPECT_EQ(code_name(row.status.code()), row.name);
    EXPECT_EQ(row.status.reason(), "r");
    EXPECT_EQ(row.status.message(), "m");
    EXPECT_EQ(row.status.to_string(), std::string(row.name) + " r: m");
  }
}

TEST(Status, OkIsEmptyEverywhere) {
  for (const Status& status : {Status(), Status(StatusCode::kOk, "ignored", "ignored")}) {
    EXPECT_TRUE(status.ok());
    EXPECT_EQ(status.code(), StatusCode::kOk);
    EXPECT_EQ(code_name(status.code()), "ok");
    EXPECT_EQ(status.reason(), "");
    EXPECT_EQ(status.message(), "");
    EXPECT_EQ(status.pointer(), "");
    EXPECT_EQ(status.expected(), "");
    EXPECT_EQ(status.rule(), "");
    EXPECT_EQ(status.to_string(), "ok");
  }
  EXPECT_TRUE(Status().at("/a").want("b").by_rule("c").under("/d").ok());
}

TEST(Status, BuildersFillTheirOwnField) {
  const Status status =
      invalid("json.float", "no floats").at("/data/ratio").want("an integer").by_rule("P-7");
  EXPECT_EQ(status.pointer(), "/data/ratio");
  EXPECT_EQ(status.expected(), "an integer");
  EXPECT_EQ(status.rule(), "P-7");
  EXPECT_EQ(status.to_string(),
            "invalid_argument json.float: no floats (at /data/ratio) (expected an integer)");
}

TEST(Status, NamesTheParameterThatRuled) {
  const Status by_default = forbidden_by_rule("r", "m").by_parameter({"a.days", 3, ""});
  ASSERT_TRUE(by_default.parameter().has_value());
  EXPECT_EQ(by_default.parameter()->name, "a.days");
  EXPECT_EQ(by_default.parameter()->value, 3);
  EXPECT_EQ(by_default.to_string(), "failed_precondition r: m (by a.days=3, its default)");
  const Status by_event = forbidden_by_rule("r", "m").by_parameter({"a.days", -3, "e-1"});
  EXPECT_EQ(by_event.to_string(), "failed_precondition r: m (by a.days=-3, set by e-1)");
  EXPECT_FALSE(forbidden_by_rule("r", "m").parameter().has_value());
  EXPECT_FALSE(Status().parameter().has_value());
}

TEST(Status, UnderPrefixesACopyOnly) {
  const Status inner = invalid("r", "m").at("/data");
  const Status outer = Status(inner).under("/17");
  EXPECT_EQ(inner.pointer(), "/data");
  EXPECT_EQ(outer.pointer(), "/17/data");
  EXPECT_EQ(Status(outer).under("/batch").pointer(), "/batch/17/data");
  EXPECT_EQ(outer.pointer(), "/17/data");
}

Status pass_on(const Status& status, bool& reached) {
  LEDGER_TRY(status);
  reached = true;
  return {};
}

TEST(Status, TryReturnsTheFirstRefusal) {
  bool reached = false;
  EXPECT_EQ(pass_on(conflict("stream.version_conflict", "m"), reached).reason(), "stream.version_conflict");
  EXPECT_FALSE(reached);
  EXPECT_TRUE(pass_on({}, reached).ok());
  EXPECT_TRUE(reached);
}

Result<int> half(int number) {
  if (number % 2 != 0) return invalid("number.odd", "odd");
  return number / 2;
}

Result<int> quarter(int number) {
  LEDGER_ASSIGN(const int once, half(number));
  LEDGER_ASSIGN(const int twice, half(once));
  return twice;
}

TEST(Result, AssignBindsTheValueOrReturnsTheStatus) {
  EXPECT_EQ(*quarter(12), 3);
  EXPECT_TRUE(quarter(12).status().ok());
  for (const int number : {1, 2, 3, 6, 7, 10}) {
    EXPECT_FALSE(quarter(number).ok()) << number;
    EXPECT_EQ(quarter(number).status().reason(), "number.odd") << number;
  }
}

TEST(Result, GivesTheValueAway) {
  Result<std::unique_ptr<std::string>> result(std::make_unique<std::string>("x"));
  EXPECT_EQ(result->get()->size(), 1U);
  const std::unique_ptr<std::string> taken = std::move(result).value();
  EXPECT_EQ(*taken, "x");
}

TEST(ResultDeathTest, TakingAValueThatIsNotThereIsABug) {
  EXPECT_DEATH(half(3).value(), "check_failed");
  EXPECT_DEATH(static_cast<void>(*half(3)), "check_failed");
  EXPECT_DEATH(static_cast<void>(Result<int>{Status{}}), "check_failed");
}

TEST(CheckDeathTest, AFailedCheckNamesItsCondition) {
  EXPECT_DEATH(LEDGER_CHECK(1 + 1 == 3), "\"condition\":\"1 \\+ 1 == 3\"");
}

}  // namespace
}  // namespace ledger
