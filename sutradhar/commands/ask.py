"""Commands that ask a store: query, search, cypher, explain."""

from __future__ import annotations

import json
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from sutradhar.commands.base import (
    Format,
    FormatOption,
    ParameterOption,
    Report,
    StoreOption,
    json_or_text,
    opened,
    output,
    parameters,
    people,
    show,
)
from sutradhar.settings import load_settings

EMPTY = "the store is empty: add articles with `sutradhar ingest PATH`"


class SearchKind(StrEnum):
    """What can be searched; `sutradhar.queries.search.Kind`, which is not loaded to show a help page."""

    entity = "entity"
    treaty = "treaty"
    event = "event"
    claim = "claim"
    sentence = "sentence"


def query(
    name: Annotated[str | None, typer.Argument(help="A recipe; without one, the list.")] = None,
    param: ParameterOption = None,
    store: StoreOption = None,
    min_confidence: Annotated[
        float | None, typer.Option(min=0, max=1, help="Only events of this confidence; short for -p min_confidence=…")
    ] = None,
    recipes: Annotated[
        Path | None,
        typer.Option(
            "--recipes", help="A folder with recipes of your own beside the built-in ones; else SUTRADHAR_RECIPES."
        ),
    ] = None,
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Print the Cypher with its values, ready for Neo4j Browser; do not run it."),
    ] = False,
    style: FormatOption = Format.table,
) -> None:
    """Run a recipe: a named question with parameters. Names may be Hindi or English, full or partial."""
    from sutradhar.queries.recipes import find_recipe, is_empty, load_recipes, prepare
    from sutradhar.queries.reference import by_topic

    folder = recipes or load_settings().recipes
    given = parameters(param)
    if min_confidence is not None:
        given["min_confidence"] = str(min_confidence)
    if name is None:
        show(
            [
                {
                    "topic": topic,
                    "recipe": each.name,
                    "answers": each.title,
                    "parameters": ", ".join(p.usage for p in each.parameters),
                }
                for topic, found in by_topic(load_recipes(folder).values()).items()
                for each in found
            ],
            style,
        )
        return
    recipe = find_recipe(name, folder)
    with opened(store) as target:
        question = prepare(target, recipe, given)
        for several in question.several:
            people.print(f"[yellow]note:[/yellow] {escape(str(several))}", soft_wrap=True, highlight=False)
        if explain:
            print(question.cypher())
            return
        rows = question.rows(target)
        if not rows and is_empty(target):
            people.print(EMPTY, soft_wrap=True)
            if style is Format.table:
                return
    show(rows, style, recipe.returns)


def search(
    text: Annotated[str, typer.Argument(help="Words in Hindi or English.")],
    kind: Annotated[
        list[SearchKind] | None, typer.Option("--kind", help="Search these only; repeatable. Without it, all.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="Hits of each kind.")] = 5,
    store: StoreOption = None,
    style: FormatOption = Format.table,
) -> None:
    """Find entities, treaties, events, claims and sentences by words, in any form; hits are marked « »."""
    from sutradhar.queries.recipes import is_empty
    from sutradhar.queries.search import COLUMNS, Kind
    from sutradhar.queries.search import search as find

    with opened(store) as target:
        rows = find(target, text, [Kind(each) for each in kind] if kind else tuple(Kind), limit)
        if not rows and is_empty(target):
            people.print(EMPTY, soft_wrap=True)
            if style is Format.table:
                return
    show(rows, style, COLUMNS)


def cypher(
    statement: Annotated[str, typer.Argument(help="Any Cypher statement.")],
    param: ParameterOption = None,
    store: StoreOption = None,
    write: Annotated[bool, typer.Option("--write", help="Allow the statement to change the store.")] = False,
    style: FormatOption = Format.table,
) -> None:
    """Run any Cypher; the engine refuses writes unless --write is given. Parameter values are JSON where they can be read so."""
    values = {key: json_or_text(text) for key, text in parameters(param).items()}
    with opened(store, read_only=not write) as target:
        rows = target.write([(statement, values)]) if write else target.query(statement, values)
    show(rows, style)


def explain(
    id: Annotated[str, typer.Argument(help="Id of an event, treaty, claim, clause, entity or office.")],
    store: StoreOption = None,
    style: Annotated[Report, typer.Option("--format", help="Text for people, or JSON.")] = Report.text,
) -> None:
    """The sentences behind a fact or an entity, with the words marked."""
    from sutradhar.queries.explain import explain as find

    with opened(store) as target:
        explanation = find(target, id)
    if style is Report.json:
        print(json.dumps(asdict(explanation), ensure_ascii=False, indent=1))
        return
    output.print(
        f"[bold]{escape(explanation.title)}[/bold]  [dim]{escape(explanation.kind)} {escape(explanation.id)}[/dim]"
    )
    for line in explanation.reasons:
        output.print(f"  one entity: {escape(line)}", soft_wrap=True)
    if explanation.absorbed:
        output.print(f"  [dim]also {escape(', '.join(explanation.absorbed))}[/dim]", soft_wrap=True)
    for passage in explanation.passages:
        before, marked, after = (escape(part) for part in passage.parts)
        output.print(f"  {before}[bold reverse]{marked}[/bold reverse]{after}", soft_wrap=True)
        output.print(f"    [dim]{escape(passage.article)}, {escape(passage.note)}[/dim]", soft_wrap=True)
