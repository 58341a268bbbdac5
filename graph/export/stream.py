"""One reading stream for every format: nodes and relationships page by page, of the whole graph or of a selection.

A `Reading` is a store as an export sees it. The functions here take any store; given a `Reading`, they give what its
selection keeps, so that no format has to know of selections.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from sutradhar.graph import elements
from sutradhar.graph.model import Node, Relationship
from sutradhar.graph.stores.base import Closing, Row, Statement, Store

PAGE = 2_000  # nodes; a few times as many relationships start at them
LABELS = ("Article", "Sentence", "Entity", "Event", "Claim", "Clause")
INTERNAL = frozenset({"Record", "Judgement", "Meta"})
KINDS = ("Person", "Place", "Organization", "Treaty")  # of entities
MODEL = frozenset(LABELS)

Progress = Callable[[int], None]  # told how many elements have been read since it was last told


def ignore(_: int) -> None:
    """Progress that nobody looks at."""


@dataclass
class Reading(Closing):
    """A store seen through a selection: its stream holds the nodes in `kept` (None: all) and what joins them."""

    store: Store
    kept: frozenset[str] | None = None
    progress: Progress = ignore
    uri: str = field(init=False)
    engine: str = field(init=False)
    version: str = field(init=False)
    read_only: bool = True

    def __post_init__(self) -> None:
        self.uri, self.engine, self.version = self.store.uri, self.store.engine, self.store.version

    def query(self, statement: str, parameters: Mapping[str, Any] | None = None) -> list[Row]:
        """See `Store.query`; asks the whole store."""
        return self.store.query(statement, parameters)

    def write(self, statements: Iterable[Statement]) -> list[Row]:
        """See `Store.write`."""
        return self.store.write(statements)

    def define(self, statements: Iterable[str]) -> None:
        """See `Store.define`."""
        self.store.define(statements)

    def close(self) -> None:
        """The store belongs to the caller and stays open."""


def nodes(store: Store) -> Iterator[Node]:
    """All nodes, label by label, in the order of their ids."""
    for label in LABELS:
        for page in _pages(store, label):
            yield from page


def relationships(store: Store) -> Iterator[Relationship]:
    """All relationships between the graph's nodes, grouped by their start nodes, which come as in `nodes`."""
    for label in LABELS:
        for ids in _id_pages(store, label):
            yield from _outgoing(store, label, ids)


def with_links(store: Store) -> Iterator[tuple[Node, list[Relationship]]]:
    """All nodes as in `nodes`, each with the relationships that start at it."""
    for label in LABELS:
        for page in _pages(store, label):
            links: dict[str, list[Relationship]] = {}
            for link in _outgoing(store, label, [node.id for node in page]):
                links.setdefault(link.start, []).append(link)
            for node in page:
                yield node, links.get(node.id, [])


def size(store: Store) -> int:
    """How many nodes and relationships the graph has; of a selection, the nodes only."""
    kept = _kept(store)
    if kept is not None:
        return len(kept)
    count = sum(store.query(f"MATCH (n:{label}) RETURN count(n) AS number")[0]["number"] for label in LABELS)
    links = store.query("MATCH ()-[r]->() RETURN count(r) AS number")[0]["number"]
    return int(count + links)


def kind(node: Node) -> str:
    """The most specific label of the model: Person rather than Entity, whatever labels somebody added."""
    return next((each for each in node.labels[1:] if each in KINDS), node.labels[0])


def listed(element: Node | Relationship, key: str) -> list[str]:
    """A property that is a list of texts; empty where it is not known."""
    value = element.properties.get(key)
    return value if isinstance(value, list) else []


def batches(ids: Iterable[str]) -> Iterator[list[str]]:
    """Ids in their order, so many at a time as one statement takes."""
    ordered = iter(sorted(ids))
    while batch := list(islice(ordered, PAGE)):
        yield batch


def quoted(name: str) -> str:
    """A label, type or property as Cypher takes it, whatever somebody called it."""
    return "`" + name.replace("`", "``") + "`"


def _kept(store: Store) -> frozenset[str] | None:
    return store.kept if isinstance(store, Reading) else None


def _tell(store: Store, number: int) -> None:
    if isinstance(store, Reading):
        store.progress(number)


def _may_have(node_id: str, label: str) -> bool:
    try:
        return elements.label_of(node_id) == label
    except KeyError:  # an id that is none of Sutradhar's tells nothing
        return True


def _pages(store: Store, label: str) -> Iterator[list[Node]]:
    rows_of = "RETURN n.id AS id, labels(n) AS labels, n AS node ORDER BY id"
    for rows in _paged(store, label, rows_of):
        yield [Node(row["id"], _labels(row["labels"], label), _without_id(row["node"])) for row in rows]
        _tell(store, len(rows))


def _id_pages(store: Store, label: str) -> Iterator[list[str]]:
    for rows in _paged(store, label, "RETURN n.id AS id ORDER BY id"):
        yield [row["id"] for row in rows]


def _paged(store: Store, label: str, rows_of: str) -> Iterator[list[Row]]:
    kept = _kept(store)
    if kept is not None:
        for batch in batches(each for each in kept if _may_have(each, label)):
            if rows := store.query(f"MATCH (n:{label}) WHERE n.id IN $ids {rows_of}", {"ids": batch}):
                yield rows
        return
    last = ""
    while rows := store.query(f"MATCH (n:{label}) WHERE n.id > $last {rows_of} LIMIT {PAGE}", {"last": last}):
        yield rows
        if len(rows) < PAGE:
            return
        last = rows[-1]["id"]


def _labels(labels: list[str], first: str) -> tuple[str, ...]:
    return tuple(sorted(labels, key=lambda each: (each != first, each not in KINDS, each)))


def _outgoing(store: Store, label: str, ids: list[str]) -> list[Relationship]:
    """The relationships that start at a page of nodes, in the order of their start nodes, types and ids."""
    kept = _kept(store)
    # A range is much cheaper than a list; nodes of the label that lie in it are exactly the page.
    where, parameters = (
        ("a.id >= $first AND a.id <= $last", {"first": ids[0], "last": ids[-1]})
        if kept is None
        else ("a.id IN $ids", {"ids": ids})
    )
    rows = store.query(
        f"MATCH (a:{label})-[r]->(b) WHERE {where} "
        "RETURN a.id AS start, type(r) AS type, r.id AS id, b.id AS target, labels(b) AS labels, r AS link",
        parameters,
    )
    links = [
        Relationship(row["id"], row["type"], row["start"], row["target"], _without_id(row["link"]))
        for row in rows
        if not MODEL.isdisjoint(row["labels"])
    ]
    if kept is not None:
        links = _cut(store, [link for link in links if link.end in kept], kept)
    _tell(store, len(links))
    position = {each: number for number, each in enumerate(ids)}
    return sorted(links, key=lambda link: (position[link.start], link.type, link.id))


def _cut(store: Store, links: list[Relationship], kept: frozenset[str]) -> list[Relationship]:
    """The relationships; of what one rests on (sentences of an office, events of a shortcut) only what is kept."""
    whole, shortcuts = [], []
    for link in links:
        sentences, events = listed(link, "sentences"), listed(link, "events")
        if kept.issuperset(sentences) and kept.issuperset(events):
            whole.append(link)
        elif events:
            shortcuts.append((link, [each for each in events if each in kept]))
        elif left := [each for each in sentences if each in kept]:
            whole.append(Relationship(link.id, link.type, link.start, link.end, {**link.properties, "sentences": left}))
    dates = {
        row["id"]: row["date"]
        for batch in batches({each for _, events in shortcuts for each in events})
        for row in store.query("MATCH (v:Event) WHERE v.id IN $ids RETURN v.id AS id, v.date AS date", {"ids": batch})
    }
    for link, events in shortcuts:
        if events:
            told = {event: dates[event] for event in events}
            whole.append(elements.shortcut_link((link.type, link.start, link.end), told))
    return whole


def _without_id(properties: Any) -> dict[str, Any]:
    return {key: value for key, value in properties.items() if key != "id"}
