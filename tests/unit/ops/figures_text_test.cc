// Goal: answers about figures read as text in both languages, exact values stay exact, and findings are told
// from answers without any. Method: answers of every shape, by hand.
#include "ops/figures_text.h"

#include <gtest/gtest.h>

#include "ledger/base/json_reader.h"

namespace ops {
namespace {

using projections::LabelLanguage;

ledger::JsonValue json(std::string_view text) {
  auto value = ledger::read_json(text);
  EXPECT_TRUE(value.ok()) << value.status().to_string();
  return *value;
}

std::string english(std::string_view answer) {
  return figures_text(json(answer), LabelLanguage::kEnglish);
}

constexpr std::string_view kIndicators =
    R"({"question":"indicators","about":"center:c40","period":"2026","ledger":"l.example","answer":{)"
    R"("businesses":{"now":{"value":1234,"reason":null,"numerator_count":1234,"numerator":[],)"
    R"("excluded_count":1,"excluded":[["e1","consent_refused"]]},)"
    R"("before":{"value":null,"reason":"no_baseline"},"published_before":1200},)"
    R"("survey_outcome":{"now":{"value":{"over":2,"under":3},"reason":null,"excluded":[]},)"
    R"("before":{"value":{"over":-7,"under":2}},"published_before":null},)"
    R"("va_sum":{"now":{"value":null,"reason":"inputs_sealed","excluded":[]},"before":{"value":0}}},)"
    R"("withheld_by":"","reflects":3138})";

TEST(FiguresText, IndicatorsStandInAlignedColumns) {
  EXPECT_EQ(english(kIndicators),
            "center:c40  2026  ledger l.example @ 3,138\n"
            "indicator                      value   year before  published then  counted  left out\n"
            "Businesses after merging       1,234             -           1,200    1,234         1\n"
            "Share with an outcome     2/3 (0.67)  -7/2 (-3.50)               -        0         0\n"
            "Value added, sum                   -             0               -        0         0\n"
            "  Businesses after merging left out: Sharing refused 1\n"
            "  Value added, sum: Sealed inputs: see the fixed figures\n");
}

TEST(FiguresText, JapaneseTakesTwoColumnsEach) {
  const std::string text = figures_text(json(kIndicators), LabelLanguage::kJapanese);
  EXPECT_NE(text.find("名寄せ後の事業者数       1,234"), std::string::npos) << text;
  EXPECT_NE(text.find("情報共有に不同意 1"), std::string::npos) << text;
}

TEST(FiguresText, AReconciliationNamesTheEventsBehindAGap) {
  const std::string text = english(
      R"({"question":"reconcile","about":"center:c40","period":"2026-04","ledger":"l","answer":{)"
      R"("state":"wrong","cut_off":90,"figures":{"sessions":{"reported":3,"at_cut_off":4,"now":5,"gap":-1,)"
      R"("state":"wrong","missed":[{"id":"e8","position":80,"type":"session.held","from":3,"to":4}],)"
      R"("missed_count":2,"moved_by":[{"id":"e9","position":95,"type":"session.held","from":4,"to":5}],)"
      R"("moved_by_count":1}}},"withheld_by":"policy.no_rule","reflects":99})");
  for (const char* part : {"Result: Wrong", "Cut-off: 90", "Sessions held", "80  e8  session.held  3 → 4",
                           "… 1", "95  e9  session.held  4 → 5", "withheld by policy.no_rule"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
  }
}

TEST(FiguresText, PolicyThatSomebodySetIsNamedOnce) {
  const std::string_view set_once = R"([{"name":"sessions.unit","value":"issue","set_by":"e5"},)"
                                    R"({"name":"consent.refused_counts","value":"counted","set_by":null}])";
  const std::string text =
      english(R"({"question":"indicators","about":"nation","period":"2026","ledger":"l","answer":{)"
              R"("sessions":{"now":{"value":1,"excluded":[],"ruled_by":)" +
              std::string(set_once) +
              R"(},"before":{"value":0}},"businesses":{"now":{"value":1,"excluded":[],"ruled_by":)" +
              std::string(set_once) + R"(},"before":{"value":0}}},"withheld_by":"","reflects":9})");
  const std::string line = "    What counts as a consultation (sessions.unit) = issue  e5\n";
  const std::size_t at = text.find("  Policy that ruled, and the event that set it\n" + line);
  EXPECT_NE(at, std::string::npos) << text;
  EXPECT_EQ(text.find("sessions.unit"), text.rfind("sessions.unit")) << text;
  EXPECT_EQ(text.find("consent.refused_counts"), std::string::npos) << text;
}

TEST(FiguresText, AReconciliationTellsTheCutOffsPolicyFromTodays) {
  const std::string text = english(
      R"({"question":"reconcile","about":"center:c40","period":"2026-04","ledger":"l","answer":{)"
      R"("state":"restated","cut_off":90,"figures":{"sessions":{"reported":3,"at_cut_off":3,"now":5,"gap":0,)"
      R"("state":"restated","ruled_by":[{"name":"sessions.unit","value":"session","set_by":null}],)"
      R"("ruled_by_now":[{"name":"sessions.unit","value":"issue","set_by":"e9"}]}}},)"
      R"("withheld_by":"","reflects":99})");
  EXPECT_EQ(text.find("ruled at the cut-off"), std::string::npos) << text;
  EXPECT_NE(text.find("Policy that rules now"), std::string::npos) << text;
  EXPECT_NE(text.find("(sessions.unit) = issue  e9"), std::string::npos) << text;
}

constexpr std::string_view kFixedRows =
    R"([{"id":"e5","indicator":"va_sum","year_month":"2026-04","cut_off":90,"fixed":23450000,"withheld":"",)"
    R"("contributors":3,"state":"equal","now":{"value":25000000}},{"id":"e6","indicator":"va_yoy",)"
    R"("year_month":"","cut_off":91,"fixed":null,"withheld":"few_businesses","contributors":2,)"
    R"("state":"different","now":{"value":null}}])";

TEST(FiguresText, FixedFiguresShowThreeValuesAndTheirEvent) {
  const std::string fixed =
      english(R"({"question":"fixed_figures","about":"nation","period":"","ledger":"l","answer":)" +
              std::string(kFixedRows) + R"(,"withheld_by":"","reflects":99})");
  const std::string reconciled =
      english(R"({"question":"reconcile","about":"center:c40","period":"2026-04","ledger":"l","answer":{)"
              R"("state":"equal","figures":{},"fixed":)" +
              std::string(kFixedRows) + R"(},"withheld_by":"","reflects":99})");
  for (const std::string& text : {fixed, reconciled}) {
    for (const char* part : {"23,450,000", "25,000,000", "  90  ", "Equal", "e5", "published",
                             "Sealed: few businesses", "Different", "e6"}) {
      EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
    }
  }
  EXPECT_TRUE(has_findings(json(kFixedRows)));
}

TEST(FiguresText, AnIndicatorOverSealedInputsShowsTheFixedValue) {
  const std::string text = english(
      R"({"question":"indicators","about":"nation","period":"2026","ledger":"l","answer":{"va_sum":)"
      R"({"now":{"value":null,"reason":"inputs_sealed","excluded":[]},"before":{"value":null},)"
      R"("published_before":null,"fixed":{"id":"e5","cut_off":90,"value":23450000,"contributors":3}}},)"
      R"("withheld_by":"","reflects":99})");
  EXPECT_NE(text.find("23,450,000"), std::string::npos) << text;
  EXPECT_NE(text.find("as fixed, cut-off 90, businesses 3, event e5"), std::string::npos) << text;
}

TEST(FiguresText, RowsAndEmptyAnswers) {
  EXPECT_EQ(english(R"({"question":"fee_violations","about":"nation","period":"","ledger":"l","answer":[],)"
                    R"("withheld_by":"","reflects":0})"),
            "nation  ledger l @ 0\nNone\n");
  const std::string text =
      english(R"({"question":"eligibility","about":"center:c40","period":"2026","ledger":"l","answer":{)"
              R"("eligible":1000,"rows":[{"id":"e1","reasons":["no_voucher"]}]},"withheld_by":"",)"
              R"("reflects":7})");
  EXPECT_NE(text.find("1,000"), std::string::npos) << text;
  EXPECT_NE(text.find("No voucher"), std::string::npos) << text;
}

TEST(FiguresText, FindingsAreTold) {
  const std::vector<std::pair<std::string, bool>> rows = {
      {R"([])", false},
      {R"([{"id":"e1","reasons":[]}])", false},
      {R"([{"id":"e1","reasons":["x"]}])", true},
      {R"({"state":"equal","figures":{"a":{"state":"equal"}}})", false},
      {R"({"state":"restated","figures":{"a":{"state":"restated"}}})", false},
      {R"({"state":"equal","figures":{"a":{"state":"wrong"}}})", true},
      {R"([{"duty":"x","state":"open"}])", false},
      {R"([{"duty":"x","state":"overdue"}])", true},
      {R"([{"contract":"k","short_weeks":[],"year":"running"}])", false},
      {R"([{"contract":"k","short_weeks":[["2026-04-06",4]]}])", true},
      {R"([{"contract":"k","short_weeks":[],"year":"below_unagreed"}])", true},
      {R"({"subcontract":{"violation":true}})", true},
      {R"({"subcontract":{"violation":false}})", false},
  };
  for (const auto& [answer, expected] : rows) EXPECT_EQ(has_findings(json(answer)), expected) << answer;
}

}  // namespace
}  // namespace ops
