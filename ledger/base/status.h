// Status and Result<T>: how every fallible function of the project answers.
//
// A refusal (caller or state), an environment failure (disk, key file, network) and nothing else travel as a
// Status; our own bugs abort through LEDGER_CHECK. A Status carries a coarse code for control flow, a
// *stable* reason such as `stream.version_conflict` that clients may match on, a message for people without
// personal data, and, for bad input, where it is wrong (JSON pointer) and what would be right.
//
// Threads: values; no sharing rules beyond those of any value type.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "ledger/base/check.h"

namespace ledger {

// Meaning for the caller: conflict = read again and retry; unavailable = retry the same call later;
// deadline_exceeded = outcome unknown, repeat with the same event id; failed_precondition = a rule forbids
// it.
enum class StatusCode {
  kOk,
  kInvalidArgument,   // malformed or ill-typed input, whatever the state
  kUnauthenticated,   // signature, key or credential does not prove who asks
  kPermissionDenied,  // known caller, not allowed
  kNotFound,
  kAlreadyExists,       // same id, another content
  kConflict,            // expected version is not the stream's version
  kFailedPrecondition,  // a programme rule forbids it in the present state
  kOutOfRange,          // position or size beyond the view
  kResourceExhausted,   // a bound was reached: body, batch, queue, rate
  kDeadlineExceeded,
  kUnavailable,  // closed, read-only or a dependency is down
  kDataLoss,     // stored bytes contradict their hashes
};

// Lower-case name as it appears in logs, e.g. "failed_precondition".
std::string_view code_name(StatusCode code);

// The policy parameter whose value ruled a refusal, and the event that set it; empty: its default.
struct RulingParameter {
  std::string name;
  std::int64_t value = 0;
  std::string set_by;
};

class [[nodiscard]] Status {
 public:
  Status() = default;
  Status(StatusCode code, std::string_view reason, std::string message);

  bool ok() const { return detail_ == nullptr; }
  StatusCode code() const { return ok() ? StatusCode::kOk : detail_->code; }
  const std::string& reason() const { return detail().reason; }
  const std::string& message() const { return detail().message; }
  // RFC 6901 pointer into the request body; empty when the whole request is meant.
  const std::string& pointer() const { return detail().pointer; }
  // What would have been right, e.g. "an integer from 1 to 720"; may be empty.
  const std::string& expected() const { return detail().expected; }
  // Rule or policy id that refused; empty unless a rule did.
  const std::string& rule() const { return detail().rule; }
  // nullopt unless the rule asked for a policy parameter.
  const std::optional<RulingParameter>& parameter() const { return detail().parameter; }

  // Builders for refusals; they return *this so that a return statement stays one line.
  Status&& at(std::string pointer) &&;
  Status&& want(std::string expected) &&;
  Status&& by_rule(std::string rule) &&;
  Status&& by_parameter(RulingParameter parameter) &&;
  // Puts `prefix` in front of the pointer: "/data/minutes" becomes "/17/data/minutes" inside a batch.
  Status&& under(std::string_view prefix) &&;

  std::string to_string() const;

 private:
  struct Detail {
    StatusCode code;
    std::string reason, message, pointer, expected, rule;
    std::optional<RulingParameter> parameter{};
  };
  const Detail& detail() const;
  std::shared_ptr<Detail> detail_;
};

// Shorthand constructors, one per code that is used by more than one folder.
Status invalid(std::string_view reason, std::string message);
Status unauthenticated(std::string_view reason, std::string message);
Status denied(std::string_view reason, std::string message);
Status not_found(std::string_view reason, std::string message);
Status already_exists(std::string_view reason, std::string message);
Status conflict(std::string_view reason, std::string message);
Status forbidden_by_rule(std::string_view reason, std::string message);  // kFailedPrecondition
Status out_of_range(std::string_view reason, std::string message);
Status exhausted(std::string_view reason, std::string message);
Status deadline_exceeded(std::string_view reason, std::string message);
Status unavailable(std::string_view reason, std::string message);
Status data_loss(std::string_view reason, std::string message);

// The one searchable way to drop a Status on purpose.
inline void ignore_status(const Status&) {}

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : value_(std::move(value)) {}        // NOLINT(google-explicit-constructor)
  Result(Status status) : value_(std::move(status)) {  // NOLINT(google-explicit-constructor)
    LEDGER_CHECK(!std::get<Status>(value_).ok());
  }

  bool ok() const { return std::holds_alternative<T>(value_); }
  Status status() const { return ok() ? Status() : std::get<Status>(value_); }
  T& value() & {
    LEDGER_CHECK(ok());
    return std::get<T>(value_);
  }
  const T& value() const& {
    LEDGER_CHECK(ok());
    return std::get<T>(value_);
  }
  T&& value() && {
    LEDGER_CHECK(ok());
    return std::get<T>(std::move(value_));
  }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

 private:
  std::variant<T, Status> value_;
};

}  // namespace ledger

#define LEDGER_CONCAT_INNER(a, b) a##b
#define LEDGER_CONCAT(a, b) LEDGER_CONCAT_INNER(a, b)

// Returns from the enclosing function when `expression` (a Status) is not ok.
#define LEDGER_TRY(expression)                                                           \
  do {                                                                                   \
    if (::ledger::Status try_status = (expression); !try_status.ok()) return try_status; \
  } while (false)

#define LEDGER_ASSIGN_INNER(result, lhs, expression) \
  auto result = (expression);                        \
  if (!result.ok()) return result.status();          \
  lhs = std::move(result).value()

// `LEDGER_ASSIGN(auto x, f())`: binds the value or returns the status.
#define LEDGER_ASSIGN(lhs, expression) \
  LEDGER_ASSIGN_INNER(LEDGER_CONCAT(assign_result_, __COUNTER__), lhs, expression)
