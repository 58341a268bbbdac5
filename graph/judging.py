"""Making judgements: what a user says of ids becomes an entry of the log, or one clear line why it cannot.

Nothing here changes anything: `Writer.judge` puts what these functions give into the store.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sutradhar.errors import NotFoundError, SutradharError
from sutradhar.graph.fold import Fold
from sutradhar.graph.judgements import Anchor, Judgement, in_force, named
from sutradhar.graph.units import Profile, own_id

Mention = tuple[str, str]  # an id by which a local entity can be found again, its article


@dataclass(frozen=True)
class Side:
    """One of two entities that may be one: id, name, and the first sentence that names it, with its article's title."""

    id: str
    name: str
    articles: int
    sentence: str
    title: str
    published: str | None


@dataclass(frozen=True)
class Doubt:
    """Two entities that resolution left apart although something speaks for their being one."""

    one: Side
    other: Side
    score: float
    reasons: str


def found(fold: Fold, asked: str) -> str:
    """The present id of a person, place or organisation; `NotFoundError` when nothing has or had the id."""
    if asked.startswith("treaty:"):
        raise SutradharError(
            f"{asked} is a treaty: treaties are one by kind, parties and date; judge its parties instead"
        )
    id_ = fold.index.find(asked)
    if id_ is None:
        raise NotFoundError(f"nothing in the store has the id '{asked}'; `sutradhar query search -p text=…` shows ids")
    return id_


def merge(fold: Fold, one: str, other: str, who: str, when: str) -> Judgement:
    """The judgement that two entities are one. Raises `SutradharError` when they are already, or are of two kinds."""
    ids = (found(fold, one), found(fold, other))
    if ids[0] == ids[1]:
        raise SutradharError(f"{one} and {other} are one entity already, {ids[0]}: nothing was changed")
    _one_kind(ids)
    return _made(fold, "same", tuple(fold.index.anchors(id_) for id_ in ids), ids, who, when)


def keep_apart(fold: Fold, one: str, other: str, who: str, when: str) -> Judgement:
    """The judgement that two entities are not one; `SutradharError` when they are, or are of two kinds."""
    ids = (found(fold, one), found(fold, other))
    if ids[0] == ids[1]:
        raise SutradharError(f"{one} and {other} are one entity, {ids[0]}: take it apart with `sutradhar split`")
    _one_kind(ids)
    return _made(fold, "different", tuple(fold.index.anchors(id_) for id_ in ids), ids, who, when)


def split(fold: Fold, asked: str, places: Sequence[str], who: str, when: str) -> Judgement:
    """The judgement that takes an entity apart: what the given articles say of it goes off, else all its names part."""
    id_ = found(fold, asked)
    index = fold.index
    if not places:
        parts = index.apart_by_name(id_)
        if len(parts) < 2:
            raise SutradharError(
                f"{id_} has one name and nothing that tells its bearers apart: name the articles that speak of another, "
                f"`sutradhar split {id_} --articles …`"
            )
        return _made(fold, "different", tuple(parts), (id_,), who, when)
    articles = [_article(fold, place) for place in places]
    taken: list[Anchor] = []
    for kind, refs in sorted(index.by_name(id_).items()):
        there = {article for ref in refs for article in index.unit(ref).articles} & set(articles)
        if there:
            taken.append(Anchor(*kind, tuple(sorted(there))))
    silent = set(articles) - {article for anchor in taken for article in anchor.articles}
    if silent:
        raise SutradharError(f"{min(silent)} does not mention {id_}: nothing was changed")
    rest = index.anchors(id_, without=articles)
    if not rest:
        raise SutradharError(f"no other article mentions {id_}: nothing would be left to split it from")
    return _made(fold, "off", (tuple(taken), rest), (id_,), who, when)


def undo(log: Sequence[Judgement], asked: str | None, who: str, when: str) -> Judgement:
    """The judgement that takes one back: the one with this id, else the last that is in force."""
    held = in_force(log)
    if asked is None:
        if not held:
            raise SutradharError("there is no judgement to undo")
        judgement = held[-1]
    else:
        matching = [each for each in log if each.kind != "undo" and asked in {each.id, each.id.partition(":")[2]}]
        if not matching:
            raise NotFoundError(f"there is no judgement '{asked}': `sutradhar decisions` lists them")
        judgement = matching[0]
        if judgement not in held:
            raise SutradharError(f"{asked} is undone already: nothing was changed")
    return named(Judgement("", "undo", (), judgement.id, judgement.ids, judgement.names, who, when))


def _made(
    fold: Fold, kind: str, parts: tuple[tuple[Anchor, ...], ...], ids: tuple[str, ...], who: str, when: str
) -> Judgement:
    names = tuple(fold.name_of(id_) or "" for id_ in ids)
    return named(Judgement("", kind, parts, None, ids, names, who, when))  # type: ignore[arg-type]


def _one_kind(ids: tuple[str, str]) -> None:
    kinds = [id_.partition(":")[0] for id_ in ids]
    if kinds[0] != kinds[1]:
        raise SutradharError(f"{ids[0]} is a {kinds[0]} and {ids[1]} a {kinds[1]}: only two of a kind can be one")


def _article(fold: Fold, place: str) -> str:
    article = fold.article_at(place)
    if article is None:
        raise NotFoundError(f"no article has the id or uri '{place}': `sutradhar query articles` lists them")
    return article


# --- what came of it --------------------------------------------------------------------------------------------------


def mentions(fold: Fold, id_: str) -> list[Mention]:
    """Where an entity is spoken of, in a form that can be looked up again after a judgement."""
    return [(own_id(each.kind, each.seen), each.seen[1]) for each in _profiles(fold, id_)]


def entities_of(fold: Fold, places: Collection[Mention]) -> dict[str, int]:
    """The entities that stand at these mentions now, with how many of the articles speak of each."""
    at: dict[str, set[str]] = {}
    for own, article in places:
        if (id_ := fold.index.find_own(own)) is not None:
            at.setdefault(id_, set()).add(article)
    return {id_: len(articles) for id_, articles in sorted(at.items(), key=lambda each: (-len(each[1]), each[0]))}


def _profiles(fold: Fold, id_: str) -> Iterator[Profile]:
    for ref in fold.index.refs(id_):
        yield from fold.index.unit(ref).members.values()


# --- review -----------------------------------------------------------------------------------------------------------


def doubts(fold: Fold) -> list[Doubt]:
    """All pairs that somebody should look at, those that say most first; of two entities the pair of most score."""
    best: dict[tuple[str, str], tuple[float, str]] = {}
    for pair in fold.index.uncertain():
        one, other = sorted((fold.index.entity_of(pair.a), fold.index.entity_of(pair.b)))
        said = (pair.comparison.score, str(pair.comparison))
        best[one, other] = max(said, best.get((one, other), said))
    ranked = sorted(best.items(), key=lambda each: (-each[1][0], each[0]))
    return [Doubt(_side(fold, one), _side(fold, other), *said) for (one, other), said in ranked]


def _side(fold: Fold, id_: str) -> Side:
    profiles = sorted(_profiles(fold, id_), key=lambda each: each.seen)
    first = profiles[0]
    record = fold.record(first.seen[1])
    assert record is not None
    keys = {each.key for each in record.entities if (each.label, each.identity) == first.kind}
    mentioned = min((each.sentence for each in record.mentions if each.entity in keys), default=None)
    sentence = next((each.text for each in record.sentences if each.index == mentioned), "")
    articles = len({each.seen[1] for each in profiles})
    return Side(id_, fold.name_of(id_) or "", articles, sentence, record.article.title, record.article.published)
