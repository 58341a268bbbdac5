"""Selections: what they keep, and that what they keep stands on its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import exporting
import pytest

from sutradhar.commands.export import selected
from sutradhar.errors import NotFoundError
from sutradhar.graph.export import selection
from sutradhar.graph.export.stream import Reading, kind, nodes, relationships
from sutradhar.graph.model import Node, Relationship
from sutradhar.graph.stores import Store, open_store

NONE = {"recipe": None, "given": {}, "around": None, "hops": 1, "begin": None, "end": None, "articles": None}
LAVROV, KIM, PUTIN, CHOE = (f"person:{each}" for each in ("Q58217", "Q56226", "Q7747", "Q485472"))
RUSSIA, KOREA, UKRAINE, MOSCOW, WONSAN = (f"place:{each}" for each in ("Q159", "Q423", "Q212", "Q649", "Q320293"))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = exporting.fill(tmp_path_factory.mktemp("selection") / "store.kglite")
    with open_store(path, read_only=True) as opened:
        yield opened


@pytest.fixture(scope="module")
def whole(store: Store) -> dict[str, Relationship]:
    return {link.id: link for link in relationships(store)}


def kept(store: Store, ids: frozenset[str] | None) -> tuple[dict[str, Node], list[Relationship]]:
    reading = Reading(store, ids)
    return {node.id: node for node in nodes(reading)}, list(relationships(reading))


def of_kind(found: dict[str, Node], name: str) -> list[Node]:
    return [node for node in found.values() if kind(node) == name]


def modes(found: dict[str, Node]) -> list[str]:
    return sorted(str(node.properties["mode"]) for node in of_kind(found, "Event"))


def titles(found: dict[str, Node]) -> set[str]:
    return {str(node.properties["title"]).split()[0] for node in of_kind(found, "Article")}


WISHES = [
    {"recipe": "meetings", "given": {"who": "Lavrov"}},
    {"recipe": "offices"},
    {"recipe": "treaty"},
    {"recipe": "search", "given": {"text": "Lavrov"}},
    {"recipe": "articles", "given": {"limit": "1"}},
    {"around": "Wonsan"},
    {"around": "पुतिन", "hops": 2},
    {"begin": date(2025, 7, 1)},
    {"end": date(2019, 12, 31)},
    {"begin": date(2024, 6, 1), "end": date(2024, 6, 30)},
]


@pytest.mark.parametrize("wish", WISHES, ids=str)
def test_a_selection_stands_on_its_own(store: Store, whole: dict[str, Relationship], wish: dict[str, object]) -> None:
    ids = selected(store, **(NONE | wish))  # type: ignore[arg-type]
    assert ids
    found, links = kept(store, ids)
    assert found.keys() == ids and len(ids) < len(list(nodes(store)))
    inside = {link.id for link in links}
    assert all(link.start in ids and link.end in ids for link in links)
    evidence = {link.start for link in links if link.type == "EVIDENCED_BY"}
    told = {link.end for link in links if link.type == "HAS_SENTENCE"}
    for node in found.values():
        if kind(node) in {"Event", "Claim", "Treaty", "Clause"}:
            assert node.id in evidence, "a fact without a sentence"
        if kind(node) == "Sentence":
            assert node.id in told, "a sentence without its article"
    for link in whole.values():
        if link.start in ids and link.type in {"PARTICIPANT", "AT", "PARTY", "SIGNED_BY", "SIGNED_AT", "BY"}:
            assert link.id in inside, f"{link.start} lacks {link.end}"
    for link in links:
        assert ids.issuperset(link.properties.get("sentences") or ())  # type: ignore[arg-type]
        assert ids.issuperset(link.properties.get("events") or ())  # type: ignore[arg-type]


def test_a_recipe_s_events(store: Store) -> None:
    found, links = kept(store, selected(store, **NONE | {"recipe": "meetings", "given": {"who": "Lavrov"}}))
    assert modes(found) == ["meet"] and {node.id for node in of_kind(found, "Person")} == {LAVROV, KIM}
    assert titles(found) == {"क", "ख", "ङ"}
    [met] = [link for link in links if link.type == "MET"]
    assert (met.start, met.end) == (KIM, LAVROV)


def test_a_recipe_s_relationships(store: Store) -> None:
    found, links = kept(store, selected(store, **NONE | {"recipe": "offices", "given": {"who": "Lavrov"}}))
    [office] = [link for link in links if link.type == "HOLDS_OFFICE"]
    assert (office.start, office.end) == (LAVROV, RUSSIA) and not of_kind(found, "Event")
    assert titles(found) == {"क", "ख"}


def test_entities_come_with_what_joins_two_of_them(store: Store) -> None:
    found, links = kept(store, selection.of_ids(store, [UKRAINE, RUSSIA, "no id", "person:x~y"]))
    assert modes(found) == ["attack", "warn"] and not of_kind(found, "Treaty")
    assert {link.type for link in links if link.properties.get("derived")} == {"WARNED", "ATTACKED"} & {
        link.type for link in relationships(store)
    }


def test_an_entity_alone_comes_with_what_names_it(store: Store) -> None:
    found, links = kept(store, selection.of_ids(store, [CHOE]))
    assert {kind(node) for node in found.values()} == {"Article", "Sentence", "Person"}
    assert [link.end for link in links if link.type == "MENTIONS"] == [CHOE]


def test_hops(store: Store) -> None:
    one, _ = kept(store, selection.around(store, [CHOE], 1))
    assert modes(one) == ["meet"] and {PUTIN, MOSCOW} <= one.keys() and KOREA not in one
    two, _ = kept(store, selection.around(store, [CHOE], 2))
    assert "accident" in modes(two) and {KOREA, RUSSIA} <= two.keys() and LAVROV not in two
    three, links = kept(store, selection.around(store, [CHOE], 3))
    assert LAVROV in three and one.keys() < two.keys() < three.keys()
    assert any(link.type == "HOLDS_OFFICE" for link in links)


def test_dates(store: Store) -> None:
    def told(begin: date | None, end: date | None) -> tuple[list[str], set[str]]:
        found, _ = kept(store, selection.between(store, begin, end))
        return modes(found), titles(found)

    assert told(None, date(2019, 12, 31)) == (["attack", "warn"], {"घ"})
    # An event of “2019” may have happened on any day of it, one of the 2nd of January not.
    assert told(date(2019, 3, 1), date(2019, 3, 1)) == (["attack"], {"घ"})
    assert told(date(2025, 7, 10), date(2025, 7, 10)) == (["accident"], {"ख"})
    # “ग” was not published then, but tells of the treaty that “क” names.
    assert told(date(2025, 7, 13), date(2025, 7, 13)) == (["visit"], {"क", "ग", "ङ"})
    modes_, titles_ = told(date(2024, 6, 1), date(2024, 6, 30))
    assert modes_ == [] and titles_ == {"क", "ग"}
    assert not selection.between(store, date(1990, 1, 1), date(1991, 1, 1))


def test_one_day_of_the_treaty(store: Store) -> None:
    ids = selection.between(store, date(2024, 6, 19), date(2024, 6, 19))
    found, links = kept(store, ids)
    assert len(of_kind(found, "Treaty")) == 1 and of_kind(found, "Clause")
    assert {link.end for link in links if link.type == "PARTY"} == {RUSSIA, KOREA}


def test_articles(store: Store) -> None:
    [article] = [node.id for node in nodes(store) if node.properties.get("title") == "ङ शीर्षक"]
    found, links = kept(store, selection.of_articles(store, [article]))
    assert titles(found) == {"ङ"} and modes(found) == ["meet"]
    # What other articles say of the same event stays with them.
    assert {link.end.partition("#")[0] for link in links if link.type == "EVIDENCED_BY"} == {article}
    uri = "https://example.org/समाचार?a=1&b=2"
    by_uri, _ = kept(store, selection.of_articles(store, [uri, article]))
    assert titles(by_uri) == {"ग", "ङ"}
    with pytest.raises(NotFoundError, match="no article 'article:x'"):
        selection.of_articles(store, [article, "article:x"])


def test_shortcuts_rest_on_the_events_that_are_kept(tmp_path: Path) -> None:
    story = exporting.Story("एक")
    story.event("meet", "actor:lavrov counterpart:kim", "wonsan", "2025-07-12")
    other = exporting.Story("दो")
    other.event("meet", "actor:lavrov counterpart:kim", "moscow", "2020-01-05")
    with open_store(tmp_path / "store.kglite", create=True) as store:
        for each in (story, other):
            exporting.Writer(store).write(each.record())
        [before] = [link for link in relationships(store) if link.type == "MET"]
        _, links = kept(store, selection.of_articles(store, [story.id]))
        [met] = [link for link in links if link.type == "MET"]
    assert (before.properties["first"], before.properties["last"]) == ("2020-01-05", "2025-07-12")
    assert met.id == before.id and len(met.properties["events"]) == 1  # type: ignore[arg-type]
    assert (met.properties["first"], met.properties["last"]) == ("2025-07-12", "2025-07-12")
