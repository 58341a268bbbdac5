"""Finding an entity by an id that a store has now or had before, from the graph alone."""

from __future__ import annotations

import re

from sutradhar.graph.stores.base import Store

# The id of an entity that is not the first of its name ends in the article and the place of its first mention.
_OWN = re.compile(r"[a-z]+:.+\.([0-9a-f]+)\.(\d+)$")
_NOW = "MATCH (e:Entity {id: $id}) RETURN e.id AS id"
_ABSORBED = "MATCH (e:Entity) WHERE $id IN e.absorbed RETURN e.id AS id ORDER BY id LIMIT 1"
_MENTIONED = """
MATCH (a:Article {id: $article})-[:HAS_SENTENCE]->(s:Sentence)-[m:MENTIONS]->(e:Entity)
WHERE m.start = $start
RETURN e.id AS id ORDER BY id LIMIT 1
"""


def current_id(store: Store, asked: str) -> str | None:
    """The id of the entity that an id leads to: its own, one that it has absorbed, or one that it had alone."""
    rows = store.query(_NOW, {"id": asked}) or store.query(_ABSORBED, {"id": asked})
    if not rows and (own := _OWN.match(asked)):
        rows = store.query(_MENTIONED, {"article": f"article:{own[1]}", "start": int(own[2])})
    return str(rows[0]["id"]) if rows else None
