// Goal: an answer over what the loader reads for an ask is the answer over the whole list, whatever the list,
// the ask and the position; without confidential inputs it differs in those figures alone.
// Method: random lists (random_figures.h), folded by the product's projections; every indicator, figure of a
// month and question about random scopes and positions, byte for byte.
#include "projections/figures/figure_loader.h"

#include <gtest/gtest.h>
#include <set>

#include "ledger/base/json_reader.h"
#include "ledger/base/json_writer.h"
#include "projections/figures/answers.h"
#include "projections/figures/behind.h"
#include "projections/figures/definitions.h"
#include "projections/figures/reports.h"
#include "tests/property/projections/random_figures.h"
#include "tests/unit/projections/folded.h"

namespace projections::figures {
namespace {

using tests::RandomFigures;
using tests::SeededRandom;

std::string text_of(const ledger::Result<ledger::JsonValue>& answer) {
  return answer.ok() ? ledger::write_json(*answer) : answer.status().reason();
}

class Asking {
 public:
  Asking(SeededRandom& random, RandomFigures& figures, std::uint64_t size)
      : random_(random), figures_(figures), size_(size) {}

  std::vector<std::string> asks() {
    std::vector<std::string> all;
    for (const std::string_view definition : {kDefinition2024, kDefinition2026}) {
      for (const IndicatorRow& row : indicators_of(definition)) {
        all.push_back(R"({"indicator":")" + std::string(row.id) + R"(","definition":")" +
                      std::string(definition) + R"(",)" + scope() + year() + cut("cut_off") + "}");
      }
    }
    for (const std::string_view figure : report_figures()) {
      all.push_back(R"({"figure":")" + std::string(figure) + R"(",)" + month() + cut("cut_off") + "}");
    }
    for (const auto& [center, month] : figures_.reported) {
      all.push_back(R"({"question":"reconcile","center":")" + center + R"(","month":")" + month + '"' +
                    cut("as_of") + "}");
    }
    all.push_back(R"({"question":"merge_restatements","scope":"nation","fy":2026})");
    for (const char* question : {"indicator_set", "merge_restatements"}) {
      all.push_back(R"({"question":")" + std::string(question) + R"(",)" + scope() + year() + cut("as_of") +
                    "}");
    }
    all.push_back(R"({"question":"fixed_figures",)" + scope().substr(0, scope_bytes_) + cut("as_of") + "}");
    return all;
  }

 private:
  std::string scope() {
    const std::vector<std::string> scopes{"nation", "bureau:kyushu", "prefecture:41",
                                          "center:" + figures_.center()};
    const std::string text = R"("scope":")" + random_.pick(scopes) + R"(")";
    scope_bytes_ = text.size();
    return text;
  }
  std::string year() { return R"(,"fy":)" + std::to_string(random_.between(2025, 2026)); }
  std::string month() {
    return R"("center":")" + figures_.center() + R"(","month":")" + figures_.month() + R"(")";
  }
  std::string cut(const std::string& name) {
    if (random_.one_in(3)) return {};
    return ",\"" + name + "\":" + std::to_string(random_.below(size_));
  }

  SeededRandom& random_;
  RandomFigures& figures_;
  const std::uint64_t size_;
  std::size_t scope_bytes_ = 0;
};

// What was known when the ask's position was the last.
ledger::TreeSize size_of(const Ask& ask, std::uint64_t size) {
  const std::optional<ledger::Position> last = ask.question.empty() ? ask.cut_off : ask.as_of;
  return last ? ledger::size_including(*last) : ledger::TreeSize(size);
}

TEST(FigureLoaderProperty, EqualsTheWholeList) {
  std::uint64_t compared = 0, with_value = 0, reconciled = 0, restated = 0;
  std::set<std::string> types;
  for (std::uint64_t seed = 1; seed <= 16; ++seed) {
    SeededRandom random(seed);
    SCOPED_TRACE(random.trace());
    RandomFigures figures(random);
    for (int i = 0; i < 500; ++i) figures.grow();
    const std::uint64_t size = figures.builder.size().value;
    const tests::Folded folded(figures.builder);
    const Snapshot snapshot = folded.snapshot();
    ASSERT_TRUE(snapshot.parked("figure_events", ledger::Position(0), 10)->empty());
    const FigureLog whole = figures.list(ledger::Position(size - 1));
    for (const std::string& text : Asking(random, figures, size).asks()) {
      const Ask ask = parse_ask(ledger::read_json(text).value()).value();
      const auto part = load(snapshot, ledger::read_json(text).value(), size_of(ask, size), &figures);
      ASSERT_TRUE(part.ok()) << part.status().to_string() << ' ' << text;
      const std::string expected = text_of(answer(whole, ask));
      EXPECT_EQ(text_of(answer(*part, ask)), expected) << text;
      ++compared;
      if (expected.find("\"value\":null") == std::string::npos) ++with_value;
      if (expected.find("\"moved_by\":[{") != std::string::npos) ++reconciled;
      if (expected.find("\"change\":") != std::string::npos) ++restated;
    }
    for (const auto& [type, count] : figures.counts) types.insert(type);
    if (random.seed() != seed) return;  // one list, asked for from outside
  }
  // Otherwise nothing of the kind was compared.
  EXPECT_GT(compared, 500U);
  EXPECT_GT(with_value, 250U);
  EXPECT_GT(reconciled, 5U);
  EXPECT_GT(restated, 5U);
  for (const std::string_view type : types_behind("va_sum"))
    EXPECT_TRUE(types.contains(std::string(type))) << type;
}

TEST(FigureLoaderProperty, SealedWithoutInputs) {
  SeededRandom random(77);
  SCOPED_TRACE(random.trace());
  RandomFigures figures(random);
  for (int i = 0; i < 400; ++i) figures.grow();
  const tests::Folded folded(figures.builder);
  const FigureLog whole = figures.list(ledger::last_position(figures.builder.size()));
  std::uint64_t sealed = 0;
  for (const IndicatorRow& row : indicators_of(kDefinition2026)) {
    const std::string text = R"({"indicator":")" + std::string(row.id) + R"(","scope":"nation","fy":2026})";
    const Ask ask = parse_ask(ledger::read_json(text).value()).value();
    const auto part = load(folded.snapshot(), ledger::read_json(text).value(), figures.builder.size());
    ASSERT_TRUE(part.ok());
    const auto found = answer(*part, ask);
    ASSERT_TRUE(found.ok());
    if (found->text("reason") == "inputs_sealed") {
      ++sealed;
      EXPECT_TRUE(found->find("value")->is_null());
    } else {
      EXPECT_EQ(text_of(found), text_of(answer(whole, ask)));
    }
  }
  EXPECT_EQ(sealed, 5U);
}

}  // namespace
}  // namespace projections::figures
