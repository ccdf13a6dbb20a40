"""Dates as the programme means them: Japan time (UTC+9, no summer time), fiscal years from 1 April.

A date field is a day in Japan already; an instant becomes one here. Pure functions.
"""

import dataclasses
from datetime import date, datetime, timedelta, timezone

JST = timezone(timedelta(hours=9))


def instant(text):
    """RFC 3339 with offset; without one it is nobody's time."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"time without offset: {text}")
    return moment


def jst_day(text):
    """The day in Japan of a date or of an instant."""
    if len(text) == len("2026-04-01"):
        return date.fromisoformat(text)
    return instant(text).astimezone(JST).date()


def fiscal_year_of(day):
    return day.year if day.month >= 4 else day.year - 1


@dataclasses.dataclass(frozen=True)
class Period:
    """Days from first to last, both included."""

    label: str
    first: date
    last: date

    def has(self, day):
        return self.first <= day <= self.last

    @property
    def days(self):
        return (self.last - self.first).days + 1


def fiscal_year(year):
    return Period(f"FY{year}", date(year, 4, 1), date(year + 1, 3, 31))


def month(year_month):
    year, number = map(int, year_month.split("-"))
    following = date(year + number // 12, number % 12 + 1, 1)
    return Period(year_month, date(year, number, 1), following - timedelta(days=1))


def months_before(day, count):
    """The same day `count` months earlier; at the end of a shorter month, its last day."""
    index = day.year * 12 + day.month - 1 - count
    year, number = divmod(index, 12)
    for candidate in range(day.day, 27, -1):
        try:
            return date(year, number + 1, candidate)
        except ValueError:
            continue
    return date(year, number + 1, day.day)


def is_twelve_months(first, last):
    """Whether [first, last] is exactly a year, say 2025-01-01 to 2025-12-31."""
    return months_before(last + timedelta(days=1), 12) == first
