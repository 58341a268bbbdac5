"""Exports that go into a Neo4j, read by a real one: the same graph comes out, whichever store it was in before."""

from __future__ import annotations

import importlib.util
import os
import shlex
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

from sutradhar.graph.export import export, selection
from sutradhar.graph.hashing import graph_hash
from sutradhar.graph.schema import search_entities
from sutradhar.graph.stores import open_store, server
from sutradhar.queries.recipes import run_recipe

spec = importlib.util.spec_from_file_location("exporting", Path(__file__).parents[1] / "exporting.py")
assert spec is not None and spec.loader is not None
exporting = importlib.util.module_from_spec(spec)
spec.loader.exec_module(exporting)


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> str:
    path: str = exporting.fill(tmp_path_factory.mktemp("neo4j") / "store.kglite")
    return path


def run_file(uri: str, path: Path) -> None:
    """Each statement in a transaction of its own, as cypher-shell runs a file."""
    with open_store(uri) as store:
        for line in path.read_text("utf-8").splitlines():
            if line and not line.startswith("//"):
                store.write([(line.removesuffix(";"), {})])


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


def test_both_stores_give_the_same_files(embedded: str, empty_neo4j: str, tmp_path: Path) -> None:
    with open_store(embedded, read_only=True) as store:
        run_file(empty_neo4j, export(store, tmp_path / "graph.cypher"))
        kept = [
            None,
            selection.around(store, ["person:Q485472"], 2),
            selection.of_ids(store, ["place:Q159", "place:Q212"]),
        ]
        here = [export(store, tmp_path / "embedded" / f"{i}", "csv", kept=each) for i, each in enumerate(kept)]
    with open_store(empty_neo4j, read_only=True) as store:
        assert kept[1:] == [
            selection.around(store, ["person:Q485472"], 2),
            selection.of_ids(store, ["place:Q159", "place:Q212"]),
        ]
        there = [export(store, tmp_path / "neo4j" / f"{i}", "csv", kept=each) for i, each in enumerate(kept)]
    for one, other in zip(here, there, strict=True):
        assert {each.name for each in one.iterdir()} == {each.name for each in other.iterdir()}
        for path in one.iterdir():
            lines = path.read_text("utf-8").splitlines(), (other / path.name).read_text("utf-8").splitlines()
            assert sorted(lines[0]) == sorted(lines[1]), path.name


def test_neo4j_admin_imports_the_folder(embedded: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
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
    info = server.start(home, free_port(), free_port(), "imported-graph")
    try:
        run_file(info.uri, folder / "after-import.cypher")
        with open_store(info.uri, read_only=True) as store:
            assert graph_hash(store) == expected
            assert run_recipe(store, "meetings", {"who": "लावरोव"})
    finally:
        server.stop(home)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
