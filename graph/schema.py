"""The schema of a store: the one constraint, the indexes, and search by name through the full-text index.

Both engines take the same statements. They cut words differently, though (kglite splits Devanagari at virama and nukta,
and knows no Lucene operators), so names are stored folded as well and queries are folded the same way; then both find
the same entities.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from sutradhar.graph.stores.base import ENTITY_CONSTRAINT, Row, Store

SEARCH_INDEX = "entity_search"
ID_INDEXED = ("Article", "Sentence", "Event", "Claim", "Clause")

STATEMENTS = (
    f"CREATE CONSTRAINT {ENTITY_CONSTRAINT} IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE",
    *(f"CREATE INDEX {label.lower()}_id IF NOT EXISTS FOR (n:{label}) ON (n.id)" for label in ID_INDEXED),
    f"CREATE FULLTEXT INDEX {SEARCH_INDEX} IF NOT EXISTS FOR (n:Entity) ON EACH [n.search]",
)

# kglite's index cuts words at marks that are not letters; nasals and accents are folded because writers vary in them.
_HALF_NASAL = re.compile("[\u0919\u091e\u0923\u0928\u092e]\u094d(?=[\u0915-\u092e])")
_DROPPED = re.compile("[\u0300-\u036f\u093c\u094d\u0951-\u0954\u200c\u200d]")
_SEPARATOR = re.compile("[^\\w\u0900-\u0903\u093a-\u094f\u0955-\u0957\u0962\u0963]+|_+")

_CANDIDATES = f"""
CALL db.index.fulltext.queryNodes('{SEARCH_INDEX}', $query, {{limit: $candidates}}) YIELD node
RETURN node.id AS id, node.name AS name, node.name_en AS name_en, node.search AS search
"""


def ensure_schema(store: Store) -> None:
    """Create the constraint and the indexes that are missing; does nothing to a store that has them."""
    store.define(STATEMENTS)


def search_query(text: str) -> str:
    """A user's words folded for the full-text index; free of Lucene's special characters and operators, maybe empty.

    Folded are case, accents, nukta, virama, joiners, candrabindu and half nasals (हिन्दी = हिंदी, ख़ान = खान).
    """
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    nasal = _HALF_NASAL.sub("\u0902", decomposed).replace("\u0901", "\u0902")
    return " ".join(_SEPARATOR.sub(" ", _DROPPED.sub("", nasal)).split())


def search_text(names: Iterable[str]) -> str:
    """What `Entity.search` holds for an entity of these names: each name, then those folded forms that differ."""
    distinct = list(dict.fromkeys(names))
    folded = dict.fromkeys(search_query(name) for name in distinct)
    return " | ".join([*distinct, *(form for form in folded if form and form not in distinct)])


def search_entities(store: Store, text: str, limit: int = 10) -> list[Row]:
    """Entities whose names share words with `text`, best first: rows of `id`, `name` and `score` (0 to 1).

    The full-text index proposes, one measure ranks on both engines: the F1 of the query's words against the words of
    the entity's closest name. Ties go by name and id.
    """
    query = search_query(text)
    if not query:
        return []
    words = set(query.split())
    found = []
    for row in store.query(_CANDIDATES, {"query": query, "candidates": 50 + 20 * limit}):
        score = max(_overlap(words, set(name.split())) for name in map(search_query, row["search"].split(" | ")))
        if score > 0:
            found.append({"id": row["id"], "name": row["name"], "score": round(score, 4)})
    found.sort(key=lambda row: (-row["score"], row["name"] or "", row["id"]))
    return found[:limit]


def _overlap(words: set[str], name: set[str]) -> float:
    shared = len(words & name)
    return 2 * shared / (len(words) + len(name))
