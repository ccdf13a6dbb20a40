// Goal: every member that a record shows is called something in both languages. Method: all names of the
// table of kinds, cut the simple way, are asked for.
#include "projections/record_labels.h"

#include <algorithm>
#include <gtest/gtest.h>

#include "projections/record_kinds.h"

namespace projections {
namespace {

// Letters, digits and '_' up to a separator; what stands behind '>' or ':' is no name.
std::vector<std::string> names_of(std::string_view list) {
  std::vector<std::string> names;
  std::string name;
  bool skipping = false;
  for (const char c : std::string(list) + ",") {
    const bool separates = c == ',' || c == '(' || c == ')';
    if (separates) {
      if (!name.empty()) names.push_back(name);
      name.clear();
      skipping = false;
    } else if (c == '>' || c == ':') {
      skipping = true;
    } else if (!skipping && c != '!') {
      name.push_back(c);
    }
  }
  return names;
}

TEST(RecordLabels, EveryMemberThatIsShownHasALabel) {
  // Of the ledger itself, read by engineers.
  constexpr std::string_view kPlain[] = {"origin",  "generation", "catalogue", "index_map", "conformance",
                                         "is_code", "number",     "code",      "name"};
  std::size_t labelled = 0;
  for (const RecordKind& kind : record_kinds()) {
    for (const std::string_view list : {kind.key, kind.members}) {
      for (const std::string& name : names_of(list)) {
        if (std::find(std::begin(kPlain), std::end(kPlain), name) != std::end(kPlain)) continue;
        EXPECT_NE(member_label(name, LabelLanguage::kJapanese), name) << kind.name;
        EXPECT_NE(member_label(name, LabelLanguage::kEnglish), name) << kind.name;
        ++labelled;
      }
    }
  }
  EXPECT_GT(labelled, 80U);
}

TEST(RecordLabels, CodesAndRoles) {
  EXPECT_EQ(code_label("withdrawn", LabelLanguage::kJapanese), "撤回");
  EXPECT_EQ(code_label("withdrawn", LabelLanguage::kEnglish), "withdrawn");
  EXPECT_EQ(code_label("auditor", LabelLanguage::kJapanese), "監査人");
  EXPECT_EQ(code_label("auditor", LabelLanguage::kEnglish), "Auditor");
  EXPECT_EQ(code_label("b-1", LabelLanguage::kJapanese), "b-1");
  EXPECT_EQ(member_label("unheard_of", LabelLanguage::kJapanese), "unheard_of");
}

}  // namespace
}  // namespace projections
