"""Recipes: headers agree with their Cypher, wrong use is answered with the nearest names, the page is in step."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sutradhar.errors import DataFileError, RecipeError
from sutradhar.graph.schema import ensure_schema
from sutradhar.graph.stores import Store, open_store
from sutradhar.queries.compute import COMPUTES
from sutradhar.queries.fill import fill, literal, parameters_in
from sutradhar.queries.recipes import OTHER, Recipe, find_recipe, load_recipes, parse_recipe, prepare, run_recipe
from sutradhar.queries.reference import TOPICS, by_topic, render

ROOT = Path(__file__).parents[2]
HEADER = "// name: x\n// title: Some title\n// params: who: name?, limit: int = 5\n// returns: id\n"
RETURN = re.compile(r"\bRETURN\b(?!.*\bRETURN\b)(.*?)(?:\bORDER BY\b|\bLIMIT\b|$)", re.DOTALL)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An embedded store with two people and no articles."""
    with open_store(tmp_path / "store.kglite", create=True) as opened:
        ensure_schema(opened)
        people = [("p1", "सर्गेई लावरोव", "Sergei Lavrov"), ("p2", "किम जोंग उन", "Kim Jong Un")]
        opened.write(
            (
                "MERGE (e:Entity {id: $id}) SET e:Person, e.name = $name, e.name_en = $en, e.search = $search",
                {"id": id, "name": name, "en": english, "search": f"{name} | {english}"},
            )
            for id, name, english in people
        )
        yield opened


def columns(recipe: Recipe) -> list[str]:
    """The names of the columns that the last RETURN gives: aliases, else the words themselves."""
    found = RETURN.search(recipe.statement)
    assert found is not None, f"{recipe.name} returns nothing"
    parts, depth, part = [], 0, ""
    for character in found[1]:
        depth += (character in "([{") - (character in ")]}")
        if character == "," and depth == 0:
            parts.append(part)
            part = ""
        else:
            part += character
    return [re.split(r"\bAS\b", each)[-1].strip() for each in [*parts, part]]


RECIPES = list(load_recipes().values())


def test_there_are_recipes() -> None:
    assert len(RECIPES) >= 30
    assert {each.topic for each in RECIPES} <= TOPICS.keys() - {OTHER}


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.name)
def test_a_header_agrees_with_its_statement(recipe: Recipe) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", recipe.name)
    assert recipe.title[0].isupper() and not recipe.title.endswith(".")
    if recipe.compute is None:
        assert list(recipe.returns) == columns(recipe)


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.name)
def test_rows_have_a_fixed_order_and_an_end(recipe: Recipe) -> None:
    last = recipe.statement.rpartition("RETURN")[2]
    assert "ORDER BY" in last and "LIMIT" in last


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.name)
def test_events_can_be_asked_for_by_confidence(recipe: Recipe) -> None:
    """Whoever lists single events by what they are takes a least confidence."""
    lists_events = ":Event" in recipe.statement and "v.id AS id" in recipe.statement and "v.title" in recipe.statement
    if lists_events and recipe.name != "events-uncertain":
        assert "min_confidence: float = 0" in [each.usage for each in recipe.parameters]


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.name)
def test_what_is_sorted_downwards_is_no_made_up_column(recipe: Recipe) -> None:
    """kglite takes an expression over a column of RETURN in ORDER BY for null when LIMIT is a number."""
    order = recipe.statement.rpartition("RETURN")[2].partition("ORDER BY")[2]
    made = {each for each in recipe.returns if re.search(rf"\bAS {each}\b", recipe.statement.rpartition("RETURN")[2])}
    for part in order.partition("LIMIT")[0].split(","):
        words = part.split()
        if words[1:3] == ["IS", "NULL"] and words[0] in made:
            assert f"{words[0]} DESC" not in order


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.name)
def test_a_recipe_runs_on_a_store_without_articles(store: Store, recipe: Recipe) -> None:
    kinds = {"name": ["Lavrov", "Kim Jong Un"], "date": ["2024", "2025"], "text": ["x"]}
    given: dict[str, str] = {}
    for each in recipe.parameters:
        if each.needed:
            given[each.name] = kinds[each.kind].pop(0)
    assert isinstance(run_recipe(store, recipe.name, given), list)


# --- wrong use --------------------------------------------------------------------------------------------------------


def test_an_unknown_recipe_is_answered_with_the_nearest() -> None:
    with pytest.raises(RecipeError, match="no recipe 'meeting'; nearest: meetings"):
        find_recipe("meeting")


def test_an_unknown_parameter_is_answered_with_the_nearest(store: Store) -> None:
    with pytest.raises(RecipeError, match="recipe meetings has no parameter 'whom'; nearest: who"):
        run_recipe(store, "meetings", {"whom": "Lavrov"})


def test_a_missing_parameter_is_named(store: Store) -> None:
    with pytest.raises(RecipeError, match="recipe timeline needs who: add -p who=…"):
        run_recipe(store, "timeline", {})


@pytest.mark.parametrize("value", ["ten", "-1", "1.5", ""])
def test_a_number_must_be_one(store: Store, value: str) -> None:
    with pytest.raises(RecipeError, match=f"limit must be a whole number, not '{re.escape(value)}'"):
        run_recipe(store, "meetings", {"limit": value})


@pytest.mark.parametrize("value", ["ten", "-1", "1e3", ".5", "nan", "०.५", ""])
def test_a_share_must_be_one(store: Store, value: str) -> None:
    with pytest.raises(RecipeError, match=f"min_confidence must be a number such as 0.8, not '{re.escape(value)}'"):
        run_recipe(store, "meetings", {"min_confidence": value})


@pytest.mark.parametrize("value", ["June", "2024-6", "2024-06-19T10:00"])
def test_a_date_must_be_one(store: Store, value: str) -> None:
    with pytest.raises(RecipeError, match="start must be a date such as 2024-06-19"):
        run_recipe(store, "period", {"start": value, "stop": "2025"})


def test_a_name_that_nobody_bears_is_said_so(store: Store) -> None:
    with pytest.raises(RecipeError, match="nothing is called 'Xyzzy': the store is empty.*sutradhar ingest"):
        run_recipe(store, "timeline", {"who": "Xyzzy"})
    store.write([("MERGE (a:Article {id: 'a'})", {})])
    with pytest.raises(RecipeError, match="nothing in the store is called 'Xyzzy'.*sutradhar search Xyzzy"):
        run_recipe(store, "timeline", {"who": "Xyzzy"})


@pytest.mark.parametrize("name", ["Lavrov", "lavrov", "लावरोव", "सर्गेई लावरोव", "Sergei Lavrov", "p1"])
def test_a_name_may_be_hindi_english_a_part_or_an_id(store: Store, name: str) -> None:
    assert [row["id"] for row in run_recipe(store, "search", {"text": name})] == ["p1"]


# --- broken files -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "// nmae: x\n" + HEADER,
            "x.cypher:1: a header line is one of name, title, params, returns, topic, note, compute",
        ),
        ("// name: x\n" + HEADER, "x.cypher:2: .*each once"),
        (HEADER.replace("// title: Some title\n", "") + "RETURN 1", "x.cypher:4: header without title"),
        ("RETURN 1", "x.cypher:1: header without name, title, params, returns"),
        (HEADER.replace("name: x", "name: y") + "RETURN 1", "x.cypher:1: the name must be the file's name"),
        (HEADER.replace("who: name?", "who: person") + "RETURN 1", "x.cypher:3: parameter 'who: person'"),
        (HEADER.replace("who: name?", "who") + "RETURN 1", "x.cypher:3: parameter 'who'"),
        ("// topic: t\n" + HEADER.replace("who: name?", "who") + "RETURN 1", "x.cypher:4: parameter 'who'"),
        (HEADER + "RETURN 1\nAS id LIMIT $limt", r"x.cypher:6: \$limt is not among the header's params"),
        (HEADER + "RETURN 1 AS id LIMIT $limit", r"x.cypher:3: the statement does not use \$who"),
        (HEADER + "// compute: magic\nRETURN 1", "x.cypher:5: nothing computes 'magic'; there are alike, "),
        (HEADER, "x.cypher:5: there is no statement"),
    ],
)
def test_a_broken_header_is_named_with_file_and_line(text: str, said: str) -> None:
    with pytest.raises(DataFileError, match=said):
        parse_recipe("x.cypher", text)


def test_a_header_is_read() -> None:
    statement = "MATCH (n) WHERE n.id IN $who\nRETURN n.id AS id LIMIT $limit"
    recipe = parse_recipe("x.cypher", HEADER + statement)
    assert [each.usage for each in recipe.parameters] == ["who: name?", "limit: int = 5"]
    assert (recipe.statement, recipe.topic, recipe.compute) == (statement, OTHER, None)


# --- names that several bear ------------------------------------------------------------------------------------------


def test_all_who_bear_a_name_are_taken_and_told(store: Store) -> None:
    add = (
        "MERGE (e:Entity {id: 'p3'}) SET e:Person, e.name = 'किम यो जोंग', e.name_en = 'Kim Yo Jong', e.search = $search"
    )
    store.write([(add, {"search": "किम यो जोंग | Kim Yo Jong"})])
    question = prepare(store, find_recipe("timeline"), {"who": "Kim"})
    assert sorted(question.values["who"]) == ["p2", "p3"]
    [several] = question.several
    assert str(several) == (
        "who=Kim was taken for 2 entities: p2 (किम जोंग उन, Kim Jong Un); p3 (किम यो जोंग, Kim Yo Jong). "
        "To narrow it, give an id: -p who=p2"
    )
    assert not prepare(store, find_recipe("timeline"), {"who": "p2"}).several
    assert not prepare(store, find_recipe("timeline"), {"who": "Kim Yo Jong"}).several


# --- values written out -----------------------------------------------------------------------------------------------


def test_values_are_written_into_the_statement(store: Store) -> None:
    text = prepare(store, find_recipe("stances"), {"mode": "it's \\ 'x'", "limit": "7"}).cypher()
    assert text.startswith("// stances: Who supports") and text.endswith("LIMIT 7")
    assert r"'it\'s \\ \'x\'' IS NULL OR v.mode = 'it\'s \\ \'x\''" in text and "(null IS NULL OR" in text
    assert "$" not in text


def test_only_parameters_are_replaced() -> None:
    statement = "RETURN '$a' AS x, \"$a\" AS y, `$a` AS z, $a AS w, $b AS v // $a"
    assert fill(statement, {"a": 1.5}) == "RETURN '$a' AS x, \"$a\" AS y, `$a` AS z, 1.5 AS w, $b AS v // $a"
    assert parameters_in(statement) == {"a": 0, "b": 0}


@pytest.mark.parametrize(
    "value", [None, True, False, 0, -3, 1.5, "", "क'ख\"\\\n\t$a", [], ["अ", "b'"], [1, [2.5, None]]]
)
def test_a_literal_is_the_value(store: Store, value: object) -> None:
    assert store.query(f"RETURN {literal(value)} AS value") == [{"value": value}]


# --- recipes of one's own ---------------------------------------------------------------------------------------------


def test_a_folder_adds_recipes(tmp_path: Path, store: Store) -> None:
    text = (
        HEADER.replace("name: x", "name: mine") + "MATCH (e:Person) WHERE e.id IN $who RETURN e.id AS id LIMIT $limit"
    )
    (tmp_path / "mine.cypher").write_text(text, "utf-8")
    (tmp_path / "notes.txt").write_text("none", "utf-8")
    assert run_recipe(store, "mine", {"who": "Lavrov"}, tmp_path) == [{"id": "p1"}]
    assert load_recipes(tmp_path).keys() == load_recipes().keys() | {"mine"}


def test_a_fault_in_a_folder_is_named_with_its_path(tmp_path: Path) -> None:
    file = tmp_path / "meetings.cypher"
    file.write_text(HEADER.replace("name: x", "name: meetings") + "RETURN $who, $limit", "utf-8")
    with pytest.raises(DataFileError, match=re.escape(f"{file}:1: there is a recipe 'meetings' already")):
        load_recipes(tmp_path)
    load_recipes.cache_clear()
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(DataFileError, match="cannot be read as UTF-8"):
        load_recipes(tmp_path)
    with pytest.raises(DataFileError, match="is no folder of recipes"):
        load_recipes(tmp_path / "none")


# --- post-processors --------------------------------------------------------------------------------------------------


def pairs(*edges: str) -> list[dict[str, object]]:
    """Rows of pairs from "a-b-3" (three sentences)."""
    split = [each.split("-") for each in edges]
    return [
        {"one": a, "one_name": a.upper(), "other": b, "other_name": b.upper(), "sentences": int(n), "fact": f"{a}{b}"}
        for a, b, n in split
    ]


def test_communities_are_those_who_stand_together() -> None:
    rows = pairs("a-b-9", "b-c-9", "a-c-9", "d-e-9", "e-f-9", "c-d-1")
    found = COMPUTES["communities"](rows, {"limit": 5})
    assert [(row["size"], sorted(row["members"]), row["sentences"]) for row in found] == [
        (3, ["A", "B", "C"], 27),
        (3, ["D", "E", "F"], 18),
    ]
    assert len(COMPUTES["communities"](rows, {"limit": 1})) == 1
    assert COMPUTES["communities"]([], {"limit": 5}) == []


def test_the_central_one_is_between_the_others() -> None:
    first, *rest = COMPUTES["centrality"](pairs("a-b-1", "b-c-2", "b-d-1"), {"limit": 3})
    assert first == {"id": "b", "name": "B", "neighbours": 3, "sentences": 4, "betweenness": 1.0}
    assert [row["id"] for row in rest] == ["c", "a"]


def test_the_strongest_path_is_not_the_shortest() -> None:
    rows = pairs("a-d-1", "a-b-9", "b-c-9", "c-d-9")
    found = COMPUTES["strongest-path"](rows, {"a": ["a"], "b": ["d", "none"]})
    assert [(row["from"], row["to"], row["fact"]) for row in found] == [
        ("A", "B", "ab"),
        ("B", "C", "bc"),
        ("C", "D", "cd"),
    ]
    assert COMPUTES["strongest-path"](rows, {"a": ["none"], "b": ["d"]}) == []


def test_alike_are_names_of_one_kind_that_no_gazetteer_tells_apart() -> None:
    def entity(id: str, name: str, kind: str = "Person", wikidata: str | None = None) -> dict[str, object]:
        return {"id": id, "name": name, "kind": kind, "wikidata": wikidata}

    rows = [
        entity("1", "चोई सोन हुई"),
        entity("2", "चोए सोन हुई", wikidata="Q1"),
        entity("3", "चोए सोन हुई", kind="Place"),
        entity("4", "चोई सोन हुई", wikidata="Q2"),
        entity("5", "नरेंद्र मोदी"),
    ]
    found = {(row["one"], row["other"]) for row in COMPUTES["alike"](rows, {"above": 0.85, "limit": 9})}
    assert found == {("1", "2"), ("1", "4")}


PROGRAM = """
from sutradhar.queries.compute import COMPUTES
edges = [(f"n{i}", f"n{j}", 1 + (i * j) % 3) for i in range(30) for j in range(i) if (i * 7 + j * 3) % 5 < 2]
rows = [dict(one=a, one_name=a, other=b, other_name=b, sentences=n) for a, b, n in edges]
print(COMPUTES["communities"](rows, {"limit": 9}), COMPUTES["centrality"](rows, {"limit": 9}))
"""


def test_nothing_depends_on_how_python_hashes_strings() -> None:
    found = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            capture_output=True,
            text=True,
            check=True,
            env=os.environ | {"PYTHONHASHSEED": seed},
        ).stdout
        for seed in "123"
    }
    assert len(found) == 1


# --- the reference ----------------------------------------------------------------------------------------------------


def test_the_reference_page_is_in_step() -> None:
    page = (ROOT / "docs" / "recipes.md").read_text("utf-8")
    assert page == render(RECIPES), "run: python -m sutradhar.queries.reference"


def test_topics_keep_their_order_and_unknown_ones_stand_before_the_rest() -> None:
    parsed = [
        parse_recipe(
            f"{name}.cypher", HEADER.replace("name: x", f"name: {name}\n// topic: {topic}") + "RETURN $who, $limit"
        )
        for name, topic in (("d", "quality"), ("c", "mine"), ("b", "claims"), ("a", "claims"))
    ]
    other = parse_recipe("e.cypher", HEADER.replace("name: x", "name: e") + "RETURN $who, $limit")
    grouped = by_topic([other, *parsed])
    assert [(topic, [each.name for each in found]) for topic, found in grouped.items()] == [
        ("claims", ["a", "b"]),
        ("quality", ["d"]),
        ("mine", ["c"]),
        (OTHER, ["e"]),
    ]
