"""The Python interface: light to import, rows like those of the command line, frames and graphs of the same."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import sutradhar
from sutradhar.api import AmbiguousNameWarning, Graph
from sutradhar.errors import NotFoundError, ReadOnlyError, RecipeError, StoreError, SutradharError
from sutradhar.graph.schema import ensure_schema, search_text
from sutradhar.graph.stores import open_store

HEAVY = {"kglite", "neo4j", "networkx", "numpy", "pandas", "pydantic", "rapidfuzz", "stanza", "torch", "typer", "yaml"}
PEOPLE = {"person:1": ("सर्गेई लावरोव", "Sergey Lavrov"), "person:2": ("किम जोंग उन", "Kim Jong Un")}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with a meeting of two people and its sentence."""
    path = tmp_path / "store.kglite"
    with open_store(path, create=True) as store:
        ensure_schema(store)
        for id, names in PEOPLE.items():
            add = "MERGE (e:Entity {id: $id}) SET e:Person, e.name = $name, e.name_en = $en, e.search = $search"
            store.write([(add, {"id": id, "name": names[0], "en": names[1], "search": search_text(names)})])
        event = """
            MERGE (a:Article {id: 'a'}) SET a.title = 'शीर्षक'
            MERGE (s:Sentence {id: 'a#0'}) SET s.text = 'लावरोव किम से मिले।', s.start = 0, s.index = 0
            MERGE (a)-[:HAS_SENTENCE {id: 'h'}]->(s)
            MERGE (v:Event {id: 'event:1'}) SET v.title = 'मुलाकात', v.mode = 'meet', v.modality = 'asserted', v.confidence = 0.9
            MERGE (v)-[r:EVIDENCED_BY {id: 'e'}]->(s) SET r.start = 14, r.`end` = 18, r.trigger = 'मिले'
            WITH v MATCH (e:Entity) MERGE (v)-[p:PARTICIPANT {id: e.id}]->(e) SET p.role = 'actor'
        """
        store.write([(event, {})])
    return path


@pytest.fixture
def graph(path: Path) -> Iterator[Graph]:
    with sutradhar.open(path) as opened:
        yield opened


def test_importing_loads_nothing_heavy() -> None:
    program = "import sys, sutradhar; sutradhar.open; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not HEAVY & set(done.stdout.split())


def test_recipes_give_rows(graph: Graph) -> None:
    [row] = graph.query("meetings", who="Lavrov", limit=5, min_confidence=0.5)
    assert (row["id"], row["who"], row["sentence"]) == ("event:1", ["किम जोंग उन", "सर्गेई लावरोव"], "लावरोव किम से मिले।")
    assert graph.query("meetings", who="Lavrov", min_confidence=0.95) == []
    assert graph.query("meetings", who=None) == [row]
    assert "meetings" in graph.recipes()


def test_frames_have_the_columns_of_the_recipe(graph: Graph) -> None:
    frame = graph.frame("meetings")
    assert list(frame.columns) == list(graph.recipes()["meetings"].returns) and len(frame) == 1
    empty = graph.frame("visits")
    assert list(empty.columns) == list(graph.recipes()["visits"].returns) and empty.empty


def test_a_frame_without_pandas_says_what_to_install(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(SutradharError, match=r"pip install .sutradhar\[notebook\]"):
        graph.frame("meetings")


def test_cypher_reads_only(graph: Graph) -> None:
    assert graph.cypher("MATCH (e:Person) WHERE e.id = $id RETURN e.name AS name", id="person:1") == [
        {"name": "सर्गेई लावरोव"}
    ]
    with pytest.raises(ReadOnlyError):
        graph.cypher("CREATE (n:Event {id: 'x'})")


def test_search_explain_and_graph(graph: Graph) -> None:
    assert [row["id"] for row in graph.search("Lavrov")] == ["person:1", "a#0"]
    assert [row["kind"] for row in graph.search("लावरोव", kind="sentence")] == ["Sentence"]
    with pytest.raises(SutradharError, match="give one of entity, treaty, event, claim, sentence"):
        graph.search("x", kind="person")
    assert graph.explain("event:1").passages[0].parts == ("लावरोव किम से ", "मिले", "।")
    with pytest.raises(NotFoundError):
        graph.explain("event:2")
    whole = graph.networkx()
    assert whole.number_of_nodes() == 5 and whole.nodes["person:1"]["label"] == "Person"


def test_names_that_several_bear_are_warned_of(graph: Graph, path: Path) -> None:
    with open_store(path) as store:
        add = "MERGE (e:Entity {id: 'person:3'}) SET e:Person, e.name = 'किम', e.search = 'किम', e.name_en = 'Kim'"
        store.write(
            [(add, {}), ("MATCH (e {id: 'person:2'}) SET e.aliases = ['किम'], e.search = 'किम जोंग उन | किम'", {})]
        )
    with sutradhar.open(path) as again, pytest.warns(AmbiguousNameWarning, match="who=किम was taken for 2 entities"):
        again.query("timeline", who="किम")


def test_wrong_use_is_sutradhars_own_error(graph: Graph, tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match="nearest: meetings"):
        graph.query("meeting")
    with pytest.raises(RecipeError, match="needs who"):
        graph.query("timeline")
    with pytest.raises(StoreError, match="no store at"):
        sutradhar.open(tmp_path / "none.kglite")


def test_recipes_of_ones_own(path: Path, tmp_path: Path) -> None:
    (tmp_path / "recipes").mkdir()
    header = "// name: all\n// title: All\n// params: limit: int = 9\n// returns: id\n"
    text = header + "MATCH (e:Person) RETURN e.id AS id ORDER BY id LIMIT $limit"
    (tmp_path / "recipes" / "all.cypher").write_text(text, "utf-8")
    with sutradhar.open(path, recipes=tmp_path / "recipes") as graph:
        assert graph.query("all", limit=1) == [{"id": "person:1"}]
