"""Both stores for the tests: the embedded one in a temporary folder, and a real Neo4j.

Neo4j is SUTRADHAR_TEST_NEO4J_URI where that is set (it is emptied by the tests!), else a container where a Docker
engine answers, else the local server without Docker.
"""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import docker
import pytest
from docker.errors import DockerException
from testcontainers.community.neo4j import Neo4jContainer

from sutradhar.graph.model import ArticleRecord
from sutradhar.graph.records import from_json
from sutradhar.graph.schema import ensure_schema
from sutradhar.graph.stores import Store, open_store, server

FreePorts = Callable[[], tuple[int, int]]


@pytest.fixture(scope="session")
def free_ports() -> FreePorts:
    """Gives two ports that are free, a new pair at every call: for Bolt and for the page."""

    def pair() -> tuple[int, int]:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            second.bind(("127.0.0.1", 0))
            return first.getsockname()[1], second.getsockname()[1]

    return pair


def docker_answers() -> bool:
    try:
        return bool(docker.from_env(timeout=5).ping())
    except DockerException:
        return False


@pytest.fixture(scope="session")
def neo4j_uri(tmp_path_factory: pytest.TempPathFactory, free_ports: FreePorts) -> Iterator[str]:
    """A running Neo4j for the whole session; user and password are in the environment, where `open_store` looks."""
    given = os.environ.get("SUTRADHAR_TEST_NEO4J_URI")
    if given:
        yield given
        return
    password = secrets.token_urlsafe(12)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SUTRADHAR_STORE_USER", "neo4j")
        environment.setenv("SUTRADHAR_STORE_PASSWORD", password)
        if docker_answers():
            with Neo4jContainer("neo4j:5.26-community", password=password) as container:
                yield container.get_connection_url()
            return
        home: Path = tmp_path_factory.mktemp("neo4j")
        info = server.start(home, *free_ports(), password=password)
        try:
            yield info.uri
        finally:
            server.stop(home)


@pytest.fixture
def empty_neo4j(neo4j_uri: str) -> str:
    """The URI of the session's Neo4j, without any nodes."""
    with open_store(neo4j_uri) as store:
        store.write([("MATCH (n) DETACH DELETE n", {})])
    return neo4j_uri


@pytest.fixture(params=["embedded", "neo4j"])
def store_uri(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty store of either engine is; each test that asks for it runs on both."""
    if request.param == "embedded":
        return str(tmp_path / "store.kglite")
    uri: str = request.getfixturevalue("empty_neo4j")
    return uri


@pytest.fixture
def store(store_uri: str) -> Iterator[Store]:
    """An empty store with the schema, at `store_uri`."""
    with open_store(store_uri, create=True) as opened:
        ensure_schema(opened)
        yield opened


@pytest.fixture(scope="session")
def seeds_store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """An embedded store with the five seed articles, parsed once for the session; to be read only."""
    from sutradhar.graph.writer import Writer
    from sutradhar.ingest.workers import Options, ingest

    path = str(tmp_path_factory.mktemp("seeds") / "seeds.kglite")
    with open_store(path, create=True) as opened:
        summary = ingest([str(Path(__file__).parents[1] / "seeds")], Writer(opened), Options())
    assert summary.articles == 5 and not summary.failed
    return path


@pytest.fixture(scope="session")
def seeds_records(seeds_store: str) -> list[ArticleRecord]:
    """What was read of the seeds, as records that can be written into another store."""
    with open_store(seeds_store, read_only=True) as opened:
        rows = opened.query("MATCH (r:Record) RETURN r.data AS data, r.uris AS uris ORDER BY r.id")
    found = [(from_json(row["data"]), tuple(row["uris"])) for row in rows]
    return [replace(record, article=replace(record.article, uris=uris)) for record, uris in found]
