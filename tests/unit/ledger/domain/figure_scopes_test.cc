// Goal: a scope's month is closed when its last centre has closed it, at the largest cut-off.
// Method: three centres of two bureaus that close their months one after the other.
#include "ledger/domain/figure_scopes.h"

#include <gtest/gtest.h>

#include "ledger/domain/records.h"
#include "tests/unit/ledger/domain/programme.h"

namespace ledger {

namespace {

using Ids = std::vector<std::string>;

class Closings {
 public:
  Closings() {
    establish("c40", "40", "bureau-kyushu");
    establish("c41", "41", "bureau-kyushu");
    establish("c13", "13", "bureau-kanto");
  }
  void establish(std::string_view center, std::string_view prefecture, std::string_view bureau) {
    put(state_, center_record(center),
        CenterRecord{std::string(prefecture), "impl", std::string(bureau), EventId{}});
    put(state_, prefecture_record(prefecture), PrefectureRecord{std::string(center)});
  }
  void close(std::string_view center, std::string_view month, std::uint64_t cut_off) {
    put(state_, report_record(center, month),
        ReportRecord{cut_off, false, tests::numbered_event_id(cut_off)});
    put(state_, month_record(center), MonthRecord{std::string(month), cut_off});
  }
  // 0: not closed.
  std::uint64_t cut_off(std::string_view scope, std::string_view month) const {
    const auto closing = scope_closing(state_, scope, month);
    return closing ? closing->cut_off : 0;
  }
  const StateView& state() const { return state_; }

 private:
  MemoryState nothing_;
  StateOverlay state_{nothing_, StateDigest()};
};

}  // namespace

TEST(FigureScopes, CentresOfAScope) {
  const Closings closings;
  const struct {
    const char* scope;
    Ids centers;
  } kRows[] = {
      {"nation", {"c13", "c40", "c41"}},
      {"bureau:bureau-kyushu", {"c40", "c41"}},
      {"bureau:bureau-kanto", {"c13"}},
      {"bureau:c40", {}},
      {"prefecture:41", {"c41"}},
      {"prefecture:42", {}},
      {"center:c40", {"c40"}},
      {"center:", {}},
      {"world", {}},
      {"world:c40", {}},
      {"", {}},
  };
  for (const auto& row : kRows)
    EXPECT_EQ(centers_of_scope(closings.state(), row.scope), row.centers) << row.scope;
  EXPECT_EQ(bureaus_of_centers(closings.state()), (Ids{"bureau-kanto", "bureau-kyushu"}));
}

TEST(FigureScopes, TheLastCentreClosesTheScope) {
  Closings closings;
  EXPECT_EQ(closings.cut_off("nation", "2026-04"), 0U);
  closings.close("c41", "2026-04", 9);
  EXPECT_EQ(closings.cut_off("center:c41", "2026-04"), 9U);
  EXPECT_EQ(closings.cut_off("prefecture:41", "2026-04"), 9U);
  EXPECT_EQ(closings.cut_off("bureau:bureau-kyushu", "2026-04"), 0U) << "c40 has not";
  closings.close("c40", "2026-04", 7);
  EXPECT_EQ(closings.cut_off("bureau:bureau-kyushu", "2026-04"), 9U) << "the largest";
  EXPECT_EQ(closings.cut_off("nation", "2026-04"), 0U);
  closings.close("c13", "2026-04", 11);
  EXPECT_EQ(closings.cut_off("nation", "2026-04"), 11U);
  EXPECT_EQ(scope_closing(closings.state(), "nation", "2026-04")->closings.size(), 3U);
  closings.close("c13", "2026-05", 12);
  EXPECT_EQ(closings.cut_off("nation", "2026-04"), 11U);
  EXPECT_EQ(closings.cut_off("nation", "2026-05"), 0U);
}

TEST(FigureScopes, ACentreWhoseMonthsBeginLaterHoldsNothingUp) {
  Closings closings;
  closings.close("c40", "2026-04", 7);
  closings.close("c41", "2026-06", 20);
  EXPECT_EQ(closings.cut_off("bureau:bureau-kyushu", "2026-04"), 7U);
  EXPECT_EQ(closings.cut_off("center:c41", "2026-04"), 0U) << "there is no such closing";
  closings.establish("c42", "42", "bureau-kyushu");
  EXPECT_EQ(closings.cut_off("bureau:bureau-kyushu", "2026-04"), 0U) << "c42 may close it still";
}

}  // namespace ledger
