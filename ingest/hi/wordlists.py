"""Hindi word lists that ship as data, and the spelling-tolerant patterns made from them.

A word list file has sections, a section has keys, a key has the spellings that stand for it:
`months: {"6": [जून, Jun, June]}`. Nukta and the choice between anusvara and candrabindu never matter.
A spelling has one key in a section, except in sections named `unless_…`: what rules out one reading may rule out
another, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from importlib.resources import files

import yaml

from sutradhar.errors import DataFileError

WordLists = Mapping[str, Mapping[str, tuple[str, ...]]]

# Vowel signs and the joiners are no `\w` for `re`, so `\b` would cut Devanagari words in the middle.
_LETTER = "\\w\u0900-\u0963\u0971-\u097f\u200c\u200d"
WORD_START = f"(?<![{_LETTER}])"
WORD_END = f"(?![{_LETTER}])"

_NUKTA = "\u093c"
_NASAL = "[\u0901\u0902]"


def fold(text: str) -> str:
    """The form in which spellings are compared: lower case, no nukta, anusvara for candrabindu, single spaces."""
    return " ".join(text.lower().replace(_NUKTA, "").replace("\u0901", "\u0902").split())


def alternatives(words: Iterable[str]) -> str:
    """A regular expression group for any of the words, longest first; blanks stand for any white space."""
    folded = sorted({fold(word) for word in words}, key=lambda word: (-len(word), word))
    patterns = []
    for word in folded:
        pattern = re.escape(word).replace("\\ ", "\\s+").replace("\u0902", _NASAL)
        patterns.append(re.sub("([क-ह])", f"\\1{_NUKTA}?", pattern))
    return f"(?:{'|'.join(patterns)})"


def load_word_lists(name: str) -> WordLists:
    """The word lists of a file below `sutradhar/ingest`, keyed by section and key.

    A file that is not of this shape, or lists a spelling twice in a section, raises `DataFileError` with the line.
    """
    try:
        root = yaml.compose(files("sutradhar.ingest").joinpath(name).read_text(encoding="utf-8"), yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise DataFileError(f"{name}, line {line}: {error.problem}; correct the file") from error
    if root is None:
        raise DataFileError(f"{name}, line 1: the file is empty; restore it")
    lists: dict[str, dict[str, tuple[str, ...]]] = {}
    for section, entries in _pairs(name, root):
        seen: set[str] = set()
        lists[section] = {}
        for key, spellings in _pairs(name, entries):
            if section.startswith("unless_"):
                seen.clear()
            if not isinstance(spellings, yaml.SequenceNode):
                raise DataFileError(f"{name}, line {_line(spellings)}: '{key}' needs a list of spellings in brackets")
            for spelling in spellings.value:
                if not isinstance(spelling, yaml.ScalarNode) or not spelling.value:
                    raise DataFileError(f"{name}, line {_line(spelling)}: a spelling must be a word; quote it")
                word = fold(spelling.value)
                if word in seen:
                    raise DataFileError(f"{name}, line {_line(spelling)}: '{spelling.value}' is listed twice; drop one")
                seen.add(word)
            lists[section][key] = tuple(spelling.value for spelling in spellings.value)
    return lists


def _pairs(name: str, node: yaml.Node) -> list[tuple[str, yaml.Node]]:
    if not isinstance(node, yaml.MappingNode):
        raise DataFileError(f"{name}, line {_line(node)}: expected keys with values; indent them below")
    return [(key.value, value) for key, value in node.value]


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
