"""From scores to annotations: names by Viterbi over legal paths, heads by Chu-Liu/Edmonds, lemmas by edit scripts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
FORBIDDEN = np.float32(-1e4)
SECOND_ROOT = 1e6  # what an arc from the root costs in the search, far more than the scores of any sentence


class Span(NamedTuple):
    """A named entity: words start..end (end excluded), IL-NER type, mean emission probability of its tags (0 to 1)."""

    start: int
    end: int
    type: str
    score: float


def legal_transitions(tags: Sequence[str]) -> NDArray[np.bool_]:
    """tags × tags: which BIOES tag (column) may follow which (row)."""
    return np.array([[_may_follow(after, before) for after in tags] for before in tags])


def _may_follow(after: str, before: str) -> bool:
    if before[0] in "BI":
        return after[0] in "IE" and after[2:] == before[2:]
    return after[0] in "OBS"


def viterbi(emissions: Sequence[Floats], transitions: Floats, legal: NDArray[np.bool_]) -> list[NDArray[np.intp]]:
    """The best legal path of each sentence. Emissions: words × tags; tag 0 is O, and a sentence starts and ends as if
    beside O. All sentences go forward together, word by word."""
    if not emissions:
        return []
    lengths = np.array([len(each) for each in emissions])
    order = np.argsort(-lengths, kind="stable")
    scores = np.zeros((lengths.max(), len(emissions), len(legal)), dtype=np.float32)
    for column, sentence in enumerate(order):
        scores[: lengths[sentence], column] = emissions[sentence]
    steps = np.where(legal, transitions, FORBIDDEN)
    best = np.where(legal[0], scores[0], FORBIDDEN)
    pointers = np.zeros(scores.shape, dtype=np.intp)
    for i in range(1, len(scores)):
        going = int((lengths > i).sum())  # the longest come first
        reached = best[:going, :, None] + steps
        pointers[i, :going] = reached.argmax(1)
        best[:going] = reached.max(1) + scores[i, :going]
    ends = np.where(legal[:, 0], best, best + FORBIDDEN).argmax(1)
    paths: list[NDArray[np.intp]] = [np.empty(0, dtype=np.intp)] * len(emissions)
    for column, sentence in enumerate(order):
        path = np.empty(lengths[sentence], dtype=np.intp)
        path[-1] = ends[column]
        for i in range(len(path) - 1, 0, -1):
            path[i - 1] = pointers[i, column, path[i]]
        paths[sentence] = path
    return paths


def spans(tags: Sequence[str], probabilities: Sequence[float]) -> list[Span]:
    """The entities of a legal BIOES path."""
    found, start = [], 0
    for i, tag in enumerate(tags):
        start = i if tag[0] in "BS" else start
        if tag[0] in "ES":
            found.append(Span(start, i + 1, tag[2:], sum(probabilities[start : i + 1]) / (i + 1 - start)))
    return found


def tree(scores: Floats) -> list[int]:
    """Heads, counted from 1, of the best tree with one root (0). scores: words × (1 + words), dependent by head.

    Mostly each word's best head makes a tree. Else Chu-Liu/Edmonds, with arcs from the root made so dear that the best
    tree has one of them (Stanojević & Cohen 2021, "A Root of a Problem").
    """
    n = len(scores)
    matrix = np.full((n + 1, n + 1), -np.inf)
    matrix[1:] = scores
    np.fill_diagonal(matrix, -np.inf)
    heads = matrix.argmax(1)
    heads[0] = 0
    if (heads[1:] == 0).sum() == 1 and not _cycle(heads.tolist()):
        return [int(head) for head in heads[1:]]
    matrix[1:, 0] -= SECOND_ROOT
    return [int(head) for head in _arborescence(matrix)[1:]]


def _cycle(heads: Sequence[int]) -> list[int]:
    """The nodes of one cycle, or none. heads[0] is the root's, and ignored."""
    state = [0] * len(heads)  # number of the walk that came by
    state[0] = -1
    for start in range(1, len(heads)):
        node = start
        while not state[node]:
            state[node] = start
            node = heads[node]
        if state[node] == start:
            cycle, stop = [node], node
            while (node := heads[node]) != stop:
                cycle.append(node)
            return cycle
    return []


def _arborescence(scores: NDArray[np.float64]) -> NDArray[np.intp]:
    """Heads of the best spanning arborescence from node 0 (Edmonds 1967). scores: dependent × head; row 0 unused."""
    heads: NDArray[np.intp] = scores.argmax(1)
    heads[0] = 0
    cycle = _cycle(heads.tolist())
    if not cycle:
        return heads
    inside = np.array(sorted(cycle))
    outside = np.setdiff1d(np.arange(len(scores)), inside)
    gain = scores[inside] - scores[inside, heads[inside]][:, None]  # what another head for a node of the cycle costs
    entry = inside[gain[:, outside].argmax(0)]  # for each head outside, the node at which it best breaks the cycle
    exit_ = inside[scores[np.ix_(outside, inside)].argmax(1)]  # for each node outside, its best head in the cycle
    last = len(outside)  # the cycle's number once it is one node
    smaller = np.full((last + 1, last + 1), -np.inf)
    smaller[:last, :last] = scores[np.ix_(outside, outside)]
    smaller[:last, last] = scores[outside, exit_]
    smaller[last, :last] = gain[:, outside].max(0)
    chosen = _arborescence(smaller)
    for node, head in zip(range(1, last), chosen[1:last], strict=True):
        heads[outside[node]] = exit_[node] if head == last else outside[head]
    breaker = chosen[last]
    heads[entry[breaker]] = outside[breaker]
    return heads


def lemma(form: str, scripts: Iterable[tuple[str, str]]) -> str:
    """The form after the first suffix edit that fits it, or the form itself."""
    for old, new in scripts:
        if form.endswith(old) and (form != old or new):
            return form.removesuffix(old) + new
    return form
