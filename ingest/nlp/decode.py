"""From scores to annotations: names by Viterbi over legal paths, heads by Chu-Liu/Edmonds, lemmas by edit scripts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from stanza.models.common.chuliu_edmonds import chuliu_edmonds_one_root

Floats = NDArray[np.float32]
FORBIDDEN = np.float32(-1e4)


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


def viterbi(scores: Floats, transitions: Floats, legal: NDArray[np.bool_]) -> list[int]:
    """The best legal path. scores: words × tags; tag 0 is O, and a sentence starts and ends as if beside O."""
    steps = np.where(legal, transitions, FORBIDDEN)
    best = np.where(legal[0], scores[0], FORBIDDEN)
    pointers = []
    for row in scores[1:]:
        reached = best[:, None] + steps
        pointers.append(reached.argmax(0))
        best = reached.max(0) + row
    path = [int(np.where(legal[:, 0], best, best + FORBIDDEN).argmax())]
    for pointer in reversed(pointers):
        path.append(int(pointer[path[-1]]))
    return path[::-1]


def spans(tags: Sequence[str], probabilities: Sequence[float]) -> list[Span]:
    """The entities of a legal BIOES path."""
    found, start = [], 0
    for i, tag in enumerate(tags):
        start = i if tag[0] in "BS" else start
        if tag[0] in "ES":
            found.append(Span(start, i + 1, tag[2:], sum(probabilities[start : i + 1]) / (i + 1 - start)))
    return found


def tree(scores: Floats) -> list[int]:
    """Heads, counted from 1, of the best tree with one root (0). scores: words × (1 + words) log probabilities."""
    with_root = np.vstack([np.zeros((1, scores.shape[1]), dtype=scores.dtype), scores])
    return [int(head) for head in chuliu_edmonds_one_root(with_root)[1:]]


def lemma(form: str, scripts: Iterable[tuple[str, str]]) -> str:
    """The form after the first suffix edit that fits it, or the form itself."""
    for old, new in scripts:
        if form.endswith(old) and (form != old or new):
            return form.removesuffix(old) + new
    return form
