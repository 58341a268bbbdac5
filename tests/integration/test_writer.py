"""Records written to both stores: equal graphs, replaced and removed texts, rebuilding, crashes, several writers."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from newsroom import Story, meeting

from sutradhar.errors import NotFoundError, StoreError, SutradharError
from sutradhar.graph.hashing import counts, graph_hash
from sutradhar.graph.model import ArticleRecord, Mention
from sutradhar.graph.schema import search_entities
from sutradhar.graph.stores import Row, Statement, Store, open_store
from sutradhar.graph.writer import FORMAT, Writer


def stories() -> list[ArticleRecord]:
    """Three articles that share people, an event and a treaty; one is a near duplicate of another."""
    first = meeting("क", "2025-07-12", published="2025-07-13", publisher="समाचार", shingles=tuple(range(64)))
    first.treaty("partnership", "russia korea", "2024-06", "mutual_defence", signatories=(first.known("putin"),))
    second = meeting("ख", published="2025-07-14", shingles=(*range(62), 100, 101))
    second.event("accident", at="moscow", date="2025-07-10", killed=(2, 4))
    third = Story("ग")
    third.treaty("defence", "russia korea", "2024-06-19", "arms_transfer", signatories=(third.known("putin"),))
    third.entity("x", "Person", "lavrov", "लावरोव", name_en="Lavrov", partial=True)
    third.event("visit", "actor:x", "moscow", "2025-07")
    return [each.record() for each in (first, second, third)]


def written(store: Store, records: Iterable[ArticleRecord]) -> str:
    writer = Writer(store)
    for record in records:
        assert writer.write(record) == "added"
    return graph_hash(store)


def reference(tmp_path: Path, records: Iterable[ArticleRecord]) -> str:
    """The hash of these records in a new embedded store."""
    with open_store(tmp_path / "reference.kglite", create=True) as store:
        return written(store, records)


def test_both_stores_and_any_order_give_the_same_graph(store: Store, tmp_path: Path) -> None:
    records = stories()
    found = written(store, records)
    assert found == reference(tmp_path, reversed(records))
    assert not Writer(store).rebuild()
    number = counts(store)
    assert (number.nodes["Article"], number.nodes["Event"], number.nodes["Treaty"]) == (3, 3, 1)
    assert (number.relationships["MET"], number.relationships["NEAR_DUPLICATE_OF"]) == (1, 1)
    assert not {"Record", "Meta"} & number.nodes.keys()
    assert [row["id"] for row in search_entities(store, "Lavrov")] == ["person:Q58217"]
    [row] = store.query("MATCH (e:Entity {id: 'person:Q58217'}) RETURN e.absorbed AS absorbed, e.reasons AS reasons")
    assert row["absorbed"] == ["person:lavrov"] and row["reasons"][0].startswith("लावरोव = सर्गेई लावरोव: surname 0.45")
    [row] = store.query("MATCH (v:Event {mode: 'accident'}) RETURN v.killed AS killed, v.date_start AS day")
    assert row == {"killed": [2, 4], "day": "2025-07-10"}


def test_writing_again_changes_nothing(store: Store) -> None:
    records = stories()
    before = written(store, records)
    writer = Writer(store)
    revision = store.query("MATCH (m:Meta) RETURN m.revision AS revision")
    assert [writer.write(record) for record in records] == ["unchanged"] * 3
    assert store.query("MATCH (m:Meta) RETURN m.revision AS revision") == revision
    assert graph_hash(store) == before


def test_what_is_known_need_not_be_parsed(store: Store) -> None:
    records = stories()
    written(store, records[:2])
    writer = Writer(store)
    assert [writer.knows(record.article) for record in records] == [True, True, False]
    for change in ({"published": "2024"}, {"pipeline": "test-2"}, {"uris": ("file:///elsewhere",)}):
        assert not writer.knows(replace(records[0].article, **change))
    writer.write(records[2])
    writer.remove(records[0].article.id)
    assert [writer.knows(record.article) for record in records] == [False, True, True]


def test_the_same_text_at_two_places_is_one_article(store: Store) -> None:
    [record, *_] = stories()
    writer = Writer(store)
    moved = replace(record, article=replace(record.article, uris=("file:///a",)))
    assert [writer.write(record), writer.write(moved)] == ["added", "unchanged"]
    assert store.query("MATCH (a:Article) RETURN a.uri AS uri") == [{"uri": "file:///a"}]
    writer.remove("file:///a")
    assert store.query("MATCH (a:Article) RETURN a.uri AS uri") == [{"uri": record.article.uris[0]}]


def test_a_changed_text_replaces_what_the_old_one_alone_supported(store: Store, tmp_path: Path) -> None:
    first, second, third = stories()
    written(store, [first, second, third])
    changed = Story("बदला हुआ", uri=first.article.uris[0])
    changed.event("meet", "actor:choe counterpart:lavrov", "moscow", "2025-07-15")
    assert Writer(store).write(changed.record()) == "replaced"
    assert graph_hash(store) == reference(tmp_path, [third, changed.record(), second])


def test_parsing_anew_replaces(store: Store, tmp_path: Path) -> None:
    [first, second, _] = stories()
    written(store, [first, second])
    better = replace(first, article=replace(first.article, pipeline="test-2"), events=(), claims=())
    assert Writer(store).write(better) == "replaced"
    assert graph_hash(store) == reference(tmp_path, [better, second])


def test_removing_takes_what_an_article_alone_supports(store: Store, tmp_path: Path) -> None:
    records = stories()
    written(store, records)
    writer = Writer(store)
    writer.remove(records[1].article.uris[0])
    assert graph_hash(store) == reference(tmp_path, [records[0], records[2]])
    for record in (records[0], records[2]):
        writer.remove(record.article.id)
    assert store.query("MATCH (n) RETURN DISTINCT labels(n) AS labels") == [{"labels": ["Meta"]}]
    with pytest.raises(NotFoundError, match="sutradhar query articles"):
        writer.remove(records[0].article.id)


def test_rebuilding_mends_the_graph(store: Store) -> None:
    before = written(store, stories())
    store.write(
        [
            ("MATCH (v:Event) SET v.title = 'falsch', v.surplus = 1", {}),
            ("MATCH (e:Entity {id: 'place:Q159'}) DETACH DELETE e", {}),
            ("MATCH (:Sentence)-[r:MENTIONS]->() WHERE r.start > 20 DELETE r", {}),
            ("MERGE (c:Claim {id: 'claim:made-up:c0'}) SET c.text = 'कुछ नहीं'", {}),
            ("MATCH (a:Entity {id: 'person:Q56226'}) MATCH (b:Entity {id: 'person:Q7747'}) "
             "MERGE (a)-[:MET {id: 'met:made-up'}]->(b)", {}),
            ("MATCH (a:Entity {id: 'person:Q56226'})-[r:MET]->(b) "
             "MERGE (b)-[:MET {id: 'met:person:Q56226~person:Q58217'}]->(a)", {}),
        ]
    )  # fmt: skip
    assert graph_hash(store) != before
    assert Writer(store).rebuild()
    assert graph_hash(store) == before
    assert not Writer(store).rebuild()


class FailingStore:
    """A store whose next transaction breaks after all its statements, and so is rolled back by the engine."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.broken = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def write(self, statements: Iterable[Statement]) -> list[Row]:
        fault: list[tuple[str, Mapping[str, Any]]] = [("NO CYPHER", {})] if self.broken else []
        return self._store.write([*statements, *fault])


def test_a_crash_leaves_the_store_as_it_was(store: Store, tmp_path: Path) -> None:
    records = stories()
    written(store, records[:1])
    failing = FailingStore(store)
    writer = Writer(failing)  # type: ignore[arg-type]
    before = store.query("MATCH (n) RETURN count(n) AS n"), graph_hash(store)
    failing.broken = True
    with pytest.raises(StoreError):
        writer.write(records[1])
    assert (store.query("MATCH (n) RETURN count(n) AS n"), graph_hash(store)) == before
    failing.broken = False
    assert [writer.write(record) for record in records] == ["unchanged", "added", "added"]
    assert graph_hash(store) == reference(tmp_path, records)


def test_a_faulty_record_is_refused_whole(store: Store) -> None:
    [record, *_] = stories()
    writer = Writer(store)
    faulty = replace(record, mentions=(*record.mentions, Mention("nobody", 0, 0, 1, "क", "ner", 0.5)))
    with pytest.raises(SutradharError, match="nobody"):
        writer.write(faulty)
    assert not counts(store).nodes
    assert writer.write(record) == "added"


def test_two_writers_take_turns(store: Store, tmp_path: Path) -> None:
    records = stories()
    one, other = Writer(store), Writer(store)
    assert one.write(records[0]) == "added"
    assert other.write(records[1]) == "added"
    assert one.write(records[2]) == "added"
    assert other.write(records[0]) == "unchanged"
    one.remove(records[1].article.id)
    assert other.write(records[1]) == "added"
    assert graph_hash(store) == reference(tmp_path, records)


def test_writers_at_once_lose_nothing(store: Store, tmp_path: Path) -> None:
    """Threads with a writer each; every article meets the same people, so all touch the same nodes."""
    records = [meeting(f"पाठ {number}", "2025-07-12").record() for number in range(12)]
    faults: list[BaseException] = []

    def work(share: list[ArticleRecord]) -> None:
        try:
            writer = Writer(store)
            for record in share:
                writer.write(record)
        except BaseException as error:
            faults.append(error)

    Writer(store)
    threads = [threading.Thread(target=work, args=(records[start::3],)) for start in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    assert graph_hash(store) == reference(tmp_path, records)
    assert not Writer(store).rebuild()


def test_other_databases_and_newer_stores_are_left_alone(store: Store) -> None:
    Writer(store)
    store.write([("MATCH (m:Meta) SET m.format = $format", {"format": FORMAT + 1})])
    with pytest.raises(StoreError, match="newer version of Sutradhar"):
        Writer(store)
    store.write([("MATCH (m:Meta) DETACH DELETE m", {}), ("MERGE (n:Film {id: 'f'}) SET n.name = 'शोले'", {})])
    with pytest.raises(StoreError, match="not a Sutradhar store"):
        Writer(store)
    assert store.query("MATCH (n) RETURN n.name AS name") == [{"name": "शोले"}]


def test_a_store_is_read_again(store_uri: str) -> None:
    with open_store(store_uri, create=True) as store:
        before = written(store, stories()[:2])
    with open_store(store_uri) as store:
        assert graph_hash(store) == before
        assert Writer(store).write(stories()[2]) == "added"
        assert not Writer(store).rebuild()
