"""Each export format, opened by a reader that is not ours, and compared with what the store holds."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import exporting
import networkx as nx
import pyarrow.parquet as pq
import pytest
import rdflib
from pyld import jsonld
from rdflib.compare import isomorphic
from rdflib.namespace import RDF, SKOS

from sutradhar.graph.export import columns, export, stream
from sutradhar.graph.model import Node, Relationship
from sutradhar.graph.stores import Store, open_store

SCHEMA = rdflib.Namespace("https://schema.org/")
PROV = rdflib.Namespace("http://www.w3.org/ns/prov#")
OWN = rdflib.Namespace("urn:sutradhar:vocab:")
IDS = rdflib.Namespace("urn:sutradhar:id:")
XSD = rdflib.XSD


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = exporting.fill(tmp_path_factory.mktemp("formats") / "store.kglite")
    with open_store(path, read_only=True) as opened:
        yield opened


@pytest.fixture(scope="module")
def nodes(store: Store) -> dict[str, Node]:
    return {node.id: node for node in stream.nodes(store)}


@pytest.fixture(scope="module")
def links(store: Store) -> dict[str, Relationship]:
    return {link.id: link for link in stream.relationships(store)}


def known(element: Node | Relationship) -> dict[str, Any]:
    return {key: value for key, value in element.properties.items() if value is not None}


def flat(value: Any) -> Any:
    return "; ".join(map(str, value)) if isinstance(value, list) else value


def event(nodes: dict[str, Node], **facts: Any) -> str:
    [found] = [
        node.id
        for node in nodes.values()
        if node.labels[0] == "Event" and all(node.properties.get(key) == value for key, value in facts.items())
    ]
    return found


def test_the_stream_holds_everything_once(store: Store, nodes: dict[str, Node], links: dict[str, Relationship]) -> None:
    assert len(list(stream.nodes(store))) == len(nodes) and len(list(stream.relationships(store))) == len(links)
    assert stream.size(store) == len(nodes) + len(links)
    assert {link.start for link in links.values()} | {link.end for link in links.values()} <= nodes.keys()
    together = list(stream.with_links(store))
    assert [node for node, _ in together] == list(stream.nodes(store))
    assert [link for _, own in together for link in own] == list(stream.relationships(store))
    assert all(link.start == node.id for node, own in together for link in own)


def test_pages_change_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = list(stream.with_links(store))
    monkeypatch.setattr(stream, "PAGE", 2)
    assert list(stream.with_links(store)) == whole


def test_progress_is_told_of_every_element(store: Store, tmp_path: Path) -> None:
    told: list[int] = []
    export(store, tmp_path / "graph.json", progress=told.append)
    assert sum(told) == stream.size(store)


def test_the_model_s_properties_are_all_declared(nodes: dict[str, Node], links: dict[str, Relationship]) -> None:
    """A property that is new in the model needs its type in `columns`, else it becomes text."""
    for node in nodes.values():
        assert known(node).keys() <= columns.NODES[stream.kind(node)].keys(), node
    for link in links.values():
        assert known(link).keys() <= columns.link_types(link.type).keys(), link
    assert {stream.kind(node) for node in nodes.values()} == columns.NODES.keys() - {"Entity"}
    assert columns.RELATIONSHIPS.keys() <= {link.type for link in links.values()} | {"REPORTED_BY"}


# --- network formats --------------------------------------------------------------------------------------------------


def test_graphml(store: Store, nodes: dict[str, Node], links: dict[str, Relationship], tmp_path: Path) -> None:
    graph = nx.read_graphml(export(store, tmp_path / "graph.graphml"), force_multigraph=True)
    assert set(graph) == nodes.keys()
    for node_id, facts in graph.nodes(data=True):
        shown = {key: flat(value) for key, value in known(nodes[node_id]).items()}
        assert facts.pop("label") == stream.kind(nodes[node_id]) and facts.pop("caption")
        assert facts == shown
    read = {key: (start, end, facts) for start, end, key, facts in graph.edges(data=True, keys=True)}
    assert read.keys() == links.keys()
    for key, (start, end, facts) in read.items():
        assert (start, end, facts.pop("relation")) == (links[key].start, links[key].end, links[key].type)
        facts.pop("id", None)
        assert facts == {name: flat(value) for name, value in known(links[key]).items()}


def test_graphml_keys_are_unique_ids_and_typed(store: Store, tmp_path: Path) -> None:
    root = ElementTree.parse(export(store, tmp_path / "graph.graphml")).getroot()
    keys = [each.attrib for each in root if each.tag.endswith("}key")]
    assert len({each["id"] for each in keys}) == len(keys)
    names = {(each["for"], each["attr.name"]): each["attr.type"] for each in keys}
    assert len(names) == len(keys), "one property in two types"
    assert names["node", "latitude"] == "double" and names["node", "date"] == "string"
    assert names["edge", "start"] in {"int", "long"} and names["edge", "derived"] == "boolean"


def test_gexf(store: Store, nodes: dict[str, Node], links: dict[str, Relationship], tmp_path: Path) -> None:
    path = export(store, tmp_path / "graph.gexf")
    graph = nx.read_gexf(path)
    assert set(graph) == nodes.keys() and graph.number_of_edges() == len(links)
    assert graph.nodes["person:Q58217"]["label"] == "सर्गेई लावरोव"
    assert graph.nodes["person:Q58217"]["class"] == "Person"
    place = graph.nodes["place:Q320293"]
    assert (place["latitude"], place["longitude"]) == (55.5, 37.25)
    assert graph.nodes[event(nodes, mode="accident")]["date"] == "2025-07-10"
    mention = next(link for link in links.values() if link.type == "MENTIONS")
    edges = {facts["id"]: (start, end, facts) for start, end, facts in graph.edges(data=True)}
    assert edges.keys() == links.keys()
    start, end, facts = edges[mention.id]
    assert (start, end) == (mention.start, mention.end)
    assert (facts["label"], facts["text_start"], facts["score"]) == ("MENTIONS", mention.properties["start"], 0.9)
    root = ElementTree.parse(path).getroot()
    types = {each.attrib["title"]: each.attrib["type"] for each in root.iter() if each.tag.endswith("}attribute")}
    assert types["latitude"] == "double" and types["date"] == types["published"] == "string"
    assert types["text_start"] in {"integer", "long"} and types["derived"] == "boolean"
    # Offsets must not be taken for times: Gephi would show a moving graph.
    assert next(each for each in root if each.tag.endswith("}graph")).attrib["mode"] == "static"


def test_json(store: Store, nodes: dict[str, Node], links: dict[str, Relationship], tmp_path: Path) -> None:
    data = json.loads(export(store, tmp_path / "graph.json").read_text("utf-8"))
    graph = nx.node_link_graph(data, edges="links")
    assert graph.is_directed() and graph.is_multigraph()
    assert {node: {**facts} for node, facts in graph.nodes(data=True)} == {
        node.id: {"label": stream.kind(node), **known(node)} for node in nodes.values()
    }
    assert {key: (start, end, facts) for start, end, key, facts in graph.edges(data=True, keys=True)} == {
        link.id: (link.start, link.end, {"relation": link.type, **known(link)}) for link in links.values()
    }


def test_characters_that_xml_forbids_are_left_out(tmp_path: Path) -> None:
    with open_store(tmp_path / "store.kglite", create=True) as store:
        store.write([("MERGE (c:Claim {id: 'claim:x'}) SET c.text = $text", {"text": "एक\x0bदो\ufffe"})])
        for name in ("graph.graphml", "graph.gexf"):
            path = export(store, tmp_path / name)
            assert "एकदो" in path.read_text("utf-8")
            ElementTree.parse(path)


# --- tables -----------------------------------------------------------------------------------------------------------


def rows(path: Path, encoding: str = "utf-8") -> list[dict[str, str]]:
    with path.open(encoding=encoding, newline="") as lines:
        return list(csv.DictReader(lines))


def test_csv(store: Store, nodes: dict[str, Node], links: dict[str, Relationship], tmp_path: Path) -> None:
    folder = export(store, tmp_path / "graph.csv")
    names = {each.stem for each in folder.glob("*.csv")}
    assert names == {stream.kind(node) for node in nodes.values()} | {link.type for link in links.values()}
    read = {row["id"]: row for name in names for row in rows(folder / f"{name}.csv")}
    assert read.keys() == nodes.keys() | links.keys()
    for element in [*nodes.values(), *links.values()]:
        row = read[element.id]
        for key, value in known(element).items():
            if isinstance(value, str):
                assert row[key] == value
            elif isinstance(value, float):
                assert math.isclose(float(row[key]), value)
            else:
                assert json.loads(row[key]) == value
    [link] = [each for each in links.values() if each.type == "SIGNED_AT"]
    assert (read[link.id]["from_id"], read[link.id]["to_id"]) == (link.start, link.end)
    assert "signed_on" in read["treaty:" + link.start.partition(":")[2]]


def test_csv_for_spreadsheets(store: Store, tmp_path: Path) -> None:
    marked = export(store, tmp_path / "marked", "csv", bom=True)
    plain = export(store, tmp_path / "plain", "csv")
    assert (marked / "Person.csv").read_bytes() == b"\xef\xbb\xbf" + (plain / "Person.csv").read_bytes()
    assert rows(marked / "Person.csv", "utf-8-sig") == rows(plain / "Person.csv")


def test_parquet(store: Store, nodes: dict[str, Node], links: dict[str, Relationship], tmp_path: Path) -> None:
    folder = export(store, tmp_path / "graph.parquet")
    read = {
        row["id"]: {key: value for key, value in row.items() if value is not None}
        for path in folder.glob("*.parquet")
        for row in pq.read_table(path).to_pylist()
    }
    expected = {node.id: {"id": node.id, **known(node)} for node in nodes.values()}
    ends = {link.id: {"id": link.id, "from_id": link.start, "to_id": link.end} for link in links.values()}
    assert read == expected | {key: {**each, **known(links[key])} for key, each in ends.items()}
    schema = pq.read_schema(folder / "Event.parquet")
    assert {name: str(schema.field(name).type) for name in ("date", "confidence", "killed")} == {
        "date": "string", "confidence": "double", "killed": "list<element: int64>",
    }  # fmt: skip


def test_properties_that_somebody_added_come_along_as_text(tmp_path: Path) -> None:
    with open_store(exporting.fill(tmp_path / "store.kglite")) as store:
        store.write(
            [
                ("MATCH (p:Person {id: 'person:Q58217'}) SET p:Suspect, p.note = 'देखो', p.rank = 3", {}),
                ("MATCH (:Person)-[r:HOLDS_OFFICE]->() SET r.note = 'x'", {}),
                ("MATCH (a:Person {id: 'person:Q58217'}), (b:Place {id: 'place:Q649'}) MERGE (a)-[r:OWNS {id: 'owns'}]->(b)", {}),
            ]
        )  # fmt: skip
        folder = export(store, tmp_path / "csv", "csv")
        table = pq.read_table(export(store, tmp_path / "parquet", "parquet") / "Person.parquet").to_pylist()
    [lavrov] = [row for row in rows(folder / "Person.csv") if row["id"] == "person:Q58217"]
    assert (lavrov["note"], lavrov["rank"]) == ("देखो", "3")
    assert {row["rank"] for row in table} == {"3", None}
    assert {row["note"] for row in rows(folder / "HOLDS_OFFICE.csv")} == {"x"}
    assert rows(folder / "OWNS.csv") == [{"id": "owns", "from_id": "person:Q58217", "to_id": "place:Q649"}]


# --- linked data ------------------------------------------------------------------------------------------------------


def rdf(path: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(path, format="json-ld" if path.suffix == ".jsonld" else "turtle")


@pytest.fixture(scope="module")
def linked(store: Store, tmp_path_factory: pytest.TempPathFactory) -> rdflib.Graph:
    return rdf(export(store, tmp_path_factory.mktemp("linked") / "graph.jsonld"))


def test_jsonld_means_the_same_to_two_processors(store: Store, tmp_path: Path, linked: rdflib.Graph) -> None:
    document = json.loads(export(store, tmp_path / "graph.jsonld").read_text("utf-8"))
    quads = jsonld.to_rdf(document, {"format": "application/n-quads"})
    assert isomorphic(rdflib.Graph().parse(data=quads, format="nt"), linked)


def test_turtle_is_the_same_graph(store: Store, tmp_path: Path, linked: rdflib.Graph) -> None:
    path = export(store, tmp_path / "graph.ttl")
    assert isomorphic(rdf(path), linked)
    assert "@prefix prov: <http://www.w3.org/ns/prov#>" in path.read_text("utf-8")


def test_every_element_is_in_the_linked_data(
    linked: rdflib.Graph, nodes: dict[str, Node], links: dict[str, Relationship]
) -> None:
    assert len(set(linked.subjects(RDF.type, RDF.Statement))) == sum(bool(known(link)) for link in links.values())
    typed = {str(subject) for subject in linked.subjects(RDF.type, None)}
    assert len({each for each in typed if each.startswith(str(IDS))}) == len(nodes) + sum(
        bool(known(link)) for link in links.values()
    )


def test_terms_of_linked_data(linked: rdflib.Graph, nodes: dict[str, Node]) -> None:
    lavrov, wonsan = IDS["person:Q58217"], IDS["place:Q320293"]
    assert set(linked.objects(lavrov, SCHEMA.name)) == {
        rdflib.Literal("सर्गेई लावरोव", lang="hi"), rdflib.Literal("Sergey Lavrov", lang="en")
    }  # fmt: skip
    assert (lavrov, SCHEMA.sameAs, rdflib.URIRef("http://www.wikidata.org/entity/Q58217")) in linked
    assert (wonsan, RDF.type, SCHEMA.City) in linked and (wonsan, SCHEMA.containedInPlace, IDS["place:Q423"]) in linked
    assert (wonsan, SCHEMA.latitude, rdflib.Literal("55.5", datatype=XSD.double)) in linked
    accident = IDS[event(nodes, mode="accident")]
    assert (accident, OWN.date, rdflib.Literal("2025-07-10", datatype=XSD.date)) in linked
    assert (accident, SCHEMA.location, IDS["place:Q649"]) in linked
    assert list(linked.items(linked.value(accident, OWN.killed))) == [rdflib.Literal(2), rdflib.Literal(4)]
    [sentence] = linked.objects(accident, PROV.wasDerivedFrom)
    [article] = linked.subjects(SCHEMA.hasPart, sentence)
    assert (article, RDF.type, SCHEMA.NewsArticle) in linked
    dates = {literal.datatype for literal in linked.objects(None, OWN.date)}
    edtf = rdflib.URIRef("http://id.loc.gov/datatypes/edtf/EDTF")
    assert dates == {XSD.date, XSD.gYear, edtf}
    mode = linked.value(accident, OWN.mode)
    assert (mode, SKOS.broader, rdflib.URIRef("urn:sutradhar:plover:INCIDENT")) in linked
    assert exporting.AWKWARD in {str(text) for text in linked.objects(None, SCHEMA.text)}
    url = rdflib.URIRef("https://example.org/समाचार?a=1&b=2")
    assert list(linked.subjects(SCHEMA.url, url))


def test_a_role_is_asked_in_sparql(linked: rdflib.Graph) -> None:
    found = linked.query(
        """
        PREFIX schema: <https://schema.org/> PREFIX sd: <urn:sutradhar:vocab:>
        PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
        SELECT DISTINCT ?name WHERE {
          ?part a sd:PARTICIPANT ; rdf:subject ?event ; rdf:object ?who ; sd:role "counterpart" .
          ?event a schema:Event . ?who schema:name ?name . FILTER (lang(?name) = "en")
        } ORDER BY ?name
        """
    )
    assert [str(row.name) for row in found] == ["Choe Son-hui", "Kim Jong-un"]


# --- FollowTheMoney ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def entities(store: Store, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    lines = export(store, tmp_path_factory.mktemp("ftm") / "graph.ftm.json").read_text("utf-8").splitlines()
    read = [json.loads(line) for line in lines]
    result = {each["id"]: each for each in read}
    assert len(result) == len(read), "an entity comes twice"
    return result


def test_followthemoney_accepts_every_entity(entities: dict[str, dict[str, Any]]) -> None:
    ftm = pytest.importorskip("followthemoney", reason="followthemoney is not installed: it needs ICU to be built")
    for each in entities.values():
        proxy = ftm.model.get_proxy(each, cleaned=False)
        proxy.schema.validate(each)
        for name, values in each["properties"].items():
            prop = proxy.schema.get(name)
            assert prop is not None, f"{each['schema']} has no {name}"
            for value in values:
                assert prop.type.clean(value, proxy=proxy) == value, f"{each['schema']}.{name}: {value}"
                if prop.type.name == "entity":
                    target = ftm.model.get(entities[value]["schema"])
                    assert target.is_a(prop.range), f"{each['schema']}.{name} leads to {target.name}"


def test_followthemoney_says_what_the_graph_says(
    entities: dict[str, dict[str, Any]], nodes: dict[str, Node], links: dict[str, Relationship]
) -> None:
    def some(schema: str, **facts: str) -> list[dict[str, Any]]:
        return [
            each["properties"]
            for each in entities.values()
            if each["schema"] == schema
            and all(value in each["properties"].get(name, ()) for name, value in facts.items())
        ]

    def count(*types: str) -> int:
        return sum(link.type in types for link in links.values())

    assert len(some("Mention")) == count("MENTIONS") and len(some("Documentation")) == count("EVIDENCED_BY")
    assert len(some("Occupancy")) == count("HOLDS_OFFICE") and len(some("Similar")) == count("NEAR_DUPLICATE_OF")
    assert len(some("Event")) == sum(node.labels[0] == "Event" for node in nodes.values())
    [accident] = some("Event", recordId=event(nodes, mode="accident"))
    assert accident["date"] == ["2025-07-10"] and accident["location"] == ["मॉस्को"]
    [proof] = accident["proof"]
    assert entities[proof]["schema"] == "Article" and entities[proof]["properties"]["publishedAt"] == ["2025-07-14"]
    [lavrov] = some("Person", wikidataId="Q58217")
    assert lavrov["name"] == ["सर्गेई लावरोव", "Sergey Lavrov"]
    [attack] = some("Event", recordId=event(nodes, mode="attack"))
    sides = {entities[each]["properties"]["name"][1] for each in attack["involved"]}
    assert sides == {"Russia", "Ukraine"} and attack["date"] == ["2019"]
    assert some("PublicBody", wikidataId="Q159") and some("Address", wikidataId="Q320293")
    assert [each["status"] for each in some("Occupancy")].count(["ended"]) == 1
    assert some("Note", description=exporting.AWKWARD) and some("Contract", contractDate="2024-06-19")
    sentences = {node.properties["text"] for node in nodes.values() if node.labels[0] == "Sentence"}
    assert all(each["summary"][0] in sentences for each in some("Documentation"))
