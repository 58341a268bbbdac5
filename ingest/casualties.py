"""Casualties: how many a sentence says were killed and injured, each as (lowest, highest) number reported."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from sutradhar.ingest.datafiles import load_yaml
from sutradhar.ingest.hi.numbers import parse_number, quantity_pattern
from sutradhar.ingest.hi.wordlists import WORD_END, WORD_START, alternatives


@dataclass(frozen=True)
class Casualties:
    """Numbers of people; None where the sentence gives none."""

    killed: tuple[int, int] | None
    injured: tuple[int, int] | None


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = load_yaml("hi/casualties.yaml")
    between = f"(?:\\s+{alternatives(words['people'])}){{0,6}}"
    number = f"{WORD_START}(?P<number>{quantity_pattern()}){WORD_END}"
    after = f"(?:{alternatives(words['killed'])}.{{0,24}}?बढ़कर\\s+(?P<grown>{quantity_pattern()}))"
    return {
        "killed": re.compile(f"{number}{between}\\s+{alternatives(words['killed'])}|{after}"),
        "injured": re.compile(f"{number}{between}\\s+{alternatives(words['injured'])}"),
    }


def count_casualties(sentence: str) -> Casualties:
    """The counts in one sentence; several counts of one kind give their range."""
    return Casualties(_range(sentence, "killed"), _range(sentence, "injured"))


def _range(sentence: str, kind: str) -> tuple[int, int] | None:
    counts = []
    for match in _patterns()[kind].finditer(sentence):
        words = match.group("number") or match.groupdict().get("grown")
        count = parse_number(words) if words else None
        if count is not None and count < 10_000_000:
            counts.append(count)
    return (min(counts), max(counts)) if counts else None
