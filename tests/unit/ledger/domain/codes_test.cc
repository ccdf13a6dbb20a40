// Goal: the shared code lists are complete in both languages and parameters are found by name and family.
// Method: self-checks over the lists and a table of names.
#include "ledger/domain/codes.h"

#include <gtest/gtest.h>
#include <set>

#include "ledger/event/event.h"

namespace ledger {

TEST(Codes, ListsAreCompleteAndDistinct) {
  for (const auto list : {event_groups(), roles(), purposes(), retention_classes()}) {
    std::set<std::string_view> seen;
    for (const CodeSpec& spec : list) {
      EXPECT_TRUE(is_segment(spec.code)) << spec.code;
      EXPECT_TRUE(seen.insert(spec.code).second) << spec.code;
      EXPECT_FALSE(spec.label_ja.empty() || spec.label_en.empty() || spec.source.empty()) << spec.code;
      EXPECT_EQ(find_code(list, spec.code), &spec);
    }
    EXPECT_EQ(find_code(list, ""), nullptr);
    EXPECT_EQ(find_code(list, "emperor"), nullptr);
  }
}

TEST(Codes, ParametersAreFoundByNameAndFamily) {
  EXPECT_NE(find_parameter("countersign.expiry_days"), nullptr);
  EXPECT_NE(find_parameter("ceiling.c40.2026"), nullptr);
  for (const char* name :
       {"", "ceiling", "ceiling.", "countersign.expiry_days.x", "countersign", "Ceiling.c40"}) {
    EXPECT_EQ(find_parameter(name), nullptr) << name;
  }
}

TEST(Codes, DefaultsLieWithinTheirRange) {
  for (const ParameterSpec& spec : parameters()) {
    EXPECT_LE(spec.min, spec.max) << spec.name;
    EXPECT_TRUE(spec.otherwise == -1 || (spec.otherwise >= spec.min && spec.otherwise <= spec.max))
        << spec.name;
    EXPECT_FALSE(spec.label_ja.empty() || spec.label_en.empty()) << spec.name;
  }
}

}  // namespace ledger
