"""Times: from expressions such as "शनिवार", "जून 2024", "पिछले साल सितंबर" or "12 जुलाई" to EDTF.

Each expression is read against the publication date and the tense of its clause, and says what is known, no more.
The words are in `hi/times.yaml`, the patterns in `hi/time_patterns.py`; here is what they mean.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal

from sutradhar.ingest.hi.numbers import parse_number, parse_quantity
from sutradhar.ingest.hi.time_patterns import lookup, time_patterns
from sutradhar.ingest.hi.wordlists import WORD_START, fold
from sutradhar.ingest.partialdates import (
    DateSpan,
    PartialDate,
    Tense,
    away,
    day_of,
    point,
    read_published,
    resolve_bounds,
    week_of,
    weekday_for,
    year_for,
)

__all__ = ["Kind", "TimeExpression", "find_times", "resolve_bounds"]

Kind = Literal["date", "span", "duration", "recurring"]

_STARTS = re.compile(f"{WORD_START}[\\w'‘’(\u0900-\u0963]")
_FIRST_YEAR, _LAST_YEAR = 1500, 2099
_NUMBER_BEFORE = re.compile(r"\d[.,/:-]$")
_DIRECTION_TENSE: Mapping[str, Tense] = {"last": "past", "next": "future"}
_STEPS = {"last": -1, "this": 0, "next": 1}


@dataclass(frozen=True)
class TimeExpression:
    """A time in a sentence: `start` and `end` are offsets into it, `text` is that slice.

    `edtf` is "" where the time is meant but not known ("शनिवार" without a publication date, "इसके दो दिन बाद"), and for
    durations and recurring times. `relative`: counted from another day, not named by its calendar date.
    """

    start: int
    end: int
    text: str
    edtf: str
    relative: bool
    kind: Kind


@dataclass(frozen=True)
class _Reading:
    """What a pattern's match means. `closed`: a following तक or से changes nothing; `year_given`: not inferred."""

    start: int
    end: int
    span: DateSpan | None
    kind: Kind = "date"
    relative: bool = False
    closed: bool = False
    year_given: bool = False

    @property
    def single(self) -> PartialDate | None:
        return self.span.first if self.span and self.span.first == self.span.last else None


def find_times(sentence: str, published: str | None, *, tense: Tense | None = None) -> list[TimeExpression]:
    """The time expressions of a sentence, from left to right, without overlaps.

    `published` is EDTF of any precision or None. `tense`, where the caller knows it, decides which way "कल", a weekday
    or a day without a year lies; else weekdays and "कल" lie in the past, a day without a year nearest to publication.
    """
    if not time_patterns().worth_reading.search(sentence):
        return []
    readings = _in_that_year(sentence, _Reader(sentence, read_published(published), tense).read())
    return [
        TimeExpression(
            reading.start,
            reading.end,
            sentence[reading.start : reading.end],
            reading.span.edtf if reading.span and reading.kind in ("date", "span") else "",
            reading.relative,
            "span" if reading.kind == "date" and reading.span and not reading.single else reading.kind,
        )
        for reading in readings
    ]


def _in_that_year(sentence: str, readings: list[_Reading]) -> list[_Reading]:
    """“मई 2018 में … और उसी साल नवंबर में”: “that year” is the one of the expression before."""
    result: list[_Reading] = []
    for reading in readings:
        years = [each.span.first.year for each in result if each.span is not None and each.span.first is not None]
        known = [year for year in years if year is not None]
        span = reading.span
        said = known and time_patterns().that_year.match(sentence, reading.start)
        if said and span is not None and span.first is not None and span.last is not None and span.first.year is None:
            first, last = (replace(each, year=known[-1]) for each in (span.first, span.last))
            reading = replace(reading, span=replace(span, first=first, last=last))
        result.append(reading)
    return result


class _Reader:
    """Reads one sentence: single expressions first, then the ranges and open periods they form."""

    def __init__(self, sentence: str, published: PartialDate, tense: Tense | None) -> None:
        self.sentence = sentence
        self.published = published
        self.tense = tense
        self.patterns = time_patterns()
        self.meanings: Mapping[str, Callable[[re.Match[str]], _Reading | None]] = {
            "recurring": self._recurring,
            "date": self._date,
            "english_date": self._date,
            "days": self._days,
            "figures": self._figures,
            "month": self._month,
            "day_of_month": self._day_of_month,
            "fiscal_year": self._fiscal_year,
            "decade": self._decade,
            "century": self._century,
            "year": self._year,
            "unit": self._unit,
            "same_month": self._same_month,
            "other_day": self._elsewhere,
            "window": self._window,
            "ago": self._ago,
            "recent": self._elsewhere,
            "duration": self._duration,
            "deictic": self._deictic,
            "weekday": self._weekday,
            "short_weekdays": self._short_weekdays,
        }

    def read(self) -> list[_Reading]:
        readings: list[_Reading] = []
        position = 0
        for match in _STARTS.finditer(self.sentence):
            if match.start() < position:
                continue
            reading = self._longest(match.start())
            if reading:
                reading = self._with_day_parts(reading)
                readings.append(reading)
                position = reading.end
        return self._joined(readings)

    def _longest(self, start: int) -> _Reading | None:
        if _NUMBER_BEFORE.search(self.sentence[max(0, start - 2) : start]):
            return None
        matches = [(name, pattern.match(self.sentence, start)) for name, pattern in self.patterns.kinds.items()]
        found = [(name, match) for name, match in matches if match]
        for name, match in sorted(found, key=lambda item: -item[1].end()):
            reading = self.meanings[name](match)
            if reading:
                return reading
        return None

    def _follows(self, guard: str, end: int) -> bool:
        return bool(self.patterns.unless_followed[guard].match(self.sentence, end))

    def _precedes(self, guard: str, start: int) -> bool:
        return bool(self.patterns.unless_preceded[guard].search(self.sentence[:start]))

    def _anchored(self, start: int) -> bool:
        """Whether the word before ties the expression to something other than publication ("इसके दो दिन बाद")."""
        return bool(self.patterns.anchored.search(self.sentence[:start]))

    # --- calendar dates -----------------------------------------------------------------------------------------------

    def _recurring(self, match: re.Match[str]) -> _Reading:
        return _Reading(match.start(), match.end(), None, "recurring", closed=True)

    def _with_year(self, match: re.Match[str], when: PartialDate, weekday: int | None = None) -> PartialDate | None:
        """The day or month with its year from the words around it; None when they contradict each other."""
        groups = match.groupdict()
        before, after, direction = (groups.get(name) for name in ("year_before", "year_after", "year_direction"))
        if sum(part is not None for part in (before, after, direction)) > 1:
            return None
        if before or after:
            dated = replace(when, year=int(before or after or 0))
            return dated if _FIRST_YEAR <= (dated.year or 0) <= _LAST_YEAR and dated.exists else None
        if direction:
            steps = _STEPS.get(_key("directions", direction))
            year = None if steps is None or self.published.year is None else self.published.year + steps
            return replace(when, year=year) if replace(when, year=year).exists else None
        if not when.exists:
            return None
        which = _key("directions", groups.get("direction"))
        if which == "that":
            return replace(when, year=None)
        if which == "this" and self.published.year:
            return replace(when, year=self.published.year)
        dated = year_for(when, self.published, _DIRECTION_TENSE.get(which, self.tense), weekday)
        this_month = (dated.year, dated.month) == (self.published.year, self.published.month)
        if which in _DIRECTION_TENSE and this_month and not when.day and dated.year:
            # "बीते जून" in June is last year's; a day of this month ("बीती 14 मार्च") is meant as it stands.
            return replace(dated, year=dated.year + _STEPS[which])
        return dated

    def _date(self, match: re.Match[str]) -> _Reading | None:
        groups = match.groupdict()
        day, month = _day_number(match["day"]), _month_number(match["month"])
        if month == 6 and day == 2 and self._follows("meal", match.end("month")):  # "दो जून की रोटी", two meals
            return None
        weekday = groups.get("weekday") or groups.get("weekday_after")
        when = self._with_year(match, PartialDate(None, month, day), _weekday_number(weekday) if weekday else None)
        given = any(groups.get(name) for name in ("year_before", "year_after", "year_direction"))
        return _Reading(match.start(), match.end(), point(when), year_given=given) if when else None

    def _days(self, match: re.Match[str]) -> _Reading | None:
        month = _month_number(match["month"])
        first = self._with_year(match, PartialDate(None, month, _day_number(match["day"])))
        last = self._with_year(match, PartialDate(None, month, _day_number(match["last_day"])))
        if not first or not last or (first.day or 0) >= (last.day or 0):
            return None
        if first.year != last.year:
            first = replace(first, year=last.year)
        if match["link"] and match["link"] != "से" and (last.day or 0) - (first.day or 0) > 1:
            # "5 और 12 जुलाई" are two days: this one ends before the conjunction, the other is read after it.
            return _Reading(match.start(), match.end("day"), point(first))
        return _Reading(match.start(), match.end(), DateSpan(first, last), "span", closed=True, year_given=True)

    def _figures(self, match: re.Match[str]) -> _Reading | None:
        groups = match.groupdict()
        if groups["iso_year"]:
            year, month, day = int(match["iso_year"]), int(match["iso_month"]), int(match["iso_day"])
        elif groups["short_year"]:
            year, month, day = 2000 + int(match["short_year"]), int(match["slash_month"]), int(match["slash_day"])
        else:
            year, month, day = int(match["year"]), int(match["month"]), int(match["day"])
        if month > 12 >= day:
            month, day = day, month
        when = PartialDate(year, month, day)
        if not day or not _FIRST_YEAR <= year <= _LAST_YEAR or not when.exists:
            return None
        return _Reading(match.start(), match.end(), point(when), year_given=True)

    def _month(self, match: re.Match[str]) -> _Reading | None:
        month = _month_number(match["month"])
        given = any(match[name] for name in ("year_before", "year_after", "year_direction"))
        plain = match.end() == match.end("month")
        if not given and plain and not match["direction"]:
            if not self.patterns.month_follower.match(self.sentence, match.end()):
                return None
            if match["month"] == "May":  # in English text more often the verb
                return None
        if month == 6 and plain and self._follows("meal", match.end()):
            return None
        protest = self._follows("march", match.end()) or self._precedes("march", match.start("month"))
        if month == 3 and not match["year_after"] and plain and protest:
            return None
        if re.search(r"\d\s*$", self.sentence[: match.start("month")]) and not match["year_before"]:
            return None  # a day that the month does not have
        when = self._with_year(match, PartialDate(None, month))
        if not when:
            return None
        span = _week_of_month(when, match["ordinal"], match["ordinal_unit"]) if match["ordinal"] else point(when)
        relative = bool(match["direction"] or match["year_direction"])
        return _Reading(match.start(), match.end(), span, relative=relative, year_given=given)

    def _day_of_month(self, match: re.Match[str]) -> _Reading | None:
        day = _day_number(match["day"])
        which = _key("directions", match["direction"])
        if not 1 <= day <= 31:
            return None
        base = self.published.plus_months(_STEPS.get(which, 0))
        if base is None or which == "that":
            return _Reading(match.start(), match.end(), None, relative=True)
        if not match["direction"] and self.tense and self.published.day:
            if self.tense == "past" and day > self.published.day:
                base = self.published.plus_months(-1)
            if self.tense == "future" and day < self.published.day:
                base = self.published.plus_months(1)
        when = replace(base, day=day) if base else None
        return _Reading(match.start(), match.end(), point(when) if when and when.exists else None, relative=True)

    # --- years and longer ---------------------------------------------------------------------------------------------

    def _year(self, match: re.Match[str]) -> _Reading | None:
        year, end = int(match["year"]), match.end()
        last = _last_year(year, match["last_year"])
        sure = bool(match["marker"] or match["close"])
        if not _FIRST_YEAR <= year <= _LAST_YEAR or match["last_year"] and last is None:
            return None
        if self._precedes("year", match.start()) or self._precedes("year", match.start("year")):
            return None
        if not match["marker"] and self._follows("year", match.end("last_year" if last else "year")):
            return None
        if not sure:
            belongs = end > match.end("last_year" if last else "year")
            if not belongs and not self.patterns.year_follower.match(self.sentence, end):
                return None
            if year % 100 == 0 and year not in (1900, 2000):  # "1500 में मिलेगा" is a price
                return None
            if year == 2000 and not re.match(r"\s+(?:में|से|तक)\b", self.sentence[end:]):
                return None
        first = PartialDate(year, approximate=bool(match["hedge"]))
        span = DateSpan(first, PartialDate(last)) if last else point(first)
        return _Reading(match.start(), end, span, year_given=True, closed=last is not None)

    def _fiscal_year(self, match: re.Match[str]) -> _Reading | None:
        first = match["year"] or match["year_first"]
        if first:
            year = int(first)
            if _last_year(year, match["last_year"] or match["last_first"]) != year + 1:
                return _Reading(match.start(), match.end(), None)
        else:
            steps = _STEPS.get(_key("directions", match["direction"]))
            if steps is None:
                return None
            if self.published.year is None or self.published.month is None:
                return _Reading(match.start(), match.end(), None, "span", relative=True)
            # India's fiscal year begins in April.
            year = self.published.year - (self.published.month < 4) + steps
        span = DateSpan(PartialDate(year, 4), PartialDate(year + 1, 3))
        return _Reading(match.start(), match.end(), span, "span", relative=not first, year_given=True)

    def _decade(self, match: re.Match[str]) -> _Reading | None:
        word = match["decade"]
        number = int(word) if word.isdigit() else int(lookup("decade_words")[fold(word)])
        year = number if number >= 1000 else 1900 + number
        if year % 10 or not _FIRST_YEAR <= year <= _LAST_YEAR:
            return None
        span = DateSpan(PartialDate(year), PartialDate(year + 9))
        return _Reading(match.start(), match.end(), span, "span", year_given=True)

    def _century(self, match: re.Match[str]) -> _Reading | None:
        number = int(match["century"] or _key("century_words", match["century_word"]))
        if not 16 <= number <= 21:
            return None
        span = DateSpan(PartialDate(100 * number - 99), PartialDate(100 * number))
        return _Reading(match.start(), match.end(), span, "span", year_given=True)

    # --- counted from publication -------------------------------------------------------------------------------------

    def _elsewhere(self, match: re.Match[str]) -> _Reading:
        """A time that is meant, but that the sentence alone does not tell."""
        return _Reading(match.start(), match.end(), None, relative=True)

    def _unit(self, match: re.Match[str]) -> _Reading | None:
        which = _key("directions", match["direction"])
        unit = lookup("units").get(fold(match["unit"]), "weekend")
        if unit in ("hour", "minute", "century") or unit == "decade" and which != "that":
            return None
        unknown = _Reading(match.start(), match.end(), None, relative=True)
        if which == "that" or unit in ("day", "decade", "fortnight") or fold(match["unit"]) in lookup("plurals"):
            return unknown
        if match["unit"] and self._anchored(match.start()) and which == "next":  # "इसके अगले साल"
            return unknown
        steps = _STEPS[which]
        span: DateSpan | None
        if unit in ("week", "weekend"):
            if match["weekday"]:
                weekday = _weekday_number(match["weekday"])
                span = week_of(self.published, steps, weekday, weekday)
            else:
                span = week_of(self.published, steps, 5 if unit == "weekend" else 0)
        elif unit == "month":
            month = self.published.plus_months(steps)
            if month and match["ordinal"]:
                span = _week_of_month(month, match["ordinal"], match["ordinal_unit"])
            else:
                span = point(month)
        else:
            span = point(self.published.plus_years(steps))
        return replace(unknown, span=span, year_given=True)

    def _same_month(self, match: re.Match[str]) -> _Reading | None:
        steps = _STEPS.get(_key("directions", match["year_direction"]))
        if steps is None:
            return None
        year = self.published.year + steps if self.published.year else None
        month = PartialDate(year, self.published.month) if self.published.month else None
        return _Reading(match.start(), match.end(), point(month), relative=True, year_given=True)

    def _window(self, match: re.Match[str]) -> _Reading | None:
        which = _key("directions", match["direction"])
        unit = _key("units", match["unit"])
        if which not in ("last", "next") or unit == "minute":
            return None
        if re.search(r"\sसे\s*$", self.sentence[: match.start()]):  # "2027 से अगले आठ साल तक"
            return _Reading(match.start(), match.end(), None, "duration", closed=True)
        amount = parse_quantity(match["quantity"])
        span = None
        if amount is not None and not self._anchored(match.start()):
            far = away(self.published, amount * _STEPS[which], unit, approximate=False)
            near = self.published
            if far and far.precision != "day":
                near = PartialDate(near.year, near.month if far.precision == "month" else None)
            if far and near.precision == far.precision:
                far = replace(far, approximate=False)
                span = DateSpan(far, near) if which == "last" else DateSpan(near, far)
        return _Reading(match.start(), match.end(), span, "span", relative=True, closed=True)

    def _ago(self, match: re.Match[str]) -> _Reading | None:
        unit = _key("units", match["unit"])
        forward = _key("ago", match["ago"]) == "after"
        amount = parse_quantity(match["quantity"]) if match["quantity"] else None
        if unit == "minute" or fold(match["unit"]) in lookup("plurals") and amount is None and forward:
            return None
        unknown = _Reading(match.start(), match.end(), None, relative=True)
        if self._anchored(match.start()):
            return unknown
        if forward and (self.tense != "future" or re.search(r"\sके\s", match[0])):
            return replace(unknown, kind="duration", relative=False, closed=True)
        if amount is None:
            return unknown
        when = away(self.published, amount if forward else -amount, unit, bool(match["hedge"]))
        if match["month"]:
            year = when.year if when and unit == "year" and when.precision == "year" else None
            when = PartialDate(year, _month_number(match["month"]))
        return replace(unknown, span=point(when))

    def _duration(self, match: re.Match[str]) -> _Reading | None:
        if match["adjective"]:
            if _key("adjectives", match["adjective"]) == "age":
                return None
        elif _key("units", match["unit"]) in ("year", "month"):
            before = self.sentence[: match.start()]
            if self.patterns.age_before.search(before) or self.patterns.aged.match(self.sentence, match.end()):
                return None
        return _Reading(match.start(), match.end(), None, "duration", closed=True)

    def _deictic(self, match: re.Match[str]) -> _Reading | None:
        days = int(_key("deictic_days", match["deictic"]))
        around = self.sentence[max(0, match.start() - 1) : match.start()] + self.sentence[match.end() : match.end() + 1]
        if "-" in around:  # कल-कारखाने, आज-कल
            return None
        guard = {0: "today", 1: "tomorrow"}.get(days)
        if guard and self._follows(guard, match.end()) or days == 1 and self._precedes("tomorrow", match.start()):
            return None
        when = self.published.plus_days(days if self.tense == "future" else -days)
        return _Reading(match.start(), match.end(), point(when), relative=True, year_given=True)

    def _weekday(self, match: re.Match[str]) -> _Reading | None:
        if self._follows("weekday", match.end()):
            return None
        weekday = _weekday_number(match["weekday"])
        which = _key("directions", match["direction"])
        reading = _Reading(match.start(), match.end(), None, relative=True)
        today = self.published.full
        if today is None or which == "that":
            return reading
        if which == "this" and self.tense is None:
            return replace(reading, span=week_of(self.published, 0, weekday, weekday))
        if which in _DIRECTION_TENSE:
            # Neither "बीते शनिवार" nor "अगले शनिवार" is the day of publication itself.
            other_day = day_of(today + timedelta(_STEPS[which]))
            return replace(reading, span=point(weekday_for(weekday, other_day, _DIRECTION_TENSE[which])))
        return replace(reading, span=point(weekday_for(weekday, self.published, self.tense)))

    def _short_weekdays(self, match: re.Match[str]) -> _Reading:
        first, last = (int(_key("short_weekdays", match[name])) for name in ("first", "last"))
        reading = _Reading(match.start(), match.end(), None, "span", relative=True, closed=True)
        end = weekday_for(last, self.published, self.tense)
        start = end.plus_days(-((last - first) % 7)) if end else None
        return replace(reading, span=DateSpan(start, end)) if start and end else reading

    # --- what stands around -------------------------------------------------------------------------------------------

    def _with_day_parts(self, reading: _Reading) -> _Reading:
        """A time of day belongs to the expression of a day, and changes nothing in its date."""
        if reading.kind != "date" or reading.single and reading.single.precision != "day":
            return reading
        end = reading.end
        while match := self.patterns.day_part.match(self.sentence, end):
            end = match.end()
        return replace(reading, end=end)

    def _joined(self, readings: list[_Reading]) -> list[_Reading]:
        result: list[_Reading] = []
        index = 0
        while index < len(readings):
            reading = readings[index]
            following = readings[index + 1] if index + 1 < len(readings) else None
            both = self._range(reading, following) if following else None
            if both:
                index += 1
            result.append(both or self._open(reading))
            index += 1
        return result

    def _range(self, first: _Reading, last: _Reading) -> _Reading | None:
        """Both as one period, where the words between and behind make them its ends."""
        between = self.sentence[first.end : last.start]
        if last.kind == "recurring" and not first.closed and not first.year_given and between in (" को ", " में "):
            return replace(last, start=first.start)  # "21 जून को हर साल"
        if first.closed or last.closed:
            return None
        behind = self.patterns.range_end.match(self.sentence, last.end)
        if self.patterns.conjunction.fullmatch(between):
            is_range = bool(behind) and fold(behind[0] if behind else "") != "तक"
        else:
            alike = _precision(first) == _precision(last)
            is_range = bool(self.patterns.to.fullmatch(between)) and (bool(behind) or alike)
        if not is_range:
            return None
        span = self._ends(first, last)
        end = behind.end() if behind else last.end
        return _Reading(first.start, end, span, "span", first.relative or last.relative, True, first.year_given)

    def _ends(self, first: _Reading, last: _Reading) -> DateSpan | None:
        """The period between two readings, in the right order: inferred years and weekdays give way to given ones."""
        start, end = first.span.first if first.span else None, last.span.last if last.span else None
        if start is None or end is None:
            return None
        if start.year is None or end.year is None:
            if end.year and not first.year_given:
                start = replace(start, year=end.year)
            elif start.year and not last.year_given:
                end = replace(end, year=start.year)
            else:
                return DateSpan(start, end)
        if last.year_given and not first.year_given and not first.relative:
            start = replace(start, year=end.year)
        if first.year_given and not last.year_given and not last.relative:
            end = replace(end, year=start.year)
        if _later(start, end):
            if first.relative and last.relative and start.precision == end.precision == "day":
                moved = end.plus_days(7) if self.tense == "future" else start.plus_days(-7)
                start, end = (start, moved or end) if self.tense == "future" else (moved or start, end)
            elif last.year_given or not first.year_given and self.tense != "future":
                start = replace(start, year=(start.year or 0) - 1)
            else:
                end = replace(end, year=(end.year or 0) + 1)
        return DateSpan(start, end) if start.exists and end.exists and not _later(start, end) else None

    def _open(self, reading: _Reading) -> _Reading:
        """The reading with a following "तक", "से", "के बाद" or "के आसपास", which opens or blurs its period."""
        if reading.closed:
            return reading
        span, sentence, end = reading.span, self.sentence, reading.end
        first, last = (span.first, span.last) if span else (None, None)
        if match := self.patterns.until.match(sentence, end):
            return replace(reading, end=match.end(), span=DateSpan(None, last) if last else None, kind="span")
        if match := self.patterns.until_now.match(sentence, end):
            now = self.published if first and self.published.year else None
            if first and now and first.precision != "day":
                now = PartialDate(now.year, now.month if first.precision == "month" else None)
            return replace(reading, end=match.end(), span=DateSpan(first, now) if first else None, kind="span")
        if match := self.patterns.before.match(sentence, end):
            eve = first.next(-1) if first else None
            return replace(reading, end=match.end(), span=DateSpan(None, eve) if eve else None, kind="span")
        if match := self.patterns.since.match(sentence, end) or self.patterns.after.match(sentence, end):
            return replace(reading, end=match.end(), span=DateSpan(first, None) if first else None, kind="span")
        if match := self.patterns.around.match(sentence, end):
            single = reading.single
            span = point(replace(single, approximate=True)) if single else span
            return replace(reading, end=match.end(), span=span)
        return reading


def _key(section: str, word: str | None) -> str:
    """The key of a spelling in a word list, "" for None."""
    return lookup(section)[fold(word)] if word else ""


def _precision(reading: _Reading) -> str | None:
    return reading.single.precision if reading.single else None


def _day_number(word: str) -> int:
    return 1 if fold(word) == "पहली" else parse_number(word) or 0


def _month_number(word: str) -> int:
    return int(_key("months", word))


def _weekday_number(word: str) -> int:
    return int(_key("weekdays", word))


def _last_year(first: int, last: str | None) -> int | None:
    """The second year of "2024-25" or "1998-2000", when it comes after the first."""
    if last is None:
        return None
    year = int(last) if len(last) == 4 else first // 100 * 100 + int(last)
    return year if first < year <= _LAST_YEAR else None


def _week_of_month(month: PartialDate, ordinal: str, unit: str) -> DateSpan | None:
    """The days of "जून के दूसरे हफ्ते": weeks and fortnights are counted from the first of the month."""
    number, length = int(_key("ordinals", ordinal)), 15 if _key("units", unit) == "fortnight" else 7
    end = month.last_day.day if month.last_day else 28
    if number < 0:
        first, last = end - length + 1, end
    else:
        first, last = (number - 1) * length + 1, number * length
        if length == 15 and number == 2:
            last = end
    if first > end or month.year is None and last > 28:
        return point(month)
    return DateSpan(replace(month, day=first), replace(month, day=min(last, end)))


def _later(one: PartialDate, other: PartialDate) -> bool:
    """Whether one begins after the other ends."""
    begin, finish = one.first_day, other.last_day
    return bool(begin and finish and begin > finish)
