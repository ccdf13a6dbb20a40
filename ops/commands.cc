#include "ops/commands.h"

#include <cstdio>

#include "ledger/base/json_writer.h"

namespace ops {

ExitCode exit_code_of(const ledger::Status& status) {
  using ledger::StatusCode;
  switch (status.code()) {
    case StatusCode::kOk:
      return ExitCode::kOk;
    case StatusCode::kInvalidArgument:
      return ExitCode::kUsage;
    case StatusCode::kDeadlineExceeded:
    case StatusCode::kUnavailable:
      return ExitCode::kUnavailable;
    case StatusCode::kDataLoss:
      return ExitCode::kNegative;
    default:
      return ExitCode::kRefused;
  }
}

void CommandState::fail(const ledger::Status& status) {
  exit = exit_code_of(status);
  if (json) {
    ledger::JsonWriter writer;
    writer.begin_object().member("code", status.reason()).member("detail", status.message());
    if (!status.pointer().empty()) writer.member("pointer", status.pointer());
    if (!status.expected().empty()) writer.member("expected", status.expected());
    std::fprintf(stderr, "%s\n", writer.end_object().take().c_str());
    return;
  }
  std::fprintf(stderr, "daicho: %s: %s\n", status.reason().c_str(), status.message().c_str());
  if (!status.pointer().empty()) std::fprintf(stderr, "  at       %s\n", status.pointer().c_str());
  if (!status.expected().empty()) std::fprintf(stderr, "  expected %s\n", status.expected().c_str());
}

}  // namespace ops
