"""`sutradhar export`: the graph, or a selection of it, in another format."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape

from sutradhar.commands.base import ParameterOption, StoreOption, opened, parameters, people

if TYPE_CHECKING:
    from sutradhar.graph.stores.base import Store

DATE_HELP = "day, month or year such as 2024-06-19, 2024-06 or 2024"


def export(
    path: Annotated[Path, typer.Argument(help="File or folder to write; its suffix tells the format.")],
    store: StoreOption = None,
    kind: Annotated[
        str | None,
        typer.Option(
            "--format",
            help="graphml, gexf, json, jsonld, ttl, csv, parquet, cypher, neo4j-admin, followthemoney or html.",
        ),
    ] = None,
    recipe: Annotated[str | None, typer.Option(help="Only what a recipe's rows name, and what joins it.")] = None,
    param: ParameterOption = None,
    around: Annotated[
        str | None, typer.Option(help="Only an entity (name or id) with the facts about it and all who are in them.")
    ] = None,
    hops: Annotated[int | None, typer.Option(min=1, help="How many facts away from --around; 1 unless given.")] = None,
    first: Annotated[
        str | None, typer.Option("--from", help=f"Only events, treaties and articles from this {DATE_HELP} on.")
    ] = None,
    last: Annotated[
        str | None, typer.Option("--to", help=f"Only events, treaties and articles up to this {DATE_HELP}.")
    ] = None,
    articles: Annotated[
        list[str] | None, typer.Option(help="Only what this article (id or uri) says; repeatable.")
    ] = None,
    bom: Annotated[bool, typer.Option("--bom", help="Mark CSV files as UTF-8, for spreadsheets.")] = False,
) -> None:
    """Write the graph, or a selection of it, in another format: for Gephi, Neo4j, pandas, RDF tools, Aleph, a browser.

    The result is complete or not there. A selection brings the sentences behind its facts, and their articles.
    """
    from sutradhar.graph.export import FORMATS, find_format
    from sutradhar.graph.export import export as write
    from sutradhar.graph.export.stream import size

    wishes = {"--recipe": recipe, "--around": around, "--from/--to": first or last, "--articles": articles}
    given = [option for option, value in wishes.items() if value]
    if len(given) > 1:
        raise typer.BadParameter(f"{' and '.join(given)} are different selections: give one of them")
    if param and not recipe:
        raise typer.BadParameter("-p goes with --recipe", param_hint="-p")
    if hops and not around:
        raise typer.BadParameter("--hops goes with --around", param_hint="--hops")
    begin, end = day(first, "--from", last=False), day(last, "--to", last=True)
    if begin and end and begin > end:
        raise typer.BadParameter("--from is later than --to")
    if bom and find_format(path, kind) is not FORMATS["csv"]:
        raise typer.BadParameter("only CSV files take a mark", param_hint="--bom")
    find_format(path, kind)  # before a store is opened and a selection made

    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    with opened(store) as target:
        kept = selected(target, recipe, parameters(param), around, hops or 1, begin, end, articles)
        columns = (TextColumn("export"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=people, transient=True, disable=not people.is_terminal) as progress:
            task = progress.add_task("", total=None if kept is not None else size(target))
            written = write(
                target, path, kind, kept=kept, bom=bom, progress=lambda number: progress.advance(task, number)
            )
    people.print(f"wrote {escape(str(written))}", soft_wrap=True)


def selected(
    store: Store,
    recipe: str | None,
    given: Mapping[str, str],
    around: str | None,
    hops: int,
    begin: date | None,
    end: date | None,
    articles: Iterable[str] | None,
) -> frozenset[str] | None:
    """The ids of the nodes that the one selection asked for keeps; None where none is asked for."""
    from sutradhar.graph.export import selection
    from sutradhar.queries.recipes import entities_named, run_recipe

    if recipe:
        return selection.of_ids(store, texts(run_recipe(store, recipe, given)))
    if around:
        return selection.around(store, [each.id for each in entities_named(store, around)], hops)
    if begin or end:
        return selection.between(store, begin, end)
    return selection.of_articles(store, articles) if articles else None


def texts(value: Any) -> Iterable[str]:
    """All strings in a recipe's rows, however deep: ids of nodes and relationships are among them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from texts(list(value.values()))
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)


def day(text: str | None, option: str, *, last: bool) -> date | None:
    """The first or last day of a date given on the command line."""
    from sutradhar.graph.resolve import bounds

    if text is None:
        return None
    found = bounds(text)[last] if re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?", text, re.ASCII) else None
    if found is None:
        raise typer.BadParameter(f"'{text}' is no {DATE_HELP}", param_hint=option)
    return found
