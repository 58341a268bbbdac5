"""Cypher statements that build the graph in an empty Neo4j, one on a line; running them twice changes nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sutradhar.graph.elements import label_of
from sutradhar.graph.export.stream import nodes, quoted, relationships
from sutradhar.graph.schema import STATEMENTS
from sutradhar.graph.stores.base import Store


def write_cypher(store: Store, path: Path) -> None:
    """The constraint and the indexes first: without them each statement would look through all nodes."""
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(f"{statement};\n" for statement in STATEMENTS)
        for node in nodes(store):
            first, *more = node.labels
            labels = "".join(f", n:{quoted(label)}" for label in more)
            stream.write(f"MERGE (n:{first} {{id: {_literal(node.id)}}}) SET n += {_map(node.properties)}{labels};\n")
        for link in relationships(store):
            stream.write(
                f"MATCH {_match('a', link.start)} MATCH {_match('b', link.end)} "
                f"MERGE (a)-[r:{quoted(link.type)} {{id: {_literal(link.id)}}}]->(b) "
                f"SET r += {_map(link.properties)};\n"
            )


def _match(variable: str, node_id: str) -> str:
    try:
        label = f":{label_of(node_id)}"
    except KeyError:  # an id that is none of Sutradhar's: found without an index
        label = ""
    return f"({variable}{label} {{id: {_literal(node_id)}}})"


def _map(properties: Mapping[str, Any]) -> str:
    known = sorted((key, value) for key, value in properties.items() if value is not None)
    return "{" + ", ".join(f"{quoted(key)}: {_literal(value)}" for key, value in known) + "}"


def _literal(value: Any) -> str:
    """A value as Cypher writes it; JSON's escapes for texts, and its numbers, booleans and lists, are Cypher's too."""
    return json.dumps(value, ensure_ascii=False)
