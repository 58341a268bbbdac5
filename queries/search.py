"""Search by words over entities, treaties, events, claims and sentences, in Hindi or English, the same on both stores.

The stores' full-text indexes propose, one measure ranks: the share of the query's words that a text has, where a word
in another form counts a little less, and words that follow each other as in the query count a little more. For names
the length of the name counts too (F1). A Latin word also stands for the word at its place in the Hindi name of an entity that bears
it in English, and for the noun of an event's mode (visit: यात्रा); where there is none, for its likely spellings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

from sutradhar.graph.names import devanagari_candidates
from sutradhar.graph.ontology import load_ontology
from sutradhar.graph.schema import entity_candidates, search_query, text_candidates
from sutradhar.graph.stores.base import Row, Store
from sutradhar.queries.words import Word, forms, function_words, is_devanagari, stem, words

OTHER_FORM = 0.8  # what a word in another form than the query's counts
PHRASE = 0.1  # share of the score that is for words that follow each other
LEAST = 0.5  # of the query's words a text must have
SPELLINGS = 5  # in Devanagari that a Latin word is looked for in
CANDIDATES = 300  # that an index proposes at least
ASKED = 900  # words that an index is asked for at once; Lucene takes up to 1024
SNIPPET = 200  # characters
BEFORE = 60  # characters shown before the first marked word
OPEN, CLOSE = "«", "»"
COLUMNS = ("kind", "id", "score", "text", "source")

SOURCES = {
    "Event": "MATCH (n:Event)-[:EVIDENCED_BY]->(:Sentence)<-[:HAS_SENTENCE]-(a:Article) WHERE n.id IN $ids",
    "Claim": "MATCH (n:Claim)-[:EVIDENCED_BY]->(:Sentence)<-[:HAS_SENTENCE]-(a:Article) WHERE n.id IN $ids",
    "Sentence": "MATCH (n:Sentence)<-[:HAS_SENTENCE]-(a:Article) WHERE n.id IN $ids",
}
ENTITIES = """
MATCH (e:Entity) WHERE e.id IN $ids
RETURN e.id AS id, CASE WHEN e:Person THEN 'Person' WHEN e:Place THEN 'Place'
                        WHEN e:Organization THEN 'Organization' ELSE 'Treaty' END AS kind
"""


class Kind(StrEnum):
    """What is searched."""

    entity = "entity"  # persons, places, organizations
    treaty = "treaty"
    event = "event"
    claim = "claim"
    sentence = "sentence"


LABELS = {Kind.event: "Event", Kind.claim: "Claim", Kind.sentence: "Sentence"}


@dataclass(frozen=True)
class Term:
    """A word of the query: `written` are the words that may stand for it in texts, itself first."""

    written: tuple[str, ...]

    @cached_property
    def folded(self) -> dict[str, None]:
        """The words that stand for it, folded."""
        return dict.fromkeys(filter(None, map(search_query, self.written)))

    @cached_property
    def stems(self) -> frozenset[str]:
        """Their stems."""
        return frozenset(map(stem, self.folded))

    def strength(self, folded: str) -> float:
        """How far a word of a text is this one: 1, `OTHER_FORM` or 0."""
        if folded in self.folded:
            return 1.0
        return OTHER_FORM if stem(folded) in self.stems else 0.0


@dataclass(frozen=True)
class Match:
    """How well a text fits, 0 to 1, and the words in it that do."""

    score: float
    marked: tuple[Word, ...]


def search(store: Store, text: str, kinds: Iterable[Kind] = tuple(Kind), limit: int = 5) -> list[Row]:
    """The best `limit` hits of each kind: rows of `kind`, `id`, `score`, `text` (a snippet, hits in « ») and `source`.

    `source` is the title of an article, null for entities. Words that say nothing (का, and) are not looked for; a query
    of nothing else finds nothing.
    """
    terms = _terms(store, text)
    rows: list[Row] = []
    if terms:
        wanted = set(kinds)
        for kind in Kind:
            if kind in wanted:
                found = (
                    _texts(store, LABELS[kind], terms, limit) if kind in LABELS else _names(store, kind, terms, limit)
                )
                rows += found
    return rows


def _terms(store: Store, text: str) -> tuple[Term, ...]:
    """The words of the query that count. Latin ones also stand for what they are, else may be, in Hindi."""
    asked = [word for word in words(text) if word.folded not in function_words()]
    written = [[text[word.start : word.end]] for word in asked]
    latin = {word.folded: each for word, each in zip(asked, written, strict=True) if not is_devanagari(each[0])}
    if latin:
        _add_translations(store, latin)
    for each in latin.values():
        if len(each) == 1:
            each += (candidate for candidate, _ in devanagari_candidates(each[0], SPELLINGS))
    return tuple(Term(tuple(dict.fromkeys(each))) for each in written)


def _add_translations(store: Store, asked: Mapping[str, list[str]]) -> None:
    """Add to each Latin word (by its folded form) what stands for it in names of modes and of the store's entities."""
    for mode in load_ontology().values():
        for each in {mode.name, mode.en} & asked.keys():
            asked[each] += (written for written, _ in _split(mode.hi))
    for row in entity_candidates(store, asked, CANDIDATES):
        hindi = _split(row["name"] or "")
        if not hindi or not all(is_devanagari(written) for written, _ in hindi):
            continue
        english = [folded for _, folded in _split(row["name_en"] or "")]
        if len(english) == len(hindi):
            for latin, (written, _) in zip(english, hindi, strict=True):
                if latin in asked:
                    asked[latin].append(written)
        # Names of unlike length cannot be set side by side: the whole stands for the whole.
        for name in row["search"].split(" | "):
            counting = [folded for _, folded in _split(name) if folded not in function_words()]
            if len(counting) != len(hindi) and counting and all(each in asked for each in counting):
                for each in counting:
                    asked[each] += (written for written, _ in hindi)


def _split(name: str) -> list[tuple[str, str]]:
    """The words of a name, as written and folded."""
    return [(name[word.start : word.end], word.folded) for word in words(name)]


def _measure(terms: Sequence[Term], text: str) -> Match:
    """The share of the terms that a text has, and the words that are them."""
    found = words(text)
    best = [0.0] * len(terms)
    marked: list[Word] = []
    at_place: list[set[int]] = []
    for word in found:
        here = set()
        for number, term in enumerate(terms):
            strength = term.strength(word.folded)
            if strength:
                here.add(number)
                best[number] = max(best[number], strength)
        at_place.append(here)
        if here:
            marked.append(word)
    share = sum(best) / len(terms)
    if len(terms) == 1:
        return Match(share, tuple(marked))
    follow = sum(any(n in here and n + 1 in after for here, after in pairwise(at_place)) for n in range(len(terms) - 1))
    return Match((1 - PHRASE) * share + PHRASE * follow / (len(terms) - 1), tuple(marked))


def _asked(terms: Sequence[Term]) -> list[str]:
    """The words that an index is asked for: forms of all that stands for the terms."""
    written = [each for term in terms for each in term.written]
    most = max(1, ASKED // len(written))
    return list(dict.fromkeys(form for each in written for form in forms(each, most)))[:ASKED]


def _texts(store: Store, label: str, terms: Sequence[Term], limit: int) -> list[Row]:
    asked = _asked(terms)
    matches = []
    for row in text_candidates(store, label, asked, CANDIDATES + 20 * limit):
        match = _measure(terms, row["text"])
        if match.score >= LEAST * (1 - PHRASE):
            matches.append((-match.score, len(row["text"]), row["id"], row["text"], match))
    matches.sort(key=lambda each: each[:3])
    best = matches[:limit]
    statement = f"{SOURCES[label]} RETURN n.id AS id, min(a.title) AS source"
    sources = {row["id"]: row["source"] for row in store.query(statement, {"ids": [each[2] for each in best]})}
    return [
        {
            "kind": label,
            "id": id,
            "score": round(match.score, 4),
            "text": snippet(text, match.marked),
            "source": sources.get(id),
        }
        for _, _, id, text, match in best
    ]


def _names(store: Store, kind: Kind, terms: Sequence[Term], limit: int) -> list[Row]:
    asked = dict.fromkeys(filter(None, map(search_query, _asked(terms))))
    rows = entity_candidates(store, asked, CANDIDATES + 20 * limit)
    kinds = {row["id"]: row["kind"] for row in store.query(ENTITIES, {"ids": [row["id"] for row in rows]})}
    matches = []
    for row in rows:
        if (kinds[row["id"]] == "Treaty") != (kind is Kind.treaty):
            continue
        scored = []
        for name in dict.fromkeys(row["search"].split(" | ")):
            held = words(name)
            strengths = [[term.strength(each.folded) for each in held] for term in terms]
            recall = sum(map(max, strengths)) / len(terms) if held else 0.0
            precision = sum(map(max, zip(*strengths, strict=True))) / len(held) if held else 0.0
            scored.append(2 * precision * recall / (precision + recall) if recall else 0.0)
        score = max(scored)
        if score > 0:
            shown = ", ".join(each for each in (row["name"], row["name_en"]) if each)
            matches.append((-score, row["name"] or "", row["id"], shown))
    matches.sort()
    return [
        {
            "kind": kinds[id],
            "id": id,
            "score": round(-negative, 4),
            "text": snippet(shown, _measure(terms, shown).marked),
            "source": None,
        }
        for negative, _, id, shown in matches[:limit]
    ]


def snippet(text: str, marked: Sequence[Word]) -> str:
    """The part of a text around its first marked word, at most `SNIPPET` characters, with the marked words in « »."""
    start, end = 0, len(text)
    if len(text) > SNIPPET:
        first = marked[0].start if marked else 0
        if first > BEFORE:
            start = text.find(" ", first - BEFORE) + 1
        if len(text) - start > SNIPPET:
            end = max(text.rfind(" ", start, start + SNIPPET), first)
    pieces = ["… " if start else ""]
    at = start
    for word in marked:
        if word.start >= at and word.end <= end:
            pieces += [text[at : word.start], OPEN, text[word.start : word.end], CLOSE]
            at = word.end
    return "".join([*pieces, text[at:end], " …" if end < len(text) else ""])
