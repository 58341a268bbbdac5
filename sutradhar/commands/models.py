"""`sutradhar models`: the language models."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from sutradhar.commands.base import Report, output


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
