"""The page about exports: each export in it runs, and each piece of Python reads what was exported."""

from __future__ import annotations

import importlib.util
import os
import re
import runpy
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sutradhar.cli import app
from sutradhar.graph.export import FORMATS
from sutradhar.graph.export.stream import nodes
from sutradhar.graph.stores import open_store

spec = importlib.util.spec_from_file_location("exporting", Path(__file__).parents[1] / "exporting.py")
assert spec is not None and spec.loader is not None
exporting = importlib.util.module_from_spec(spec)
spec.loader.exec_module(exporting)

PAGE = (Path(__file__).parents[2] / "docs" / "exports.md").read_text("utf-8")
BASH = "\n".join(re.findall(r"^```bash\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL))
PYTHON = re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
COMMANDS = re.findall(r"^sutradhar export .*$", BASH, re.MULTILINE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which all commands of the page have run."""
    here = tmp_path_factory.mktemp("docs")
    store = exporting.fill(here / "store.kglite")
    with open_store(store) as opened:
        [article] = [node.id for node in nodes(opened) if str(node.properties.get("uri")).startswith("https:")]
        opened.write([("MATCH (a:Article {id: $id}) SET a.uri = 'https://example.org/news/1.html'", {"id": article})])
    environment = {"SUTRADHAR_STORE": store}
    before = Path.cwd()
    os.chdir(here)
    try:
        for command in COMMANDS:
            words = shlex.split(command, comments=True)
            done = CliRunner().invoke(app, words[1:], env=environment, catch_exceptions=False)
            assert done.exit_code == 0, f"{command}: {done.stderr}"
            assert (here / words[2]).exists(), command
    finally:
        os.chdir(before)
    return here


def test_there_is_an_example_for_every_format(folder: Path) -> None:
    written = " ".join(COMMANDS)
    for name, form in FORMATS.items():
        assert f"`{name}`" in PAGE and f"`{form.suffix}`" in PAGE
        assert form.suffix in written or f"--format {name}" in written, name


@pytest.mark.parametrize("number", range(len(PYTHON)))
def test_python_reads_it(
    folder: Path, number: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.chdir(folder)
    script = tmp_path / "example.py"
    script.write_text(PYTHON[number], "utf-8")
    runpy.run_path(str(script))
    shown = capsys.readouterr().out
    assert re.search("[\u0900-\u097f]{3}", shown), shown
