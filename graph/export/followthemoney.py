"""FollowTheMoney entities, a JSON object on each line, as Aleph, OpenAleph and the `ftm` tools read them.

| graph | FollowTheMoney |
| --- | --- |
| Article | `Article` |
| Person, Organization | `Person`, `Organization` |
| Place: a country, which acts; any other | `PublicBody`; `Address` |
| Treaty, its clauses | `Contract`, `Note` |
| Event | `Event`, with those it involves; every role as an `UnknownLink` |
| Claim | `Note` about those who say it and what they speak of |
| HOLDS_OFFICE | `Position` and `Occupancy` |
| MENTIONS | `Mention` |
| EVIDENCED_BY | `Documentation` with the sentence; the article is the `proof` of what it evidences |
| NEAR_DUPLICATE_OF | `Similar` |

WITHIN is left out (an address has its country), and so are shortcuts: the events they are made of are there.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from sutradhar.graph.export.stream import kind, listed, with_links
from sutradhar.graph.model import Node, Relationship
from sutradhar.graph.stores.base import Store

CHUNK = 1_000  # nodes whose neighbours are looked up at once
LANGUAGES = {"hi": "hin", "en": "eng"}
ROLES = frozenset({"PARTICIPANT", "ABOUT", "AT", "PARTY", "SIGNED_BY", "SIGNED_AT", "BY", "REPORTED_BY"})
SCHEMATA = {"person": "Person", "organization": "Organization", "place": "Address", "treaty": "Contract"}
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")

Entity = dict[str, Any]


def write_followthemoney(store: Store, path: Path) -> None:
    """One entity on a line, whole: nothing has to be put together by the reader."""
    with path.open("w", encoding="utf-8") as stream:
        for each in _entities(store):
            stream.write(json.dumps(each, ensure_ascii=False) + "\n")


def entity_id(graph_id: str) -> str:
    """The entity's id for a node or relationship: FollowTheMoney allows letters, digits, full stops and hyphens."""
    prefix = re.sub("[^a-z]", "-", graph_id.partition(":")[0])
    return f"{prefix}-{hashlib.sha1(graph_id.encode()).hexdigest()}"


def _entities(store: Store) -> Iterator[Entity]:
    stream = with_links(store)
    positions: set[str] = set()
    while chunk := list(islice(stream, CHUNK)):
        places, sentences = _neighbours(store, [link for _, links in chunk for link in links])
        for node, links in chunk:
            name = kind(node)
            if name == "Sentence":
                yield from (_mention(link, places) for link in links if link.type == "MENTIONS")
                continue
            yield _thing(node, name, links, places)
            for link in links:
                if link.type == "HOLDS_OFFICE":
                    post = _position(link, places)
                    if post["id"] not in positions:
                        positions.add(post["id"])
                        yield post
                    yield _occupancy(link, post["id"], sentences)
                elif link.type == "EVIDENCED_BY":
                    yield _documentation(link, sentences)
                elif link.type == "NEAR_DUPLICATE_OF":
                    yield _entity(
                        link.id, "Similar",
                        candidate=[entity_id(link.start)], match=[entity_id(link.end)],
                        confidenceScore=[link.properties.get("similarity")],
                    )  # fmt: skip
                elif link.type in ROLES:
                    yield _entity(
                        link.id, "UnknownLink",
                        subject=[entity_id(link.end)], object=[entity_id(link.start)],
                        role=[link.properties.get("role") or link.type.lower()],
                        proof=_proofs(links), recordId=[link.id],
                    )  # fmt: skip


def _entity(graph_id: str, schema: str, **properties: Iterable[Any]) -> Entity:
    known = {
        key: list(dict.fromkeys(str(each) for each in values if each not in (None, "")))
        for key, values in properties.items()
    }
    return {
        "id": entity_id(graph_id),
        "schema": schema,
        "properties": {key: values for key, values in known.items() if values},
    }


def _thing(node: Node, name: str, links: list[Relationship], places: dict[str, Node]) -> Entity:
    get = node.properties.get
    common: dict[str, Any] = {
        "name": [get("name"), get("name_en")],
        "alias": get("aliases") or (),
        "wikidataId": [get("wikidata")],
    }
    if name == "Article":
        uri = str(get("uri") or "")
        web = re.match("https?://", uri) is not None
        language = str(get("language"))
        return _entity(
            node.id, "Article",
            title=[get("title")], author=[get("author")], publisher=[get("publisher")],
            publishedAt=_dates(get("published")),
            language=[LANGUAGES.get(language, language)], sourceUrl=[uri] if web else (),
            fileName=[] if web else [uri.rpartition("/")[2]],
        )  # fmt: skip
    if name == "Place":
        return _place(node, common)
    if name == "Treaty":
        return _entity(
            node.id, "Contract",
            **common, title=[get("name")], type=["international agreement"], contractDate=_dates(get("signed_on")),
            status=[get("status")], proof=_proofs(links),
        )  # fmt: skip
    if name == "Event":
        begin, interval, end = str(get("date") or "").partition("/")
        ends = [link.end for link in links if link.type == "PARTICIPANT" and _acts(link.end, places)]
        at = [places[link.end] for link in links if link.type == "AT" and link.end in places]
        return _entity(
            node.id, "Event",
            name=[get("title")], keywords=[get("mode"), get("plover"), get("modality")],
            date=[] if interval else _dates(begin), startDate=_dates(begin) if interval else [], endDate=_dates(end),
            involved=map(entity_id, ends), location=[place.properties.get("name") for place in at],
            addressEntity=[entity_id(place.id) for place in at if not _acts(place.id, places)],
            country=[_country(place) for place in at], proof=_proofs(links), recordId=[node.id],
        )  # fmt: skip
    if name == "Claim":
        about = [link.end for link in links if link.type in {"BY", "ABOUT"}]
        return _entity(
            node.id, "Note",
            name=[get("verb")], description=[get("text")], keywords=[get("modality")],
            entity=map(entity_id, about), proof=_proofs(links),
        )  # fmt: skip
    if name == "Clause":
        treaty = f"treaty:{node.id.partition(':')[2].rpartition(':')[0]}"  # see `elements.treaty_elements`
        return _entity(
            node.id, "Note",
            name=[get("kind")], description=[get("text")], entity=[entity_id(treaty)], proof=_proofs(links),
        )  # fmt: skip
    return _entity(node.id, name if name in {"Person", "Organization"} else "LegalEntity", **common)


def _place(node: Node, common: dict[str, Any]) -> Entity:
    get = node.properties.get
    if get("place_type") == "country":
        return _entity(node.id, "PublicBody", **common, country=[_country(node)])
    return _entity(
        node.id, "Address",
        **common, full=[get("name")], city=[get("name")] if get("place_type") == "city" else (),
        country=[_country(node)], latitude=[get("latitude")], longitude=[get("longitude")],
    )  # fmt: skip


def _position(link: Relationship, places: dict[str, Node]) -> Entity:
    """The office itself: a title at a body, whoever holds it."""
    title, title_en = link.properties.get("title"), link.properties.get("title_en")
    body = places.get(link.end)
    country = body is not None and body.properties.get("place_type") == "country"
    return _entity(
        f"position:{link.end}~{title_en or title}", "Position",
        name=[title, title_en], organization=[entity_id(link.end)] if _acts(link.end, places) else (),
        country=[_country(body)] if body else (),
        subnationalArea=[body.properties.get("name")] if body and not country else (),
    )  # fmt: skip


def _occupancy(link: Relationship, post: str, sentences: dict[str, str]) -> Entity:
    told = listed(link, "sentences")
    return _entity(
        link.id, "Occupancy",
        holder=[entity_id(link.start)], post=[post], status=["ended" if link.properties.get("former") else "current"],
        summary=[sentences.get(each) for each in told], proof=[entity_id(_article(each)) for each in told],
        recordId=[link.id],
    )  # fmt: skip


def _mention(link: Relationship, places: dict[str, Node]) -> Entity:
    acts = _acts(link.end, places)
    schema = SCHEMATA.get(link.end.partition(":")[0], "Thing")
    return _entity(
        link.id, "Mention",
        document=[entity_id(_article(link.start))], name=[link.properties.get("surface")],
        resolved=[entity_id(link.end)] if acts else (),
        detectedSchema=["PublicBody" if acts and schema == "Address" else schema],
    )  # fmt: skip


def _documentation(link: Relationship, sentences: dict[str, str]) -> Entity:
    article = entity_id(_article(link.end))
    return _entity(
        link.id, "Documentation",
        document=[article], entity=[entity_id(link.start)], role=["evidence"], summary=[sentences.get(link.end)],
        proof=[article], recordId=[link.end],
    )  # fmt: skip


def _neighbours(store: Store, links: list[Relationship]) -> tuple[dict[str, Node], dict[str, str]]:
    """The places that relationships lead to, and the texts of the sentences that they rest on."""
    ends = sorted({link.end for link in links if link.type not in {"HAS_SENTENCE", "EVIDENCED_BY"}})
    told: set[str] = {link.end for link in links if link.type == "EVIDENCED_BY"}
    told.update(each for link in links for each in listed(link, "sentences"))
    places = "MATCH (p:Place) WHERE p.id IN $ids RETURN p.id AS id, p AS place"
    texts = "MATCH (s:Sentence) WHERE s.id IN $ids RETURN s.id AS id, s.text AS text"
    return (
        {row["id"]: Node(row["id"], ("Entity", "Place"), row["place"]) for row in store.query(places, {"ids": ends})},
        {row["id"]: row["text"] for row in store.query(texts, {"ids": sorted(told)})},
    )


def _acts(graph_id: str, places: dict[str, Node]) -> bool:
    """Whether it is a legal entity in FollowTheMoney: people, organisations, countries."""
    if graph_id in places:
        return places[graph_id].properties.get("place_type") == "country"
    return graph_id.startswith(("person:", "organization:"))


def _proofs(links: list[Relationship]) -> list[str]:
    return [entity_id(_article(link.end)) for link in links if link.type == "EVIDENCED_BY"]


def _article(sentence: str) -> str:
    return sentence.partition("#")[0]


def _country(place: Node) -> str | None:
    code = place.properties.get("country_code")
    return code.lower() if isinstance(code, str) else None


def _dates(edtf: Any) -> list[str]:
    """A date as FollowTheMoney knows it: a year, month or day; nothing of what EDTF says beyond that."""
    return [edtf] if isinstance(edtf, str) and _DATE.fullmatch(edtf) else []
