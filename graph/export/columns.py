"""The properties of each kind of node and relationship with their types, for formats that want typed columns.

What the graph model defines is written here once, so that a column is there, in its type, whether or not the graph at
hand has a value for it. Properties that somebody has added to a store come after these, as text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Literal

from sutradhar.errors import ExportError
from sutradhar.graph.export.stream import quoted
from sutradhar.graph.ontology import load_ontology
from sutradhar.graph.stores.base import Store

Type = Literal["text", "int", "float", "bool", "texts", "ints"]

_ENTITY: dict[str, Type] = {
    **dict.fromkeys(("name", "name_en", "search", "wikidata"), "text"),
    **dict.fromkeys(("aliases", "absorbed", "reasons"), "texts"),
}
_SHORTCUT: dict[str, Type] = {"events": "texts", "first": "text", "last": "text", "derived": "bool"}

NODES: Mapping[str, Mapping[str, Type]] = {
    "Article": dict.fromkeys(
        ("uri", "title", "publisher", "author", "dateline", "published", "language", "sha256", "pipeline"), "text"
    ),
    "Sentence": {"index": "int", "start": "int", "end": "int", "text": "text"},
    "Entity": _ENTITY,
    "Person": _ENTITY,
    "Organization": _ENTITY,
    "Place": {**_ENTITY, "place_type": "text", "country_code": "text", "latitude": "float", "longitude": "float"},
    "Treaty": {**_ENTITY, "signed_on": "text", "status": "text"},
    "Event": {
        **dict.fromkeys(("title", "mode", "plover", "date", "date_start", "date_end", "modality"), "text"),
        "confidence": "float",
        "killed": "ints",
        "injured": "ints",
    },
    "Claim": {"text": "text", "verb": "text", "modality": "text"},
    "Clause": {"kind": "text", "text": "text"},
}
RELATIONSHIPS: Mapping[str, Mapping[str, Type]] = {
    "HAS_SENTENCE": {},
    "MENTIONS": {"surface": "text", "start": "int", "end": "int", "method": "text", "score": "float"},
    "HOLDS_OFFICE": {
        "title": "text",
        "title_en": "text",
        "from": "text",
        "seen": "text",
        "to": "text",
        "former": "bool",
        "sentences": "texts",
    },
    "WITHIN": {},
    "PARTICIPANT": {"role": "text"},
    "AT": {},
    "ABOUT": {},
    "PARTY": {},
    "SIGNED_BY": {},
    "SIGNED_AT": {},
    "HAS_CLAUSE": {},
    "BY": {},
    "REPORTED_BY": {},
    "EVIDENCED_BY": {"start": "int", "end": "int", "trigger": "text", "modality": "text"},
    "NEAR_DUPLICATE_OF": {"similarity": "float"},
}
_PYTHON = {"text": str, "int": int, "float": float, "bool": bool}
# What the embedded engine shows in every node and relationship besides its properties.
_SHOWN = frozenset({"id", "type", "title"})


def node_columns(store: Store, kind: str) -> dict[str, Type]:
    """The columns of a kind of node, without `id`: the model's, then those that the store has besides."""
    return _with_added(store, f"(x:{quoted(kind)})", NODES.get(kind, {}))


def link_columns(store: Store, type_: str) -> dict[str, Type]:
    """The columns of a type of relationship, likewise, without its ends."""
    return _with_added(store, f"()-[x:{quoted(type_)}]->()", link_types(type_))


def link_types(type_: str) -> Mapping[str, Type]:
    """The properties that the model gives to a type of relationship; none where somebody else has made it."""
    if type_ in RELATIONSHIPS:
        return RELATIONSHIPS[type_]
    return _SHORTCUT if any(mode.shortcut == type_ for mode in load_ontology().values()) else {}


def _with_added(store: Store, pattern: str, model: Mapping[str, Type]) -> dict[str, Type]:
    rows = store.query(f"MATCH {pattern} WITH DISTINCT keys(x) AS keys RETURN keys")
    added = {key for row in rows for key in row["keys"]} - model.keys() - _SHOWN
    return {**model, **dict.fromkeys(sorted(added), "text")}


def typed(value: Any, type_: Type, where: str) -> Any:
    """A property's value in the type of its column; `where` names it in the `ExportError` for one that does not fit."""
    if value is None:
        return None
    try:
        if type_ in {"texts", "ints"}:
            return [str(each) if type_ == "texts" else int(each) for each in value]
        if type_ == "text" and not isinstance(value, str):
            return json.dumps(value, ensure_ascii=False, default=str)
        return _PYTHON[type_](value)
    except (TypeError, ValueError) as error:
        raise ExportError(f"{where} is {value!r} in the store, which is no {type_}: correct it there") from error
