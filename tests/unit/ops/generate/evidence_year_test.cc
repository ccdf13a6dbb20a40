// Goal: the table of evidence is sound, and a day's lines come out filled in, in order, the same each time.
// Method: every line of the tables against the catalogue and the calendar; a year of one centre written
// twice.
#include "ops/generate/evidence_year.h"

#include <gtest/gtest.h>
#include <set>

#include "ledger/base/json_reader.h"
#include "ledger/domain/catalogue.h"

namespace ops::generate {
namespace {

class TextSink final : public LineSink {
 public:
  ledger::Status write(std::string_view line) override {
    lines.emplace_back(line);
    return ledger::Status();
  }
  std::vector<std::string> lines;
};

std::vector<EvidenceLine> all_lines() {
  std::vector<EvidenceLine> all;
  for (const auto part : {nation_evidence(), center_evidence(), security_evidence()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

constexpr const char* kReport = "01890a5d-ac96-774b-bcce-b302099a8057";

// The lines of a fiscal year at one centre.
std::vector<std::string> year_of(const std::string& seed) {
  TextSink sink;
  EventWriter writer("ledger.example/test", seed, sink);
  const CenterPlan plan = plan_center(*find_centre("40"), 20'000, seed);
  const CenterOffice office(plan, writer);
  EvidenceYear evidence(office);
  const LastSession session{"s-1", plan.members.front().person, "b-1"};
  YearMonth month{2026, 4};
  for (int i = 0; i < 12; ++i, month = month.next()) {
    int index = 0;
    for (const DayNumber day : working_days(month)) {
      evidence.run_nation_day(month, index, day);
      evidence.run_day(month, index, day, session, PastReport{kReport, month});
      EXPECT_TRUE(writer.flush().ok());
      ++index;
    }
  }
  return sink.lines;
}

TEST(EvidenceYear, TheTablesNameTypesDaysAndWholeObjects) {
  for (const EvidenceLine& line : all_lines()) {
    SCOPED_TRACE(std::string(line.type) + " in month " + std::to_string(line.month));
    const ledger::TypeSpec* row = ledger::find_type(line.type, 1);
    ASSERT_NE(row, nullptr);
    EXPECT_NE(row->way_in, ledger::WayIn::kInternal);
    EXPECT_TRUE(line.month >= 1 && line.month <= 12);
    // Every month of the calendar has that many working days.
    EXPECT_GE(line.day, 0);
    for (int year = 2025; year < 2035; ++year) {
      EXPECT_LT(line.day, static_cast<int>(working_days({year, line.month}).size())) << year;
    }
    EXPECT_TRUE(line.fields.starts_with('{') && line.fields.ends_with('}'));
  }
}

TEST(EvidenceYear, EveryLineOfTheTablesIsWritten) {
  const std::vector<std::string> lines = year_of("seed");
  // The tables' lines, a restatement with its cause, and an evaluation.
  EXPECT_EQ(lines.size(), all_lines().size() + 3);
  for (const std::string& line : lines) {
    EXPECT_TRUE(ledger::read_json(line).ok()) << line;
    for (const char* left : {"{C}", "{M}", "{D", "{K}", "{T", "{H}", "{lead}", "{session"}) {
      EXPECT_EQ(line.find(left), std::string::npos) << line;
    }
  }
}

TEST(EvidenceYear, TheSameSeedGivesTheSameLines) {
  const std::vector<std::string> lines = year_of("seed");
  EXPECT_EQ(lines, year_of("seed"));
  EXPECT_NE(lines, year_of("other"));
}

TEST(EvidenceYear, WithoutASessionNothingIsSaidAboutOne) {
  TextSink sink;
  EventWriter writer("ledger.example/test", "seed", sink);
  const CenterPlan plan = plan_center(*find_centre("40"), 20'000, "seed");
  const CenterOffice office(plan, writer);
  EvidenceYear evidence(office);
  const YearMonth month{2026, 8};
  int index = 0;
  for (const DayNumber day : working_days(month)) {
    evidence.run_day(month, index++, day, LastSession{}, std::nullopt);
    ASSERT_TRUE(writer.flush().ok());
  }
  EXPECT_FALSE(sink.lines.empty());
  for (const std::string& line : sink.lines) {
    EXPECT_EQ(line.find("co_rating.given"), std::string::npos);
  }
}

}  // namespace
}  // namespace ops::generate
