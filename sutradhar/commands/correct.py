"""Commands that judge who is who: merge, split, undo, decisions, review. Each judgement is kept and can be undone."""

from __future__ import annotations

import csv
import getpass
import io
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape

from sutradhar.commands.base import Format, FormatOption, StoreOption, opened, output, people, show
from sutradhar.errors import SutradharError

if TYPE_CHECKING:
    from sutradhar.graph.fold import Fold
    from sutradhar.graph.judgements import Judgement
    from sutradhar.graph.judging import Doubt, Side
    from sutradhar.graph.writer import Writer

ByOption = Annotated[str | None, typer.Option("--by", help="Who judges; your login name where it is not given.")]
COLUMNS = (
    "decision", "a", "b", "a_name", "b_name", "score", "reasons", "a_articles", "b_articles", "a_published",
    "b_published", "a_title", "b_title", "a_sentence", "b_sentence",
)  # fmt: skip
ANSWERS = {"s": "same", "d": "different", "l": "later", "q": "quit"}
DECISIONS = frozenset({"same", "different", ""})


def merge(
    a: Annotated[str, typer.Argument(help="Id of an entity, present or former.")],
    b: Annotated[str, typer.Argument(help="Id of another one of the same kind.")],
    store: StoreOption = None,
    by: ByOption = None,
) -> None:
    """Judge that two entities are one, whatever resolution says. Both ids lead to it from then on."""
    from sutradhar.graph import judging
    from sutradhar.graph.writer import Writer

    with opened(store, read_only=False) as target:
        writer = Writer(target)
        judgement = _judged(writer, lambda fold, _: judging.merge(fold, a, b, *_signed(by)))
        now = writer.fold().index.find(judgement.ids[0])
        people.print(
            f"judgement {_short(judgement.id)}: {escape(a)} and {escape(b)} are {escape(str(now))}", soft_wrap=True
        )


def split(
    id: Annotated[str, typer.Argument(help="Id of an entity, present or former.")],
    more: Annotated[list[str] | None, typer.Argument(metavar="[ARTICLE]...", help="Further articles.")] = None,
    articles: Annotated[
        list[str] | None,
        typer.Option("--articles", help="Id or uri of an article that speaks of somebody else under this name."),
    ] = None,
    store: StoreOption = None,
    by: ByOption = None,
) -> None:
    """Judge that an entity is several.

    With articles: what they say of it belongs to another. Without: each of its names becomes an entity of its own; where
    it has one name only, what articles say differently of it.
    """
    from sutradhar.graph import judging
    from sutradhar.graph.writer import Writer

    places = [*(articles or ()), *(more or ())]
    with opened(store, read_only=False) as target:
        writer = Writer(target)
        where: list[judging.Mention] = []

        def decide(fold: Fold, _: Sequence[Judgement]) -> Judgement:
            where[:] = judging.mentions(fold, judging.found(fold, id))
            return judging.split(fold, id, places, *_signed(by))

        judgement = _judged(writer, decide)
        parts = judging.entities_of(writer.fold(), where)
        told = ", ".join(f"{each} ({count})" for each, count in parts.items())
        people.print(f"judgement {_short(judgement.id)}: {escape(id)} is now {escape(told)}", soft_wrap=True)


def undo(
    judgement: Annotated[str | None, typer.Argument(help="Id of a judgement; without one, the last in force.")] = None,
    store: StoreOption = None,
    by: ByOption = None,
) -> None:
    """Take a judgement back; it stays in the log, with who took it back."""
    from sutradhar.graph import judging
    from sutradhar.graph.writer import Writer

    with opened(store, read_only=False) as target:
        made = _judged(Writer(target), lambda _, log: judging.undo(log, judgement, *_signed(by)))
        people.print(f"judgement {_short(made.undoes or '')} is undone: {escape(_told(made))}", soft_wrap=True)


def decisions(
    store: StoreOption = None,
    export: Annotated[
        Path | None, typer.Option("--export", help="Write the log to a file, one JSON line each.")
    ] = None,
    read: Annotated[Path | None, typer.Option("--import", help="Add the judgements of such a file.")] = None,
    style: FormatOption = Format.table,
) -> None:
    """The log of judgements: what was judged, by whom and when, and whether it is in force."""
    from sutradhar.graph.judgements import in_force, to_json
    from sutradhar.graph.writer import Writer

    if read is not None:
        with opened(store, read_only=False) as target:
            added, known = bring_in(Writer(target), read)
        people.print(f"{added} judgements added, {known} known already")
        return
    with opened(store) as target:
        log = read_log(target)
    if export is not None:
        try:
            export.write_text("".join(f"{to_json(each)}\n" for each in log), "utf-8")
        except OSError as error:
            raise SutradharError(f"cannot write {export}: {error.strerror or error}; choose another place") from error
        people.print(f"wrote {len(log)} judgements to {escape(str(export))}", soft_wrap=True)
        return
    held = {each.id for each in in_force(log)}
    show([_row(each, held) for each in log], style)


def review(
    store: StoreOption = None,
    table: Annotated[
        Path | None, typer.Option("--csv", help="Write the pairs to a CSV file with an empty column `decision`.")
    ] = None,
    apply: Annotated[
        Path | None,
        typer.Option("--apply", help="Judge as the column `decision` of such a file says: same, different."),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many pairs at most.")] = 1000,
    by: ByOption = None,
) -> None:
    """Pairs of entities that resolution left apart but is not sure of, with what speaks for and against each.

    On a terminal, a key decides: s same, d different, l later, q quit.
    """
    from sutradhar.graph.judging import doubts
    from sutradhar.graph.writer import Writer

    asking = table is None and sys.stdin.isatty()
    with opened(store, read_only=apply is None and not asking) as target:
        writer = Writer(target)
        if apply is not None:
            done, idle = decide_all(writer, apply, _signed(by)[0])
            people.print(f"{done} judgements made, {idle} rows decided nothing new")
            return
        pairs = doubts(writer.fold())[:limit]
        if table is not None:
            write_table(pairs, table)
            people.print(f"wrote {len(pairs)} pairs to {escape(str(table))}", soft_wrap=True)
        elif not pairs:
            people.print("no pair is in doubt")
        else:
            for number, pair in enumerate(pairs, 1):
                show_pair(pair, f"{number}/{len(pairs)}")
                if asking and not ask(writer, pair, by):
                    return


# --- plain functions --------------------------------------------------------------------------------------------------


def read_log(store: Any) -> list[Judgement]:
    """The log of an open store, in its order."""
    from sutradhar.graph.judgements import from_json
    from sutradhar.graph.writer import LOG

    return [from_json(row["data"], row["id"]) for row in store.query(LOG)]


def bring_in(writer: Writer, path: Path) -> tuple[int, int]:
    """Add the judgements of an exported log, each in a transaction; gives how many were added and how many known."""
    from sutradhar.graph.judgements import from_json

    lines = enumerate(_text(path).splitlines(), 1)
    judgements = [from_json(line, f"{path}, line {number},") for number, line in lines if line.strip()]
    known = {each.id for each in writer.log()}
    for each in judgements:
        if each.kind == "undo" and each.undoes not in known | {other.id for other in judgements}:
            raise SutradharError(
                f"{path} undoes {each.undoes}, which neither it nor the store has: nothing was changed"
            )
    added = sum(_add(writer, each) for each in judgements)
    return added, len(judgements) - added


def _add(writer: Writer, new: Judgement) -> bool:
    """Add a judgement to the log; False when it is there already."""
    return writer.judge(lambda _, log: None if new.id in {old.id for old in log} else new) is not None


def decide_all(writer: Writer, path: Path, who: str) -> tuple[int, int]:
    """Judge as the rows of a CSV file say; gives the numbers of judgements and of rows that decide nothing new.

    The whole file is checked before anything is changed.
    """
    from sutradhar.graph import judging

    reader = csv.DictReader(io.StringIO(_text(path), newline=""))
    rows = list(reader)
    if not {"decision", "a", "b"} <= set(reader.fieldnames or ()):
        raise SutradharError(f"{path} has no columns decision, a and b: make it with `sutradhar review --csv`")
    wanted = []
    fold = writer.fold()
    for number, row in enumerate(rows, 2):
        decision = (row["decision"] or "").strip().lower()
        if decision not in DECISIONS:
            raise SutradharError(
                f"{path}, row {number}: '{decision}' is neither same nor different nor empty: nothing was changed"
            )
        if decision:
            try:
                ids = [judging.found(fold, (row[side] or "").strip()) for side in ("a", "b")]
            except SutradharError as error:
                raise SutradharError(f"{path}, row {number}: {error}: nothing was changed") from error
            if ids[0].partition(":")[0] != ids[1].partition(":")[0]:
                raise SutradharError(
                    f"{path}, row {number}: {ids[0]} and {ids[1]} are of two kinds: nothing was changed"
                )
            wanted.append((decision, row["a"].strip(), row["b"].strip()))
    done = 0
    for decision, a, b in wanted:
        make = judging.merge if decision == "same" else judging.keep_apart

        def decide(fold: Fold, log: Sequence[Judgement], make: Any = make, a: str = a, b: str = b) -> Judgement | None:
            if fold.index.find(a) == fold.index.find(b):
                return None
            made: Judgement = make(fold, a, b, who, _now())
            return None if _said(log, made) else made

        done += writer.judge(decide) is not None
    return done, len(rows) - done


def _said(log: Sequence[Judgement], made: Judgement) -> bool:
    """Whether the same was judged before and is in force."""
    from sutradhar.graph.judgements import in_force

    return any((each.kind, each.parts) == (made.kind, made.parts) for each in in_force(log))


def write_table(pairs: Sequence[Doubt], path: Path) -> None:
    """The pairs as CSV, for a spreadsheet; `decision` is left empty."""
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            for pair in pairs:
                a, b = pair.one, pair.other
                writer.writerow(
                    ["", a.id, b.id, a.name, b.name, pair.score, pair.reasons, a.articles, b.articles, a.published,
                     b.published, a.title, b.title, a.sentence, b.sentence]
                )  # fmt: skip
    except OSError as error:
        raise SutradharError(f"cannot write {path}: {error.strerror or error}; choose another place") from error


def show_pair(pair: Doubt, number: str) -> None:
    """A pair for people: names, what speaks for and against, a sentence of each."""
    output.print(f"[bold]{number}  {escape(pair.one.name)} – {escape(pair.other.name)}[/bold]  {escape(pair.reasons)}")
    for side in (pair.one, pair.other):
        output.print(f"  [dim]{escape(side.id)}, {side.articles} articles[/dim]", soft_wrap=True)
        output.print(f"    {escape(side.sentence)}", soft_wrap=True)
        output.print(f"    [dim]{escape(_source(side))}[/dim]", soft_wrap=True)


def ask(writer: Writer, pair: Doubt, by: str | None) -> bool:
    """Ask about a pair and judge as answered; False to stop."""
    from sutradhar.graph import judging

    while (
        answer := typer.prompt("s same, d different, l later, q quit", default="l", err=True)[:1].lower()
    ) not in ANSWERS:
        pass
    if answer == "q":
        return False
    if answer in {"s", "d"}:
        make = judging.merge if answer == "s" else judging.keep_apart
        try:
            _judged(writer, lambda fold, _: make(fold, pair.one.id, pair.other.id, *_signed(by)))
        except SutradharError as error:  # an answer before has settled this one
            people.print(escape(str(error)), soft_wrap=True)
    return True


def _judged(writer: Writer, decide: Callable[[Fold, Sequence[Judgement]], Judgement]) -> Judgement:
    judgement = writer.judge(decide)
    assert judgement is not None  # `decide` gives one or raises
    return judgement


def _signed(by: str | None) -> tuple[str, str]:
    """Who judges, and when."""
    try:
        return by or getpass.getuser(), _now()
    except (KeyError, OSError):  # a container's user without a name
        return "unknown", _now()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _source(side: Side) -> str:
    return ", ".join(filter(None, (side.title, side.published)))


def _told(judgement: Judgement) -> str:
    return " – ".join(f"{name} ({id_})" for name, id_ in zip(judgement.names, judgement.ids, strict=True))


def _row(judgement: Judgement, held: set[str]) -> dict[str, Any]:
    undone = judgement.undoes if judgement.kind == "undo" else None
    return {
        "id": _short(judgement.id),
        "judged": f"undo {_short(undone)}" if undone else judgement.kind,
        "in_force": None if undone else judgement.id in held,
        "of": _told(judgement),
        "who": judgement.who,
        "when": judgement.when,
    }


def _short(judgement_id: str) -> str:
    return judgement_id.partition(":")[2]


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no UTF-8 text"
        raise SutradharError(f"cannot read {path}: {reason}; check the path") from error
