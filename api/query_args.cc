#include "api/query_args.h"

#include <algorithm>

#include "ledger/base/time.h"
#include "ledger/journal/reader.h"

namespace api {
namespace {

constexpr std::uint64_t kWaitSecondsMax = 30;

std::string pointer_of(std::string_view name) {
  return "?" + std::string(name);
}

}  // namespace

ledger::Result<std::string> query_text(const Call& call, std::string_view name) {
  if (call.request.param_count(name) > 1) {
    return ledger::invalid("query.repeated",
                           "the query member \"" + std::string(name) + "\" stands more than once")
        .at(pointer_of(name))
        .want("one value");
  }
  const std::string* value = call.request.param(name);
  return value == nullptr ? std::string() : *value;
}

ledger::Result<std::optional<std::uint64_t>> query_number(const Call& call, std::string_view name) {
  LEDGER_ASSIGN(const std::string text, query_text(call, name));
  if (text.empty()) return std::optional<std::uint64_t>();
  const auto number = ledger::parse_decimal(text);
  if (!number) {
    return ledger::invalid("query.number", "the query member \"" + std::string(name) + "\" is no number")
        .at(pointer_of(name))
        .want("a decimal number without sign or leading zeros");
  }
  return number;
}

ledger::Result<std::optional<ledger::UnixMicros>> query_time(const Call& call, std::string_view name) {
  LEDGER_ASSIGN(const std::string text, query_text(call, name));
  if (text.empty()) return std::optional<ledger::UnixMicros>();
  const auto time = ledger::parse_rfc3339(text);
  if (!time.ok()) {
    return ledger::invalid("query.time", "the query member \"" + std::string(name) + "\" is no time")
        .at(pointer_of(name))
        .want("RFC 3339 with offset, e.g. 2026-06-03T10:00:00+09:00");
  }
  return std::optional<ledger::UnixMicros>(*time);
}

ledger::Result<ledger::TreeSize> query_as_of(const Call& call) {
  LEDGER_ASSIGN(const std::string text, query_text(call, "as_of"));
  const ledger::TreeSize head = call.view->head.size;
  if (text.empty()) return head;
  if (const auto number = ledger::parse_decimal(text)) {
    if (*number > head.value) {
      return ledger::out_of_range("query.as_of",
                                  "the ledger has " + std::to_string(head.value) + " entries only")
          .at(pointer_of("as_of"))
          .want("a size up to that");
    }
    return ledger::TreeSize(*number);
  }
  LEDGER_ASSIGN(const auto time, query_time(call, "as_of"));
  return ledger::size_as_of(*call.view, *time);
}

ledger::Result<projections::Bounds> query_bounds(const Call& call) {
  projections::Bounds bounds;
  LEDGER_ASSIGN(bounds.as_of, query_as_of(call));
  LEDGER_ASSIGN(bounds.from, query_time(call, "from"));
  LEDGER_ASSIGN(bounds.to, query_time(call, "to"));
  return bounds;
}

ledger::Result<projections::PageRequest> query_page(const Call& call) {
  projections::PageRequest page;
  LEDGER_ASSIGN(page.after, query_text(call, "cursor"));
  LEDGER_ASSIGN(const auto limit, query_number(call, "limit"));
  if (limit) page.limit = static_cast<std::size_t>(*limit);
  LEDGER_TRY(projections::check_limit(page.limit));
  return page;
}

std::string media_type(const Request& request) {
  const std::string* type = request.header("content-type");
  if (type == nullptr) return {};
  std::string bare = type->substr(0, type->find(';'));
  while (!bare.empty() && bare.back() == ' ') bare.pop_back();
  for (char& c : bare) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return bare;
}

std::int64_t prefer_wait_micros(const Request& request) {
  const std::string* prefer = request.header("prefer");
  if (prefer == nullptr) return 0;
  const std::size_t at = prefer->find("wait=");
  if (at == std::string::npos) return 0;
  std::string digits = prefer->substr(at + 5);
  digits.resize(std::min(digits.size(), digits.find_first_not_of("0123456789")));
  const auto seconds = ledger::parse_decimal(digits);
  return seconds ? static_cast<std::int64_t>(std::min(*seconds, kWaitSecondsMax)) * 1'000'000 : 0;
}

bool prefers_minimal(const Request& request) {
  const std::string* prefer = request.header("prefer");
  return prefer != nullptr && prefer->find("return=minimal") != std::string::npos;
}

ledger::Status check_known_query(const Call& call, const Route& route) {
  for (const Parameter& given : call.request.params) {
    const bool known = std::any_of(
        route.parameters.begin(), route.parameters.end(),
        [&](const RouteParameter& one) { return one.place == "query" && one.name == given.name; });
    if (known) continue;
    std::string names;
    for (const RouteParameter& one : route.parameters) {
      if (one.place == "query") names += (names.empty() ? "" : ", ") + std::string(one.name);
    }
    return ledger::invalid("query.unknown",
                           "this route has no query member \"" + given.name.substr(0, 64) + "\"")
        .at("?" + given.name.substr(0, 64))
        .want(names.empty() ? "no query" : names);
  }
  return ledger::Status();
}

}  // namespace api
