"""What a store holds, as a text for whoever is to write Cypher for it: labels, relationships, properties, vocabulary."""

from __future__ import annotations

from collections.abc import Iterable

from sutradhar.graph.export.stream import LABELS
from sutradhar.graph.ontology import load_ontology
from sutradhar.graph.stores.base import Row, Store

SAMPLE = 500  # nodes or relationships that are looked at for their properties

HEAD = """\
# The graph in this store

Hindi news as a knowledge graph. Every event, treaty, claim and clause is EVIDENCED_BY the sentences that say so; a sentence
MENTIONS entities; `(Article)-[:HAS_SENTENCE]->(Sentence)`. `id` is the stable key of every node and relationship.

- An Entity is also a Person, Place, Organization or Treaty; `name` is Hindi, `name_en` English, `aliases` a list.
- `date` is EDTF and says what is known: `2024-06` is a month, `XXXX-07-12` a day of an unknown year. `date_start` and
  `date_end` are the first and last day it can mean, absent where the year is unknown.
- `modality`: asserted (in the article's own voice), claimed (by somebody), planned, denied. `confidence` is 0 to 1.
- `role` of a PARTICIPANT: actor, recipient, counterpart, theme, instrument, source, destination.
- Relationships with `derived: true` (MET, VISITED, SUPPORTS …) are shortcuts made of asserted events; `events` lists these.
- Write Cypher that both Neo4j 5 and kglite read: no APOC, no `COLLECT {}`, no `/* */` comments.
"""


def describe(store: Store) -> str:
    """The text, in Markdown; all numbers and properties are those of the store."""
    parts = [HEAD, "## Nodes\n"]
    for label in (*LABELS, "Person", "Place", "Organization", "Treaty"):
        count = store.query(f"MATCH (n:{label}) RETURN count(n) AS count")[0]["count"]
        if count:
            rows = store.query(f"MATCH (n:{label}) RETURN n AS item LIMIT {SAMPLE}")
            parts.append(f"- {label} ({count}): {_properties(rows)}")
    parts.append("\n## Relationships\n")
    for start in LABELS:
        found = store.query(f"MATCH (:{start})-[r]->() RETURN type(r) AS type, count(r) AS count ORDER BY type")
        for row in found:
            pattern = f"(:{start})-[r:{row['type']}]->(b)"
            ends = store.query(f"MATCH {pattern} UNWIND labels(b) AS label RETURN DISTINCT label ORDER BY label")
            sample = store.query(f"MATCH {pattern} RETURN r AS item LIMIT {SAMPLE}")
            to = ", ".join(each["label"] for each in ends if each["label"] != "Entity" or len(ends) == 1)
            parts.append(f"- ({start})-[:{row['type']}]->({to}) ({row['count']}): {_properties(sample)}")
    parts.append("\n## Modes of events, by PLOVER category\n")
    modes: dict[str, list[str]] = {}
    for mode in load_ontology().values():
        modes.setdefault(mode.plover, []).append(mode.name)
    parts += [f"- {category}: {', '.join(sorted(names))}" for category, names in sorted(modes.items())]
    kinds = store.query("MATCH (c:Clause) RETURN DISTINCT c.kind AS kind ORDER BY kind")
    if kinds:
        parts += ["\n## Kinds of clauses\n", "- " + ", ".join(row["kind"] for row in kinds)]
    return "\n".join(parts) + "\n"


def _properties(rows: Iterable[Row]) -> str:
    return ", ".join(f"`{key}`" for key in sorted({key for row in rows for key in row["item"]}))
