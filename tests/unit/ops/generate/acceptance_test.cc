// Goal: a ledger takes every generated stream without a refusal, and what the reports state is what the index
// counts. Method: streams of several seeds, scales, months and centres go through real admission and real
// rules in memory.
#include <algorithm>
#include <gtest/gtest.h>
#include <set>

#include "ledger/domain/catalogue.h"
#include "ledger/domain/records.h"
#include "ops/generate/generate.h"
#include "ops/generate/plan.h"
#include "tests/unit/ops/generate/acceptor.h"

namespace ops::generate {
namespace {

constexpr std::string_view kOrigin = "ledger.example/test";

Options options_for(std::string_view centers, YearMonth from, int months, std::int64_t scale,
                    std::string seed) {
  Options options;
  options.seed = std::move(seed);
  options.origin = kOrigin;
  options.centers = parse_centers(centers).value();
  options.from = from;
  options.months = months;
  options.scale = scale;
  options.setup_at = {day_number(2029, 5, 7), 0};
  return options;
}

// A ledger founded in May 2029, after everything that is generated here.
std::unique_ptr<tests::Acceptor> make_ledger(const Options& options) {
  const JstTime founded{day_number(2029, 5, 7), 12 * 3600};
  return std::make_unique<tests::Acceptor>(options.origin, options.seed, founded.micros(),
                                           founded.plus_minutes(1).micros());
}

void append(tests::Acceptor& ledger, const Options& options) {
  const auto summary = generate(options, tests::Acceptor::admin_key(), ledger);
  ASSERT_TRUE(summary.ok()) << summary.status().to_string();
  for (std::size_t i = 0; i < std::min<std::size_t>(ledger.refusals().size(), 3); ++i) {
    ADD_FAILURE() << ledger.refusals()[i];
  }
  ASSERT_EQ(ledger.refusals().size(), 0U);
}

// Each report's figures against the index amounts at the month's closing.
void expect_true_reports(const tests::Acceptor& ledger, const Options& options) {
  EXPECT_EQ(ledger.reports().size(), options.centers.size() * static_cast<std::size_t>(options.months));
  for (const auto& [name, figures] : ledger.reports()) {
    const std::string center = name.substr(0, name.find('/'));
    const std::string month = name.substr(name.find('/') + 1);
    const YearMonth parsed = parse_month(month).value();
    const std::string rest = "/" + center + "/" + std::to_string(parsed.fiscal_year()) + "/" + month;
    const auto& amounts = ledger.closed().at(name);
    EXPECT_GT(figures.find("sessions")->as_int(), 0) << name;
    for (const auto& [figure, stated] : figures.as_object()) {
      // The index counts what was made; a business referred twice about one issue to one organisation counts
      // once (tests/figures and the end-to-end test of reconciliation hold the exact figure).
      const bool is_distinct = figure == "referrals";
      const auto counted =
          amounts.find("figure/" + std::string(is_distinct ? "referrals_made" : figure) + rest);
      const std::int64_t in_index = counted == amounts.end() ? 0 : counted->second;
      EXPECT_LE(stated.as_int(), in_index) << name << " " << figure;
      EXPECT_TRUE(is_distinct || stated.as_int() == in_index) << name << " " << figure;
    }
  }
}

struct Stream {
  std::string_view centers;
  YearMonth from;
  int months;
  std::int64_t scale;
  std::string_view seed;
};

TEST(AcceptanceTest, NoStreamIsRefused) {
  constexpr Stream kStreams[] = {{"kyushu", {2026, 4}, 1, 20'000, "daicho"},
                                 {"c40,c41", {2026, 4}, 3, 60'000, "one"},
                                 {"c01,c13,c47", {2026, 9}, 1, 30'000, "two"},
                                 {"c13", {2025, 4}, 1, 40'000, "before the productivity centre"},
                                 {"c44", {2027, 12}, 1, 1'500'000, "as much as fits"}};
  for (const Stream& stream : kStreams) {
    SCOPED_TRACE(std::string(stream.seed));
    const Options options =
        options_for(stream.centers, stream.from, stream.months, stream.scale, std::string(stream.seed));
    const auto ledger = make_ledger(options);
    append(*ledger, options);
    expect_true_reports(*ledger, options);
  }
}

TEST(AcceptanceTest, AllFortySevenCentresAtTheSmallestScale) {
  const Options options = options_for("all", {2026, 4}, 1, 1, "nation");
  const auto ledger = make_ledger(options);
  append(*ledger, options);
  expect_true_reports(*ledger, options);
  EXPECT_EQ(ledger->accepted().at("center.established"), 47U);
  EXPECT_EQ(ledger->accepted().at("monthly_report.submitted"), 47U);
}

TEST(AcceptanceTest, AFiscalYearPassesIntoTheNext) {
  // March 2026 to April 2026 brings renewals and the beginning of the productivity support.
  const Options options = options_for("c40,c43", {2026, 3}, 2, 20'000, "renewal");
  const auto ledger = make_ledger(options);
  append(*ledger, options);
  expect_true_reports(*ledger, options);
  for (const std::string_view contract :
       {"k-40-2025-cco", "k-40-2026-cco", "k-43-2025-co-01", "k-43-2026-co-01", "k-40-2026-prod",
        "k-40-2025-entrustment", "k-40-2026-entrustment"}) {
    EXPECT_TRUE(ledger::find(ledger->state(), ledger::contract_record(contract)).has_value()) << contract;
  }
  EXPECT_FALSE(ledger::find(ledger->state(), ledger::contract_record("k-40-2025-prod")).has_value());
}

TEST(AcceptanceTest, LaterMonthsNeedNoSecondSetUp) {
  Options options = options_for("c40,c44", {2026, 4}, 1, 40'000, "apart");
  const auto ledger = make_ledger(options);
  append(*ledger, options);
  options.setup = false;
  options.from = {2026, 5};
  append(*ledger, options);
  EXPECT_EQ(ledger->reports().size(), 4U);
}

TEST(AcceptanceTest, ASecondRunRepeatsTheIdsOfTheFirst) {
  const Options options = options_for("c40", {2026, 4}, 1, 1, "twice");
  const auto ledger = make_ledger(options);
  append(*ledger, options);
  const std::uint64_t size = ledger->size();
  ASSERT_TRUE(generate(options, tests::Acceptor::admin_key(), *ledger).ok());
  EXPECT_EQ(ledger->size(), size);
  EXPECT_EQ(ledger->refusals().size(), size - 1);  // all but the genesis
  for (const std::string& refusal : ledger->refusals()) {
    EXPECT_NE(refusal.find("test.repeated"), std::string::npos) << refusal;
  }
}

// A year: much happens once in it.
TEST(AcceptanceTest, EveryTypeThatASenderMayWriteIsWritten) {
  // Written by the ledger itself, by `daicho init`, upgrades and `daicho new-generation`, or by an operator
  // at a clock jump or after a loss.
  const std::set<std::string_view> exempt = {"ledger.genesis", "catalogue.adopted", "clock.confirmed",
                                             "state.imported", "disclosures.lost"};
  const Options options = options_for("c40,c44", {2026, 4}, 12, 70'000, "types");
  const auto ledger = make_ledger(options);
  append(*ledger, options);
  for (const ledger::TypeSpec* row : ledger::catalogue_rows()) {
    if (row->way_in == ledger::WayIn::kInternal || exempt.contains(row->type)) continue;
    EXPECT_TRUE(ledger->accepted().contains(std::string(row->type))) << row->type;
  }
}

TEST(AcceptanceTest, CorrectionsOfClosedMonthsAreFlagged) {
  const Options options = options_for("c40", {2026, 4}, 2, 20'000, "restated");
  const auto ledger = make_ledger(options);
  append(*ledger, options);
  EXPECT_EQ(ledger->flags().count("flag/month.restated/c40/2026-04"), 1U);
  EXPECT_EQ(ledger->flags().count("flag/month.restated/c40/2026-05"), 0U);
}

TEST(AcceptanceTest, GatewaysSendUnderTheirOwnNames) {
  const Options options = options_for("c40,c47", {2026, 4}, 1, 20'000, "names");
  const auto ledger = make_ledger(options);
  append(*ledger, options);
  const std::vector<std::string> names = identities(options.centers);
  for (const auto& [sender, lines] : ledger->senders()) {
    EXPECT_GT(lines, 0U);
    EXPECT_NE(std::find(names.begin(), names.end(), sender), names.end()) << sender;
  }
  // Every identity has its credential in the ledger, so that its certificate is known.
  for (const std::string& name : names) {
    ASSERT_TRUE(ledger->credentials().contains(name)) << name;
    EXPECT_EQ(ledger->credentials().at(name), credential_of(name));
  }
}

TEST(AcceptanceTest, NothingLiesBehindTheFirstMinutesOfTheNextMonth) {
  Options options = options_for("c40", {2026, 4}, 1, 20'000, "time");
  options.setup_at = {day_number(2026, 1, 5), 0};
  const JstTime founded{day_number(2026, 1, 5), 0};
  tests::Acceptor early(options.origin, options.seed, founded.micros(),
                        JstTime{day_number(2026, 5, 1), 300}.micros());
  append(early, options);
  EXPECT_LE(early.last_occurred_micros(), (JstTime{day_number(2026, 5, 1), 300}.micros().value));
}

TEST(AcceptanceTest, ALedgerFoundedAfterTheSetUpTimeRefusesIt) {
  Options options = options_for("c40", {2026, 4}, 1, 1, "late");
  options.activity = false;
  options.setup_at = {day_number(2029, 5, 6), 0};  // the day before the genesis
  const auto ledger = make_ledger(options);
  ASSERT_TRUE(generate(options, tests::Acceptor::admin_key(), *ledger).ok());
  ASSERT_FALSE(ledger->refusals().empty());
  EXPECT_NE(ledger->refusals().front().find("role.missing"), std::string::npos);
}

TEST(AcceptanceTest, AnotherSeedsKeysAreNotTheLedgers) {
  const Options options = options_for("c40", {2026, 4}, 1, 1, "mine");
  const JstTime founded{day_number(2029, 5, 7), 0};
  tests::Acceptor ledger(options.origin, "somebody else's", founded.micros(),
                         founded.plus_minutes(1).micros());
  ASSERT_TRUE(generate(options, tests::Acceptor::admin_key(), ledger).ok());
  ASSERT_FALSE(ledger.refusals().empty());
  EXPECT_NE(ledger.refusals().front().find("key.unknown"), std::string::npos);
  EXPECT_FALSE(ledger.accepted().contains("event.countersigned"));
}

}  // namespace
}  // namespace ops::generate
