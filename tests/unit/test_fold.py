"""The graph is a function of the set of records: no order, no repetition, no leftovers. And it says what it should."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from newsroom import Story, meeting

from sutradhar.errors import SutradharError
from sutradhar.graph.elements import Element
from sutradhar.graph.fold import Changes, Fold
from sutradhar.graph.judgements import Judgement
from sutradhar.graph.judging import keep_apart, mentions, merge, split, undo
from sutradhar.graph.model import ArticleRecord, Node, Relationship
from sutradhar.graph.names import name_key


def graph(*stories: Any) -> dict[str, Element]:
    fold = Fold()
    fold.apply([story.record() for story in stories], ())
    return fold.elements()


def of_label(elements: dict[str, Element], label: str) -> list[Node]:
    return [each for _, each in sorted(elements.items()) if isinstance(each, Node) and label in each.labels]


def of_type(elements: dict[str, Element], type_: str) -> list[Relationship]:
    return [each for _, each in sorted(elements.items()) if isinstance(each, Relationship) and each.type == type_]


def ends(elements: dict[str, Element], type_: str) -> list[tuple[str, str]]:
    return [(each.start, each.end) for each in of_type(elements, type_)]


# --- what the graph says ----------------------------------------------------------------------------------------------


def test_two_reports_make_one_event() -> None:
    elements = graph(meeting("क", "2025-07-12", published="2025-07-13"), meeting("ख", published="2025-07-14"))
    [event] = of_label(elements, "Event")
    assert event.properties == {
        "title": "मुलाकात: सर्गेई लावरोव – किम जोंग उन, वॉनसान",
        "mode": "meet",
        "plover": "CONSULT",
        "date": "2025-07-12",
        "date_start": "2025-07-12",
        "date_end": "2025-07-12",
        "modality": "asserted",
        "confidence": 0.75,
        "killed": None,
        "injured": None,
    }
    assert [each.end.split("#")[0] for each in of_type(elements, "EVIDENCED_BY") if each.start == event.id] == [
        each.id for each in of_label(elements, "Article")
    ]
    assert {(each.end, each.properties["role"]) for each in of_type(elements, "PARTICIPANT")} == {
        ("person:Q58217", "actor"),
        ("person:Q56226", "counterpart"),
    }
    [met] = of_type(elements, "MET")
    assert (met.start, met.end) == ("person:Q56226", "person:Q58217")
    assert met.properties == {"events": [event.id], "first": "2025-07-12", "last": "2025-07-12", "derived": True}
    assert {end for _, end in ends(elements, "ABOUT")} == {event.id, "person:Q56226"}


def test_every_relationship_has_its_nodes_and_each_kind_its_properties() -> None:
    story = meeting("क", "2025-07-12")
    story.treaty("defence", "russia korea", "2024-06", "mutual_defence", signed_at=(story.known("moscow"),))
    story.event("accident", at="moscow", killed=(3, 5))
    elements = graph(story, meeting("ख"))
    kinds: dict[tuple[str, ...], set[str]] = {}
    for each in elements.values():
        if isinstance(each, Relationship):
            assert each.start in elements and each.end in elements
            assert kinds.setdefault((each.type,), set(each.properties)) == set(each.properties)
        else:
            assert kinds.setdefault(each.labels, set(each.properties)) == set(each.properties)
            assert not {"name", "title"} <= set(each.properties) and "type" not in each.properties


def test_only_asserted_events_give_shortcuts() -> None:
    for modality in ("planned", "claimed", "denied"):
        story = Story(modality)
        story.event("support", "actor:russia recipient:korea", modality=modality)
        assert not of_type(graph(story), "SUPPORTS")
    story = Story("asserted")
    story.event("support", "actor:russia recipient:korea", date="2025")
    story.event("support", "actor:russia actor:korea")
    story.event("visit", "actor:lavrov", "wonsan")
    story.event("talk", "actor:russia actor:korea")
    elements = graph(story)
    assert ends(elements, "SUPPORTS") == [("place:Q159", "place:Q423")]
    assert ends(elements, "VISITED") == [("person:Q58217", "place:Q320293")]
    assert not of_type(elements, "MET")  # countries do not meet


def test_those_who_stand_together_have_not_fought_each_other() -> None:
    war, joined, sided = Story("क"), Story("ख"), Story("ग")
    war.event("fight", "actor:russia actor:ukraine", date="2025-07-12")
    joined.event("fight", "actor:korea actor:russia counterpart:ukraine", date="2025-07-12")
    sided.event("fight", "actor:korea ally:russia", date="2025-07-12")
    assert ends(graph(war), "FOUGHT") == [("place:Q159", "place:Q212")]
    assert ends(graph(sided), "FOUGHT") == []
    assert ends(graph(war, joined, sided), "FOUGHT") == [("place:Q159", "place:Q212"), ("place:Q212", "place:Q423")]


def test_what_happens_to_somebody_once_is_one_event() -> None:
    killed, again = Story("क", published="2025-07-10"), Story("ख", published="2025-12-01")
    for story in (killed, again):
        story.event("kill", "recipient:kim")
    assert len(of_label(graph(killed, again), "Event")) == 1


@pytest.mark.parametrize(("published", "events"), [("2025-07-12", 1), ("2025-12-01", 2)])
def test_a_resignation_is_not_handed_in_twice_in_a_month(published: str, events: int) -> None:
    dated, undated = Story("क", published="2025-07-11"), Story("ख", published=published)
    dated.event("resign", "actor:lavrov", date="2025-07-10")
    undated.event("resign", "actor:lavrov recipient:kim")
    assert len(of_label(graph(dated, undated), "Event")) == events


def test_a_city_and_its_province_of_one_name_do_not_keep_reports_apart() -> None:
    stories = [Story("क"), Story("ख")]
    within = ("Q423", "उत्तर कोरिया", "North Korea")
    for story, identity in zip(stories, ("Q320293", "sd:wonsan-province"), strict=True):
        place = story.entity("p", "Place", identity, "वोनसान", country_code="KP", place_type="city", within=within)
        story.event("earthquake", date="2025-07-12", places=(place,))
    assert len(of_label(graph(*stories), "Event")) == 1


def test_a_planned_event_becomes_asserted() -> None:
    before = Story("क", published="2025-07-10")
    before.event("meet", "actor:lavrov counterpart:kim", date="2025-07-12", modality="planned")
    [event] = of_label(graph(before, meeting("ख", "2025-07-12")), "Event")
    assert event.properties["modality"] == "asserted"


def test_casualties_are_the_lowest_and_highest_number() -> None:
    stories = [Story("क"), Story("ख")]
    for story, killed in zip(stories, [(3, 3), (2, 5)], strict=True):
        story.event("earthquake", at="moscow", date="2025-07-12", killed=killed)
    [event] = of_label(graph(*stories), "Event")
    assert (event.properties["killed"], event.properties["injured"]) == ([2, 5], None)
    assert event.properties["title"] == "भूकंप: मॉस्को"


def test_a_treaty_is_told_by_several() -> None:
    one, other, old = Story("क"), Story("ख"), Story("ग")
    one.treaty(
        "partnership", "russia korea", "2024-06", "mutual_defence",
        signatories=(one.known("putin"), one.known("kim")), status="ratified",
    )  # fmt: skip
    key = other.treaty("defence", "korea russia", "2024-06-19", "arms_transfer", signatories=(other.known("kim"),))
    other.event("sign", "actor:putin actor:kim", "moscow", about=(key,))
    old.treaty("defence", "russia korea", "1961-07")
    elements = graph(one, other, old)
    later, earlier = reversed(of_label(elements, "Treaty"))
    assert earlier.id == "treaty:defence:Q159+Q423:1961-07"
    assert (later.properties["signed_on"], later.properties["status"]) == ("2024-06-19", "ratified")
    assert [end for start, end in ends(elements, "PARTY") if start == later.id] == ["place:Q159", "place:Q423"]
    assert ends(elements, "SIGNED_BY") == [(later.id, "person:Q56226"), (later.id, "person:Q7747")]
    assert {each.properties["kind"] for each in of_label(elements, "Clause")} == {"mutual_defence", "arms_transfer"}
    [event] = of_label(elements, "Event")
    assert (event.id, later.id) in ends(elements, "ABOUT")


def test_places_lie_within_those_that_are_there() -> None:
    story = Story("क")
    story.known("wonsan")
    assert not of_type(graph(story), "WITHIN")
    story.known("korea")
    assert ends(graph(story), "WITHIN") == [("place:Q320293", "place:Q423")]


def test_a_name_from_a_gazetteer_wins_and_the_others_are_aliases() -> None:
    one, other = Story("क"), Story("ख")
    one.entity("a", "Person", "Q1", "सर्गेई लावरोव", name_en="Sergey Lavrov", wikidata="Q1")
    one.office("a", "russia", "विदेश मंत्री", "foreign minister")
    for key in ("b", "c"):
        other.entity(key, "Person", "lavrov", "लावरोव", name_en="Lavrov", aliases=("लावरोफ",), partial=True)
        other.office(key, "russia", "विदेश मंत्री", "foreign minister")
    [person] = of_label(graph(one, other), "Person")
    assert (person.id, person.properties["name"], person.properties["name_en"]) == (
        "person:Q1",
        "सर्गेई लावरोव",
        "Sergey Lavrov",
    )
    assert person.properties["aliases"] == ["लावरोफ", "लावरोव"]
    search = person.properties["search"]
    assert isinstance(search, str) and {"सर्गेई लावरोव", "Sergey Lavrov", "लावरोफ"} <= set(search.split(" | "))


def test_offices_last_as_far_as_articles_tell() -> None:
    stories = [Story(str(year), published=str(year)) for year in (2019, 2021, 2024)]
    for story in stories:
        story.office("lavrov", "russia", "विदेश मंत्री", "foreign minister", former=story.published == "2024")
    [office] = of_type(graph(*stories[:2]), "HOLDS_OFFICE")
    assert {key: office.properties[key] for key in ("from", "to", "former")} == {
        "from": "2019",
        "to": None,
        "former": False,
    }
    [office] = of_type(graph(*stories), "HOLDS_OFFICE")
    assert {key: office.properties[key] for key in ("from", "to", "former")} == {
        "from": "2019",
        "to": "2024",
        "former": True,
    }
    assert isinstance(office.properties["sentences"], list) and len(office.properties["sentences"]) == 3


def test_near_duplicates_are_related_once() -> None:
    same = tuple(range(64))
    near = (*range(58), *range(100, 106))
    far = tuple(range(200, 264))
    stories = [Story(str(i), shingles=shingles) for i, shingles in enumerate((same, near, far))]
    elements = graph(*stories)
    [copy] = of_type(elements, "NEAR_DUPLICATE_OF")
    assert (copy.start, copy.end) == tuple(sorted(story.id for story in stories[:2]))
    assert copy.properties == {"similarity": 58 / 64}


def test_a_treaty_of_which_only_the_name_is_known_is_kept() -> None:
    story = Story("क")
    story.entity("t", "Treaty", "x", "पेरिस समझौता")
    [treaty] = of_label(graph(story), "Treaty")
    assert (treaty.properties["name"], treaty.properties["status"]) == ("पेरिस समझौता", None)


# --- a function of the set --------------------------------------------------------------------------------------------

DATES = [None, "2025-07-12", "2025-07", "2025-07-11", "XXXX-07-12"]
ROLES = ["actor:lavrov counterpart:kim", "actor:putin counterpart:kim", "actor:lavrov", "actor:russia recipient:korea"]


NAMES = ["राजेश कुमार", "राजेष कुमर", "सोनिया लावरोवा", "सोनिया लावरोफा", "लावरोवा", "कुमार"]
KNOWN = {"सोनिया लावरोवा": "Q77"}


@st.composite
def records(draw: st.DrawFn) -> ArticleRecord:
    story = Story(
        draw(st.sampled_from("कखगघङ")),
        published=draw(st.sampled_from([None, "2025-07-13", "2025-07-01", "2023"])),
        shingles=tuple(draw(st.sampled_from([range(64), range(3, 67), range(1, 65)]))) if draw(st.booleans()) else (),
    )
    for number in range(draw(st.integers(0, 2))):
        name = draw(st.sampled_from(NAMES))
        identity = KNOWN.get(name, name_key(name))
        story.entity(
            f"p{number}", "Person", identity, name, partial=" " not in name and name not in KNOWN,
            occupations=tuple(draw(st.sets(st.sampled_from(["सिपाही", "क्रिकेटर"]), max_size=1))),
            deceased=draw(st.integers(0, 5)) == 0,
        )  # fmt: skip
        if draw(st.booleans()):
            body = draw(st.sampled_from(["russia", "korea"]))
            story.office(f"p{number}", body, "मंत्री", "minister", former=draw(st.booleans()))
    agreements = [
        story.treaty(
            draw(st.sampled_from(["agreement", "defence", "trade"])),
            draw(st.sampled_from(["russia korea", "russia", "korea ukraine"])),
            draw(st.sampled_from([None, "2024", "2024-06", "1961"])),
            draw(st.sampled_from(["", "trade"])),
            signatories=tuple(story.known(who) for who in draw(st.sets(st.sampled_from(["putin", "kim"])))),
        )
        for _ in range(draw(st.integers(0, 2)))
    ]
    events = []
    for _ in range(draw(st.integers(0, 2))):
        who = draw(st.sampled_from([*ROLES, *(["actor:p0 counterpart:kim"] if "p0" in story.entities else [])]))
        events.append(
            story.event(
                draw(st.sampled_from(["meet", "talk", "sign", "support", "visit"])),
                who,
                draw(st.sampled_from(["", "wonsan", "korea", "moscow"])),
                draw(st.sampled_from(DATES)),
                modality=draw(st.sampled_from(["asserted", "planned", "denied"])),
                about=tuple(agreements[:1]),
            )
        )
    if draw(st.booleans()):
        story.claim("putin", "दावा", (*events, *agreements))
    return story.record()  # type: ignore[no-any-return]


def mirror(store: dict[str, Element], changes: Changes) -> None:
    """Do what a store does with changes: nothing that goes or stays may hang in the air."""
    for gone in (*changes.gone_relationships, *changes.gone_nodes):
        assert store.pop(gone.id) == gone
    for node in changes.nodes:
        assert store.get(node.id) != node
        store[node.id] = node
    for link in changes.relationships:
        assert link.start in store and link.end in store
        known = store.get(link.id)
        assert known is None or isinstance(known, Relationship) and (known.start, known.end) == (link.start, link.end)
        store[link.id] = link


def folded(texts: Iterable[ArticleRecord]) -> dict[str, Element]:
    fold = Fold()
    fold.apply(texts, ())
    return fold.elements()


@settings(max_examples=150, deadline=None)
@given(st.lists(records(), max_size=8), st.lists(st.sampled_from("कखगघङ"), max_size=4), st.randoms())
def test_any_order_gives_the_same_graph(read: list[ArticleRecord], dropped: list[str], order: Any) -> None:
    fold, store, last = Fold(), {}, {}
    steps: list[ArticleRecord | str] = [*read, *(Story(text).id for text in dropped)]
    order.shuffle(steps)
    for step in steps:
        if isinstance(step, str):
            mirror(store, fold.remove(step))
            last.pop(step, None)
        else:
            mirror(store, fold.put(step))
            last[step.article.id] = step
        assert not any(
            isinstance(each, Relationship) and not {each.start, each.end} <= store.keys() for each in store.values()
        )
    assert store == fold.elements() == folded(last.values())
    mixed = list(last.values())
    order.shuffle(mixed)
    assert folded(mixed) == store


Judging = tuple[str, int, int]
judgings = st.tuples(st.sampled_from(["merge", "apart", "split", "off", "undo"]), st.integers(0, 9), st.integers(0, 9))


def judged(fold: Fold, log: list[Judgement], judging: Judging) -> Judgement | None:
    """What a user might judge of what there is; None where it cannot be judged."""
    kind, one, other = judging
    when = f"moment {len(log)}"
    try:
        if kind == "undo":
            return undo(log, None if one < 5 else log[one % len(log)].id if log else None, "me", when)
        ids = sorted({each.id for each in of_label(fold.elements(), "Entity") if not each.id.startswith("treaty:")})
        if not ids:
            return None
        a, b = ids[one % len(ids)], ids[other % len(ids)]
        if kind == "split":
            return split(fold, a, (), "me", when)
        if kind == "off":
            articles = sorted({each for _, each in mentions(fold, a)})
            return split(fold, a, articles[: 1 + other % 2], "me", when)
        return (merge if kind == "merge" else keep_apart)(fold, a, b, "me", when)
    except SutradharError:
        return None


@settings(max_examples=200, deadline=None)
@given(st.lists(records() | judgings | st.sampled_from("कखगघङ"), min_size=4, max_size=16))
def test_any_interleaving_of_articles_and_judgements_gives_the_same_graph(steps: list[Any]) -> None:
    fold, store, last = Fold(), {}, {}
    log: list[Judgement] = []
    for step in steps:
        if isinstance(step, str):
            mirror(store, fold.remove(Story(step).id))
            last.pop(Story(step).id, None)
        elif isinstance(step, tuple):
            judgement = judged(fold, log, step)
            if judgement is not None:
                log.append(judgement)
                mirror(store, fold.apply((), (), tuple(log)))
        else:
            mirror(store, fold.put(step))
            last[step.article.id] = step
    whole = Fold()
    whole.apply(last.values(), (), tuple(log))
    assert store == fold.elements() == whole.elements()
    again = Fold()
    again.apply((), (), tuple(log))
    for record in reversed(last.values()):
        again.put(record)
    assert again.elements() == store


@settings(max_examples=100, deadline=None)
@given(st.lists(records(), min_size=2, max_size=6), st.lists(judgings, min_size=1, max_size=4))
def test_judgements_are_honoured_undone_and_lead_old_ids_on(read: list[ArticleRecord], steps: list[Judging]) -> None:
    fold = Fold()
    fold.apply(read, ())
    log: list[Judgement] = []
    for step in steps:
        before = fold.elements()
        people = [each.id for each in of_label(before, "Entity") if not each.id.startswith("treaty:")]
        judgement = judged(fold, log, step)
        if judgement is None:
            continue
        fold.apply((), (), (*log, judgement))
        after = fold.elements()
        assert all(fold.index.find(each) in after for each in people)  # what was shown leads to something
        if judgement.kind == "same":
            assert len({fold.index.find(each) for each in judgement.ids}) == 1
        elif judgement.kind == "different" and len(judgement.ids) == 2:
            assert len({fold.index.find(each) for each in judgement.ids}) == 2
        undone = (
            (*log, judgement, undo([*log, judgement], judgement.id, "me", "later")) if judgement.kind != "undo" else log
        )
        fold.apply((), (), tuple(undone))
        assert fold.elements() == before
        log.append(judgement)
        fold.apply((), (), tuple(log))
        assert fold.elements() == after


@settings(deadline=None)
@given(st.lists(records(), max_size=4), records())
def test_putting_twice_is_putting_once_and_removing_undoes_it(read: list[ArticleRecord], new: ArticleRecord) -> None:
    fold = Fold()
    fold.apply([each for each in read if each.article.id != new.article.id], ())
    before = fold.elements()
    assert fold.put(new)
    after = fold.elements()
    assert not fold.put(new)
    assert fold.elements() == after
    fold.remove(new.article.id)
    assert fold.elements() == before
    assert not fold.remove(new.article.id)


def test_removing_everything_leaves_nothing_behind() -> None:
    fold = Fold()
    stories = [meeting("क", "2025-07-12"), meeting("ख")]
    stories[0].treaty("defence", "russia korea")
    for story in stories:
        fold.put(story.record())
    for story in stories:
        fold.remove(story.id)
    assert fold.elements() == {}
    left = {name: value for name, value in vars(fold).items() if isinstance(value, dict) and value and name != "_lsh"}
    assert not left


def test_an_article_touches_only_its_own_blocks() -> None:
    fold = Fold()
    for number in range(40):
        story = Story(f"पाठ {number}")
        story.entity("a", "Person", f"x{number}", f"नाम {number}")
        story.entity("b", "Person", f"y{number}", f"दूसरा {number}")
        story.event("meet", "actor:a counterpart:b")
        fold.put(story.record())
    changes = fold.put(meeting("क").record())
    touched = {each.id for each in (*changes.nodes, *changes.relationships)}
    assert not changes.gone_nodes and not changes.gone_relationships
    assert not any("person:x" in each or "person:y" in each for each in touched)


@pytest.mark.parametrize("first", [0, 1])
def test_what_an_article_alone_supports_goes_with_it(first: int) -> None:
    stories = [meeting("क", "2025-07-12"), meeting("ख")]
    stories[0].office("kim", "korea", "नेता")
    fold = Fold()
    fold.put(stories[first].record())
    fold.put(stories[1 - first].record())
    fold.remove(stories[0].id)
    assert fold.elements() == graph(stories[1])
