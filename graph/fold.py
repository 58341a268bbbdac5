"""The fold: the graph as a pure function of a set of records and the log of judgements, kept up with changes of both.

Every node and relationship belongs to one owner (an article, entity, office, treaty, event, shortcut …). A changed
record marks the owners it contributes to; they are built anew from all their present members and compared with what
they gave before. So the cost of a change is that of the blocks it touches, and the order of changes leaves no trace.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from datasketch import LeanMinHash, MinHashLSH

from sutradhar.graph.elements import (
    Element,
    Pair,
    around,
    article_elements,
    entity_name,
    entity_node,
    event_elements,
    event_id,
    link,
    local_id,
    office_link,
    shortcut_link,
    shortcut_pairs,
    treaty_elements,
    treaty_kind,
)
from sutradhar.graph.entities import EntityIndex
from sutradhar.graph.judgements import Judgement
from sutradhar.graph.model import ArticleRecord, LocalEntity, LocalTreaty, Node, Office, Relationship
from sutradhar.graph.ontology import mode_named
from sutradhar.graph.policy import bare_title
from sutradhar.graph.resolve import (
    EventItem,
    Group,
    Grouping,
    Ref,
    TreatyItem,
    best_date,
    by_date,
    same_event,
    same_treaty,
    share_place,
)
from sutradhar.graph.units import entity_id, profiles

SIMILARITY = 0.8  # of near duplicates: shared part of the word n-grams, estimated from the MinHash signatures
_LSH_WEIGHTS = (0.01, 0.99)  # rather compare a pair too many than miss one

Keys = Mapping[str, str]  # local key → node id
Was = Mapping[str, ArticleRecord | None]  # touched articles → their records before the change
Owner = tuple[str, ...]
OfficeKey = tuple[str, str, str]  # person, body, title


@dataclass(frozen=True)
class Changes:
    """What a store has to do, in this order: take relationships and nodes out, put nodes and relationships in."""

    gone_relationships: tuple[Relationship, ...] = ()
    gone_nodes: tuple[Node, ...] = ()
    nodes: tuple[Node, ...] = ()
    relationships: tuple[Relationship, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.gone_relationships or self.gone_nodes or self.nodes or self.relationships)


def changes_between(before: Mapping[str, Element], after: Mapping[str, Element]) -> Changes:
    """The changes that make `after` of `before`, both by id; sorted by id."""
    gone = [before[key] for key in sorted(before.keys() - after.keys())]
    new = [after[key] for key in sorted(after) if before.get(key) != after[key]]
    return Changes(
        tuple(each for each in gone if isinstance(each, Relationship)),
        tuple(each for each in gone if isinstance(each, Node)),
        tuple(each for each in new if isinstance(each, Node)),
        tuple(each for each in new if isinstance(each, Relationship)),
    )


class Fold:
    """A set of records and its graph; `index` knows which entity is which, and why."""

    def __init__(self) -> None:
        self._records: dict[str, ArticleRecord] = {}
        self._log: tuple[Judgement, ...] = ()
        self._keys: dict[str, Keys] = {}  # entities of each article
        self._off: dict[str, frozenset[str]] = {}  # those split off from what their names stand for
        self._output: dict[Owner, dict[str, Element]] = {}
        self.index = EntityIndex()
        self._treaties: Grouping[TreatyItem] = Grouping(same_treaty, by_date(latest=True))
        self._treaty_ids: dict[Ref, str] = {}
        self._treaty_groups: dict[str, Group] = {}
        self._events: Grouping[EventItem] = Grouping(same_event, by_date(latest=False, closer=share_place))
        self._event_ids: dict[Ref, str] = {}
        self._event_groups: dict[str, Group] = {}
        self._event_pairs: dict[str, set[Pair]] = {}
        self._pairs: dict[Pair, dict[str, str | None]] = defaultdict(dict)  # → dates of events by event id
        self._members: dict[str, Counter[LocalEntity]] = defaultdict(Counter)  # of each entity id
        self._names: dict[str, str] = {}
        self._told: dict[str, set[Ref]] = defaultdict(set)  # entity id → events whose title may name it
        self._offices: dict[OfficeKey, dict[str, list[Office]]] = defaultdict(dict)  # → statements by article
        self._around: dict[str, str] = {}  # place id → identity of the place it lies in
        self._inside: dict[str, set[str]] = defaultdict(set)  # the other way round
        self._lying: dict[str, set[str]] = defaultdict(set)  # the same → articles that name something in it
        self._lsh: dict[int, MinHashLSH] = {}
        self._near: dict[str, set[str]] = defaultdict(set)

    def __contains__(self, article_id: str) -> bool:
        return article_id in self._records

    def elements(self) -> dict[str, Element]:
        """The whole graph, by id."""
        return {key: each for part in self._output.values() for key, each in part.items()}

    def put(self, record: ArticleRecord) -> Changes:
        """Take a record in, in place of an earlier one of the same article."""
        return self.apply([record], ())

    def remove(self, article_id: str) -> Changes:
        """Take an article's record out."""
        return self.apply((), [article_id])

    def record(self, article_id: str) -> ArticleRecord | None:
        return self._records.get(article_id)

    def article_at(self, place: str) -> str | None:
        """The id of an article by its id or by a place where it was read."""
        if place in self._records:
            return place
        return next((each for each, record in self._records.items() if place in record.article.uris), None)

    def name_of(self, entity: str) -> str | None:
        """What an entity is called; None when there is none of this id."""
        return self._names.get(entity)

    def apply(
        self, records: Iterable[ArticleRecord], removed: Iterable[str], log: tuple[Judgement, ...] | None = None
    ) -> Changes:
        """Take records in and others out, and put a log of judgements in place of the last one, at once.

        Unknown articles in `removed` are no fault.
        """
        new: dict[str, ArticleRecord | None] = dict.fromkeys(each for each in removed if each in self._records)
        new |= {record.article.id: record for record in records}
        new = {article_id: record for article_id, record in new.items() if self._records.get(article_id) != record}
        old = {article_id: self._records.get(article_id) for article_id in new}
        dirty: set[Owner] = set()

        changed_log = log if log is not None and log != self._log else None
        self._log = log if log is not None else self._log
        articles = {each: profiles(record) if record is not None else None for each, record in new.items()}
        touched = self.index.update(articles, changed_log)
        dirty |= {("entity", each) for each in touched.entities}
        lying = {each for place in touched.places for each in self._lying.get(place, ())}
        concerned = touched.articles | lying | new.keys()
        for article_id, record in new.items():
            self._lie(article_id, old[article_id], record)
            if record is None:
                del self._records[article_id]
            else:
                self._records[article_id] = record
        concerned = {each for each in concerned if each in self._records or each in new}
        plain = {each: self._plain_keys(each) for each in concerned if each in self._records}
        was = old | {each: self._records[each] for each in concerned - new.keys()}
        for article_id in self._regroup_treaties(was, plain, dirty) - was.keys():
            was[article_id] = self._records[article_id]
        self._reassign(was, plain, dirty)
        self._regroup_events(was, dirty)
        self._relate_copies(old, dirty)
        return self._rebuild(dirty)

    # --- which entity is which ----------------------------------------------------------------------------------------

    def _lie(self, article_id: str, old: ArticleRecord | None, new: ArticleRecord | None) -> None:
        """Keep the table of the articles that name something in a place."""
        for identity in _outer(old) - _outer(new):
            self._lying[identity].discard(article_id)
            if not self._lying[identity]:
                del self._lying[identity]
        for identity in _outer(new) - _outer(old):
            self._lying[identity].add(article_id)

    def _plain_keys(self, article_id: str) -> dict[str, str]:
        """Ids of an article's entities, treaties left out."""
        return {entity.key: self.index.id_of(article_id, entity.key) for entity in _plain(self._records[article_id])}

    def _regroup_treaties(self, was: Was, plain: Mapping[str, Keys], dirty: set[Owner]) -> set[str]:
        """Group the treaties of these articles anew; gives the articles in which a treaty's id has changed."""
        changes: dict[Ref, TreatyItem | None] = {}
        for article_id, record in was.items():
            if record is not None:
                changes |= {(article_id, treaty.entity): None for treaty in _treaties(record)}
            if article_id in self._records:
                items = _treaty_items(self._records[article_id], plain[article_id])
                changes |= {item.ref: item for item in items}
        changes = {ref: item for ref, item in changes.items() if self._treaties.get(ref) != item}
        items_changed = [*map(self._treaties.get, changes), *changes.values()]
        blocks = {block for item in items_changed if item is not None for block in item.blocks}
        _, after = self._treaties.update(changes)
        for ref in [ref for ref, item in changes.items() if item is None]:
            dirty.add(("entity", self._treaty_ids.pop(ref)))
        moved: set[str] = set()
        for treaty_id, group in [each for block in blocks for each in self._named(block)]:
            self._treaty_groups[treaty_id] = group
            for ref in group:
                known = self._treaty_ids.get(ref)
                if known != treaty_id:
                    dirty |= {("entity", treaty_id), ("entity", known or treaty_id)}
                    self._treaty_ids[ref] = treaty_id
                    moved.add(ref[0])
            if group in after:
                dirty.add(("entity", treaty_id))
        return moved

    def _named(self, block: Hashable) -> Iterator[tuple[str, Group]]:
        """The treaties of a block with their ids: kind, parties and date; a number where that is not enough."""
        count: Counter[str] = Counter()
        for group in self._treaties.groups(block):
            name = _treaty_name([self._treaties[ref] for ref in group], group[0])
            count[name] += 1
            yield name + (f":{count[name]}" if count[name] > 1 else ""), group

    # --- what articles contribute -------------------------------------------------------------------------------------

    def _reassign(self, was: Was, plain: Mapping[str, Keys], dirty: set[Owner]) -> None:
        """Move what the articles contribute to entities and offices to where it belongs now."""
        for article_id, before in was.items():
            dirty.add(("article", article_id))
            if before is not None:
                self._contribute(before, self._keys.pop(article_id), self._off.pop(article_id), -1, dirty)
            after = self._records.get(article_id)
            if after is not None:
                keys = dict(plain.get(article_id) or self._plain_keys(article_id))
                keys |= {treaty.entity: self._treaty_ids[article_id, treaty.entity] for treaty in _treaties(after)}
                self._keys[article_id] = keys
                self._off[article_id] = self.index.off(article_id)
                self._contribute(after, keys, self._off[article_id], 1, dirty)

    def _contribute(self, record: ArticleRecord, keys: Keys, off: frozenset[str], step: int, dirty: set[Owner]) -> None:
        article_id = record.article.id
        for entity in record.entities:
            members = self._members[keys[entity.key]]
            member = replace(entity, key="", occupations=(), deceased=False)
            if entity.key in off:
                member = replace(member, wikidata=None, name_en=None, aliases=())
            members[member] += step
            if not members[member]:
                del members[member]
            dirty.add(("entity", keys[entity.key]))
        for office in record.offices:
            key = (keys[office.person], keys[office.body], bare_title(office.title_en or office.title))
            if step > 0:
                self._offices[key].setdefault(article_id, []).append(office)
            else:
                self._offices[key].pop(article_id, None)
            dirty.add(("office", *key))

    def _regroup_events(self, was: Was, dirty: set[Owner]) -> None:
        """Group the events of these articles anew."""
        changes: dict[Ref, EventItem | None] = {}
        for article_id, record in was.items():
            if record is not None:
                changes |= {(article_id, event.key): None for event in record.events}
            if article_id in self._records:
                items = _event_items(self._records[article_id], self._keys[article_id], self.index)
                changes |= {item.ref: item for item in items}
        changes = {ref: item for ref, item in changes.items() if self._events.get(ref) != item}
        for ref in changes:
            for entity in _named_in(self._events.get(ref)):
                self._told[entity].discard(ref)
                if not self._told[entity]:
                    del self._told[entity]
        before, after = self._events.update(changes)
        for ref, item in changes.items():
            for entity in _named_in(item):
                self._told[entity].add(ref)
            if item is None:
                self._event_ids.pop(ref, None)
        for group in before:
            dirty.add(("event", event_id(group[0])))
            self._event_groups.pop(event_id(group[0]), None)
        for group in after:
            new_id = event_id(group[0])
            dirty.add(("event", new_id))
            self._event_groups[new_id] = group
            for ref in group:
                if self._event_ids.get(ref) != new_id:
                    self._event_ids[ref] = new_id
                    dirty.add(("article", ref[0]))

    def _relate_copies(self, was: Was, dirty: set[Owner]) -> None:
        """Compare the signatures of these articles with those of all others that can be near duplicates."""
        changed = {each for each, old in was.items() if _signature(old) != _signature(self._records.get(each))}
        for article_id in changed:
            if signature := _signature(was[article_id]):
                self._lsh[len(signature)].remove(article_id)
                for other in self._near.pop(article_id, set()):
                    self._near[other].discard(article_id)
                    dirty.add(("copies", *sorted((article_id, other))))
        for article_id in changed:
            if not (signature := _signature(self._records.get(article_id))):
                continue
            size = len(signature)
            if size not in self._lsh:
                self._lsh[size] = MinHashLSH(threshold=SIMILARITY, num_perm=size, weights=_LSH_WEIGHTS)
            # The scheme names the hash functions; it is all the same to an index that only compares.
            sketch = LeanMinHash(seed=1, hashvalues=np.array(signature, dtype=np.uint64), scheme="legacy")
            for other in self._lsh[size].query(sketch):
                if _similarity(signature, self._records[other].shingles) >= SIMILARITY:
                    self._near[article_id].add(other)
                    self._near[other].add(article_id)
                    dirty.add(("copies", *sorted((article_id, other))))
            self._lsh[size].insert(article_id, sketch)

    # --- the elements -------------------------------------------------------------------------------------------------

    def _rebuild(self, dirty: set[Owner]) -> Changes:
        """Build the dirty owners' elements anew and compare. Building an early kind may dirty owners of a later one."""
        before: dict[str, Element] = {}
        after: dict[str, Element] = {}
        builders: dict[str, Callable[..., Iterable[Element]]] = {
            "entity": partial(self._entity, dirty),
            "within": self._within,
            "office": self._office,
            "event": partial(self._event, dirty),
            "shortcut": self._shortcut,
            "article": self._article,
            "copies": self._copies,
        }
        for kind, build in builders.items():
            for owner in [each for each in dirty if each[0] == kind]:
                before.update(self._output.pop(owner, {}))
                if new := {each.id: each for each in build(*owner[1:])}:
                    self._output[owner] = new
                    after.update(new)
        return changes_between(before, after)

    def _entity(self, dirty: set[Owner], node_id: str) -> Iterator[Element]:
        members = self._members[node_id]
        known = self._names.get(node_id)
        name = entity_name(members) if members else None
        if name != known:
            dirty |= {("event", self._event_ids[ref]) for ref in self._told.get(node_id, ())}
        if node_id.startswith("place:"):
            for identity in {node_id.partition(":")[2], *(each.identity for each in members)}:
                dirty |= {("within", inner) for inner in self._inside.get(identity, ())}
            self._put_within(node_id, around(members))
            dirty.add(("within", node_id))
        if name is None:
            del self._members[node_id]
            self._names.pop(node_id, None)
            self._treaty_groups.pop(node_id, None)
            return
        self._names[node_id] = name
        items = [self._treaties[ref] for ref in self._treaty_groups.get(node_id, ())]
        if items:
            absorbed, reasons = self._treaty_names(items) - {node_id}, []
        else:
            absorbed, reasons = set(self.index.absorbed(node_id)), self.index.reasons(node_id)
        yield entity_node(node_id, members, sorted(absorbed), reasons, items)
        yield from treaty_elements(node_id, items, self._keys)

    def _treaty_names(self, items: Iterable[TreatyItem]) -> set[str]:
        """The ids that each report of a treaty would give it alone, were its parties who their names say they are."""
        names = set()
        for item in items:
            entities = {each.key: each for each in self._records[item.ref[0]].entities}
            parties = sorted({entity_id(entities[key].label, entities[key].identity) for key in item.treaty.parties})
            names.add(_treaty_name([replace(item, parties=tuple(parties))], item.ref))
        return names

    def _put_within(self, place: str, identity: str | None) -> None:
        if place in self._around:
            outer = self._around.pop(place)
            self._inside[outer].discard(place)
            if not self._inside[outer]:
                del self._inside[outer]
        if identity is not None:
            self._around[place] = identity
            self._inside[identity].add(place)

    def _within(self, place: str) -> Iterator[Element]:
        identity = self._around.get(place)
        outer = self.index.current(("Place", identity)) if identity is not None else None
        if outer in self._names and outer != place:
            yield link("WITHIN", place, outer)

    def _office(self, person: str, body: str, title: str) -> Iterator[Element]:
        statements = self._offices[person, body, title]
        if not statements:
            del self._offices[person, body, title]
            return
        told = [(self._records[each].article, office) for each in sorted(statements) for office in statements[each]]
        yield office_link(person, body, told)

    def _event(self, dirty: set[Owner], node_id: str) -> Iterator[Element]:
        items = [self._events[ref] for ref in self._event_groups.get(node_id, ())]
        for pair in self._event_pairs.pop(node_id, ()):
            del self._pairs[pair][node_id]
            dirty.add(("shortcut", *pair))
        if not items:
            return
        when = best_date(item.date for item in items)
        if pairs := shortcut_pairs(items):
            self._event_pairs[node_id] = pairs
        for pair in pairs:
            self._pairs[pair][node_id] = when
            dirty.add(("shortcut", *pair))
        yield from event_elements(node_id, items, self._names)

    def _shortcut(self, type_: str, start: str, end: str) -> Iterator[Element]:
        events = self._pairs[type_, start, end]
        if events:
            yield shortcut_link((type_, start, end), events)
        else:
            del self._pairs[type_, start, end]

    def _article(self, article_id: str) -> Iterator[Element]:
        record = self._records.get(article_id)
        if record is not None:
            events = {event.key: self._event_ids[article_id, event.key] for event in record.events}
            yield from article_elements(record, {**self._keys[article_id], **events})

    def _copies(self, one: str, other: str) -> Iterator[Element]:
        if other in self._near.get(one, ()):
            signatures = (self._records[one].shingles, self._records[other].shingles)
            yield link("NEAR_DUPLICATE_OF", one, other, similarity=_similarity(*signatures))


def _plain(record: ArticleRecord) -> list[LocalEntity]:
    return [entity for entity in record.entities if entity.label != "Treaty"]


def _treaties(record: ArticleRecord) -> list[LocalTreaty]:
    """The treaties of a record, also those of which it only has the name."""
    told = {treaty.entity for treaty in record.treaties}
    named = [each.key for each in record.entities if each.label == "Treaty" and each.key not in told]
    return [*record.treaties, *(LocalTreaty(key, "agreement", (), (), (), None, "", (), ()) for key in named)]


def _treaty_name(items: Sequence[TreatyItem], first: Ref) -> str:
    if len(items[0].parties) < 2:
        return local_id(f"treaty:{treaty_kind(items)}", first)
    who = "+".join(party.removeprefix("place:") for party in items[0].parties)
    when = best_date(item.date for item in items)
    return ":".join(filter(None, ("treaty", treaty_kind(items), who, when)))


def _outer(record: ArticleRecord | None) -> set[str]:
    return {each.within[0] for each in record.entities if each.within} if record is not None else set()


def _treaty_items(record: ArticleRecord, keys: Keys) -> Iterator[TreatyItem]:
    for treaty in _treaties(record):
        parties = tuple(sorted({keys[key] for key in treaty.parties}))
        signatories = frozenset(keys[key] for key in treaty.signatories)
        yield TreatyItem((record.article.id, treaty.entity), treaty, parties, signatories)


def _event_items(record: ArticleRecord, keys: Keys, index: EntityIndex) -> Iterator[EventItem]:
    outer = {keys[each.key]: index.current(("Place", each.within[0])) for each in record.entities if each.within}
    towns = {each.key: f"{each.name}, {each.country_code}" for each in record.entities if each.place_type != "country"}
    for event in record.events:
        places = frozenset(keys[key] for key in event.places)
        around_places = set(places)
        for place in places:
            while (place := outer.get(place, "")) and place not in around_places:
                around_places.add(place)
        yield EventItem(
            ref=(record.article.id, event.key),
            event=event,
            group=mode_named(event.mode).group,
            roles=tuple(sorted({(keys[each.entity], each.role) for each in event.participants})),
            places=places,
            around=frozenset(around_places),
            about=tuple(sorted({keys[key] for key in event.about})),
            published=record.article.published,
            spelt=frozenset(towns[key] for key in event.places if key in towns),
        )


def _named_in(item: EventItem | None) -> Iterable[str]:
    """The entities that an event's title may name."""
    return () if item is None else {*item.entities, *item.places, *item.about}


def _signature(record: ArticleRecord | None) -> tuple[int, ...]:
    return record.shingles if record is not None else ()


def _similarity(a: tuple[int, ...], b: tuple[int, ...]) -> float:
    """The part of equal minima: an estimate of the Jaccard similarity (Broder 1997)."""
    return sum(x == y for x, y in zip(a, b, strict=True)) / len(a)
