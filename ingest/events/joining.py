"""One event, several mentions: what an article tells of again becomes one event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sutradhar.graph.model import Evidence, LocalEvent
from sutradhar.graph.ontology import load_ontology
from sutradhar.ingest.entities import EntityTable
from sutradhar.ingest.events.draft import Draft
from sutradhar.ingest.times import resolve_bounds

AGAIN, SUREST = 0.02, 0.98  # what being told again adds to how sure an event is, and at most (see `draft.py`)
SUMMIT = "शिखर"


def join(drafts: Sequence[Draft], table: EntityTable) -> list[LocalEvent]:
    """Mentions of one event in an article become one event; a bare “यह मुलाकात” joins the last of its group."""
    events: list[tuple[LocalEvent, str]] = []
    told: list[Draft] = []  # the first mention of each event
    for draft in drafts:
        group = load_ontology()[draft.predicate.mode].group
        event = _event(draft, len(events) + 1)
        match = _antecedent(draft, event, group, events, told, table)
        if match is None:
            if draft.definite and not draft.participants or _unsupported(draft, table):
                continue
            events.append((event, group))
            told.append(draft)
        else:
            events[match] = (_merged(events[match][0], event, draft.verb is None), group)
    return [replace(event, key=f"v{i}") for i, (event, _) in enumerate(events, 1)]


def _unsupported(draft: Draft, table: EntityTable) -> bool:
    """A two-sided event of which only one side, or a visit of which nobody or no place, is known."""
    if draft.predicate.frame.symmetric:
        body = draft.light and any(table.label(part.entity) == "Organization" for part in draft.participants)
        known = draft.about or body or draft.participants and draft.places  # a council can meet by itself
        return len(draft.participants) < 2 and not known
    return draft.predicate.mode == "visit" and not (draft.participants and draft.places)


def _event(draft: Draft, number: int) -> LocalEvent:
    tree = draft.tree
    start = tree.words[draft.first].start
    last = max(
        draft.trigger,
        draft.verb if draft.light and draft.verb is not None and draft.verb - draft.trigger <= 3 else draft.trigger,
    )
    end = tree.words[last].end
    evidence = Evidence(tree.index, start, end, tree.text[start - tree.start : end - tree.start])
    counts = draft.casualties
    return LocalEvent(
        key=f"v{number}",
        mode=draft.predicate.mode,
        date=draft.date,
        modality=draft.modality,
        confidence=round(max(0.3, draft.confidence), 2),
        participants=tuple(draft.participants),
        places=tuple(dict.fromkeys(draft.places)),
        about=tuple(dict.fromkeys(draft.about)),
        evidence=(evidence,),
        killed=counts.killed if counts else None,
        injured=counts.injured if counts else None,
    )


def _antecedent(
    draft: Draft,
    event: LocalEvent,
    group: str,
    events: Sequence[tuple[LocalEvent, str]],
    told: Sequence[Draft],
    table: EntityTable,
) -> int | None:
    fits: list[int] = []
    for index in range(len(events) - 1, -1, -1):
        other, other_group = events[index]
        if other_group != group or (event.modality == "denied") != (other.modality == "denied"):
            continue
        if _still_to_come(draft, told[index]):
            continue
        again = draft.definite and _dates_fit(event.date, other.date, True) and _names_again(event, other, table)
        if again or _same(event, other, table, draft.predicate.frame.symmetric):
            fits.append(index)
    # “लावरोव की यात्रा” is the one that a noun told of, rather than his going on from there.
    return max(fits, key=lambda index: (told[index].predicate.pos == draft.predicate.pos, index), default=None)


def _still_to_come(one: Draft, other: Draft) -> bool:
    """Whether one clause tells what has happened and the other what will: “नियुक्त किया है”, “शपथ दिलाई जाएगी”."""
    both = {one.modality, other.modality}
    if "planned" not in both or len(both) == 1 or None in (one.verb, other.verb):
        return False
    past = one if other.modality == "planned" else other
    return past.mood.tense == "past"


def _names_again(event: LocalEvent, other: LocalEvent, table: EntityTable) -> bool:
    """“यह मुलाकात दोनों देशों के बीच हुई”: nobody new takes part, or only the countries of those who did."""
    mine, theirs = _who(event), _who(other)
    people = any(table.label(key) == "Person" for key in theirs)
    return mine <= theirs or theirs <= mine or people and all(table.label(key) == "Place" for key in mine)


def _who(event: LocalEvent) -> set[str]:
    return {part.entity for part in event.participants}


def _same(event: LocalEvent, other: LocalEvent, table: EntityTable, symmetric: bool) -> bool:
    mine, theirs = _who(event), _who(other)
    if set(event.about) & set(other.about) and _dates_fit(event.date, other.date, True):
        return True  # of one group about one agreement
    if not _dates_fit(event.date, other.date, False) or not _places_fit(event, other, table):
        return False
    if not mine and not theirs:
        return bool(set(event.places) & set(other.places)) or load_ontology()[event.mode].plover == "INCIDENT"
    if not mine or not theirs:
        return load_ontology()[event.mode].plover == "INCIDENT" and load_ontology()[other.mode].plover == "INCIDENT"
    shared = mine & theirs
    if symmetric and (_for_their_leaders(event, other, table) or _for_their_leaders(other, event, table)):
        return True
    if symmetric:
        there = bool(shared) and bool(set(event.places) & set(other.places))
        summit = all(any(SUMMIT in each.trigger for each in told.evidence) for told in (event, other))
        return len(shared) >= 2 or there and (mine <= theirs or theirs <= mine or summit)
    actor = {part.entity for part in event.participants if part.role == "actor"}
    other_actor = {part.entity for part in other.participants if part.role == "actor"}
    if actor and other_actor and not actor & other_actor:
        return False
    return (mine <= theirs or theirs <= mine) and bool(shared)


def _for_their_leaders(vague: LocalEvent, told: LocalEvent, table: EntityTable) -> bool:
    """“दोनों देशों के नेताओं के बीच चर्चा” after the leaders were named: their countries, no place and time of its own."""
    mine, theirs = _who(vague), _who(told)
    if vague.date is not None or vague.places or len(mine) < 2 or any(table.label(key) != "Place" for key in mine):
        return False
    if any(table.label(key) != "Person" for key in theirs):
        return False
    codes = {table.entities[key].country_code for key in theirs}
    codes |= {table.entities[office.body].country_code for office in table.offices if office.person in theirs}
    return {table.entities[key].country_code for key in mine} == codes - {None}


def _dates_fit(one: str | None, other: str | None, definite: bool) -> bool:
    """Whether two dates can be of one event in one article. A plain year or month keeps an event apart from an undated one."""
    if one == other:
        return True
    if one is None or other is None:
        known = one or other or ""
        return definite or not (known[:4].isdigit() and resolve_bounds(known)[0] is not None and len(known) <= 7)
    low, high = resolve_bounds(one)
    other_low, other_high = resolve_bounds(other)
    if low is None or other_low is None or high is None or other_high is None:
        return one[-5:] == other[-5:]
    return low <= other_high and other_low <= high


def _places_fit(event: LocalEvent, other: LocalEvent, table: EntityTable) -> bool:
    if not event.places or not other.places or set(event.places) & set(other.places):
        return True

    def around(key: str) -> set[str]:
        entity = table.entities[key]
        return {entity.identity, *([entity.within[0]] if entity.within else [])}

    def code(keys: Sequence[str]) -> set[str | None]:
        return {table.entities[key].country_code for key in keys}

    countries = [key for key in (*event.places, *other.places) if table.entities[key].place_type == "country"]
    nested = any(around(a) & around(b) for a in event.places for b in other.places)
    return nested or bool(countries) and bool(code(event.places) & code(other.places) - {None})


def _merged(kept: LocalEvent, new: LocalEvent, nominal: bool) -> LocalEvent:
    """Two mentions as one event; a bare noun (“यह दौरा”) says nothing new of whether it took place."""
    known = _who(kept)
    joined = bool(set(kept.about) & set(new.about))
    added = (
        ()
        if known and not known & _who(new) and not joined
        else tuple(part for part in new.participants if part.entity not in known)
    )
    participants = (*kept.participants, *added)
    order = ("asserted", "claimed", "planned", "denied")
    modality = kept.modality if nominal else min(kept.modality, new.modality, key=order.index)
    return replace(
        kept,
        mode="sign" if new.mode == "sign" else kept.mode,  # what was agreed and signed was signed
        date=_better_date(kept.date, new.date),
        modality=modality,
        confidence=round(min(SUREST, max(kept.confidence, new.confidence) + AGAIN), 2),
        participants=participants,
        places=tuple(dict.fromkeys((*kept.places, *new.places))),
        about=tuple(dict.fromkeys((*kept.about, *new.about))),
        evidence=(*kept.evidence, *new.evidence),
        killed=_range(kept.killed, new.killed),
        injured=_range(kept.injured, new.injured),
    )


def _better_date(one: str | None, other: str | None) -> str | None:
    if one is None or other is None:
        return one or other
    return max(one, other, key=lambda date: (len(date.replace("X", "")) <= 10, len(date.replace("X", ""))))


def _range(one: tuple[int, int] | None, other: tuple[int, int] | None) -> tuple[int, int] | None:
    if one is None or other is None:
        return one or other
    return min(one[0], other[0]), max(one[1], other[1])
