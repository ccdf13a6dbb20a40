#include "api/read_only.h"

namespace api {
namespace {

std::uint64_t missing_count(const ReadOnlyState& state) {
  const std::uint64_t proven = state.anchor_size ? state.anchor_size->value : 0;
  return proven > state.verified.value ? proven - state.verified.value : 0;
}

}  // namespace

std::string missing_text(const ReadOnlyState& state) {
  const std::uint64_t count = missing_count(state);
  const std::string first = std::to_string(state.verified.value);
  if (!state.missing_known && count == 0) return "unknown";
  if (count == 0) return "none";
  const std::string last = std::to_string(state.verified.value + count - 1);
  return (count == 1 ? "position " + first : "positions " + first + " to " + last) +
         (state.missing_known ? "" : " at least");
}

ledger::Status read_only_refusal(const ReadOnlyState& state) {
  return ledger::unavailable("service.read_only", "this ledger is served read-only (" +
                                                      state.reason.reason() + ": " + state.reason.message() +
                                                      "); entries missing: " + missing_text(state));
}

void write_read_only(const ReadOnlyState& state, ledger::JsonWriter& json) {
  json.member("read_only", true)
      .member("reason", state.reason.reason())
      .member("detail", state.reason.message())
      .member("verified_size", state.verified.value);
  if (state.anchor_size) json.member("anchor_size", state.anchor_size->value);
  const std::uint64_t count = missing_count(state);
  json.key("missing").begin_object().member("known", state.missing_known);
  if (state.missing_known || count > 0) json.member("count", count);
  if (count > 0) {
    json.member("from", state.verified.value).member("to", state.verified.value + count - 1);
  }
  json.end_object();
}

}  // namespace api
