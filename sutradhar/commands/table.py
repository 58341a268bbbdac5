"""Rows as text for a terminal: columns where they fit, else a card for each row.

Rich styles them, but does not lay them out: it measures the vowel signs that stand beside their consonant (का, कि, की)
as nothing, where terminals give each of them a cell, and the columns after Devanagari would not stand in line.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from rich.text import Text

GAP = 2  # cells between columns
NARROWEST = 10  # cells of a column that has to share the width with others
SHORT = 24  # cells up to which a column is not narrowed
LINES = 4  # of a cell; what is longer is cut
INVISIBLE = {"Mn", "Me", "Cf"}  # marks above and below, joiners
Row = Mapping[str, Any]


@lru_cache(maxsize=4096)
def _width(character: str) -> int:
    if unicodedata.category(character) in INVISIBLE:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cells(text: str) -> int:
    """How many cells a terminal gives a text, as `wcwidth` of the C library counts them."""
    return len(text) if text.isascii() else sum(map(_width, text))


def plain(value: Any) -> str:
    """A value for a cell: lists joined, nothing for null."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(plain(each) for each in value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def is_id(column: str, texts: Sequence[str]) -> bool:
    """Whether a column holds ids, which are shown dimmed: made to be copied, not to be read."""
    return bool(texts) and all(" " not in each and ":" in each for each in texts if each) and any(texts)


def layout(rows: Sequence[Row], columns: Sequence[str], width: int | None) -> Iterator[Text]:
    """The lines that show the rows; `width` in cells, None for lines of any length (a file, a pipe)."""
    texts = {column: [" ".join(plain(row.get(column)).split()) for row in rows] for column in columns}
    dim = {column for column in columns if is_id(column, texts[column])}
    natural = {column: max(map(cells, (column, *texts[column]))) for column in columns}
    numbers = {column for column in columns if all(isinstance(row.get(column), int | float | None) for row in rows)}
    widths = natural if width is None else _fit(natural, dim, width)
    if widths is None:
        yield from _cards(texts, dim, width or 0, len(rows))
        return
    header = (" " * GAP).join(_pad(each, widths[each], each in numbers) for each in columns)
    yield Text(header.rstrip(), style="bold")
    yield Text("─" * min(cells(header), width or cells(header.rstrip())), style="dim")
    for number in range(len(rows)):
        wrapped = {each: _wrap(texts[each][number], widths[each]) for each in columns}
        for line in range(max(map(len, wrapped.values()))):
            parts = []
            for each in columns:
                cell = wrapped[each][line] if line < len(wrapped[each]) else ""
                parts.append(Text(_pad(cell, widths[each], each in numbers), style="dim" if each in dim else ""))
            shown = Text(" " * GAP).join(parts)
            shown.rstrip()
            yield shown


def _fit(natural: Mapping[str, int], dim: set[str], width: int) -> dict[str, int] | None:
    """Column widths within `width`: ids and short columns whole, the long ones share the rest; None if too narrow."""
    room = width - GAP * (len(natural) - 1)
    if sum(natural.values()) <= room:
        return dict(natural)
    whole = {each for each, size in natural.items() if each in dim or size <= NARROWEST}
    widths = {each: natural[each] for each in whole}
    left = room - sum(widths.values())
    shared = {each: size for each, size in natural.items() if each not in whole}
    # The shorter ones first: what they do not need is left for the longer ones.
    for number, (each, size) in enumerate(sorted(shared.items(), key=lambda item: item[1])):
        after = len(shared) - number - 1
        share = left // (after + 1)
        widths[each] = min(size, max(share, min(SHORT, left - NARROWEST * after)))
        left -= widths[each]
    return widths if all(widths[each] >= min(NARROWEST, natural[each]) for each in natural) and left >= 0 else None


def _cards(texts: Mapping[str, Sequence[str]], dim: set[str], width: int, count: int) -> Iterator[Text]:
    """Each row as lines of a column's name and its value; empty values are left out."""
    key = max(map(cells, texts))
    for number in range(count):
        yield Text("─" * min(width, 40), style="dim")
        for column, values in texts.items():
            value = values[number]
            if not value:
                continue
            for at, line in enumerate(_wrap(value, max(width - key - GAP, NARROWEST))):
                head = Text(_pad("" if at else column, key), style="bold")
                yield head.append(" " * GAP).append(line, style="dim not bold" if column in dim else "not bold")


def _pad(text: str, width: int, right: bool = False) -> str:
    space = " " * (width - cells(text))
    return space + text if right else text + space


def _wrap(text: str, width: int) -> list[str]:
    """A text in lines of at most `width` cells, broken between words, else within; the last one says if there is more."""
    if cells(text) <= width:
        return [text]
    lines = [""]
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if cells(joined) <= width:
            lines[-1] = joined
            continue
        rest = word
        if lines[-1]:
            lines.append("")
        while cells(rest) > width:
            lines[-1] = _cut(rest, width)
            rest = rest[len(lines[-1]) :]
            lines.append("")
        lines[-1] = rest
    if len(lines) <= LINES:
        return lines
    last = lines[LINES - 1]
    while cells(last) > width - 2:
        last = last.rpartition(" ")[0] or _cut(last, width - 2)
    return [*lines[: LINES - 1], f"{last} …"]


def _cut(text: str, width: int) -> str:
    """The longest beginning of at most `width` cells, marks kept with their letters."""
    at = used = 0
    while at < len(text) and used + _width(text[at]) <= width:
        used += _width(text[at])
        at += 1
    while 0 < at < len(text) and unicodedata.category(text[at]).startswith("M"):
        at -= 1
    return text[: max(at, 1)]
