"""A large made-up graph for tests: nodes and relationships as the fold makes them, written straight into a store.

Everything follows from the seed. A few people and places take part in most events, as in the news.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from sutradhar.graph.elements import label_of, link
from sutradhar.graph.model import Node, Relationship
from sutradhar.graph.stores.base import Store

FIRST = "अनिल कविता मोहन रेखा सुरेश नीता विजय उषा राजेश सीमा दीपक लता अजय गीता संजय माया राकेश ज्योति अमित पूनम".split()
LAST = "शर्मा वर्मा सिंह यादव मिश्रा गुप्ता पटेल जोशी नायर रेड्डी खान दास बोस मेनन चौहान ठाकुर".split()
TOWN = "राम शिव कृष्ण सीता देव चंद्र सूर्य गंगा हरि जय".split()
ENDING = "पुर नगर गढ़ गंज बाद गांव".split()
MODES = {
    "meet": ("CONSULT", "मुलाकात"), "visit": ("CONSULT", "यात्रा"), "talk": ("CONSULT", "वार्ता"), "support": ("SUPPORT", "समर्थन"),
    "accuse": ("ACCUSE", "आरोप"), "attack": ("ASSAULT", "हमला"), "protest": ("PROTEST", "प्रदर्शन"), "flood": ("INCIDENT", "बाढ़"),
}  # fmt: skip
MODALITIES = ("asserted", "asserted", "asserted", "claimed", "planned", "denied")
START = date(2019, 1, 1)


def populate(store: Store, size: int = 5_000, seed: int = 1) -> None:
    """Fill an empty store with `size` people, places, organisations and events, and a tenth as many articles."""
    write(store, list(_elements(size, random.Random(seed))))


def write(store: Store, made: Sequence[Node | Relationship]) -> None:
    """Write nodes and relationships as they are."""
    nodes = [each for each in made if isinstance(each, Node)]
    links = {each.id: each for each in made if isinstance(each, Relationship)}
    by_labels: defaultdict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for node in nodes:
        by_labels[node.labels].append({"id": node.id, "properties": dict(node.properties)})
    by_type: defaultdict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
    for each in links.values():
        key = each.type, label_of(each.start), label_of(each.end)
        properties = dict(each.properties)
        by_type[key].append({"id": each.id, "source": each.start, "target": each.end, "properties": properties})
    statements = []
    for labels, rows in by_labels.items():
        further = "".join(f"SET n:{label} " for label in labels[1:])
        statements.append(
            (
                f"UNWIND $rows AS row MERGE (n:{labels[0]} {{id: row.id}}) {further}SET n += row.properties",
                {"rows": rows},
            )
        )
    for (type_, start, end), rows in by_type.items():
        statements.append(
            (
                f"UNWIND $rows AS row MATCH (a:{start} {{id: row.source}}) MATCH (b:{end} {{id: row.target}}) "
                f"MERGE (a)-[r:{type_} {{id: row.id}}]->(b) SET r += row.properties",
                {"rows": rows},
            )
        )
    store.write(statements)


def _elements(size: int, chance: random.Random) -> Iterator[Node | Relationship]:
    people = [_person(at, chance) for at in range(size // 5)]
    places = [_place(at, chance) for at in range(size // 10)]
    bodies = [_organisation(at, chance) for at in range(size // 10)]
    yield from (*people, *places, *bodies)
    yield from (link("HOLDS_OFFICE", who.id, chance.choice(bodies).id, "minister", title="मंत्री") for who in people[::4])
    events = size - len(people) - len(places) - len(bodies)
    actors = people + bodies
    for at in range(events):
        article = f"article:{at // 6:016x}"
        if at % 6 == 0:
            published = START + timedelta(days=at * 2000 // events)
            yield Node(article, ("Article",), {"title": f"समाचार {at // 6}", "publisher": "दैनिक परीक्षण",
                       "uri": f"https://example.org/{at // 6}", "published": published.isoformat(), "language": "hi"})  # fmt: skip
        yield from _event(article, at, [_often(actors, chance) for _ in range(chance.choice((1, 2, 2, 3)))],
                          _often(places, chance), chance)  # fmt: skip


def _often(nodes: list[Node], chance: random.Random) -> Node:
    """The first nodes much more often than the last."""
    return nodes[int(len(nodes) * chance.random() ** 3)]


def _event(article: str, at: int, who: list[Node], where: Node, chance: random.Random) -> Iterator[Node | Relationship]:
    mode = chance.choice(list(MODES))
    plover, noun = MODES[mode]
    names = " और ".join(str(each.properties["name"]) for each in who)
    text = f"{names} के बारे में खबर है कि {where.properties['name']} में {noun} हुई।"
    start = at % 6 * 1000
    sentence, event = f"{article}#{at % 6}", f"event:{article[8:]}:v{at % 6}"
    yield Node(sentence, ("Sentence",), {"index": at % 6, "start": start, "end": start + len(text), "text": text})
    yield link("HAS_SENTENCE", article, sentence)
    day = START + timedelta(days=chance.randrange(2000))
    dated: dict[str, Any] = {"date": day.isoformat(), "date_start": day.isoformat(), "date_end": day.isoformat()}
    yield Node(event, ("Event",), {"title": f"{noun}: {names}", "mode": mode, "plover": plover,
               "modality": chance.choice(MODALITIES), "confidence": 0.9, **(dated if chance.random() < 0.8 else {})})  # fmt: skip
    offset = start + text.index(noun)
    yield link("EVIDENCED_BY", event, sentence, str(offset), start=offset, end=offset + len(noun), trigger=noun)
    yield link("AT", event, where.id)
    for role, each in zip(("actor", "counterpart", "recipient"), who, strict=False):
        yield link("PARTICIPANT", event, each.id, role=role)
    for each in (*who, where):
        name = str(each.properties["name"])
        begin = start + text.index(name)
        yield link("MENTIONS", sentence, each.id, str(begin), surface=name, start=begin, end=begin + len(name),
                   method="gazetteer", score=0.9)  # fmt: skip
    if mode == "meet" and len(who) > 1 and who[0].id != who[1].id:
        yield link("MET", *sorted((who[0].id, who[1].id)), derived=True, events=[event])


def _person(at: int, chance: random.Random) -> Node:
    name = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
    return Node(f"person:sd:test-{at}", ("Entity", "Person"), {"name": name, "name_en": f"Person {at}", "search": name})


def _organisation(at: int, chance: random.Random) -> Node:
    name = f"{chance.choice(TOWN)} {chance.choice(LAST)} समिति"
    return Node(f"organization:sd:test-{at}", ("Entity", "Organization"), {"name": name, "search": name})


def _place(at: int, chance: random.Random) -> Node:
    name = f"{chance.choice(TOWN)}{chance.choice(ENDING)}"
    where = {"latitude": round(chance.uniform(8, 33), 2), "longitude": round(chance.uniform(70, 94), 2)}
    return Node(f"place:sd:test-{at}", ("Entity", "Place"),
                {"name": name, "search": name, "place_type": "city", "country_code": "IN", **where})  # fmt: skip
