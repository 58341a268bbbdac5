"""One reading stream for every format: all nodes, then all relationships, in the order of their ids, page by page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sutradhar.graph.model import Node, Relationship
from sutradhar.graph.stores.base import Store

PAGE = 5_000
LABELS = ("Article", "Sentence", "Entity", "Event", "Claim", "Clause")
INTERNAL = frozenset({"Record", "Judgement", "Meta"})


def nodes(store: Store) -> Iterator[Node]:
    """All nodes of the graph, label by label, in the order of their ids."""
    for label in LABELS:
        last = ""
        while True:
            rows = store.query(
                f"MATCH (n:{label}) WHERE n.id > $last RETURN n.id AS id, labels(n) AS labels, n AS node ORDER BY id LIMIT {PAGE}",
                {"last": last},
            )
            for row in rows:
                properties = {key: value for key, value in row["node"].items() if key != "id"}
                yield Node(row["id"], tuple(sorted(row["labels"], key=lambda each: (each != label, each))), properties)
            if len(rows) < PAGE:
                break
            last = rows[-1]["id"]


def relationships(store: Store) -> Iterator[Relationship]:
    """All relationships between the graph's nodes, type by type, in the order of their ids."""
    for start in LABELS:
        types = store.query(f"MATCH (:{start})-[r]->() RETURN DISTINCT type(r) AS type ORDER BY type")
        for name in [row["type"] for row in types]:
            last = ""
            while True:
                rows = store.query(
                    f"MATCH (a:{start})-[r:{name}]->(b) WHERE r.id > $last "
                    f"RETURN r.id AS id, a.id AS start, b.id AS target, r AS link ORDER BY id LIMIT {PAGE}",
                    {"last": last},
                )
                for row in rows:
                    yield Relationship(row["id"], name, row["start"], row["target"], _without_id(row["link"]))
                if len(rows) < PAGE:
                    break
                last = rows[-1]["id"]


def _without_id(link: Any) -> dict[str, Any]:
    return {key: value for key, value in link.items() if key != "id"}
