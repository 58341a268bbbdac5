"""Hand-made article records for tests: a `Story` collects what an article says and gives the record."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

from sutradhar.graph.model import (
    Article,
    ArticleRecord,
    Claim,
    Clause,
    Evidence,
    LocalEntity,
    LocalEvent,
    LocalTreaty,
    Mention,
    Office,
    Participant,
    Sentence,
)
from sutradhar.graph.names import name_key

PEOPLE = {
    "lavrov": ("Q58217", "सर्गेई लावरोव", "Sergey Lavrov"),
    "kim": ("Q56226", "किम जोंग उन", "Kim Jong-un"),
    "putin": ("Q7747", "व्लादिमीर पुतिन", "Vladimir Putin"),
    "choe": ("Q485472", "चोए सोन हुई", "Choe Son-hui"),
}
PLACES = {
    "russia": ("Q159", "रूस", "Russia", "country", None),
    "korea": ("Q423", "उत्तर कोरिया", "North Korea", "country", None),
    "ukraine": ("Q212", "यूक्रेन", "Ukraine", "country", None),
    "wonsan": ("Q320293", "वॉनसान", "Wonsan", "city", ("Q423", "उत्तर कोरिया", "North Korea")),
    "moscow": ("Q649", "मॉस्को", "Moscow", "city", ("Q159", "रूस", "Russia")),
}
COUNTRY_CODES = {"russia": "RU", "korea": "KP", "ukraine": "UA", "wonsan": "KP", "moscow": "RU"}
STATES = {"bihar": ("Q1165", "बिहार", "Bihar"), "punjab": ("Q22424", "पंजाब", "Punjab")}


@dataclass
class Story:
    """One article. `text` makes its id; sentences come with the facts."""

    text: str
    uri: str | None = None
    published: str | None = None
    publisher: str | None = None
    shingles: tuple[int, ...] = ()
    sentences: list[Sentence] = field(default_factory=list)
    entities: dict[str, LocalEntity] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)
    offices: list[Office] = field(default_factory=list)
    events: list[LocalEvent] = field(default_factory=list)
    treaties: list[LocalTreaty] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)

    def say(self, words: str) -> Evidence:
        """A sentence with the evidence that all of it is."""
        start = self.sentences[-1].end + 1 if self.sentences else 0
        sentence = Sentence(len(self.sentences), start, start + len(words), words)
        self.sentences.append(sentence)
        return Evidence(sentence.index, sentence.start, sentence.end, words)

    def entity(self, key: str, label: Any, identity: str, name: str, **properties: Any) -> str:
        """An entity with a mention of it."""
        self.entities[key] = LocalEntity(key, label, identity, name, **properties)
        where = self.say(name)
        self.mentions.append(Mention(key, where.sentence, where.start, where.end, name, "gazetteer", 0.9))
        return key

    def person(self, name: str, **properties: Any) -> str:
        """A person whom no gazetteer knows; gives the key, which is the name."""
        if name not in self.entities:
            self.entity(name, "Person", name_key(name), name, partial=" " not in name, **properties)
        return name

    def organisation(self, name: str, **properties: Any) -> str:
        """An organisation that no gazetteer knows; gives the key, which is the name."""
        return self.entity(name, "Organization", name_key(name), name, **properties)

    def known(self, key: str) -> str:
        """One of `PEOPLE`, `PLACES` or `STATES`."""
        if key in self.entities:
            return key
        if key in PEOPLE:
            identity, name, name_en = PEOPLE[key]
            return self.entity(key, "Person", identity, name, name_en=name_en, wikidata=identity)
        if key in STATES:
            identity, name, name_en = STATES[key]
            return self.entity(
                key, "Place", identity, name, name_en=name_en, wikidata=identity, place_type="state", country_code="IN"
            )
        identity, name, name_en, place_type, within = PLACES[key]
        return self.entity(
            key, "Place", identity, name, name_en=name_en, wikidata=identity, place_type=place_type, within=within,
            latitude=55.5, longitude=37.25, country_code=COUNTRY_CODES[key],
        )  # fmt: skip

    def office(self, person: str, body: str, title: str, title_en: str | None = None, former: bool = False) -> None:
        self.offices.append(Office(self.known(person), self.known(body), title, title_en, (self.say(title),), former))

    def event(self, mode: str, roles: str = "", at: str = "", date: str | None = None, **other: Any) -> str:
        """`roles` as in "actor:lavrov counterpart:kim", `at` keys of places; gives the event's key."""
        pairs = [pair.split(":") for pair in roles.split()]
        key = f"v{len(self.events)}"
        event = {
            "modality": "asserted",
            "confidence": 0.75,
            "about": (),
            "participants": tuple(Participant(self.known(who), role) for role, who in pairs),
            "places": tuple(self.known(place) for place in at.split()),
            "evidence": (self.say(f"{mode} {roles} {at} {date}"),),
            **other,
        }
        self.events.append(LocalEvent(key=key, mode=mode, date=date, **event))
        return key

    def treaty(self, kind: str, parties: str, signed_on: str | None = None, clause: str = "", **other: Any) -> str:
        key = f"t{len(self.treaties)}"
        self.entity(key, "Treaty", f"{kind}-{key}", f"{kind} संधि", name_en=f"{kind} treaty")
        treaty = {
            "signatories": (),
            "signed_at": (),
            "status": "signed",
            "parties": tuple(self.known(party) for party in parties.split()),
            "clauses": (Clause(clause, f"{clause} का वाक्य", (self.say(clause),)),) if clause else (),
            "evidence": (self.say(f"{kind} {parties}"),),
            **other,
        }
        self.treaties.append(LocalTreaty(entity=key, kind=kind, signed_on=signed_on, **treaty))
        return key

    def claim(self, speaker: str, words: str, about: tuple[str, ...] = ()) -> None:
        key = f"c{len(self.claims)}"
        self.claims.append(Claim(key, words, "कहा", "asserted", (self.known(speaker),), (), about, (self.say(words),)))

    @property
    def id(self) -> str:
        return f"article:{hashlib.sha256(self.text.encode()).hexdigest()[:16]}"

    def record(self) -> ArticleRecord:
        article = Article(
            id=self.id,
            uris=(self.uri or f"file:///news/{self.text}.txt",),
            title=f"{self.text} शीर्षक",
            publisher=self.publisher,
            author=None,
            dateline=None,
            published=self.published,
            language="hi",
            sha256=hashlib.sha256(self.text.encode()).hexdigest(),
            pipeline="test-1",
        )
        return ArticleRecord(
            article,
            tuple(self.sentences),
            tuple(self.entities.values()),
            tuple(self.mentions),
            tuple(self.offices),
            tuple(self.events),
            tuple(self.treaties),
            tuple(self.claims),
            self.shingles,
        )


def meeting(text: str, date: str | None = None, **options: Any) -> Story:
    """Lavrov meets Kim in Wonsan."""
    story = Story(text, **options)
    event = story.event("meet", "actor:lavrov counterpart:kim", "wonsan", date)
    story.office("lavrov", "russia", "विदेश मंत्री", "foreign minister")
    story.claim("lavrov", f"{text}: बातचीत अच्छी रही", (event, "kim"))
    return story
