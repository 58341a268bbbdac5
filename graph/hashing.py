"""Fingerprints of a store's graph: one hash that is equal for equal graphs on any engine, and counts by kind."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sutradhar.graph.export.stream import INTERNAL, nodes, relationships
from sutradhar.graph.stores.base import Store


@dataclass(frozen=True)
class Counts:
    """Numbers of nodes by label (an entity counts as `Entity` and as its kind) and of relationships by type."""

    nodes: Mapping[str, int]
    relationships: Mapping[str, int]


def counts(store: Store) -> Counts:
    """What is in the store, without its own bookkeeping; sorted by name."""
    labels = store.query("MATCH (n) UNWIND labels(n) AS name RETURN name, count(*) AS number ORDER BY name")
    types = store.query("MATCH ()-[r]->() RETURN type(r) AS name, count(*) AS number ORDER BY name")
    return Counts(
        {row["name"]: row["number"] for row in labels if row["name"] not in INTERNAL},
        {row["name"]: row["number"] for row in types},
    )


def graph_hash(store: Store) -> str:
    """SHA-256 over all nodes and relationships: ids, labels, types and properties.

    Each element is hashed as canonical JSON; the sorted digests are hashed again, so that neither the engine's order
    nor its collation matters and 32 bytes an element are all that is held.
    """
    total = hashlib.sha256()
    for digest in sorted(hashlib.sha256(text.encode("utf-8")).digest() for text in _elements(store)):
        total.update(digest)
    return total.hexdigest()


def _elements(store: Store) -> Iterator[str]:
    for node in nodes(store):
        yield _canonical([node.id, sorted(node.labels), node.properties])
    for link in relationships(store):
        yield _canonical([link.id, link.type, link.start, link.end, link.properties])


def _canonical(parts: list[Any]) -> str:
    return json.dumps(_plain(parts), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(value: Any) -> Any:
    """Without what engines may differ in: nulls are absent, whole numbers are integers."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items() if each is not None}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value
