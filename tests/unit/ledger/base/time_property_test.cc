// Goal: the calendar arithmetic is right on every day, not only on the days that somebody thought of. Method:
// a slow reference that counts day by day from a known date over 1900..2200, and random instants and offsets.
#include <cstdint>
#include <gtest/gtest.h>
#include <string>

#include "ledger/base/time.h"
#include "tests/support/seeded_random.h"

namespace ledger {
namespace {

constexpr std::int64_t kMicrosPerHour = 3'600'000'000;
constexpr std::int64_t kMicrosPerDay = 24 * kMicrosPerHour;

// One day on, by the rules of the Gregorian calendar as a person would apply them.
CivilDate next_day(CivilDate date) {
  int length = 31;
  if (date.month == 4 || date.month == 6 || date.month == 9 || date.month == 11) length = 30;
  if (date.month == 2) {
    length = 28;
    if (date.year % 4 == 0) length = 29;
    if (date.year % 100 == 0) length = 28;
    if (date.year % 400 == 0) length = 29;
  }
  if (++date.day <= length) return date;
  date.day = 1;
  if (++date.month <= 12) return date;
  date.month = 1;
  ++date.year;
  return date;
}

TEST(TimeProperty, EveryDayFrom1900To2200AgreesWithCounting) {
  // 1900-01-01 lies 70 years with 17 leap days before the epoch.
  std::int64_t days = -(70 * 365 + 17);
  CivilDate date{1900, 1, 1};
  int fiscal = 1899;
  for (; date.year <= 2200; date = next_day(date), ++days) {
    if (date.month == 4 && date.day == 1) ++fiscal;
    ASSERT_EQ(days_from_civil(date), days) << format_date(date);
    ASSERT_EQ(civil_from_days(days), date) << days;
    ASSERT_EQ(parse_date(format_date(date)), date);
    ASSERT_EQ(fiscal_year(date), fiscal) << format_date(date);
    // Midnight in Japan is 15:00 UTC of the day before.
    const std::int64_t jst_midnight = days * kMicrosPerDay - 9 * kMicrosPerHour;
    ASSERT_EQ(jst_date(UnixMicros(jst_midnight)), date);
    ASSERT_EQ(jst_date(UnixMicros(jst_midnight + kMicrosPerDay - 1)), date);
    ASSERT_EQ(fiscal_year(UnixMicros(jst_midnight)), fiscal);
    ASSERT_EQ(jst_year_month(UnixMicros(jst_midnight)), format_date(date).substr(0, 7));
  }
  EXPECT_EQ(days_from_civil({1970, 1, 1}), 0);
  EXPECT_EQ(days_from_civil(date), 84'371);
}

TEST(TimeProperty, DatesThatDoNotExistAreRefused) {
  for (int year = 1900; year <= 2200; ++year) {
    for (int month = 1; month <= 12; ++month) {
      CivilDate last{year, month, 28};
      while (next_day(last).month == month) last = next_day(last);
      for (int day = 1; day <= 99; ++day) {
        ASSERT_EQ(parse_date(format_date({year, month, day})).has_value(), day <= last.day)
            << format_date({year, month, day});
      }
    }
  }
}

TEST(TimeProperty, FormattedInstantsAreReadBackWhateverTheOffset) {
  tests::SeededRandom random(3339);
  SCOPED_TRACE(random.trace());
  const std::int64_t first = parse_rfc3339("1900-01-03T00:00:00Z")->value;
  const std::int64_t last = parse_rfc3339("2200-12-31T00:00:00Z")->value;
  for (int round = 0; round < 20'000; ++round) {
    const UnixMicros time(random.between(first, last));
    const std::string text = format_recorded_at(time);
    ASSERT_EQ(text.size(), 27U);
    ASSERT_EQ(*parse_rfc3339(text), time) << text;
    // The same instant as a wall clock elsewhere shows it.
    const std::int64_t minutes = random.between(-23 * 60 - 59, 23 * 60 + 59);
    if (minutes == 0) continue;
    const UnixMicros shown(time.value + minutes * 60'000'000);
    const std::int64_t distance = minutes < 0 ? -minutes : minutes;
    std::string offset = minutes < 0 ? "-" : "+";
    offset +=
        std::to_string(100 + distance / 60).substr(1) + ":" + std::to_string(100 + distance % 60).substr(1);
    const std::string elsewhere = format_recorded_at(shown).substr(0, 26) + offset;
    ASSERT_EQ(*parse_rfc3339(elsewhere), time) << elsewhere;
  }
}

TEST(TimeProperty, TextOrderIsTimeOrder) {
  tests::SeededRandom random(26);
  SCOPED_TRACE(random.trace());
  for (int round = 0; round < 5'000; ++round) {
    const UnixMicros a(random.between(0, 7'000'000'000'000'000));
    const UnixMicros b(a.value + random.between(-2'000'000, 2'000'000));
    ASSERT_EQ(a < b, format_recorded_at(a) < format_recorded_at(b));
  }
}

}  // namespace
}  // namespace ledger
