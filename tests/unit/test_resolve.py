"""Which local entities, treaties and events of different articles are the same."""

from __future__ import annotations

import random
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sutradhar.errors import DataFileError
from sutradhar.graph.model import LocalEvent, LocalTreaty
from sutradhar.graph.ontology import load_ontology, mode_named, read_ontology
from sutradhar.graph.resolve import (
    EventItem,
    Grouping,
    TreatyItem,
    best_date,
    bounds,
    by_date,
    dates_agree,
    same_event,
    same_treaty,
    share_place,
)

# --- dates ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("a", "b", "agree"),
    [
        (None, "2024-06-19", True),
        ("2024-06", "2024-06-19", True),
        ("2024", "2024-06", True),
        ("2024-06", "2024-07", False),
        ("2024-06-19", "2024-06-20", False),
        ("XXXX-07-12", "2025-07-12", True),
        ("XXXX-07-12", "2025-07", True),
        ("XXXX-07-12", "2025-08", False),
        ("XXXX-07-12", "XXXX-07", True),
        ("XXXX-07-12", "XXXX-07-13", False),
        ("XXXX-02-29", "2023-02", False),
        ("XXXX-02-29", "2024-02", True),
        ("XXXX-12-30/XXXX-01-02", "2025-01-01", True),
        ("XXXX-12-30/XXXX-01-02", "XXXX-01-01", True),
        ("2024-06-18/2024-06-20", "2024-06-19", True),
        ("2024-06-18/..", "2025-01", True),
        ("2024-06-18/..", "2024-05", False),
        ("2024-06~", "2024-07-10", True),
        ("2024-06~", "2024-09", False),
        ("2024-06-19~", "2024-06-25", True),
        ("202X", "2024-06", True),
        ("not a date", "2024", True),
    ],
)
def test_dates_agree(a: str | None, b: str | None, agree: bool) -> None:
    assert dates_agree(a, b) is agree
    assert dates_agree(b, a) is agree


def test_bounds_are_days() -> None:
    assert [each and each.isoformat() for each in bounds("2024-02")] == ["2024-02-01", "2024-02-29"]
    assert [each and each.isoformat() for each in bounds("2024-02-05/..")] == ["2024-02-05", None]
    assert bounds("XXXX-02-05") == bounds(None) == bounds("nonsense") == (None, None)


def test_the_best_date_says_most() -> None:
    assert best_date([None, "2024", "2024-06", "2024-06-19", "2024-06"]) == "2024-06-19"
    assert best_date(["2024", "XXXX-06-19"]) == "2024"
    assert best_date(["2024-06~", "2024-06"]) == "2024-06"
    assert best_date([None]) is None


# --- treaties ---------------------------------------------------------------------------------------------------------


def treaty(
    article: str, kind: str = "defence", date: str | None = None, who: str = "", parties: str = "p q"
) -> TreatyItem:
    local = LocalTreaty("t", kind, (), (), (), date, "signed", (), ())
    return TreatyItem((article, "t"), local, tuple(sorted(parties.split())), frozenset(who.split()))


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ({}, {}, True),
        ({}, {"parties": "p r"}, False),
        ({"date": "2024-06"}, {"date": "2024-06-19"}, True),
        ({"date": "2024-06"}, {"date": "1961-07"}, False),
        ({"kind": "agreement"}, {"kind": "trade"}, True),
        ({"kind": "defence"}, {"kind": "trade"}, False),
        ({"kind": "defence"}, {"kind": "partnership", "date": "2024"}, True),
        ({"who": "putin kim"}, {"who": "kim"}, True),
        ({"who": "putin"}, {"who": "gorbachev"}, False),
    ],
)
def test_same_treaty(a: dict[str, str], b: dict[str, str], same: bool) -> None:
    one, other = treaty("a", **a), treaty("b", **b)
    assert same_treaty(one, other) is same_treaty(other, one) is same


def groups(items: list[TreatyItem]) -> set[frozenset[str]]:
    grouping: Grouping[TreatyItem] = Grouping(same_treaty, by_date(latest=True))
    grouping.update({item.ref: item for item in items})
    return {frozenset(ref[0] for ref in grouping.group(item.ref)) for item in items}


def test_an_undated_treaty_is_the_latest_of_several() -> None:
    items = [treaty("a", date="1961-07"), treaty("b", date="2024-06"), treaty("c"), treaty("d", date="2024-06-19")]
    assert groups(items) == {frozenset("a"), frozenset("bcd")}


def test_without_two_parties_treaties_stay_apart() -> None:
    assert groups([treaty("a", parties="p"), treaty("b", parties="p")]) == {frozenset("a"), frozenset("b")}


# --- events -----------------------------------------------------------------------------------------------------------


def event(
    article: str, mode: str = "meet", roles: str = "actor=person:l counterpart=person:k", places: str = "",
    date: str | None = None, modality: str = "asserted", about: str = "", published: str | None = None, around: str = "",
) -> EventItem:  # fmt: skip
    local = LocalEvent("v", mode, date, modality, 0.5, (), (), (), ())  # type: ignore[arg-type]
    parts = tuple(sorted((entity, role) for role, entity in (each.split("=") for each in roles.split())))
    return EventItem(
        (article, "v"), local, mode_named(mode).group, parts, frozenset(places.split()),
        frozenset(places.split()) | frozenset(around.split()), tuple(sorted(about.split())), published,
    )  # fmt: skip


CITY = {"places": "place:wonsan", "around": "place:korea"}


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ({}, {}, True),
        ({}, {"mode": "talk"}, True),
        ({}, {"mode": "visit"}, False),
        ({}, {"roles": "counterpart=person:l actor=person:k"}, True),
        ({}, {"roles": "actor=person:l counterpart=person:c"}, False),
        (
            {"roles": "actor=person:l actor=place:r counterpart=person:k"},
            {"roles": "actor=person:l actor=place:r counterpart=person:c"},
            False,  # the country they share does not make it one meeting
        ),
        ({"date": "2025-07-12"}, {"date": "2025-07"}, True),
        ({"date": "2025-07-12"}, {"date": "2025-07-13"}, False),
        ({"modality": "planned"}, {}, True),
        ({"modality": "denied"}, {}, False),
        ({"modality": "denied"}, {"modality": "denied"}, True),
        (CITY, {"places": "place:korea"}, True),
        (CITY, {"places": "place:moscow"}, False),
        ({"published": "2025-07-12"}, {"published": "2025-07-20"}, True),
        ({"published": "2025-07-12"}, {"published": "2015-07-12"}, False),
        ({"published": "2025-07-12"}, {"date": "2024-01"}, False),
        ({"date": "2025-07-12", "published": "2025-07-13"}, {"date": "2025-07-12", "published": "2029"}, True),
        ({"mode": "attack", "roles": "actor=place:x recipient=place:y"},
         {"mode": "attack", "roles": "actor=place:y recipient=place:x"}, False),
        ({"mode": "visit", "roles": "actor=person:l", **CITY},
         {"mode": "visit", "roles": "actor=person:l", "places": "place:korea"}, True),
        ({"mode": "visit", "roles": "actor=person:l"}, {"mode": "visit", "roles": "actor=person:l"}, False),
        ({"mode": "visit", "roles": "actor=person:l", "date": "2025-07-12"},
         {"mode": "visit", "roles": "actor=person:l", "date": "2025-07-12", **CITY}, True),
        ({"mode": "flood", "roles": "", "date": "2025-07", **CITY},
         {"mode": "flood", "roles": "", "date": "2025-07-12", **CITY}, True),
        ({"mode": "flood", "roles": "", **CITY}, {"mode": "flood", "roles": "", **CITY}, False),
        ({"mode": "sign", "roles": "actor=person:p", "about": "treaty:x"},
         {"mode": "sign", "roles": "actor=person:p actor=person:k", "about": "treaty:x", "published": "2020"}, True),
        ({"mode": "sign", "about": "treaty:x"}, {"mode": "sign", "about": "treaty:y"}, False),
    ],
)  # fmt: skip
def test_same_event(a: dict[str, str], b: dict[str, str], same: bool) -> None:
    one, other = event("a", **a), event("b", **b)
    assert same_event(one, other) is same_event(other, one) is same
    if same:
        assert set(one.blocks) & set(other.blocks)  # else they would never be compared


def event_groups(items: list[EventItem]) -> set[frozenset[str]]:
    grouping: Grouping[EventItem] = Grouping(same_event, by_date(latest=False, closer=share_place))
    for item in items:
        grouping.update({item.ref: item})
    return {frozenset(ref[0] for ref in grouping.group(item.ref)) for item in items}


def test_a_vague_report_does_not_join_two_dated_events() -> None:
    vague = event("d", published="2025-07-14")
    items = [event("a", date="2025-07-11"), event("b", date="2025-07-13"), event("c", date="2025-07"), vague]
    expected = {frozenset("a"), frozenset("b"), frozenset("cd")}
    assert {event_groups(list(each)) == expected for each in permutations(items)} == {True}


def test_a_report_without_any_time_is_no_dated_visit_of_one_person() -> None:
    visit = {"mode": "visit", "roles": "actor=person:l", "places": "place:k"}
    assert event_groups([event("a", date="2024-06", **visit), event("b", **visit)]) == {frozenset("a"), frozenset("b")}
    assert event_groups([event("a", **visit), event("b", **visit)]) == {frozenset("ab")}


def test_of_meetings_at_odds_the_one_at_the_same_place_is_meant() -> None:
    items = [event("a", date="XXXX-09"), event("b", date="2024-06", places="place:k"), event("c", places="place:k")]
    assert {event_groups(list(each)) == {frozenset("a"), frozenset("bc")} for each in permutations(items)} == {True}


def test_events_of_one_article_stay_apart() -> None:
    grouping: Grouping[EventItem] = Grouping(same_event, by_date(latest=False, closer=share_place))
    first = event("a")
    second = EventItem(("a", "w"), *(getattr(first, name) for name in list(first.__dataclass_fields__)[1:]))
    grouping.update({each.ref: each for each in (first, second, event("b"))})
    assert grouping.group(first.ref) != grouping.group(second.ref)
    assert len(grouping.group(("b", "v"))) == 2


items = st.builds(
    event,
    st.sampled_from("abcdefgh"),
    roles=st.sampled_from(
        ["actor=person:l counterpart=person:k", "actor=person:l", "actor=person:k counterpart=place:r"]
    ),
    places=st.sampled_from(["", "place:wonsan", "place:moscow"]),
    date=st.sampled_from([None, "2025-07-12", "2025-07", "2025", "XXXX-07-12", "2025-07-11"]),
    modality=st.sampled_from(["asserted", "denied", "planned"]),
    published=st.sampled_from([None, "2025-07-13", "2024-01-01"]),
)


@given(st.lists(items, unique_by=lambda item: item.ref), st.lists(items, unique_by=lambda item: item.ref), st.randoms())
def test_groups_depend_on_the_items_alone(
    kept: list[EventItem], passing: list[EventItem], order: random.Random
) -> None:
    fresh: Grouping[EventItem] = Grouping(same_event, by_date(latest=False, closer=share_place))
    fresh.update({item.ref: item for item in kept})
    changed: Grouping[EventItem] = Grouping(same_event, by_date(latest=False, closer=share_place))
    steps = [(item.ref, item) for item in (*passing, *kept)]
    order.shuffle(steps)
    for ref, item in steps:
        changed.update({ref: item})
    changed.update({item.ref: None for item in passing} | {item.ref: item for item in kept})
    for item in kept:
        assert changed.group(item.ref) == fresh.group(item.ref)
        members = [fresh[ref] for ref in fresh.group(item.ref)]
        assert all(same_event(a, b) for a in members for b in members if a.ref < b.ref)


# --- the ontology -----------------------------------------------------------------------------------------------------


def test_the_ontology_is_sound() -> None:
    modes = load_ontology()
    assert modes["meet"].group == modes["talk"].group and modes["meet"].mutual and not modes["support"].mutual
    for mode in modes.values():
        assert mode.group in modes, f"the group of {mode.name} is no mode"


GOOD = "meet: {plover: CONSULT, hi: मुलाकात, en: meeting, group: meet, shortcut: MET}\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (GOOD + GOOD, "line 2: mode 'meet' is listed twice"),
        (GOOD + "Meet: {}", "line 2: a mode is a lower-case verb"),
        (GOOD + "\ntalk: {plover: CONSULT, hi: वार्ता, en: talks, group: meet}", "line 3: .*look at: shortcut"),
        (GOOD.replace("CONSULT", "CHAT"), "line 1: .*unknown PLOVER category 'CHAT'"),
        (GOOD.replace("MET", "met"), "line 1: shortcut 'met'"),
        (GOOD + "talk: [", "line 2"),
        ("- a", "line 1: must map modes"),
    ],
)
def test_a_malformed_ontology_names_the_line(text: str, message: str) -> None:
    with pytest.raises(DataFileError, match=message):
        read_ontology(text)


def test_an_unknown_mode_is_named() -> None:
    with pytest.raises(DataFileError, match="'levitate' is missing"):
        mode_named("levitate")
