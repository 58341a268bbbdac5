"""Explaining a fact: the sentences behind an event, treaty, claim, clause, office or entity, with the words marked."""

from __future__ import annotations

from dataclasses import dataclass

from sutradhar.errors import NotFoundError
from sutradhar.graph.lookup import current_id
from sutradhar.graph.stores.base import Row, Store

EVIDENCE = """
MATCH (f:{label} {{id: $id}})-[r:EVIDENCED_BY]->(s:Sentence)<-[:HAS_SENTENCE]-(a:Article)
RETURN s.id AS sentence, s.text AS text, s.start AS offset, r.start AS start, r.`end` AS stop, r.trigger AS note, a.title AS article
ORDER BY sentence, start
"""
MENTIONS = """
MATCH (e:Entity {id: $id})<-[r:MENTIONS]-(s:Sentence)<-[:HAS_SENTENCE]-(a:Article)
RETURN s.id AS sentence, s.text AS text, s.start AS offset, r.start AS start, r.`end` AS stop, r.method AS note, a.title AS article
ORDER BY sentence, start
"""
ENTITY = """
MATCH (e:Entity {id: $id})
RETURN e.name AS name, e.name_en AS name_en, labels(e) AS labels, e.reasons AS reasons, e.absorbed AS absorbed
"""
OFFICE = """
MATCH (p:Person)-[o:HOLDS_OFFICE]->(b:Entity)
WHERE o.id = $id
RETURN p.name AS person, b.name AS body, o.title AS title, o.sentences AS sentences
"""
SENTENCES = """
MATCH (s:Sentence)<-[:HAS_SENTENCE]-(a:Article)
WHERE s.id IN $ids
RETURN s.id AS sentence, s.text AS text, s.start AS offset, a.title AS article
ORDER BY sentence
"""
TITLES = {"Event": "f.title", "Claim": "f.text", "Clause": "f.kind"}


@dataclass(frozen=True)
class Passage:
    """A sentence in three parts, the middle one marked; `note`: the trigger, or how the name was found."""

    parts: tuple[str, str, str]
    sentence: str
    article: str
    note: str


@dataclass(frozen=True)
class Explanation:
    """What a thing is called and the passages it rests on, in text order.

    Of an entity `reasons` says why its names belong together, and `absorbed` which other ids lead to it.
    """

    id: str
    kind: str
    title: str
    passages: tuple[Passage, ...]
    reasons: tuple[str, ...] = ()
    absorbed: tuple[str, ...] = ()


def explain(store: Store, id: str) -> Explanation:
    """The explanation of a fact or entity, an entity also by a former id; `NotFoundError` when nothing has it."""
    for label, title in TITLES.items():
        found = store.query(f"MATCH (f:{label} {{id: $id}}) RETURN {title} AS title", {"id": id})
        if found:
            rows = store.query(EVIDENCE.format(label=label), {"id": id})
            return Explanation(id, label, found[0]["title"], tuple(map(_passage, rows)))
    if (now := current_id(store, id)) is not None:
        [entity] = store.query(ENTITY, {"id": now})
        kind = next((label for label in entity["labels"] if label != "Entity"), "Entity")
        title = f"{entity['name']} ({entity['name_en']})" if entity["name_en"] else entity["name"]
        evidence = store.query(EVIDENCE.format(label="Entity"), {"id": now}) if kind == "Treaty" else []
        passages = tuple(map(_passage, store.query(MENTIONS, {"id": now}) or evidence))
        return Explanation(now, kind, title, passages, tuple(entity["reasons"] or ()), tuple(entity["absorbed"] or ()))
    offices = store.query(OFFICE, {"id": id})
    if offices:
        office = offices[0]
        rows = store.query(SENTENCES, {"ids": office["sentences"]})
        marked = tuple(_office_passage(row, office["title"], office["person"]) for row in rows)
        return Explanation(id, "office", f"{office['person']}: {office['title']}, {office['body']}", marked)
    raise NotFoundError(f"nothing in the store has the id '{id}'; ids stand in the first column of most recipes")


def _passage(row: Row) -> Passage:
    start, stop = row["start"] - row["offset"], row["stop"] - row["offset"]
    text = row["text"]
    return Passage((text[:start], text[start:stop], text[stop:]), row["sentence"], row["article"], row["note"])


def _office_passage(row: Row, title: str, person: str) -> Passage:
    """An office's words are marked from its title on, where the sentence has it in the same form."""
    text = row["text"]
    start = text.find(title)
    if start < 0:
        return Passage((text, "", ""), row["sentence"], row["article"], "office")
    stop = start + len(title)
    return Passage((text[:start], text[start:stop], text[stop:]), row["sentence"], row["article"], "office")
