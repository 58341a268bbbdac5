"""The command-line reference, `docs/cli.md`, made of the commands' own help: `python -m sutradhar.commands.reference`."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PAGE = Path("docs/cli.md")
HEAD = """\
# Command line

Results go to standard output, everything for people to standard error. Exit status: 0 done; 1 an error, told in one line
that says what to do; 2 wrong usage; 3 finished, but some documents failed. `--help` works after every command. This page is
made of the commands' help by `python -m sutradhar.commands.reference`; do not edit it.
"""


def commands() -> Iterator[tuple[Any, Any]]:
    """Every command that does something, with its context, in the order of `sutradhar --help`; groups before their own."""
    import typer

    from sutradhar.cli import app

    def walk(command: Any, context: Any) -> Iterator[tuple[Any, Any]]:
        inner = getattr(command, "commands", {})
        if not inner or (command.invoke_without_command and context.parent):
            yield command, context
        for name, each in inner.items():
            yield from walk(each, typer.Context(each, parent=context, info_name=name))

    main_command = typer.main.get_command(app)
    yield from walk(main_command, typer.Context(main_command, info_name="sutradhar"))


def render() -> str:
    """The page as Markdown: a list of contents, then one section for each command."""
    found = list(commands())
    contents = [
        f"- [{context.command_path}](#{context.command_path.replace(' ', '-')}): {_plain(command.help)}"
        for command, context in found
    ]
    return "\n".join([HEAD, *contents, "", *(_section(command, context) for command, context in found)])


def _section(command: Any, context: Any) -> str:
    records = [parameter.get_help_record(context) for parameter in command.params]
    rows = [f"| `{_names(names)}` | {_plain(told)} |" for names, told in filter(None, records)]
    table = ["", "| argument or option | |", "| --- | --- |", *rows] if rows else []
    usage = command.get_usage(context).removeprefix("Usage: ")
    return "\n".join(
        [f"## {context.command_path}", "", _plain(command.help), "", f"    {' '.join(usage.split())}", *table, ""]
    )


def _names(text: str) -> str:
    """A parameter's names and what it takes, for a piece of code in a table: `<list[int range]>` is `<int>`, `a|b` is `a/b`."""
    return re.sub(r"<(?:list\[)?(.+?)(?: range)?\]?>", r"<\1>", text).replace("|", "/")


def _plain(text: str | None) -> str:
    """A help text on one line, without what Markdown would take for its own."""
    told = re.sub(r"\s+", " ", text or "").strip()
    return told.replace("\\", "").replace("|", "\\|").replace("<", "&lt;")


def main() -> None:
    """Write the page; to be run in the repository's folder."""
    if not PAGE.parent.is_dir():
        sys.exit(f"no folder {PAGE.parent} here: run this in the repository's folder")
    PAGE.write_text(render(), encoding="utf-8")


if __name__ == "__main__":
    main()
