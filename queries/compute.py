"""Post-processors: what a recipe computes from its rows in Python, where Cypher has no means on both engines.

A recipe names one in its header (`// compute: communities`). It takes the statement's rows and the recipe's parameters
and gives the rows that the header's `returns` names. The same rows give the same result on every machine.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any

from rapidfuzz import fuzz

from sutradhar.graph.names import name_key, similarity
from sutradhar.graph.stores.base import Row

if TYPE_CHECKING:
    import networkx

Compute = Callable[[Sequence[Row], Mapping[str, Any]], list[Row]]

DIGITS = 4  # of a computed share
SHOWN = 12  # members of a community that its row names
BEGINNING = 3  # sounds of a word by which names are brought together to be compared
HALF = 50  # percent


def communities(rows: Sequence[Row], parameters: Mapping[str, Any]) -> list[Row]:
    """Louvain communities (Blondel et al. 2008) of pairs `one`, `other` with their `sentences`; the largest first."""
    import networkx

    graph, ids, names = _graph(rows)
    found = []
    for members in networkx.community.louvain_communities(graph, weight="sentences", seed=0):
        inside = graph.subgraph(members)
        strength = dict(inside.degree(weight="sentences"))
        ranked = sorted(members, key=lambda node: (-strength[node], ids[node]))
        found.append((ranked, int(inside.size(weight="sentences"))))
    found.sort(key=lambda each: (-len(each[0]), -each[1], ids[each[0][0]]))
    return [
        {
            "community": number,
            "size": len(ranked),
            "members": [names[node] for node in ranked[:SHOWN]],
            "sentences": sentences,
        }
        for number, (ranked, sentences) in enumerate(found[: parameters["limit"]], 1)
    ]


def centrality(rows: Sequence[Row], parameters: Mapping[str, Any]) -> list[Row]:
    """Degree, strength and betweenness (Brandes 2001) of the entities in pairs `one`, `other`; the most between first."""
    import networkx

    graph, ids, names = _graph(rows)
    between = networkx.betweenness_centrality(graph, weight="distance")
    strength = dict(graph.degree(weight="sentences"))
    result: list[Row] = [
        {
            "id": ids[node],
            "name": names[node],
            "neighbours": graph.degree(node),
            "sentences": strength[node],
            "betweenness": round(between[node], DIGITS),
        }
        for node in graph
    ]
    result.sort(key=lambda row: (-row["betweenness"], -row["sentences"], row["id"]))
    return result[: parameters["limit"]]


def strongest_path(rows: Sequence[Row], parameters: Mapping[str, Any]) -> list[Row]:
    """The cheapest chain (Dijkstra 1959) from an entity of `a` to one of `b`, where n sentences make a step cost 1/n."""
    import networkx

    graph, ids, names = _graph(rows)
    nodes = {id: node for node, id in enumerate(ids)}
    found: list[tuple[float, list[str], list[int]]] = []
    for start in (nodes[id] for id in parameters["a"] if id in nodes):
        reached: Any = networkx.single_source_dijkstra(graph, start, weight="distance")
        costs, paths = reached
        ends = (nodes[id] for id in parameters["b"] if id in nodes)
        found += [(costs[end], [ids[node] for node in paths[end]], paths[end]) for end in ends if end in paths]
    chain = min(found, default=(0.0, [], []))[2]
    return [
        {
            "step": step,
            "from": names[one],
            "to": names[other],
            "sentences": graph.edges[one, other]["sentences"],
            "fact": graph.edges[one, other]["fact"],
        }
        for step, (one, other) in enumerate(pairwise(chain), 1)
    ]


def alike(rows: Sequence[Row], parameters: Mapping[str, Any]) -> list[Row]:
    """Pairs of entities of one `kind` whose names sound alike; not those that two Wikidata ids tell apart."""
    keys = {row["id"]: name_key(row["name"] or "") for row in rows}
    blocks: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        # Names that sound alike begin alike in one of their words.
        for beginning in {word[:BEGINNING] for word in keys[row["id"]].split("-") if word}:
            blocks.setdefault((row["kind"], beginning), []).append(row)
    found: dict[tuple[str, str], Row] = {}
    for block in blocks.values():
        for pair in combinations(block, 2):
            one, other = sorted(pair, key=lambda row: str(row["id"]))
            if one["wikidata"] and other["wikidata"] or (one["id"], other["id"]) in found:
                continue
            # The full comparison is slow; keys that differ in half of their sounds do not come near.
            if fuzz.ratio(keys[one["id"]], keys[other["id"]]) < HALF:
                continue
            score = similarity(one["name"], other["name"])
            if score >= parameters["above"]:
                found[one["id"], other["id"]] = {
                    "one": one["id"],
                    "other": other["id"],
                    "one_name": one["name"],
                    "other_name": other["name"],
                    "similarity": round(score, DIGITS),
                }
    ranked = sorted(found.values(), key=lambda row: (-row["similarity"], row["one"], row["other"]))
    return ranked[: parameters["limit"]]


COMPUTES: Mapping[str, Compute] = {
    "alike": alike,
    "centrality": centrality,
    "communities": communities,
    "strongest-path": strongest_path,
}


def _graph(rows: Sequence[Row]) -> tuple[networkx.Graph[int], list[str], list[str]]:
    """An undirected graph of pairs with their attributes, and the ids and names of its nodes.

    Nodes are numbers in the order of their ids, so that nothing depends on how Python hashes strings.
    """
    import networkx

    known = {row[end]: row[f"{end}_name"] for row in rows for end in ("one", "other")}
    ids = sorted(known)
    number = {id: at for at, id in enumerate(ids)}
    graph: networkx.Graph[int] = networkx.Graph()
    graph.add_nodes_from(range(len(ids)))
    for row in sorted(rows, key=lambda row: (row["one"], row["other"])):
        graph.add_edge(
            number[row["one"]],
            number[row["other"]],
            sentences=row["sentences"],
            distance=1 / row["sentences"],
            fact=row.get("fact"),
        )
    return graph, ids, [known[id] for id in ids]
