"""The Hindi Dependency Treebank's first release, in the labels of UD v1, as UD v2."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

RENAMED = {
    "dobj": "obj",
    "nsubjpass": "nsubj:pass",
    "csubjpass": "csubj:pass",
    "auxpass": "aux:pass",
    "neg": "advmod",
    "mwe": "fixed",
    "name": "flat",
    "remnant": "orphan",
    "foreign": "flat:foreign",
}
ONLY_IN_VERSION_1 = frozenset({"dobj", "nsubjpass", "auxpass", "neg", "mwe"})
PREDICATES = frozenset({"VERB", "AUX", "ADV", "ADJ"})
FARTHEST_COMMA = 40  # words between a comma and the conjunct it belongs to


@dataclass(frozen=True)
class Row:
    """A word of a treebank; `head` counts from 1, 0 is the root."""

    id: int
    form: str
    lemma: str
    upos: str
    head: int
    label: str


def is_version_1(sentences: Iterable[Sequence[Row]]) -> bool:
    return any(row.label in ONLY_IN_VERSION_1 for rows in sentences for row in rows)


def to_version_2(rows: Sequence[Row]) -> list[Row]:
    """Labels renamed, `nmod` of predicates made `obl`, copulas made AUX, conjunctions hung on the conjunct behind."""
    by_id = {row.id: row for row in rows}
    copular = {row.head for row in rows if row.label == "cop"}
    conjuncts: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        if row.label == "conj":
            conjuncts[row.head].append(row.id)
    return [_converted(row, rows, by_id, copular, conjuncts) for row in rows]


def _converted(
    row: Row,
    rows: Sequence[Row],
    by_id: Mapping[int, Row],
    copular: set[int],
    conjuncts: Mapping[int, list[int]],
) -> Row:
    upos = "CCONJ" if row.upos == "CONJ" else row.upos
    label, head = RENAMED.get(row.label, row.label), row.head
    if label == "nmod" and head in by_id and _is_oblique(row, by_id[head], rows, copular):
        label = "obl"
    if label == "cop" and upos == "VERB":
        upos = "AUX"
    following = [each for each in conjuncts.get(head, ()) if each > row.id > head]
    is_comma = label == "punct" and row.form in (",", "،", ";")
    if following and (label == "cc" or (is_comma and min(following) - row.id < FARTHEST_COMMA)):
        head = min(following)
    return replace(row, upos=upos, label=label, head=head)


def _is_oblique(row: Row, head: Row, rows: Sequence[Row], copular: set[int]) -> bool:
    """Whether a v1 `nmod` modifies a predicate; a genitive does so only where the predicate is a verb."""
    markers = [each.lemma for each in rows if each.head == row.id and each.label == "case"]
    genitive = bool(markers) and markers[-1] == "का"
    predicate = head.upos in PREDICATES or head.id in copular
    return predicate and not (genitive and head.upos not in ("VERB", "AUX"))


def is_tree(rows: Sequence[Row]) -> bool:
    """One root, no cycle, no head outside the sentence."""
    heads = {row.id: row.head for row in rows}
    if sum(head == 0 for head in heads.values()) != 1 or any(head and head not in heads for head in heads.values()):
        return False
    for start in heads:
        seen, node = set(), start
        while node:
            if node in seen:
                return False
            seen.add(node)
            node = heads[node]
    return True
