"""Judgements: what a person has said about which entities are one, as a log that is replayed and never rewritten.

A judgement names its entities by anchors that hold in any store and any order of articles: a gazetteer's id, or a name
key with articles in which that entity stands under it. `Constraints` turns the log into what resolution must and must
not join; of judgements that contradict each other the later one holds.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from sutradhar.errors import SutradharError
from sutradhar.graph.units import Kind

Node = tuple[str, str]  # a unit's ref, or a name with "=" for all that are known by it only


@dataclass(frozen=True)
class Anchor:
    """An entity under one of its names. Without `articles`: wherever the name stands."""

    label: str
    identity: str
    articles: tuple[str, ...] = ()

    @property
    def kind(self) -> Kind:
        return self.label, self.identity


@dataclass(frozen=True)
class Judgement:
    """An entry of the log.

    `same`: all that the parts name is one entity. `different`: no two parts are. `off`: what the first part's articles
    say of it belongs to an entity of its own. `undo`: the judgement `undoes` holds no longer. `ids` and `names` are
    what the entities were called when it was made, for people to read; `who` and `when` (UTC) say who made it.
    """

    id: str
    kind: Literal["same", "different", "off", "undo"]
    parts: tuple[tuple[Anchor, ...], ...]
    undoes: str | None
    ids: tuple[str, ...]
    names: tuple[str, ...]
    who: str
    when: str


_JUDGEMENT = TypeAdapter(Judgement)


def named(judgement: Judgement) -> Judgement:
    """The judgement with its id, a digest of all the rest."""
    text = to_json(replace(judgement, id=""))
    return replace(judgement, id=f"judgement:{hashlib.sha256(text.encode('utf-8')).hexdigest()[:12]}")


def to_json(judgement: Judgement) -> str:
    """A judgement as one line of JSON with sorted keys."""
    data = _JUDGEMENT.dump_python(judgement, mode="json")
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(text: str, where: str) -> Judgement:
    """The judgement that `to_json` wrote; `SutradharError` names `where` for any other text."""
    try:
        judgement = _JUDGEMENT.validate_json(text)
    except ValidationError as error:
        problem = error.errors()[0]
        place = ".".join(map(str, problem["loc"]))
        raise SutradharError(f"{where} is no judgement ({place}: {problem['msg']}): nothing was changed") from error
    if named(judgement).id != judgement.id:
        raise SutradharError(f"{where} was changed after it was exported (its id does not fit): nothing was changed")
    return judgement


def in_force(log: Iterable[Judgement]) -> list[Judgement]:
    """What holds of a log, in its order: all that is no undoing and is not undone."""
    entries = list(log)
    undone = {each.undoes for each in entries if each.kind == "undo"}
    return [each for each in entries if each.kind != "undo" and each.id not in undone]


def marks(judgements: Iterable[Judgement]) -> dict[tuple[Kind, str], str]:
    """The judgement that splits off what an article says under a name, by kind and article; the latest counts."""
    return {
        (anchor.kind, article): each.id
        for each in judgements
        if each.kind == "off"
        for anchor in each.parts[0]
        for article in anchor.articles
    }


@dataclass(frozen=True)
class Constraints:
    """Which nodes are one by judgement (equal values of `one`), and which are not."""

    one: dict[Node, str]
    apart: dict[Node, set[Node]]


def constraints(judgements: Sequence[Judgement], nodes: Callable[[Anchor], Iterable[Node]]) -> Constraints:
    """What judgements in force come to, for the nodes that their anchors stand for now; the latest first."""
    cluster: dict[Node, set[Node]] = {}
    apart: dict[Node, set[Node]] = defaultdict(set)

    def members(node: Node) -> set[Node]:
        return cluster.setdefault(node, {node})

    def join(a: Node, b: Node) -> None:
        one, other = members(a), members(b)
        if one is other or any(apart[x] & other for x in one if x in apart):
            return
        one |= other
        for each in other:
            cluster[each] = one

    def divide(a: Node, b: Node) -> None:
        if members(a) is not members(b):
            apart[a].add(b)
            apart[b].add(a)

    for each in reversed(judgements):
        parts = [sorted({node for anchor in part for node in nodes(anchor)}) for part in each.parts]
        if each.kind == "same":
            everything = [node for part in parts for node in part]
            for node in everything[1:]:
                join(everything[0], node)
            continue
        for at, part in enumerate(parts):
            if each.kind == "off" and at == 0:
                for node in part[1:]:
                    join(part[0], node)
            for other in parts[at + 1 :]:
                for a in part:
                    for b in other:
                        divide(a, b)
    one = {node: "\t".join(min(group)) for node, group in cluster.items() if len(group) > 1}
    return Constraints(one, {node: others for node, others in apart.items() if others})


def kinds_of(judgement: Judgement) -> set[Kind]:
    """The names a judgement speaks of."""
    return {anchor.kind for part in judgement.parts for anchor in part}


def by_kind(judgements: Iterable[Judgement]) -> Mapping[Kind, list[Judgement]]:
    """Judgements in force by the names they speak of."""
    found: defaultdict[Kind, list[Judgement]] = defaultdict(list)
    for each in judgements:
        for kind in kinds_of(each):
            found[kind].append(each)
    return found
