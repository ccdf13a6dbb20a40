// Goal: an ask is read whole or refused with the place and what would be right.
#include "projections/figures/ask.h"

#include <gtest/gtest.h>

#include "ledger/base/json_reader.h"

namespace projections::figures {
namespace {

ledger::Result<Ask> parse(std::string_view text) {
  return parse_ask(ledger::read_json(text).value());
}

TEST(Ask, EveryMember) {
  const auto ask = parse(R"({"indicator":"va_sum","definition":"2026.1","scope":"center:c40","fy":2026,
                             "cut_off":0,"as_of":7,"erased":["A","B"],"center":"c40","month":"2026-04",
                             "on":"2026-04-01"})");
  ASSERT_TRUE(ask.ok());
  EXPECT_EQ(ask->indicator, "va_sum");
  EXPECT_EQ(ask->definition, "2026.1");
  EXPECT_EQ(ask->scope, (Scope{ScopeKind::kCenter, "c40"}));
  EXPECT_EQ(ask->fiscal_year, 2026);
  EXPECT_EQ(ask->cut_off, ledger::Position(0));
  EXPECT_EQ(ask->as_of, ledger::Position(7));
  EXPECT_EQ(ask->erased, (Erased{"A", "B"}));
  EXPECT_EQ(ask->month, "2026-04");
  EXPECT_EQ(ask->on, "2026-04-01");
  for (const auto& need : {need_scope, need_year, need_center, need_month, need_day}) {
    EXPECT_TRUE(need(*ask).ok());
  }
  const auto open = parse(R"({"question":"reconcile","cut_off":null,"as_of":null,"definition":null})");
  ASSERT_TRUE(open.ok());
  EXPECT_FALSE(open->cut_off.has_value());
  for (const auto& need : {need_scope, need_year, need_center, need_month, need_day}) {
    EXPECT_EQ(need(*open).reason(), "figures.ask");
  }
}

TEST(Ask, Refused) {
  const struct {
    std::string_view text, reason, pointer;
  } kRows[] = {
      {"[]", "figures.ask", "/"},
      {"{}", "figures.ask", "/"},
      {R"({"indicator":"a","figure":"b"})", "figures.ask", "/"},
      {R"({"indicator":""})", "figures.ask", "/indicator"},
      {R"({"indicator":1})", "figures.ask", "/indicator"},
      {R"({"indicator":"a","tea":1})", "figures.ask", "/tea"},
      {R"({"indicator":"a","fy":2013})", "figures.ask", "/fy"},
      {R"({"indicator":"a","fy":"2026"})", "figures.ask", "/fy"},
      {R"({"indicator":"a","cut_off":-1})", "figures.ask", "/cut_off"},
      {R"({"indicator":"a","erased":"A"})", "figures.ask", "/erased"},
      {R"({"indicator":"a","erased":[1]})", "figures.ask", "/erased"},
      {R"({"indicator":"a","scope":"world"})", "figures.scope", "/scope"},
      {R"({"indicator":"a","month":"2026-13"})", "figures.month", "/month"},
      {R"({"indicator":"a","on":"2026-02-30"})", "figures.date", "/on"},
  };
  for (const auto& row : kRows) {
    const auto ask = parse(row.text);
    ASSERT_FALSE(ask.ok()) << row.text;
    EXPECT_EQ(ask.status().reason(), row.reason) << row.text;
    EXPECT_EQ(ask.status().pointer(), row.pointer) << row.text;
    EXPECT_NE(ask.status().expected(), "") << row.text;
  }
}

}  // namespace
}  // namespace projections::figures
