"""`sutradhar mcp` as a client of the Model Context Protocol sees it, over standard input and output, on both stores."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters

from sutradhar.graph.schema import ensure_schema, search_text
from sutradhar.graph.stores import Store

EVENT = """
MERGE (a:Article {id: 'a'}) SET a.title = 'शीर्षक'
MERGE (s:Sentence {id: 'a#0'}) SET s.text = 'लावरोव किम से मिले।', s.start = 0, s.index = 0
MERGE (a)-[:HAS_SENTENCE {id: 'h'}]->(s)
MERGE (v:Event {id: 'event:1'}) SET v.title = 'मुलाकात', v.mode = 'meet', v.modality = 'asserted', v.confidence = 0.9
MERGE (v)-[r:EVIDENCED_BY {id: 'e'}]->(s) SET r.start = 14, r.`end` = 18, r.trigger = 'मिले'
MERGE (e:Entity {id: 'person:1'}) SET e:Person, e.name = 'सर्गेई लावरोव', e.name_en = 'Sergey Lavrov', e.search = $search
MERGE (v)-[p:PARTICIPANT {id: 'p'}]->(e) SET p.role = 'actor'
"""
SECONDS = 90  # a client's patience; starting takes one or two


def test_a_client_finds_reads_and_cannot_write(store: Store, store_uri: str) -> None:
    ensure_schema(store)
    store.write([(EVENT, {"search": search_text(["सर्गेई लावरोव", "Sergey Lavrov"])})])
    store.close()
    asyncio.run(asyncio.wait_for(talk(store_uri), SECONDS))


async def talk(uri: str) -> None:
    program = StdioServerParameters(
        command=sys.executable, args=["-m", "sutradhar", "mcp", "--store", uri], env=dict(os.environ)
    )
    async with Client(program) as client:

        async def call(tool: str, **arguments: Any) -> Any:
            result = await client.call_tool(tool, arguments)
            return result.content[0].text if result.is_error else result.structured_content

        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert tools.keys() == {"recipes", "query", "cypher", "search", "explain"}
        assert all(tool.annotations.read_only_hint and tool.description for tool in tools.values())
        assert {"name": "meetings", "topic": "meetings"}.items() <= next(
            each for each in (await call("recipes"))["recipes"] if each["name"] == "meetings"
        ).items()

        answer = await call("query", recipe="meetings", parameters={"who": "Lavrov", "limit": 3})
        assert [row["id"] for row in answer["rows"]] == ["event:1"] and answer["notes"] == []
        assert "nearest: meetings" in await call("query", recipe="meeting")
        assert "needs who" in await call("query", recipe="timeline")

        found = await call("search", text="Lavrov", kinds=["entity", "sentence"])
        assert [row["text"] for row in found["rows"]] == ["सर्गेई «लावरोव», Sergey «Lavrov»", "«लावरोव» किम से मिले।"]
        assert "give one of entity" in await call("search", text="x", kinds=["person"])

        explained = await call("explain", id="event:1")
        assert explained["passages"][0]["text"] == "लावरोव किम से «मिले»।"
        assert "nothing in the store has the id 'x'" in await call("explain", id="x")

        counted = await call("cypher", statement="UNWIND range(1, $n) AS x RETURN x", parameters={"n": 150})
        assert len(counted["rows"]) == 100 and counted["more"] == 50
        for statement in ("CREATE (n:Event {id: 'x'})", "MATCH (n) DETACH DELETE n", "DROP CONSTRAINT entity_id"):
            assert "this server only reads" in await call("cypher", statement=statement)
        assert (await call("cypher", statement="MATCH (n) RETURN count(n) AS n"))["rows"][0]["n"] == 4

        [schema] = (await client.read_resource("sutradhar://schema")).contents
        assert "(Event)-[:PARTICIPANT]->(Person) (1): `id`, `role`" in schema.text
        assert "`confidence`" in schema.text and "THREATEN: threaten, warn" in schema.text


def test_without_the_package_the_remedy_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sutradhar import api
    from sutradhar.commands.mcp import server
    from sutradhar.errors import SutradharError
    from sutradhar.graph.stores import open_store

    monkeypatch.setitem(sys.modules, "mcp.server", None)
    with (
        open_store(tmp_path / "s.kglite", create=True) as store,
        pytest.raises(SutradharError, match=r"pip install .sutradhar\[mcp\]"),
    ):
        server(api.Graph(store))
