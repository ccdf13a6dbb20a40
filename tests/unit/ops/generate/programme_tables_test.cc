// Goal: the tables hold the programme's facts. Method: sums and shares that the sources print, and that every
// part is found and only once.
#include "ops/generate/programme_tables.h"

#include <gtest/gtest.h>
#include <map>
#include <set>

namespace ops::generate {
namespace {

TEST(ProgrammeTablesTest, FortySevenCentresInCodeOrder) {
  ASSERT_EQ(centre_table().size(), 47U);
  int code = 1;
  int coordinators = 0;
  for (const CentreFacts& centre : centre_table()) {
    EXPECT_EQ(std::stoi(std::string(centre.pref_code)), code++);
    EXPECT_NE(find_bureau(centre.bureau), nullptr) << centre.bureau;
    EXPECT_EQ(find_centre(centre.pref_code), &centre);
    EXPECT_GE(centre.coordinators, 10);
    coordinators += centre.coordinators;
  }
  EXPECT_EQ(coordinators, 1026);
  EXPECT_EQ(kChiefs, 47);
}

TEST(ProgrammeTablesTest, KindsOfBodies) {
  std::map<BodyKind, int> kinds;
  for (const CentreFacts& centre : centre_table()) kinds[centre.kind] += 1;
  EXPECT_EQ(kinds[BodyKind::kFoundation], 41);
  EXPECT_EQ(kinds[BodyKind::kFederation], 4);
  EXPECT_EQ(kinds[BodyKind::kChamber], 1);
  EXPECT_EQ(kinds[BodyKind::kAssociation], 1);
  for (const std::string_view code : {"04", "31", "42", "47"}) {
    EXPECT_EQ(find_centre(code)->kind, BodyKind::kFederation) << code;
  }
  EXPECT_EQ(find_centre("22")->kind, BodyKind::kChamber);
  EXPECT_EQ(find_centre("13")->kind, BodyKind::kAssociation);
  EXPECT_EQ(full_name(*find_centre("40")), "公益財団法人福岡県中小企業振興センター");
  EXPECT_EQ(full_name(*find_centre("22")), "静岡商工会議所");
}

TEST(ProgrammeTablesTest, Bureaus) {
  std::map<std::string_view, int> centres;
  for (const CentreFacts& centre : centre_table()) centres[centre.bureau] += 1;
  EXPECT_EQ(centres.size(), bureau_table().size());
  EXPECT_EQ(centres["bureau-kyushu"], 7);
  EXPECT_EQ(centres["bureau-okinawa"], 1);
  EXPECT_EQ(centres["bureau-hokkaido"], 1);
  EXPECT_EQ(find_bureau("bureau-hokuriku"), nullptr);
}

TEST(ProgrammeTablesTest, KyushuCeilingsAddUp) {
  std::int64_t total = 0;
  std::int64_t initial = 0;
  std::int64_t supplementary = 0;
  for (const CeilingFacts& ceiling : ceiling_table()) {
    EXPECT_EQ(ceiling.total, ceiling.initial_budget + ceiling.supplementary_budget) << ceiling.pref_code;
    // The initial budget is 60.55 % of the total in every prefecture.
    EXPECT_EQ((ceiling.initial_budget * 10'000 + ceiling.total / 2) / ceiling.total, 6055)
        << ceiling.pref_code;
    EXPECT_EQ(find_centre(ceiling.pref_code)->bureau, "bureau-kyushu");
    total += ceiling.total;
    initial += ceiling.initial_budget;
    supplementary += ceiling.supplementary_budget;
  }
  EXPECT_EQ(ceiling_table().size(), 7U);
  EXPECT_EQ(total, 928'313);
  EXPECT_EQ(initial, 562'072);
  EXPECT_EQ(supplementary, 366'241);
  EXPECT_EQ(find_ceiling("47"), nullptr);
  EXPECT_EQ(find_ceiling("4"), nullptr);
}

TEST(ProgrammeTablesTest, QualificationsAddUp) {
  int chiefs = 0;
  int coordinators = 0;
  std::set<std::string_view> names;
  for (const QualificationFacts& facts : qualification_table()) {
    chiefs += facts.chiefs;
    coordinators += facts.coordinators;
    names.insert(facts.name);
  }
  EXPECT_EQ(names.size(), 21U);
  EXPECT_EQ(chiefs, 45);
  EXPECT_EQ(coordinators, 1041);
}

TEST(ProgrammeTablesTest, CategoriesAndFocusFields) {
  EXPECT_EQ(focus_field_table().size(), 9U);
  const std::set<std::string_view> fields(focus_field_table().begin(), focus_field_table().end());
  std::set<std::string_view> excluded;
  int sum = 0;
  for (const CategoryShare& share : category_table()) {
    sum += share.per_mille;
    EXPECT_TRUE(share.focus.empty() || fields.contains(share.focus)) << share.code;
    if (share.code == "sales_growth") {
      EXPECT_EQ(share.per_mille, 741);
    }
    if (!share.counted) excluded.insert(share.code);
  }
  EXPECT_EQ(sum, 1000);
  EXPECT_EQ(excluded, (std::set<std::string_view>{"bookkeeping", "subsidy_plan", "labour_administration"}));
}

TEST(ProgrammeTablesTest, UnknownCodesAreNotFound) {
  for (const std::string_view code : {"", "0", "00", "48", "4", "040", "c40"}) {
    EXPECT_EQ(find_centre(code), nullptr) << code;
  }
}

}  // namespace
}  // namespace ops::generate
