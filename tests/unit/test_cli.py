"""The command line from outside: help that teaches, exit statuses, errors in one line, quick starts without a model."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

import pytest
import typer.main

from sutradhar.cli import app
from sutradhar.graph.schema import ensure_schema
from sutradhar.graph.stores import open_store

ROOT = Path(__file__).parents[2]
STARTUP_SECONDS = 2.0  # measured: 0.4 on two free cores; with a model it would be 5 and more
HEAVY = ("torch", "stanza", "tokenizers", "trafilatura", "pandas", "mcp")


def run(*arguments: str, folder: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """The program as a user starts it, without settings of the machine that runs the tests."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("SUTRADHAR_")}
    return subprocess.run(
        [sys.executable, "-m", "sutradhar", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=folder,
        env=clean | {"COLUMNS": "110", "PYTHONIOENCODING": "utf-8"} | environment,
        timeout=120,
    )


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """An embedded store with one person and no articles."""
    path = tmp_path_factory.mktemp("cli") / "store.kglite"
    with open_store(path, create=True) as opened:
        ensure_schema(opened)
        opened.write(
            [("MERGE (e:Entity {id: 'p1'}) SET e:Person, e.name = 'लावरोव', e.search = 'लावरोव | Lavrov'", {})]
        )
    return str(path)


def commands() -> list[tuple[str, ...]]:
    """The words of every command, subcommands too."""
    top = typer.main.get_command(app)
    found = []
    for name, command in top.commands.items():  # type: ignore[attr-defined]
        found.append((name,))
        found.extend((name, inner) for inner in getattr(command, "commands", {}))
    return found


# --- help and version -------------------------------------------------------------------------------------------------


def test_version() -> None:
    done = run("--version")
    assert (done.returncode, done.stdout) == (0, version("sutradhar") + "\n"), done.stderr


def test_the_commands_that_others_script_against() -> None:
    single = {"ingest", "query", "search", "mcp", "cypher", "explain", "export", "remove", "store", "models"}
    assert {(each,) for each in single} | {("store", each) for each in ("start", "stop", "status")} <= set(commands())


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_help_teaches(words: tuple[str, ...]) -> None:
    command = typer.main.get_command(app)
    for word in words:
        command = command.commands[word]  # type: ignore[attr-defined]
    assert command.help and len(command.help.split()) >= 5
    for parameter in command.params:
        assert getattr(parameter, "help", None), f"{' '.join(words)}: {parameter.name} is not explained"


@pytest.mark.parametrize("words", [("ingest",), ("query",), ("store", "start")], ids=" ".join)
def test_help_is_shown(words: tuple[str, ...]) -> None:
    done = run(*words, "--help")
    assert done.returncode == 0 and "Usage" in done.stdout and not done.stderr


def test_help_names_the_variable_for_the_store() -> None:
    assert "SUTRADHAR_STORE" in run("ingest", "--help").stdout


PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "Makefile",
    ROOT / "docker-compose.yml",
    *ROOT.glob("docs/*.md"),
]
CALL = re.compile(r"(?:^|[`/ ])sutradhar ((?:[a-z]|-)[^`#\n]*)", re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_documented_commands_exist(page: Path) -> None:
    """Each `sutradhar …` in a page's code names a command and options that there are."""
    code = re.findall(r"^```bash\n(.*?)^```|`([^`\n]+)`", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    text = "\n".join(map("".join, code)) if page.suffix == ".md" else page.read_text("utf-8")
    for call in CALL.findall(text):
        command = typer.main.get_command(app)
        first = call.split()[0]
        assert first.startswith("-") or first in command.commands, call  # type: ignore[attr-defined]
        for word in call.split():
            if word in getattr(command, "commands", {}):
                command = command.commands[word]  # type: ignore[attr-defined]
            elif word.startswith("-"):
                known = {option for each in command.params for option in each.opts} | {"--help"}
                assert word in known, f"no option {word}: sutradhar {call}"


# --- exit statuses ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("explain",),
        ("ingest",),
        ("cypher", "RETURN 1", "--format", "xml"),
        ("ingest", "x.txt", "--workers", "0"),
        ("query", "meetings", "--nonsense"),
        ("query", "meetings", "-p", "Lavrov"),
        ("query", "meetings", "-p", "=Lavrov"),
        ("query", "meetings", "--min-confidence", "2"),
        ("search",),
        ("search", "Lavrov", "--kind", "person"),
        ("cypher", "RETURN $x", "-p", "x"),
    ],
    ids=" ".join,
)
def test_wrong_usage(arguments: tuple[str, ...], tmp_path: Path) -> None:
    done = run(*arguments, folder=tmp_path)
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert "Usage" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("query", "meetings"),
        ("search", "x"),
        ("mcp",),
        ("cypher", "RETURN 1"),
        ("explain", "x"),
        ("export", "graph.json"),
        ("remove", "x"),
        ("store",),
    ],
    ids=" ".join,
)
def test_a_missing_store(arguments: tuple[str, ...], tmp_path: Path) -> None:
    done = run(*arguments, folder=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "error: no store at sutradhar.kglite: check the path, or create it with `sutradhar ingest`\n"
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("query", "meeting"), "nearest: meetings"),
        (("query", "meetings", "-p", "whom=x"), "nearest: who"),
        (("query", "timeline"), "add -p who="),
        (("query", "timeline", "-p", "who=[Nobody]"), "nothing is called '[Nobody]': the store is empty"),
        (("query", "offices", "--min-confidence", "0.5"), "recipe offices has no parameter 'min_confidence'"),
        (("query", "--recipes", "none"), "none is no folder of recipes"),
        (("cypher", "RETRUN 1"), ""),
        (("cypher", "CREATE (n:Person)"), "--write"),
        (("explain", "x"), "has the id 'x'"),
        (("export", "graph.xyz"), "no format 'xyz'"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_an_error_is_one_line(store: str, arguments: tuple[str, ...], said: str, tmp_path: Path) -> None:
    done = run(*arguments, "--store", store, folder=tmp_path)
    assert (done.returncode, done.stdout) == (1, ""), done.stderr
    assert done.stderr.startswith("error: ") and done.stderr.count("\n") == 1
    assert said in done.stderr


def test_a_wrong_setting_is_one_line_that_names_it(tmp_path: Path) -> None:
    done = run("query", "meetings", folder=tmp_path, SUTRADHAR_LOG_LEVEL="loud")
    assert done.returncode == 1
    assert done.stderr.startswith("error: SUTRADHAR_LOG_LEVEL") and done.stderr.count("\n") == 1


# --- results ----------------------------------------------------------------------------------------------------------


def test_json_is_one_list_and_nothing_else(store: str) -> None:
    done = run(
        "cypher", "MATCH (e:Person) RETURN e.name AS name, $x AS x", "-p", "x=[1]", "--format", "json", "--store", store
    )
    assert json.loads(done.stdout) == [{"name": "लावरोव", "x": [1]}] and not done.stderr
    assert json.loads(run("query", "meetings", "--format", "json", "--store", store).stdout) == []


def test_csv_has_a_header(store: str) -> None:
    done = run("cypher", "UNWIND ['a,b', 'c'] AS x RETURN x, 1 AS y", "--format", "csv", "--store", store)
    assert list(csv.reader(io.StringIO(done.stdout))) == [["x", "y"], ["a,b", "1"], ["c", "1"]]


def test_the_store_may_come_from_the_environment(store: str) -> None:
    done = run("cypher", "MATCH (e:Entity) RETURN count(e) AS n", "--format", "json", SUTRADHAR_STORE=store)
    assert json.loads(done.stdout) == [{"n": 1}]


def test_without_a_name_the_recipes_are_listed(tmp_path: Path) -> None:
    done = run("query", "--format", "json", folder=tmp_path)
    assert {"meetings", "timeline", "treaty"} <= {row["recipe"] for row in json.loads(done.stdout)}


def test_values_can_be_written_into_the_cypher(store: str) -> None:
    done = run("query", "timeline", "-p", "who=Lavrov", "--min-confidence", "0.5", "--explain", "--store", store)
    assert done.returncode == 0 and not done.stderr
    assert "e.id IN ['p1'] AND v.confidence >= 0.5" in done.stdout
    pasted = run("cypher", done.stdout, "--format", "json", "--store", store)
    assert json.loads(pasted.stdout) == [], pasted.stderr


def test_an_empty_store_is_one_line(store: str) -> None:
    for words in (("query", "meetings"), ("search", "सूखा")):
        done = run(*words, "--store", store)
        assert (done.returncode, done.stdout) == (0, "")
        assert done.stderr == "the store is empty: add articles with `sutradhar ingest PATH`\n"


def test_recipes_of_ones_own(store: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.cypher"
    header = "// name: mine\n// title: All people\n// params:\n// returns: id\n"
    file.write_text(header + "MATCH (e:Person) RETURN e.id AS id ORDER BY id LIMIT 9", "utf-8")
    for done in (
        run("query", "mine", "--recipes", str(tmp_path), "--format", "json", "--store", store),
        run("query", "mine", "--format", "json", SUTRADHAR_STORE=store, SUTRADHAR_RECIPES=str(tmp_path)),
    ):
        assert json.loads(done.stdout) == [{"id": "p1"}], done.stderr
    file.write_text(header.replace("returns", "retruns") + "RETURN 1", "utf-8")
    done = run("query", "mine", "--recipes", str(tmp_path), "--store", store)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"error: {file}:4: a header line is one of ") and done.stderr.count("\n") == 1


def test_search_finds_by_transliteration(store: str) -> None:
    done = run("search", "Lavrov", "--kind", "entity", "--format", "json", "--store", store)
    [row] = json.loads(done.stdout)
    assert (row["id"], row["kind"], row["text"]) == ("p1", "Person", "«लावरोव»")


# --- start-up ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        ("query",),
        ("query", "search", "-p", "text=Lavrov"),
        ("search", "Lavrov"),
        ("cypher", "RETURN 1"),
        ("store",),
        ("store", "status"),
        ("export", "graph.html"),
        ("models",),
    ],
    ids=" ".join,
)
def test_no_model_is_loaded_for_what_needs_none(store: str, arguments: tuple[str, ...], tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "from sutradhar.cli import main\n"
        "try:\n    main()\n"
        "except SystemExit as end:\n    assert not end.code, end.code\n"
        f"print('loaded', [each for each in {HEAVY} if each in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=os.environ | {"SUTRADHAR_STORE": store, "SUTRADHAR_HOME": str(tmp_path)},
        timeout=120,
    )
    assert done.stderr.splitlines()[-1] == "loaded []", done.stderr


@pytest.mark.parametrize("arguments", [("query",), ("store", "--help")], ids=" ".join)
def test_start_up_is_quick(arguments: tuple[str, ...], tmp_path: Path) -> None:
    def seconds() -> float:
        start = time.perf_counter()
        assert run(*arguments, folder=tmp_path).returncode == 0
        return time.perf_counter() - start

    assert min(seconds() for _ in range(3)) < STARTUP_SECONDS
