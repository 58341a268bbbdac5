"""Elements: the nodes and relationships of one thing (article, entity, office, event, treaty …) from all its members.

Every function here is pure, and indifferent to the order of the members. Ids are readable where that is possible; a
relationship's id holds the ids of both its ends.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from typing import Any, TypeVar

from sutradhar.graph.model import Article, ArticleRecord, Evidence, LocalEntity, Node, Office, Relationship
from sutradhar.graph.ontology import Mode, mode_named
from sutradhar.graph.policy import bare_title
from sutradhar.graph.resolve import GENERIC_TREATIES, EventItem, Ref, TreatyItem, best_date, bounds
from sutradhar.graph.schema import search_text
from sutradhar.graph.units import is_known

Element = Node | Relationship
LABELS = {
    "article": "Article",
    "person": "Entity",
    "place": "Entity",
    "organization": "Entity",
    "treaty": "Entity",
    "event": "Event",
    "claim": "Claim",
    "clause": "Clause",
}
# A later step of a treaty's life implies the earlier ones.
STATUSES = ("negotiated", "signed", "ratified", "in_force", "suspended", "ended")
MODALITIES = ("asserted", "claimed", "planned", "denied")
ROLES = ("actor", "counterpart", "recipient")
NAMES_IN_TITLE = 4


def label_of(node_id: str) -> str:
    """The general label of the node with this id."""
    kind = node_id.partition(":")[0]
    return "Sentence" if kind == "article" and "#" in node_id else LABELS[kind]


def link(type_: str, start: str, end: str, which: str = "", /, **properties: Any) -> Relationship:
    """A relationship; `which` tells several of one type between the same nodes apart."""
    return Relationship(f"{type_.lower()}:{start}~{end}{which and '@'}{which}", type_, start, end, properties)


def sentence_id(article_id: str, index: int) -> str:
    return f"{article_id}#{index}"


def local_id(kind: str, ref: Ref) -> str:
    """The id of something that one article tells of: "claim:" + the article's digest + its key there."""
    return f"{kind}:{ref[0].partition(':')[2]}:{ref[1]}"


def evidence_links(
    fact: str, article_id: str, evidence: Iterable[Evidence], modality: str | None
) -> Iterator[Relationship]:
    for each in evidence:
        yield link(
            "EVIDENCED_BY", fact, sentence_id(article_id, each.sentence), f"{each.start}-{each.end}",
            start=each.start, end=each.end, trigger=each.trigger, modality=modality,
        )  # fmt: skip


# --- articles ---------------------------------------------------------------------------------------------------------


def article_elements(record: ArticleRecord, ids: Mapping[str, str]) -> Iterator[Element]:
    """The article, its sentences, mentions and claims. `ids`: node ids of its entities and events by their keys."""
    article = record.article
    yield Node(article.id, ("Article",), _article_properties(article))
    for sentence in record.sentences:
        at = sentence_id(article.id, sentence.index)
        where: dict[str, Any] = {
            "index": sentence.index,
            "start": sentence.start,
            "end": sentence.end,
            "text": sentence.text,
        }
        yield Node(at, ("Sentence",), where)
        yield link("HAS_SENTENCE", article.id, at)
    for mention in record.mentions:
        yield link(
            "MENTIONS",
            sentence_id(article.id, mention.sentence), ids[mention.entity], f"{mention.start}-{mention.end}",
            surface=mention.surface, start=mention.start, end=mention.end, method=mention.method, score=mention.score,
        )  # fmt: skip
    for claim in record.claims:
        claim_id = local_id("claim", (article.id, claim.key))
        yield Node(claim_id, ("Claim",), {"text": claim.text, "verb": claim.verb, "modality": claim.modality})
        for type_, keys in (("BY", claim.speakers), ("REPORTED_BY", claim.reporters), ("ABOUT", claim.about)):
            for key in keys:
                yield link(type_, claim_id, ids[key])
        yield from evidence_links(claim_id, article.id, claim.evidence, claim.modality)


def _article_properties(article: Article) -> dict[str, Any]:
    return {
        "uri": article.uris[0],
        "title": article.title,
        "publisher": article.publisher,
        "author": article.author,
        "dateline": article.dateline,
        "published": article.published,
        "language": article.language,
        "sha256": article.sha256,
        "pipeline": article.pipeline,
    }


# --- entities ---------------------------------------------------------------------------------------------------------

V = TypeVar("V")


def _most(values: Mapping[V, int]) -> V | None:
    """The most frequent value, of several the smallest in writing."""
    return min(values, key=lambda value: (-values[value], str(value)), default=None)


def _telling(members: Mapping[LocalEntity, int]) -> Mapping[LocalEntity, int]:
    """The members that know the entity best: from a gazetteer, else fully named, else all."""
    known = {each: count for each, count in members.items() if is_known(each.identity)}
    return known or {each: count for each, count in members.items() if not each.partial} or members


def _common(members: Mapping[LocalEntity, int], value: Callable[[LocalEntity], V | None]) -> V | None:
    count: Counter[V] = Counter()
    for each, number in members.items():
        if (found := value(each)) is not None:
            count[found] += number
    return _most(count)


def entity_name(members: Mapping[LocalEntity, int]) -> str:
    """The most frequent name of those that know best; of several the longest."""
    count: Counter[str] = Counter()
    for each, number in _telling(members).items():
        count[each.name] += number
    return min(count, key=lambda name: (-count[name], -len(name), name))


def entity_node(
    entity_id: str,
    members: Mapping[LocalEntity, int],
    absorbed: Sequence[str],
    reasons: Sequence[str],
    treaty: Sequence[TreatyItem] = (),
) -> Node:
    """An entity from its local entities (without keys) and how often each occurs; a treaty also from its items.

    `absorbed`: the other ids that lead to it; `reasons`: why its names belong together.
    """
    telling = _telling(members)
    label = next(iter(members)).label
    name = entity_name(members)
    namesakes = {each: count for each, count in telling.items() if each.name == name and each.name_en}
    name_en = _common(namesakes or telling, lambda each: each.name_en)
    aliases = sorted({text for each in members for text in (each.name, *each.aliases)} - {name})
    properties: dict[str, Any] = {
        "name": name,
        "name_en": name_en,
        "aliases": aliases,
        "search": search_text([name, *([name_en] if name_en else []), *aliases]),
        "wikidata": _common(telling, lambda each: each.wikidata),
        "absorbed": list(absorbed),
        "reasons": list(reasons),
    }
    if label == "Place":
        place = _common(telling, _coordinates)
        properties |= {
            "place_type": _common(telling, lambda each: each.place_type),
            "country_code": _common(telling, lambda each: each.country_code),
            "latitude": place[0] if place else None,
            "longitude": place[1] if place else None,
        }
    elif label == "Treaty":
        known = [item.treaty.status for item in treaty if item.treaty.status in STATUSES]
        properties |= {
            "signed_on": best_date(item.date for item in treaty),
            "status": max(known, key=STATUSES.index, default=None),
        }
    return Node(entity_id, ("Entity", label), properties)


def _coordinates(entity: LocalEntity) -> tuple[float, float] | None:
    return None if entity.latitude is None or entity.longitude is None else (entity.latitude, entity.longitude)


def around(members: Mapping[LocalEntity, int]) -> str | None:
    """The identity of the place that a place lies in."""
    return _common(_telling(members), lambda each: each.within[0] if each.within else None)


# --- offices ----------------------------------------------------------------------------------------------------------


def office_link(person: str, body: str, statements: Sequence[tuple[Article, Office]]) -> Relationship:
    """An office from all statements of it.

    `from` and `seen`: the earliest and the latest publication date of an article that states it as held; `to`: the
    earliest of one that calls it former. `former` when no article states it as held, or one that calls it former is the
    latest of them. How it is held ("former", "newly appointed") is no part of the title.
    """
    held = [article.published for article, office in statements if not office.former]
    ended = [article.published for article, office in statements if office.former]
    last_held = max(map(_last_day, held), default="")
    former = bool(ended) and (not held or max(map(_last_day, ended)) > last_held)
    title = _most(Counter(bare_title(office.title) for _, office in statements)) or ""
    title_en = _most(Counter(bare_title(office.title_en) for _, office in statements if office.title_en))
    sentences = {(article.id, each.sentence) for article, office in statements for each in office.evidence}
    return link(
        "HOLDS_OFFICE", person, body, (title_en or title).replace(" ", "-"),
        **{
            "title": title,
            "title_en": title_en,
            "from": _earliest(held),
            "seen": _latest(held),
            "to": _earliest(ended) if former else None,
            "sentences": [sentence_id(*each) for each in sorted(sentences)],
            "former": former,
        },
    )  # fmt: skip


def _last_day(published: str | None) -> str:
    last = bounds(published)[1]
    return last.isoformat() if last else ""


def _earliest(dates: Iterable[str | None]) -> str | None:
    known = [(first.isoformat(), text) for text in dates if text is not None and (first := bounds(text)[0])]
    return min(known)[1] if known else None


def _latest(dates: Iterable[str | None]) -> str | None:
    known = [(last.isoformat(), text) for text in dates if text is not None and (last := bounds(text)[1])]
    return max(known)[1] if known else None


# --- treaties ---------------------------------------------------------------------------------------------------------


def treaty_kind(items: Sequence[TreatyItem]) -> str:
    """The most frequent kind, "agreement" and the like only where nothing more is known."""
    count = Counter(item.treaty.kind for item in items)
    return _most({kind: n for kind, n in count.items() if kind not in GENERIC_TREATIES}) or _most(count) or "agreement"


def treaty_elements(
    treaty_id: str, items: Sequence[TreatyItem], ids: Mapping[str, Mapping[str, str]]
) -> Iterator[Relationship | Node]:
    """What hangs on a treaty: parties, signatories, places, clauses, evidence. `ids`: entity ids by article and key."""
    for item in items:
        article_id, treaty = item.ref[0], item.treaty
        keys = (("PARTY", treaty.parties), ("SIGNED_BY", treaty.signatories), ("SIGNED_AT", treaty.signed_at))
        for type_, ends in keys:
            for key in ends:
                yield link(type_, treaty_id, ids[article_id][key])
        yield from evidence_links(treaty_id, article_id, treaty.evidence, None)
    clauses = sorted(
        ((clause.kind, item.ref[0], clause.text, clause) for item in items for clause in item.treaty.clauses),
        key=lambda each: each[:3],
    )
    seen = set()
    for kind, article_id, text, clause in clauses:
        clause_id = f"clause:{treaty_id.partition(':')[2]}:{kind}"
        if kind not in seen:  # its text is that of the first article, in the order of ids
            seen.add(kind)
            yield Node(clause_id, ("Clause",), {"kind": kind, "text": text})
            yield link("HAS_CLAUSE", treaty_id, clause_id)
        yield from evidence_links(clause_id, article_id, clause.evidence, None)


# --- events -----------------------------------------------------------------------------------------------------------


def event_id(ref: Ref) -> str:
    return local_id("event", ref)


def event_mode(items: Sequence[EventItem]) -> Mode:
    return mode_named(_most(Counter(item.event.mode for item in items)) or "")


def event_roles(items: Sequence[EventItem]) -> dict[str, str]:
    """The role of each participant: the one it has most often, of several the first of `ROLES`."""
    count: dict[str, Counter[str]] = {}
    for item in items:
        for entity, role in item.roles:
            count.setdefault(entity, Counter())[role] += 1
    return {
        entity: min(roles, key=lambda role: (-roles[role], _role_rank(role), role)) for entity, roles in count.items()
    }


def _role_rank(role: str) -> int:
    return ROLES.index(role) if role in ROLES else len(ROLES)


def event_modality(items: Sequence[EventItem]) -> str:
    """The strongest of the members' modalities."""
    return min((item.event.modality for item in items), key=MODALITIES.index)


def event_elements(event: str, items: Sequence[EventItem], names: Mapping[str, str]) -> Iterator[Element]:
    """An event from all its members; `names`: the entities' names by id."""
    mode, roles = event_mode(items), event_roles(items)
    places = sorted({place for item in items for place in item.places})
    about = sorted({each for item in items for each in item.about})
    when = best_date(item.date for item in items)
    first, last = bounds(when)
    properties: dict[str, Any] = {
        "title": _title(mode, roles, places, about, names),
        "mode": mode.name,
        "plover": mode.plover,
        "date": when,
        "date_start": first.isoformat() if first else None,
        "date_end": last.isoformat() if last else None,
        "modality": event_modality(items),
        "confidence": max(item.event.confidence for item in items),
        "killed": _range(item.event.killed for item in items),
        "injured": _range(item.event.injured for item in items),
    }
    yield Node(event, ("Event",), properties)
    for entity, role in roles.items():
        yield link("PARTICIPANT", event, entity, role=role)
    for place in places:
        yield link("AT", event, place)
    for each in about:
        yield link("ABOUT", event, each)
    for item in items:
        yield from evidence_links(event, item.ref[0], item.event.evidence, item.event.modality)


def _range(counts: Iterable[tuple[int, int] | None]) -> list[int] | None:
    """The lowest and the highest number reported."""
    known = [count for count in counts if count is not None]
    return [min(low for low, _ in known), max(high for _, high in known)] if known else None


def _title(
    mode: Mode, roles: Mapping[str, str], places: Sequence[str], about: Sequence[str], names: Mapping[str, str]
) -> str:
    """ "मुलाकात: सर्गेई लावरोव – किम जोंग उन, वॉनसान" """
    ranked = sorted((_role_rank(role), names[entity], entity) for entity, role in roles.items())
    shown = [name for _, name, _ in ranked[:NAMES_IN_TITLE]] + (["…"] if len(ranked) > NAMES_IN_TITLE else [])
    rest = [" – ".join(shown), *sorted(names[each] for each in about), *sorted(names[place] for place in places)]
    told = ", ".join(filter(None, rest))
    return f"{mode.hi}: {told}" if told else mode.hi


Pair = tuple[str, str, str]  # type, start, end of a shortcut


def shortcut_pairs(items: Sequence[EventItem]) -> set[Pair]:
    """The shortcuts that an event gives; none unless it is asserted. What holds both ways starts at the smaller id."""
    mode = event_mode(items)
    if mode.shortcut is None or event_modality(items) != "asserted":
        return set()
    if mode.shortcut == "FOUGHT":
        return {pair for item in items if item.event.modality == "asserted" for pair in _opponents(item)}
    actors, others = _sides(event_roles(items).items())
    if mode.mutual:
        return _joined(mode.shortcut, {*actors, *others}, {*actors, *others})
    if mode.shortcut == "VISITED":
        others = sorted({place for item in items for place in item.places})
        actors = [actor for actor in actors if actor.startswith("person:")]
    return {(mode.shortcut, actor, other) for actor in actors for other in others if actor != other}


def _sides(roles: Iterable[tuple[str, str]]) -> tuple[list[str], list[str]]:
    """Who acts, and with or towards whom."""
    told = sorted(roles)
    actors = [entity for entity, role in told if role == "actor"]
    return actors, [entity for entity, role in told if role in {"counterpart", "recipient"}]


def _opponents(item: EventItem) -> set[Pair]:
    """Those who fought one another by one telling: where it names an enemy, the actors stand side by side. Tellings are
    not joined for this, as each may group the sides in its own way."""
    actors, enemies = _sides(item.roles)
    return _joined("FOUGHT", set(actors), set(enemies or actors))


def _joined(shortcut: str, some: Set[str], others: Set[str]) -> set[Pair]:
    """A shortcut that holds both ways, between each of some and each of others."""
    pairs = {(min(a, b), max(a, b)) for a in some for b in others if a != b}
    return {(shortcut, a, b) for a, b in pairs if _joinable(shortcut, a, b)}


def _joinable(shortcut: str, a: str, b: str) -> bool:
    """People meet people; otherwise what holds both ways holds between two of a kind."""
    kinds = {a.partition(":")[0], b.partition(":")[0]}
    return kinds == {"person"} if shortcut == "MET" else len(kinds) == 1


def shortcut_link(pair: Pair, events: Mapping[str, str | None]) -> Relationship:
    """A shortcut from its events' dates by event id. `first` and `last` are such dates, null where no year is known."""
    dated = sorted(
        (span, when) for when in events.values() if when is not None and (span := bounds(when))[0] and span[1]
    )
    return link(*pair, events=sorted(events), first=dated[0][1] if dated else None, last=_last(dated), derived=True)


def _last(dated: Sequence[tuple[Any, str]]) -> str | None:
    return max(dated, key=lambda each: (each[0][1], each[0][0], each[1]))[1] if dated else None
