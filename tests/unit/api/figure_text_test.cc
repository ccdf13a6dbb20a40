// Goal: an answer leaves with bounded lists whose true length is told, and as CSV with a row per row.
// Method: answers of every shape, by hand.
#include "api/figure_text.h"

#include <gtest/gtest.h>

#include "ledger/base/json_reader.h"
#include "ledger/base/json_writer.h"

namespace api {
namespace {

using ledger::JsonValue;

JsonValue json(std::string_view text) {
  auto value = ledger::read_json(text);
  EXPECT_TRUE(value.ok()) << value.status().to_string();
  return *value;
}

TEST(FigureText, ListsAreCutAndCounted) {
  const JsonValue answer =
      json(R"({"sessions":{"now":{"value":3,"numerator":["a","b","c"],"excluded":[]}}})");
  EXPECT_EQ(ledger::write_json(with_bounded_lists(answer, 2, true)),
            R"({"sessions":{"now":{"value":3,"numerator_count":3,"numerator":["a","b"],)"
            R"("excluded_count":0,"excluded":[]}}})");
  EXPECT_EQ(ledger::write_json(with_bounded_lists(answer, 3, true)),
            R"({"sessions":{"now":{"value":3,"numerator_count":3,"numerator":["a","b","c"],)"
            R"("excluded_count":0,"excluded":[]}}})");
  EXPECT_EQ(ledger::write_json(with_bounded_lists(answer, 2, false)),
            R"({"sessions":{"now":{"value":3,"numerator_count":3,"numerator":[],)"
            R"("excluded_count":0,"excluded":[]}}})");
}

// Cut already where it was made: the count that stands before it is the true one.
TEST(FigureText, CountedListsKeepTheirCount) {
  const JsonValue answer = json(R"({"numerator_count":9,"numerator":["a","b"],"stale":["c"]})");
  EXPECT_EQ(ledger::write_json(with_bounded_lists(answer, 1, true)),
            R"({"numerator_count":9,"numerator":["a"],"stale_count":1,"stale":["c"]})");
}

TEST(FigureText, ListsInsideRowsAreCutToo) {
  EXPECT_EQ(
      ledger::write_json(with_bounded_lists(json(R"([{"ids":["a","b"],"reasons":["x","y"]}])"), 1, true)),
      R"([{"ids_count":2,"ids":["a"],"reasons":["x","y"]}])");
}

TEST(FigureText, RowsOfEveryShape) {
  struct Case {
    std::string answer;
    std::size_t rows;
    std::string csv;
  };
  const std::vector<Case> cases = {
      {R"([])", 1, "\r\n"},
      {R"([{"id":"e1","reasons":["over_ceiling","third_party"]},{"id":"e2","note":"a,b"}])", 2,
       "id,reasons,note\r\ne1,over_ceiling third_party,\r\ne2,,\"a,b\"\r\n"},
      {R"({"sessions":{"now":{"value":3}},"va_yoy":{"now":{"value":null}}})", 2,
       "name,now.value\r\nsessions,3\r\nva_yoy,\r\n"},
      {R"({"state":"wrong","figures":{"sessions":{"reported":3,"gap":1}}})", 1,
       "name,reported,gap\r\nsessions,3,1\r\n"},
      {R"({"eligible":5,"rows":[{"id":"e1","yen":-3}]})", 1, "id,yen\r\ne1,'-3\r\n"},
      {R"({"total":{"yen":1,"tax":0},"ok":true})", 1, "total.yen,total.tax,ok\r\n1,0,true\r\n"},
      {R"({"share":{"over":2,"under":3},"left":null})", 1, "share.over,share.under,left\r\n2,3,\r\n"},
  };
  for (const Case& one : cases) {
    EXPECT_EQ(rows_in(json(one.answer)), one.rows) << one.answer;
    EXPECT_EQ(figure_csv(json(one.answer)), one.csv) << one.answer;
  }
}

}  // namespace
}  // namespace api
