"""What an export leaves behind: a whole result or none, on any path, from the command line and from Python."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import exporting
import pytest
from typer.testing import CliRunner

from sutradhar.cli import app
from sutradhar.errors import ExportError, SutradharError
from sutradhar.graph.export import FORMATS, export, find_format
from sutradhar.graph.stores import open_store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    path: str = exporting.fill(tmp_path_factory.mktemp("files") / "store.kglite")
    return path


def run(*arguments: str, prelude: str = "") -> subprocess.CompletedProcess[str]:
    program = f"{prelude}\nfrom sutradhar.cli import main\nmain()"
    clean = {key: value for key, value in os.environ.items() if not key.startswith("SUTRADHAR_")}
    return subprocess.run(
        [sys.executable, "-c", program, "export", *arguments],
        capture_output=True, text=True, env=clean | {"COLUMNS": "110"}, timeout=120,
    )  # fmt: skip


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    assert (done.returncode, done.stdout) == (1, ""), done.stderr
    assert done.stderr.startswith("error: ") and done.stderr.count("\n") == 1, done.stderr
    return done.stderr


# --- formats ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kind"),
    [("GRAPH.GraphML", "graphml"), *((f"a.b{form.suffix}", name) for name, form in FORMATS.items())],
)
def test_the_suffix_tells_the_format(name: str, kind: str) -> None:
    assert find_format(Path(name)) is FORMATS[kind]
    assert find_format(Path("anything.html"), kind) is FORMATS[kind]


@pytest.mark.parametrize(
    ("name", "kind", "said"),
    [
        ("graph.graphm", None, "no format 'graphm' for graph.graphm; nearest: graphml"),
        ("graph", "neo4j", "no format 'neo4j' for graph; nearest: neo4j-admin"),
        ("graph", None, "graph has no suffix that tells its format: add one, or --format with one of graphml, gexf"),
    ],
)
def test_an_unknown_format_names_the_nearest_and_all(name: str, kind: str | None, said: str) -> None:
    with pytest.raises(ExportError) as raised:
        find_format(Path(name), kind)
    assert str(raised.value).startswith(said) and str(raised.value).endswith("html")


def test_the_help_lists_every_format() -> None:
    shown = CliRunner().invoke(app, ["export", "--help"], env={"COLUMNS": "200"}).stdout
    assert [name for name in FORMATS if name not in shown] == []


@pytest.mark.parametrize(("module", "name", "extra"), [("pyarrow", "x.parquet", "parquet"), ("rdflib", "x.ttl", "rdf")])
def test_an_absent_extra_is_named(store: str, tmp_path: Path, module: str, name: str, extra: str) -> None:
    done = run(str(tmp_path / name), "--store", store, prelude=f"import sys\nsys.modules['{module}'] = None")
    assert f'pip install "sutradhar[{extra}]"' in one_line(done)
    assert not list(tmp_path.iterdir())


# --- paths ------------------------------------------------------------------------------------------------------------


def test_a_path_that_cannot_be_written(store: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert "cannot write" in one_line(run(str(tmp_path / "file" / "graph.json"), "--store", store))
    (tmp_path / "graph.json").mkdir()
    assert "is a folder" in one_line(run(str(tmp_path / "graph.json"), "--store", store))
    assert "is a file" in one_line(run(str(tmp_path / "file"), "--format", "csv", "--store", store))
    assert sorted(each.name for each in tmp_path.iterdir()) == ["file", "graph.json"]


@pytest.mark.parametrize("kind", [name for name, form in FORMATS.items() if form.folder])
def test_a_folder_of_an_export_is_replaced_and_no_other(store: str, tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "graph"
    with open_store(store, read_only=True) as opened:
        export(opened, folder, kind)
        whole = sorted(each.name for each in folder.iterdir())
        assert "OWNS.csv" not in whole and len(whole) > 15
        export(opened, folder, kind, kept=frozenset({"person:Q58217"}))
        small = sorted(each.name for each in folder.iterdir())
        assert len(small) < len(whole)
        (folder / "notes.csv").write_text("mine")
        with pytest.raises(ExportError, match="other files"):
            export(opened, folder, kind)
        assert sorted(each.name for each in folder.iterdir()) == sorted([*small, "notes.csv"])
        mine = tmp_path / "data"
        mine.mkdir()
        (mine / "Person.csv").write_text("mine")
        with pytest.raises(ExportError, match="other files"):
            export(opened, mine, kind)
        assert (mine / "Person.csv").read_text() == "mine"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["data", "graph"]


def test_a_file_is_replaced_whole(store: str, tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "graph.json"
    assert run(str(path), "--store", store).returncode == 0
    whole = path.read_text("utf-8")
    done = run(str(path), "--store", store, "--around", "Lavrov")
    assert done.returncode == 0 and done.stderr == f"wrote {path}\n" and not done.stdout
    assert len(path.read_text("utf-8")) < len(whole)
    assert [each.name for each in path.parent.iterdir()] == ["graph.json"]


# --- a full disk ------------------------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Path:
    """A folder with room for 8 KB: a file system of its own where one may be mounted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root may mount a small file system; RLIMIT_FSIZE is tested below")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8k", "tmpfs", str(folder)], capture_output=True)
    if mounted.returncode != 0:
        pytest.skip("this machine lets nobody mount a tmpfs; RLIMIT_FSIZE is tested below")
    return folder


@pytest.mark.parametrize("name", [f"graph{form.suffix}" for form in FORMATS.values()])
def test_a_full_disk_leaves_nothing(store: str, small_disk: Path, name: str) -> None:
    try:
        with open_store(store, read_only=True) as opened, pytest.raises(ExportError, match="No space left on device"):
            export(opened, small_disk / name)
        assert not list(small_disk.iterdir())
    finally:
        subprocess.run(["umount", str(small_disk)], check=True)


def test_a_full_disk_leaves_what_was_there(store: str, tmp_path: Path) -> None:
    path = tmp_path / "graph.json"
    path.write_text("before")
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    with open_store(store, read_only=True) as opened:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, limit[1]))
        try:
            with pytest.raises(ExportError, match="cannot write"):
                export(opened, path)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limit)
            signal.signal(signal.SIGXFSZ, handler)
    assert path.read_text() == "before" and [each.name for each in tmp_path.iterdir()] == ["graph.json"]


# --- selections from the command line ---------------------------------------------------------------------------------


def test_an_empty_selection_is_one_clear_error(store: str, tmp_path: Path) -> None:
    done = run(str(tmp_path / "graph.json"), "--store", store, "--from", "1990", "--to", "1991")
    assert "nothing in the store fits the selection" in one_line(done)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "wish",
    [
        ("--around", "Lavrov", "--from", "2024"),
        ("--hops", "2"),
        ("-p", "who=Lavrov"),
        ("--from", "yesterday"),
        ("--to", "2024-13"),
        ("--from", "2025", "--to", "2024"),
        ("--around", "Lavrov", "--hops", "0"),
        ("--bom",),
    ],
    ids=" ".join,
)
def test_wrong_usage(store: str, tmp_path: Path, wish: tuple[str, ...]) -> None:
    done = CliRunner().invoke(app, ["export", str(tmp_path / "graph.json"), "--store", store, *wish])
    assert done.exit_code == 2 and "Usage" in done.stderr and not done.stdout
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (("--around", "Nobody"), "nothing in the store is called 'Nobody'"),
        (("--recipe", "meeting"), "nearest: meetings"),
        (("--recipe", "meetings", "-p", "who=यूक्रेन"), "nothing in the store fits the selection"),
        (("--articles", "article:x"), "no article 'article:x'"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_wish_for_what_is_not_there(store: str, tmp_path: Path, wish: tuple[str, ...], said: str) -> None:
    done = CliRunner().invoke(app, ["export", str(tmp_path / "graph.json"), "--store", store, *wish])
    assert isinstance(done.exception, SutradharError) and said in str(done.exception)
    assert not list(tmp_path.iterdir())
