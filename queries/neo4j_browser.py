"""What Neo4j Browser gets of Sutradhar: a style, guides in Hindi and English, and the recipes as favourites.

The guides and pictures are written in `browser/guide.yaml`, everything else is made of the recipes. GraSS, the language
of `browser/style.grass`, has no comments; a node takes the rule of the last of its labels that has one, so `node.Entity`
stands before the kinds of entities. `python -m sutradhar.queries.neo4j_browser FOLDER` writes the files for a Neo4j that
`sutradhar store start` does not run.
"""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from sutradhar.errors import DataFileError
from sutradhar.queries.fill import fill
from sutradhar.queries.recipes import Parameter, Recipe, find_recipe, load_recipes
from sutradhar.queries.reference import TOPICS

LANGUAGES = ("hi", "en")
STYLE = "style.grass"
FAVOURITES = "favourites.zip"
PICTURES = "Pictures"
FINDER = "Find an id by name"  # the picture that the other favourites point to
CASTS = {"int": int, "float": float}


@dataclass(frozen=True)
class Favourite:
    """A statement that runs as it stands; its first line is a comment that Browser shows as its name."""

    folder: str
    name: str
    statement: str


@dataclass(frozen=True)
class Slide:
    """A step of a guide in one language; each statement has a heading; `download` is the words of a link, if any."""

    title: str
    paragraphs: tuple[str, ...]
    statements: tuple[tuple[str, str], ...]
    download: str | None


def guide_file(language: str) -> str:
    """The name of the guide's file."""
    return f"guide-{language}.html"


def browser_files(base: str) -> dict[str, bytes]:
    """All files by name, for a server that has them at the address `base`, which ends in a slash."""
    return {
        STYLE: (files("sutradhar.queries") / "browser" / STYLE).read_bytes(),
        FAVOURITES: favourites_archive(),
        **{guide_file(language): guide(language, base).encode() for language in LANGUAGES},
    }


def start_commands(base: str) -> tuple[str, ...]:
    """What Browser is to run when it has connected: take the style and open the guide in Hindi."""
    return (f"style {base}{STYLE}", f"guide {base}{guide_file('hi')}")


# --- favourites -------------------------------------------------------------------------------------------------------


def favourites() -> list[Favourite]:
    """The guide's pictures, then every recipe with examples for what it needs, by topic."""
    pictures = [
        Favourite(PICTURES, f"{each['picture']['en']} · {each['picture']['hi']}", each["cypher"].strip())
        for slide in _guide()["slides"]
        for each in slide["statements"]
        if "picture" in each
    ]
    recipes = load_recipes().values()
    return [
        *pictures,
        *(Favourite(TOPICS[each.topic], each.title, "\n".join([*_notes(each), filled(each)])) for each in recipes),
    ]


def favourites_archive() -> bytes:
    """The favourites as a zip file, the form in which Browser imports folders of them; the same bytes every time."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for number, each in enumerate(favourites()):
            entry = zipfile.ZipInfo(f"{each.folder}/{number:02}.cypher")  # the fixed date of 1980
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, f"// {each.name}\n{each.statement}\n")
    return target.getvalue()


def filled(recipe: Recipe) -> str:
    """The recipe's statement with examples for what it needs and the defaults for the rest."""
    return fill(recipe.statement, {each.name: _example(each) for each in recipe.parameters})


def _notes(recipe: Recipe) -> list[str]:
    """Comments on what may be changed in a filled recipe."""
    notes = []
    if recipe.compute is not None:
        notes.append(f"// rows from which `sutradhar query {recipe.name}` computes its answer")
    for each in recipe.parameters:
        if each.kind == "name":
            wanted = "a list of ids" if each.needed else "null for all, or a list of ids"
            notes.append(f"// {each.name}: {wanted} ('{FINDER}' among the pictures finds them)")
    return notes


def _example(parameter: Parameter) -> Any:
    if not parameter.needed:
        default = parameter.default
        return CASTS.get(parameter.kind, str)(default) if default is not None else None
    examples = _guide()["examples"]
    if parameter.name not in examples:
        raise DataFileError(f"browser/guide.yaml: no example for the parameter {parameter.name}; add one")
    value = examples[parameter.name]
    return [value] if parameter.kind == "name" else str(value)


# --- guides -----------------------------------------------------------------------------------------------------------


def slides(language: str) -> list[Slide]:
    """The guide's steps in a language."""
    found = []
    for each in _guide()["slides"]:
        statements = tuple(_statement(one, language) for one in each["statements"])
        download = each["download"][language] if "download" in each else None
        found.append(Slide(each["title"][language], tuple(each["text"][language]), statements, download))
    return found


def guide(language: str, base: str) -> str:
    """The guide as the HTML that `:guide` reads."""
    [other] = [each for each in LANGUAGES if each != language]
    described = _guide()
    switch = f'<p><a exec-topic="guide {base}{guide_file(other)}">{escape(described["other"][language])}</a></p>'
    parts = []
    for number, slide in enumerate(slides(language)):
        lines = [f"<h3>{escape(slide.title)}</h3>", *(f"<p>{escape(each)}</p>" for each in slide.paragraphs)]
        for heading, statement in slide.statements:
            lines += [
                f"<p><strong>{escape(heading)}</strong></p>",
                '<figure><pre class="pre-scrollable code runnable standalone-example">'
                f"{escape(statement, quote=False)}</pre></figure>",
            ]
        if slide.download is not None:
            lines.append(f'<p><a href="{base}{FAVOURITES}" download>{escape(slide.download)}</a></p>')
        if number == 0:
            lines.append(switch)
        body = "\n".join(lines)
        parts.append(f'<slide class="row-fluid"><div class="col-sm-12">\n{body}\n</div></slide>')
    title = escape(described["title"][language])
    return (
        f'<article class="guide" lang="{language}">\n<title>{title}</title>\n'
        f'<carousel class="deck container-fluid">\n{chr(10).join(parts)}\n</carousel>\n</article>\n'
    )


def _statement(described: Mapping[str, Any], language: str) -> tuple[str, str]:
    if "picture" in described:
        return described["picture"][language], described["cypher"].strip()
    recipe = find_recipe(described["recipe"])
    return recipe.title if language == "en" else described["hi"], filled(recipe)


@cache
def _guide() -> Mapping[str, Any]:
    text = (files("sutradhar.queries") / "browser" / "guide.yaml").read_text("utf-8")
    described: Mapping[str, Any] = yaml.safe_load(text)
    return described


def main() -> None:
    """Write the files into a folder, to be served from wherever the second argument says."""
    if len(sys.argv) != 3 or not sys.argv[2].endswith("/"):
        sys.exit("usage: python -m sutradhar.queries.neo4j_browser FOLDER ADDRESS/")
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in browser_files(sys.argv[2]).items():
        (folder / name).write_bytes(content)


if __name__ == "__main__":
    main()
