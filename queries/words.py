"""Words of a search: how they are cut out of a text, which do not count, and in which forms and spellings they occur.

Stems are those of Ramanathan and Rao, “A Lightweight Stemmer for Hindi” (2003), for nouns and adjectives: endings are
cut off, the longest first. Where an index does not stem, the stem is put out again with each ending.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import product

import yaml

from sutradhar.errors import DataFileError
from sutradhar.graph.schema import search_query

FILE = "function_words.yaml"
WORD = re.compile("(?:[^\\W_]|[\u0900-\u0903\u093a-\u094f\u0955-\u0957\u0962\u0963\u200c\u200d])+")
SHORTEST_STEM = 2

# As a folded word has them, without virama and nukta, ँ as ं; the more frequent ones first.
ENDINGS = "ा े ी ों ें ो ि ता ते ती तों ियों ियां ीं ां ओं एं ताओं ताएं ाओं ाएं ु ू ुओं ुएं िया ियो".split()
LONGEST_FIRST = sorted(ENDINGS, key=lambda ending: (-len(ending), ending))
NASALS = {"क": "ङ", "च": "ञ", "ट": "ण", "त": "न", "प": "म"}  # first of a series and its nasal
SERIES = {letter: NASALS[row[0]] for row in ("कखगघ", "चछजझ", "टठडढ", "तथदध", "पफबभ") for letter in row}
NUKTA = "\u093c"
WITH_NUKTA = "कखगजडढफ"


@dataclass(frozen=True)
class Word:
    """A word in a text: its folded form and where it stands."""

    folded: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """The words of a text in order."""
    found = (Word(search_query(match[0]), match.start(), match.end()) for match in WORD.finditer(text))
    return [word for word in found if word.folded]


def is_devanagari(word: str) -> bool:
    """Whether a word is written in Devanagari."""
    return any("\u0900" <= character <= "\u097f" for character in word)


@lru_cache(maxsize=65_536)
def stem(folded: str) -> str:
    """A folded word without its ending; what is short, or not Devanagari, stays as it is."""
    if not is_devanagari(folded):
        return folded
    return _cut(folded)


def _cut(word: str) -> str:
    for ending in LONGEST_FIRST:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word.removesuffix(ending)
    return word


@cache
def function_words() -> frozenset[str]:
    """Words, folded, that say nothing about what a text is about; `DataFileError` where the list is malformed."""
    content = yaml.safe_load((files("sutradhar.queries") / FILE).read_text("utf-8"))
    if not isinstance(content, dict) or not all(isinstance(each, str) for each in content.values()):
        raise DataFileError(f"queries/{FILE}: it is not languages with their words in one text; correct the file")
    return frozenset(form for each in content.values() for form in search_query(each).split())


def forms(word: str, most: int) -> list[str]:
    """At most so many forms and spellings in which texts may have a word, itself first, the likelier ones before others."""
    plain = unicodedata.normalize("NFC", word.casefold())
    if not is_devanagari(plain):
        return [plain]
    bare = "".join(each for each in unicodedata.normalize("NFD", plain) if each not in f"{NUKTA}\u200c\u200d")
    inflected = dict.fromkeys([bare, *(_cut(bare) + ending for ending in ("", *ENDINGS))])
    first = [plain, *spellings(bare), *inflected]
    rest = (spelling for form in inflected for spelling in spellings(form))
    return list(dict.fromkeys([*first, *rest]))[:most]


def spellings(word: str) -> list[str]:
    """A word with its nasals written half or as a dot, and with nukta at one of the letters that may have it."""
    dotted = word.replace("\u0901", "\u0902")
    choices: list[tuple[str, ...]] = []
    at = 0
    while at < len(dotted):
        here, after = dotted[at], dotted[at + 1] if at + 1 < len(dotted) else ""
        if here == "\u0902" and after in SERIES:
            choices.append((here, f"{SERIES[after]}\u094d"))
        elif here in "ङञणनम" and after == "\u094d" and SERIES.get(dotted[at + 2 : at + 3]) == here:
            choices.append((f"{here}\u094d", "\u0902"))
            at += 1
        else:
            choices.append((here,))
        at += 1
    written = ["".join(each) for each in product(*choices)]
    nukta = [
        each[: place + 1] + NUKTA + each[place + 1 :]
        for each in written
        for place, letter in enumerate(each)
        if letter in WITH_NUKTA and each[place + 1 : place + 2] != NUKTA
    ]
    candrabindu = [each.replace("\u0902", "\u0901") for each in written if "\u0902" in each]
    return list(dict.fromkeys([word, *written, *candrabindu, *nukta]))
