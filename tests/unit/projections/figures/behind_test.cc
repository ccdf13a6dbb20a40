// Goal: every figure says which types it depends on, corrections included; and it depends on no other: over
// the golden lists, an answer over those types alone is the answer over everything.
#include "projections/figures/behind.h"

#include <filesystem>
#include <gtest/gtest.h>

#include "ledger/base/json_writer.h"
#include "projections/figures/definitions.h"
#include "projections/figures/indicators.h"
#include "projections/figures/reports.h"
#include "tests/unit/projections/figures/event_lists.h"

namespace projections::figures {
namespace {

constexpr std::uint64_t kHead = 1000;

FigureLog only(const std::vector<ListedEvent>& events, const Types& types) {
  std::vector<ListedEvent> kept;
  for (const ListedEvent& event : events) {
    if (types.contains(event.type)) kept.push_back(event);
  }
  return FigureLog(std::move(kept), {ledger::Position(kHead), true});
}

std::string text_of(const ledger::Result<Answer>& answer) {
  return answer.ok() ? ledger::write_json(json_of(*answer)) : answer.status().reason();
}

TEST(Behind, EveryFigureHasTypesAndTheirCorrections) {
  for (const std::string_view definition : {kDefinition2024, kDefinition2026}) {
    for (const IndicatorRow& row : indicators_of(definition)) {
      EXPECT_TRUE(types_behind(row.id).contains("policy.parameter_set")) << row.id;
    }
  }
  for (const std::string_view figure : report_figures()) {
    EXPECT_TRUE(types_behind(figure).contains("session.corrected")) << figure;
  }
  EXPECT_TRUE(types_behind("va_sum").contains("business.financials_corrected"));
  EXPECT_FALSE(types_behind("sessions").contains("business.financials_submitted"));
  EXPECT_TRUE(types_behind("tea").empty());
}

TEST(Behind, NothingElseMatters) {
  const Erased nobody;
  std::size_t compared = 0;
  for (const auto& entry : std::filesystem::directory_iterator(GOLDEN_FIGURES)) {
    const ledger::JsonValue golden = testing::golden_file(std::string(entry.path().filename()));
    const std::vector<ListedEvent> events = testing::golden_events(*golden.find("events"));
    const FigureLog whole(events, {ledger::Position(kHead), true});
    for (const std::string_view definition : {kDefinition2024, kDefinition2026}) {
      for (const IndicatorRow& row : indicators_of(definition)) {
        const FigureLog part = only(events, types_behind(row.id));
        FigureOf of{row.id, definition, {ScopeKind::kNation, ""}, row.first_fy, {}};
        for (of.fiscal_year = 2025; of.fiscal_year <= 2026; ++of.fiscal_year) {
          if (of.fiscal_year < row.first_fy) continue;  // asks whether there was any session
          KnownFacts of_whole(known_now(whole)), of_part(known_now(part));
          EXPECT_EQ(text_of(figure(of_part, of, nobody)), text_of(figure(of_whole, of, nobody))) << row.id;
          ++compared;
        }
      }
    }
    for (const std::string_view figure : report_figures()) {
      const FigureLog part = only(events, types_behind(figure));
      for (const std::string_view month : {"2025-05", "2026-04", "2026-05", "2026-06"}) {
        EXPECT_EQ(text_of(month_figure(known_now(part), figure, "c40", month, {})),
                  text_of(month_figure(known_now(whole), figure, "c40", month, {})))
            << figure << ' ' << month;
        ++compared;
      }
    }
  }
  EXPECT_GT(compared, 500U);
}

}  // namespace
}  // namespace projections::figures
