"""Commands that ask a store: query, cypher, explain."""

from __future__ import annotations

import json
from dataclasses import asdict
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
    show,
)


def query(
    name: Annotated[str | None, typer.Argument(help="A recipe; without one, the list.")] = None,
    param: ParameterOption = None,
    store: StoreOption = None,
    style: FormatOption = Format.table,
) -> None:
    """Run a recipe: a named question with parameters. Names may be Hindi or English, full or partial."""
    from sutradhar.queries.recipes import load_recipes, run_recipe

    if name is None:
        rows = [
            {"recipe": each.name, "answers": each.title, "parameters": ", ".join(p.usage for p in each.parameters)}
            for each in load_recipes().values()
        ]
    else:
        given = parameters(param)
        with opened(store) as target:
            rows = run_recipe(target, name, given)
    show(rows, style)


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
    for passage in explanation.passages:
        before, marked, after = (escape(part) for part in passage.parts)
        output.print(f"  {before}[bold reverse]{marked}[/bold reverse]{after}", soft_wrap=True)
        output.print(f"    [dim]{escape(passage.article)}, {escape(passage.note)}[/dim]", soft_wrap=True)
