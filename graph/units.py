"""Units: the local entities of all articles that resolution never takes apart, with what articles say of them.

A gazetteer's entity is one unit wherever it occurs. Under a name that no gazetteer knows, a unit holds the local
entities about which articles state the same hard facts (offices, countries, fields of work, death), so that the number
of units of a frequent name is that of its different descriptions and not that of its articles. A person known by one
word only is a unit of each article.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from sutradhar.graph.model import ArticleRecord, LocalEntity
from sutradhar.graph.names import name_key, normalise
from sutradhar.graph.policy import bare_title, field_of, phonetic, policy
from sutradhar.graph.resolve import Ref, bounds

_KNOWN = re.compile(r"Q\d+$|gn:|sd:")
_NO_COMPANY = frozenset({"country", "continent"})
LATE = "9999"  # where no date is known: after all that have one

Kind = tuple[str, str]  # label, identity
Sighting = tuple[str, str, str]  # day of publication, article, where in it: offset of the first mention, else local key


def entity_id(label: str, identity: str) -> str:
    return f"{label.lower()}:{identity}"


def own_id(kind: Kind, seen: Sighting) -> str:
    """The id of a local entity that is not the first of its name; its last parts tell the article and the mention."""
    return f"{entity_id(*kind)}.{seen[1].partition(':')[2]}.{seen[2]}"


def is_known(identity: str) -> bool:
    """Whether an identity is a gazetteer's."""
    return bool(_KNOWN.match(identity))


def words(name: str) -> list[str]:
    return normalise(name).split()


@dataclass(frozen=True)
class Profile:
    """What an article says of one of its entities, as far as resolution asks."""

    kind: Kind
    seen: Sighting
    partial: bool
    name: str
    names: frozenset[str]  # with `name`
    wikidata: str | None
    offices: frozenset[tuple[str, str]]  # title without tenure, identity of the body
    countries: frozenset[str]
    states: frozenset[str]  # identities of states whose offices somebody holds
    fields: frozenset[str]
    dead: str | None  # day of publication of an article that says so
    active: str | None  # the same for one in which somebody holds office, acts or speaks
    company: frozenset[str]

    @property
    def known(self) -> bool:
        return is_known(self.kind[1])

    def facts(self) -> str:
        """The hard facts in writing."""
        parts = (self.countries, self.states, self.fields, {f"{title}@{body}" for title, body in self.offices})
        return "|".join([",".join(sorted(part)) for part in parts] + (["dead"] if self.dead is not None else []))

    def ref(self, mark: str) -> Ref:
        """The unit it belongs to; `mark`: the judgement that splits it off."""
        name = f"{self.kind[0]}:{self.kind[1]}"
        if self.partial:
            return name, f"{mark}|{self.seen[1]}|{self.seen[2]}"
        return name, f"{mark}|" + ("" if self.known else self.facts())


def profiles(record: ArticleRecord) -> dict[str, Profile]:
    """The profiles of an article's people, places and organisations by their keys."""
    entities = {each.key: each for each in record.entities if each.label != "Treaty"}
    span = bounds(record.article.published)
    first, last = (day.isoformat() if day else None for day in span)
    starts: dict[str, int] = {}
    for mention in record.mentions:
        starts[mention.entity] = min(mention.start, starts.get(mention.entity, mention.start))
    acting = {part.entity for event in record.events for part in event.participants if part.role == "actor"}
    acting |= {key for claim in record.claims for key in claim.speakers}
    acting |= {office.person for office in record.offices if not office.former}
    company = {
        key: f"{each.label}:{each.identity}"
        for key, each in entities.items()
        if each.place_type not in _NO_COMPANY and not each.partial
    }
    held: dict[str, list[tuple[str, LocalEntity]]] = {}
    for office in record.offices:
        if office.body in entities:
            title = bare_title(office.title_en or office.title)
            held.setdefault(office.person, []).append((title, entities[office.body]))
    everyone = frozenset(company.values())
    return {
        key: _profile(
            each,
            (first or LATE, record.article.id, str(starts[key]) if key in starts else key),
            held.get(key, ()),
            (last or LATE) if key in acting and not each.deceased else None,
            (first or LATE) if each.deceased else None,
            everyone - {company.get(key, "")},
        )
        for key, each in entities.items()
    }


def _profile(
    entity: LocalEntity,
    seen: Sighting,
    held: Iterable[tuple[str, LocalEntity]],
    active: str | None,
    dead: str | None,
    company: frozenset[str],
) -> Profile:
    offices = frozenset((title, body.identity) for title, body in held)
    codes = {body.country_code for title, body in held if not _abroad(title)} | {entity.country_code}
    worked = {field_of(title) for title, _ in held} | {field_of(word) for word in entity.occupations}
    names = {entity.name, *entity.aliases}
    if entity.label == "Person":
        names = {name for name in names if len(words(name)) > 1} or {entity.name}
    elif entity.label == "Organization":  # "परिषद" for "सुरक्षा परिषद" is said of others too
        whole = set(words(entity.name))
        names = {name for name in names if not set(words(name)) < whole}
    if is_known(entity.identity) and entity.name_en:
        names.add(entity.name_en)
    return Profile(
        kind=(entity.label, entity.identity),
        seen=seen,
        partial=entity.partial and not is_known(entity.identity),
        name=entity.name,
        names=frozenset(names),
        wikidata=entity.wikidata,
        offices=offices,
        countries=frozenset(code for code in codes if code),
        states=frozenset(body.identity for title, body in held if body.place_type == "state"),
        fields=frozenset(each for each in worked if each),
        dead=dead,
        active=active,
        company=company,
    )


def _abroad(title: str) -> bool:
    return any(title.endswith(word) for word in policy().abroad)


@dataclass
class Unit:
    """A unit with the profiles of its local entities, by article and place in it."""

    ref: Ref
    kind: Kind
    mark: str
    partial: bool
    version: int = 0
    members: dict[tuple[str, str], Profile] = field(default_factory=dict)
    articles: Counter[str] = field(default_factory=Counter)
    mains: Counter[str] = field(default_factory=Counter)  # the names that articles call it by
    names: Counter[str] = field(default_factory=Counter)  # these and others
    wikidata: Counter[str] = field(default_factory=Counter)
    offices: Counter[tuple[str, str]] = field(default_factory=Counter)
    countries: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)
    fields: Counter[str] = field(default_factory=Counter)
    company: Counter[str] = field(default_factory=Counter)
    first: Sighting = (LATE, "", "")
    last: str = ""  # the latest day of publication
    dead: str | None = None  # the earliest day
    active: str | None = None  # the latest day

    @property
    def known(self) -> bool:
        """Whether it is a gazetteer's entity, and no judgement says otherwise."""
        return not self.mark and is_known(self.kind[1])

    @property
    def compared(self) -> bool:
        """Whether anything is ever compared with it by its name."""
        return not (self.kind[0] == "Place" and self.known)

    def add(self, profile: Profile) -> set[object]:
        """Take a profile in; gives the evidence (offices, countries, company) that the unit did not have."""
        self.members[profile.seen[1:]] = profile
        if self.compared:
            new = {each for count, value in self._evidence(profile) for each in value if not count[each]}
        else:
            new = set()
        self._count(profile, 1)
        self.first = profile.seen if len(self.members) == 1 else min(self.first, profile.seen)
        if profile.seen[0] != LATE:
            self.last = max(self.last, profile.seen[0])
        if profile.dead is not None:
            self.dead = min(profile.dead, self.dead or LATE)
        if profile.active is not None:
            self.active = max(profile.active, self.active or LATE, key=_known_day)
        return new

    def discard(self, profile: Profile) -> set[object]:
        """Take out what `add` took in; gives the evidence that the unit no longer has."""
        del self.members[profile.seen[1:]]
        self._count(profile, -1)
        left = self.members.values()
        if self.first == profile.seen:
            self.first = min((each.seen for each in left), default=(LATE, "", ""))
        if self.last == profile.seen[0]:
            self.last = max((each.seen[0] for each in left if each.seen[0] != LATE), default="")
        if profile.dead is not None:
            self.dead = min((each.dead for each in left if each.dead is not None), default=None)
        if profile.active is not None and self.active == profile.active:
            self.active = max((each.active for each in left if each.active is not None), key=_known_day, default=None)
        if not self.compared:
            return set()
        return {each for count, value in self._evidence(profile) for each in value if not count[each]}

    def _evidence(self, profile: Profile) -> Iterator[tuple[Counter[object], Iterable[object]]]:
        yield self.offices, profile.offices  # type: ignore[misc]
        yield self.countries, profile.countries  # type: ignore[misc]
        yield self.company, profile.company  # type: ignore[misc]

    def _count(self, profile: Profile, step: int) -> None:
        _tally(self.articles, (profile.seen[1],), step)
        _tally(self.mains, (profile.name,), step)
        if not self.compared:
            return
        _tally(self.names, profile.names, step)
        if profile.wikidata is not None and not self.mark:
            _tally(self.wikidata, (profile.wikidata,), step)
        for count, value in self._evidence(profile):
            _tally(count, value, step)
        _tally(self.states, profile.states, step)
        _tally(self.fields, profile.fields, step)

    def sightings(self) -> set[Sighting]:
        """Where articles speak of it."""
        return {each.seen for each in self.members.values()}

    @property
    def name_words(self) -> frozenset[str]:
        """Keys of all words of its names."""
        return _keys_of(frozenset(self.names))[0]

    @property
    def last_words(self) -> frozenset[str]:
        """Keys of the last words of its names."""
        return _keys_of(frozenset(self.names))[1]

    @property
    def main_words(self) -> frozenset[str]:
        """Keys of the words of the names that articles call it by."""
        return _keys_of(frozenset(self.mains))[0]

    def blocks(self) -> tuple[str, ...]:
        """Only units that share a block are compared: names that sound alike, whole or by first and last word."""
        if not self.compared or self.partial:
            return ()
        label = self.kind[0]
        found = set()
        for name in self.names:
            found.add(f"{label}|{phonetic(name)}")
            parts = words(name)
            if label == "Person" and len(parts) > 2:
                found.add(f"{label}|{phonetic(f'{parts[0]} {parts[-1]}')}")
        return tuple(sorted(found))


@lru_cache(maxsize=65_536)
def _keys_of(names: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Keys of all words of some names, and of their last words."""
    split = [[key for word in words(name) if (key := name_key(word))] for name in names]
    return frozenset(key for keys in split for key in keys), frozenset(keys[-1] for keys in split if keys)


def _known_day(day: str) -> tuple[bool, str]:
    """Among days of activity a known one counts more than an unknown."""
    return day != LATE, day


def _tally(count: Counter[object] | Counter[str], values: Iterable[object], step: int) -> None:
    for value in values:
        count[value] += step  # type: ignore[index]
        if not count[value]:  # type: ignore[index]
            del count[value]
