// Goal: options are read strictly, output is reproducible, grows with scale and needs bounded memory. Method:
// whole streams compared as texts; tables of wrong options.
#include "ops/generate/generate.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <set>

#include "ledger/base/sha256.h"
#include "ops/generate/center_simulation.h"
#include "ops/generate/plan.h"
#include "tests/unit/ops/generate/acceptor.h"

namespace ops::generate {
namespace {

class TextSink final : public LineSink {
 public:
  ledger::Status write(std::string_view line) override {
    text.append(line).append("\n");
    return ledger::Status();
  }
  std::string text;
};

class DigestSink final : public LineSink {
 public:
  ledger::Status write(std::string_view line) override {
    digest.update(line);
    return ledger::Status();
  }
  ledger::Sha256 digest;
};

Options options_for(std::string_view centers, int months, std::int64_t scale) {
  Options options;
  options.origin = "ledger.example/test";
  options.centers = parse_centers(centers).value();
  options.months = months;
  options.scale = scale;
  options.setup_at = {day_number(2026, 1, 5), 0};
  return options;
}

std::string stream_of(const Options& options) {
  TextSink sink;
  const auto summary = generate(options, tests::Acceptor::admin_key(), sink);
  EXPECT_TRUE(summary.ok()) << summary.status().to_string();
  return sink.text;
}

Summary summary_of(const Options& options) {
  DigestSink sink;
  const auto summary = generate(options, tests::Acceptor::admin_key(), sink);
  EXPECT_TRUE(summary.ok()) << summary.status().to_string();
  return *summary;
}

TEST(GenerateTest, SameOptionsGiveTheSameBytes) {
  const Options options = options_for("c40,c41", 1, 20'000);
  const std::string first = stream_of(options);
  EXPECT_EQ(first, stream_of(options));
  Options other = options;
  other.seed = "another";
  EXPECT_NE(first, stream_of(other));
  other = options;
  other.origin = "ledger.example/other";
  EXPECT_NE(first, stream_of(other));
}

TEST(GenerateTest, SetUpAndMonthsAreTheSameTogetherAndApart) {
  Options options = options_for("c40,c41", 1, 20'000);
  const std::string whole = stream_of(options);
  options.activity = false;
  const std::string setup = stream_of(options);
  options.activity = true;
  options.setup = false;
  const std::string months = stream_of(options);
  EXPECT_EQ(whole, setup + months);
}

TEST(GenerateTest, TheNextMonthCanBeGeneratedByItself) {
  Options options = options_for("c40", 1, 20'000);
  const std::string april = stream_of(options);
  options.setup = false;
  options.from = {2026, 5};
  const std::string may = stream_of(options);
  std::set<std::string_view> ids;
  const auto collect = [&](std::string_view text) {
    constexpr std::string_view kMark = "\"id\":\"";
    for (std::size_t at = text.find(kMark); at != std::string_view::npos; at = text.find(kMark, at + 1)) {
      EXPECT_TRUE(ids.insert(text.substr(at + kMark.size(), 36)).second);
    }
  };
  collect(april);
  collect(may);
  EXPECT_GT(ids.size(), 100U);
}

TEST(GenerateTest, CountsGrowWithScale) {
  const Summary quick = summary_of(options_for("kyushu", 1, 20'000));
  const Summary small = summary_of(options_for("c40", 1, 20'000));
  const Summary middle = summary_of(options_for("c40", 1, 100'000));
  const Summary large = summary_of(options_for("c40", 1, 500'000));
  // The quickstart: a month of Kyushu, small enough for a first look.
  EXPECT_GE(quick.lines, 1'000U);
  EXPECT_LE(quick.lines, 3'300U);
  EXPECT_LT(small.lines, middle.lines);
  EXPECT_LT(middle.lines, large.lines);
  const auto activity = [](const Summary& summary) {
    return static_cast<double>(summary.lines - summary.setup_lines);
  };
  EXPECT_NEAR(activity(large) / activity(middle), 5.0, 1.0);
}

TEST(GenerateTest, ANationalYearIsAboutFiveMillionEvents) {
  // Half the real volume of one centre for half a year, projected onto the nation and the year.
  constexpr int kMonths = 6;
  Options options = options_for("c41", kMonths, 500'000);
  options.setup = false;
  const Summary summary = summary_of(options);
  const double of_nation = 1026.0 / find_centre("41")->coordinators;
  EXPECT_NEAR(static_cast<double>(summary.lines) * 2 * of_nation * 12 / kMonths, 5e6, 0.5e6);
}

TEST(GenerateTest, MemoryDoesNotGrowWithTheMonths) {
  Options options = options_for("c41", 2, 1'500'000);
  options.setup = false;
  const Summary two = summary_of(options);
  options.months = 6;
  const Summary six = summary_of(options);
  EXPECT_GT(six.lines, two.lines * 5 / 2);
  const std::size_t members = plan_center(*find_centre("41"), options.scale, options.seed).members.size();
  EXPECT_LE(six.open_cases_peak, CenterSimulation::kOpenCasesPerMember * members);
  EXPECT_LE(six.known_businesses_peak, CenterSimulation::kKnownBusinessesMax);
  EXPECT_LE(six.open_cases_peak, two.open_cases_peak * 3 / 2);
  EXPECT_LE(six.held_lines_peak, two.held_lines_peak * 3 / 2);
}

TEST(GenerateTest, SetUpNeedsTheAdministratorsKey) {
  Options options = options_for("c40", 1, 1);
  TextSink sink;
  EXPECT_EQ(generate(options, std::nullopt, sink).status().reason(), "generate.admin_key");
  options.setup = false;
  EXPECT_TRUE(generate(options, std::nullopt, sink).ok());
  for (const int months : {0, -1, kMonthsMax + 1}) {
    options.months = months;
    EXPECT_EQ(generate(options, std::nullopt, sink).status().reason(), "generate.months") << months;
  }
  options.months = 1;
  options.centers.clear();
  EXPECT_EQ(generate(options, std::nullopt, sink).status().reason(), "generate.months");
}

TEST(GenerateTest, Centers) {
  EXPECT_EQ(parse_centers("all").value().size(), 47U);
  EXPECT_EQ(parse_centers("kyushu").value().size(), 7U);
  const auto two = parse_centers("c41,c40,c41").value();
  ASSERT_EQ(two.size(), 2U);
  EXPECT_EQ(two.front()->pref_code, "40");
  for (const std::string_view wrong :
       {"", "c", "c48", "c00", "40", "c4", "kyusyu", "c40,", "c40,,c41", "c40 c41", "ALL"}) {
    const auto centers = parse_centers(wrong);
    // A trailing comma names nothing more.
    if (wrong == "c40,") {
      EXPECT_EQ(centers.value().size(), 1U);
    } else {
      EXPECT_EQ(centers.status().reason(), "generate.centers") << wrong;
    }
  }
}

TEST(GenerateTest, Months) {
  EXPECT_EQ(parse_month("2026-04").value(), (YearMonth{2026, 4}));
  EXPECT_EQ(parse_month("2025-04").value(), (YearMonth{2025, 4}));
  for (const std::string_view wrong :
       {"", "2026", "2026-4", "2026-13", "2026-00", "2025-03", "2099-01", "2026-04-01", "26-04", "2026/04"}) {
    EXPECT_EQ(parse_month(wrong).status().reason(), "generate.month") << wrong;
  }
}

TEST(GenerateTest, Scales) {
  EXPECT_EQ(parse_scale("1.0").value(), 1'000'000);
  EXPECT_EQ(parse_scale("1").value(), 1'000'000);
  EXPECT_EQ(parse_scale("0.02").value(), 20'000);
  EXPECT_EQ(parse_scale("0.000001").value(), 1);
  EXPECT_EQ(parse_scale("1.5").value(), 1'500'000);
  for (const std::string_view wrong : {"", "0", "0.0", "-1", "1.500001", "2", "1.", ".5", "0.0000001", "1e-2",
                                       "one", "0,02", " 1", "99999"}) {
    EXPECT_EQ(parse_scale(wrong).status().reason(), "generate.scale") << wrong;
  }
}

TEST(GenerateTest, Identities) {
  const std::vector<std::string> names = identities(parse_centers("c40,c47").value());
  EXPECT_EQ(names, (std::vector<std::string>{"gw-c40", "gw-c47", "gw-hq", "bureau-kyushu", "bureau-okinawa",
                                             "auditor", "security", "mirror"}));
}

}  // namespace
}  // namespace ops::generate
