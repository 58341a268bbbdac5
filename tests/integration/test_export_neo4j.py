"""Exports that go into a Neo4j, read by a real one: the same graph comes out, whichever store it was in before."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import exporting
import pytest

from sutradhar.graph.export import export, selection
from sutradhar.graph.hashing import graph_hash
from sutradhar.graph.schema import search_entities
from sutradhar.graph.stores import open_store, server
from sutradhar.queries.recipes import run_recipe


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> str:
    path: str = exporting.fill(tmp_path_factory.mktemp("neo4j") / "store.kglite")
    return path


def run_file(uri: str, path: Path) -> None:
    """Each line is a statement; the schema's want a transaction each, the others come in larger ones, which is quicker."""
    lines = [line.removesuffix(";") for line in path.read_text("utf-8").splitlines() if not line.startswith("//")]
    with open_store(uri) as store:
        store.define(line for line in lines if line.startswith("CREATE"))
        store.write([(line, {}) for line in lines if not line.startswith("CREATE")])


CENTRE, ENDS = ["person:Q485472"], ["place:Q159", "place:Q212"]


def tables(uri: str, folder: Path) -> list[dict[str, list[str]]]:
    """The graph and two selections of it as CSV: the sorted lines of each file."""
    read = []
    with open_store(uri, read_only=True) as store:
        for number, kept in enumerate((None, selection.around(store, CENTRE, 2), selection.of_ids(store, ENDS))):
            written = export(store, folder / str(number), "csv", kept=kept)
            read.append({each.name: sorted(each.read_text("utf-8").splitlines()) for each in written.iterdir()})
    return read


def test_cypher_builds_the_graph_and_changes_nothing_the_second_time(
    embedded: str, empty_neo4j: str, tmp_path: Path
) -> None:
    with open_store(embedded, read_only=True) as store:
        path, expected = export(store, tmp_path / "graph.cypher"), graph_hash(store)
    for _ in range(2):
        run_file(empty_neo4j, path)
        with open_store(empty_neo4j, read_only=True) as store:
            assert graph_hash(store) == expected
            assert [row["id"] for row in search_entities(store, "Lavrov")] == ["person:Q58217"]
    assert tables(embedded, tmp_path / "embedded") == tables(empty_neo4j, tmp_path / "neo4j")


def test_neo4j_admin_imports_the_folder(
    embedded: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    free_ports: Callable[[], tuple[int, int]],
) -> None:
    with open_store(embedded, read_only=True) as store:
        folder, expected = export(store, tmp_path / "graph", "neo4j-admin"), graph_hash(store)
    if shutil.which("sh") is None:
        pytest.skip("import.sh needs a shell")
    java, class_path = server._runtime()
    home = tmp_path / "home"
    (home / "conf").mkdir(parents=True)
    (home / "conf" / "neo4j.conf").touch()
    admin = tmp_path / "neo4j-admin"
    words = [str(java), "-Xmx512m", "-cp", class_path, "org.neo4j.server.startup.Neo4jAdminBoot"]
    admin.write_text(f'#!/bin/sh\nexec {shlex.join(words)} "$@"\n', encoding="utf-8")
    admin.chmod(0o755)
    places = {"NEO4J_ADMIN": str(admin), "NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}
    done = subprocess.run(
        ["sh", str(folder / "import.sh")], env=os.environ | places, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    monkeypatch.setenv("SUTRADHAR_STORE_USER", "neo4j")
    monkeypatch.setenv("SUTRADHAR_STORE_PASSWORD", "imported-graph")
    info = server.start(home, *free_ports(), "imported-graph")
    try:
        run_file(info.uri, folder / "after-import.cypher")
        with open_store(info.uri, read_only=True) as store:
            assert graph_hash(store) == expected
            assert run_recipe(store, "meetings", {"who": "लावरोव"})
    finally:
        server.stop(home)
