"""Recipes: Cypher files with a header that says what they answer, what they need and what they give.

A header is comment lines at the top of the file:

    // name: meetings
    // topic: meetings
    // title: Who met whom, when and where
    // params: who: name?, limit: int = 50
    // returns: date, who, whom, place, sentence

A parameter's type is `name` (any name or alias of an entity, Hindi or English; the query gets the list of ids), `text`,
`int`, `float` or `date`; `?` makes it optional (null when absent), `= value` gives a default. `topic` (where the
reference page shows it), `note` (what a reader has to know beside the title) and `compute` (a post-processor of
`sutradhar.queries.compute` that makes the answer of the statement's rows) may be left out.

Beside the recipes of the package there can be a folder of the user's own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from rapidfuzz import process

from sutradhar.errors import DataFileError, RecipeError
from sutradhar.graph.lookup import current_id
from sutradhar.graph.names import devanagari_candidates, normalise
from sutradhar.graph.schema import search_entities
from sutradhar.graph.stores.base import Row, Store
from sutradhar.queries.compute import COMPUTES
from sutradhar.queries.fill import fill, parameters_in

KINDS = {"name", "text", "int", "float", "date"}
NEEDED = ("name", "title", "params", "returns")
KEYS = (*NEEDED, "topic", "note", "compute")
OTHER = "other"  # topic of a recipe that names none
PARAMETER = re.compile(r"(?P<name>\w+):\s*(?P<kind>\w+)(?P<optional>\?)?(?:\s*=\s*(?P<default>\S.*))?$")
NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?$")
NAMED = 5  # entities that a message lists


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

    @property
    def needed(self) -> bool:
        """Whether a value has to be given."""
        return self.default is None and not self.optional


@dataclass(frozen=True)
class Recipe:
    """A named query: `statement` is the file's Cypher without its header, `compute` the post-processor of its rows."""

    name: str
    topic: str
    title: str
    parameters: tuple[Parameter, ...]
    returns: tuple[str, ...]
    statement: str
    note: str | None = None
    compute: str | None = None


@dataclass(frozen=True)
class Named:
    """An entity as messages show it."""

    id: str
    name: str | None
    name_en: str | None

    def __str__(self) -> str:
        names = ", ".join(each for each in (self.name, self.name_en) if each)
        return f"{self.id} ({names})" if names else self.id


@dataclass(frozen=True)
class Several:
    """A name that several entities bear, all of which were taken."""

    parameter: str
    given: str
    entities: tuple[Named, ...]

    def __str__(self) -> str:
        shown = "; ".join(map(str, self.entities[:NAMED]))
        more = len(self.entities) - NAMED
        return (
            f"{self.parameter}={self.given} was taken for {len(self.entities)} entities: {shown}"
            f"{f'; and {more} more' if more > 0 else ''}. To narrow it, give an id: -p {self.parameter}={self.entities[0].id}"
        )


@dataclass(frozen=True)
class Question:
    """A recipe with its values: names have become lists of ids; `several` tells which names were not unique."""

    recipe: Recipe
    values: Mapping[str, Any]
    several: tuple[Several, ...]

    def rows(self, store: Store) -> list[Row]:
        """The answer."""
        used = parameters_in(self.recipe.statement)
        found = store.query(self.recipe.statement, {key: self.values[key] for key in used})
        return COMPUTES[self.recipe.compute](found, self.values) if self.recipe.compute else found

    def cypher(self) -> str:
        """The statement with its values written out, to paste into Neo4j Browser; comments say what it is."""
        head = [f"// {self.recipe.name}: {self.recipe.title}"]
        if self.recipe.compute:
            head.append(f"// Sutradhar makes its answer of these rows in Python: {self.recipe.compute}")
        return "\n".join([*head, fill(self.recipe.statement, self.values)])


# --- files ------------------------------------------------------------------------------------------------------------


@cache
def load_recipes(folder: Path | None = None) -> Mapping[str, Recipe]:
    """The recipes of the package, and of a folder of the user's own, by name and in the order of their names.

    A broken header raises `DataFileError` with file and line.
    """
    recipes: dict[str, Recipe] = {}
    bundled: Traversable = files("sutradhar.queries") / "recipes"
    for place in (bundled, folder) if folder is not None else (bundled,):
        if not place.is_dir():
            raise DataFileError(f"{place} is no folder of recipes: give one that holds .cypher files")
        for each in sorted(place.iterdir(), key=lambda each: each.name):
            if not each.name.endswith(".cypher"):
                continue
            shown = each.name if place is bundled else str(each)
            try:
                text = each.read_text("utf-8")
            except (OSError, UnicodeDecodeError) as error:
                raise DataFileError(f"{shown}: cannot be read as UTF-8 ({error}); correct the file") from error
            recipe = parse_recipe(shown, text)
            if recipe.name in recipes:
                raise DataFileError(f"{shown}:1: there is a recipe '{recipe.name}' already; give it another name")
            recipes[recipe.name] = recipe
    return {name: recipes[name] for name in sorted(recipes)}


def parse_recipe(file: str, text: str) -> Recipe:
    """The recipe in a file's text; `file` is its path or name, as errors show it."""

    def wrong(line: int, problem: str) -> DataFileError:
        return DataFileError(f"{file}:{line}: {problem}")

    header: dict[str, str] = {}
    line_of: dict[str, int] = {}
    lines = text.splitlines()
    number = 0
    while number < len(lines) and lines[number].startswith("//"):
        key, colon, value = lines[number][2:].strip().partition(":")
        if not colon or key not in KEYS or key in header:
            raise wrong(number + 1, f"a header line is one of {', '.join(KEYS)}, each once; correct the file")
        number += 1
        header[key], line_of[key] = value.strip(), number
    missing = [key for key in NEEDED if key not in header]
    if missing:
        raise wrong(number + 1, f"header without {', '.join(missing)}; correct the file")
    name = header["name"]
    if name != Path(file).name.removesuffix(".cypher") or not NAME.fullmatch(name):
        raise wrong(
            line_of["name"], "the name must be the file's name, of small letters, digits and hyphens; correct the file"
        )
    compute = header.get("compute")
    if compute is not None and compute not in COMPUTES:
        raise wrong(line_of["compute"], f"nothing computes '{compute}'; there are {', '.join(sorted(COMPUTES))}")
    parameters = []
    for part in header["params"].split(","):
        if part.strip():
            match = PARAMETER.match(part.strip())
            if match is None or match["kind"] not in KINDS:
                problem = f"parameter '{part.strip()}' is not 'name: kind' with a kind of {', '.join(sorted(KINDS))}"
                raise wrong(line_of["params"], f"{problem}; correct the file")
            parameters.append(Parameter(match["name"], match["kind"], bool(match["optional"]), match["default"]))
    statement = "\n".join(lines[number:]).strip()
    if not statement:
        raise wrong(number + 1, "there is no statement below the header; add it")
    used = parameters_in(text)
    declared = {each.name for each in parameters}
    for each in used.keys() - declared:
        raise wrong(used[each] + 1, f"${each} is not among the header's params; add it there")
    for each in sorted(declared - used.keys()) if compute is None else ():
        raise wrong(line_of["params"], f"the statement does not use ${each}; take it out of params")
    returns = tuple(part.strip() for part in header["returns"].split(","))
    topic = header.get("topic", OTHER)
    return Recipe(name, topic, header["title"], tuple(parameters), returns, statement, header.get("note"), compute)


def find_recipe(name: str, folder: Path | None = None) -> Recipe:
    """The recipe of this name; an unknown one raises `RecipeError` with the nearest names."""
    recipes = load_recipes(folder)
    if name in recipes:
        return recipes[name]
    near = [match for match, _, _ in process.extract(name, list(recipes), limit=3)]
    raise RecipeError(f"no recipe '{name}'; nearest: {', '.join(near)} ('sutradhar query' lists all)")


# --- running ----------------------------------------------------------------------------------------------------------


def run_recipe(store: Store, name: str, given: Mapping[str, str], folder: Path | None = None) -> list[Row]:
    """The rows of a recipe. Raises `RecipeError` when a parameter is unknown, missing or does not fit its kind."""
    return prepare(store, find_recipe(name, folder), given).rows(store)


def prepare(store: Store, recipe: Recipe, given: Mapping[str, str]) -> Question:
    """The recipe with the values that were given. Raises `RecipeError` as `run_recipe` does."""
    known = [each.name for each in recipe.parameters]
    for key in given:
        if key not in known:
            near = process.extractOne(key, known) if known else None
            hint = f"; nearest: {near[0]}" if near else "; it takes none"
            raise RecipeError(f"recipe {recipe.name} has no parameter '{key}'{hint}")
    values: dict[str, Any] = {}
    several = []
    for parameter in recipe.parameters:
        text = given.get(parameter.name, parameter.default)
        if text is None:
            if parameter.needed:
                raise RecipeError(f"recipe {recipe.name} needs {parameter.name}: add -p {parameter.name}=…")
            values[parameter.name] = None
        elif parameter.kind == "name":
            entities = entities_named(store, text)
            values[parameter.name] = [each.id for each in entities]
            if len(entities) > 1:
                several.append(Several(parameter.name, text, entities))
        else:
            values[parameter.name] = _value(parameter, text)
    return Question(recipe, values, tuple(several))


def _value(parameter: Parameter, text: str) -> str | int | float:
    if parameter.kind == "int":
        if not text.isdecimal():
            raise RecipeError(f"{parameter.name} must be a whole number, not '{text}'")
        return int(text)
    if parameter.kind == "float":
        if not re.fullmatch(r"\d+(\.\d+)?", text, re.ASCII):
            raise RecipeError(f"{parameter.name} must be a number such as 0.8, not '{text}'")
        return float(text)
    if parameter.kind == "date" and not DATE.match(text):
        raise RecipeError(f"{parameter.name} must be a date such as 2024-06-19 or 2024-06, not '{text}'")
    return text


def is_empty(store: Store) -> bool:
    """Whether no article has been read into the store yet."""
    return not store.query("MATCH (a:Article) RETURN a.id AS id LIMIT 1")


def entities_named(store: Store, name: str) -> tuple[Named, ...]:
    """The entities that a name stands for, by any alias in Hindi or English, or by an id, present or former.

    `RecipeError` when there is none.
    """
    known = _known(store, [current_id(store, name) or name])
    if known:
        return known
    wanted = [normalise(name)]
    found = _matching(store, name, wanted)
    if not found and name.isascii():
        candidates = [candidate for candidate, _ in devanagari_candidates(name)]
        found = _matching(store, " ".join(candidates), [normalise(candidate) for candidate in candidates])
    if found:
        return _known(store, found)
    if is_empty(store):
        raise RecipeError(f"nothing is called '{name}': the store is empty, add articles with 'sutradhar ingest'")
    raise RecipeError(f"nothing in the store is called '{name}'; 'sutradhar search {name}' shows what is like it")


def _known(store: Store, ids: list[str]) -> tuple[Named, ...]:
    rows = store.query(
        "MATCH (e:Entity) WHERE e.id IN $ids RETURN e.id AS id, e.name AS name, e.name_en AS name_en", {"ids": ids}
    )
    by_id = {row["id"]: Named(row["id"], row["name"], row["name_en"]) for row in rows}
    return tuple(by_id[id] for id in ids if id in by_id)


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
