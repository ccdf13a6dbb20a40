#include "ledger/base/time.h"

#include <array>

namespace ledger {
namespace {

constexpr std::int64_t kMicrosPerSecond = 1'000'000;
constexpr std::int64_t kMicrosPerMinute = 60 * kMicrosPerSecond;
constexpr std::int64_t kMicrosPerHour = 60 * kMicrosPerMinute;
constexpr std::int64_t kMicrosPerDay = 24 * kMicrosPerHour;
constexpr std::int64_t kJstOffsetMicros = 9 * kMicrosPerHour;
constexpr std::int64_t kDaysPerEra = 146'097;  // 400 Gregorian years
// Days from 0000-03-01 to 1970-01-01. Counting years from March puts the leap day at the end of a year.
constexpr std::int64_t kDaysToEpoch = 719'468;
constexpr int kYearMin = 1900;
constexpr int kYearMax = 9999;
constexpr int kFiscalMonthFirst = 4;

constexpr std::int64_t floor_div(std::int64_t number, std::int64_t divisor) {
  return number / divisor - (number % divisor < 0 ? 1 : 0);
}

// Remainder that is never negative; unlike number - floor_div * divisor it cannot overflow.
constexpr std::int64_t floor_mod(std::int64_t number, std::int64_t divisor) {
  return number % divisor + (number % divisor < 0 ? divisor : 0);
}

bool is_leap(int year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int days_in_month(int year, int month) {
  constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : kDays[static_cast<std::size_t>(month - 1)];
}

bool exists(const CivilDate& date) {
  return date.year >= kYearMin && date.year <= kYearMax && date.month >= 1 && date.month <= 12 &&
         date.day >= 1 && date.day <= days_in_month(date.year, date.month);
}

// Takes `count` digits off the front; -1 when they are not all digits.
int take_digits(std::string_view& rest, std::size_t count) {
  if (rest.size() < count) return -1;
  int number = 0;
  for (const char c : rest.substr(0, count)) {
    if (c < '0' || c > '9') return -1;
    number = number * 10 + (c - '0');
  }
  rest.remove_prefix(count);
  return number;
}

bool take_char(std::string_view& rest, char expected) {
  if (!rest.starts_with(expected)) return false;
  rest.remove_prefix(1);
  return true;
}

std::optional<CivilDate> take_date(std::string_view& rest) {
  CivilDate date;
  date.year = take_digits(rest, 4);
  if (date.year < 0 || !take_char(rest, '-')) return std::nullopt;
  date.month = take_digits(rest, 2);
  if (date.month < 0 || !take_char(rest, '-')) return std::nullopt;
  date.day = take_digits(rest, 2);
  return exists(date) ? std::optional(date) : std::nullopt;
}

// "hh:mm:ss" without leap second.
std::optional<std::int64_t> take_clock_time(std::string_view& rest) {
  const int hour = take_digits(rest, 2);
  if (hour < 0 || hour > 23 || !take_char(rest, ':')) return std::nullopt;
  const int minute = take_digits(rest, 2);
  if (minute < 0 || minute > 59 || !take_char(rest, ':')) return std::nullopt;
  const int second = take_digits(rest, 2);
  if (second < 0 || second > 59) return std::nullopt;
  return (hour * 60 + minute) * kMicrosPerMinute + second * kMicrosPerSecond;
}

void append_padded(std::string& out, std::int64_t number, std::size_t width) {
  if (number >= 0) {  // nearly always, and as wide as its field
    const std::size_t from = out.size();
    out.append(width, '0');
    std::int64_t left = number;
    for (std::size_t at = out.size(); at > from && left > 0; left /= 10) {
      out[--at] = static_cast<char>('0' + left % 10);
    }
    if (left == 0) return;
    out.resize(from);
  }
  std::array<char, 20> digits{};
  std::size_t first = digits.size();
  std::uint64_t rest =
      number < 0 ? 0 - static_cast<std::uint64_t>(number) : static_cast<std::uint64_t>(number);
  for (; rest > 0 || first == digits.size(); rest /= 10) digits[--first] = static_cast<char>('0' + rest % 10);
  if (number < 0) digits[--first] = '-';
  const std::size_t count = digits.size() - first;
  if (count < width) out.append(width - count, '0');
  out.append(digits.data() + first, count);
}

Status malformed_time() {
  return invalid("time.malformed", "not an RFC 3339 time of the years 1900 to 9999")
      .want("for example 2026-06-03T10:00:00+09:00");
}

// The digits behind the point, as microseconds; nothing to take is zero.
Result<std::int64_t> take_fraction(std::string_view& rest) {
  if (!take_char(rest, '.')) return std::int64_t{0};
  std::int64_t micros = 0;
  std::size_t digits = 0;
  while (!rest.empty() && rest.front() >= '0' && rest.front() <= '9') {
    if (++digits > 6) return invalid("time.precision", "finer than a microsecond").want("at most six digits");
    micros = micros * 10 + (rest.front() - '0');
    rest.remove_prefix(1);
  }
  if (digits == 0) return malformed_time();
  for (; digits < 6; ++digits) micros *= 10;
  return micros;
}

// "Z" or "+hh:mm" or "-hh:mm" up to the end of the text.
Result<std::int64_t> take_offset(std::string_view rest) {
  const auto missing = [](const char* message) {
    return invalid("time.offset_missing", message).want("Z or an offset such as +09:00");
  };
  if (rest.empty()) return missing("the time has no offset");
  if (rest == "Z") return std::int64_t{0};
  const bool west = rest.front() == '-';
  if (!west && rest.front() != '+') return malformed_time();
  rest.remove_prefix(1);
  const int hours = take_digits(rest, 2);
  if (hours < 0 || hours > 23 || !take_char(rest, ':')) return malformed_time();
  const int minutes = take_digits(rest, 2);
  if (minutes < 0 || minutes > 59 || !rest.empty()) return malformed_time();
  // RFC 3339 §4.3: the offset is unknown.
  if (west && hours == 0 && minutes == 0) return missing("-00:00 says that the offset is unknown");
  const std::int64_t micros = hours * kMicrosPerHour + minutes * kMicrosPerMinute;
  return west ? -micros : micros;
}

}  // namespace

Result<UnixMicros> parse_rfc3339(std::string_view text) {
  std::string_view rest = text;
  const auto date = take_date(rest);
  if (!date || !take_char(rest, 'T')) return malformed_time();
  const auto time_of_day = take_clock_time(rest);
  if (!time_of_day) return malformed_time();
  LEDGER_ASSIGN(const std::int64_t fraction, take_fraction(rest));
  LEDGER_ASSIGN(const std::int64_t offset, take_offset(rest));
  const UnixMicros time(days_from_civil(*date) * kMicrosPerDay + *time_of_day + fraction - offset);
  // The offset may carry the instant over either end of the range, in UTC or in JST.
  const int utc_year = civil_from_days(floor_div(time.value, kMicrosPerDay)).year;
  if (utc_year < kYearMin || jst_date(time).year > kYearMax) return malformed_time();
  return time;
}

std::string format_recorded_at(UnixMicros time) {
  const std::int64_t days = floor_div(time.value, kMicrosPerDay);
  const std::int64_t micros = floor_mod(time.value, kMicrosPerDay);
  std::string text;
  text.reserve(27);
  text += format_date(civil_from_days(days));
  text += 'T';
  append_padded(text, micros / (60 * kMicrosPerMinute), 2);
  text += ':';
  append_padded(text, micros / kMicrosPerMinute % 60, 2);
  text += ':';
  append_padded(text, micros / kMicrosPerSecond % 60, 2);
  text += '.';
  append_padded(text, micros % kMicrosPerSecond, 6);
  text += 'Z';
  return text;
}

std::optional<CivilDate> parse_date(std::string_view text) {
  const auto date = take_date(text);
  return text.empty() ? date : std::nullopt;
}

std::string format_date(const CivilDate& date) {
  std::string text = year_month(date);
  text += '-';
  append_padded(text, date.day, 2);
  return text;
}

std::int64_t days_from_civil(const CivilDate& date) {
  const int months_from_march = (date.month + 9) % 12;
  const std::int64_t year = std::int64_t{date.year} - (date.month <= 2 ? 1 : 0);
  // From March on, the months' lengths repeat as 31 30 31 30 31: 153 days every five months.
  const std::int64_t day_of_year = (153 * months_from_march + 2) / 5 + date.day - 1;
  return 365 * year + floor_div(year, 4) - floor_div(year, 100) + floor_div(year, 400) + day_of_year -
         kDaysToEpoch;
}

CivilDate civil_from_days(std::int64_t days) {
  const std::int64_t from_march = days + kDaysToEpoch;
  const std::int64_t era = floor_div(from_march, kDaysPerEra);
  const std::int64_t day_of_era = from_march - era * kDaysPerEra;
  // Taking the leap days out first makes every year 365 days long: one per 4 years, none per century except
  // at the very end of the era.
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / (kDaysPerEra - 1)) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t months_from_march = (5 * day_of_year + 2) / 153;
  CivilDate date;
  date.day = static_cast<int>(day_of_year - (153 * months_from_march + 2) / 5 + 1);
  date.month = static_cast<int>((months_from_march + 2) % 12 + 1);
  date.year = static_cast<int>(era * 400 + year_of_era + (date.month <= 2 ? 1 : 0));
  return date;
}

CivilDate jst_date(UnixMicros time) {
  // Days first, so that no instant overflows.
  const std::int64_t days = floor_div(time.value, kMicrosPerDay);
  const bool next_day = floor_mod(time.value, kMicrosPerDay) >= kMicrosPerDay - kJstOffsetMicros;
  return civil_from_days(days + (next_day ? 1 : 0));
}

std::string jst_year_month(UnixMicros time) {
  return year_month(jst_date(time));
}

std::string year_month(const CivilDate& date) {
  std::string text;
  append_padded(text, date.year, 4);
  text += '-';
  append_padded(text, date.month, 2);
  return text;
}

bool is_year_month(std::string_view text) {
  const int year = take_digits(text, 4);
  if (year < kYearMin || !take_char(text, '-')) return false;
  const int month = take_digits(text, 2);
  return month >= 1 && month <= 12 && text.empty();
}

int fiscal_year(UnixMicros time) {
  return fiscal_year(jst_date(time));
}

int fiscal_year(const CivilDate& date) {
  return date.month >= kFiscalMonthFirst ? date.year : date.year - 1;
}

}  // namespace ledger
