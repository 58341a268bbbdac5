"""`sutradhar models`: which language models are there; measure, train, choose, fetch them."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table

from sutradhar.commands.base import Report, output, people

if TYPE_CHECKING:
    from sutradhar.ingest.train.measure import Measurement
    from sutradhar.ingest.train.run import Progress

app = typer.Typer(invoke_without_command=True, help="Language models: list, measure, train, choose, fetch.")
StyleOption = Annotated[Report, typer.Option("--format", help="Text for people, or JSON.")]


@app.callback()
def models(context: typer.Context, style: StyleOption = Report.text) -> None:
    """Which language models are there, how good they are, under which licence; measure, train, choose, fetch them."""
    if context.invoked_subcommand is not None:
        return
    from sutradhar.ingest.nlp.models import installed, model_in_use

    used = model_in_use()
    known = installed()
    if used.folder not in {model.folder for model in known}:
        known.append(used)
    if style is Report.json:
        rows = [asdict(each) | {"in_use": each.folder == used.folder} for each in known]
        print(json.dumps(rows, ensure_ascii=False, default=str))
        return
    for model in known:
        mark = "  [green]in use[/green]" if model.folder == used.folder else ""
        size = f"{model.bytes / 1e6:.0f} MB"
        output.print(
            f"[bold]{escape(model.name)}[/bold]  {escape(', '.join(model.tasks))}  {size}{mark}", soft_wrap=True
        )
        output.print(f"  licence: {escape(model.licence)}", soft_wrap=True)
        output.print(f"  source:  {escape(model.source)}", soft_wrap=True)
        if model.figures:
            table = Table("figure", "value")
            for name, value in model.figures.items():
                table.add_row(name, str(value))
            output.print(table)


@app.command()
def use(name: Annotated[str, typer.Argument(help="A model's name, or its folder.")]) -> None:
    """Use a language model from now on. SUTRADHAR_MODEL goes before it."""
    from sutradhar.ingest.nlp.models import choose, model_in_use

    model = choose(name)
    people.print(f"in use: {escape(model.name)} ({escape(str(model.folder))})", soft_wrap=True)
    if (now := model_in_use()).folder != model.folder:
        people.print(f"SUTRADHAR_MODEL names {escape(now.name)} and goes before it", soft_wrap=True)


@app.command()
def fetch() -> None:
    """Fetch Stanza's own Hindi models into the user's folder. They need no bundle; choose them with `models use`."""
    from sutradhar.ingest.nlp.models import OFFICIAL_MODEL, describe
    from sutradhar.settings import load_settings

    folder = load_settings().models_home / OFFICIAL_MODEL
    people.print(f"fetching Stanza's Hindi models into {escape(str(folder))} …", soft_wrap=True)
    from sutradhar.ingest.nlp.official import fetch as download

    download(folder)
    size = describe(folder).bytes / 1e6
    people.print(f"fetched {size:.0f} MB; use them with: sutradhar models use {OFFICIAL_MODEL}", soft_wrap=True)


@app.command()
def evaluate(
    name: Annotated[str | None, typer.Argument(help="A model's name or folder; without it, the one in use.")] = None,
    ner: Annotated[Path | None, typer.Option(help="Names: word, tab, BIO tag, as in IL-NER.")] = None,
    conllu: Annotated[Path | None, typer.Option(help="Trees: a treebank's CoNLL-U file.")] = None,
    style: StyleOption = Report.text,
) -> None:
    """Measure a model on files: names by type, part of speech, lemma, trees, speed, memory."""
    if ner is None and conllu is None:
        raise typer.BadParameter("give --ner FILE, --conllu FILE, or both")
    result = evaluated(name, ner, conllu)
    if style is Report.json:
        print(json.dumps(asdict(result), ensure_ascii=False))
        return
    output.print(f"[bold]{escape(result.model)}[/bold]")
    if result.names:
        table = Table("names", "precision", "recall", "F1", "spans")
        for kind, score in result.names.items():
            table.add_row(
                kind, *(f"{each:.1f}" for each in (score.precision, score.recall, score.f1)), str(score.spans)
            )
        output.print(table)
    if result.accuracy:
        table = Table(*result.accuracy)
        table.add_row(*(f"{each:.2f}" for each in result.accuracy.values()))
        output.print(table)
    output.print(f"{result.words} words, {result.words_per_second:.0f} words/s, peak memory {result.peak_mib:.0f} MiB")


def evaluated(name: str | None, names: Path | None, trees: Path | None) -> Measurement:
    """Measure the model of that name, or the one in use."""
    from sutradhar.ingest.nlp.models import find, model_in_use
    from sutradhar.ingest.nlp.pipeline import Analyser

    model = find(name) if name else model_in_use()
    from sutradhar.ingest.train.measure import measure

    return measure(model.name, Analyser.load(model.folder).annotate, names, trees)


@app.command()
def train(
    config: Annotated[Path, typer.Argument(help="The run: data, start, stages (YAML; see docs/model.md).")],
) -> None:
    """Train a language model. A run that was broken off goes on where its last checkpoint was written."""
    from sutradhar.ingest.train.config import read_config

    run = read_config(config)
    from sutradhar.ingest.train.run import train as run_training

    folder = run_training(run, show)
    people.print(f"trained: use it with: sutradhar models use {escape(str(folder))}", soft_wrap=True)


def show(progress: Progress) -> None:
    """One line on how far a training is, and one where it was measured."""
    left = (progress.steps - progress.step) * progress.seconds_per_step / 60
    losses = "  ".join(f"{name} {value:.3f}" for name, value in progress.losses.items())
    people.print(
        f"stage {progress.stage + 1}, step {progress.step}/{progress.steps}, {progress.seconds_per_step:.1f} s a step, "
        f"{left:.0f} min left in it; losses: {losses}",
        soft_wrap=True,
    )
    if progress.dev:
        figures = "  ".join(f"{name} {value:.2f}" for name, value in progress.dev.items())
        people.print(f"  on dev: {figures}", soft_wrap=True)
