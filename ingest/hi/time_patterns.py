"""The patterns of Hindi time expressions, compiled from `times.yaml` and `numbers.yaml`.

`time_patterns` names each pattern after the kind of expression; `sutradhar.ingest.times` gives them their meaning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from sutradhar.ingest.hi.numbers import number_words_pattern, quantity_pattern
from sutradhar.ingest.hi.wordlists import WORD_END, WORD_START, WordLists, alternatives, fold, load_word_lists

_YEAR = r"\d{4}"
_DASH = r"\s*[-–—]\s*"


@dataclass(frozen=True)
class TimePatterns:
    """`kinds`: patterns of whole expressions by name; the others are what may stand around them."""

    kinds: dict[str, re.Pattern[str]]
    day_part: re.Pattern[str]
    until: re.Pattern[str]
    since: re.Pattern[str]
    until_now: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    around: re.Pattern[str]
    to: re.Pattern[str]
    conjunction: re.Pattern[str]
    range_end: re.Pattern[str]
    month_follower: re.Pattern[str]
    year_follower: re.Pattern[str]
    aged: re.Pattern[str]
    age_before: re.Pattern[str]
    anchored: re.Pattern[str]
    unless_followed: dict[str, re.Pattern[str]]
    unless_preceded: dict[str, re.Pattern[str]]
    worth_reading: re.Pattern[str]
    that_year: re.Pattern[str]


@cache
def vocabulary() -> WordLists:
    return load_word_lists("hi/times.yaml")


@cache
def lookup(section: str) -> dict[str, str]:
    """The key of each (folded) spelling of a section."""
    return {fold(word): key for key, words in vocabulary()[section].items() for word in words}


@cache
def time_patterns() -> TimePatterns:
    """All patterns; compiled once per process."""
    any_of = {name: alternatives(lookup(name)) for name in vocabulary() if not name.startswith("unless_")}
    ahead = {key: alternatives(words) for key, words in vocabulary()["unless_followed"].items()}
    behind = {key: alternatives(words) for key, words in vocabulary()["unless_preceded"].items()}

    direction, month, weekday, unit = (any_of[name] for name in ("directions", "months", "weekdays", "units"))
    year_unit = alternatives(vocabulary()["units"]["year"])
    of = r"(?:\s+(?:के|की|में|को))?"
    hedge = f"(?:(?P<hedge>{any_of['hedges']})\\s+)?"
    quantity = f"(?P<quantity>{quantity_pattern()}|{any_of['vague_counts']})"
    day = f"(?:\\d{{1,2}}|{number_words_pattern(1, 31)}|पहली)"
    toward = f"(?P<direction>{direction})(?:\\s+ही)?\\s+"
    of_year = (
        f"(?:(?:(?P<year_direction>{direction})(?:\\s+ही)?\\s+{year_unit}"
        f"|(?:{any_of['year_markers']}\\s+)?(?P<year_before>{_YEAR})){of}\\s+)?"
    )
    year_after = f"(?:\\s*[-,]?\\s*(?P<year_after>{_YEAR})(?!\\d|[.,:]\\d))?"
    part = f"(?:\\s+(?:की|के)\\s+{any_of['parts']})?"
    week_part = (
        f"(?:\\s+(?:के|की)\\s+(?P<ordinal>{any_of['ordinals']})\\s+"
        f"(?P<ordinal_unit>{alternatives(vocabulary()['units']['week'] + vocabulary()['units']['fortnight'])}))?"
    )
    clock = f"(?:{any_of['hedges']}\\s+)?(?:\\d{{1,2}}(?:[:.]\\d{{2}})?|{quantity_pattern()})\\s*{any_of['clock']}"
    day_list_item = f"(?:{day}\\s*)?{month}"
    recurring_unit = alternatives(
        word for key in ("day", "week", "fortnight", "month", "year", "decade") for word in vocabulary()["units"][key]
    )

    sources = {
        "recurring": (
            f"(?:{any_of['every']}\\s+(?:{quantity_pattern()}\\s+)?(?:{recurring_unit}|{weekday}|{month})"
            f"|{any_of['recurring']})"
            f"(?:{of}\\s+{day_list_item}(?:\\s*(?:,|\\s{any_of['conjunctions']}\\s)\\s*{day_list_item})*)?"
        ),
        "date": (
            f"{of_year}(?:{toward})?(?:(?P<weekday>{weekday})\\s*,?\\s*)?(?P<bracket>\\(\\s*)?"
            f"(?P<day>{day})(?:st|nd|rd|th)?\\s*-?\\s*(?P<month>{month}){WORD_END}{year_after}(?(bracket)\\s*\\))"
            f"(?:\\s*,?\\s*\\(?(?P<weekday_after>{weekday})\\)?)?"
        ),
        "english_date": f"(?P<month>{month})\\s+(?P<day>\\d{{1,2}})(?:st|nd|rd|th)?\\s*,\\s*(?P<year_after>{_YEAR})",
        "days": (
            f"{of_year}(?:{toward})?(?P<day>{day})(?:\\s+(?P<link>से|{any_of['conjunctions']})\\s+|{_DASH})(?P<last_day>{day})\\s*"
            f"(?P<month>{month}){WORD_END}{year_after}(?:\\s+{any_of['range_ends']})?"
        ),
        "figures": (
            r"(?P<day>\d{1,2})(?P<separator>[/.-])(?P<month>\d{1,2})(?P=separator)(?P<year>\d{4})"
            r"|(?P<slash_day>\d{1,2})/(?P<slash_month>\d{1,2})/(?P<short_year>\d{2})"
            r"|(?P<iso_year>\d{4})-(?P<iso_month>\d{2})-(?P<iso_day>\d{2})"
        ),
        "month": f"{of_year}(?:{toward})?(?P<month>{month}){WORD_END}{year_after}{part}{week_part}",
        "day_of_month": (
            f"(?:{toward}{alternatives(vocabulary()['units']['month'])}(?:\\s+(?:की|के))?\\s+)?(?P<day>{day})\\s+तारीख"
        ),
        "fiscal_year": (
            f"(?:{toward})?{any_of['fiscal_year']}(?:\\s+(?P<year>{_YEAR})(?:{_DASH}(?P<last_year>{_YEAR}|\\d\\d))?)?"
            f"|(?P<year_first>{_YEAR}){_DASH}(?P<last_first>{_YEAR}|\\d\\d)(?:\\s+के)?\\s+{any_of['fiscal_year']}"
        ),
        "decade": f"['‘’]?(?P<decade>\\d{{4}}|\\d0|{any_of['decade_words']})(?:वें|वे)?\\s+(?:के|का)\\s+दशक",
        "century": (
            f"(?:(?P<century>\\d{{2}})\\s*-?\\s*वीं|(?P<century_word>{any_of['century_words']}))\\s+(?:सदी|शताब्दी)"
        ),
        "year": (
            f"{hedge}(?:(?P<marker>{any_of['year_markers']})\\s+)?(?P<open>\\(\\s*)?(?P<year>{_YEAR})"
            f"(?:{_DASH}(?P<last_year>{_YEAR}|\\d\\d)(?!\\d|-))?(?(open)\\s*(?P<close>\\))){part}"
        ),
        "unit": (f"{toward}(?P<unit>{unit}|{any_of['weekend']})(?:{of}\\s+(?P<weekday>{weekday}))?{part}{week_part}"),
        "same_month": (
            f"(?P<year_direction>{direction})\\s+{year_unit}{of}\\s+(?:इसी|इस)\\s+"
            f"{alternatives(vocabulary()['units']['month'])}"
        ),
        "other_day": "दूसरे\\s+(?:ही\\s+)?दिन",
        "window": f"{toward}{hedge}{quantity}\\s+(?P<unit>{unit})",
        "ago": (
            f"{hedge}(?:{quantity}\\s+|(?P<plural>(?={any_of['plurals']})))(?P<unit>{unit})\\s+(?:(?:ही|भी|के)\\s+)?"
            f"(?P<ago>{any_of['ago']})(?:\\s+ही)?(?:\\s+(?P<month>{month}){WORD_END}(?=\\s+में))?"
        ),
        "recent": f"{any_of['recent']}|हाल\\s+(?:ही\\s+)?के\\s+{any_of['plurals']}",
        "duration": (
            f"{hedge}{quantity}(?:(?:-|\\s+){quantity_pattern()})?(?:\\s+|-)(?:ही\\s+)?"
            f"(?:(?P<adjective>{any_of['adjectives']})|(?P<unit>{unit}))"
        ),
        "deictic": f"(?P<deictic>{any_of['deictic_days']})",
        "weekday": f"(?:{toward})?(?P<weekday>{weekday})",
        "short_weekdays": f"(?P<first>{any_of['short_weekdays']})-(?P<last>{any_of['short_weekdays']})(?=\\s+को)",
    }
    return TimePatterns(
        kinds={name: re.compile(f"(?:{source}){WORD_END}", re.IGNORECASE) for name, source in sources.items()},
        day_part=re.compile(f"(?:\\s+(?:को|की|के|में))?\\s*,?\\s+(?:{any_of['day_parts']}|{clock}){WORD_END}"),
        until=re.compile(f"\\s+तक{WORD_END}"),
        since=re.compile(f"\\s+से{WORD_END}(?!\\s+{any_of['not_since']})(?:\\s+ही{WORD_END})?"),
        until_now=re.compile(f"\\s+से\\s+(?:लेकर\\s+)?(?:अब|आज)\\s+तक{WORD_END}"),
        before=re.compile(f"\\s+से\\s+(?:ठीक\\s+)?{alternatives(vocabulary()['ago']['before'])}{WORD_END}"),
        after=re.compile(f"\\s+के\\s+{alternatives(vocabulary()['ago']['after'])}(?:\\s+से)?{WORD_END}"),
        around=re.compile(f"\\s+के\\s+(?:आसपास|आस-पास|करीब{'़'}?|लगभग){WORD_END}"),
        to=re.compile(f"\\s+से\\s+(?:लेकर\\s+)?|{_DASH}"),
        conjunction=re.compile(f"\\s+{any_of['conjunctions']}\\s+"),
        range_end=re.compile(f"\\s+{any_of['range_ends']}{WORD_END}"),
        month_follower=re.compile(
            f"\\s+{any_of['month_followers']}{WORD_END}|(?:\\s*,|\\s+{any_of['conjunctions']}|\\s*[-–—])\\s*{month}{WORD_END}"
        ),
        year_follower=re.compile(
            f"\\s+{any_of['year_followers']}{WORD_END}|(?:\\s*,|\\s+{any_of['conjunctions']})\\s+{_YEAR}{WORD_END}"
        ),
        aged=re.compile(f"\\s+(?:(?:का|की|के)\\s+)?(?:\\S+\\s+)?{any_of['aged']}{WORD_END}"),
        age_before=re.compile(f"{WORD_START}{any_of['age_words']}(?:\\s+(?:करीब|लगभग|महज|केवल))?\\s*$"),
        anchored=re.compile(f"{WORD_START}(?:{any_of['anchors']}|{unit})\\s*$"),
        unless_followed={key: re.compile(f"\\s+{group}{WORD_END}") for key, group in ahead.items()},
        unless_preceded={key: re.compile(f"{WORD_START}{group}(?:[\\s-]+)$") for key, group in behind.items()},
        that_year=re.compile(f"{alternatives(vocabulary()['directions']['that'])}\\s+{year_unit}{WORD_END}"),
        worth_reading=re.compile(
            f"{_YEAR}|\\d[/.-]\\d|{WORD_START}(?:{month}|{weekday}|{unit}|{any_of['deictic_days']}|{any_of['weekend']}"
            f"|{any_of['recurring']}|{any_of['recent']}|{any_of['adjectives']}|{any_of['short_weekdays']}"
            f"|{any_of['fiscal_year']}|हाल|तारीख){WORD_END}",
            re.IGNORECASE,
        ),
    )
