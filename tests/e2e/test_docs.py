"""The pages of docs/: their commands run in order, their Python runs after them, and what is generated is up to date.

A page gets a folder of its own with the seeds and a store, as if its reader had just ingested. A block of commands that
cannot run here stands below a comment that says why: `<!-- not run: needs Docker -->`. A cypher block that is a recipe is
put into `my-recipes/`. With SUTRADHAR_UPDATE_DOCS set, each `text` block that follows a block of commands is written anew
from what the commands print.
"""

from __future__ import annotations

import os
import re
import runpy
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import exporting
import pytest
from typer.testing import CliRunner

from sutradhar.cli import app
from sutradhar.commands import reference
from sutradhar.graph.export import FORMATS
from sutradhar.graph.export.stream import nodes
from sutradhar.graph.stores import open_store

ROOT = Path(__file__).parents[2]

BLOCK = re.compile(
    r"^(?:<!-- not run: (?P<why>[^\n]+) -->\n)?```(?P<language>bash|python|cypher)\n(?P<text>.*?)^```$", re.M | re.S
)
PAGES = {page.stem: page.read_text("utf-8") for page in sorted((ROOT / "docs").glob("*.md"))}
OUTPUT = re.compile(r"^```bash\n((?:(?!^```).)*?)^```\n\n```text\n.*?^```$", re.M | re.S)
UPDATE = "SUTRADHAR_UPDATE_DOCS"
STORE = "sutradhar.kglite"  # where commands look without --store
WIDTH = "110"
SHOWN = 14  # lines of output


@dataclass(frozen=True)
class Block:
    language: str
    text: str
    why_not: str | None


def blocks(page: str) -> list[Block]:
    return [Block(found["language"], found["text"], found["why"]) for found in BLOCK.finditer(PAGES[page])]


def lines(commands: str) -> list[list[str]]:
    """The commands of a block as words."""
    split = [shlex.split(line, comments=True) for line in commands.replace("\\\n", " ").splitlines()]
    return [words for words in split if words]


RUN = [page for page in PAGES if any(each.language == "bash" and each.why_not is None for each in blocks(page))]


@pytest.fixture(scope="module")
def stores(seeds_store: str) -> dict[tuple[str, ...], Path]:
    """Stores by what was ingested and how, so that each is made once; a page that ingests the same gets a copy."""
    return {("seeds",): Path(seeds_store)}


def copy(store: Path, target: Path) -> None:
    for each in store.parent.glob(f"{store.name}*"):  # the store and what its engine keeps beside it
        into = target.with_name(target.name + each.name.removeprefix(store.name))
        shutil.copytree(each, into) if each.is_dir() else shutil.copy(each, into)


@pytest.fixture(scope="module")
def folder_of(
    stores: dict[tuple[str, ...], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Path]]:
    """The folder in which all commands of a page have run."""
    done: dict[str, Path] = {}

    def run_once(page: str) -> Path:
        if page not in done:
            done[page] = tmp_path_factory.mktemp(page)
            prepare(page, done[page], stores[("seeds",)])
            run(page, done[page], stores)
        return done[page]

    yield run_once


def prepare(page: str, here: Path, seeds: Path) -> None:
    shutil.copytree(ROOT / "seeds", here / "seeds")
    if page == "exports":  # its graph has everything that an export can meet, and articles of a website
        store = exporting.fill(here / STORE)
        with open_store(store) as opened:
            [article] = [each.id for each in nodes(opened) if str(each.properties.get("uri")).startswith("https:")]
            change = "MATCH (a:Article {id: $id}) SET a.uri = 'https://example.org/news/1.html'"
            opened.write([(change, {"id": article})])
    elif "sutradhar ingest" not in PAGES[page]:
        copy(seeds, here / STORE)
    for block in blocks(page):
        name = re.match(r"// name: (\S+)\n", block.text)
        if block.language == "cypher" and name is not None:
            (here / "my-recipes").mkdir(exist_ok=True)
            (here / "my-recipes" / f"{name[1]}.cypher").write_text(block.text, "utf-8")


def run(page: str, here: Path, stores: dict[tuple[str, ...], Path]) -> None:
    environment: dict[str, str] = {}
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(here)
        for name in [each for each in os.environ if each.startswith("SUTRADHAR_STORE")]:
            patched.delenv(name)
        for block in blocks(page):
            if block.language != "bash" or block.why_not is not None:
                continue
            for program, *words in lines(block.text):
                if program == "export":
                    environment.update([words[0].split("=", 1)])
                elif Path(program).name == "python":
                    subprocess.run([sys.executable, *words], check=True, env={**os.environ, **environment})
                elif Path(program).name == "sutradhar":
                    sutradhar(words, environment, here, stores)
                else:
                    pytest.fail(f"docs/{page}.md: what is to run {program}? If it cannot, say so: <!-- not run: … -->")


def sutradhar(words: list[str], environment: dict[str, str], here: Path, stores: dict[tuple[str, ...], Path]) -> None:
    key, target = (), here
    if words[0] == "ingest":
        given = words[words.index("--store") + 1] if "--store" in words else environment.get("SUTRADHAR_STORE", STORE)
        key, target = tuple(word for word in words[1:] if word not in {"--store", given}), here / given
        if target.exists():
            key = ()  # what comes of it depends on what is there already
        elif key in stores:
            copy(stores[key], target)
            return
    done = CliRunner().invoke(app, words, env=environment, catch_exceptions=False)
    assert done.exit_code == 0, f"{shlex.join(words)}: {done.stderr}"
    if words[0] == "export":
        assert (here / words[1]).exists(), words
    if key:
        stores[key] = target.with_name(f"kept-{len(stores)}-{target.name}")
        copy(target, stores[key])


@pytest.mark.parametrize("page", RUN)
def test_the_commands_of_a_page_run(page: str, folder_of: Callable[[str], Path]) -> None:
    here = folder_of(page)
    if os.environ.get(UPDATE):
        update(page, here)


def update(page: str, here: Path) -> None:
    """Write the outputs of a page anew; they are cut at the right and after some lines."""
    path = ROOT / "docs" / f"{page}.md"
    environment = {**os.environ, "COLUMNS": WIDTH, "SUTRADHAR_LOG_LEVEL": "ERROR"}

    def output(found: re.Match[str]) -> str:
        commands = lines(found[1])
        printed = "".join(
            subprocess.run(
                [sys.executable, "-m", "sutradhar", *words[1:]],
                cwd=here, env=environment, capture_output=True, text=True, check=True,
            ).stdout
            for words in commands
        )  # fmt: skip
        rows = [row.rstrip() for row in printed.splitlines()]
        shown = [row if len(row) <= int(WIDTH) else f"{row[: int(WIDTH) - 1]}…" for row in rows[:SHOWN]]
        more = ["…"] if len(rows) > SHOWN else []
        return f"```bash\n{found[1]}```\n\n```text\n" + "\n".join([*shown, *more]) + "\n```"

    path.write_text(OUTPUT.sub(output, path.read_text("utf-8")), "utf-8")


@pytest.mark.parametrize(
    ("page", "number"),
    [(page, number) for page in PAGES for number, each in enumerate(blocks(page)) if each.language == "python"],
)
def test_the_python_of_a_page_runs(
    page: str,
    number: int,
    folder_of: Callable[[str], Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(folder_of(page))
    script = tmp_path / "example.py"
    script.write_text(blocks(page)[number].text, "utf-8")
    runpy.run_path(str(script))
    shown = capsys.readouterr().out
    assert shown if page == "asking" else re.search("[\u0900-\u097f]{3}", shown), shown


def test_there_is_an_example_for_every_format() -> None:
    page = PAGES["exports"]
    written = "\n".join(each.text for each in blocks("exports") if each.language == "bash")
    for name, form in FORMATS.items():
        assert f"`{name}`" in page and f"`{form.suffix}`" in page
        assert form.suffix in written or f"--format {name}" in written, name


def test_the_command_line_page_is_up_to_date() -> None:
    assert PAGES["cli"] == reference.render(), "run python -m sutradhar.commands.reference"


def test_the_site_builds_without_a_warning(tmp_path: Path) -> None:
    """And it asks nobody for fonts or scripts."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path / "site")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    for page in (tmp_path / "site").rglob("*.html"):
        fetched = re.findall(r'<(?:link|script|img)[^>]+(?:href|src)="(https?:[^"]+)"', page.read_text("utf-8"))
        assert not fetched, (page.name, fetched)
