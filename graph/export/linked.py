"""Linked data: JSON-LD, and Turtle made of it. Terms of schema.org, PROV-O and SKOS where they fit, else own ones.

An own term is called as in the graph model (`urn:sutradhar:vocab:place_type`, `…:SIGNED_BY`). A relationship is a
property of its start node; one that has properties itself is described once more by an `rdf:Statement` of its own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

from sutradhar.errors import ExportError
from sutradhar.graph.export.columns import NODES, RELATIONSHIPS
from sutradhar.graph.export.networks import present
from sutradhar.graph.export.stream import kind, with_links
from sutradhar.graph.model import Node, Relationship
from sutradhar.graph.ontology import load_ontology
from sutradhar.graph.stores.base import Store

VOCABULARY = "urn:sutradhar:vocab:"
THINGS = "urn:sutradhar:id:"
PREFIXES = {
    "id": THINGS,
    "mode": "urn:sutradhar:mode:",
    "plover": "urn:sutradhar:plover:",
    "schema": "https://schema.org/",
    "prov": "http://www.w3.org/ns/prov#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "wikidata": "http://www.wikidata.org/entity/",
}
TYPES = {
    "Article": ["schema:NewsArticle", "prov:Entity"],
    "Sentence": ["Sentence", "prov:Entity"],
    "Person": ["schema:Person"],
    "Place": ["schema:Place"],
    "Organization": ["schema:Organization"],
    "Event": ["schema:Event"],
    "Claim": ["schema:Claim"],
}
PLACES = {"country": "schema:Country", "state": "schema:State", "city": "schema:City", "continent": "schema:Continent"}
PROPERTIES = {
    ("Article", "title"): "schema:headline",
    ("Article", "author"): "schema:creditText",
    ("Article", "dateline"): "schema:dateline",
    ("Article", "published"): "schema:datePublished",
    ("Article", "language"): "schema:inLanguage",
    ("Sentence", "index"): "schema:position",
    ("Sentence", "text"): "schema:text",
    ("Place", "latitude"): "schema:latitude",
    ("Place", "longitude"): "schema:longitude",
    ("Event", "title"): "schema:name",
    ("Claim", "text"): "schema:text",
    ("Clause", "text"): "schema:text",
}
RELATIONS = {
    "HAS_SENTENCE": "schema:hasPart",
    "MENTIONS": "schema:mentions",
    "WITHIN": "schema:containedInPlace",
    "AT": "schema:location",
    "ABOUT": "schema:about",
    "BY": "prov:wasAttributedTo",
    "EVIDENCED_BY": "prov:wasDerivedFrom",
}
DATES = frozenset({"published", "signed_on", "date", "date_start", "date_end", "from", "to", "first", "last"})
LISTS = frozenset({"killed", "injured"})  # their order tells lowest and highest
DOUBLES = frozenset(
    key
    for kinds in (NODES, RELATIONSHIPS)
    for types in kinds.values()
    for key, type_ in types.items()
    if type_ == "float"
)
_DEVANAGARI = re.compile("[\u0900-\u097f]")
_NOT_IRI = re.compile(r'[\x00-\x20<>"{}|\\^`]')
_CALENDAR = (
    (re.compile(r"\d{4}-\d\d-\d\d"), "xsd:date"),
    (re.compile(r"\d{4}-\d\d"), "xsd:gYearMonth"),
    (re.compile(r"\d{4}"), "xsd:gYear"),
    (re.compile(".*"), "edtf:EDTF"),
)


def write_jsonld(store: Store, path: Path) -> None:
    """JSON-LD 1.1 with its context inside: a line for each node, each relationship with properties, each concept."""
    with path.open("w", encoding="utf-8") as stream:
        context = {"@version": 1.1, "@vocab": VOCABULARY, **PREFIXES}
        stream.write('{"@context": ' + json.dumps(context) + ',\n"@graph": [')
        for number, each in enumerate(_objects(store)):
            stream.write((",\n" if number else "\n") + json.dumps(each, ensure_ascii=False))
        stream.write("\n]}\n")


def write_ttl(store: Store, path: Path) -> None:
    """Turtle; the whole graph is in memory, as rdflib sorts it by subject."""
    try:
        import rdflib
    except ImportError as error:
        raise ExportError('Turtle needs an extra: pip install "sutradhar[rdf]"') from error
    graph = rdflib.Graph(bind_namespaces="none")
    for prefix, iri in {"": VOCABULARY, **PREFIXES}.items():
        graph.bind(prefix, iri)
    with TemporaryDirectory(dir=path.parent) as scratch:
        between = Path(scratch) / "graph.jsonld"
        write_jsonld(store, between)
        graph.parse(between, format="json-ld")
    graph.serialize(path, format="turtle", encoding="utf-8")


def iri(element_id: str) -> str:
    """The IRI of a node or relationship, in its short form."""
    return "id:" + quote(element_id, safe=":+~@!$'()*,;=")


def _objects(store: Store) -> Iterator[dict[str, Any]]:
    modes: set[str] = set()
    for node, links in with_links(store):
        if isinstance(mode := node.properties.get("mode"), str):
            modes.add(mode)
        yield _node(node, links)
        for link in links:
            if facts := present(link):
                yield {
                    "@id": iri(link.id),
                    "@type": ["rdf:Statement", link.type],
                    "rdf:subject": {"@id": iri(link.start)},
                    "rdf:predicate": {"@id": _predicate(link.type)},
                    "rdf:object": {"@id": iri(link.end)},
                    **_facts("", facts),
                }
    yield from _concepts(modes)


def _node(node: Node, links: list[Relationship]) -> dict[str, Any]:
    name, facts = kind(node), present(node)
    result: dict[str, Any] = {"@id": iri(node.id), "@type": list(TYPES.get(name, [name]))}
    if place := PLACES.get(str(facts.get("place_type"))):
        result["@type"].append(place)
    if name == "Article":
        result["schema:url"] = {"@id": _address(str(facts.pop("uri", "")))}
        if publisher := facts.pop("publisher", None):
            result["schema:publisher"] = {"@type": "schema:Organization", "schema:name": _text(publisher)}
    if "name" in facts:
        english = [{"@value": facts.pop("name_en"), "@language": "en"}] if "name_en" in facts else []
        result["schema:name"] = [_text(facts.pop("name")), *english]
        result["skos:altLabel"] = [_text(each) for each in facts.pop("aliases", [])]
        facts.pop("search", None)  # the names once more, for an index
    if wikidata := facts.pop("wikidata", None):
        result["schema:sameAs"] = {"@id": f"wikidata:{wikidata}"}
    if mode := facts.pop("mode", None):
        result["mode"] = {"@id": f"mode:{mode}"}
    if plover := facts.pop("plover", None):
        result["plover"] = {"@id": f"plover:{plover}"}
    result |= _facts(name, facts)
    for link in links:
        result.setdefault(_predicate(link.type), []).append({"@id": iri(link.end)})
    return result


def _predicate(type_: str) -> str:
    return RELATIONS.get(type_, VOCABULARY + quote(type_, safe=""))


def _facts(name: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    return {PROPERTIES.get((name, key), quote(key, safe="")): _value(key, value) for key, value in facts.items()}


def _value(key: str, value: Any) -> Any:
    if key in DATES:
        return {"@value": value, "@type": next(type_ for form, type_ in _CALENDAR if form.fullmatch(str(value)))}
    if key in DOUBLES:
        return {"@value": float(value), "@type": "xsd:double"}
    if key == "sentences" or key == "events":
        return [{"@id": iri(each)} for each in value]
    if isinstance(value, list):
        return {"@list": value} if key in LISTS else [_text(each) if isinstance(each, str) else each for each in value]
    return _text(value) if isinstance(value, str) else value


def _text(text: str) -> Any:
    """A text with its language where its script shows it."""
    return {"@value": text, "@language": "hi"} if _DEVANAGARI.search(text) else text


def _address(uri: str) -> str:
    return _NOT_IRI.sub(lambda found: quote(found[0]), uri)


def _concepts(modes: set[str]) -> Iterator[dict[str, Any]]:
    """The modes that occur and their PLOVER categories, as SKOS concepts."""
    ontology = load_ontology()
    known = [ontology[name] for name in sorted(modes) if name in ontology]
    for mode in known:
        yield {
            "@id": f"mode:{mode.name}",
            "@type": "skos:Concept",
            "skos:prefLabel": [{"@value": mode.hi, "@language": "hi"}, {"@value": mode.en, "@language": "en"}],
            "skos:broader": {"@id": f"plover:{mode.plover}"},
        }
    for plover in sorted({mode.plover for mode in known}):
        yield {"@id": f"plover:{plover}", "@type": "skos:Concept", "skos:notation": plover}
