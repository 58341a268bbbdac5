"""New names in known sentences: substituted copies of sentences with names, filled news templates, other marks.

IL-NER holds government magazines: hardly any foreign names, no agencies, no weekdays. New names come from `lists/`
(general knowledge, drawn from no text that is used for testing), from the gazetteers, and from other sentences of the
corpus itself. No word of a name of `lists/probe.txt` is ever drawn, so that the probe tells how unseen names fare.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from sutradhar.errors import DataFileError
from sutradhar.ingest.gazetteer import Gazetteer
from sutradhar.ingest.train.corpora import NameSentence, TreeSentence

LISTS = Path(__file__).parent / "lists"
DEVANAGARI = re.compile("[\u0900-\u097f]")
SLOT = re.compile(r"(\{[A-Z]+\}|<[A-Z]+ [^>]+>)")
REPLACED_TYPES = frozenset({"NEP", "NEL", "NEO"})
MAX_REPLACED_WORDS = 5  # longer organisations are mostly descriptions, not names
REPLACED_SHARE = 0.7
KNOWN_SHARE, OWN_SHARE = 0.4, 0.2  # of the drawn names: from the gazetteers, from the corpus; the rest from the lists
KNOWN_TYPES = {"Person": "NEP", "Place": "NEL", "Organization": "NEO"}
SMALLEST_TOWN = 100_000  # people
HONORIFICS = frozenset({"श्री", "डॉ.", "डॉ", "श्रीमती", "राष्ट्रपति", "प्रधानमंत्री", "मंत्री", "प्रोफेसर"})
LINKS = (",", "और", ", जबकि", ", वहीं", ", लेकिन", ", जिसके बाद", "क्योंकि", "और इसी बीच", "-", ":")
QUOTES = frozenset({'"', "'", "''", "``", "“", "”", "‘", "’"})
QUOTE_STYLES = (("“", "”"), ("‘", "’"), ('"', '"'), ("'", "'"))
DASHES = ("-", "–", "—")
STOPS = (".", ".", ".", "!", "॥", "…")
Piece = tuple[list[str], str]  # words and the type of name they are, or "" for none


def read_list(name: str) -> list[str]:
    """The lines of a list, without comments."""
    lines = (LISTS / name).read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def pieces_of(sentence: NameSentence) -> list[Piece]:
    """A sentence cut into names and single other words."""
    pieces: list[Piece] = []
    for word, tag in zip(sentence.words, sentence.tags, strict=True):
        if tag[0] == "I" and pieces and pieces[-1][1] == tag[2:]:
            pieces[-1][0].append(word)
        else:
            pieces.append(([word], "" if tag == "O" else tag[2:]))
    return pieces


def assemble(pieces: Sequence[Piece]) -> NameSentence:
    """A sentence of pieces."""
    words: list[str] = []
    tags: list[str] = []
    for span, kind in pieces:
        words += span
        tags += [f"{'I' if i else 'B'}-{kind}" if kind else "O" for i in range(len(span))]
    return NameSentence(words, tags)


def probe() -> list[NameSentence]:
    """The hand-written news sentences that only ever measure."""
    return [assemble(_marked(SLOT.split(line))) for line in read_list("probe.txt")]


def _marked(parts: Sequence[str]) -> list[Piece]:
    """Words, and names that are written out with their type: `<NEP नाम>`."""
    pieces: list[Piece] = []
    for part in parts:
        if part.startswith("<"):
            kind, _, text = part[1:-1].partition(" ")
            pieces.append((text.split(), kind))
        else:
            pieces += [([word], "") for word in part.split()]
    return pieces


@cache
def known_names() -> dict[str, list[str]]:
    """Names of the gazetteers by type, without towns that few know and without every word of the probe's names."""
    of_probe = [pieces_of(sentence) for sentence in probe()]
    kept_back = {word for pieces in of_probe for span, kind in pieces if kind in REPLACED_TYPES for word in span}
    names: dict[str, set[str]] = defaultdict(set)
    for entry in Gazetteer.load():
        if entry.place_type != "city" or entry.population >= SMALLEST_TOWN:
            names[KNOWN_TYPES[entry.label]].update((entry.name, *entry.aliases))
    return {
        kind: sorted(name for name in each if DEVANAGARI.match(name) and not kept_back.intersection(name.split()))
        for kind, each in names.items()
    }


class Augmenter:
    """Draws names and puts them into sentences. `own` are sentences whose names may be drawn too."""

    def __init__(self, rng: random.Random, own: Sequence[NameSentence] = ()) -> None:
        self.rng = rng
        self.known = known_names()
        self.own: dict[str, list[str]] = defaultdict(list)
        for sentence in own:
            for span, kind in pieces_of(sentence):
                if kind in REPLACED_TYPES and len(span) <= MAX_REPLACED_WORDS:
                    self.own[kind].append(" ".join(span))
        self.persons = [_pair(line) for line in read_list("persons.txt")]
        self.places = read_list("places.txt")
        self.organisations = read_list("organisations.txt")
        self.titles = read_list("titles.txt")
        self.nationalities = read_list("nationalities.txt")
        self.templates = [SLOT.split(line) for line in read_list("templates.txt")]

    def copies(self, sentences: Sequence[NameSentence], share: float) -> list[NameSentence]:
        """A share of the sentences with names, once more, with most names replaced by drawn ones."""
        return [
            self._substituted(sentence)
            for sentence in sentences
            if any(tag[2:] in REPLACED_TYPES for tag in sentence.tags) and self.rng.random() < share
        ]

    def filled_templates(self, count: int) -> list[NameSentence]:
        """Filled templates; half of them two in one, as sentences in papers are longer than a template."""
        return [self._joined() if self.rng.random() < 0.5 else self._filled() for _ in range(count)]

    def fill(self, template: Sequence[str]) -> NameSentence:
        """A template, split at its slots, as a sentence."""
        draw = {
            "{PER}": (self._full_name, "NEP"),
            "{SUR}": (self._short_name, "NEP"),
            "{LOC}": (self._place, "NEL"),
            "{ORG}": (self._organisation, "NEO"),
            "{TITLE}": (lambda: self.rng.choice(self.titles), ""),
            "{NAT}": (lambda: self.rng.choice(self.nationalities), ""),
        }
        pieces: list[Piece] = []
        for part in template:
            if part in draw:
                name, kind = draw[part]
                pieces += [(self._tokens(name()), kind)] if kind else [([word], "") for word in name().split()]
            else:
                pieces += _marked([part])
        return assemble(pieces)

    def varied_names(self, sentence: NameSentence, share: float) -> NameSentence:
        """Now and then another final stop or none, other quotes and dashes."""
        words, tags = sentence.words, sentence.tags
        if self.rng.random() < share and len(words) > 1 and words[-1] == "।" and tags[-1] == "O":
            if self.rng.random() < 0.5:
                words, tags = words[:-1], tags[:-1]
            else:
                words = [*words[:-1], self.rng.choice(STOPS)]
        return NameSentence(self._other_marks(words) if self.rng.random() < share else words, tags)

    def varied_tree(self, tree: TreeSentence, share: float) -> TreeSentence:
        """As `varied_names`; a final stop goes only where nothing depends on it and it is not the root."""
        last = len(tree.words)
        words = tree.words
        if self.rng.random() < share and last > 1 and words[-1] == "।":
            if self.rng.random() < 0.5 and tree.heads[-1] and last not in tree.heads:
                words = words[:-1]
                tree = TreeSentence(words, tree.upos[:-1], tree.lemmas[:-1], tree.heads[:-1], tree.labels[:-1])
            else:
                words = [*words[:-1], self.rng.choice(STOPS)]
        if self.rng.random() < 2 * share:  # the treebank has no other quotes than '
            words = self._other_marks(words)
        spelt = zip(words, tree.words, tree.lemmas, strict=True)
        return replace(tree, words=words, lemmas=[lemma if word == old else word for word, old, lemma in spelt])

    def _substituted(self, sentence: NameSentence) -> NameSentence:
        chosen: dict[str, str] = {}
        result: list[Piece] = []
        for span, kind in pieces_of(sentence):
            if kind not in REPLACED_TYPES or len(span) > MAX_REPLACED_WORDS or self.rng.random() > REPLACED_SHARE:
                result.append((span, kind))
                continue
            name = chosen.setdefault(" ".join(span), self._replacement(kind))
            before = result[-1][0][-1] if result else ""
            if kind == "NEP" and before not in HONORIFICS and self.rng.random() < 0.2:
                result += [([word], "") for word in self.rng.choice(self.titles).split()]
            result.append((self._tokens(name), kind))
        return assemble(result)

    def _replacement(self, kind: str) -> str:
        if self.own[kind] and self.rng.random() < OWN_SHARE:
            return self.rng.choice(self.own[kind])
        if kind == "NEP":
            return self._short_name() if self.rng.random() < 0.4 else self._full_name()
        return self._place() if kind == "NEL" else self._organisation()

    def _place(self) -> str:
        return self.rng.choice(self.known["NEL"] if self.rng.random() < KNOWN_SHARE else self.places)

    def _organisation(self) -> str:
        return self.rng.choice(self.known["NEO"] if self.rng.random() < KNOWN_SHARE else self.organisations)

    def _person(self) -> tuple[str, str]:
        """A full name and how it is used alone."""
        if self.rng.random() < KNOWN_SHARE:
            full = self.rng.choice(self.known["NEP"])
            return full, full.split()[-1]
        return self.rng.choice(self.persons)

    def _filled(self) -> NameSentence:
        return self.fill(self.rng.choice(self.templates))

    def _joined(self) -> NameSentence:
        first, second = self._filled(), self._filled()
        end = -1 if first.words[-1] in ("।", "?") else None
        link = self.rng.choice(LINKS).split()
        words = [*first.words[:end], *link, *second.words]
        return NameSentence(words, [*first.tags[:end], *["O"] * len(link), *second.tags])

    def _tokens(self, name: str) -> list[str]:
        """Words of a name; a hyphen is mostly a word of its own, as in both corpora."""
        return (name.replace("-", " - ") if self.rng.random() < 0.75 else name).split()

    def _short_name(self) -> str:
        """A name used alone: mostly a family name; now and then a given one, as with Indian names."""
        full, short = self._person()
        return short if self.rng.random() < 0.9 or len(full.split()) != 2 else full.split()[0]

    def _full_name(self) -> str:
        """A full name; now and then a new one from the given and family parts of two others."""
        full, _ = self._person()
        if self.rng.random() < 0.3 and len(full.split()) == 2:
            others = [name for name, _ in self.rng.sample(self.persons, 30) if len(name.split()) == 2]
            if others:
                return f"{full.split()[0]} {self.rng.choice(others).split()[1]}"
        return full

    def _other_marks(self, words: Sequence[str]) -> list[str]:
        """Another style of quotes, and of the dash, throughout a sentence."""
        opening, closing = self.rng.choice(QUOTE_STYLES)
        dash = self.rng.choice(DASHES)
        result = []
        opened = False
        for word in words:
            if word in QUOTES:
                opened = not opened
                word = opening if opened else closing
            result.append(dash if word == "-" else word)
        return result


def _pair(line: str) -> tuple[str, str]:
    full, bar, short = line.partition(" | ")
    if not bar:
        raise DataFileError(f"{LISTS / 'persons.txt'}: '{line}' is not 'full name | short name'; correct the file")
    return full, short
