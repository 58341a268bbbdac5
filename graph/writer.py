"""The writer: article records and judgements into a store, each in one transaction, with all that follows from it.

The store keeps the readings (`graph.records`) and the log of judgements (`graph.judgements`) beside the graph, in nodes
of its own: `Record`, `Judgement`, and one `Meta` with a revision that every transaction checks and raises. So several
writers may work on one store: who comes second reads what is new, and tries again.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from sutradhar.errors import NotFoundError, StoreError
from sutradhar.graph.elements import LABELS, Element, label_of
from sutradhar.graph.export.stream import nodes, relationships
from sutradhar.graph.fold import Changes, Fold, changes_between
from sutradhar.graph.judgements import Judgement
from sutradhar.graph.judgements import from_json as judgement_from_json
from sutradhar.graph.judgements import to_json as judgement_to_json
from sutradhar.graph.model import Article, ArticleRecord, Node, Relationship
from sutradhar.graph.records import Reading, Readings, Shelf, check, from_json, source_of, to_json
from sutradhar.graph.schema import ensure_schema
from sutradhar.graph.stores.base import Statement, Store

FORMAT = 1  # of what a store keeps; a store of a newer format is left alone
ATTEMPTS = 20
PAGE = 500  # records read at once
ROWS = 5_000  # sent at once

Outcome = Literal["added", "unchanged", "replaced"]

_SCHEMA = (
    "CREATE CONSTRAINT meta_id IF NOT EXISTS FOR (n:Meta) REQUIRE n.id IS UNIQUE",
    "CREATE INDEX record_id IF NOT EXISTS FOR (n:Record) ON (n.id)",
    "CREATE INDEX judgement_id IF NOT EXISTS FOR (n:Judgement) ON (n.id)",
)
_CREATE_META = "MERGE (m:Meta {id: 'meta'}) ON CREATE SET m.format = $format, m.revision = 0"
_META = "MATCH (m:Meta {id: 'meta'}) RETURN m.format AS format, m.revision AS revision"
# The first statement takes the lock on the node, so the second sees the revision that the last transaction left.
_LOCK = "MATCH (m:Meta {id: 'meta'}) SET m.waiting = $token"
_CLAIM = "MATCH (m:Meta {id: 'meta'}) WHERE m.revision = $revision SET m.revision = $revision + 1, m.writer = $token"
_MINE = "MATCH (m:Meta {id: 'meta', writer: $token}) "  # before every other statement: no rows when another was first
_VERDICT = "MATCH (m:Meta {id: 'meta'}) RETURN m.writer = $token AS mine"

_READINGS = "MATCH (r:Record) RETURN r.id AS id, r.article AS article, r.uris AS uris, r.source AS source"
_DATA = "UNWIND $ids AS id MATCH (r:Record {id: id}) RETURN r.id AS id, r.data AS data"
_PUT_READINGS = "UNWIND $rows AS row MERGE (r:Record {id: row.id}) SET r += row.properties"
LOG = "MATCH (j:Judgement) RETURN j.id AS id, j.number AS number, j.data AS data ORDER BY number"
_PUT_JUDGEMENTS = "UNWIND $rows AS row MERGE (j:Judgement {id: row.id}) SET j.number = row.number, j.data = row.data"
_DROP_READINGS = "UNWIND $rows AS row MATCH (r:Record {id: row.id}) DETACH DELETE r"


class Writer:
    """Writes records to a store. Opening an empty store prepares it; one open for reading is only read. Not to be
    shared by threads.

    Raises `StoreError` for a database of something else, or of a newer version of this program.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._shelf: Shelf | None = None  # read when something is written
        self._fold = Fold()
        self._log: tuple[Judgement, ...] = ()
        self._revision = 0
        found = store.query(_META)
        if not found and store.query("MATCH (n) RETURN n.id AS id LIMIT 1"):
            raise StoreError(f"{store.uri} is not a Sutradhar store but holds other data: use an empty database")
        if found and found[0]["format"] > FORMAT:
            raise StoreError(f"{store.uri} was written by a newer version of Sutradhar: update the program")
        if not store.read_only:
            ensure_schema(store)
            store.define(_SCHEMA)
            if not found:
                store.write([(_CREATE_META, {"format": FORMAT})])
        self._known = {(row["source"], uri) for row in store.query(_READINGS) for uri in row["uris"]}

    def knows(self, article: Article) -> bool:
        """Whether this text was read at all these places before, with the same metadata and parser."""
        source = source_of(article)
        return all((source, uri) in self._known for uri in article.uris)

    def write(self, record: ArticleRecord) -> Outcome:
        """Make `record` what is read at its places, in one transaction.

        The same text at another place is one article with two places ("unchanged"). Another text that was read at a
        place before is taken out, with all that it alone supports, when it is read nowhere else ("replaced").
        """
        check(record)
        for _ in range(ATTEMPTS):
            shelf = self._load()
            readings = shelf.adding(record)
            if not readings:
                return "unchanged"
            known = record.article.id in shelf
            shown = shelf.best(record.article.id)
            if self._commit(shelf, readings):
                if None in readings.values() or known and shelf.best(record.article.id) != shown:
                    return "replaced"
                return "unchanged" if known else "added"
        raise self._contended()

    def remove(self, article: str) -> None:
        """Take out an article by its id, or what was read at one place by its uri, in one transaction.

        Raises `NotFoundError` when the store has neither.
        """
        for _ in range(ATTEMPTS):
            shelf = self._load()
            readings = shelf.removing(article)
            if not readings:
                raise NotFoundError(f"no article has the id or uri '{article}': `sutradhar query articles` lists them")
            if self._commit(shelf, readings):
                return
        raise self._contended()

    def judge(self, decide: Callable[[Fold, Sequence[Judgement]], Judgement | None]) -> Judgement | None:
        """Add a judgement to the log, in one transaction with what follows from it.

        `decide` makes it from what the store holds, and is asked again when another writer was first; it raises to
        leave all as it is, and gives None when there is nothing to add.
        """
        for _ in range(ATTEMPTS):
            shelf = self._load()
            judgement = decide(self._fold, self._log)
            if judgement is None or self._commit(shelf, {}, (judgement,)):
                return judgement
        raise self._contended()

    def fold(self) -> Fold:
        """All that the store holds, for reading."""
        self._load()
        return self._fold

    def log(self) -> tuple[Judgement, ...]:
        """All judgements, in the order in which they were made here."""
        self._load()
        return self._log

    def rebuild(self) -> Changes:
        """Fold all records anew and make the store's graph equal to that; gives what had to be changed."""
        for _ in range(ATTEMPTS):
            shelf = self._load()
            self._fold = Fold()
            self._fold.apply(_articles(shelf, shelf.articles()), (), self._log)
            changes = self._differences(self._fold.elements())
            if not changes or self._send({}, (), changes):
                return changes
        raise self._contended()

    # --- reading what is stored ---------------------------------------------------------------------------------------

    def _load(self) -> Shelf:
        """Bring shelf and fold to what the store has; only readings that are not here yet are fetched."""
        if self._shelf is not None and self._stored_revision() == self._revision:
            return self._shelf
        if self._shelf is None:
            self._fold, self._log = Fold(), ()
        shelf = Shelf() if self._shelf is None else self._shelf
        self._shelf = None  # stays so when reading fails half-way
        while True:
            revision = self._stored_revision()
            rows = {row["id"]: row for row in self._store.query(_READINGS)}
            readings: Readings = {each: None for each in shelf if each not in rows}
            missing = [each for each in rows if shelf.reading(each) is None]
            data = dict(self._data(missing))
            log = tuple(judgement_from_json(row["data"], row["id"]) for row in self._store.query(LOG))
            if self._stored_revision() == revision and len(data) == len(missing):
                break
        for reading_id, row in rows.items():
            known = shelf.reading(reading_id)
            record = known.record if known is not None else from_json(data[reading_id])
            if known is None or known.uris != tuple(row["uris"]):
                readings[reading_id] = Reading(record, tuple(row["uris"]))
        self._apply(shelf, readings, log)
        self._log = log
        self._shelf = shelf
        self._revision = revision
        self._known = {(row["source"], uri) for row in rows.values() for uri in row["uris"]}
        return shelf

    def _stored_revision(self) -> int:
        rows = self._store.query(_META)
        if not rows:
            raise StoreError(f"{self._store.uri} has been emptied by somebody else: open it again")
        return int(rows[0]["revision"])

    def _data(self, ids: Sequence[str]) -> Iterator[tuple[str, str]]:
        for start in range(0, len(ids), PAGE):
            for row in self._store.query(_DATA, {"ids": ids[start : start + PAGE]}):
                yield row["id"], row["data"]

    def _differences(self, wanted: Mapping[str, Element]) -> Changes:
        """What makes the stored graph equal to the wanted one; what is there twice, or in a wrong place, goes first."""
        found: dict[str, Element] = {}
        wrong: list[Element] = []
        stored: list[Element] = [*nodes(self._store), *relationships(self._store)]
        for each in stored:
            if not _ours(each):
                continue
            if each.id in found or each.id not in wanted or not _same_place(each, wanted[each.id]):
                wrong.append(each)
            found[each.id] = each
        again = {each.id for each in wrong}
        gone_nodes = tuple(each for each in wrong if isinstance(each, Node))
        gone_relationships = tuple(each for each in wrong if isinstance(each, Relationship))
        lost = {node.id for node in gone_nodes}  # with all their relationships
        put = [
            _overwriting(found.get(each.id), each)
            for each in wanted.values()
            if each.id in again
            or (isinstance(each, Relationship) and (each.start in lost or each.end in lost))
            or each.id not in found
            or _present(found[each.id]) != _present(each)
        ]
        new = changes_between({}, {each.id: each for each in put})
        return Changes(gone_relationships, gone_nodes, new.nodes, new.relationships)

    # --- writing ------------------------------------------------------------------------------------------------------

    def _commit(self, shelf: Shelf, readings: Readings, new: Sequence[Judgement] = ()) -> bool:
        """Change the shelf, the fold and the store together; False, with nothing changed, when another was first."""
        try:
            undo, changes = self._apply(shelf, readings, (*self._log, *new) if new else self._log)
            done = self._send(readings, new, changes)
        except BaseException:
            self._shelf = None  # what the store has now is not known
            raise
        if done:
            self._known -= set(_sources(undo))
            self._known |= set(_sources(readings))
            self._log = (*self._log, *new)
        else:
            self._apply(shelf, undo, self._log)
        return done

    def _apply(self, shelf: Shelf, readings: Readings, log: tuple[Judgement, ...]) -> tuple[Readings, Changes]:
        """Change shelf and fold; gives the readings that would undo it, and the changes of the graph."""
        undo = shelf.update(readings)
        touched = {each.article_id for each in (*readings.values(), *undo.values()) if each is not None}
        gone = [article_id for article_id in touched if article_id not in shelf]
        return undo, self._fold.apply(_articles(shelf, sorted(touched)), gone, log)

    def _send(self, readings: Readings, new: Sequence[Judgement], changes: Changes) -> bool:
        token = secrets.token_hex(8)
        statements: list[Statement] = [
            (_LOCK, {"token": token}),
            (_CLAIM, {"token": token, "revision": self._revision}),
        ]
        rows_of_log = [
            {"id": each.id, "number": number, "data": judgement_to_json(each)}
            for number, each in enumerate(new, len(self._log) + 1)
        ]
        for text, rows in (*_reading_rows(readings), (_PUT_JUDGEMENTS, rows_of_log), *_graph_rows(changes)):
            for start in range(0, len(rows), ROWS):
                statements.append((_MINE + text, {"token": token, "rows": rows[start : start + ROWS]}))
        statements.append((_VERDICT, {"token": token}))
        verdict = self._store.write(statements)
        if not verdict or not verdict[0]["mine"]:
            return False
        self._revision += 1
        return True

    def _contended(self) -> StoreError:
        return StoreError(f"{self._store.uri} is being changed by others all the time: try again later")


def _sources(readings: Readings) -> Iterator[tuple[str, str]]:
    for reading in readings.values():
        if reading is not None:
            source = source_of(reading.record.article)
            yield from ((source, uri) for uri in reading.uris)


def _articles(shelf: Shelf, article_ids: Iterable[str]) -> Iterator[ArticleRecord]:
    for article_id in article_ids:
        record = shelf.article(article_id)
        if record is not None:
            yield record


def _ours(element: Element) -> bool:
    """Whether no end of a relationship is a node that somebody else has added."""
    ends = (element.start, element.end) if isinstance(element, Relationship) else ()
    return all(isinstance(end, str) and end.partition(":")[0] in LABELS for end in ends)


def _same_place(stored: Element, wanted: Element) -> bool:
    if isinstance(stored, Relationship) and isinstance(wanted, Relationship):
        return (stored.type, stored.start, stored.end) == (wanted.type, wanted.start, wanted.end)
    return isinstance(stored, Node) and isinstance(wanted, Node) and set(wanted.labels) <= set(stored.labels)


def _present(element: Element) -> dict[str, Any]:
    """Properties as a store shows them: without nulls."""
    return {key: value for key, value in element.properties.items() if value is not None}


def _overwriting(stored: Element | None, wanted: Element) -> Element:
    """The wanted element, with null for what it does not have and the stored one has."""
    surplus = dict.fromkeys(stored.properties if stored is not None else ())
    return replace(wanted, properties={**surplus, **wanted.properties})


Rows = list[dict[str, Any]]


def _reading_rows(readings: Readings) -> Iterator[tuple[str, Rows]]:
    """Statements and rows for the changed readings."""
    yield _DROP_READINGS, [{"id": each} for each, reading in sorted(readings.items()) if reading is None]
    kept = sorted((each, reading) for each, reading in readings.items() if reading is not None)
    yield _PUT_READINGS, [{"id": each, "properties": _reading_properties(reading)} for each, reading in kept]


def _reading_properties(reading: Reading) -> dict[str, Any]:
    return {
        "article": reading.article_id,
        "uris": list(reading.uris),
        "source": source_of(reading.record.article),
        "data": to_json(reading.record),
    }


def _graph_rows(changes: Changes) -> Iterator[tuple[str, Rows]]:
    """Statements and rows for the changed graph: one statement for each set of labels, or type and kinds of ends.

    Every pattern names the label that has an index at each end.
    """
    gone_nodes: defaultdict[str, Rows] = defaultdict(list)
    for node in changes.gone_nodes:
        gone_nodes[node.labels[0]].append({"id": node.id})
    put_nodes: defaultdict[tuple[str, ...], Rows] = defaultdict(list)
    for node in changes.nodes:
        put_nodes[node.labels].append({"id": node.id, "properties": dict(node.properties)})
    lost = {node.id for node in changes.gone_nodes}  # their relationships go with them
    for (type_, start, end), rows in _by_kind(changes.gone_relationships, lost):
        yield (
            f"UNWIND $rows AS row MATCH (a:{start} {{id: row.source}})-[r:{type_} {{id: row.id}}]->"
            f"(b:{end} {{id: row.target}}) DELETE r",
            rows,
        )
    for label, rows in sorted(gone_nodes.items()):
        yield f"UNWIND $rows AS row MATCH (n:{label} {{id: row.id}}) DETACH DELETE n", rows
    for labels, rows in sorted(put_nodes.items()):
        further = "".join(f"SET n:{label} " for label in labels[1:])
        yield f"UNWIND $rows AS row MERGE (n:{labels[0]} {{id: row.id}}) {further}SET n += row.properties", rows
    for (type_, start, end), rows in _by_kind(changes.relationships, set()):
        yield (
            f"UNWIND $rows AS row MATCH (a:{start} {{id: row.source}}) MATCH (b:{end} {{id: row.target}}) "
            f"MERGE (a)-[r:{type_} {{id: row.id}}]->(b) SET r += row.properties",
            rows,
        )


def _by_kind(links: Iterable[Relationship], lost: set[str]) -> Iterator[tuple[tuple[str, str, str], Rows]]:
    kinds: defaultdict[tuple[str, str, str], Rows] = defaultdict(list)
    for each in links:
        if each.start not in lost and each.end not in lost:
            row = {"id": each.id, "source": each.start, "target": each.end, "properties": dict(each.properties)}
            kinds[each.type, label_of(each.start), label_of(each.end)].append(row)
    yield from sorted(kinds.items())
