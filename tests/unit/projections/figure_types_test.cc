// Goal: the table of figure types is true to the catalogue. Method: every row against its catalogue row.
#include "projections/figure_types.h"

#include <gtest/gtest.h>
#include <set>

#include "ledger/domain/catalogue.h"

namespace projections {
namespace {

bool is_public(const ledger::TypeSpec& row, std::string_view name) {
  const ledger::FieldSpec* field = ledger::find_field(row, name);
  return field != nullptr && field->field_class == ledger::FieldClass::kPublic;
}

TEST(FigureTypes, EveryRowIsATypeOfTheCatalogueWithThoseFields) {
  std::set<std::string_view> seen;
  for (const FigureType& type : figure_types()) {
    EXPECT_TRUE(seen.insert(type.type).second) << type.type;
    const ledger::TypeSpec* row = ledger::find_type(type.type, 1);
    ASSERT_NE(row, nullptr) << type.type;
    EXPECT_TRUE(type.date_field.empty() || is_public(*row, type.date_field)) << type.type;
    EXPECT_TRUE(type.thing.empty() || is_public(*row, type.thing)) << type.type;
    EXPECT_TRUE((type.shelves & kOnBusiness) == 0 || is_public(*row, "business_id")) << type.type;
    EXPECT_TRUE((type.shelves & (kOnCenter | kOnMonth)) == 0 || type.uses != 0) << type.type;
  }
  EXPECT_EQ(find_figure_type("session.held")->thing, "session_id");
  EXPECT_EQ(find_figure_type("record.viewed"), nullptr);
}

// A correction must be found where what it corrects is found.
TEST(FigureTypes, CorrectionsStandWithWhatTheyCorrect) {
  const std::pair<const char*, const char*> pairs[] = {
      {"session.held", "session.corrected"},        {"joint_support.held", "joint_support.corrected"},
      {"issue.identified", "issue.corrected"},      {"issue.resolved", "issue.resolution_corrected"},
      {"outcome.confirmed", "outcome.corrected"},   {"referral.made", "referral.corrected"},
      {"business.registered", "business.corrected"}};
  for (const auto& [original, correction] : pairs) {
    const FigureType* one = find_figure_type(original);
    const FigureType* other = find_figure_type(correction);
    ASSERT_NE(other, nullptr) << correction;
    EXPECT_EQ(one->shelves, other->shelves) << correction;
    EXPECT_EQ(one->thing, other->thing) << correction;
    EXPECT_TRUE((one->shelves & kOnMonth) == 0 || !one->thing.empty()) << original;
  }
}

}  // namespace
}  // namespace projections
