"""The explorer: graph, timeline, map and every sentence behind them in one HTML file that opens without a network.

`page_data` reads the stream once and gives what the page's scripts read (`assets/data.js` says the same from the other
side). Nodes, sentences and articles are lists, and everything else refers to them by position: ids are long.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

from sutradhar.graph.export.stream import nodes, relationships
from sutradhar.graph.model import Relationship
from sutradhar.graph.ontology import load_ontology
from sutradhar.graph.stores.base import Store

KINDS = frozenset({"Person", "Place", "Organization", "Treaty", "Event", "Claim", "Clause"})
UNSHOWN = frozenset({"search", "sha256", "pipeline"})
LIBRARIES = ("cytoscape.min.js", "fcose.min.js")
SCRIPTS = (
    "strings.js", "data.js", "dates.js", "filters.js", "search.js", "panel.js", "graph.js", "timeline.js", "map.js", "app.js",
)  # fmt: skip
# Nothing is fetched from anywhere; only the scripts written here run. Cytoscape adds a style element of its own.
POLICY = "default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


def write_html(store: Store, path: Path) -> None:
    """One self-contained page; the libraries that draw (Cytoscape.js, fCoSE; MIT) are inside it with their notices."""
    assets = files("sutradhar.graph.export") / "assets"
    data = page_data(store) | {"outlines": json.loads((assets / "outlines.json").read_text("utf-8"))["countries"]}
    libraries = [_script((assets / name).read_text("utf-8")) for name in LIBRARIES]
    own = _script("\n".join((assets / name).read_text("utf-8") for name in SCRIPTS))
    policy = POLICY.format(hashes=" ".join(f"'sha256-{_digest(each)}'" for each in (*libraries, own)))
    parts = {
        "POLICY": policy,
        "STYLE": (assets / "page.css").read_text("utf-8"),
        "LIBRARIES": "\n".join(f"<script>{each}</script>" for each in libraries),
        "DATA": _json(data),
        "SCRIPT": own,
    }
    page = (assets / "page.html").read_text("utf-8")
    # One pass: what is put in is not searched for marks again.
    page = re.sub(r"\{\{([A-Z]+)\}\}", lambda mark: parts[mark[1]], page)
    path.write_text(page, encoding="utf-8", newline="\n")


def _json(data: Any) -> str:
    """JSON that cannot end the element it stands in, whatever texts it holds."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _script(code: str) -> str:
    if re.search("</script|<!--", code, re.IGNORECASE):
        raise ValueError("a script of the page holds the end of its own element; write it in another way")
    return f"\n{code}\n"


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def page_data(store: Store) -> dict[str, Any]:
    """What the page shows. Positions stand for nodes, sentences and articles; offsets count UTF-16 units of a sentence.

    nodes      [id, kind, facts]
    articles   {id, title, publisher, author, dateline, published, uri}
    sentences  [article, index, text]
    links      [type, from node, to node, facts]; `events` are nodes, `sentences` sentences
    mentions   [sentence, node, start, end]
    evidence   [node, sentence, start, end, modality]
    duplicates [article, article, similarity]
    modes      mode → its nouns in Hindi and English and its PLOVER category
    """
    gathered = _Gathered()
    for node in nodes(store):
        told = {key: value for key, value in node.properties.items() if value not in (None, [])}
        facts: dict[str, Any] = {key: value for key, value in told.items() if key not in UNSHOWN}
        kind = node.labels[-1]
        if kind == "Article":
            gathered.place(node.id, gathered.articles, {"id": node.id, **facts})
        elif kind == "Sentence":
            gathered.starts.append(facts["start"])
            gathered.place(node.id, gathered.sentences, [None, facts["index"], facts["text"]])
        elif kind in KINDS:
            gathered.place(node.id, gathered.nodes, [node.id, kind, facts])
    for each in relationships(store):
        gathered.add(each)
    used = {node[2]["mode"] for node in gathered.nodes if node[1] == "Event"}
    modes = {name: [mode.hi, mode.en, mode.plover] for name, mode in load_ontology().items() if name in used}
    return {
        "nodes": gathered.nodes,
        "articles": gathered.articles,
        "sentences": gathered.sentences,
        "links": gathered.links,
        "mentions": gathered.mentions,
        "evidence": gathered.evidence,
        "duplicates": gathered.duplicates,
        "modes": modes,
    }


class _Gathered:
    """What has been read of the stream so far. Relationships to what the stream does not hold are left out."""

    def __init__(self) -> None:
        self.position: dict[str, int] = {}
        self.nodes: list[list[Any]] = []
        self.articles: list[dict[str, Any]] = []
        self.sentences: list[list[Any]] = []
        self.starts: list[int] = []
        self.links: list[list[Any]] = []
        self.mentions: list[list[Any]] = []
        self.evidence: list[list[Any]] = []
        self.duplicates: list[list[Any]] = []
        self._readers: dict[str, Callable[[Relationship, int, int], None]] = {
            "HAS_SENTENCE": self._has_sentence,
            "MENTIONS": self._mention,
            "EVIDENCED_BY": self._evidence,
            "NEAR_DUPLICATE_OF": self._duplicate,
        }

    def place(self, id: str, where: list[Any], what: Any) -> None:
        self.position[id] = len(where)
        where.append(what)

    def add(self, link: Relationship) -> None:
        start, end = self.position.get(link.start), self.position.get(link.end)
        if start is not None and end is not None:
            self._readers.get(link.type, self._link)(link, start, end)

    def _has_sentence(self, link: Relationship, article: int, sentence: int) -> None:
        self.sentences[sentence][0] = article

    def _mention(self, link: Relationship, sentence: int, node: int) -> None:
        self.mentions.append([sentence, node, *self._span(sentence, link)])

    def _evidence(self, link: Relationship, node: int, sentence: int) -> None:
        self.evidence.append([node, sentence, *self._span(sentence, link), link.properties.get("modality")])

    def _duplicate(self, link: Relationship, one: int, other: int) -> None:
        self.duplicates.append([one, other, link.properties.get("similarity")])

    def _link(self, link: Relationship, start: int, end: int) -> None:
        facts: dict[str, Any] = {key: value for key, value in link.properties.items() if value not in (None, [], False)}
        for key in facts.keys() & {"events", "sentences"}:
            facts[key] = [self.position[id] for id in facts[key] if id in self.position]
        self.links.append([link.type, start, end, facts])

    def _span(self, sentence: int, link: Relationship) -> tuple[int, int]:
        """The link's words as UTF-16 offsets into the sentence: the store counts characters of the article."""
        text, first = self.sentences[sentence][2], self.starts[sentence]
        start, end = link.properties["start"] - first, link.properties["end"] - first  # type: ignore[operator]
        return _units(text[:start]), _units(text[:end])


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
