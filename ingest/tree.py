"""Sentences as trees: the view of a `stanza.Document` that everything behind the language analysis reads."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from sutradhar.ingest.datafiles import load_yaml

VERBAL = frozenset({"VERB", "AUX"})
NAME_TYPES = {"NEP": "Person", "NEL": "Place", "NEO": "Organization"}


class Word(NamedTuple):
    """One word: `head` is the index of its head in the sentence or -1; `start`/`end` count characters of the article."""

    index: int  # type: ignore[assignment]  # hides the method of tuples, which nobody needs here
    text: str
    lemma: str
    upos: str
    head: int
    deprel: str
    start: int
    end: int


def is_infinitive(word: Word) -> bool:
    """“करने”, “देना”: the stem and ना, ने or नी; not “बना”, “बने”, whose stem ends in न."""
    return word.text.endswith(("ना", "ने", "नी")) and len(word.text) >= len(word.lemma) + 2


class NameSpan(NamedTuple):
    """A name that the model found: words start..end (end excluded), graph label, mean probability of its tags."""

    start: int
    end: int
    label: str
    score: float


@dataclass(frozen=True)
class Tree:
    """A parsed sentence: `index` in its article, character offsets, words, and the model's names."""

    index: int
    start: int
    end: int
    text: str
    words: tuple[Word, ...]
    names: tuple[NameSpan, ...]

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """The dependents of each word, in text order."""
        found: list[list[int]] = [[] for _ in self.words]
        for word in self.words:
            if word.head >= 0:
                found[word.head].append(word.index)
        return tuple(map(tuple, found))

    @cached_property
    def forms(self) -> tuple[str, ...]:
        return tuple(word.text for word in self.words)

    @cached_property
    def lemmas(self) -> tuple[str, ...]:
        return tuple(word.lemma for word in self.words)

    def span_text(self, start: int, end: int, text: str) -> str:
        """The article's characters under words start..end (end excluded); `text` is the article's text."""
        return text[self.words[start].start : self.words[end - 1].end]

    def head_of(self, start: int, end: int) -> int:
        """The word of a span whose head lies outside it (the last such: Hindi phrases end in their head)."""
        for index in range(end - 1, start - 1, -1):
            if not start <= self.words[index].head < end and self.words[index].upos != "PUNCT":
                return index
        return end - 1

    def ancestors(self, index: int) -> list[int]:
        """The chain of heads above a word, nearest first."""
        chain: list[int] = []
        while (index := self.words[index].head) >= 0 and index not in chain:
            chain.append(index)
        return chain

    def subtree(self, index: int) -> set[int]:
        """A word and everything below it."""
        found, open_ = {index}, [index]
        while open_:
            for child in self.children[open_.pop()]:
                if child not in found:
                    found.add(child)
                    open_.append(child)
        return found


def trees(document: Any) -> list[Tree]:
    """The trees of a `stanza.Document` with exact offsets; sentences without a word are left out."""
    result: list[Tree] = []
    text: str = document.text
    for sentence in document.sentences:
        words = tuple(
            Word(
                i,
                *_modern(word.text, word.lemma or word.text, word.upos or "X"),
                (word.head or 0) - 1,
                word.deprel or "dep",
                token.start_char,
                token.end_char,
            )
            for i, (token, word) in enumerate(zip(sentence.tokens, sentence.words, strict=True))
        )
        if words:
            start, end = words[0].start, words[-1].end
            result.append(Tree(len(result), start, end, text[start:end], words, _names(sentence.tokens)))
    return result


def _modern(text: str, lemma: str, upos: str) -> tuple[str, str, str]:
    """Form, lemma and part of speech with today's spelling of verbs (किये → किए, जायेगी → जाएगी)."""
    spellings = load_yaml("hi/spellings.yaml")
    if upos not in {"VERB", "AUX"}:
        return (text if upos == "PROPN" else spellings["words"].get(text, text)), lemma, upos
    lemma = spellings["lemmas"].get(text, lemma)
    for old, new in spellings["endings"].items():
        stem = text.removesuffix(old)
        if stem != text and stem:
            return stem + new, lemma if text in spellings["lemmas"] or stem[-1] not in "ािीेोाआएओ" else stem, upos
    return text, lemma, upos


def _names(tokens: list[Any]) -> tuple[NameSpan, ...]:
    found: list[NameSpan] = []
    start = 0
    for i, token in enumerate(tokens):
        tag = token.ner or "O"
        if tag[0] in "BS":
            start = i
        if tag[0] in "ES" and tag[2:] in NAME_TYPES:
            found.append(NameSpan(start, i + 1, NAME_TYPES[tag[2:]], _score(token)))
    return tuple(found)


def _score(token: Any) -> float:
    for part in (token.misc or "").split("|"):
        if part.startswith("NerScore="):
            return float(part.removeprefix("NerScore="))
    return 0.5  # a model that gives no scores (Stanza's own)
