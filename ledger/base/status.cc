#include "ledger/base/status.h"

#include <array>

namespace ledger {
namespace {

constexpr std::array<std::string_view, 13> kCodeNames = {
    "ok",           "invalid_argument",   "unauthenticated",   "permission_denied",
    "not_found",    "already_exists",     "conflict",          "failed_precondition",
    "out_of_range", "resource_exhausted", "deadline_exceeded", "unavailable",
    "data_loss"};

}  // namespace

std::string_view code_name(StatusCode code) {
  return kCodeNames.at(static_cast<std::size_t>(code));
}

Status::Status(StatusCode code, std::string_view reason, std::string message) {
  if (code == StatusCode::kOk) return;
  detail_ = std::make_shared<Detail>(Detail{code, std::string(reason), std::move(message), {}, {}, {}, {}});
}

const Status::Detail& Status::detail() const {
  static const Detail kNone{StatusCode::kOk, {}, {}, {}, {}, {}, {}};
  return detail_ ? *detail_ : kNone;
}

Status&& Status::at(std::string pointer) && {
  if (detail_) detail_->pointer = std::move(pointer);
  return std::move(*this);
}

Status&& Status::want(std::string expected) && {
  if (detail_) detail_->expected = std::move(expected);
  return std::move(*this);
}

Status&& Status::by_rule(std::string rule) && {
  if (detail_) detail_->rule = std::move(rule);
  return std::move(*this);
}

Status&& Status::by_parameter(RulingParameter parameter) && {
  if (detail_) detail_->parameter = std::move(parameter);
  return std::move(*this);
}

Status&& Status::under(std::string_view prefix) && {
  if (detail_) {
    detail_ = std::make_shared<Detail>(*detail_);
    detail_->pointer.insert(0, prefix);
  }
  return std::move(*this);
}

std::string Status::to_string() const {
  if (ok()) return "ok";
  std::string text = std::string(code_name(code())) + " " + reason() + ": " + message();
  if (!pointer().empty()) text += " (at " + pointer() + ")";
  if (!expected().empty()) text += " (expected " + expected() + ")";
  if (const auto& ruled = parameter()) {
    text += " (by " + ruled->name + "=" + std::to_string(ruled->value);
    text += ruled->set_by.empty() ? ", its default)" : ", set by " + ruled->set_by + ")";
  }
  return text;
}

Status invalid(std::string_view reason, std::string message) {
  return Status(StatusCode::kInvalidArgument, reason, std::move(message));
}
Status unauthenticated(std::string_view reason, std::string message) {
  return Status(StatusCode::kUnauthenticated, reason, std::move(message));
}
Status denied(std::string_view reason, std::string message) {
  return Status(StatusCode::kPermissionDenied, reason, std::move(message));
}
Status not_found(std::string_view reason, std::string message) {
  return Status(StatusCode::kNotFound, reason, std::move(message));
}
Status already_exists(std::string_view reason, std::string message) {
  return Status(StatusCode::kAlreadyExists, reason, std::move(message));
}
Status conflict(std::string_view reason, std::string message) {
  return Status(StatusCode::kConflict, reason, std::move(message));
}
Status forbidden_by_rule(std::string_view reason, std::string message) {
  return Status(StatusCode::kFailedPrecondition, reason, std::move(message));
}
Status out_of_range(std::string_view reason, std::string message) {
  return Status(StatusCode::kOutOfRange, reason, std::move(message));
}
Status exhausted(std::string_view reason, std::string message) {
  return Status(StatusCode::kResourceExhausted, reason, std::move(message));
}
Status deadline_exceeded(std::string_view reason, std::string message) {
  return Status(StatusCode::kDeadlineExceeded, reason, std::move(message));
}
Status unavailable(std::string_view reason, std::string message) {
  return Status(StatusCode::kUnavailable, reason, std::move(message));
}
Status data_loss(std::string_view reason, std::string message) {
  return Status(StatusCode::kDataLoss, reason, std::move(message));
}

}  // namespace ledger
