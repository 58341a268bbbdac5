"""The store protocol on both engines, each error by its real cause, search by name, and the local Neo4j server."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import kglite
import pytest

from sutradhar.errors import ReadOnlyError, StatementError, StoreError, SutradharError
from sutradhar.graph.schema import ensure_schema, search_entities, search_query, search_text
from sutradhar.graph.stores import Store, open_store, server

UPSERT = "UNWIND $rows AS row MERGE (n:Entity {id: row.id}) SET n += row.properties"
EVENTS = "MATCH (n:Event) RETURN n.id AS id ORDER BY id"


def run(code: str, *arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a piece of Python in a process of its own."""
    command = [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, **environment}, timeout=240, check=False
    )


def add_entities(store: Store, names: dict[str, list[str]]) -> None:
    rows = [
        {"id": key, "properties": {"name": forms[0], "aliases": forms, "search": search_text(forms)}}
        for key, forms in names.items()
    ]
    store.write([(UPSERT, {"rows": rows})])


# --- values -----------------------------------------------------------------------------------------------------------


def test_node_round_trip(store: Store) -> None:
    properties = {
        "name": "सर्गेई लावरोव",
        "aliases": ["लावरोव", "Lavrov", "ख़ान", "😀 \"'\\\n"],
        "none": [],
        "latitude": 55.75,
        "small": 1e-300,
        "count": 2**62,
        "partial": False,
        "wikidata": None,
    }
    store.write([(UPSERT, {"rows": [{"id": "Q58217", "properties": properties}]})])
    store.write([("MATCH (n:Entity {id: 'Q58217'}) SET n:Person", {})])
    [row] = store.query("MATCH (n:Entity) RETURN n, labels(n) AS labels, n.wikidata AS wikidata, n.count AS count")
    expected = {key: value for key, value in properties.items() if value is not None} | {"id": "Q58217"}
    assert row == {"n": expected, "labels": ["Entity", "Person"], "wikidata": None, "count": 2**62}
    assert [type(row["n"][key]) for key in ("latitude", "partial", "count")] == [float, bool, int]


def test_null_removes_a_property(store: Store) -> None:
    for wikidata in ("Q1", None):
        store.write([(UPSERT, {"rows": [{"id": "a", "properties": {"name": "अ", "wikidata": wikidata}}]})])
    assert store.query("MATCH (n:Entity) RETURN n") == [{"n": {"id": "a", "name": "अ"}}]


def test_nodes_come_without_what_only_one_engine_adds(store: Store) -> None:
    store.write(
        [
            ("MERGE (n:Sentence {id: 's'}) SET n.text = 'वाक्य', n.start = 0, n.`end` = 5", {}),
            ("MERGE (n:Article {id: 'a'}) SET n.title = 'शीर्षक'", {}),
        ]
    )
    rows = store.query("MATCH (n) RETURN n ORDER BY n.id")
    assert rows == [
        {"n": {"id": "a", "title": "शीर्षक"}},
        {"n": {"id": "s", "text": "वाक्य", "start": 0, "end": 5}},
    ]


def test_relationships_paths_and_collections(store: Store) -> None:
    add_entities(store, {"a": ["अ"], "b": ["ब"]})
    met = {"events": ["e1", "e2"], "first": "2024-06", "derived": True, "title": "राष्ट्रपति"}
    merge = "MATCH (a:Entity {id: 'a'}) MATCH (b:Entity {id: 'b'}) MERGE (a)-[r:MET {id: 'r'}]->(b) SET r += $met"
    store.write([(merge, {"met": met})])
    [row] = store.query(
        "MATCH p = (a:Entity)-[r:MET]->(b:Entity) "
        "RETURN r, p, [n IN nodes(p) | n.id] AS ids, {start: a, list: [1, 2.5, null]} AS map, type(r) AS type"
    )
    a, b = ({"id": i, "name": n, "aliases": [n], "search": n} for i, n in (("a", "अ"), ("b", "ब")))
    assert row["r"] == {"id": "r", **met}
    assert row["p"] == {"nodes": [a, b], "relationships": [{"id": "r", **met}]}
    assert row["map"] == {"start": a, "list": [1, 2.5, None]}
    assert (row["ids"], row["type"]) == (["a", "b"], "MET")


def test_temporal_and_spatial_values_are_plain(store: Store) -> None:
    [row] = store.query(
        "RETURN date('2024-06-19') AS day, datetime('2024-06-19T10:30:00Z') AS moment, "
        "duration('P1M2DT3S') AS length, point({latitude: 39.0, longitude: 125.75}) AS place"
    )
    assert row["day"].isoformat() == "2024-06-19"
    assert row["moment"].isoformat() == "2024-06-19T10:30:00+00:00"
    assert row["length"] == {"months": 1, "days": 2, "seconds": 3}
    assert row["place"] == {"latitude": 39.0, "longitude": 125.75}


def test_parameters_of_all_kinds(store: Store) -> None:
    value = {"list": [1, "दो", None], "map": {"x": 1.5, "y": [True]}}
    assert store.query("RETURN $value AS value", {"value": value}) == [{"value": value}]


# --- writing ----------------------------------------------------------------------------------------------------------


def test_write_gives_the_last_rows(store: Store) -> None:
    rows = store.write(
        [
            ("UNWIND $ids AS id MERGE (n:Event {id: id}) SET n.title = id", {"ids": ["b", "a"]}),
            (EVENTS, {}),
        ]
    )
    assert rows == [{"id": "a"}, {"id": "b"}]
    assert store.write([]) == []


@pytest.mark.parametrize("fault", ["NOT CYPHER", "MERGE (n:Event {id: $missing})", "CREATE (:Entity {id: 'a'})"])
def test_write_is_all_or_nothing(store: Store, fault: str) -> None:
    add_entities(store, {"a": ["अ"]})
    with pytest.raises(StatementError):
        store.write(
            [
                ("MERGE (n:Event {id: 'e'}) SET n.title = 'घटना'", {}),
                ("MATCH (n:Entity {id: 'a'}) SET n.name = 'बदला'", {}),
                (fault, {}),
            ]
        )
    assert store.query(EVENTS) == []
    assert store.query("MATCH (n:Entity) RETURN n.name AS name") == [{"name": "अ"}]


def test_callers_own_error_leaves_the_store_alone(store: Store) -> None:
    def statements() -> Iterator[tuple[str, dict[str, Any]]]:
        yield "MERGE (n:Event {id: 'e'}) SET n.title = 'घटना'", {}
        raise ValueError("the caller's")

    with pytest.raises(ValueError, match="the caller's"):
        store.write(statements())
    assert store.query(EVENTS) == []


def test_entity_id_is_unique(store: Store) -> None:
    add_entities(store, {"a": ["अ"]})
    with pytest.raises(StatementError, match="already exists"):
        store.write([("CREATE (:Entity {id: 'a'})", {})])


def test_delete_by_id(store: Store) -> None:
    add_entities(store, {"a": ["अ"], "b": ["ब"]})
    link = "MATCH (a:Entity {id: 'a'}) MATCH (b:Entity {id: 'b'}) MERGE (a)-[:MET {id: 'r'}]->(b)"
    store.write([(link, {}), ("MATCH (n:Entity {id: 'a'}) DETACH DELETE n", {})])
    assert store.query("MATCH (n) RETURN n.id AS id") == [{"id": "b"}]
    assert store.query("MATCH ()-[r]->() RETURN count(r) AS n") == [{"n": 0}]


def test_schema_twice_and_data_between(store: Store) -> None:
    add_entities(store, {"a": ["अ"]})
    ensure_schema(store)
    names = {row["name"] for row in store.query("SHOW INDEXES")}
    assert names >= {"entity_id", "entity_search", "article_id", "sentence_id", "event_id", "claim_id", "clause_id"}


def test_written_data_is_there_after_reopening(store: Store, store_uri: str) -> None:
    add_entities(store, {"a": ["नई दिल्ली", "New Delhi"]})
    store.close()
    for read_only in (True, False):
        with open_store(store_uri, read_only=read_only) as again:
            assert again.query("MATCH (n:Entity) RETURN n.name AS name") == [{"name": "नई दिल्ली"}]
            assert [row["id"] for row in search_entities(again, "delhi")] == ["a"]


def test_threads_share_a_store(store: Store) -> None:
    def work(number: int) -> None:
        for i in range(10):
            store.write([("MERGE (n:Event {id: $id}) SET n.title = $id", {"id": f"{number}-{i}"})])
            store.query(EVENTS)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.query(EVENTS)) == 40


# --- reading only -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE (:Event {id: 'e'})",
        "MERGE (n:Event {id: 'e'}) RETURN n",
        "MATCH (n:Entity) SET n.name = 'x'",
        "MATCH (n:Entity) DETACH DELETE n",
        "MATCH (n:Entity) REMOVE n.name RETURN 'MATCH'",
        "FOREACH (i IN [1] | MERGE (:Event {id: 'e'}))",
        "CREATE INDEX other IF NOT EXISTS FOR (n:Other) ON (n.id)",
        "DROP CONSTRAINT entity_id",
    ],
)
def test_query_refuses_to_write(store: Store, statement: str) -> None:
    add_entities(store, {"a": ["अ"]})
    with pytest.raises(ReadOnlyError, match="--write"):
        store.query(statement)
    rows = store.query("MATCH (n) RETURN n.id AS id, n.name AS name")
    assert rows == [{"id": "a", "name": "अ"}]
    assert "entity_id" in {row["name"] for row in store.query("SHOW CONSTRAINTS")}


def test_words_that_only_look_like_writing_are_fine(store: Store) -> None:
    assert store.query("RETURN 'CREATE (n) DELETE n SET' AS text // MERGE") == [{"text": "CREATE (n) DELETE n SET"}]


def test_a_store_opened_to_read_refuses_to_write(store: Store, store_uri: str) -> None:
    with open_store(store_uri, read_only=True) as reader, pytest.raises(ReadOnlyError):
        reader.write([("MERGE (n:Event {id: 'e'})", {})])
    assert store.query(EVENTS) == []


# --- statements the engine does not accept ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "parameters"),
    [
        ("MATCH (n RETURN n", {}),
        ("", {}),
        ("RETURN $missing AS x", {}),
        ("RETURN nosuchfunction(1) AS x", {}),
        ("CALL nosuchprocedure()", {}),
        ("RETURN 1 / 0 AS x", {}),
        ("RETURN $x AS x", {"x": 2**70}),
        ("RETURN $x AS x", {"x": object()}),
    ],
)
def test_bad_statements(store: Store, statement: str, parameters: dict[str, Any]) -> None:
    with pytest.raises(StatementError) as caught:
        store.query(statement, parameters)
    assert str(caught.value) and "\n" not in str(caught.value) and len(str(caught.value)) <= 400


# --- stores that cannot be opened -------------------------------------------------------------------------------------


def one_line(caught: pytest.ExceptionInfo[SutradharError]) -> str:
    text = str(caught.value)
    assert "\n" not in text
    return text


def test_missing_store(tmp_path: Path) -> None:
    path = tmp_path / "none.kglite"
    for read_only in (True, False):
        with pytest.raises(StoreError) as caught:
            open_store(path, read_only=read_only)
        assert str(path) in one_line(caught) and "sutradhar ingest" in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="does not exist, make it first"):
        open_store(tmp_path / "no" / "store.kglite", create=True)


@pytest.mark.parametrize("content", [b"", b"hello\n" * 100, b"RGF\x08 damaged", os.urandom(5000)])
def test_file_of_something_else(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    for options in ({"create": True}, {"read_only": True}):
        with pytest.raises(StoreError) as caught:
            open_store(path, **options)
        assert "not a Sutradhar store" in one_line(caught)
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


def test_folder_of_something_else(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a folder, not a Sutradhar store"):
        open_store(tmp_path, create=True)


def test_kglite_graph_of_something_else(tmp_path: Path) -> None:
    path = tmp_path / "other.kgl"
    with kglite.open(str(path)) as graph:
        graph.cypher("CREATE (:Fish {id: 1})")
    with pytest.raises(StoreError, match="not a Sutradhar store"):
        open_store(path)
    with kglite.open(str(path)) as graph:  # left as it was, and not locked
        assert len(graph.cypher("MATCH (n:Fish) RETURN n").to_list()) == 1


AS_NOBODY = """
    import os, sys
    from sutradhar.errors import SutradharError
    from sutradhar.graph.stores import open_store
    if os.getuid() == 0:
        os.setgid(65534)
        os.setuid(65534)
    try:
        with open_store(sys.argv[1], create=sys.argv[2] == "create", read_only=sys.argv[2] == "read") as store:
            print(store.query("MATCH (n:Entity) RETURN count(n) AS n"))
    except SutradharError as error:
        print(error)
"""


@pytest.fixture
def protected_folder() -> Iterator[Path]:
    """A folder that other users may read and not write; under /tmp, as pytest's own folders are closed to them."""
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        yield folder
        folder.chmod(0o755)


def test_not_writable(protected_folder: Path) -> None:
    protected_folder.chmod(0o555)
    result = run(AS_NOBODY, protected_folder / "store.kglite", "create")
    assert "no permission" in result.stdout and "\n" not in result.stdout.strip(), result.stderr


def test_not_readable_and_readable_in_a_protected_folder(protected_folder: Path) -> None:
    path = protected_folder / "store.kglite"
    with open_store(path, create=True) as store:
        ensure_schema(store)
        add_entities(store, {"a": ["अ"]})
    protected_folder.chmod(0o555)
    path.chmod(0o444)
    assert run(AS_NOBODY, path, "read").stdout.strip() == "[{'n': 1}]"
    path.chmod(0o000)
    assert "no permission" in run(AS_NOBODY, path, "read").stdout


def test_locked_by_another_process(tmp_path: Path) -> None:
    path = tmp_path / "store.kglite"
    holder = """
        import sys
        from sutradhar.graph.schema import ensure_schema
        from sutradhar.graph.stores import open_store
        with open_store(sys.argv[1], create=True) as store:
            ensure_schema(store)
            store.write([("MERGE (n:Entity {id: 'a'}) SET n.name = 'अ'", {})])
            print("ready", flush=True)
            sys.stdin.read()
    """
    command = [sys.executable, "-c", textwrap.dedent(holder), str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        with pytest.raises(StoreError) as caught:
            open_store(path)
        assert f"process {process.pid}" in one_line(caught)
        with open_store(path, read_only=True) as reader:  # the last checkpoint: a reader is never blocked
            assert reader.query("MATCH (n:Entity) RETURN count(n) AS n") == [{"n": 0}]
        process.communicate("")
    with open_store(path, read_only=True) as reader:
        assert reader.query("MATCH (n:Entity) RETURN count(n) AS n") == [{"n": 1}]


@pytest.mark.parametrize("read_only", [True, False])
def test_a_killed_writer_loses_nothing_committed(tmp_path: Path, read_only: bool) -> None:
    path = tmp_path / "store.kglite"
    code = """
        import os, signal, sys
        from sutradhar.graph.schema import ensure_schema
        from sutradhar.graph.stores import open_store
        def statements(number):
            yield "MERGE (n:Event {id: $id}) SET n.title = $id", {"id": str(number)}
            if number == 25:
                yield "MERGE (n:Event {id: 'half'})", {}
                os.kill(os.getpid(), signal.SIGKILL)
        store = open_store(sys.argv[1], create=True)
        ensure_schema(store)
        for number in range(100):
            store.write(statements(number))
    """
    assert run(code, path).returncode == -signal.SIGKILL
    with open_store(path, read_only=read_only) as store:
        assert {row["id"] for row in store.query(EVENTS)} == {str(number) for number in range(25)}


def test_disk_full(tmp_path: Path) -> None:
    path = tmp_path / "store.kglite"
    code = """
        import resource, sys
        from sutradhar.errors import SutradharError
        from sutradhar.graph.schema import ensure_schema
        from sutradhar.graph.stores import open_store
        store = open_store(sys.argv[1], create=True)
        ensure_schema(store)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
        done = 0
        try:
            for done in range(1000):
                rows = [f"{done}-{i}" for i in range(100)]
                store.write([("UNWIND $rows AS id MERGE (n:Event {id: id}) SET n.title = id", {"rows": rows})])
        except SutradharError as error:
            print(done, error)
    """
    done, _, message = run(code, path).stdout.strip().partition(" ")
    assert "no room on the disk" in message and str(path) in message
    with open_store(path) as store:
        assert store.query("MATCH (n:Event) RETURN count(n) AS n") == [{"n": 100 * int(done)}]


def test_uri_of_something_else() -> None:
    for uri in ("http://localhost:7474", "postgres://localhost", "s3://bucket/store"):
        with pytest.raises(StoreError, match="is no store"):
            open_store(uri)


def test_neo4j_not_reachable() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        for uri in (f"bolt://127.0.0.1:{port}", f"neo4j://127.0.0.1:{port}", "bolt://no-such-host.invalid"):
            with pytest.raises(StoreError) as caught:
                open_store(uri)
            assert f"not reachable at {uri}" in one_line(caught) and "sutradhar store start" in str(caught.value)


def test_neo4j_wrong_password(neo4j_uri: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUTRADHAR_STORE_PASSWORD", "not-the-password")
    with pytest.raises(StoreError) as caught:
        open_store(neo4j_uri)
    assert "refuses the user or password" in one_line(caught) and "SUTRADHAR_STORE_PASSWORD" in str(caught.value)


def test_neo4j_bad_uri(neo4j_uri: str) -> None:
    with pytest.raises(StoreError):
        open_store(neo4j_uri + "?nosuch=option")


# --- search by name ---------------------------------------------------------------------------------------------------

NAMES = {
    "Q1": ["दिल्ली", "नई दिल्ली", "New Delhi"],
    "Q2": ["सर्गेई लावरोव", "Sergey Lavrov", "लावरोव"],
    "Q3": ["हिन्दी संस्थान"],
    "Q4": ["दिल"],
    "Q5": ["ख़ान अब्दुल", "U.S. Army (1st)"],
    "Q6": ["सर्गेई शोइगु"],
}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("लावरोव", ["Q2"]),
        ("lavrov", ["Q2"]),
        ("  LAVROV!! ", ["Q2"]),
        ("सर्गेई लावरोव", ["Q2", "Q6"]),
        ("दिल्ली", ["Q1"]),
        ("दिल", ["Q4"]),
        ("हिंदी", ["Q3"]),
        ("खान", ["Q5"]),
        ("u.s. army", ["Q5"]),
        ("new AND -delhi~ \\ (", ["Q1"]),
        ("AND", []),
        ("*:*", []),
        ("", []),
        ("\\", []),
        ("कोई नहीं", []),
    ],
)
def test_search(store: Store, text: str, found: list[str]) -> None:
    add_entities(store, NAMES)
    assert [row["id"] for row in search_entities(store, text)] == found


def test_search_score_and_limit(store: Store) -> None:
    add_entities(store, NAMES)
    assert search_entities(store, "सर्गेई लावरोव", limit=1) == [{"id": "Q2", "name": "सर्गेई लावरोव", "score": 1.0}]


def test_search_follows_many_writes(store: Store, store_uri: str) -> None:
    """The embedded engine's index stops following after 1,000 changes unless it is looked after."""
    add_entities(store, {f"n{i}": [f"नाम{i}"] for i in range(1500)})
    assert [row["id"] for row in search_entities(store, "नाम1499")] == ["n1499"]
    add_entities(store, {f"n{i}": [f"नाम{i}"] for i in range(1500, 3000)})
    store.write([("MATCH (n:Entity {id: 'n7'}) DETACH DELETE n", {})])
    store.close()
    with open_store(store_uri, read_only=True) as reader:
        assert [row["id"] for row in search_entities(reader, "नाम2999")] == ["n2999"]
        assert search_entities(reader, "नाम7") == []


def test_search_text_and_query() -> None:
    assert search_query("हिन्दी") == search_query("हिंदी") == "हिंदी"
    assert search_query("ख़ान") == search_query("खान") == "खान"
    assert search_query('Kim "Jong-un" (b. 1984)') == "kim jong un b 1984"
    assert search_text(["दिल्ली", "Delhi", "दिल्ली"]) == "दिल्ली | Delhi | दिलली | delhi"


# --- the local Neo4j --------------------------------------------------------------------------------------------------


def test_local_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free_ports: Callable[[], tuple[int, int]]
) -> None:
    monkeypatch.setenv("SUTRADHAR_HOME", str(tmp_path))
    monkeypatch.delenv("SUTRADHAR_STORE_PASSWORD", raising=False)
    monkeypatch.setenv("SUTRADHAR_STORE_USER", "neo4j")
    home = tmp_path / "neo4j"
    bolt, http = free_ports()
    assert server.status(home) is None
    assert server.stop(home) is False
    start = "import sys; from pathlib import Path; from sutradhar.graph.stores import server; "
    started = run(start + "server.start(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))", home, bolt, http)
    assert started.returncode == 0, started.stderr
    try:
        info = server.status(home)  # it outlives the process that started it
        assert info is not None and (info.bolt_port, info.http_port) == (bolt, http)
        assert (home / "password").stat().st_mode & 0o777 == 0o600
        assert server.start(home) == info
        with open_store(info.uri, create=True) as store:  # with the password that was made and kept
            assert store.version.startswith("5.26")
            ensure_schema(store)
            add_entities(store, NAMES)
        with urllib.request.urlopen(info.browser, timeout=10) as answer:
            assert answer.status == 200
        with pytest.raises(StoreError, match=f"port {bolt} is taken.*--bolt-port"):
            server.start(tmp_path / "second", bolt_port=bolt, http_port=http)
    finally:
        assert server.stop(home) is True
    assert server.status(home) is None
    with pytest.raises(StoreError, match="not reachable"):
        open_store(info.uri)

    monkeypatch.setenv("SUTRADHAR_STORE_PASSWORD", "another-password")
    info = server.start(home, bolt, http, password="another-password")
    try:
        with open_store(info.uri) as store:
            assert [row["id"] for row in search_entities(store, "लावरोव")] == ["Q2"]
    finally:
        server.stop(home)


def test_local_server_that_does_not_come_up(tmp_path: Path, free_ports: Callable[[], tuple[int, int]]) -> None:
    bolt, http = free_ports()
    (tmp_path / "password").write_text("some-password\n", encoding="utf-8")
    (tmp_path / "data").write_text("a file where a folder has to be", encoding="utf-8")
    with pytest.raises(StoreError) as caught:
        server.start(tmp_path, bolt, http)
    assert "did not come up, see" in one_line(caught) and "console.log" in str(caught.value)
    assert server.status(tmp_path) is None


def test_local_server_wants_a_long_password(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="at least 8 characters"):
        server.start(tmp_path / "neo4j", password="short")


def test_local_server_without_its_extra(tmp_path: Path) -> None:
    code = """
        import sys
        sys.modules["jgo"] = None
        from pathlib import Path
        from sutradhar.errors import SutradharError
        from sutradhar.graph.stores import server
        try:
            server.start(Path(sys.argv[1]))
        except SutradharError as error:
            print(error)
    """
    assert 'pip install "sutradhar[neo4j-local]"' in run(code, tmp_path).stdout
