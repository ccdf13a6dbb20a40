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

}  // namespace ledger
