"""Cleaning: a page's paragraphs without what is not the article, by the rules of hi/boilerplate.yaml."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

import yaml

from sutradhar.errors import DataFileError
from sutradhar.ingest.readers.text import fold, loosen

Kind = Literal["line", "caption", "link", "list", "tail", "inline"]

_FILE = "hi/boilerplate.yaml"
_DEVANAGARI = re.compile("[\u0904-\u0939]")
_BULLET = re.compile(r"(?:[•●▪◦‣■□»›►▶➤→★✔✅👉*|]+|[-–—](?=\s)|\(?(?:\d{1,2}|[०-९]{1,2})[.)](?=\s))\s*")
_DECORATION = re.compile(r"[^\w#]*")
_SEPARATOR = r"\s*(?:$|[:：|>»›→►▶•\]\)!…\-–—])[:：\s\-–—|>»]*"
_SENTENCE_END = re.compile(r"[।.!?…][\"'”’)\]]*(?:\s|$)")
_STATEMENT_END = re.compile(r"[।.][\"'”’)\]]*(?:\s|$)")
_TEASER_END = re.compile(r"(?:\.\.\.+|…)\W*$")
_LONG = 300  # characters; no label, caption or button is longer, so only the article's prose is


@dataclass(frozen=True)
class Rule:
    """What happens (`kind`, see the head of the data file) to a paragraph whose start fits `pattern`, and why."""

    kind: Kind
    pattern: re.Pattern[str]
    reason: str


@cache
def rules() -> tuple[Rule, ...]:
    """The rules of hi/boilerplate.yaml; raises `DataFileError` with the line of a rule that is not one."""
    return parse_rules(files("sutradhar.ingest").joinpath(_FILE).read_text(encoding="utf-8"), _FILE)


def parse_rules(source: str, name: str) -> tuple[Rule, ...]:
    """Rules from YAML text; `name` is what errors call it."""
    try:
        tree: Any = yaml.compose(source, Loader=yaml.SafeLoader)
        entries = yaml.safe_load(source)["rules"]
        nodes = next(value.value for key, value in tree.value if key.value == "rules")
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise DataFileError(f"{name}, line {line}: {error.problem}; correct the file") from error
    except (KeyError, TypeError) as error:
        raise DataFileError(f"{name}, line 1: no list of `rules`; correct the file") from error
    found = []
    for node, entry in zip(nodes, entries, strict=True):
        where = f"{name}, line {node.start_mark.line + 1}"
        if not isinstance(entry, dict) or set(entry) != {"kind", "pattern", "reason"} or not all(entry.values()):
            raise DataFileError(f"{where}: a rule has kind, pattern and reason; correct the file")
        if entry["kind"] not in get_args(Kind):
            raise DataFileError(f"{where}: unknown kind {entry['kind']!r}; use one of {', '.join(get_args(Kind))}")
        try:
            pattern = loosen(entry["pattern"])
            compiled = re.compile(
                f"(?:{pattern}){_SEPARATOR}" if entry["kind"] in ("link", "list") else pattern, re.IGNORECASE
            )
        except re.error as error:
            raise DataFileError(f"{where}: not a regular expression ({error}); correct the pattern") from error
        found.append(Rule(entry["kind"], compiled, entry["reason"]))
    return tuple(found)


def strip_boilerplate(paragraphs: Sequence[str]) -> list[str]:
    """The paragraphs without labels, headline lists, buttons, captions and adverts; bullets before facts go too."""
    kept: list[str] = []
    position = 0
    while position < len(paragraphs):
        paragraph = _cut_inline(paragraphs[position])
        position += 1
        if not paragraph:
            continue
        match = _match(paragraph)
        if match is None or (match.rule.kind == "caption" and not kept):
            kept.append(paragraph)
        elif match.rule.kind == "tail" and _prose_length(kept) > _prose_length(paragraphs[position:]):
            break
        elif match.rule.kind in ("link", "list", "tail"):
            if match.rest and len(paragraph) > _LONG:  # the article goes on behind the linked headline
                end = _SENTENCE_END.search(match.rest)
                if end is not None and match.rest[end.end() :].strip():
                    kept.append(match.rest[end.end() :].strip())
                continue
            started = _prose_length(kept) > 0
            position = _skip_headlines(paragraphs, position, labelled_only=bool(match.rest), started=started)
    return [text for each in kept if (text := _BULLET.sub("", each, count=1) if _BULLET.match(each) else each)]


def drop_remains(paragraphs: Sequence[str]) -> list[str]:
    """Without paragraphs that hold no Devanagari (buttons, section names) and without those that are told twice.

    A teaser is one: a paragraph with which one of the next three begins.
    """
    hindi = [each for each in paragraphs if _DEVANAGARI.search(each)]
    kept: list[str] = []
    seen: set[str] = set()
    for index, paragraph in enumerate(hindi):
        stem = _TEASER_END.sub("", paragraph).rstrip()
        key = fold(paragraph)
        followers = hindi[index + 1 : index + 4]
        told = len(stem) >= 30 and any(len(each) > len(stem) and each.startswith(stem) for each in followers)
        if key in seen or (told and (index or is_prose(paragraph) or stem != paragraph)):
            continue
        if len(key) >= 15:
            seen.add(key)
        kept.append(paragraph)
    return kept


def is_prose(paragraph: str) -> bool:
    """Whether a paragraph is running text: long enough and with the end of a sentence in it."""
    return (
        len(paragraph) >= 60
        and bool(re.search(r"।|[.!?][\"'”’)\]]*(?:\s|$)", paragraph))
        and not (len(paragraph) < _LONG and bool(_TEASER_END.search(paragraph)))
    )


def is_single_sentence(paragraph: str) -> bool:
    """Whether no sentence ends before the paragraph does ("डॉ." and other abbreviations do not end one)."""
    return not re.search(r"।\s*\S*[\w]|[^\W\d]{3}[\u0900-\u097f]*\.\s+\w", paragraph.rstrip("।.!?…\"'”’ "))


@dataclass(frozen=True)
class _Match:
    rule: Rule
    rest: str


def _match(paragraph: str) -> _Match | None:
    start = _DECORATION.match(paragraph)
    head = paragraph[start.end() if start else 0 :]
    for rule in rules():
        if rule.kind == "inline" or (rule.kind != "link" and len(paragraph) > _LONG):
            continue
        match = rule.pattern.match(head)
        if match is None:
            continue
        rest = head[match.end() :].strip() if rule.kind in ("link", "list") else ""
        if rule.kind == "link" or is_single_sentence(rest):
            return _Match(rule, rest)
    return None


def _cut_inline(paragraph: str) -> str:
    for rule in rules():
        if rule.kind == "inline":
            paragraph = rule.pattern.sub("", paragraph)
    kept, position = [], 0
    for end in _SENTENCE_END.finditer(paragraph):
        start = end.end()
        if position <= start < len(paragraph) and _may_be_label(paragraph[start : start + 60]):
            match = _match(paragraph[start : start + _LONG])
            if match is not None and match.rule.kind in ("link", "list") and match.rest:
                kept.append(paragraph[position:start].strip())
                after = _STATEMENT_END.search(paragraph, start)  # a headline may ask before it goes on
                position = after.end() if after else len(paragraph)
    kept.append(paragraph[position:].strip())
    return " ".join(filter(None, kept))


def _may_be_label(text: str) -> bool:
    return re.search(r"[:：\-–—|]", text) is not None


def _skip_headlines(paragraphs: Sequence[str], position: int, *, labelled_only: bool, started: bool) -> int:
    """Where the headlines below a label end. The first one's form (bullet or none) is the form of all."""
    bulleted = position < len(paragraphs) and _BULLET.match(paragraphs[position]) is not None
    first = position
    while position < len(paragraphs):
        paragraph = paragraphs[position]
        following = paragraphs[position + 1] if position + 1 < len(paragraphs) else ""
        if _match(paragraph) is not None:
            break
        if bulleted:
            if not _BULLET.match(paragraph) or (labelled_only and is_prose(paragraph)):
                break
        elif labelled_only or not (
            _is_headline(paragraph) or (position == first and len(paragraph) <= 130 and is_single_sentence(paragraph))
        ):
            break
        elif is_prose(following) and (not started or (position > first and _is_subheading(paragraph))):
            break  # the article's own headline or the next subheading
        position += 1
    return position


def _is_subheading(paragraph: str) -> bool:
    return len(paragraph) <= 40 and not re.search("[,:;|]", paragraph)


def _prose_length(paragraphs: Sequence[str]) -> int:
    return sum(len(each) for each in paragraphs if is_prose(each))


def _is_headline(paragraph: str) -> bool:
    if _TEASER_END.search(paragraph):
        return len(paragraph) <= _LONG
    return len(paragraph) <= 200 and is_single_sentence(paragraph) and paragraph[-1] not in "।."
