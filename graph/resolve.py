"""Resolution across articles, the tools: dates, grouping, and which treaties and events of different articles are the same.

Every answer is a function of the set of articles alone. Units of entities (`graph.entities`), treaties and events fall
into blocks; within a block a pair rule says which two can be the same, and complete linkage makes groups in which every
two can (so that no chain of vague reports joins what one of them tells apart).
"""

from __future__ import annotations

import calendar
import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Generic, Protocol, TypeVar

from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException

from sutradhar.graph.model import LocalEvent, LocalTreaty

Ref = tuple[str, str]  # article id, key of the local thing in its record
Group = tuple[Ref, ...]  # sorted
Bounds = tuple[date | None, date | None]  # first and last day, both included; None: open or unknown

# An undated report is news: it can be of an event that is told of within this time, or dated within it.
UNDATED_DAYS = 31
# What happens to a person once in a life, and what does not happen to one twice in that time.
KILLING = "kill"
SELDOM = frozenset({"resign", "appoint", "dismiss", "elect", "arrest", "acquit", "sentence", "kidnap"})
GENERIC_TREATIES = frozenset({"agreement", "treaty"})
ALLIANCES = frozenset({"defence", "security", "partnership"})  # one pact between states is called by all of these
_PLAIN = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2]))?(?:-(\d\d))?")
_APPROXIMATE = re.compile(r"[~?%]")
_SPARE_DAYS = 7  # an approximate date means at least this much to either side
_YEAR_DAYS = 366


# --- dates ------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=65_536)
def bounds(edtf: str | None) -> Bounds:
    """First and last day of an EDTF date or interval; None for an open side, no year, and for what is no EDTF."""
    if edtf is None or "XXXX" in edtf:
        return None, None
    sides = edtf.split("/")
    first, last = sides[0], sides[-1]
    try:
        return _day(first, first=True), _day(last, first=False)
    except (EDTFParseException, ValueError, TypeError):
        return None, None


def _day(side: str, *, first: bool) -> date | None:
    if side in {"", ".."}:
        return None
    if plain := _PLAIN.fullmatch(side):  # what nearly all dates are; the general parser takes a thousand times as long
        year, month, day = (int(part) if part else None for part in plain.groups())
        if first:
            return date(year or 0, month or 1, day or 1)
        return date(year or 0, month or 12, day or calendar.monthrange(year or 0, month or 12)[1])
    parsed = parse_edtf(side)
    moment = parsed.lower_strict() if first else parsed.upper_strict()
    return date(*moment[:3])


@lru_cache(maxsize=65_536)
def _reach(edtf: str) -> Bounds:
    """The bounds, widened where the date is approximate: by its own length, at least a week."""
    first, last = bounds(edtf)
    if first is None or last is None or not _APPROXIMATE.search(edtf):
        return first, last
    spare = max(last - first, timedelta(_SPARE_DAYS))
    try:
        return first - spare, last + spare
    except OverflowError:
        return None, None


def _overlap(a: Bounds, b: Bounds) -> bool:
    return (a[0] is None or b[1] is None or a[0] <= b[1]) and (b[0] is None or a[1] is None or b[0] <= a[1])


@lru_cache(maxsize=65_536)
def dates_agree(a: str | None, b: str | None) -> bool:
    """Whether two EDTF dates can be the same time: unknown agrees with all, "2024-06" with "2024-06-19", "XXXX-07-12"
    with the 12 July of any year that the other allows."""
    if a is None or b is None or a == b:
        return True
    yearless = [text for text in (a, b) if "XXXX" in text]
    if not yearless:
        return _overlap(_reach(a), _reach(b))
    if len(yearless) == 2:
        return any(_overlap(_in_year(a, 2000 + turn), _in_year(b, 2000)) for turn in (-1, 0, 1))
    first, last = _reach(b if a == yearless[0] else a)
    if first is None or last is None or (last - first).days >= _YEAR_DAYS:
        return True
    return any(_overlap(_in_year(yearless[0], year), (first, last)) for year in range(first.year - 1, last.year + 1))


def _in_year(edtf: str, year: int) -> Bounds:
    """A yearless date put into a year; an interval may end in the next one. Impossible days give an empty range."""
    sides = [side.replace("XXXX", f"{year:04d}") for side in edtf.split("/")]
    try:
        if any(re.fullmatch(r"\d{4}-02-29.?", side) for side in sides) and not calendar.isleap(year):
            return date.max, date.min
        first, last = _reach("/".join(sides))
        if first is not None and last is not None and last < first:
            last = last.replace(year=last.year + 1)
        return first, last
    except ValueError:
        return date.max, date.min


def specific(edtf: str) -> tuple[int, int, bool, str]:
    """A sort key: the date that says most comes first (with a year, short, exact)."""
    first, last = bounds(edtf)
    if first is not None and last is not None:
        return 0, (last - first).days, bool(_APPROXIMATE.search(edtf)), edtf
    return (1 if "XXXX" in edtf else 2), -len(edtf), bool(_APPROXIMATE.search(edtf)), edtf


def best_date(dates: Iterable[str | None]) -> str | None:
    """The most specific of dates that agree; among equally specific ones the most frequent."""
    count = Counter(text for text in dates if text is not None)
    return min(count, key=lambda text: (specific(text)[:3], -count[text], text), default=None)


def is_day(edtf: str | None) -> bool:
    first, last = bounds(edtf)
    return first is not None and first == last


# --- groups -----------------------------------------------------------------------------------------------------------


class Item(Protocol):
    """Something to be grouped. Only items that share a block are compared."""

    @property
    def ref(self) -> Ref: ...
    @property
    def date(self) -> str | None: ...
    @property
    def blocks(self) -> Iterable[Hashable]: ...
    @property
    def strength(self) -> int:
        """How much the item says; pairs that say more are joined first."""


T = TypeVar("T", bound=Item)
Near = dict[Ref, dict[Ref, float]]  # the items that one can be the same as, with the weights of the pairs
SAME = math.inf  # the weight of a pair that is the same whatever else is said


class Grouping(Generic[T]):
    """Items in groups, kept up with changes; only the connected parts that a change touches are grouped anew."""

    def __init__(self, rule: Callable[[T, T], float], settle: Callable[[Grouping[T], Ref], set[Ref]]) -> None:
        """`rule` weighs a pair: more than 0, they can be the same, and those of more weight are joined first; less than
        0, they are not; 0, nothing speaks for it; `SAME`. `settle` names the neighbours that an item gives up because
        it can be the same as either of two that cannot be one."""
        self._rule = rule
        self._settle = settle
        self._items: dict[Ref, T] = {}
        self._near: Near = {}
        self._far: dict[Ref, set[Ref]] = {}
        self._blocks: dict[Hashable, set[Ref]] = defaultdict(set)
        self._group: dict[Ref, Group] = {}

    def __getitem__(self, ref: Ref) -> T:
        return self._items[ref]

    def __iter__(self) -> Iterator[Ref]:
        return iter(self._items)

    def get(self, ref: Ref) -> T | None:
        return self._items.get(ref)

    def group(self, ref: Ref) -> Group:
        return self._group[ref]

    def groups(self, block: Hashable) -> list[Group]:
        """All groups with an item in the block, sorted."""
        return sorted({self._group[ref] for ref in self._blocks.get(block, ())})

    def near(self, ref: Ref) -> Mapping[Ref, float]:
        """What an item can be the same as, with the weights."""
        return self._near[ref]

    def far(self, ref: Ref) -> set[Ref]:
        """What shares a block with an item and is not the same."""
        return self._far[ref]

    def mates(self, ref: Ref) -> set[Ref]:
        """All that share a block with an item."""
        return {other for block in self._items[ref].blocks for other in self._blocks[block]} - {ref}

    def update(self, changes: Mapping[Ref, T | None]) -> tuple[set[Group], set[Group]]:
        """Replace items (None: take out). Gives the groups that were touched as they were, and as they are now."""
        touched: set[Ref] = set()
        before: set[Group] = set()
        for ref in changes:
            if (old := self._items.pop(ref, None)) is None:
                continue
            for block in old.blocks:
                self._blocks[block].discard(ref)
                if not self._blocks[block]:
                    del self._blocks[block]
            for other in (near := self._near.pop(ref)):
                self._near[other].pop(ref, None)
            for other in self._far.pop(ref):
                self._far[other].discard(ref)
            touched |= near.keys()
            before.add(self._group[ref])
        for ref, new in sorted((ref, new) for ref, new in changes.items() if new is not None):
            others = {other for block in new.blocks for other in self._blocks.get(block, ())}
            weights = {other: self._rule(self._items[other], new) for other in others}
            near = {other: weight for other, weight in weights.items() if weight > 0}
            self._items[ref] = new
            self._near[ref] = near
            self._far[ref] = {other for other, weight in weights.items() if weight < 0}
            for other, weight in near.items():
                self._near[other][ref] = weight
            for other in self._far[ref]:
                self._far[other].add(ref)
            for block in new.blocks:
                self._blocks[block].add(ref)
            touched |= near.keys() | {ref}
        for ref in changes:
            if ref not in self._items:
                self._group.pop(ref, None)
        after: set[Group] = set()
        for part in self._parts([ref for ref in touched if ref in self._items]):
            for group in self._link(part):
                if any(self._group.get(ref) != group or ref in changes for ref in group):
                    before |= {self._group[ref] for ref in group if ref in self._group}
                    after.add(group)
                    self._group.update(dict.fromkeys(group, group))
        return before, after

    def _parts(self, refs: Iterable[Ref]) -> Iterator[set[Ref]]:
        """The connected parts that hold the refs."""
        seen: set[Ref] = set()
        for start in refs:
            if start in seen:
                continue
            part = {start}
            waiting = [start]
            while waiting:
                for other in self._near[waiting.pop()].keys() - part:
                    part.add(other)
                    waiting.append(other)
            seen |= part
            yield part

    def _link(self, part: set[Ref]) -> set[Group]:
        """Groups of one connected part: complete linkage, the pairs that say most first.

        What is said to be the same whatever else is joined before, and then takes in all that is near to one of it and
        that no pair rules out: the judgement, not the likeness of its members, holds such a group together.
        """
        if len(part) == 1:
            return {tuple(part)}
        near = self._clear(part)
        pairs = sorted(
            (-weight, -self._items[a].strength - self._items[b].strength, a, b)
            for a in part
            for b, weight in near[a].items()
            if a < b
        )
        members = {ref: {ref} for ref in part}
        common = {ref: set(near[ref]) for ref in part}  # what every member of the ref's group can be
        bound: set[Ref] = set()
        for weight, _, a, b in pairs:
            if members[a] is members[b]:
                continue
            if weight == -SAME:
                bound |= members[a] | members[b]
            elif a in bound or b in bound:
                if any(self._rule(self._items[x], self._items[y]) < 0 for x in members[a] for y in members[b]):
                    continue
                bound |= members[a] | members[b]
            elif not members[b] <= common[a]:
                continue
            joined = members[a] | members[b]
            shared = common[a] & common[b]
            for ref in joined:
                members[ref] = joined
                common[ref] = shared
        return {tuple(sorted(group)) for group in members.values()}

    def _clear(self, part: set[Ref]) -> Near:
        """Neighbours within a part, when every item has given up what it must."""
        near = {ref: dict(self._near[ref]) for ref in part}
        for ref in part:
            for other in self._settle(self, ref):
                near[ref].pop(other, None)
                near[other].pop(ref, None)
        return near


def by_date(
    *, latest: bool, closer: Callable[[T, T], bool] = lambda a, b: False
) -> Callable[[Grouping[T], Ref], set[Ref]]:
    """An item that can be several differently dated ones is the latest of them (`latest`), or none of them.

    Before that, those that it is `closer` to push out the others.
    """

    def settle(grouping: Grouping[T], ref: Ref) -> set[Ref]:
        when = {other: grouping[other].date for other in grouping.near(ref)}
        at_odds = _at_odds(when.values())
        if not at_odds:
            return set()
        near = {other for other, day in when.items() if day in at_odds and closer(grouping[ref], grouping[other])}
        far = {other for other, day in when.items() if day in at_odds and other not in near} if near else set()
        left = _at_odds(day for other, day in when.items() if other not in far)
        kept = max(left, key=lambda each: (bounds(each)[1] or date.min, each), default=None) if latest else None
        return far | {
            other
            for other, day in when.items()
            if other not in far and day in left and not (kept is not None and dates_agree(day, kept))
        }

    return settle


def _at_odds(dates: Iterable[str | None]) -> set[str]:
    """Those of the dates that disagree with another of them."""
    known = {each for each in dates if each is not None}
    return {one for one in known for other in known if not dates_agree(one, other)}


def by_margin(margin: float, exclude: Callable[[T, T], bool]) -> Callable[[Grouping[T], Ref], set[Ref]]:
    """Of two that exclude each other an item is the one that leads by the margin, or neither.

    Pairs that the rule tells apart exclude each other; `exclude` says it of pairs for which nothing speaks.
    """

    def settle(grouping: Grouping[T], ref: Ref) -> set[Ref]:
        near = {other: weight for other, weight in grouping.near(ref).items() if weight != SAME}

        def rivals(one: Ref, other: Ref) -> bool:
            if one == other or one in grouping.near(other):
                return False
            return one in grouping.far(other) or exclude(grouping[one], grouping[other])

        return {
            one
            for one, weight in near.items()
            if any(weight < near[other] + margin and rivals(one, other) for other in near)
        }

    return settle


# --- treaties ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TreatyItem:
    """A treaty of one article, its entities by their ids."""

    ref: Ref
    treaty: LocalTreaty
    parties: tuple[str, ...]  # sorted
    signatories: frozenset[str]

    @property
    def date(self) -> str | None:
        return self.treaty.signed_on

    @property
    def blocks(self) -> tuple[Hashable, ...]:
        """Without two known parties nothing tells that two articles speak of the same treaty."""
        return (self.parties if len(self.parties) > 1 else self.ref,)

    @property
    def strength(self) -> int:
        return (bounds(self.date)[0] is not None) + (self.treaty.kind not in GENERIC_TREATIES) + bool(self.signatories)


def same_treaty(a: TreatyItem, b: TreatyItem) -> bool:
    """Two treaties of two articles and the same parties: the kinds and dates agree, and the signatories are not altogether others.

    Kinds agree when they are equal, when one is not known ("agreement"), or when both are names for an alliance.
    """
    kinds = {a.treaty.kind, b.treaty.kind}
    return (
        a.ref[0] != b.ref[0]
        and a.parties == b.parties
        and (len(kinds) == 1 or bool(kinds & GENERIC_TREATIES) or kinds <= ALLIANCES)
        and dates_agree(a.date, b.date)
        and not (a.signatories and b.signatories and a.signatories.isdisjoint(b.signatories))
    )


# --- events -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class EventItem:
    """An event of one article, its entities by their ids."""

    ref: Ref
    event: LocalEvent
    group: str  # of its mode
    roles: tuple[tuple[str, str], ...]  # entity id, role; sorted
    places: frozenset[str]
    around: frozenset[str]  # the places and those around them, as far as the article's entities tell
    about: tuple[str, ...]  # sorted
    published: str | None
    spelt: frozenset[str] = frozenset()  # the places by name and country: a city and its province may share a name

    @property
    def date(self) -> str | None:
        return self.event.date

    @cached_property
    def entities(self) -> frozenset[str]:
        return frozenset(entity for entity, _ in self.roles)

    @cached_property
    def acting(self) -> frozenset[str]:
        """The entities that do or suffer something: no trains, buildings, companies' planes."""
        return self.entities - self.of("theme")

    def of(self, role: str) -> frozenset[str]:
        return frozenset(entity for entity, each in self.roles if each == role)

    @cached_property
    def treaties(self) -> frozenset[str]:
        return frozenset(entity for entity in self.about if entity.startswith("treaty:"))

    @property
    def blocks(self) -> tuple[Hashable, ...]:
        """Pairs of what it is about for events of several; else its actor, or its places when nobody takes part."""
        known = sorted(self.entities | self.treaties)
        pairs = [(self.group, a, b) for i, a in enumerate(known) for b in known[i + 1 :]]
        if len(self.entities) > 1:
            either = self.of("actor") | self.of("recipient") if len(self.entities) <= 2 else frozenset()
            places = frozenset() if self.acting else self.around
            return (*pairs, *((self.group, each) for each in {*either, *places}))
        alone = self.acting or {*self.entities, *self.around}
        return (*pairs, *((self.group, each) for each in alone))

    @property
    def strength(self) -> int:
        return 2 * is_day(self.date) + (self.date is not None) + len(self.roles) + bool(self.places)


def same_event(a: EventItem, b: EventItem) -> bool:
    """Whether two articles can tell of one event.

    The modes are of one group, the dates agree, the places do not exclude each other, nobody denies what the other
    says, actor and recipient are not swapped, the treaties are not others. Then they are one when they share two
    entities (two people where both name as many), or a lone actor or recipient and a known place or day, or, where
    nobody acts, a known place and a known date. Nobody is killed twice, nor resigns or is arrested twice in a month.
    """
    if a.ref[0] == b.ref[0] or a.group != b.group or (a.event.modality == "denied") != (b.event.modality == "denied"):
        return False
    if (
        not dates_agree(a.date, b.date)
        or a.spelt.isdisjoint(b.spelt)
        and _apart(a.places, a.around, b.places, b.around)
    ):
        return False
    if a.event.mode == b.event.mode == KILLING and _people(a.of("recipient") & b.of("recipient")):
        return True
    if a.event.mode == b.event.mode and a.event.mode in SELDOM and _people(_in_one_role(a, b)):
        return _near_in_time(a, b)
    if _others(a.treaties, b.treaties):
        return False
    if _others(a.of("recipient"), b.of("recipient")):
        return False
    if (a.of("recipient") or b.of("recipient")) and _others(a.of("actor"), b.of("actor")):
        return False
    return _shared(a, b) and (bool(a.treaties & b.treaties) or _near_in_time(a, b))


def _others(a: frozenset[str], b: frozenset[str]) -> bool:
    return bool(a and b) and a.isdisjoint(b)


def _apart(a: frozenset[str], around_a: frozenset[str], b: frozenset[str], around_b: frozenset[str]) -> bool:
    return bool(a and b) and a.isdisjoint(around_b) and b.isdisjoint(around_a)


def _shared(a: EventItem, b: EventItem) -> bool:
    here = bool(a.places and b.places)
    if not (a.acting and b.acting) and not _others(a.of("theme"), b.of("theme")):
        return not a.acting and not b.acting and here and a.date is not None and b.date is not None
    shared = a.entities & b.entities
    if not shared:
        return False
    if len(shared) + len(a.treaties & b.treaties) >= 2:
        return len(_people(shared)) >= min(2, len(_people(a.entities)), len(_people(b.entities)))
    if min(len(a.entities), len(b.entities)) > 1 or not _in_one_role(a, b):
        return False
    return max(len(a.entities), len(b.entities)) <= 2 and (here or (is_day(a.date) and is_day(b.date)))


def _in_one_role(a: EventItem, b: EventItem) -> set[str]:
    """The entities that both have in the same role, as actor or recipient."""
    return {entity for entity, role in {*a.roles} & {*b.roles} if role in {"actor", "recipient"}}


def _people(entities: Iterable[str]) -> list[str]:
    return [each for each in entities if each.startswith("person:")]


def share_place(a: EventItem, b: EventItem) -> bool:
    """Whether both reports name one place, or one's lies in the other's."""
    return not (a.places.isdisjoint(b.around) and b.places.isdisjoint(a.around))


def _near_in_time(a: EventItem, b: EventItem) -> bool:
    """An undated report and another are near when published, or dated, within `UNDATED_DAYS`, as far as is known.

    Where nothing tells when an undated report was written, it is a dated event only if two people and a place are the same.
    """
    if a.date is not None and b.date is not None:
        return True
    timeless = [each for each in (a, b) if each.date is None and each.published is None]
    if len(timeless) == 1 and (a.date or b.date):
        return len(_people(a.entities & b.entities)) >= 2 and share_place(a, b)
    one, other = (bounds(each.date if each.date is not None else each.published) for each in (a, b))
    spare = timedelta(UNDATED_DAYS)
    return not (
        (one[0] and other[1] and one[0] - other[1] > spare) or (other[0] and one[1] and other[0] - one[1] > spare)
    )
