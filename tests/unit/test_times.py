"""Time expressions: what is found, where, and the EDTF it means."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Literal, cast, get_args

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from sutradhar.errors import DataFileError, SutradharError
from sutradhar.ingest.hi.numbers import parse_number, parse_quantity
from sutradhar.ingest.hi.time_patterns import vocabulary
from sutradhar.ingest.hi.wordlists import load_word_lists
from sutradhar.ingest.partialdates import require_edtf
from sutradhar.ingest.times import Kind, find_times, resolve_bounds

Tense = Literal["past", "future"]

_FILE = Path(__file__).parent / "data" / "times.tsv"
_ROWS = [
    (number, *line.split("\t"))
    for number, line in enumerate(_FILE.read_text(encoding="utf-8").splitlines(), 1)
    if not line.startswith("#")
]


@pytest.mark.parametrize(
    ("line", "marked", "published", "tense", "expected"), _ROWS, ids=[f"line-{row[0]}" for row in _ROWS]
)
def test_expressions(line: int, marked: str, published: str, tense: str, expected: str) -> None:
    wanted, sentence = [], ""
    for part in re.split(r"(\[.*?\])", marked):
        if part.startswith("["):
            wanted.append((len(sentence), len(sentence) + len(part) - 2))
        sentence += part.strip("[]")
    found = find_times(
        sentence, None if published == "-" else published, tense=None if tense == "-" else cast(Tense, tense)
    )
    meanings = [time.kind if time.kind in ("duration", "recurring") else time.edtf or "unknown" for time in found]
    assert [(time.text, meaning) for time, meaning in zip(found, meanings, strict=True)] == [
        (sentence[start:end], meaning) for (start, end), meaning in zip(wanted, expected.split(), strict=True)
    ]
    assert [(time.start, time.end) for time in found] == wanted
    for time in found:
        if time.edtf:
            parse_edtf(time.edtf)


def test_enough_rows() -> None:
    assert len(_ROWS) >= 250


def test_word_lists_are_complete() -> None:
    lists = vocabulary()
    assert list(map(int, lists["months"])) == list(range(1, 13))
    assert list(map(int, lists["weekdays"])) == list(map(int, lists["short_weekdays"])) == list(range(7))
    assert list(map(int, load_word_lists("hi/numbers.yaml")["cardinals"])) == list(range(100))


_WORDS = st.sampled_from(
    [spelling for section in vocabulary().values() for spellings in section.values() for spelling in spellings]
    + ["12", "25", "31", "2024", "1998", "2024-25", "10-12", "12/03/2025", "पांच", "साढ़े तीन", "में", "से", "तक", "के", ","]
    + ["और", "को", "की", "(", ")", "-", "99", "२९", "फरवरी", "0"]
)
_PUBLISHED = st.one_of(
    st.none(),
    st.dates(date(1900, 1, 1), date(2090, 12, 31)).map(str),
    st.sampled_from(["XXXX-07-12", "XXXX-02-29", "XXXX-03-01", "2026-07", "2026", "", "बीते कल", "2026-02-30"]),
)


@given(st.lists(_WORDS, max_size=9).map(" ".join), _PUBLISHED, st.sampled_from([None, "past", "future"]))
def test_any_words_give_slices_and_valid_edtf(sentence: str, published: str | None, tense: Tense | None) -> None:
    end = 0
    for time in find_times(sentence, published, tense=tense):
        assert end <= time.start < time.end <= len(sentence)
        assert time.text == sentence[time.start : time.end]
        assert time.kind in get_args(Kind)
        end = time.end
        if time.edtf:
            parse_edtf(time.edtf)
            first, last = resolve_bounds(time.edtf)
            assert first is None or last is None or first <= last


@pytest.mark.parametrize(
    ("edtf", "bounds"),
    [
        ("2024-06-19", (date(2024, 6, 19), date(2024, 6, 19))),
        ("2024-06", (date(2024, 6, 1), date(2024, 6, 30))),
        ("2024", (date(2024, 1, 1), date(2024, 12, 31))),
        ("2024~", (date(2024, 1, 1), date(2024, 12, 31))),
        ("2024-02~", (date(2024, 2, 1), date(2024, 2, 29))),
        ("2026-03-09/2026-03-15", (date(2026, 3, 9), date(2026, 3, 15))),
        ("../1974-04", (None, date(1974, 4, 30))),
        ("/1974-04", (None, date(1974, 4, 30))),
        ("2027/..", (date(2027, 1, 1), None)),
        ("199X", (date(1990, 1, 1), date(1999, 12, 31))),
        ("XXXX-07-12", (None, None)),
        ("XXXX-07-11/XXXX-07-13", (None, None)),
        ("", (None, None)),
    ],
)
def test_bounds(edtf: str, bounds: tuple[date | None, date | None]) -> None:
    assert resolve_bounds(edtf) == bounds


@pytest.mark.parametrize("text", ["शनिवार", "2026-13", "2026-02-30", "2024/2025/2026"])
def test_bounds_of_what_is_not_edtf(text: str) -> None:
    with pytest.raises(ValueError, match="not an EDTF date"):
        resolve_bounds(text)


def test_publication_date_is_checked() -> None:
    for good in ("2026-07-12", "2026-07", "2026", "XXXX-07-12"):
        require_edtf(good)
    for bad in ("12/07/2026", "2026-02-30", "कल", ""):
        with pytest.raises(SutradharError, match="write it as EDTF"):
            require_edtf(bad)


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("812", 812), ("1,200", 1200), ("१,२००", 1200), ("1,00,000", 100_000), ("शून्य", 0), ("छः", 6), ("छ:", 6),
        ("निन्यानवे", 99), ("सौ", 100), ("एक सौ", 100), ("दो सौ पचास", 250), ("सवा सौ", 125), ("डेढ़ सौ", 150),
        ("ढाई सौ", 250), ("साढ़े तीन सौ", 350), ("पौने दो सौ", 175), ("हज़ार", 1000), ("93 हजार", 93_000),
        ("बारह सौ", 1200), ("एक हजार एक", 1001), ("एक लाख बीस हजार तीन सौ पांच", 120_305), ("ढाई लाख", 250_000),
        ("3.2 करोड़", 32_000_000), ("दो लाख करोड़", 2 * 10**12), ("एक दर्जन", 12), ("डेढ़ दर्जन", 18), ("दर्जन", 12),
        ("दर्जनों", None), ("सैकड़ों", None), ("कई", None), ("दो-तीन", None), ("दस बीस", None), ("ढाई", None),
        ("साढ़े", None), ("6.4", None), ("लोग", None), ("", None), ("पांच लाख दस करोड़", None), ("सौ सौ", None),
    ],
)  # fmt: skip
def test_numbers(words: str, number: int | None) -> None:
    assert parse_number(words) == number


@given(st.text(alphabet="0123456789,.०१२ ", max_size=8) | st.lists(_WORDS, max_size=4).map(" ".join))
def test_any_words_are_a_number_or_none(words: str) -> None:
    quantity = parse_quantity(words)
    assert quantity is None or quantity >= 0


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("months:\n  '1': [जनवरी]\n  '2': [जनवरी]\n", "line 3: 'जनवरी' is listed twice"),
        ("months:\n  '1': जनवरी\n", "line 2: '1' needs a list"),
        ("months:\n  '1': [[जनवरी]]\n", "line 2: a spelling must be a word"),
        ("months: जनवरी\n", "line 1: expected keys"),
        ("months: [\n", "line 2"),
        ("", "line 1: the file is empty"),
    ],
)
def test_malformed_word_lists(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "words.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DataFileError, match=re.escape(message)):
        load_word_lists(str(path))
