// Goal: what is written is one record of RFC 4180 per row, and no cell runs as a formula. Method: a table of
// cells beside their text.
#include "api/csv.h"

#include <gtest/gtest.h>

namespace api {
namespace {

TEST(Csv, CellsAreQuotedWhereNeededAndNeverRun) {
  const struct {
    std::string cell;
    std::string text;
  } rows[] = {
      {"", ""},
      {"c40", "c40"},
      {"a,b", "\"a,b\""},
      {"say \"x\"", "\"say \"\"x\"\"\""},
      {"two\nlines", "\"two\nlines\""},
      {"=1+1", "'=1+1"},
      {"+1", "'+1"},
      {"-1", "'-1"},
      {"@SUM(A1)", "'@SUM(A1)"},
      {"\tx", "'\tx"},
      {"\r=1", "\"'\r=1\""},
      {"=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\""},
      {"a=1", "a=1"},
      {"事業者", "事業者"},
  };
  for (const auto& row : rows) {
    std::string out;
    write_csv_row({row.cell}, out);
    EXPECT_EQ(out, row.text + "\r\n");
  }
}

TEST(Csv, RowsFollowEachOther) {
  std::string out;
  write_csv_row({"a", "b", ""}, out);
  write_csv_row({"1", "2,3", "4"}, out);
  EXPECT_EQ(out, "a,b,\r\n1,\"2,3\",4\r\n");
}

}  // namespace
}  // namespace api
