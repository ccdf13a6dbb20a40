// Goal: accepted breaches are accepted, each line says what must be found of it, reports are wrong by exactly
// what is said, and a run without has none.
// Method: three months of two centres through real admission and real rules in memory; reports against the
// index amounts at their month's closing.
#include "ops/generate/accepted_breaches.h"

#include <gtest/gtest.h>
#include <map>
#include <set>
#include <string>

#include "ledger/base/json_reader.h"
#include "ops/generate/generate.h"
#include "tests/unit/ops/generate/acceptor.h"

namespace ops::generate {
namespace {

using ledger::JsonValue;

Options options_for(YearMonth from, int months) {
  Options options;
  options.seed = "accepted";
  options.origin = "ledger.example/test";
  options.centers = parse_centers("c40,c41").value();
  options.from = from;
  options.months = months;
  options.scale = 1;
  options.setup_at = {day_number(2029, 5, 7), 0};
  options.violations = true;
  return options;
}

// Passes lines on and keeps what they say must be found.
class Marks final : public LineSink {
 public:
  explicit Marks(LineSink* next) : next_(next) {}
  ledger::Status write(std::string_view line) override {
    const auto json = ledger::read_json(line);
    EXPECT_TRUE(json.ok());
    if (const JsonValue* found = json->find("found_by")) {
      EXPECT_EQ(json->find("expected"), nullptr) << line;
      found_.push_back(*found);
    }
    return next_ == nullptr ? ledger::Status() : next_->write(line);
  }
  const std::vector<JsonValue>& found() const { return found_; }

 private:
  LineSink* const next_;
  std::vector<JsonValue> found_;
};

// Gaps of the reports by "c40/2026-04".
std::map<std::string, JsonValue> gaps_of(const Marks& marks) {
  std::map<std::string, JsonValue> gaps;
  for (const JsonValue& found : marks.found()) {
    if (found.text("question") != "reconcile" || found.find("gaps") == nullptr) continue;
    gaps[std::string(found.text("center")) + "/" + std::string(found.text("month"))] = *found.find("gaps");
  }
  return gaps;
}

TEST(AcceptedBreaches, AreAcceptedAndReportsAreWrongByWhatIsSaid) {
  const Options options = options_for({2026, 4}, 3);
  const JstTime founded{day_number(2029, 5, 7), 12 * 3600};
  tests::Acceptor ledger(options.origin, options.seed, founded.micros(), founded.plus_minutes(1).micros());
  Marks marks(&ledger);
  const auto summary = generate(options, tests::Acceptor::admin_key(), marks);
  ASSERT_TRUE(summary.ok()) << summary.status().to_string();
  EXPECT_EQ(summary->marked_lines, marks.found().size());
  for (const std::string& refusal : ledger.refusals()) ADD_FAILURE() << refusal;
  const auto gaps = gaps_of(marks);
  // (40 + 5) and (41 + 4) are multiples of three; June's report of c40 is missing.
  std::set<std::string> wrong;
  for (const auto& [name, figures] : gaps) wrong.insert(name);
  EXPECT_EQ(wrong, (std::set<std::string>{"c40/2026-04", "c41/2026-05", "c41/2026-06"}));
  EXPECT_EQ(ledger.reports().size(), 5U);
  EXPECT_FALSE(ledger.reports().contains("c40/2026-06"));
  for (const auto& [name, figures] : ledger.reports()) {
    const std::string month = name.substr(4);
    const std::string rest = "/" + name.substr(0, 3) + "/2026/" + month;
    const auto& amounts = ledger.closed().at(name);
    for (const auto& [figure, stated] : figures.as_object()) {
      if (figure == "referrals") continue;  // distinct ones: see acceptance_test.cc
      const auto counted = amounts.find("figure/" + figure + rest);
      const std::int64_t in_index = counted == amounts.end() ? 0 : counted->second;
      const auto gap = gaps.find(name);
      const JsonValue* by = gap == gaps.end() ? nullptr : gap->second.find(figure);
      EXPECT_EQ(stated.as_int() - in_index, by == nullptr ? 0 : by->as_int()) << name << " " << figure;
      EXPECT_GE(stated.as_int(), 0) << name << " " << figure;
    }
  }
}

TEST(AcceptedBreaches, EveryKindIsPlanted) {
  Marks marks(nullptr);
  ASSERT_TRUE(generate(options_for({2026, 4}, 3), tests::Acceptor::admin_key(), marks).ok());
  std::map<std::string, int> times;
  for (const JsonValue& found : marks.found()) {
    std::string name(found.text("question"));
    if (!found.text("kind").empty()) name.append("/").append(found.text("kind"));
    if (found.find("gaps") != nullptr) name += "/gaps";
    if (found.find("moves") != nullptr) name += "/moves";
    ++times[name];
  }
  // Two centres; late entries in May and June; what happens once, in April.
  const std::map<std::string, int> expected = {{"reconcile/gaps", 3},      {"reconcile/moves", 20},
                                               {"merge_restatements", 12}, {"violations/workdays", 2},
                                               {"violations/fees", 2},     {"violations/procedures", 2},
                                               {"violations/costs", 8},    {"violations/duties", 1}};
  EXPECT_EQ(times, expected);
}

// One figure that is zero, one too low, one too high.
TEST(AcceptedBreaches, WrongReportsAreWrongInSeveralWays) {
  Marks marks(nullptr);
  ASSERT_TRUE(generate(options_for({2026, 4}, 3), tests::Acceptor::admin_key(), marks).ok());
  const auto gaps = gaps_of(marks);
  ASSERT_FALSE(gaps.empty());
  for (const auto& [name, figures] : gaps) {
    int high = 0, low = 0;
    for (const auto& [figure, gap] : figures.as_object()) {
      EXPECT_NE(gap.as_int(), 0) << name << " " << figure;
      (gap.as_int() > 0 ? high : low) += 1;
    }
    EXPECT_GE(high, 1) << name;
    EXPECT_EQ(low, 1) << name;
  }
}

// Nothing is late in the first month, and no report is missing of a short run.
TEST(AcceptedBreaches, AShortRunHasFewer) {
  Marks marks(nullptr);
  ASSERT_TRUE(generate(options_for({2025, 6}, 1), tests::Acceptor::admin_key(), marks).ok());
  std::set<std::string_view> kinds;
  for (const JsonValue& found : marks.found()) {
    EXPECT_NE(found.text("question"), "merge_restatements");
    if (!found.text("kind").empty()) kinds.insert(found.text("kind"));
  }
  // No productivity support in FY2025: nobody's weeks are short.
  EXPECT_EQ(kinds, (std::set<std::string_view>{"fees", "procedures", "costs"}));
}

TEST(AcceptedBreaches, ARunWithoutHasNone) {
  Options options = options_for({2026, 4}, 3);
  options.violations = false;
  Marks marks(nullptr);
  ASSERT_TRUE(generate(options, tests::Acceptor::admin_key(), marks).ok());
  EXPECT_TRUE(marks.found().empty());
}

}  // namespace
}  // namespace ops::generate
