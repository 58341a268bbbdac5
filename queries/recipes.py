"""Recipes: Cypher files with a header that says what they answer, what they need and what they give.

A header is comment lines at the top of the file:

    // name: meetings
    // title: Who met whom, when and where
    // params: who: name?, limit: int = 50
    // returns: date, who, whom, place, sentence

A parameter's type is `name` (any name or alias of an entity, Hindi or English; the query gets the list of ids), `text`,
`int` or `date`; `?` makes it optional (null when absent), `= value` gives a default.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from rapidfuzz import process

from sutradhar.errors import DataFileError, RecipeError
from sutradhar.graph.lookup import current_id
from sutradhar.graph.names import devanagari_candidates, normalise
from sutradhar.graph.schema import search_entities
from sutradhar.graph.stores.base import Row, Store

KINDS = {"name", "text", "int", "date"}
KEYS = ("name", "title", "params", "returns")
PARAMETER = re.compile(r"(?P<name>\w+):\s*(?P<kind>\w+)(?P<optional>\?)?(?:\s*=\s*(?P<default>\S.*))?$")
DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?$")


@dataclass(frozen=True)
class Parameter:
    """A recipe's parameter; `default` is None for one that must be given unless `optional`."""

    name: str
    kind: str
    optional: bool
    default: str | None

    @property
    def usage(self) -> str:
        """How it is written in a header."""
        shown = f"{self.name}: {self.kind}{'?' if self.optional else ''}"
        return f"{shown} = {self.default}" if self.default is not None else shown


@dataclass(frozen=True)
class Recipe:
    """A named query: `statement` is the file's Cypher without its header."""

    name: str
    title: str
    parameters: tuple[Parameter, ...]
    returns: tuple[str, ...]
    statement: str


@cache
def load_recipes() -> Mapping[str, Recipe]:
    """All recipes by name, in the order of their names; a broken header raises `DataFileError` with file and line."""
    folder = files("sutradhar.queries") / "recipes"
    recipes = [
        parse_recipe(each.name, each.read_text("utf-8")) for each in folder.iterdir() if each.name.endswith(".cypher")
    ]
    return {recipe.name: recipe for recipe in sorted(recipes, key=lambda recipe: recipe.name)}


def parse_recipe(file: str, text: str) -> Recipe:
    """The recipe in a file's text."""
    header: dict[str, str] = {}
    lines = text.splitlines()
    number = 0
    while number < len(lines) and lines[number].startswith("//"):
        key, colon, value = lines[number][2:].strip().partition(":")
        if not colon or key not in KEYS or key in header:
            raise DataFileError(
                f"{file}:{number + 1}: a header line is one of {', '.join(KEYS)}, each once; correct the file"
            )
        header[key] = value.strip()
        number += 1
    missing = [key for key in KEYS if key not in header]
    if missing:
        raise DataFileError(f"{file}:{number + 1}: header without {', '.join(missing)}; correct the file")
    if header["name"] != file.removesuffix(".cypher"):
        raise DataFileError(f"{file}:1: the name must be the file's name; correct the file")
    parameters = tuple(_parameter(file, part.strip()) for part in header["params"].split(",") if part.strip())
    statement = "\n".join(lines[number:]).strip()
    return Recipe(
        header["name"],
        header["title"],
        parameters,
        tuple(part.strip() for part in header["returns"].split(",")),
        statement,
    )


def _parameter(file: str, text: str) -> Parameter:
    match = PARAMETER.match(text)
    if match is None or match["kind"] not in KINDS:
        raise DataFileError(
            f"{file}:3: parameter '{text}' is not 'name: kind' with a kind of {', '.join(sorted(KINDS))}"
        )
    return Parameter(match["name"], match["kind"], bool(match["optional"]), match["default"])


def find_recipe(name: str) -> Recipe:
    """The recipe of this name; an unknown one raises `RecipeError` with the nearest names."""
    recipes = load_recipes()
    if name in recipes:
        return recipes[name]
    near = [match for match, _, _ in process.extract(name, list(recipes), limit=3)]
    raise RecipeError(f"no recipe '{name}'; nearest: {', '.join(near)} ('sutradhar query' lists all)")


def run_recipe(store: Store, name: str, given: Mapping[str, str]) -> list[Row]:
    """The rows of a recipe. Raises `RecipeError` when a parameter is unknown, missing or does not fit its kind."""
    recipe = find_recipe(name)
    known = {parameter.name: parameter for parameter in recipe.parameters}
    for key in given:
        if key not in known:
            near = process.extractOne(key, list(known)) if known else None
            hint = f"; nearest: {near[0]}" if near else "; it takes none"
            raise RecipeError(f"recipe {name} has no parameter '{key}'{hint}")
    return store.query(
        recipe.statement, {key: _value(store, name, each, given.get(key)) for key, each in known.items()}
    )


def _value(store: Store, recipe: str, parameter: Parameter, given: str | None) -> Any:
    text = given if given is not None else parameter.default
    if text is None:
        if parameter.optional:
            return None
        raise RecipeError(f"recipe {recipe} needs {parameter.name}: add -p {parameter.name}=…")
    if parameter.kind == "int":
        if not text.isdecimal():
            raise RecipeError(f"{parameter.name} must be a whole number, not '{text}'")
        return int(text)
    if parameter.kind == "date" and not DATE.match(text):
        raise RecipeError(f"{parameter.name} must be a date such as 2024-06-19 or 2024-06, not '{text}'")
    return entity_ids(store, text) if parameter.kind == "name" else text


def entity_ids(store: Store, name: str) -> list[str]:
    """Ids of the entities that a name stands for, by any alias in Hindi or English, or by an id, present or former.

    `RecipeError` when there is none.
    """
    if (by_id := current_id(store, name)) is not None:
        return [by_id]
    wanted = [normalise(name)]
    found = _matching(store, name, wanted)
    if not found and name.isascii():
        candidates = [candidate for candidate, _ in devanagari_candidates(name)]
        found = _matching(store, " ".join(candidates), [normalise(candidate) for candidate in candidates])
    if not found:
        raise RecipeError(
            f"nothing in the store is called '{name}'; 'sutradhar query search -p text=…' shows what is there"
        )
    return found


def _matching(store: Store, text: str, wanted: list[str]) -> list[str]:
    """Entities that bear one of the names whole, else those whose names hold all of its words."""
    rows = search_entities(store, text, 25)
    ids = [row["id"] for row in rows]
    known = store.query(
        "MATCH (e:Entity) WHERE e.id IN $ids RETURN e.id AS id, e.name AS name, e.name_en AS name_en, e.aliases AS aliases",
        {"ids": ids},
    )
    names = {
        row["id"]: {normalise(each) for each in (row["name"], row["name_en"], *(row["aliases"] or [])) if each}
        for row in known
    }
    whole = [each for each in ids if names.get(each, set()) & set(wanted)]
    if whole:
        return whole
    return [
        each
        for each in ids
        if any(set(name.split()) <= set(other.split()) for name in wanted for other in names.get(each, set()))
    ]
