"""Selections: which nodes an export keeps. Each function answers one kind of wish with a set of ids.

Whatever is chosen, the selection stands on its own: an event comes with its participants, places and what it is about,
a treaty with its parties and clauses, and every fact with the sentences that say so and their articles. What joins two
kept nodes is kept as well (see `stream`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sutradhar.errors import NotFoundError
from sutradhar.graph.export.stream import LABELS, batches
from sutradhar.graph.resolve import bounds
from sutradhar.graph.stores.base import Row, Store

TO_ENTITY = "PARTICIPANT|AT|ABOUT|BY|REPORTED_BY|PARTY|SIGNED_BY|SIGNED_AT"
# What a fact cannot be understood without. A claim that is about an event can: it has a text.
NEEDS = (
    "MATCH (x:Event)-[:PARTICIPANT|AT|ABOUT]->(y) WHERE x.id IN $ids RETURN DISTINCT y.id AS id",
    "MATCH (x:Claim)-[:BY|REPORTED_BY|ABOUT]->(y:Entity) WHERE x.id IN $ids RETURN DISTINCT y.id AS id",
    "MATCH (x:Treaty)-[:PARTY|SIGNED_BY|SIGNED_AT]->(y) WHERE x.id IN $ids RETURN DISTINCT y.id AS id",
    "MATCH (y:Treaty)-[:HAS_CLAUSE]->(x:Clause) WHERE x.id IN $ids RETURN DISTINCT y.id AS id",
)
CLAUSES = "MATCH (x:Treaty)-[:HAS_CLAUSE]->(y) WHERE x.id IN $ids RETURN DISTINCT y.id AS id"
FIRST, LAST = date.min.isoformat(), date.max.isoformat()


def around(store: Store, centres: Iterable[str], hops: int) -> frozenset[str]:
    """Entities and all facts about them, `hops` times over; a hop leads through a fact to everybody in it."""
    kept = set(centres)
    frontier = set(kept)
    for _ in range(hops):
        facts = _ask(
            store, f"MATCH (x)-[:{TO_ENTITY}]->(y:Entity) WHERE y.id IN $ids RETURN DISTINCT x.id AS id", frontier
        )
        for near in (
            "MATCH (y:Entity)-[r]->(x:Entity) WHERE y.id IN $ids RETURN DISTINCT x.id AS id, r.sentences AS sentences",
            "MATCH (x:Entity)-[r]->(y:Entity) WHERE y.id IN $ids RETURN DISTINCT x.id AS id, r.sentences AS sentences",
        ):
            for row in _rows(store, near, frontier):
                facts.update((row["id"], *(row["sentences"] or ())))
        reached = _with_needs(store, kept | facts)
        frontier = reached - kept
        kept = reached
    return _with_evidence(store, kept)


def between(store: Store, first: date | None, last: date | None) -> frozenset[str]:
    """Events that may have happened, treaties signed and articles published from `first` to `last`, both included.

    Articles bring their sentences, the entities these name and the claims they make. What has no date with a year is in
    no such selection, except as something that one of its members needs.
    """
    begin, end = first.isoformat() if first else FIRST, last.isoformat() if last else LAST
    dated = "MATCH (v:Event) WHERE v.date_start <= $end AND v.date_end >= $begin RETURN v.id AS id"
    kept = {row["id"] for row in store.query(dated, {"begin": begin, "end": end})}
    kept |= _overlapping(store, "MATCH (t:Treaty) RETURN t.id AS id, t.signed_on AS date", begin, end)
    articles = _overlapping(store, "MATCH (a:Article) RETURN a.id AS id, a.published AS date", begin, end)
    sentences = _sentences_of(store, articles)
    kept |= articles | sentences | _named_in(store, sentences)
    kept |= _ask(store, "MATCH (x:Claim)-[:EVIDENCED_BY]->(s:Sentence) WHERE s.id IN $ids RETURN x.id AS id", sentences)
    return _with_evidence(store, _with_needs(store, kept))


def of_articles(store: Store, articles: Iterable[str]) -> frozenset[str]:
    """What the articles (ids or uris) say. Of other articles there is only what says a thing that these merely refer to."""
    wanted = set(articles)
    rows = store.query(
        "MATCH (a:Article) WHERE a.id IN $wanted OR a.uri IN $wanted RETURN a.id AS id, a.uri AS uri",
        {"wanted": sorted(wanted)},
    )
    for missing in sorted(wanted - {row["id"] for row in rows} - {row["uri"] for row in rows}):
        raise NotFoundError(f"no article '{missing}' in the store: 'sutradhar query articles' lists them")
    return _with_evidence(store, *_said_by(store, {row["id"] for row in rows}))


def of_ids(store: Store, ids: Iterable[str]) -> frozenset[str]:
    """The nodes and relationships with these ids, and what joins them; other strings are passed over.

    Entities are joined by events, claims and treaties that at least two of them take part in. An entity that is in none
    of the kept sentences brings those that name it; an article stands for what it says.
    """
    wanted = set(ids)
    found: dict[str, set[str]] = {
        label: _ask(store, f"MATCH (n:{label}) WHERE n.id IN $ids RETURN n.id AS id", wanted) for label in LABELS
    }
    kept, _ = _said_by(store, found["Article"])
    chosen = found["Entity"]
    kept = kept.union(*found.values(), _ends(store, wanted))
    parts: dict[str, int] = {}
    for row in _rows(
        store,
        f"MATCH (x)-[:{TO_ENTITY}]->(y:Entity) WHERE y.id IN $ids RETURN DISTINCT x.id AS id, y.id AS entity",
        chosen,
    ):
        parts[row["id"]] = parts.get(row["id"], 0) + 1
    kept |= {fact for fact, number in parts.items() if number > 1}
    offices = (
        "MATCH (x:Entity)-[r:HOLDS_OFFICE]->(y:Entity) WHERE x.id IN $ids RETURN y.id AS id, r.sentences AS sentences"
    )
    kept |= {each for row in _rows(store, offices, chosen) if row["id"] in chosen for each in row["sentences"]}
    complete = set(_with_evidence(store, _with_needs(store, kept)))
    alone = chosen - _named_in(store, complete)
    complete |= _ask(
        store, "MATCH (x:Sentence)-[:MENTIONS]->(y:Entity) WHERE y.id IN $ids RETURN DISTINCT x.id AS id", alone
    )
    return _with_evidence(store, complete)


def _said_by(store: Store, articles: Iterable[str]) -> tuple[set[str], set[str]]:
    """What articles say, complete but for evidence; and their sentences."""
    sentences = _sentences_of(store, articles)
    facts = _ask(
        store, "MATCH (x)-[:EVIDENCED_BY]->(s:Sentence) WHERE s.id IN $ids RETURN DISTINCT x.id AS id", sentences
    )
    return _with_needs(store, {*articles, *sentences, *_named_in(store, sentences), *facts}, NEEDS), sentences


def _with_needs(store: Store, ids: set[str], needs: Sequence[str] = (*NEEDS, CLAUSES)) -> set[str]:
    """The nodes and all that the facts among them need, and so on."""
    kept, fresh = set(ids), set(ids)
    while fresh:
        needed = {each for statement in needs for each in _ask(store, statement, fresh)}
        fresh = needed - kept
        kept |= fresh
    return kept


def _with_evidence(store: Store, ids: set[str], within: set[str] | None = None) -> frozenset[str]:
    """The nodes, the sentences behind them and their articles; only those sentences `within`, where a fact has any."""
    told: dict[str, set[str]] = {}
    for label in ("Event", "Claim", "Treaty", "Clause"):
        evidence = (
            f"MATCH (x:{label})-[:EVIDENCED_BY]->(s:Sentence) WHERE x.id IN $ids RETURN x.id AS id, s.id AS sentence"
        )
        for row in _rows(store, evidence, ids):
            told.setdefault(row["id"], set()).add(row["sentence"])
    kept = ids.union(*(each if within is None else each & within or each for each in told.values()))
    articles = "MATCH (a:Article)-[:HAS_SENTENCE]->(s:Sentence) WHERE s.id IN $ids RETURN DISTINCT a.id AS id"
    return frozenset(kept | _ask(store, articles, kept))


def _sentences_of(store: Store, articles: Iterable[str]) -> set[str]:
    return _ask(store, "MATCH (a:Article)-[:HAS_SENTENCE]->(s) WHERE a.id IN $ids RETURN s.id AS id", articles)


def _named_in(store: Store, sentences: Iterable[str]) -> set[str]:
    """The entities that sentences name; ids of other nodes may be among them."""
    named = "MATCH (s:Sentence)-[:MENTIONS]->(e:Entity) WHERE s.id IN $ids RETURN DISTINCT e.id AS id"
    return _ask(store, named, sentences)


def _ends(store: Store, ids: Iterable[str]) -> set[str]:
    """Both ends of the relationships with these ids, and the sentences or events they rest on."""
    by_start: dict[str, set[str]] = {}
    for each in ids:
        start = each.partition(":")[2].partition("~")[0]  # see `elements.link`
        if "~" in each:
            by_start.setdefault(start, set()).add(each)
    found: set[str] = set()
    for label in LABELS:
        ends = (
            f"MATCH (x:{label})-[r]->(y) WHERE x.id IN $ids "
            "RETURN x.id AS start, r.id AS link, y.id AS target, r.sentences AS sentences, r.events AS events"
        )
        for row in _rows(store, ends, by_start):
            if row["link"] in by_start[row["start"]]:
                found.update((row["start"], row["target"], *(row["sentences"] or ()), *(row["events"] or ())))
    return found


def _overlapping(store: Store, statement: str, begin: str, end: str) -> set[str]:
    """Ids of the rows whose EDTF `date` may lie between two days."""
    found = set()
    for row in store.query(statement):
        first, last = bounds(row["date"])
        if first and last and first.isoformat() <= end and last.isoformat() >= begin:
            found.add(row["id"])
    return found


def _ask(store: Store, statement: str, ids: Iterable[str]) -> set[str]:
    return {row["id"] for row in _rows(store, statement, ids)}


def _rows(store: Store, statement: str, ids: Iterable[str]) -> list[Row]:
    return [row for batch in batches(ids) for row in store.query(statement, {"ids": batch})]
