"""Sentences and tokens of Hindi text, by rules, with exact character offsets.

Every character that is not white space belongs to exactly one token. Tokens follow the corpora the model was trained on
(UD Hindi HDTB, IL-NER): hyphens and other marks stand alone, an abbreviation keeps its stop, a number its separators.
Both "।" and "." end sentences; so do the end of a line, "?", "!", "॥" and a "|" typed for "।".
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from sutradhar.errors import DataFileError
from sutradhar.ingest.datafiles import load_yaml

ABBREVIATIONS_FILE = "hi/abbreviations.yaml"
LISTS = ("abbreviations", "initials", "ambiguous_initials", "clitics", "visarga")

# Letters, digits, vowel signs and invisible joiners; `\w` alone leaves out the signs.
WORD = r"[\w\u0300-\u036f\u064b-\u065f\u0900-\u0963\u0966-\u0dff\u200b-\u200f\u2060\ufeff\u00ad]"
LATIN = r"[A-Za-z\u00c0-\u024f]"
HAS_WORD = re.compile(WORD)
PARAGRAPH = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")

STOPS = frozenset("।॥.?!")
OPENING_QUOTES = frozenset("“‘«")
CLOSERS = frozenset("”’»)]}")
STRAIGHT_QUOTES = frozenset("\"'")
BRACKETS = {")": "(", "]": "[", "}": "{"}
NEVER_FIRST = frozenset(",;:")


class Token(NamedTuple):
    """A token: `text` is the document's text from `start` to `end`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Rules:
    """What the data file says, compiled. `initial` matches one letter of a chain of them (पी. एन.)."""

    token: re.Pattern[str]
    initial: re.Pattern[str]
    clitics: frozenset[str]


def segment(text: str) -> list[list[Token]]:
    """The sentences of a text, each a list of at least one token, in text order."""
    rules = _rules()
    sentences: list[list[Token]] = []
    for paragraph in PARAGRAPH.finditer(text):
        start = paragraph.end() - len(paragraph[0].lstrip())
        sentences += _sentences(_tokens(text[start : paragraph.end()], start, rules), rules.clitics)
    return sentences


@cache
def _rules() -> Rules:
    lists = load_yaml(ABBREVIATIONS_FILE)
    if not isinstance(lists, dict) or set(lists) != set(LISTS):
        raise DataFileError(f"{ABBREVIATIONS_FILE}, line 1: expected the lists {', '.join(LISTS)}; correct the file")
    for name in LISTS:
        items = lists[name] if isinstance(lists[name], list) else [lists[name]]
        wrong = [item for item in items if not isinstance(item, str) or not item or item[-1] in ".:"]
        if wrong:
            raise DataFileError(f"{ABBREVIATIONS_FILE}: {name}: {wrong[0]!r} is no word without its stop; correct it")
    letters = rf"{_any_of(lists['initials'])}|[क-ह]|[A-Z]"
    unsure = _any_of(lists["ambiguous_initials"])
    initial = rf"(?:{letters}|{unsure})\."
    token = re.compile(
        rf"""
        (?P<url>(?:https?://|www\.)[^\s“”‘’"'<>।|]*[^\s“”‘’"'<>।|.,;:!?)\]}}])
        |(?P<mail>[A-Za-z0-9][A-Za-z0-9_.+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)
        |(?P<host>[A-Za-z0-9][A-Za-z0-9-]*(?:\.[a-z][a-z0-9-]+)+(?!{WORD}))
        |(?P<item>^(?:\d{{1,3}}|[IVX]{{1,4}}|[क-ह])\.(?=\s))
        |(?P<run>(?P<same>[-.=*_~•…।॥?!'’‘])(?P=same)+)
        |(?P<number>(?:(?<!\S)\.)?\d+(?:[.,:]\d+)*{WORD}*)
        |(?P<chain>(?:[A-Za-z]\.){{2,}}(?:[A-Za-z](?!{WORD}))?)
        |(?P<initials>{initial}(?:[ \u00a0]?{initial})+(?!\.)|(?!(?:{unsure})\.)(?:{letters})\.(?!\.))
        |(?P<abbreviation>(?:{_any_of(lists["abbreviations"])})\.(?!\.))
        |(?P<visarga>(?:{_any_of(lists["visarga"])}):{WORD}*)
        |(?P<word>{LATIN}+['’]{LATIN}{{1,2}}(?!{WORD})|{WORD}+)
        |(?P<flag>[\U0001f1e6-\U0001f1ff]{{2}})
        |(?P<mark>\S(?:[\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff]|\u200d[^\w\s])*)
        """,
        re.VERBOSE,
    )
    return Rules(token, re.compile(initial), frozenset(lists["clitics"]))


def _any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first, in each of their Unicode forms."""
    forms = {unicodedata.normalize(form, word) for word in words for form in ("NFC", "NFD")}
    return "|".join(re.escape(word) for word in sorted(forms, key=lambda word: (-len(word), word)))


def _tokens(paragraph: str, offset: int, rules: Rules) -> list[Token]:
    found = []
    for match in rules.token.finditer(paragraph):
        parts = rules.initial.finditer(match[0]) if match.lastgroup == "initials" else [match]
        base = match.start() if match.lastgroup == "initials" else 0
        found += [Token(offset + base + part.start(), offset + base + part.end(), part[0]) for part in parts]
    return found


def _sentences(tokens: Sequence[Token], clitics: frozenset[str]) -> list[list[Token]]:
    """Cut a paragraph after its stops; closing quotes and brackets behind a stop stay with it."""
    sentences: list[list[Token]] = []
    current: list[Token] = []
    quotes: Counter[str] = Counter()  # straight quotes not yet closed: an odd number means that one is open
    i = 0
    while i < len(tokens):
        begin = i
        if _is_stop(tokens, i):
            i += 1
            while i < len(tokens) and (_is_stop(tokens, i) or _closes(tokens, i, quotes)):
                quotes[tokens[i].text] = 0
                i += 1
            current += tokens[begin:i]
            following = tokens[i].text if i < len(tokens) else ""
            if following and _ends_sentence(current, tokens[begin:i], following, clitics):
                sentences.append(current)
                current = []
        else:
            quotes[tokens[i].text] += 1
            current.append(tokens[i])
            i += 1
    if current and sentences and not _has_word(current):
        sentences[-1] += current
    elif current:
        sentences.append(current)
    return sentences


def _is_stop(tokens: Sequence[Token], i: int) -> bool:
    """A mark that may end a sentence; dots in a row do not."""
    text = tokens[i].text
    if text == "|":  # glued to a Devanagari word it stands for "।", otherwise it separates
        return i > 0 and tokens[i - 1].end == tokens[i].start and "\u0900" <= tokens[i - 1].text[-1] <= "\u097f"
    return text[0] in STOPS and (text == "." or text[0] != ".") and len(set(text)) == 1


def _closes(tokens: Sequence[Token], i: int, quotes: Counter[str]) -> bool:
    """Whether a quote or bracket that follows a stop belongs to the sentence before it."""
    mark, text = tokens[i].text[0], tokens[i].text
    glued = tokens[i - 1].end == tokens[i].start
    leads = i + 1 < len(tokens) and tokens[i].end == tokens[i + 1].start and bool(HAS_WORD.match(tokens[i + 1].text))
    if mark in CLOSERS:
        return glued or not leads
    if mark in OPENING_QUOTES:  # typed the wrong way round
        return glued and not leads and i + 1 < len(tokens) and tokens[i].end < tokens[i + 1].start
    if mark in STRAIGHT_QUOTES:
        is_open = quotes[text] % 2 == 1
        return (glued and not leads) or (is_open and (glued or not leads))
    return False


def _ends_sentence(current: Sequence[Token], end: Sequence[Token], following: str, clitics: frozenset[str]) -> bool:
    """Whether the stop with its closing marks (`end`, the last tokens of `current`) ends the sentence."""
    if following in NEVER_FIRST or not _has_word(current):
        return False
    if following in clitics and (len(end) > 1 or end[0].text not in "।॥"):
        return False
    texts = [token.text for token in current]
    inside = (BRACKETS[token.text] in texts[1:] for token in end if token.text in BRACKETS)
    return not any(inside)


def _has_word(tokens: Sequence[Token]) -> bool:
    return any(HAS_WORD.search(token.text) for token in tokens)
