"""Dates of which only a part may be known, calendar arithmetic on them, and their EDTF form.

EDTF is the Extended Date/Time Format of ISO 8601-2:2019 (https://www.loc.gov/standards/datetime/).
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException

from sutradhar.errors import SutradharError

Tense = Literal["past", "future"]

_PUBLISHED = re.compile(r"(\d{4}|XXXX)(?:-(\d\d))?(?:-(\d\d))?[~?%]?")
_YEARS_AROUND = 8  # far enough for the next 29 February across a century year such as 2100


@dataclass(frozen=True)
class PartialDate:
    """A day, month or year. A part that is None is unknown; a day needs its month."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    approximate: bool = False

    @property
    def precision(self) -> Literal["day", "month", "year"]:
        return "day" if self.day else "month" if self.month else "year"

    @property
    def edtf(self) -> str:
        """Its EDTF form; "" when nothing is known, and when approximate without a year (EDTF has no form for that)."""
        if self.year is None and (self.month is None or self.approximate):
            return ""
        parts = ["XXXX" if self.year is None else f"{self.year:04d}"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part]
        return "-".join(parts) + ("~" if self.approximate else "")

    @property
    def exists(self) -> bool:
        """Whether the calendar has such a date (in some year, when the year is unknown)."""
        if self.month is not None and not 1 <= self.month <= 12:
            return False
        if self.day is None:
            return True
        # 2000 stands for an unknown year because it is a leap year.
        return self.month is not None and 1 <= self.day <= calendar.monthrange(self.year or 2000, self.month)[1]

    @property
    def first_day(self) -> date | None:
        return date(self.year, self.month or 1, self.day or 1) if self.year else None

    @property
    def last_day(self) -> date | None:
        if not self.year:
            return None
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def full(self) -> date | None:
        """The day, when all of it is known."""
        return self.first_day if self.day else None

    def plus_days(self, days: int) -> PartialDate | None:
        """Without a year only where 29 February cannot matter; None where the result is not known."""
        if not self.day or not self.month:
            return None
        if self.year:
            return day_of(date(self.year, self.month, self.day) + timedelta(days))
        ends = set()
        for year in (2000, 2001, 2003):  # a leap year, the year after one, the year before one
            if self.day > calendar.monthrange(year, self.month)[1]:
                continue
            end = date(year, self.month, self.day) + timedelta(days)
            ends.add((end.month, end.day))
        return PartialDate(None, *ends.pop()) if len(ends) == 1 else None

    def plus_months(self, months: int) -> PartialDate | None:
        """The month that many months away."""
        if not self.month:
            return None
        years, month = divmod(self.month - 1 + months, 12)
        return PartialDate(self.year + years if self.year else None, month + 1)

    def plus_years(self, years: int) -> PartialDate | None:
        """The year that many years away."""
        return PartialDate(self.year + years) if self.year else None

    def next(self, steps: int = 1) -> PartialDate | None:
        """The date after it in its own precision, or `steps` further."""
        moves = {"day": self.plus_days, "month": self.plus_months, "year": self.plus_years}
        return moves[self.precision](steps)


@dataclass(frozen=True)
class DateSpan:
    """From `first` to `last`, both included; None leaves a side open. Equal sides make a single date."""

    first: PartialDate | None
    last: PartialDate | None

    @property
    def edtf(self) -> str:
        """Its EDTF form; "" when a side is not known enough for EDTF."""
        first, last = self.first, self.last
        if first is not None and first == last:
            return first.edtf
        if (first is None or last is None) and (first or last or PartialDate()).year is None:
            # EDTF knows no open interval without a year; what starts on a day of an unknown year at least keeps it.
            return first.edtf if first else ""
        sides = [".." if side is None else side.edtf for side in (first, last)]
        return "/".join(sides) if all(sides) else ""


def point(when: PartialDate | None) -> DateSpan | None:
    """A single date as a span."""
    return DateSpan(when, when) if when else None


def day_of(day: date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day)


def read_published(published: str | None) -> PartialDate:
    """A publication date (EDTF, of any precision) as a partial date; nothing is known of one in another form."""
    match = _PUBLISHED.fullmatch(published or "")
    if not match:
        return PartialDate()
    year, month, day = (int(part) if part and part.isdigit() else None for part in match.groups())
    when = PartialDate(year or None, month, day)
    return when if when.exists else PartialDate()


def require_edtf(published: str) -> None:
    """Raise `SutradharError` for a publication date that is no EDTF day, month or year."""
    if read_published(published) == PartialDate():
        raise SutradharError(f"'{published}' is not a date; write it as EDTF, e.g. 2025-07-12, 2025-07 or XXXX-07-12")


def year_for(when: PartialDate, published: PartialDate, tense: Tense | None, weekday: int | None = None) -> PartialDate:
    """A month, or day of a month, with the year that news means by it.

    In the past tense the latest one not after publication, in the future the first one not before it, else the nearest.
    `weekday` (0 = Monday), where the text gives it, has the last word among the years around. Unknown stays unknown.
    """
    if published.year is None or published.month is None or when.month is None:
        return when
    today = published.full or date(published.year, published.month, 15)
    day = None if when.day is None or published.day is None else when.day
    dated = [replace(when, year=today.year + offset) for offset in range(-_YEARS_AROUND, _YEARS_AROUND + 1)]
    dated = [candidate for candidate in dated if candidate.exists]
    if weekday is not None and when.day:
        near = [candidate for candidate in dated if abs((candidate.year or 0) - today.year) <= 1]
        agreeing = [candidate for candidate in near if candidate.full and candidate.full.weekday() == weekday]
        if agreeing:
            dated = agreeing
    base = (today.year, today.month, today.day if day else 0)
    past = [item for item in dated if (item.year or 0, item.month or 0, day or 0) <= base]
    future = [item for item in dated if (item.year or 0, item.month or 0, day or 0) >= base]
    if tense == "past" and past:
        return past[-1]
    if tense == "future" and future:
        return future[0]
    middle = when.day or 15
    return min(dated, key=lambda item: abs((date(item.year or 1, item.month or 1, min(middle, 28)) - today).days))


def weekday_for(weekday: int, published: PartialDate, tense: Tense | None) -> PartialDate | None:
    """The day that a weekday name (0 = Monday) means: the last up to publication; in the future, the next from it."""
    today = published.full
    if today is None:
        return None
    if tense == "future":
        return day_of(today + timedelta((weekday - today.weekday()) % 7))
    return day_of(today - timedelta((today.weekday() - weekday) % 7))


def week_of(published: PartialDate, weeks: int, first: int = 0, last: int = 6) -> DateSpan | None:
    """The days `first` to `last` (0 = Monday) of the week that many weeks from publication."""
    if published.full is None:
        return None
    monday = published.full + timedelta(7 * weeks - published.full.weekday())
    return DateSpan(day_of(monday + timedelta(first)), day_of(monday + timedelta(last)))


def away(published: PartialDate, amount: Fraction, unit: str, approximate: bool) -> PartialDate | None:
    """The date `amount` (negative: ago) units from publication, as exact as people mean it.

    Days are exact unless `approximate`; hours, weeks, months and years never are, so they come out as approximate days,
    months and years.
    """
    days = {"hour": Fraction(1, 24), "day": Fraction(1), "week": Fraction(7), "fortnight": Fraction(15)}
    years = {"year": 1, "decade": 10, "century": 100}
    if unit in days:
        span = amount * days[unit]
        when = published.plus_days(round(span))
        approximate = approximate or unit != "day" and not (unit == "hour" and span.denominator == 1)
    elif unit == "month":
        when = published.plus_months(int(amount))
        if amount.denominator != 1 and published.full:
            middle = day_of(published.full + timedelta(round(amount * 30)))
            when = PartialDate(middle.year, middle.month)
        approximate = True
    elif unit in years:
        whole = amount * years[unit]
        when = published.plus_years(int(whole))
        if whole.denominator != 1:  # "डेढ़ साल पहले" lies between two years: the month says it better
            months = published.plus_months(int(whole * 12))
            when = months if months and months.year else None
        approximate = True
    else:
        return None
    return replace(when, approximate=approximate) if when else None


@lru_cache(maxsize=4096)
def resolve_bounds(edtf: str) -> tuple[date | None, date | None]:
    """The earliest and latest day an EDTF string allows; None for an open side or where no year is known.

    "" has no bounds. Raises ValueError for what is not EDTF.
    """
    if not edtf:
        return None, None
    bounds: list[date | None] = []
    sides = edtf.split("/")
    if len(sides) > 2:
        raise ValueError(f"not an EDTF date: {edtf!r}")
    for side in (sides[0], sides[-1]):
        if side in ("", "..") and len(sides) == 2:
            bounds.append(None)
            continue
        try:
            parsed = parse_edtf(side)
        except EDTFParseException as error:
            raise ValueError(f"not an EDTF date: {edtf!r}") from error
        if "XXXX" in side:
            bounds.append(None)
            continue
        moment = parsed.upper_strict() if bounds else parsed.lower_strict()
        bounds.append(date(*moment[:3]))
    return bounds[0], bounds[1]
