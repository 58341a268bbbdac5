"""What the graph is made of: records (what one article says), nodes and relationships (what a store holds).

Parsing an article is a pure function that ends in an `ArticleRecord`. The graph is a pure function of the set of
records: `graph.fold` turns records into `Node`s and `Relationship`s, a store keeps them. All ids are strings that come
out the same on every machine and in any order of arrival.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

EntityLabel = Literal["Person", "Place", "Organization", "Treaty"]
Modality = Literal["asserted", "planned", "claimed", "denied"]
Value = str | int | float | bool | list[str] | None


# --- what a store holds -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Node:
    """A node: `labels` with the general one first (("Entity", "Person"), ("Event",)); `properties` without `id`."""

    id: str
    labels: tuple[str, ...]
    properties: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Relationship:
    """A directed relationship. `id` is unique among all relationships and kept as its `id` property."""

    id: str
    type: str
    start: str
    end: str
    properties: Mapping[str, Value] = field(default_factory=dict)


# --- what one article says --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Article:
    """One article. `uris`: where this very text was read (sorted; the first is the node's `uri`).

    `id` and `sha256` come from the cleaned text; `published` is EDTF or None; `pipeline` names the version that parsed it.
    """

    id: str
    uris: tuple[str, ...]
    title: str
    publisher: str | None
    author: str | None
    dateline: str | None
    published: str | None
    language: str
    sha256: str
    pipeline: str


@dataclass(frozen=True)
class Sentence:
    """A sentence; `start` and `end` are character offsets into the article's cleaned text, `text` is that slice."""

    index: int
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Evidence:
    """Where an article says something: sentence index, offsets of the trigger in the article's text, the trigger."""

    sentence: int
    start: int
    end: int
    trigger: str


@dataclass(frozen=True)
class LocalEntity:
    """An entity as one article knows it.

    `key` is unique in the record. `identity` is a gazetteer id ("Q159") or, for a name no gazetteer knows, a
    spelling-proof name key. `partial`: a person known by one word only. Which entities of several articles are one is
    for `graph.entities` to say.
    """

    key: str
    label: EntityLabel
    identity: str
    name: str
    name_en: str | None = None
    aliases: tuple[str, ...] = ()
    wikidata: str | None = None
    partial: bool = False
    place_type: str | None = None
    country_code: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    within: tuple[str, str, str] | None = None  # identity, Hindi name, English name of the country or state around it
    occupations: tuple[str, ...] = ()  # words for what somebody does ("सिपाही", "क्रिकेटर"), sorted
    deceased: bool = False  # the article speaks of somebody dead


@dataclass(frozen=True)
class Mention:
    """A name in the text: offsets into the article's text, `surface` is that slice; `entity` is a `LocalEntity.key`."""

    entity: str
    sentence: int
    start: int
    end: int
    surface: str
    method: str
    score: float


@dataclass(frozen=True)
class Office:
    """A person holds an office of a country or organisation, with the sentence that says so."""

    person: str
    body: str
    title: str
    title_en: str | None
    evidence: tuple[Evidence, ...]
    former: bool = False


@dataclass(frozen=True)
class Participant:
    """An entity's part in an event: `entity` is a `LocalEntity.key`, `role` actor, recipient, counterpart, theme …"""

    entity: str
    role: str


@dataclass(frozen=True)
class LocalEvent:
    """An event as one article tells it; `date` is EDTF. `killed`/`injured`: (lowest, highest) number reported."""

    key: str
    mode: str
    date: str | None
    modality: Modality
    confidence: float
    participants: tuple[Participant, ...]
    places: tuple[str, ...]
    about: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    killed: tuple[int, int] | None = None
    injured: tuple[int, int] | None = None


@dataclass(frozen=True)
class Clause:
    """A provision of a treaty, e.g. `mutual_defence`, with its sentence's words."""

    kind: str
    text: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class LocalTreaty:
    """What an article says of a treaty; `entity` is the key of its `LocalEntity` (label Treaty)."""

    entity: str
    kind: str
    parties: tuple[str, ...]
    signatories: tuple[str, ...]
    signed_at: tuple[str, ...]
    signed_on: str | None
    status: str
    clauses: tuple[Clause, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Claim:
    """Who says what: `speakers` and `reporters` (agencies) are entity keys, `about` keys of entities or events."""

    key: str
    text: str
    verb: str
    modality: Modality
    speakers: tuple[str, ...]
    reporters: tuple[str, ...]
    about: tuple[str, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class ArticleRecord:
    """All that one article says, with evidence; the unit that is kept, replaced and removed."""

    article: Article
    sentences: tuple[Sentence, ...]
    entities: tuple[LocalEntity, ...]
    mentions: tuple[Mention, ...]
    offices: tuple[Office, ...]
    events: tuple[LocalEvent, ...]
    treaties: tuple[LocalTreaty, ...]
    claims: tuple[Claim, ...]
    shingles: tuple[int, ...] = ()  # MinHash signature of the text, for near duplicates
