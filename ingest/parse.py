"""From documents to records: the whole way of the data for a batch of articles. A pure function of text and metadata."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from datasketch import MinHash

from sutradhar import __version__
from sutradhar.graph.model import Article, ArticleRecord, LocalEntity, LocalEvent, LocalTreaty, Sentence
from sutradhar.ingest.arguments import ArgumentFinder
from sutradhar.ingest.claims import ClaimFinder
from sutradhar.ingest.document import Document
from sutradhar.ingest.entities import EntityBuilder, EntityTable
from sutradhar.ingest.events.finder import EventFinder
from sutradhar.ingest.gazetteer import Gazetteer
from sutradhar.ingest.lexicon import load_reporting, load_treaty_words
from sutradhar.ingest.mentions import MentionFinder
from sutradhar.ingest.nlp.pipeline import Analyser
from sutradhar.ingest.treaties import TreatyFinder, TreatyGroup, local_treaties
from sutradhar.ingest.tree import trees

SHINGLE_WORDS = 4
PERMUTATIONS = 64
MEDIA_KINDS = frozenset({"news-agency", "newspaper", "broadcaster"})


class ArticleParser:
    """Parses articles; loads model and gazetteers once."""

    def __init__(self) -> None:
        self.analyser = Analyser.load()
        self.gazetteer = Gazetteer.load()
        self.mentions = MentionFinder(self.gazetteer)

    def parse(self, documents: Sequence[Document]) -> list[ArticleRecord]:
        """One record for each document, in order; language analysis runs over all of them in one batch."""
        analysed = self.analyser.analyse([document.text for document in documents])
        return [self._record(document, each) for document, each in zip(documents, analysed, strict=True)]

    def _record(self, document: Document, analysed: Any) -> ArticleRecord:
        sentences = trees(analysed)
        words = load_treaty_words()
        found = self.mentions.find(sentences)
        treaty_finder = TreatyFinder(sentences, words, document.text)
        agreements = treaty_finder.find(found)
        covered = {(each.tree, i) for each in agreements for i in range(each.start, each.end)}
        found = [each for each in found if not any((each.tree, i) in covered for i in range(each.start, each.end))]
        table = EntityBuilder(document, sentences, [*found, *agreements], self.gazetteer).build()
        arguments = ArgumentFinder(sentences, table)
        reporting = load_reporting()
        claim_finder = ClaimFinder(sentences, table, arguments, reporting, self._media(table))
        events = EventFinder(sentences, table, arguments, reporting, document.published, claim_finder.sourced()).find()
        treaties = local_treaties(sentences, table, arguments, events, words, treaty_finder.groups)
        claims = claim_finder.find(document.text, events)
        table, events = _without_unknown_treaties(table, events, treaties, treaty_finder.groups)
        kept = set(table.entities) | {event.key for event in events}
        claims = [replace(claim, about=tuple(key for key in claim.about if key in kept)) for claim in claims]
        return ArticleRecord(
            article=article_of(document),
            sentences=tuple(Sentence(tree.index, tree.start, tree.end, tree.text) for tree in sentences),
            entities=tuple(table.entities.values()),
            mentions=table.mentions,
            offices=table.offices,
            events=tuple(events),
            treaties=tuple(treaties),
            claims=tuple(claims),
            shingles=_signature(document.text),
        )

    def _media(self, table: EntityTable) -> frozenset[str]:
        """Keys of news agencies, papers and broadcasters."""
        media = set()
        for key, entity in table.entities.items():
            entry = self.gazetteer.get(entity.identity)
            kind = entry.kind if entry is not None else None
            if kind in MEDIA_KINDS or any(word in entity.name for word in ("समाचार एजेंसी", "न्यूज", "टाइम्स", "टीवी")):
                media.add(key)
        return frozenset(media)


def article_of(document: Document) -> Article:
    """The article node's facts; its id is made from the clean text."""
    digest = hashlib.sha256(document.text.encode("utf-8")).hexdigest()
    return Article(
        id=f"article:{digest[:16]}",
        uris=(document.uri,),
        title=document.title,
        publisher=document.publisher,
        author=document.author,
        dateline=document.dateline,
        published=document.published,
        language=document.language,
        sha256=digest,
        pipeline=pipeline_version(),
    )


def pipeline_version() -> str:
    """What parsed an article; a new version parses known texts again."""
    return f"sutradhar-{__version__}"


def _without_unknown_treaties(
    table: EntityTable, events: Sequence[LocalEvent], treaties: Sequence[LocalTreaty], groups: Sequence[TreatyGroup]
) -> tuple[EntityTable, list[LocalEvent]]:
    """Agreements that nothing is known of are dropped; the others get their name and an identity from what is known."""
    known = {treaty.entity: treaty for treaty in treaties}
    entities: dict[str, LocalEntity] = {}
    for key, entity in table.entities.items():
        if entity.label != "Treaty":
            entities[key] = entity
        elif key in known:
            group = next(group for group in groups if entity.identity.startswith(f"t{group.number}:"))
            treaty = known[key]
            names = sorted(group.names, key=lambda name: (-len(name.split()), name)) or [entity.name]
            parties = "-".join(sorted(table.entities[party].identity for party in treaty.parties))
            identity = ":".join(filter(None, (treaty.kind, parties, treaty.signed_on)))
            aliases = tuple(sorted({*entity.aliases, entity.name, *names} - {names[0]}))
            entities[key] = replace(entity, name=names[0], identity=identity, aliases=aliases, name_en=group.english)
    mentions = tuple(mention for mention in table.mentions if mention.entity in entities)
    kept = [replace(event, about=tuple(key for key in event.about if key in entities)) for event in events]
    return replace(table, entities=entities, mentions=mentions), [
        each for each in kept if each.participants or each.places or each.about
    ]


def _signature(text: str) -> tuple[int, ...]:
    """MinHash signature (Broder 1997) of the text's word 4-grams."""
    words = text.split()
    sketch = MinHash(num_perm=PERMUTATIONS, seed=1)
    for shingle in _shingles(words):
        sketch.update(shingle.encode("utf-8"))
    return tuple(int(value) for value in sketch.hashvalues)


def _shingles(words: Sequence[str]) -> Iterable[str]:
    return (" ".join(words[i : i + SHINGLE_WORDS]) for i in range(max(1, len(words) - SHINGLE_WORDS + 1)))
