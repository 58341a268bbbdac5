"""Tables for the terminal: Devanagari in line, long sentences wrapped and cut, ids whole, cards where columns do not fit."""

from __future__ import annotations

import pytest

from sutradhar.commands.table import cells, layout

ID = "event:75ca5cbf29eefe3a:v2"
SENTENCE = "लावरोव ने कहा कि रूस तथा उत्तर कोरिया को अंतरराष्ट्रीय मामलों में समन्वित कदम उठाने की आवश्यकता है। " * 6


def shown(rows: list[dict[str, object]], width: int | None = 120) -> list[str]:
    return [line.plain for line in layout(rows, list(rows[0]), width)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("abc", 3),
        ("का", 2),  # the vowel sign beside its letter has a cell of its own
        ("कि", 2),
        ("के", 1),  # above or below it none
        ("हस्ताक्षर", 7),
        ("सर्गेई लावरोव", 11),
        ("न\u200dन", 2),
        ("日本", 4),
    ],
)
def test_cells_are_those_of_terminals(text: str, number: int) -> None:
    """Measured with the cursor's position in tmux and xterm."""
    assert cells(text) == number


def test_columns_stand_in_line() -> None:
    rows: list[dict[str, object]] = [{"name": each, "n": 1} for each in ("किम", "व्लादिमीर पुतिन", "समझौता", "Lavrov")]
    header, rule, *lines = shown(rows)
    assert {cells(line) for line in (header, rule, *lines)} == {cells(header)}


def test_a_long_sentence_is_wrapped_between_words_and_cut() -> None:
    lines = shown([{"id": ID, "who": ["किम", "पुतिन"], "sentence": SENTENCE}])
    assert all(cells(line) <= 120 for line in lines)
    assert len(lines) == 2 + 4 and lines[-1].endswith(" …")
    start = lines[0].index("sentence")
    told = " ".join(line[-(len(line) - start) :].strip() for line in lines[3:5])
    assert told in SENTENCE or all(word in SENTENCE for word in told.split())
    assert lines[2].startswith(ID + "  किम, पुतिन  ")


def test_ids_are_dimmed_and_never_broken() -> None:
    rows: list[dict[str, object]] = [{"id": ID, "sentence": SENTENCE}, {"id": "event:x", "sentence": "छोटा"}]
    lines = list(layout(rows, ["id", "sentence"], 80))
    assert ID in lines[2].plain
    assert any(span.style == "dim" and lines[2].plain[span.start : span.end].startswith(ID) for span in lines[2].spans)


def test_what_does_not_fit_in_columns_becomes_cards() -> None:
    row: dict[str, object] = {f"column{n}": f"मान {n} " * 9 for n in range(9)} | {"none": None}
    lines = shown([row, row], 80)
    assert all(cells(line) <= 80 for line in lines)
    assert sum(line.startswith("column0") for line in lines) == 2
    assert not any(line.startswith("none") for line in lines)


@pytest.mark.parametrize("width", range(60, 200, 7))
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    row: dict[str, object] = {
        "id": ID,
        "name": "शंघाई कॉर्पोरेशन",
        "kind": "Organization",
        "lacks": "wikidata, place_type",
        "n": 12,
    }
    assert all(cells(line) <= width for line in shown([row, row | {"sentence": SENTENCE}], width))
    if width >= 95:  # a cell too few for all of it is no reason for cards
        assert len(shown([row], width)) <= 2 + 2


def test_into_a_pipe_whole_lines_go() -> None:
    lines = shown([{"id": ID, "sentence": SENTENCE}, {"id": "x", "sentence": "क"}], None)
    assert len(lines) == 4 and SENTENCE.strip() in lines[2]


def test_numbers_stand_at_the_right_and_nothing_is_empty() -> None:
    lines = shown([{"n": 5, "x": None}, {"n": 123, "x": "अ"}])
    assert lines[2:] == ["  5", "123  अ"]


def test_a_word_longer_than_its_column_is_broken_with_its_marks() -> None:
    lines = shown([{"a": "क" * 30, "b": "की" * 100}], 60)
    assert all(cells(line) <= 60 for line in lines)
    assert all(not line.strip().startswith("ी") for line in lines)
