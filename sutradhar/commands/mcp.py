"""`sutradhar mcp`: the store as tools of the Model Context Protocol, for a language model or any other MCP client.

All tools read. The store is opened for reading, and the engine itself refuses to write.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from sutradhar.commands.base import StoreOption
from sutradhar.errors import ReadOnlyError, SutradharError
from sutradhar.settings import load_settings

if TYPE_CHECKING:
    from mcp.server import MCPServer

    from sutradhar.api import Graph

ROWS = 100  # that a tool returns unless told otherwise
Limit = Annotated[int, Field(ge=1, le=1000)]
INSTRUCTIONS = """\
A knowledge graph of Hindi news: people, places, organisations, events, treaties and claims, each with the sentences that
say so. Start with `search` (Hindi or English words) or a recipe (`recipes` lists them, `query` runs one); read the
resource sutradhar://schema before writing Cypher. Ids can be given wherever a name is asked for. Back every statement by
its sentence: `explain` shows the sentences behind an id. Modality tells what is asserted, claimed, planned or denied."""


def mcp(store: StoreOption = None) -> None:
    """Serve the store over the Model Context Protocol on standard input and output (extra mcp); all tools only read."""
    from sutradhar import api

    with api.open(store or load_settings().store) as graph:
        server(graph).run("stdio")


def server(graph: Graph) -> MCPServer:
    """The server with its tools and its resource; raises `SutradharError` when the package `mcp` is missing."""
    try:
        from mcp.server import MCPServer
        from mcp.server.mcpserver.exceptions import ToolError
        from mcp_types import ToolAnnotations
    except ImportError as error:
        raise SutradharError('this needs the package mcp, version 2: pip install "sutradhar[mcp]"') from error

    from sutradhar import __version__
    from sutradhar.queries.describe import describe

    app = MCPServer("sutradhar", instructions=INSTRUCTIONS, version=__version__, log_level="WARNING")
    reads = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)

    @contextmanager
    def told() -> Iterator[None]:
        """Errors of Sutradhar's own are for the client to read."""
        try:
            yield
        except ReadOnlyError as error:
            raise ToolError("the statement writes, and this server only reads") from error
        except SutradharError as error:
            raise ToolError(str(error)) from error

    @app.tool(annotations=reads)
    def recipes() -> dict[str, Any]:
        """The recipes: named questions with parameters. A parameter with ? may be left out, one with = has a default."""
        listed = [
            {
                "name": each.name,
                "topic": each.topic,
                "answers": each.title,
                "parameters": [parameter.usage for parameter in each.parameters],
                "returns": list(each.returns),
            }
            for each in graph.recipes().values()
        ]
        return {"recipes": listed}

    @app.tool(annotations=reads)
    def query(recipe: str, parameters: dict[str, str | int | float] | None = None) -> dict[str, Any]:
        """Run a recipe. Names in its parameters may be Hindi or English, whole or in part, or ids of entities."""
        with told():
            question = graph.question(recipe, parameters or {})
            rows = question.rows(graph.store)
        return {"rows": rows, "notes": [str(each) for each in question.several]}

    @app.tool(annotations=reads)
    def cypher(statement: str, parameters: dict[str, Any] | None = None, limit: Limit = ROWS) -> dict[str, Any]:
        """Run a reading Cypher statement; at most `limit` rows come back. The resource sutradhar://schema tells the model."""
        with told():
            rows = graph.cypher(statement, **(parameters or {}))
        return {"rows": rows[:limit], "more": max(len(rows) - limit, 0)}

    @app.tool(annotations=reads)
    def search(text: str, kinds: list[str] | None = None, limit: Limit = 5) -> dict[str, Any]:
        """Find entities, treaties, events, claims and sentences by words in Hindi or English; hits stand in « ».

        `kinds` narrows to some of entity, treaty, event, claim, sentence; `limit` is the number of hits of each kind.
        """
        with told():
            return {"rows": graph.search(text, kinds, limit)}

    @app.tool(annotations=reads)
    def explain(id: str) -> dict[str, Any]:
        """The sentences behind an event, treaty, claim, clause, office or entity, its words in « », with their articles."""
        with told():
            found = graph.explain(id)
        passages = [
            {
                "text": "{}«{}»{}".format(*each.parts) if each.parts[1] else each.parts[0],
                "sentence": each.sentence,
                "article": each.article,
                "note": each.note,
            }
            for each in found.passages
        ]
        return {"id": found.id, "kind": found.kind, "title": found.title, "passages": passages}

    @app.resource("sutradhar://schema", name="schema", mime_type="text/markdown")
    def schema() -> str:
        """The graph's labels, relationships, properties and vocabulary, as they are in this store."""
        return describe(graph.store)

    return app
