"""The schema of a store: the one constraint, the indexes, and what the full-text indexes propose for words.

The engines cut words differently (kglite splits Devanagari at virama and nukta, stems nothing and knows no Lucene
operators), so names are stored folded as well and queries are folded the same way; then both find the same entities.
Titles of events and texts of claims and sentences are indexed as they are, on Neo4j with Lucene's `hindi` analyzer;
who asks them gives every form of a word that counts (`sutradhar.queries.words`) and ranks what both propose alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from sutradhar.errors import StatementError, StoreError
from sutradhar.graph.stores.base import ENTITY_CONSTRAINT, Row, Store

SEARCH_INDEX = "entity_search"
ID_INDEXED = ("Article", "Sentence", "Event", "Claim", "Clause")

TEXTS = {"Event": "title", "Claim": "text", "Sentence": "text"}  # label and the property that its index covers

STATEMENTS = (
    f"CREATE CONSTRAINT {ENTITY_CONSTRAINT} IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE",
    *(f"CREATE INDEX {label.lower()}_id IF NOT EXISTS FOR (n:{label}) ON (n.id)" for label in ID_INDEXED),
    f"CREATE FULLTEXT INDEX {SEARCH_INDEX} IF NOT EXISTS FOR (n:Entity) ON EACH [n.search]",
)
# kglite has one way of cutting words and refuses to be told of another.
_ANALYZER = {"neo4j": " OPTIONS {indexConfig: {`fulltext.analyzer`: 'hindi'}}"}

# kglite's index cuts words at marks that are not letters; nasals and accents are folded because writers vary in them.
_HALF_NASAL = re.compile("[\u0919\u091e\u0923\u0928\u092e]\u094d(?=[\u0915-\u092e])")
_DROPPED = re.compile("[\u0300-\u036f\u093c\u094d\u0951-\u0954\u200c\u200d]")
_SEPARATOR = re.compile("[^\\w\u0900-\u0903\u093a-\u094f\u0955-\u0957\u0962\u0963]+|_+")

_NO_INDEX = re.compile("no (such )?fulltext", re.IGNORECASE)  # what both engines say

_CANDIDATES = f"""
CALL db.index.fulltext.queryNodes('{SEARCH_INDEX}', $query, {{limit: $candidates}}) YIELD node
RETURN node.id AS id, node.name AS name, node.name_en AS name_en, node.search AS search
"""


def ensure_schema(store: Store) -> None:
    """Create the constraint and the indexes that are missing; does nothing to a store that has them."""
    store.define([*STATEMENTS, *(text_index(label, store.engine) for label in TEXTS)])


def text_index(label: str, engine: str) -> str:
    """The statement that makes the full-text index of a label in `TEXTS`, if it is missing."""
    index = f"CREATE FULLTEXT INDEX {label.lower()}_search IF NOT EXISTS FOR (n:{label}) ON EACH [n.{TEXTS[label]}]"
    return index + _ANALYZER.get(engine, "")


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


def entity_candidates(store: Store, words: Iterable[str], limit: int) -> list[Row]:
    """Entities that the index proposes for any of these words (folded): rows of `id`, `name`, `name_en`, `search`."""
    return store.query(_CANDIDATES, {"query": " ".join(words), "candidates": limit})


def text_candidates(store: Store, label: str, words: Iterable[str], limit: int) -> list[Row]:
    """Nodes of a label in `TEXTS` that its index proposes for any of these words: rows of `id` and `text`.

    The words are plain ones, in the forms in which texts may have them. Raises `StoreError` for a store that was
    written before there was such an index.
    """
    statement = (
        f"CALL db.index.fulltext.queryNodes('{label.lower()}_search', $query, {{limit: $candidates}}) YIELD node "
        f"RETURN node.id AS id, node.{TEXTS[label]} AS text"
    )
    try:
        return store.query(statement, {"query": " ".join(words), "candidates": limit})
    except StatementError as error:
        if not _NO_INDEX.search(str(error)):
            raise
        raise StoreError(
            f"{store.uri} has no index to search texts yet: the next `sutradhar ingest` into it makes one"
        ) from error
