"""Corpora for training and measuring: names in two columns (IL-NER), trees in CoNLL-U (UD Hindi HDTB, PUD).

Files are read as they are published. Malformed tags of IL-NER are mended, sentences with a tag of unknown type left
out; treebanks in the labels of UD v1 are turned into v2 (`hdtb.py`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sutradhar.errors import DataFileError
from sutradhar.ingest.train.hdtb import Row, is_tree, is_version_1, to_version_2

INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\ufeff\u00ad"))
TAG = re.compile(r"([BI]?)-?(NE\w+)")
NOT_NAMES = frozenset({"NEU", "NED"})  # IL-NER's units and a rare type; both are left out of the model
KEPT_SUBTYPES = frozenset({"nsubj:pass", "aux:pass"})


@dataclass(frozen=True)
class NameSentence:
    """Words with BIO tags."""

    words: list[str]
    tags: list[str]


@dataclass(frozen=True)
class TreeSentence:
    """Words with part of speech, lemma, head (from 1, 0 is the root) and label."""

    words: list[str]
    upos: list[str]
    lemmas: list[str]
    heads: list[int]
    labels: list[str]


def read_names(path: Path) -> list[NameSentence]:
    """The sentences of a two-column file (word, tab, BIO tag, a blank line behind each sentence)."""
    sentences = []
    for block in _blocks(path):
        words: list[str] = []
        tags: list[str] = []
        for _, line in block:
            columns = line.split("\t")
            if len(columns) >= 2 and (word := _normalised(columns[0])):  # IL-NER has lines without a tag
                words.append(word)
                tags.append(columns[1].strip())
        if words and "-" not in tags:
            sentences.append(NameSentence(words, _mended(tags)))
    if not sentences:
        raise DataFileError(f"{path} holds no lines of a word, a tab and a tag; name a file like IL-NER's")
    return sentences


def _mended(tags: Iterable[str]) -> list[str]:
    """Legal BIO: a name starts with B, names of types that the model does not have are none."""
    result = []
    previous = ""
    for tag in tags:
        match = TAG.fullmatch(tag)
        if match is None or match[2] in NOT_NAMES:
            result.append("O")
            previous = ""
            continue
        result.append(f"{'I' if match[1] != 'B' and previous == match[2] else 'B'}-{match[2]}")
        previous = match[2]
    return result


def read_trees(path: Path) -> list[TreeSentence]:
    """The sentences of a CoNLL-U file, in UD v2; label subtypes other than the passive ones are cut."""
    parsed: list[list[Row]] = []
    for block in _blocks(path):
        rows = []
        for number, line in block:
            if line.startswith("#"):
                continue
            columns = line.split("\t")
            if len(columns) != 10:
                raise DataFileError(f"{path}, line {number}: expected ten columns of CoNLL-U; correct the file")
            if columns[0].isdigit():
                form = _normalised(columns[1]) or "_"
                lemma = _normalised(columns[2]) or form
                try:
                    rows.append(Row(int(columns[0]), form, lemma, columns[3], int(columns[6]), columns[7]))
                except ValueError as error:
                    raise DataFileError(f"{path}, line {number}: the head is no number; correct the file") from error
        if rows:
            parsed.append(rows)
    if not parsed:
        raise DataFileError(f"{path} holds no sentences in CoNLL-U; name a treebank's file")
    if is_version_1(parsed):
        parsed = [to_version_2(rows) for rows in parsed]
    return [_tree(rows) for rows in parsed if is_tree(rows)]


def _tree(rows: Sequence[Row]) -> TreeSentence:
    labels = [row.label if row.label in KEPT_SUBTYPES else row.label.split(":")[0] for row in rows]
    return TreeSentence(
        [row.form for row in rows], [row.upos for row in rows], [row.lemma for row in rows],
        [row.head for row in rows], labels,
    )  # fmt: skip


def _blocks(path: Path) -> Iterator[list[tuple[int, str]]]:
    """The lines between blank lines, each with its number; `DataFileError` when the file cannot be read."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise DataFileError(f"{path} cannot be read ({error}); name a text file in UTF-8") from error
    block: list[tuple[int, str]] = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            block.append((number, line))
        elif block:
            yield block
            block = []
    if block:
        yield block


def _normalised(word: str) -> str:
    return unicodedata.normalize("NFC", word).translate(INVISIBLE).strip()


def without(sentences: Iterable[NameSentence], others: Iterable[NameSentence]) -> list[NameSentence]:
    """Sentences that do not stand among the others."""
    excluded = {tuple(sentence.words) for sentence in others}
    return [sentence for sentence in sentences if tuple(sentence.words) not in excluded]


def unique(sentences: Iterable[NameSentence]) -> list[NameSentence]:
    """Each sentence once, where it first stands."""
    first: dict[tuple[str, ...], NameSentence] = {}
    for sentence in sentences:
        first.setdefault(tuple(sentence.words), sentence)
    return list(first.values())


def held_out(files: Iterable[Sequence[TreeSentence]], share: float) -> tuple[list[TreeSentence], list[TreeSentence]]:
    """Training part and held-out part: the last `share` of each file, so that neighbours stay together; sentences that
    recur are dropped."""
    training: list[TreeSentence] = []
    held: list[TreeSentence] = []
    seen: set[tuple[str, ...]] = set()
    for sentences in files:
        for i, sentence in enumerate(sentences):
            key = tuple(sentence.words)
            if key not in seen:
                (held if i >= (1 - share) * len(sentences) else training).append(sentence)
            seen.add(key)
    return training, held


def to_bioes(tags: Sequence[str]) -> list[str]:
    """BIO to BIOES."""
    result = []
    for tag, following in zip(tags, [*tags[1:], "O"], strict=True):
        continues = following == f"I{tag[1:]}"
        if tag[0] == "B":
            result.append(f"{'B' if continues else 'S'}{tag[1:]}")
        elif tag[0] == "I":
            result.append(f"{'I' if continues else 'E'}{tag[1:]}")
        else:
            result.append(tag)
    return result


def edit_script(form: str, lemma: str) -> str:
    """The suffix edit `old>new` that turns a form into its lemma: लड़कों into लड़का is `ों>ा`."""
    common = 0
    while common < min(len(form), len(lemma)) and form[common] == lemma[common]:
        common += 1
    return f"{form[common:]}>{lemma[common:]}"
