"""Formats of network tools: GraphML and GEXF through networkx, in memory, and node-link JSON as a stream."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sutradhar.graph.export.columns import NODES, Type, link_types, typed
from sutradhar.graph.export.stream import kind, nodes, relationships
from sutradhar.graph.model import Node, Relationship
from sutradhar.graph.stores.base import Store

if TYPE_CHECKING:
    import networkx as nx

CAPTION_CHARACTERS = 60
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def caption(node: Node) -> str:
    """What to write beside a node: a name, a title, the beginning of a text."""
    known = (node.properties.get(key) for key in ("name", "title", "text", "mode"))
    text = next((each for each in known if isinstance(each, str) and each), node.id)
    return text if len(text) <= CAPTION_CHARACTERS else text[: CAPTION_CHARACTERS - 1] + "…"


def write_graphml(store: Store, path: Path) -> None:
    """GraphML: nodes have their kind as `label`, edges their type as `relation`; numbers and booleans are typed."""
    import networkx as nx

    nx.write_graphml(_network(store), path, encoding="utf-8")


def write_gexf(store: Store, path: Path) -> None:
    """GEXF for Gephi: nodes are labelled with their Hindi captions (their kind is `class`), edges with their types."""
    import networkx as nx

    graph = _network(store)
    for _, facts in graph.nodes(data=True):
        facts["class"], facts["label"] = facts["label"], facts.pop("caption")
    for *_, link_id, facts in graph.edges(data=True, keys=True):
        facts["id"], facts["label"] = link_id, facts["relation"]
    for facts in chain((facts for _, facts in graph.nodes(data=True)), (facts for *_, facts in graph.edges(data=True))):
        for key in {"start", "end"} & facts.keys():  # these are times in GEXF
            facts[f"text_{key}"] = facts.pop(key)
    nx.write_gexf(graph, path, encoding="utf-8")


def write_json(store: Store, path: Path) -> None:
    """Node-link JSON as networkx reads it: a line for each node and each link."""
    with path.open("w", encoding="utf-8") as stream:
        stream.write('{"directed": true, "multigraph": true, "graph": {},\n"nodes": [')
        stream.writelines(_lines({"id": node.id, "label": kind(node), **present(node)} for node in nodes(store)))
        stream.write('\n],\n"links": [')
        stream.writelines(
            _lines(
                {"source": link.start, "target": link.end, "key": link.id, "relation": link.type, **present(link)}
                for link in relationships(store)
            )
        )
        stream.write("\n]}\n")


def present(element: Node | Relationship) -> dict[str, Any]:
    """The properties that are known."""
    return {key: value for key, value in element.properties.items() if value is not None}


def _lines(objects: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for number, each in enumerate(objects):
        yield (",\n" if number else "\n") + json.dumps(each, ensure_ascii=False)


def to_networkx(store: Store) -> nx.MultiDiGraph[str]:
    """The graph in memory: node attributes `label` (its kind) and the properties as they are; edge keys are ids."""
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in nodes(store):
        graph.add_node(node.id, label=kind(node), **present(node))
    for link in relationships(store):
        graph.add_edge(link.start, link.end, key=link.id, relation=link.type, **present(link))
    return graph


def _network(store: Store) -> nx.MultiDiGraph[str]:
    """The graph in memory; node attributes `label` (its kind), `caption` and the properties, edge keys are ids."""
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in nodes(store):
        types = NODES.get(kind(node), {})
        graph.add_node(node.id, label=kind(node), caption=_flat(caption(node)), **_attributes(node, types))
    for link in relationships(store):
        graph.add_edge(
            link.start, link.end, key=link.id, relation=link.type, **_attributes(link, link_types(link.type))
        )
    return graph


def _attributes(element: Node | Relationship, types: Mapping[str, Type]) -> dict[str, Any]:
    return {
        key: _flat(typed(value, types.get(key, "text"), f"{key} of {element.id}"))
        for key, value in present(element).items()
    }


def _flat(value: Any) -> Any:
    """A value that XML can hold: lists are joined by “; ”, characters that XML forbids are left out."""
    if isinstance(value, list):
        value = "; ".join(map(str, value))
    return _NOT_XML.sub("", value) if isinstance(value, str) else value
