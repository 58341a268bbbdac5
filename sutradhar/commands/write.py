"""Commands that change what a store holds: ingest, remove."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer
from rich.markup import escape

from sutradhar.commands.base import Report, StoreOption, opened, people


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
    from sutradhar.ingest.workers import Options
    from sutradhar.ingest.workers import ingest as run

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


def remove(
    article: Annotated[str, typer.Argument(help="An article's id or uri ('sutradhar query articles' lists them).")],
    store: StoreOption = None,
) -> None:
    """Take an article out, with exactly what it alone supports."""
    from sutradhar.graph.writer import Writer

    with opened(store, read_only=False) as target:
        Writer(target).remove(article)
    people.print(f"removed {escape(article)}", soft_wrap=True)
