#include "projections/figures/ask.h"

#include <utility>

namespace projections::figures {

using ledger::JsonValue;
using ledger::Result;
using ledger::Status;

namespace {

constexpr std::int64_t kYearMin = 2014, kYearMax = 2100;  // as fiscal years in the catalogue

Status bad(std::string_view member, std::string_view want) {
  return ledger::invalid("figures.ask", "not an ask").at("/" + std::string(member)).want(std::string(want));
}

Status read_text(const JsonValue& value, std::string_view member, std::string& text) {
  if (!value.is_string() || value.as_string().empty()) return bad(member, "a text");
  text = value.as_string();
  return {};
}

Status read_position(const JsonValue& value, std::string_view member,
                     std::optional<ledger::Position>& position) {
  if (value.is_null()) return {};
  if (!value.is_int() || value.as_int() < 0) return bad(member, "a position, 0 or more");
  position = ledger::Position(static_cast<std::uint64_t>(value.as_int()));
  return {};
}

Status read_year(const JsonValue& value, std::optional<int>& year) {
  if (!value.is_int() || value.as_int() < kYearMin || value.as_int() > kYearMax) {
    return bad("fy", "a fiscal year, 2014 to 2100");
  }
  year = static_cast<int>(value.as_int());
  return {};
}

Status read_erased(const JsonValue& value, Erased& erased) {
  if (!value.is_array()) return bad("erased", "a list of businesses");
  for (const JsonValue& business : value.as_array()) {
    if (!business.is_string()) return bad("erased", "a list of businesses");
    erased.insert(business.as_string());
  }
  return {};
}

Status read_member(std::string_view name, const JsonValue& value, Ask& ask) {
  if (name == "indicator") return read_text(value, name, ask.indicator);
  if (name == "figure") return read_text(value, name, ask.figure);
  if (name == "question") return read_text(value, name, ask.question);
  if (name == "center") return read_text(value, name, ask.center);
  if (name == "kind") return read_text(value, name, ask.kind);
  if (name == "definition") return value.is_null() ? Status() : read_text(value, name, ask.definition);
  if (name == "cut_off") return read_position(value, name, ask.cut_off);
  if (name == "as_of") return read_position(value, name, ask.as_of);
  if (name == "fy") return read_year(value, ask.fiscal_year);
  if (name == "erased") return read_erased(value, ask.erased);
  if (name == "scope") {
    std::string text;
    LEDGER_TRY(read_text(value, name, text));
    LEDGER_ASSIGN(ask.scope, parse_scope(text));
    return {};
  }
  if (name == "month") {
    LEDGER_TRY(read_text(value, name, ask.month));
    if (month_period(ask.month)) return {};
    return ledger::invalid("figures.month", "not a month").at("/month").want("YYYY-MM");
  }
  if (name == "on") {
    LEDGER_TRY(read_text(value, name, ask.on));
    if (ledger::parse_date(ask.on)) return {};
    return ledger::invalid("figures.date", "not a date").at("/on").want("YYYY-MM-DD");
  }
  return bad(
      name,
      "indicator, figure, question, definition, scope, center, month, fy, on, kind, cut_off, as_of, erased");
}

}  // namespace

Result<Ask> parse_ask(const JsonValue& json) {
  if (!json.is_object()) return bad("", "an object");
  Ask ask;
  for (const auto& [name, value] : json.as_object()) LEDGER_TRY(read_member(name, value, ask));
  const int kinds = static_cast<int>(!ask.indicator.empty()) + static_cast<int>(!ask.figure.empty()) +
                    static_cast<int>(!ask.question.empty());
  if (kinds != 1) return bad("", "exactly one of indicator, figure, question");
  return ask;
}

Status need_scope(const Ask& ask) {
  return ask.scope ? Status() : bad("scope", "center:<id>, prefecture:<code>, bureau:<id> or nation");
}
Status need_year(const Ask& ask) {
  return ask.fiscal_year ? Status() : bad("fy", "a fiscal year, 2014 to 2100");
}
Status need_center(const Ask& ask) {
  return ask.center.empty() ? bad("center", "a centre") : Status();
}
Status need_month(const Ask& ask) {
  return ask.month.empty() ? bad("month", "YYYY-MM") : Status();
}
Status need_day(const Ask& ask) {
  return ask.on.empty() ? bad("on", "YYYY-MM-DD") : Status();
}

}  // namespace projections::figures
