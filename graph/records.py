"""Records: what one article says, as text that a store can keep, and the shelf of all records that a graph rests on.

The same text may be read at several places with different metadata (a copy without a date, say), and one place may
come to hold another text. So the shelf keeps, for each place (uri), what was read there; an article shows the best
known of its readings and all its places. That makes the shelf, and the graph, independent of the order of reading.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from pydantic import TypeAdapter, ValidationError

from sutradhar.errors import StoreError, SutradharError
from sutradhar.graph.model import (
    Article,
    ArticleRecord,
    Claim,
    Clause,
    Evidence,
    LocalEvent,
    LocalTreaty,
    Mention,
    Office,
)

_RECORD = TypeAdapter(ArticleRecord)
_ARTICLE = TypeAdapter(Article)


def to_json(record: ArticleRecord) -> str:
    """A record as compact JSON with sorted keys; fields with their default value are left out."""
    return _dump(_RECORD.dump_python(record, mode="json", exclude_defaults=True))


def from_json(text: str) -> ArticleRecord:
    """The record that `to_json` wrote. Raises `StoreError` for any other text."""
    try:
        return _RECORD.validate_json(text)
    except ValidationError as error:
        problem = error.errors()[0]
        place = ".".join(map(str, problem["loc"]))
        raise StoreError(
            f"a stored article record is damaged ({place}: {problem['msg']}): remove the store and ingest again"
        ) from error


def check(record: ArticleRecord) -> None:
    """Raise `SutradharError` when something in the record refers to an entity, event or sentence that it has not."""
    entities = {entity.key for entity in record.entities}
    used = {mention.entity for mention in record.mentions}
    used |= {key for office in record.offices for key in (office.person, office.body)}
    used |= {key for event in record.events for key in (*event.places, *event.about)}
    used |= {part.entity for event in record.events for part in event.participants}
    used |= {
        key for each in record.treaties for key in (each.entity, *each.parties, *each.signatories, *each.signed_at)
    }
    used |= {key for claim in record.claims for key in (*claim.speakers, *claim.reporters)}
    about = {key for claim in record.claims for key in claim.about}
    clauses = [clause for treaty in record.treaties for clause in treaty.clauses]
    facts: list[Office | LocalEvent | LocalTreaty | Claim | Clause]
    facts = [*record.offices, *record.events, *record.treaties, *record.claims, *clauses]
    evidence: list[Mention | Evidence] = [each for fact in facts for each in fact.evidence]
    sentences = {each.sentence for each in (*evidence, *record.mentions)} - {each.index for each in record.sentences}
    missing = (used - entities) | (about - entities - {event.key for event in record.events}) | set(map(str, sentences))
    if missing:
        raise SutradharError(
            f"{record.article.id} ({record.article.title}) refers to what it does not contain "
            f"({', '.join(sorted(missing))}): a fault of the parser, please report it"
        )


def source_of(article: Article) -> str:
    """A digest of the text, its metadata and the parser's version: equal when parsing would give the same record."""
    return _digest(_dump(_ARTICLE.dump_python(replace(article, uris=()), mode="json")))


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:32]


@dataclass(frozen=True)
class Reading:
    """A record without places, and the places (uris, sorted) that it was read at."""

    record: ArticleRecord
    uris: tuple[str, ...]

    @property
    def article_id(self) -> str:
        return self.record.article.id


Readings = dict[str, Reading | None]  # reading id → what it becomes; None: gone


class Shelf:
    """All readings by id; an id is made from the record's content, so equal readings are one."""

    def __init__(self) -> None:
        self._readings: dict[str, Reading] = {}
        self._of_article: dict[str, set[str]] = {}
        self._at: dict[str, str] = {}

    def __iter__(self) -> Iterator[str]:
        return iter(self._readings)

    def __contains__(self, article_id: str) -> bool:
        return article_id in self._of_article

    def reading(self, reading_id: str) -> Reading | None:
        return self._readings.get(reading_id)

    def articles(self) -> list[str]:
        """Ids of all articles, sorted."""
        return sorted(self._of_article)

    def best(self, article_id: str) -> str | None:
        """The reading that an article shows: by the newest parser, then with most metadata, then the smallest id."""
        return min(self._of_article.get(article_id, ()), key=self._rank, default=None)

    def _rank(self, reading_id: str) -> tuple[tuple[int, ...], int, str]:
        article = self._readings[reading_id].record.article
        version = tuple(-int(number) for number in re.findall(r"\d+", article.pipeline))
        known = sum(
            value is not None for value in (article.published, article.publisher, article.author, article.dateline)
        )
        return version, -known, reading_id

    def article(self, article_id: str) -> ArticleRecord | None:
        """The record that an article shows, with all its places."""
        best = self.best(article_id)
        if best is None:
            return None
        uris = sorted(uri for each in self._of_article[article_id] for uri in self._readings[each].uris)
        record = self._readings[best].record
        return replace(record, article=replace(record.article, uris=tuple(uris)))

    def adding(self, record: ArticleRecord) -> Readings:
        """The changes by which `record` comes to be what is read at its places; empty when it is already."""
        if not record.article.uris:
            raise ValueError(f"{record.article.id} has no uri")
        bare = replace(record, article=replace(record.article, uris=()))
        reading_id = f"record:{_digest(to_json(bare))}"
        uris = {uri for uri in record.article.uris if self._at.get(uri) != reading_id}
        if not uris:
            return {}
        changes = self._detaching(uris)
        known = self._readings.get(reading_id)
        changes[reading_id] = Reading(bare, tuple(sorted(uris | set(known.uris if known else ()))))
        return changes

    def removing(self, article_or_uri: str) -> Readings:
        """The changes that take out an article, or what was read at one place; empty when nothing is known of it."""
        if article_or_uri in self._of_article:
            return dict.fromkeys(self._of_article[article_or_uri])
        return self._detaching({article_or_uri})

    def _detaching(self, uris: Iterable[str]) -> Readings:
        changes: Readings = {}
        gone = set(uris)
        for reading_id in {self._at[uri] for uri in gone if uri in self._at}:
            reading = self._readings[reading_id]
            left = tuple(uri for uri in reading.uris if uri not in gone)
            changes[reading_id] = replace(reading, uris=left) if left else None
        return changes

    def update(self, changes: Mapping[str, Reading | None]) -> Readings:
        """Make the changes; gives those that would undo them."""
        undo: Readings = {reading_id: self._readings.get(reading_id) for reading_id in changes}
        for reading_id, old in undo.items():
            if old is not None:
                del self._readings[reading_id]
                self._of_article[old.article_id].discard(reading_id)
                if not self._of_article[old.article_id]:
                    del self._of_article[old.article_id]
                for uri in old.uris:
                    del self._at[uri]
        for reading_id, new in changes.items():
            if new is not None:
                self._readings[reading_id] = new
                self._of_article.setdefault(new.article_id, set()).add(reading_id)
                self._at.update(dict.fromkeys(new.uris, reading_id))
        return undo
