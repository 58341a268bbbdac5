"""Graph formats: each function writes the whole graph of a store to one path."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import networkx as nx

from sutradhar.graph.export.stream import nodes, relationships
from sutradhar.graph.stores.base import Store


def to_networkx(store: Store) -> nx.MultiDiGraph:
    """The graph in memory: node attributes `label` (the most specific) and all properties; edge keys are ids."""
    graph = nx.MultiDiGraph()
    for node in nodes(store):
        graph.add_node(node.id, label=node.labels[-1], **_present(node.properties))
    for link in relationships(store):
        graph.add_edge(link.start, link.end, key=link.id, relation=link.type, **_present(link.properties))
    return graph


def write_graphml(store: Store, path: Path) -> None:
    """GraphML; lists become strings joined by “; ”, since GraphML has no lists."""
    graph = to_networkx(store)
    for _, attributes in graph.nodes(data=True):
        _flatten(attributes)
    for _, _, attributes in graph.edges(data=True):
        _flatten(attributes)
    nx.write_graphml(graph, path, encoding="utf-8", named_key_ids=True)


def write_json(store: Store, path: Path) -> None:
    """Node-link JSON as networkx reads it."""
    data = nx.node_link_data(to_networkx(store), edges="links")
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")


def write_csv(store: Store, path: Path) -> None:
    """A folder with one file for each label and each relationship type; lists are JSON."""
    path.mkdir(parents=True, exist_ok=True)
    tables: dict[str, list[dict[str, Any]]] = {}
    for node in nodes(store):
        tables.setdefault(node.labels[-1], []).append({"id": node.id, **node.properties})
    for link in relationships(store):
        row = {"id": link.id, "from_id": link.start, "to_id": link.end, **link.properties}
        tables.setdefault(link.type, []).append(row)
    for name, rows in tables.items():
        columns = list(dict.fromkeys(key for row in rows for key in row))
        with (path / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows([[_cell(row.get(column)) for column in columns] for row in rows])


def write_cypher(store: Store, path: Path) -> None:
    """Statements that build the graph in an empty Neo4j; running them twice changes nothing."""
    with path.open("w", encoding="utf-8") as stream:
        stream.write("CREATE CONSTRAINT entity_id IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE;\n")
        first: dict[str, str] = {}
        for label in ("Article", "Sentence", "Event", "Claim", "Clause"):
            stream.write(f"CREATE INDEX {label.lower()}_id IF NOT EXISTS FOR (n:{label}) ON (n.id);\n")
        for node in nodes(store):
            first[node.id] = node.labels[0]
            more = "".join(f", n:{label}" for label in node.labels[1:])
            stream.write(f"MERGE (n:{node.labels[0]} {{id: {_literal(node.id)}}}) SET n += {_map(node.properties)}{more};\n")
        for link in relationships(store):
            stream.write(
                f"MATCH (a:{first[link.start]} {{id: {_literal(link.start)}}}) MATCH (b:{first[link.end]} {{id: {_literal(link.end)}}}) "
                f"MERGE (a)-[r:{link.type} {{id: {_literal(link.id)}}}]->(b) SET r += {_map(link.properties)};\n"
            )


def _present(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in properties.items() if value is not None}


def _flatten(attributes: dict[str, Any]) -> None:
    for key, value in attributes.items():
        if isinstance(value, list):
            attributes[key] = "; ".join(map(str, value))


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | bool) else value


def _map(properties: Mapping[str, Any]) -> str:
    pairs = (f"`{key}`: {_literal(value)}" for key, value in sorted(_present(properties).items()))
    return "{" + ", ".join(pairs) + "}"


def _literal(value: Any) -> str:
    """A value as Cypher writes it; JSON's escapes for strings, numbers, booleans and lists are Cypher's too."""
    return json.dumps(value, ensure_ascii=False)

