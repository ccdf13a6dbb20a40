// Goal: times and dates are read strictly, and the Japanese fiscal year and month are right to the
// microsecond. Method: tables of texts with their instants, of texts to refuse with reasons, and of calendar
// boundaries.
#include "ledger/base/time.h"

#include <cstdint>
#include <gtest/gtest.h>
#include <limits>
#include <string>
#include <vector>

namespace ledger {
namespace {

struct Instant {
  const char* text;
  const char* utc;
};

TEST(Rfc3339, ReadsInstantsWithAnyOffset) {
  const std::vector<Instant> rows = {
      {"1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000000Z"},
      {"2026-06-03T10:00:00+09:00", "2026-06-03T01:00:00.000000Z"},
      {"2026-06-03T01:00:00.000000Z", "2026-06-03T01:00:00.000000Z"},
      {"2026-06-03T01:00:00.1Z", "2026-06-03T01:00:00.100000Z"},
      {"2026-06-03T01:00:00.000001Z", "2026-06-03T01:00:00.000001Z"},
      {"2026-06-03T01:00:00.12345+00:00", "2026-06-03T01:00:00.123450Z"},
      {"2026-01-01T00:30:00+09:00", "2025-12-31T15:30:00.000000Z"},
      {"2025-12-31T23:30:00-01:30", "2026-01-01T01:00:00.000000Z"},
      {"2024-02-29T23:59:59.999999-23:59", "2024-03-01T23:58:59.999999Z"},
      {"2000-02-29T00:00:00+23:59", "2000-02-28T00:01:00.000000Z"},
      {"1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z"},
      {"1900-01-01T00:00:00Z", "1900-01-01T00:00:00.000000Z"},
      {"9999-12-31T23:59:59.999999+09:00", "9999-12-31T14:59:59.999999Z"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.text);
    const auto time = parse_rfc3339(row.text);
    ASSERT_TRUE(time.ok()) << time.status().to_string();
    EXPECT_EQ(format_recorded_at(*time), row.utc);
    EXPECT_EQ(*parse_rfc3339(row.utc), *time);
  }
  EXPECT_EQ(parse_rfc3339("1970-01-01T00:00:01.5Z")->value, 1'500'000);
  EXPECT_EQ(parse_rfc3339("1969-12-31T23:59:59.999999Z")->value, -1);
  EXPECT_EQ(parse_rfc3339("2026-06-03T01:00:00Z")->value, 1'780'448'400'000'000);
}

struct Refuse {
  const char* text;
  const char* reason;
};

TEST(Rfc3339, RefusesEverythingElse) {
  const std::vector<Refuse> rows = {
      {"", "time.malformed"},
      {"2026", "time.malformed"},
      {"2026-06-03", "time.malformed"},
      {"2026-06-03T", "time.malformed"},
      {"2026-06-03T10:00Z", "time.malformed"},
      {"2026-06-03 10:00:00Z", "time.malformed"},
      {"2026-06-03t10:00:00Z", "time.malformed"},
      {"2026-06-03T10:00:00z", "time.malformed"},
      {"2026-6-3T10:00:00Z", "time.malformed"},
      {"20260603T100000Z", "time.malformed"},
      {"2026-06-03T24:00:00Z", "time.malformed"},
      {"2026-06-03T10:60:00Z", "time.malformed"},
      {"2016-12-31T23:59:60Z", "time.malformed"},
      {"2026-06-03T10:00:61Z", "time.malformed"},
      {"2026-06-03T-1:00:00Z", "time.malformed"},
      {"2026-13-01T00:00:00Z", "time.malformed"},
      {"2026-00-01T00:00:00Z", "time.malformed"},
      {"2026-06-00T00:00:00Z", "time.malformed"},
      {"2026-06-31T00:00:00Z", "time.malformed"},
      {"2026-02-29T00:00:00Z", "time.malformed"},
      {"2100-02-29T00:00:00Z", "time.malformed"},
      {"1899-12-31T23:59:59Z", "time.malformed"},
      {"0000-01-01T00:00:00Z", "time.malformed"},
      {"12026-06-03T10:00:00Z", "time.malformed"},
      {"-2026-06-03T10:00:00Z", "time.malformed"},
      {"1900-01-01T00:00:00+00:01", "time.malformed"},
      {"9999-12-31T15:00:00Z", "time.malformed"},
      {"9999-12-31T23:59:59-01:00", "time.malformed"},
      {"2026-06-03T10:00:00.Z", "time.malformed"},
      {"2026-06-03T10:00:00.", "time.malformed"},
      {"2026-06-03T10:00:00,5Z", "time.malformed"},
      {"2026-06-03T10:00:00.5xZ", "time.malformed"},
      {"2026-06-03T10:00:00ZZ", "time.malformed"},
      {"2026-06-03T10:00:00Z ", "time.malformed"},
      {" 2026-06-03T10:00:00Z", "time.malformed"},
      {"2026-06-03T10:00:00+9:00", "time.malformed"},
      {"2026-06-03T10:00:00+0900", "time.malformed"},
      {"2026-06-03T10:00:00+09", "time.malformed"},
      {"2026-06-03T10:00:00+09:0", "time.malformed"},
      {"2026-06-03T10:00:00+24:00", "time.malformed"},
      {"2026-06-03T10:00:00+09:60", "time.malformed"},
      {"2026-06-03T10:00:00+09:00:00", "time.malformed"},
      {"2026-06-03T10:00:00 +09:00", "time.malformed"},
      {"2026-06-03T10:00:00JST", "time.malformed"},
      {"２０２６-06-03T10:00:00Z", "time.malformed"},
      {"2026-06-03T10:00:00", "time.offset_missing"},
      {"2026-06-03T10:00:00.123456", "time.offset_missing"},
      {"2026-06-03T10:00:00-00:00", "time.offset_missing"},
      {"2026-06-03T10:00:00.1234567Z", "time.precision"},
      {"2026-06-03T10:00:00.0000000Z", "time.precision"},
      {"2026-06-03T10:00:00.123456789+09:00", "time.precision"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.text);
    const auto time = parse_rfc3339(row.text);
    ASSERT_FALSE(time.ok());
    EXPECT_EQ(time.status().code(), StatusCode::kInvalidArgument);
    EXPECT_EQ(time.status().reason(), row.reason);
    EXPECT_FALSE(time.status().expected().empty());
  }
  EXPECT_FALSE(parse_rfc3339(std::string_view("2026-06-03T10:00:00Z\0", 21)).ok());
}

TEST(Date, ReadsDatesThatExist) {
  for (const char* text :
       {"1900-01-01", "2026-04-01", "2024-02-29", "2000-02-29", "2026-12-31", "9999-12-31"}) {
    const auto date = parse_date(text);
    ASSERT_TRUE(date.has_value()) << text;
    EXPECT_EQ(format_date(*date), text);
  }
  EXPECT_EQ(parse_date("2026-04-09"), (CivilDate{2026, 4, 9}));
}

TEST(Date, RefusesDatesThatDoNot) {
  for (const char* text :
       {"",           "2026",        "2026-04",     "2026-4-1",    "2026-04-1",   "2026/04/01",
        "20260401",   "2026-02-29",  "1900-02-29",  "2100-02-29",  "2026-04-31",  "2026-00-01",
        "2026-13-01", "2026-01-00",  "2026-01-32",  "1899-12-31",  "0000-01-01",  "10000-01-01",
        "-026-01-01", "+2026-01-01", "2026-04-01 ", " 2026-04-01", "2026-04-01T", "2026-04-0a",
        "令和8-04-01"}) {
    EXPECT_EQ(parse_date(text), std::nullopt) << text;
  }
}

TEST(YearMonth, HasOneShape) {
  for (const char* text : {"1900-01", "2026-04", "2026-12", "9999-12"})
    EXPECT_TRUE(is_year_month(text)) << text;
  for (const char* text :
       {"", "2026", "2026-", "2026-4", "2026-00", "2026-13", "2026-99", "2026/04", "202604", "2026-04-01",
        "2026-04 ", " 2026-04", "1899-12", "0000-01", "26-04", "12026-04", "2026-0a", "-2026-04"}) {
    EXPECT_FALSE(is_year_month(text)) << text;
  }
  EXPECT_EQ(year_month({2026, 4, 30}), "2026-04");
}

struct Boundary {
  const char* text;
  const char* date;
  int fiscal_year;
};

TEST(FiscalYear, TurnsAtMidnightOfTheFirstOfAprilInJapan) {
  const std::vector<Boundary> rows = {
      {"2026-03-31T23:59:59+09:00", "2026-03-31", 2025},
      {"2026-03-31T23:59:59.999999+09:00", "2026-03-31", 2025},
      {"2026-04-01T00:00:00+09:00", "2026-04-01", 2026},
      {"2026-03-31T14:59:59.999999Z", "2026-03-31", 2025},
      {"2026-03-31T15:00:00Z", "2026-04-01", 2026},
      {"2026-03-31T15:00:00-05:00", "2026-04-01", 2026},
      {"2026-04-01T00:00:00+14:00", "2026-03-31", 2025},
      {"2026-12-31T23:59:59+09:00", "2026-12-31", 2026},
      {"2027-01-01T00:00:00+09:00", "2027-01-01", 2026},
      {"2026-12-31T15:00:00Z", "2027-01-01", 2026},
      {"2024-02-28T15:00:00Z", "2024-02-29", 2023},
      {"2024-02-29T15:00:00Z", "2024-03-01", 2023},
      {"2023-02-28T15:00:00Z", "2023-03-01", 2022},
      {"1969-12-31T14:59:59.999999Z", "1969-12-31", 1969},
      {"1969-12-31T15:00:00Z", "1970-01-01", 1969},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.text);
    const UnixMicros time = *parse_rfc3339(row.text);
    EXPECT_EQ(format_date(jst_date(time)), row.date);
    EXPECT_EQ(jst_year_month(time), std::string(row.date).substr(0, 7));
    EXPECT_EQ(fiscal_year(time), row.fiscal_year);
    EXPECT_EQ(fiscal_year(*parse_date(row.date)), row.fiscal_year);
  }
}

TEST(RecordedAt, HasSixDigitsAlways) {
  EXPECT_EQ(format_recorded_at(UnixMicros(0)), "1970-01-01T00:00:00.000000Z");
  EXPECT_EQ(format_recorded_at(UnixMicros(-1)), "1969-12-31T23:59:59.999999Z");
  EXPECT_EQ(format_recorded_at(UnixMicros(951'868'799'000'010)), "2000-02-29T23:59:59.000010Z");
}

// Nonsense from a broken clock must stay harmless.
TEST(RecordedAt, TheEndsOfTheRangeDoNotOverflow) {
  EXPECT_EQ(jst_date(UnixMicros(std::numeric_limits<std::int64_t>::max())).year, 294247);
  EXPECT_EQ(jst_date(UnixMicros(std::numeric_limits<std::int64_t>::min())).year, -290308);
  EXPECT_FALSE(parse_rfc3339(format_recorded_at(UnixMicros(std::numeric_limits<std::int64_t>::max()))).ok());
}

}  // namespace
}  // namespace ledger
