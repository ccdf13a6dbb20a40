// Goal: exit codes and the look of a refusal are what scripts rely on.
// Method: every status code, and standard error in both forms.
#include "ops/commands.h"

#include <gtest/gtest.h>

#include "ledger/base/json_reader.h"

namespace tests {
namespace {

using ledger::StatusCode;
using ops::ExitCode;

TEST(Commands, ExitCodes) {
  struct Row {
    StatusCode code;
    ExitCode exit;
  };
  const std::vector<Row> rows = {
      {StatusCode::kInvalidArgument, ExitCode::kUsage},
      {StatusCode::kUnauthenticated, ExitCode::kRefused},
      {StatusCode::kPermissionDenied, ExitCode::kRefused},
      {StatusCode::kNotFound, ExitCode::kRefused},
      {StatusCode::kAlreadyExists, ExitCode::kRefused},
      {StatusCode::kConflict, ExitCode::kRefused},
      {StatusCode::kFailedPrecondition, ExitCode::kRefused},
      {StatusCode::kOutOfRange, ExitCode::kRefused},
      {StatusCode::kResourceExhausted, ExitCode::kRefused},
      {StatusCode::kDeadlineExceeded, ExitCode::kUnavailable},
      {StatusCode::kUnavailable, ExitCode::kUnavailable},
      {StatusCode::kDataLoss, ExitCode::kNegative},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(ops::exit_code_of(ledger::Status(row.code, "a.b", "x")), row.exit)
        << ledger::code_name(row.code);
  }
  EXPECT_EQ(ops::exit_code_of(ledger::Status()), ExitCode::kOk);
}

TEST(Commands, ARefusalForPeople) {
  ops::CommandState state;
  testing::internal::CaptureStderr();
  state.fail(ledger::forbidden_by_rule("time.future", "it lies ahead").at("/occurred_at").want("the past"));
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "daicho: time.future: it lies ahead\n  at       /occurred_at\n  expected the past\n");
  EXPECT_EQ(state.exit, ExitCode::kRefused);
}

TEST(Commands, ARefusalForPrograms) {
  ops::CommandState state;
  state.json = true;
  testing::internal::CaptureStderr();
  state.fail(ledger::unavailable("file.io", "the \"disk\""));
  const auto json = ledger::read_json(testing::internal::GetCapturedStderr());
  ASSERT_TRUE(json.ok());
  EXPECT_EQ(json->text("code"), "file.io");
  EXPECT_EQ(json->text("detail"), "the \"disk\"");
  EXPECT_EQ(json->find("pointer"), nullptr);
  EXPECT_EQ(state.exit, ExitCode::kUnavailable);
}

}  // namespace
}  // namespace tests
