"""Entities across articles: which units are one, under which id, and why. A function of the articles and the judgements.

Three steps, each with the result of the one before: units of whole names are grouped (judgements, then vetoes, then
scores, by complete linkage); people known by one word join the one group that they fit; those that fit none are grouped
among themselves where the word, or an office, tells enough. A change is followed only through the blocks it touches.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sutradhar.graph.compare import Comparison, compare, compare_partial, compare_partials
from sutradhar.graph.judgements import (
    Anchor,
    Constraints,
    Judgement,
    Node,
    by_kind,
    constraints,
    in_force,
    kinds_of,
    marks,
)
from sutradhar.graph.policy import phonetic, policy, tells_nothing
from sutradhar.graph.resolve import SAME, Group, Grouping, Ref, by_margin
from sutradhar.graph.units import Kind, Profile, Sighting, Unit, entity_id, is_known, own_id

LABELS = {"person": "Person", "place": "Place", "organization": "Organization"}
_OWN = re.compile(r"(.+)\.([0-9a-f]+)\.(\w+)$")
BY_NAME = "="  # in the node of all that are known by a one-word name only
TELLING, OFFICE = "telling", "office"  # why people known by one word are on one heap
JUDGED = Comparison((("judgement", 1.0),))


@dataclass(frozen=True)
class Item:
    """A unit, or a heap of people known by one word, as a member of a grouping."""

    ref: Ref
    blocks: tuple[str, ...]
    version: int
    unit: Unit = field(compare=False, repr=False)
    date: None = None
    strength: int = 0


@dataclass(frozen=True)
class Pair:
    """Two units that were left apart although something speaks for their being one."""

    a: Ref
    b: Ref
    comparison: Comparison


@dataclass
class Touched:
    """What a change moves: articles whose entities have other ids, and entities whose make-up may have changed."""

    articles: set[str] = field(default_factory=set)
    entities: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)  # identities of places that others hold now


class EntityIndex:
    """The units of all articles in groups, kept up with changes of articles and judgements."""

    def __init__(self) -> None:
        self._profiles: dict[str, dict[str, Profile]] = {}
        self._units: dict[Ref, Unit] = {}
        self._order: dict[Kind, list[tuple[bool, Sighting, Ref]]] = {}  # units of a name, the first to be seen first
        self._log: tuple[Judgement, ...] = ()
        self._judged: Mapping[Kind, list[Judgement]] = {}
        self._marks: dict[tuple[Kind, str], str] = {}
        self._one: dict[Node, str] = {}
        self._cluster: dict[str, set[Node]] = defaultdict(set)
        self._apart: dict[Node, set[Node]] = {}
        self._bound: dict[Kind, set[Node]] = {}  # the nodes of a name that judgements speak of
        self._whole: Grouping[Item] = Grouping(self._weigh, by_margin(policy().thresholds.margin, _exclude))
        self._loose: Grouping[Item] = Grouping(self._weigh_loose, by_margin(policy().thresholds.margin, _exclude))
        self._heaps: dict[Ref, set[Ref]] = defaultdict(set)
        self._heap_of: dict[Ref, Ref] = {}
        self._heaped: dict[Ref, Profile] = {}
        self._heap_units: dict[Ref, Unit] = {}
        self._keys: dict[Ref, _Keys] = {}  # by which people are found
        self._bearers: dict[str, set[Ref]] = defaultdict(set)  # word of a name → whole people
        self._holders: dict[tuple[str, tuple[str, str]], set[Ref]] = defaultdict(set)  # … and office
        self._waiting: dict[str, set[Ref]] = defaultdict(set)  # word → people known by it only
        self._clues: dict[tuple[str, object], set[Ref]] = defaultdict(set)  # … and office, country or company
        self._joined: dict[Ref, tuple[Ref, Comparison]] = {}  # person known by one word → the whole one
        self._followers: dict[Ref, set[Ref]] = defaultdict(set)
        self._first: dict[Kind, Ref] = {}
        self._ids: dict[Ref, str] = {}
        self._holding: dict[str, set[Ref]] = defaultdict(set)

    # --- asking -------------------------------------------------------------------------------------------------------

    def id_of(self, article_id: str, key: str) -> str:
        """The id of the entity that one of an article's entities belongs to."""
        return self._ids[self._ref(self._profiles[article_id][key])]

    def off(self, article_id: str) -> frozenset[str]:
        """The keys of an article's entities that judgements split off from what stands under their names."""
        return frozenset(
            key for key, each in self._profiles.get(article_id, {}).items() if (each.kind, article_id) in self._marks
        )

    def current(self, kind: Kind) -> str:
        """The id of the entity that holds a name: of its bearers the first to be seen, by date."""
        order = self._order.get(kind)
        return self._ids[order[0][2]] if order else entity_id(*kind)

    def find(self, asked: str) -> str | None:
        """The present id of the entity that an id, present or former, leads to."""
        if asked in self._holding:
            return asked
        label, _, identity = asked.partition(":")
        if label not in LABELS:
            return None
        if order := self._order.get((LABELS[label], identity)):
            return self._ids[order[0][2]]
        return self.find_own(asked)

    def find_own(self, asked: str) -> str | None:
        """The same for an id that names an article and a mention."""
        label, _, identity = asked.partition(":")
        if (own := _OWN.match(identity)) is None:
            return None
        for profile in self._profiles.get(f"article:{own[2]}", {}).values():
            if profile.kind == (LABELS.get(label), own[1]) and profile.seen[2] == own[3]:
                return self._ids[self._ref(profile)]
        return None

    def absorbed(self, id_: str) -> list[str]:
        """The other ids that an entity holds: those its names would have alone."""
        kinds = {self._units[ref].kind for ref in self._holding[id_]}
        plain = {entity_id(*kind) for kind in kinds if self.current(kind) == id_ and not self._is_off(kind)}
        return sorted(plain - {id_})

    def _is_off(self, kind: Kind) -> bool:
        """Whether all that stands under a gazetteer's name was judged to be something else."""
        return is_known(kind[1]) and self._order[kind][0][0]

    def reasons(self, id_: str) -> list[str]:
        """Why an entity's names belong together: for each pair of names the units that say most, with their score.

        A number in brackets at the end: the articles of which this is said.
        """
        best: dict[tuple[str, str], Comparison] = {}
        articles: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for ref in self._holding[id_]:
            partner = self._joined.get(ref) or self._partner(ref)
            if partner is None:
                continue
            unit, mate, comparison = self._units[ref], self._units[partner[0]], partner[1]
            if unit.kind == mate.kind and comparison is not JUDGED:
                continue  # one name, and nothing against it
            if len(unit.articles) > len(mate.articles) and ref not in self._joined:
                unit, mate = mate, unit
            names = (_name(unit), _name(mate))
            articles[names] |= unit.articles.keys()
            if names not in best or (best[names].score, best[names].parts) < (comparison.score, comparison.parts):
                best[names] = comparison
        said = {
            names: comparison for names, comparison in best.items() if names <= names[::-1] or names[::-1] not in best
        }
        return [
            f"{one} = {other}: {comparison} ({len(articles[one, other])})"
            for (one, other), comparison in sorted(said.items(), key=lambda each: each[0])
        ]

    def _partner(self, ref: Ref) -> tuple[Ref, Comparison] | None:
        """The mate that a unit has most in common with in its group, a judged one before all others."""
        grouping, at = (self._loose, self._heap_of[ref]) if ref in self._heap_of else (self._whole, ref)
        if grouping.get(at) is None:
            return None
        group = grouping.group(at)
        near = {other: weight for other, weight in grouping.near(at).items() if other in group}
        if not near:
            return None
        other = min(near, key=lambda each: (-near[each], each))
        mate = min(self._heaps[other]) if grouping is self._loose else other
        if near[other] == SAME:
            return mate, JUDGED
        return mate, self._compared(grouping[at], grouping[other])

    def _compared(self, a: Item, b: Item) -> Comparison:
        if a.unit.partial or b.unit.partial:
            return compare_partials(a.unit, b.unit, telling=_telling(a) and _telling(b))
        return compare(a.unit, b.unit)

    def anchors(self, id_: str, *, without: Collection[str] = ()) -> tuple[Anchor, ...]:
        """What a judgement remembers an entity by; `without`: as far as articles other than these speak of it."""
        found = []
        for kind, refs in sorted(self.by_name(id_).items()):
            left = [ref for ref in refs if self._units[ref].articles.keys() - set(without)]
            if left:
                found.append(self.anchor(kind, left, without=without))
        return tuple(found)

    def apart_by_name(self, id_: str) -> list[tuple[Anchor, ...]]:
        """What a judgement remembers an entity by that is to be taken apart: a part for each of its names.

        An entity of one name comes apart into what articles say of it; a list of one where they all say the same.
        """
        by_name = sorted(self.by_name(id_).items())
        if len(by_name) > 1:
            return [(self.anchor(kind, refs, names=True),) for kind, refs in by_name]
        return [(self.anchor(kind, [ref]),) for kind, refs in by_name for ref in refs]

    def by_name(self, id_: str) -> dict[Kind, list[Ref]]:
        """An entity's units by the names they stand under, sorted."""
        found: dict[Kind, list[Ref]] = {}
        for ref in sorted(self._holding.get(id_, ())):
            found.setdefault(self._units[ref].kind, []).append(ref)
        return found

    def anchor(self, kind: Kind, refs: Sequence[Ref], *, names: bool = False, without: Collection[str] = ()) -> Anchor:
        """What a judgement remembers units of one name by; `names`: the name alone where nobody else bears it."""
        units = [self._units[ref] for ref in refs]
        alone = len(refs) == len(self._order[kind])
        partial = all(unit.partial for unit in units)
        if units[0].known or (alone and (names or partial) and not without):
            return Anchor(*kind)
        sightings = [sorted(each for each in unit.sightings() if each[1] not in without) for unit in units]
        found = {each[0] for each in sightings}  # one article of each unit leads to it …
        if not partial:  # … and if that is gone, others
            rest = sorted({each for unit in sightings for each in unit} - found)
            found |= set(rest[: policy().anchors])
        return Anchor(*kind, tuple(sorted({seen[1] for seen in found})))

    def refs(self, id_: str) -> list[Ref]:
        """The units of an entity, sorted."""
        return sorted(self._holding.get(id_, ()))

    def unit(self, ref: Ref) -> Unit:
        return self._units[ref]

    def entity_of(self, ref: Ref) -> str:
        return self._ids[ref]

    def uncertain(self) -> Iterator[Pair]:
        """Pairs of units of different entities that somebody should look at: those with a score near enough.

        For a person known by one word: those whole ones that fit, where that was not enough to join one.
        """
        least = policy().thresholds.review
        for ref in sorted(self._whole):
            for other in sorted(self._whole.mates(ref)):
                a, b = self._whole[ref], self._whole[other]
                if ref > other or self._ids[ref] == self._ids[other] or self._is_apart(ref, other):
                    continue
                if a.unit.kind[0] == b.unit.kind[0] and not (a.unit.known and b.unit.known):
                    comparison = self._compared(a, b)
                    if comparison.score >= least:
                        yield Pair(ref, other, comparison)
        for ref in sorted(self._heap_of):
            for other, comparison in sorted(self._candidates(self._units[ref]).items()):
                if comparison.score >= least and not self._is_apart(ref, other):
                    yield Pair(ref, other, comparison)

    # --- changing -----------------------------------------------------------------------------------------------------

    def update(
        self, articles: Mapping[str, dict[str, Profile] | None], log: Iterable[Judgement] | None = None
    ) -> Touched:
        """Exchange the profiles of articles (None: gone), and the log of judgements where it is given."""
        old = {article: self._profiles.get(article, {}) for article in articles}
        kinds: set[Kind] = set()
        held, now = self._log, self._marks
        if log is not None and (held := tuple(in_force(log))) != self._log:
            now = marks(held)
            differing = held if set(held) == set(self._log) and held != self._log else set(held) ^ set(self._log)
            kinds = {kind for each in differing for kind in kinds_of(each)}
            moved = {key[1] for key in now.keys() | self._marks.keys() if now.get(key) != self._marks.get(key)}
            old |= {article: self._profiles[article] for article in moved - old.keys() if article in self._profiles}
        changed: dict[Ref, set[object]] = {}
        for article, profiles in old.items():
            for profile in profiles.values():
                self._change(self._ref(profile), profile, -1, changed)
            self._profiles.pop(article, None)
        self._log, self._judged, self._marks = held, by_kind(held) if held != self._log else self._judged, now
        for article in old:
            if new := articles[article] if article in articles else old[article]:
                self._profiles[article] = new
                for profile in new.values():
                    self._change(self._ref(profile), profile, 1, changed)
        self._judge(kinds | {self._units[ref].kind for ref in changed}, changed)
        regrouped = self._regroup(changed)
        moved_units = self._decide(self._concerned(changed, regrouped), changed)
        touched = self._name(changed.keys() | regrouped | moved_units)
        touched.articles |= old.keys()
        return touched

    def _ref(self, profile: Profile) -> Ref:
        return profile.ref(self._marks.get((profile.kind, profile.seen[1]), ""))

    def _change(self, ref: Ref, profile: Profile, step: int, changed: dict[Ref, set[object]]) -> None:
        """Add a profile to its unit or take it out; `changed` collects the evidence that the unit wins or loses."""
        unit = self._units.get(ref)
        if unit is None:
            unit = self._units[ref] = Unit(ref, profile.kind, ref[1].partition("|")[0], profile.partial)
        if unit.members:
            self._rank(unit, -1)
        evidence = unit.add(profile) if step > 0 else unit.discard(profile)
        if unit.members:
            self._rank(unit, 1)
        unit.version += 1
        changed.setdefault(ref, set()).update(evidence)

    def _rank(self, unit: Unit, step: int) -> None:
        """Put a unit into the order of its name, or take it out."""
        order = self._order.setdefault(unit.kind, [])
        entry = (bool(unit.mark), unit.first, unit.ref)
        if step > 0:
            insort(order, entry)
        else:
            del order[bisect_left(order, entry)]
            if not order:
                del self._order[unit.kind]

    # --- judgements ---------------------------------------------------------------------------------------------------

    def _judge(self, kinds: Iterable[Kind], changed: dict[Ref, set[object]]) -> None:
        """Work out anew what the judgements that speak of these names come to; `changed` gets whom that concerns."""
        waiting = [kind for kind in kinds if kind in self._judged or kind in self._bound]
        reached = set(waiting)
        part: set[Judgement] = set()
        while waiting:
            for judgement in self._judged.get(waiting.pop(), ()):
                if judgement not in part:
                    part.add(judgement)
                    waiting += kinds_of(judgement) - reached
                    reached |= kinds_of(judgement)
        if not reached:
            return
        found = constraints([each for each in self._log if each in part], self._nodes)
        before = self._exchange(reached, found)
        for node in before.one.keys() | before.apart.keys() | found.one.keys() | found.apart.keys():
            if before.one.get(node) == found.one.get(node) and before.apart.get(node) == found.apart.get(node):
                continue
            for ref in self._of_node(node):
                self._units[ref].version += 1
                changed.setdefault(ref, set())

    def _exchange(self, kinds: Iterable[Kind], found: Constraints) -> Constraints:
        """Put the constraints of these names in place of the old ones, which it gives."""
        before = Constraints({}, {})
        for kind in kinds:
            for node in self._bound.pop(kind, ()):
                if (one := self._one.pop(node, None)) is not None:
                    before.one[node] = one
                    self._cluster[one].discard(node)
                    if not self._cluster[one]:
                        del self._cluster[one]
                if (apart := self._apart.pop(node, None)) is not None:
                    before.apart[node] = apart
        self._one.update(found.one)
        self._apart.update(found.apart)
        for node, one in found.one.items():
            self._cluster[one].add(node)
        for node in (*found.one, *found.apart):
            self._bound.setdefault(_kind(node), set()).add(node)
        return before

    def _nodes(self, anchor: Anchor) -> Iterable[Node]:
        """What an anchor stands for now."""
        order = self._order.get(anchor.kind, [])
        if not anchor.articles:
            whole = [ref for marked, _, ref in order if not marked and not self._units[ref].partial]
            by_name = any(self._units[ref].partial for _, _, ref in order)
            return [*whole, *([(order[0][2][0], BY_NAME)] if by_name else [])]
        there = [
            self._ref(profile)
            for article in anchor.articles
            for profile in self._profiles.get(article, {}).values()
            if profile.kind == anchor.kind
        ]
        unmarked = [ref for marked, _, ref in order if not marked]
        if there or is_known(anchor.identity) or len(unmarked) != 1:
            return there
        return unmarked  # its articles are gone, and only one of the name is left

    def _of_node(self, node: Node) -> list[Ref]:
        if node[1] != BY_NAME:
            return [node] if node in self._units else []
        return [ref for _, _, ref in self._order.get(_kind(node), ()) if self._units[ref].partial]

    def _nodes_of(self, ref: Ref) -> tuple[Node, ...]:
        """The nodes that speak of a unit or heap."""
        unit = self._units.get(ref)
        return (ref,) if unit is not None and not unit.partial else (ref, (ref[0], BY_NAME))

    def _is_one(self, a: Ref, b: Ref) -> bool:
        ones = {self._one[node] for node in self._nodes_of(a) if node in self._one}
        return bool(ones) and any(self._one.get(node) in ones for node in self._nodes_of(b))

    def _is_apart(self, a: Ref, b: Ref) -> bool:
        others = self._nodes_of(b)
        return any(node in self._apart and not self._apart[node].isdisjoint(others) for node in self._nodes_of(a))

    def _promoted(self, unit: Unit) -> bool:
        """Whether a person known by one word is grouped as if whole, because a judgement says who that is."""
        return unit.partial and unit.ref in self._one

    # --- whole names --------------------------------------------------------------------------------------------------

    def _weigh(self, a: Item, b: Item) -> float:
        if a.unit.kind[0] != b.unit.kind[0]:
            return 0.0
        if self._one and self._is_one(a.ref, b.ref):
            return SAME
        if self._apart and self._is_apart(a.ref, b.ref):
            return -1.0
        if a.unit.kind == b.unit.kind and a.unit.mark != b.unit.mark:
            return 0.0  # what was split off is not brought back by its name
        if a.unit.partial or b.unit.partial:
            return 0.0
        comparison = compare(a.unit, b.unit)
        if comparison.veto is not None:
            return -1.0
        return comparison.score if comparison.score >= policy().thresholds.same else 0.0

    def _regroup(self, changed: Iterable[Ref]) -> set[Ref]:
        """Group the changed units of whole names anew; gives the units whose group is another."""
        items: dict[Ref, Item | None] = {}
        for ref in changed:
            item = self._item(self._units[ref])
            if item != self._whole.get(ref):
                items[ref] = item
        before, after = self._whole.update(items)
        return {ref for group in before ^ after for ref in group if ref in self._units}

    def _item(self, unit: Unit) -> Item | None:
        if not unit.members or (unit.partial and not self._promoted(unit)):
            return None
        blocks = unit.blocks()
        if unit.ref in self._one:
            blocks = (*blocks, f"judgement|{self._one[unit.ref]}")
        return Item(unit.ref, blocks, unit.version, unit) if blocks else None

    def _group(self, ref: Ref) -> Group:
        return self._whole.group(ref) if self._whole.get(ref) is not None else (ref,)

    # --- people known by one word -------------------------------------------------------------------------------------

    def _concerned(self, changed: Mapping[Ref, set[object]], regrouped: set[Ref]) -> set[Ref]:
        """The people known by one word on whom these changes of units can bear."""
        concerned = {ref for ref in changed if self._units[ref].partial}
        few_before: dict[str, bool] = {}
        stirred: set[str] = set()  # words of which the bearers, their groups, or what rules them out have changed
        for ref in changed.keys() | regrouped:
            concerned |= self._followers.get(ref, set())
            unit = self._units[ref]
            if unit.kind[0] != "Person" or unit.partial:
                continue
            known, new = self._keys.get(ref, _NO_KEYS), _keys(unit) if unit.members else _NO_KEYS
            words = known.words | new.words
            for word in words:
                few_before.setdefault(word, self._few(word))
            if known != new:
                self._register(ref, known, new)
            offices = known.offices | new.offices
            if ref in regrouped or known.hard != new.hard or known.words != new.words:
                stirred |= words
                for word in words:
                    concerned |= self._with_office(word, offices)
            for word in words:
                by_office = None if self._few(word) else self._with_office(word, offices)
                for clue in changed.get(ref, ()):
                    found = self._clues.get((word, clue), set())
                    concerned |= found if by_office is None else found & by_office
        for word in stirred:
            if few_before[word] or self._few(word):
                concerned |= self._waiting.get(word, set())
        return concerned

    def _few(self, word: str) -> bool:
        """Whether a word is borne by few enough whole names to tell something by itself."""
        return len(self._bearers.get(word, ())) <= policy().block

    def _whole_groups(self, word: str) -> int:
        """How many whole people bear a word; one more than tells something where they are not few."""
        refs = self._bearers.get(word, set())
        return len({self._group(ref) for ref in refs}) if self._few(word) else policy().block + 1

    def _with_office(self, word: str, offices: Iterable[tuple[str, str]]) -> set[Ref]:
        return {ref for office in offices for ref in self._clues.get((word, office), ())}

    def _register(self, ref: Ref, known: _Keys, new: _Keys) -> None:
        for word in known.words:
            _drop(self._bearers, word, ref)
            for office in known.offices:
                _drop(self._holders, (word, office), ref)
        for word in new.words:
            self._bearers[word].add(ref)
            for office in new.offices:
                self._holders[word, office].add(ref)
        if new.words:
            self._keys[ref] = new
        else:
            self._keys.pop(ref, None)

    def _decide(self, concerned: Iterable[Ref], changed: Collection[Ref]) -> set[Ref]:
        """Settle where people known by one word belong; gives those whom this, or the move of another, moves."""
        moved: set[Ref] = set()
        stirred: set[Ref] = set()  # heaps
        for ref in sorted(concerned):
            unit = self._units[ref]
            self._wait(unit)
            alive = bool(unit.members) and not self._promoted(unit)
            joined = self._choose(unit) if alive else None
            if joined != (known := self._joined.get(ref)):
                if known is not None:
                    del self._joined[ref]
                    _drop(self._followers, known[0], ref)
                if joined is not None:
                    self._joined[ref] = joined
                    self._followers[joined[0]].add(ref)
                moved.add(ref)
            heap = self._heap(unit) if alive and joined is None else None
            stirred |= self._move(ref, heap, ref in changed)
        items = {heap: self._heap_item(heap) for heap in stirred}
        items = {heap: item for heap, item in items.items() if item != self._loose.get(heap)}
        before, after = self._loose.update(items)
        heaps = stirred | {heap for group in before ^ after for heap in group}
        return moved | {ref for heap in heaps for ref in self._heaps.get(heap, ())}

    def _wait(self, unit: Unit) -> None:
        """Keep the tables by which someone known by one word is found when others change."""
        known = self._keys.get(unit.ref, _NO_KEYS)
        new = _keys(unit, clues=True) if unit.members else _NO_KEYS
        if known == new:
            return
        for word in known.words:
            _drop(self._waiting, word, unit.ref)
            for clue in known.clues:
                _drop(self._clues, (word, clue), unit.ref)
        for word in new.words:
            self._waiting[word].add(unit.ref)
            for clue in new.clues:
                self._clues[word, clue].add(unit.ref)
        if new.words:
            self._keys[unit.ref] = new
        else:
            self._keys.pop(unit.ref, None)

    def _candidates(self, unit: Unit) -> dict[Ref, Comparison]:
        """The whole people that someone known by one word can be, as far as names go."""
        word = min(_keys(unit).words, default="")
        few = self._few(word)
        refs = self._bearers.get(word, set())
        if not few:
            refs = {ref for office in unit.offices for ref in self._holders.get((word, office), ())}
        only = self._whole_groups(word) == 1
        return {ref: compare_partial(unit, self._units[ref], only=only) for ref in refs}

    def _choose(self, unit: Unit) -> tuple[Ref, Comparison] | None:
        """The whole person that someone known by one word is: by judgement, else the one that fits, or clearly best."""
        if one := self._one.get((unit.ref[0], BY_NAME)):
            whole = [node for node in self._cluster[one] if node in self._units]
            if whole:
                return min(whole), JUDGED
        fits: dict[Group, tuple[float, Ref, Comparison]] = {}
        out: set[Group] = set()
        for ref, comparison in sorted(self._candidates(unit).items()):
            group = self._group(ref)
            if comparison.parts and (comparison.veto is not None or self._is_apart(unit.ref, ref)):
                out.add(group)
            if group not in fits or comparison.score > fits[group][0]:
                fits[group] = (comparison.score, ref, comparison)
        thresholds = policy().thresholds
        ranked = sorted((-score, ref, group) for group, (score, ref, _) in fits.items() if group not in out)
        ranked = [each for each in ranked if -each[0] >= thresholds.attach]
        if not ranked or (len(ranked) > 1 and ranked[1][0] - ranked[0][0] < thresholds.margin - _TINY):
            return None
        _, ref, group = ranked[0]
        return ref, fits[group][2]

    def _heap(self, unit: Unit) -> Ref:
        """Where someone known by one word stays who is nobody else: with all who are said to be the same, or alone."""
        if unit.ref in self._apart or unit.mark:
            return unit.ref
        telling = not tells_nothing(unit.kind[1]) and self._whole_groups(min(_keys(unit).words, default="")) < 2
        if not telling and not unit.offices:
            return unit.ref
        facts = next(iter(unit.members.values())).facts()
        return unit.ref[0], f"{TELLING if telling else OFFICE}|{facts}"

    def _move(self, ref: Ref, heap: Ref | None, changed: bool) -> set[Ref]:
        """Put someone on a heap, in place of another; gives the heaps that this changes."""
        known = self._heap_of.get(ref)
        if known == heap and not (changed and heap is not None):
            return set()
        if known is not None:
            del self._heap_of[ref]
            self._heap_units[known].discard(self._heaped.pop(ref))
            _drop(self._heaps, known, ref)
        if heap is not None:
            self._heap_of[ref] = heap
            self._heaps[heap].add(ref)
            unit = self._units[ref]
            top = self._heap_units.setdefault(heap, Unit(heap, unit.kind, unit.mark, True))
            self._heaped[ref] = next(iter(unit.members.values()))
            top.add(self._heaped[ref])
        stirred = {each for each in (known, heap) if each is not None}
        for each in stirred:
            self._heap_units[each].version += 1
        return stirred

    def _heap_item(self, heap: Ref) -> Item | None:
        if heap not in self._heaps:
            del self._heap_units[heap]
            return None
        unit = self._heap_units[heap]
        name = (heap[0], BY_NAME)
        blocks = [f"judgement|{self._one[name]}"] if name in self._one else []
        if heap[1].startswith(TELLING):
            blocks += {f"{unit.kind[0]}|{phonetic(name)}" for name in unit.mains}
        else:
            blocks += [f"{heap[0]}|{title}@{body}" for title, body in unit.offices]
        return Item(heap, tuple(sorted(blocks)), unit.version, unit) if blocks else None

    def _weigh_loose(self, a: Item, b: Item) -> float:
        if self._one and self._is_one(a.ref, b.ref):
            return SAME
        if self._apart and self._is_apart(a.ref, b.ref):
            return -1.0
        telling = _telling(a) and _telling(b)
        comparison = compare_partials(a.unit, b.unit, telling=telling)
        if comparison.veto is not None:
            return -1.0
        least = policy().thresholds.same if telling else policy().thresholds.attach
        return comparison.score if comparison.score >= least else 0.0

    # --- ids ----------------------------------------------------------------------------------------------------------

    def _name(self, units: Collection[Ref]) -> Touched:
        """Give the entities of these units their ids."""
        touched = Touched()
        for kind in {self._units[ref].kind for ref in units}:
            first = self._order[kind][0][2] if kind in self._order else None
            if first != (known := self._first.get(kind)):
                units = {*units, *(each for each in (first, known) if each in self._units)}
                if first is None:
                    del self._first[kind]
                else:
                    self._first[kind] = first
        done: set[Ref] = set()
        for ref in units:
            if not self._units[ref].members:
                self._rename(ref, None, touched)
                del self._units[ref]
            elif ref not in done:
                bundle, deciding = self._bundle(ref)
                id_ = self._id(deciding, bundle)
                touched.entities.add(id_)
                for each in bundle:
                    done.add(each)
                    self._rename(each, id_, touched)
        return touched

    def _rename(self, ref: Ref, id_: str | None, touched: Touched) -> None:
        known = self._ids.get(ref)
        if known == id_:
            return
        kind = self._units[ref].kind
        if kind[0] == "Place" and (known or entity_id(*kind)) != (id_ or entity_id(*kind)):
            touched.places.add(kind[1])
        if known is not None:
            del self._ids[ref]
            _drop(self._holding, known, ref)
            touched.entities.add(known)
        if id_ is not None:
            self._ids[ref] = id_
            self._holding[id_].add(ref)
            touched.articles |= self._units[ref].articles.keys()

    def _bundle(self, ref: Ref) -> tuple[set[Ref], Collection[Ref]]:
        """All units of a unit's entity, and those of them that decide what it is called."""
        if ref in self._joined:
            ref = self._joined[ref][0]
        if ref in self._heap_of:
            heap = self._heap_of[ref]
            group = self._loose.group(heap) if self._loose.get(heap) is not None else (heap,)
            loose = {each for one in group for each in self._heaps[one]}
            return loose, loose
        whole = self._group(ref)
        return {*whole, *(each for one in whole for each in self._followers.get(one, ()))}, whole

    def _id(self, refs: Collection[Ref], bundle: set[Ref]) -> str:
        """An entity's id: a gazetteer's, else the name first seen; with that place where the name is another's."""
        units = [self._units[ref] for ref in refs]
        known = [unit.kind for unit in units if unit.known]
        if known:
            return entity_id(*min(known, key=lambda kind: (len(kind[1]), kind[1])))
        first = min(units, key=lambda unit: (bool(unit.mark), unit.first))
        holder = self._order[first.kind][0][2]
        if holder in bundle and not (first.mark and is_known(first.kind[1])):
            return entity_id(*first.kind)
        return own_id(first.kind, first.first)


@dataclass(frozen=True)
class _Keys:
    """What a person is found by: words of the name and offices; what rules pairs out; further evidence."""

    words: frozenset[str] = frozenset()
    offices: frozenset[tuple[str, str]] = frozenset()
    hard: tuple[frozenset[str], ...] = ()
    clues: frozenset[object] = frozenset()


_NO_KEYS = _Keys()
_TINY = 1e-9  # scores have two figures; what a subtraction adds is not meant


def _keys(unit: Unit, *, clues: bool = False) -> _Keys:
    hard = tuple(frozenset(count) for count in (unit.countries, unit.states, unit.fields, unit.wikidata))
    return _Keys(
        frozenset(unit.main_words if unit.partial else unit.name_words),
        frozenset(unit.offices),
        hard,
        frozenset((*unit.offices, *unit.countries, *unit.company)) if clues else frozenset(),
    )


def _kind(node: Node) -> Kind:
    label, _, identity = node[0].partition(":")
    return label, identity


def _name(unit: Unit) -> str:
    """The most frequent name, of several the longest."""
    return min(unit.mains, key=lambda name: (-unit.mains[name], -len(name), name))


def _telling(heap: Item) -> bool:
    return heap.ref[1].startswith(TELLING)


def _exclude(a: Item, b: Item) -> bool:
    """Organisations of other names exclude each other: an abbreviation of both is neither's."""
    return a.unit.kind[0] == "Organization"


def _drop(table: dict[Any, set[Ref]], key: Any, ref: Ref) -> None:
    table[key].discard(ref)
    if not table[key]:
        del table[key]
