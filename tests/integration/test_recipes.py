"""Every recipe on both stores: equal rows on a hand-made graph and on that of the seeds, also when pasted as Cypher."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from newsroom import Story, meeting

from sutradhar.graph.hashing import graph_hash
from sutradhar.graph.model import ArticleRecord, Claim, Mention
from sutradhar.graph.stores import Row, Store, open_store
from sutradhar.graph.writer import Writer
from sutradhar.queries.recipes import Question, Recipe, load_recipes, prepare

RECIPES = load_recipes()
# What is given where a recipe needs it; both graphs know these.
GIVEN = {
    "a": "Lavrov",
    "b": "Kim Jong Un",
    "who": "Lavrov",
    "place": "North Korea",
    "source": "तास",
    "text": "कोरिया",
    "about": "Kim Jong Un",
    "start": "2024",
    "stop": "2025",
    "on": "2025-01-01",
    "body": "North Korea",
}
# The hand-made graph has something to say to every recipe with these beside.
SHARPER = {"office-on": {"on": "2025-07-20"}, "events-uncertain": {"below": "0.6"}, "alike": {"above": "0.8"}}


def stories() -> list[ArticleRecord]:
    """Two near duplicates; treaties, denials, contradictions, aid and war, uncertain facts, names that sound alike."""
    first = meeting("क", "2025-07-12", published="2025-07-13", publisher="समाचार", shingles=tuple(range(64)))
    first.office("kim", "korea", "नेता", "leader")
    first.treaty("partnership", "russia korea", "2024-06", "mutual_defence", signatories=(first.known("putin"),))
    first.event("sign", "actor:putin counterpart:kim", "wonsan", "2024-06-19", about=("t0",))
    first.event("visit", "actor:lavrov", "wonsan", "2025-07-12")
    first.event("support", "actor:korea recipient:russia", date="2025-07")
    said = first.say("तास ने कहा")
    tass = first.entity("tass", "Organization", "sd:tass", "तास", name_en="TASS")
    claim = Claim("c9", "रूस आभारी है", "कहना", "claimed", ("lavrov",), (tass,), ("v2",), (said,))
    first.claims.append(claim)
    together = first.say("लावरोव किम रूस")
    for key, word in (("lavrov", "लावरोव"), ("kim", "किम"), ("russia", "रूस")):
        start = together.start + "लावरोव किम रूस".index(word)
        first.mentions.append(Mention(key, together.sentence, start, start + len(word), word, "gazetteer", 0.9))

    second = meeting("ख", published="2025-07-14", publisher="दैनिक", shingles=(*range(62), 100, 101))
    second.event("accident", at="moscow", date="2025-07-10", killed=(2, 4))
    second.event("aid", "actor:korea recipient:russia", date="2025-06-02", confidence=0.5)
    second.event("attack", "actor:russia recipient:ukraine", date="2025-06-05")
    second.event("warn", "actor:lavrov recipient:ukraine", date="2025-06-07")
    second.event("meet", "actor:putin counterpart:kim", "wonsan", "2025-03-04")

    third = Story("ग", publisher="दैनिक")
    third.event("attack", "actor:russia recipient:ukraine", date="2025-06-05", modality="denied")
    third.event("deny", "actor:russia")
    third.event("meet", "actor:putin counterpart:kim", "wonsan", "2025-03-09")
    third.event("talk", "actor:lavrov counterpart:choe", "wonsan moscow")
    denied = third.say("मॉस्को ने हमले से इनकार किया")
    third.claims.append(Claim("c8", "हमला नहीं हुआ", "इनकार करना", "denied", ("russia",), (), ("v0", "v2"), (denied,)))
    third.entity("choi", "Person", "cui-sun-hui", "चोई सोन हुई", name_en="Choi Son Hui")
    weak = third.say("चोई ने कहा")
    third.mentions.append(Mention("choi", weak.sentence, weak.start, weak.start + 3, "चोई", "model", 0.4))
    return [each.record() for each in (first, second, third)]


def fill_with(store: Store, records: list[ArticleRecord]) -> Store:
    writer = Writer(store)
    for record in records:
        writer.write(record)
    return store


def values_for(recipe: Recipe) -> dict[str, str]:
    return {each.name: GIVEN[each.name] for each in recipe.parameters if each.needed}


def asked(store: Store, recipe: Recipe, given: dict[str, str]) -> tuple[Question, list[Row], list[Row]]:
    """A question, its rows, and those of its Cypher pasted."""
    question = prepare(store, recipe, given)
    return question, question.rows(store), store.query(question.cypher())


@pytest.fixture(scope="module", params=["newsroom", "seeds"])
def both(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, neo4j_uri: str
) -> Iterator[tuple[str, Store, Store]]:
    """The same graph in both stores, and which one it is."""
    name: str = request.param
    if name == "seeds":
        records = request.getfixturevalue("seeds_records")
    else:
        records = stories()
    path = tmp_path_factory.mktemp("recipes") / f"{name}.kglite"
    with open_store(path, create=True) as embedded, open_store(neo4j_uri) as neo4j:
        neo4j.write([("MATCH (n) DETACH DELETE n", {})])
        fill_with(embedded, records)
        fill_with(neo4j, records)
        assert graph_hash(embedded) == graph_hash(neo4j)
        yield name, embedded, neo4j


@pytest.mark.parametrize("name", RECIPES)
def test_both_stores_give_the_same_rows(both: tuple[str, Store, Store], name: str) -> None:
    graph, embedded, neo4j = both
    recipe = RECIPES[name]
    given = values_for(recipe) | (SHARPER.get(name, {}) if graph == "newsroom" else {})
    question, rows, pasted = asked(embedded, recipe, given)
    other, other_rows, other_pasted = asked(neo4j, recipe, given)
    assert question.values == other.values
    assert rows == other_rows
    assert pasted == other_pasted
    if recipe.compute is None:
        assert pasted == rows
    if graph == "newsroom":
        assert rows, f"{name} has nothing to say about a graph made for it"
    assert all(tuple(row) == recipe.returns for row in rows)


def test_optional_parameters_narrow(both: tuple[str, Store, Store]) -> None:
    """Each optional name and text parameter is used: what it leaves is part of what there is without it, on both."""
    _, embedded, neo4j = both
    tried = {"name": ["Russia", "Kim Jong Un", "तास"], "text": ["visit", "mutual_defence"]}
    for recipe in RECIPES.values():
        for parameter in recipe.parameters:
            if not parameter.optional:
                continue
            for value in tried[parameter.kind]:
                given = values_for(recipe) | {parameter.name: value}
                rows = prepare(embedded, recipe, given).rows(embedded)
                assert rows == prepare(neo4j, recipe, given).rows(neo4j), (recipe.name, given)


newsroom_only = pytest.mark.parametrize("both", ["newsroom"], indirect=True)


def newsroom_rows(both: tuple[str, Store, Store], name: str, **given: str) -> list[Row]:
    _, embedded, _ = both
    return prepare(embedded, RECIPES[name], values_for(RECIPES[name]) | given).rows(embedded)


@newsroom_only
def test_the_balance_counts_by_class_and_month(both: tuple[str, Store, Store]) -> None:
    rows = newsroom_rows(both, "balance")
    june = {(row["actor"], row["recipient"]): row for row in rows if row["month"] == "2025-06"}
    war, help_ = june["रूस", "यूक्रेन"], june["उत्तर कोरिया", "रूस"]
    assert (war["verbal_conflict"], war["material_conflict"]) == (1, 1)  # the warning is Lavrov's, for Russia
    assert (help_["material_cooperation"], help_["verbal_cooperation"]) == (1, 0)
    assert not newsroom_rows(both, "balance", who="Ukraine")


@newsroom_only
def test_low_confidence_can_be_left_out(both: tuple[str, Store, Store]) -> None:
    assert len(newsroom_rows(both, "aid", who="Russia")) == 1
    assert newsroom_rows(both, "aid", who="Russia", min_confidence="0.6") == []


@newsroom_only
def test_contradictions_of_every_kind_are_found(both: tuple[str, Store, Store]) -> None:
    rows = newsroom_rows(both, "contradictions")
    assert {row["about"] for row in rows} == {"denied or not", "date", "place"}
    [dates] = [row for row in rows if row["about"] == "date"]
    assert {dates["one_says"], dates["other_says"]} == {"2025-03-04", "2025-03-09"}
    [places] = [row for row in rows if row["about"] == "place"]
    assert {places["one_says"], places["other_says"]} == {"वॉनसान", "मॉस्को"}


@newsroom_only
def test_meetings_are_counted_between_countries(both: tuple[str, Store, Store]) -> None:
    [row] = [row for row in newsroom_rows(both, "meeting-matrix", country="Russia") if row["partner"] == "उत्तर कोरिया"]
    assert row["meetings"] == len(row["events"]) >= 1 and row["country"] == "रूस"
    [visit] = newsroom_rows(both, "visit-matrix")
    assert (visit["from"], visit["to"], visit["visitors"]) == ("रूस", "उत्तर कोरिया", ["सर्गेई लावरोव"])


@newsroom_only
def test_who_reported_first(both: tuple[str, Store, Store]) -> None:
    first = newsroom_rows(both, "first-report")[0]
    assert (first["articles"], first["published"], first["publisher"]) == (2, "2025-07-13", "समाचार")


@newsroom_only
def test_a_path_names_its_steps(both: tuple[str, Store, Store]) -> None:
    [path] = newsroom_rows(both, "path")
    assert path["steps"][0] == "सर्गेई लावरोव" and path["steps"][-1] == "किम जोंग उन" and path["length"] == 2
    chain = newsroom_rows(both, "strongest-path")
    assert (chain[0]["from"], chain[-1]["to"]) == ("सर्गेई लावरोव", "किम जोंग उन")
    assert all(one["to"] == other["from"] for one, other in pairwise(chain))


@newsroom_only
def test_names_that_sound_alike_are_shown(both: tuple[str, Store, Store]) -> None:
    pairs = [{row["one_name"], row["other_name"]} for row in newsroom_rows(both, "alike", above="0.8")]
    assert {"चोई सोन हुई", "चोए सोन हुई"} in pairs


@newsroom_only
def test_a_treaty_is_in_force_from_its_signature(both: tuple[str, Store, Store]) -> None:
    assert newsroom_rows(both, "treaties-in-force", on="2024-06-30")
    assert newsroom_rows(both, "treaties-in-force", on="2024-05") == []
