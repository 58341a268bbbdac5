"""Recipes: headers agree with their Cypher, wrong use is answered with the nearest names, the page is in step."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from sutradhar.errors import DataFileError, RecipeError
from sutradhar.graph.schema import ensure_schema
from sutradhar.graph.stores import Store, open_store
from sutradhar.queries.recipes import Recipe, find_recipe, load_recipes, parse_recipe, run_recipe
from sutradhar.queries.reference import render

ROOT = Path(__file__).parents[2]
HEADER = "// name: x\n// title: Some title\n// params: who: name?, limit: int = 5\n// returns: id\n"
PARAMETER = re.compile(r"\$(\w+)")
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
    assert len(RECIPES) >= 12


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.name)
def test_a_header_agrees_with_its_statement(recipe: Recipe) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", recipe.name)
    assert recipe.title[0].isupper() and not recipe.title.endswith(".")
    assert {each.name for each in recipe.parameters} == set(PARAMETER.findall(recipe.statement))
    assert list(recipe.returns) == columns(recipe)


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.name)
def test_rows_have_a_fixed_order_and_an_end(recipe: Recipe) -> None:
    last = recipe.statement.rpartition("RETURN")[2]
    assert "ORDER BY" in last and "LIMIT" in last


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.name)
def test_a_recipe_runs_on_a_store_without_articles(store: Store, recipe: Recipe) -> None:
    given = {each.name: "Lavrov" for each in recipe.parameters if each.kind == "name" and not each.optional}
    if len(given) == 2:
        given = dict(zip(given, ("Lavrov", "Kim Jong Un"), strict=True))
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


def test_a_name_that_nobody_bears_is_said_so(store: Store) -> None:
    with pytest.raises(RecipeError, match="nothing in the store is called 'Xyzzy'.*query search"):
        run_recipe(store, "timeline", {"who": "Xyzzy"})


@pytest.mark.parametrize("name", ["Lavrov", "lavrov", "लावरोव", "सर्गेई लावरोव", "Sergei Lavrov", "p1"])
def test_a_name_may_be_hindi_english_a_part_or_an_id(store: Store, name: str) -> None:
    assert [row["id"] for row in run_recipe(store, "search", {"text": name})] == ["p1"]


# --- broken files -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("// nmae: x\n" + HEADER, "x.cypher:1: a header line is one of name, title, params, returns"),
        ("// name: x\n" + HEADER, "x.cypher:2: .*each once"),
        (HEADER.replace("// title: Some title\n", "") + "RETURN 1", "x.cypher:4: header without title"),
        ("RETURN 1", "x.cypher:1: header without name, title, params, returns"),
        (HEADER.replace("name: x", "name: y") + "RETURN 1", "x.cypher:1: the name must be the file's name"),
        (HEADER.replace("who: name?", "who: person") + "RETURN 1", "x.cypher:3: parameter 'who: person'"),
        (HEADER.replace("who: name?", "who") + "RETURN 1", "x.cypher:3: parameter 'who'"),
    ],
)
def test_a_broken_header_is_named_with_file_and_line(text: str, said: str) -> None:
    with pytest.raises(DataFileError, match=said):
        parse_recipe("x.cypher", text)


def test_a_header_is_read() -> None:
    recipe = parse_recipe("x.cypher", HEADER + "MATCH (n)\nRETURN n.id AS id")
    assert [each.usage for each in recipe.parameters] == ["who: name?", "limit: int = 5"]
    assert recipe.statement == "MATCH (n)\nRETURN n.id AS id"


# --- the reference ----------------------------------------------------------------------------------------------------


def test_the_reference_page_is_in_step() -> None:
    page = (ROOT / "docs" / "recipes.md").read_text("utf-8")
    assert page == render(RECIPES), "run: python -m sutradhar.queries.reference"
