"""Office titles: finding the title before a name, its English equivalent, and what a bare title stands for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sutradhar.ingest.datafiles import load_yaml, word_set

CONJUNCTIONS = word_set("joining_titles")


@dataclass(frozen=True)
class Title:
    """A title in a sentence: words start..end (end excluded); `text` without modifiers that are no part of the office."""

    start: int
    end: int
    text: str
    english: str
    head: str
    body: str
    bare: bool
    former: bool


@dataclass(frozen=True)
class TitleWords:
    """The title vocabulary of `hi/titles.yaml`."""

    heads: Mapping[str, Mapping[str, Any]]
    departments: Mapping[str, str]
    modifiers: Mapping[str, Mapping[str, Any]]
    honorifics: frozenset[str]
    occupations: frozenset[str]
    respect: frozenset[str]
    collectives: frozenset[str]
    duals: Mapping[str, frozenset[str]]

    def ending_at(self, words: Sequence[str], end: int) -> Title | None:
        """The longest title whose last word stands right before `end`."""
        if end < 1 or words[end - 1] not in self.heads:
            return None
        return self._grow(words, end)

    def _grow(self, words: Sequence[str], end: int) -> Title:
        head = words[end - 1]
        start = end - 1
        parts = [self.heads[head]["en"]]
        kept = start  # where the office's own words begin, without modifiers such as पूर्व
        former = False
        while start > 0:
            word = words[start - 1]
            if word in self.departments:
                start -= 1
                kept = start
                parts.insert(0, self.departments[word])
            elif word in self.modifiers:
                start -= 1
                former = former or bool(self.modifiers[word].get("former"))
                if not self.modifiers[word].get("former"):
                    kept = start
                parts.insert(0, self.modifiers[word]["en"])
            elif word in self.heads and word != head and kept == start:
                start -= 1  # "जनरल सेक्रेटरी", "सेना प्रमुख जनरल": two titles in a row
                kept = start
                parts.insert(0, self.heads[word]["en"])
            elif word in CONJUNCTIONS and start >= 2 and words[start - 2] in self.departments:
                start -= 1
                parts.insert(0, "and")
            else:
                break
        entry = self.heads[head]
        text = " ".join(words[kept:end])
        return Title(start, end, text, " ".join(parts), head, entry["body"], bool(entry.get("bare")), former)


@cache
def title_words() -> TitleWords:
    """The vocabulary, read once."""
    data = load_yaml("hi/titles.yaml")
    return TitleWords(
        data["heads"],
        data["departments"],
        data["modifiers"],
        frozenset(data["honorifics"]),
        frozenset(data["occupations"]),
        frozenset(data["respect"]),
        frozenset(data["collectives"]),
        {label: frozenset(words) for label, words in data["duals"].items()},
    )
