"""The command line: thin Typer functions over plain ones. What programs read goes to standard output, all else to error."""

from __future__ import annotations

import logging
import sys
from importlib.metadata import version
from typing import Annotated

import typer
from rich.markup import escape

from sutradhar.commands import ask, correct, export, mcp, models, store, write
from sutradhar.commands.base import people
from sutradhar.errors import SutradharError
from sutradhar.settings import load_settings

app = typer.Typer(
    name="sutradhar",
    help="Hindi news in, knowledge graph out: offline, reproducible, every edge traceable to its sentence.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)
for command in (
    write.ingest,
    write.remove,
    ask.query,
    ask.search,
    ask.cypher,
    ask.explain,
    *(correct.review, correct.merge, correct.split, correct.undo, correct.decisions),
    export.export,
    mcp.mcp,
):
    app.command()(command)
app.add_typer(store.app, name="store")
app.add_typer(models.app, name="models")


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
