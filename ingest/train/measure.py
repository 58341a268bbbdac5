"""How good and how fast a language model is on given files: names, parts of speech, lemmas, trees."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from sutradhar.ingest.nlp.decode import spans
from sutradhar.ingest.nlp.model import Annotation
from sutradhar.ingest.train.corpora import NameSentence, TreeSentence, read_names, read_trees, to_bioes

NAMES = ("NEP", "NEL", "NEO")
ALL, MAIN = "all", "NEP+NEL+NEO"
Annotate = Callable[[Sequence[Sequence[str]]], list[Annotation]]


@dataclass(frozen=True)
class NameScore:
    """Precision, recall and F1 in percent, over exact spans of exact type; `spans` in the gold."""

    precision: float
    recall: float
    f1: float
    spans: int


@dataclass
class Measurement:
    """What a model reaches. `accuracy` in percent: UPOS, lemma, UAS, LAS on given words, label subtypes ignored."""

    model: str
    names: dict[str, NameScore] = field(default_factory=dict)
    accuracy: dict[str, float] = field(default_factory=dict)
    words: int = 0
    words_per_second: float = 0.0
    peak_mib: float = 0.0


def measure(model: str, annotate: Annotate, names: Path | None, trees: Path | None) -> Measurement:
    """Measure an annotator on a two-column file of names and a CoNLL-U file, either of which may be missing."""
    result = Measurement(model)
    name_sentences = read_names(names) if names else []
    tree_sentences = read_trees(trees) if trees else []
    sentences = [each.words for each in name_sentences] + [each.words for each in tree_sentences]
    annotate(sentences[:8])  # the first call prepares much
    start = perf_counter()
    found = annotate(sentences)
    seconds = perf_counter() - start
    result.words = sum(map(len, sentences))
    result.words_per_second = round(result.words / max(seconds, 1e-9))
    result.peak_mib = peak_mib()
    if name_sentences:
        result.names = score_names(name_sentences, found[: len(name_sentences)])
    if tree_sentences:
        result.accuracy = score_trees(tree_sentences, found[len(name_sentences) :])
    return result


def score_names(gold: Sequence[NameSentence], found: Sequence[Annotation]) -> dict[str, NameScore]:
    """Scores of all names, of persons, places and organisations together, and of each type."""
    right: Counter[str] = Counter()
    proposed: Counter[str] = Counter()
    expected: Counter[str] = Counter()
    for sentence, annotation in zip(gold, found, strict=True):
        tags = to_bioes(sentence.tags)
        wanted = {each[:3] for each in spans(tags, [1.0] * len(tags))}
        given = {each[:3] for each in annotation.entities}
        for counter, items in ((right, wanted & given), (proposed, given), (expected, wanted)):
            counter.update(kind for _, _, kind in items)
    groups = {ALL: tuple(expected | proposed), MAIN: NAMES} | {kind: (kind,) for kind in sorted(expected)}
    return {
        name: _score(*(sum(counter[kind] for kind in kinds) for counter in (right, proposed, expected)))
        for name, kinds in groups.items()
    }


def _score(right: int, proposed: int, expected: int) -> NameScore:
    precision, recall = right / max(1, proposed), right / max(1, expected)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return NameScore(round(100 * precision, 1), round(100 * recall, 1), round(100 * f1, 1), expected)


def score_trees(gold: Sequence[TreeSentence], found: Sequence[Annotation]) -> dict[str, float]:
    """Accuracies in percent."""
    right = dict.fromkeys(("UPOS", "lemma", "UAS", "LAS"), 0)
    words = 0
    for sentence, annotation in zip(gold, found, strict=True):
        for i in range(len(sentence.words)):
            head = sentence.heads[i] == annotation.head[i]
            label = sentence.labels[i].split(":")[0] == annotation.deprel[i].split(":")[0]
            words += 1
            right["UPOS"] += sentence.upos[i] == annotation.upos[i]
            right["lemma"] += sentence.lemmas[i] == annotation.lemma[i]
            right["UAS"] += head
            right["LAS"] += head and label
    return {name: round(100 * count / max(1, words), 2) for name, count in right.items()}


def peak_mib() -> float:
    """The most memory this process has had so far, in MiB; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:  # Windows
        return 0.0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1024**2 if sys.platform == "darwin" else 1024), 1)
