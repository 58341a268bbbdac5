"""What the commands share: options, the two consoles, opening the store, printing rows."""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from typing import Annotated, Any

import typer
from rich.console import Console

from sutradhar.commands.table import layout, plain
from sutradhar.graph.stores import open_store
from sutradhar.graph.stores.base import Row, Store
from sutradhar.settings import load_settings

people = Console(stderr=True)  # for people
output = Console(soft_wrap=False)  # for results


class Format(StrEnum):
    """How rows are printed."""

    table = "table"
    json = "json"
    csv = "csv"


class Report(StrEnum):
    """How a report is printed."""

    text = "text"
    json = "json"


StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        help="Path of an embedded store, or a Bolt URI of Neo4j (bolt://, neo4j://, neo4j+s://); else SUTRADHAR_STORE.",
    ),
]
ParameterOption = Annotated[
    list[str] | None, typer.Option("--param", "-p", help="A parameter as key=value; repeatable.")
]
FormatOption = Annotated[Format, typer.Option("--format", help="How rows are printed.")]


@contextmanager
def opened(uri: str | None, *, create: bool = False, read_only: bool = True) -> Iterator[Store]:
    """The store named on the command line or in the settings, closed at the end."""
    store = open_store(uri or load_settings().store, create=create, read_only=read_only)
    try:
        yield store
    finally:
        store.close()


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


def show(rows: Sequence[Row], style: Format, columns: Sequence[str] = ()) -> None:
    """Rows on standard output: one JSON list, CSV with a header, or a table; `columns` are those of no rows."""
    if style is Format.json:
        print(json.dumps(rows, ensure_ascii=False, default=str))
        return
    columns = list(rows[0]) if rows else columns
    if style is Format.csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([[plain(row[column]) for column in columns] for row in rows])
        return
    if not rows:
        people.print("no rows")
        return
    # Into a file or a pipe whole lines go, to be searched and cut; a terminal gets what it has room for.
    width = output.width if output.is_terminal or "COLUMNS" in os.environ else None
    for line in layout(rows, columns, width):
        output.print(line, soft_wrap=True, highlight=False)
