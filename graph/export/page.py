"""The HTML page: the graph, its facts and their sentences in one file that opens without a network."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

from sutradhar.graph.export.stream import nodes, relationships
from sutradhar.graph.stores.base import Store

DRAWN = frozenset({"Person", "Place", "Organization", "Treaty", "Event", "Claim", "Clause"})
TEXTUAL = frozenset({"MENTIONS", "EVIDENCED_BY", "HAS_SENTENCE"})


def write_html(store: Store, path: Path) -> None:
    """One self-contained page; the library that draws (Cytoscape.js, MIT) is inside it with its licence."""
    assets = files("sutradhar.graph.export") / "assets"
    data = json.dumps(page_data(store), ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    page = (assets / "page.html").read_text("utf-8")
    for mark, content in (
        ("/*STYLE*/", (assets / "page.css").read_text("utf-8")),
        ("/*LIBRARY*/", (assets / "cytoscape.min.js").read_text("utf-8").replace("</", "<\\/")),
        ("/*SCRIPT*/", (assets / "page.js").read_text("utf-8")),
        ("/*DATA*/", data),
    ):
        page = page.replace(mark, content, 1)
    path.write_text(page, encoding="utf-8")


def page_data(store: Store) -> dict[str, Any]:
    """What the page shows: `nodes` and `links` to draw, `passages` (node id → sentence, start, end, note), `sentences`."""
    drawn: dict[str, dict[str, Any]] = {}
    sentences: dict[str, dict[str, Any]] = {}
    articles: dict[str, dict[str, Any]] = {}
    for node in nodes(store):
        kind = node.labels[-1]
        properties = {key: value for key, value in node.properties.items() if value not in (None, [])}
        if kind in DRAWN:
            properties.pop("search", None)
            drawn[node.id] = {"id": node.id, "kind": kind, "label": _caption(kind, properties), "facts": properties}
        elif kind == "Sentence":
            sentences[node.id] = {"text": properties["text"], "start": properties["start"]}
        elif kind == "Article":
            articles[node.id] = {key: properties.get(key) for key in ("title", "publisher", "published", "uri")}
    links: list[dict[str, Any]] = []
    passages: dict[str, list[list[Any]]] = {}
    for link in relationships(store):
        if link.type == "HAS_SENTENCE" and link.end in sentences:
            sentences[link.end]["article"] = link.start
        elif link.type == "MENTIONS":
            passages.setdefault(link.end, []).append(
                [link.start, link.properties["start"], link.properties["end"], link.properties["method"]]
            )
        elif link.type == "EVIDENCED_BY":
            passages.setdefault(link.start, []).append(
                [link.end, link.properties["start"], link.properties["end"], link.properties["trigger"]]
            )
        elif link.type not in TEXTUAL and link.start in drawn and link.end in drawn:
            label = link.properties.get("role") or link.properties.get("title") or link.type
            links.append({"id": link.id, "source": link.start, "target": link.end, "type": link.type, "label": label})
    return {"nodes": list(drawn.values()), "links": links, "passages": passages, "sentences": sentences, "articles": articles}


def _caption(kind: str, properties: dict[str, Any]) -> str:
    if kind == "Event":
        return str(properties.get("title", properties.get("mode", "")))
    if kind == "Claim":
        text = str(properties.get("text", ""))
        return text if len(text) <= 60 else text[:59] + "…"
    return str(properties.get("kind" if kind == "Clause" else "name", ""))
