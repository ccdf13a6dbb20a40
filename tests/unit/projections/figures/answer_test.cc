// Goal: an answer's JSON has every member in one order, null where nothing is said, and equal answers are
// equal bytes.
#include "projections/figures/answer.h"

#include <gtest/gtest.h>

#include "ledger/base/json_writer.h"

namespace projections::figures {
namespace {

using ledger::JsonValue;

TEST(Answer, JsonOfAnEmptyOneSaysNothing) {
  Answer answer;
  answer.indicator = "sessions";
  EXPECT_EQ(
      ledger::write_json(json_of(answer)),
      R"({"indicator":"sessions","definition":"","scope":"","period":"","position":null,)"
      R"("value":null,"reason":null,"numerator":[],"denominator":[],"excluded":[],"stale":[],"beside":{},)"
      R"("ruled_by":[]})");
}

TEST(Answer, JsonOfAFullOne) {
  Answer answer;
  answer.indicator = "va_sum";
  answer.definition = "2026.1";
  answer.scope = "nation";
  answer.period = "FY2026";
  answer.position = ledger::Position(41);
  answer.value = JsonValue(std::int64_t{23'450'000});
  answer.numerator = {"A", "B"};
  answer.denominator = {"A"};
  answer.excluded = {{"C", "no_statement"}};
  answer.stale = {"B"};
  answer.beside.add("mean", JsonValue());
  answer.ruled_by = {{"consent.refused_counts", JsonValue("counted"), ""},
                     {"financials.stale_months", JsonValue(std::int64_t{12}), "e7"}};
  EXPECT_EQ(ledger::write_json(json_of(answer)),
            R"({"indicator":"va_sum","definition":"2026.1","scope":"nation","period":"FY2026","position":41,)"
            R"("value":23450000,"reason":null,"numerator":["A","B"],"denominator":["A"],)"
            R"("excluded":[["C","no_statement"]],"stale":["B"],"beside":{"mean":null},)"
            R"("ruled_by":[{"name":"consent.refused_counts","value":"counted","set_by":null},)"
            R"({"name":"financials.stale_months","value":12,"set_by":"e7"}]})");
  answer.value = JsonValue();
  answer.reason = "inputs_missing";
  EXPECT_NE(ledger::write_json(json_of(answer)).find(R"("value":null,"reason":"inputs_missing")"),
            std::string::npos);
}

TEST(Answer, ListsAreCutBehindTheirLength) {
  Answer answer;
  answer.numerator = {"a", "b", "c"};
  answer.excluded = {{"d", "sit_in"}, {"e", "sit_in"}};
  for (const std::size_t list_max : {std::size_t{0}, std::size_t{1}, std::size_t{5}}) {
    const JsonValue json = json_of(answer, list_max);
    EXPECT_EQ(json.find("numerator_count")->as_int(), 3) << list_max;
    EXPECT_EQ(json.find("numerator")->as_array().size(), std::min<std::size_t>(3, list_max));
    EXPECT_EQ(json.find("denominator_count")->as_int(), 0) << list_max;
    EXPECT_EQ(json.find("excluded_count")->as_int(), 2) << list_max;
    EXPECT_EQ(json.find("excluded")->as_array().size(), std::min<std::size_t>(2, list_max));
    EXPECT_EQ(json.find("stale_count")->as_int(), 0) << list_max;
  }
  EXPECT_EQ(json_of(answer).find("numerator_count"), nullptr);
}

TEST(Answer, StateIsValueAndNumerator) {
  Answer one, other;
  one.value = other.value = JsonValue(std::int64_t{1});
  one.numerator = other.numerator = {"a"};
  other.excluded = {{"b", "hq_adviser"}};
  EXPECT_TRUE(one.same_state(other));
  other.numerator = {"b"};
  EXPECT_FALSE(one.same_state(other));
  other.numerator = {"a"};
  other.value = JsonValue();
  EXPECT_FALSE(one.same_state(other));
}

TEST(Answer, NullWhereNothingIsKnown) {
  EXPECT_TRUE(json_or_null(std::string_view()).is_null());
  EXPECT_EQ(json_or_null("x").as_string(), "x");
  EXPECT_TRUE(json_or_null(std::optional<std::int64_t>()).is_null());
  EXPECT_EQ(json_or_null(std::optional<std::int64_t>(0)).as_int(), 0);
}

}  // namespace
}  // namespace projections::figures
