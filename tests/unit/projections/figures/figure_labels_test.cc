// Goal: every code that people see has a label in both languages, and each label one code.
// Method: the indicators of the catalogue; the reasons that golden files expect.
#include "projections/figures/figure_labels.h"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <set>
#include <sstream>

#include "ledger/base/json_reader.h"
#include "ledger/domain/indicators.h"

namespace projections::figures {
namespace {

using ledger::JsonValue;

void expect_label(std::string_view code) {
  EXPECT_NE(figure_label(code, LabelLanguage::kEnglish), code);
  EXPECT_NE(figure_label(code, LabelLanguage::kJapanese), code);
  EXPECT_NE(figure_label(code, LabelLanguage::kJapanese), figure_label(code, LabelLanguage::kEnglish))
      << code;
}

TEST(FigureLabels, EveryIndicatorHasBoth) {
  for (const ledger::IndicatorSpec& indicator : ledger::indicators()) expect_label(indicator.id);
}

// Texts of members that hold reasons, and second texts of pairs in "excluded".
void collect(const JsonValue& value, std::string_view name, std::set<std::string>& codes) {
  const bool is_reason = name == "reason" || name == "reasons" || name == "state";
  if (value.is_string() && is_reason) codes.insert(value.as_string());
  if (value.is_array()) {
    for (const JsonValue& item : value.as_array()) {
      const bool is_pair = name == "excluded" && item.is_array() && item.as_array().size() == 2;
      collect(is_pair ? item.as_array()[1] : item, is_pair ? "reason" : name, codes);
    }
  }
  if (value.is_object()) {
    for (const auto& [member, item] : value.as_object()) collect(item, member, codes);
  }
}

TEST(FigureLabels, EveryReasonOfTheGoldenFilesHasBoth) {
  std::set<std::string> codes;
  for (const auto& file : std::filesystem::directory_iterator(GOLDEN_FIGURES)) {
    std::ifstream in(file.path());
    std::stringstream text;
    text << in.rdbuf();
    const auto golden = ledger::read_json(text.str());
    ASSERT_TRUE(golden.ok()) << file.path();
    collect(*golden->find("cases"), "", codes);
  }
  EXPECT_GT(codes.size(), 30U);
  for (const std::string& code : codes) {
    // What a disallowance or a class of costs is called, the catalogue says.
    if (code.rfind("disallowed_", 0) == 0 || code.rfind("class_", 0) == 0 ||
        code.rfind("criterion_", 0) == 0) {
      continue;
    }
    expect_label(code);
  }
}

TEST(FigureLabels, AnUnknownCodeIsItself) {
  EXPECT_EQ(figure_label("nobody_knows", LabelLanguage::kJapanese), "nobody_knows");
}

}  // namespace
}  // namespace projections::figures
