"""Names in 150 sentences of IL-NER dev as a reader marked them, against what is found with and without the rules.

`python tests/quality/names.py` prints precision, recall and F1 as a table, and with `-v` what differs.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

import judging

from sutradhar.graph.model import Mention
from sutradhar.ingest.nlp.pipeline import Analyser

NAME = "il-ner"
LABELS = {"NEP": "Person", "NEL": "Place", "NEO": "Organization"}
Span = tuple[str, str, int, int]  # sentence number, label, start and end in the sentence


class Score(NamedTuple):
    """Shares of exact spans of the right type; `loose`: F1 where spans of one type need only overlap."""

    precision: float
    recall: float
    f1: float
    loose: float


@cache
def marked() -> frozenset[Span]:
    """The reader's names."""
    texts = {each.uri: each.text for each in judging.documents(NAME)}
    found = set()
    for row in judging.rows(f"{NAME}-names.tsv"):
        text, start = texts[row["sentence"]], -1
        for _ in range(int(row["occurrence"])):
            start = text.index(row["name"], start + 1)
        found.add((row["sentence"], row["type"], start, start + len(row["name"])))
    return frozenset(found)


def read_through() -> frozenset[str]:
    """The numbers of the sentences in which names were marked: the first 150."""
    return frozenset(map(str, range(1, 151)))


def mentions() -> Iterator[tuple[Span, Mention]]:
    """Names as they go into the graph; adjectives of countries (रूसी) are no names to the reader."""
    for number, record in judging.records(NAME).items():
        labels: dict[str, str] = {entity.key: entity.label for entity in record.entities}
        for each in record.mentions if number in read_through() else ():
            if each.method != "demonym" and labels[each.entity] in LABELS.values():
                yield (number, labels[each.entity], each.start, each.end), each


def with_rules() -> set[Span]:
    return {span for span, _ in mentions()}


def by_method() -> dict[str, tuple[int, float, float]]:
    """For each way of finding: how many names, their mean score, the share of right ones."""
    found: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for span, mention in mentions():
        found[mention.method].append((mention.score, span in marked()))
    return {
        method: (len(each), sum(score for score, _ in each) / len(each), sum(right for _, right in each) / len(each))
        for method, each in found.items()
    }


def without_rules() -> set[Span]:
    """The names of the language model alone."""
    documents = [each for each in judging.documents(NAME) if each.uri in read_through()]
    analysed: list[Any] = Analyser.load().analyse([each.text for each in documents])
    return {
        (document.uri, LABELS[entity.type], entity.start_char, entity.end_char)
        for document, each in zip(documents, analysed, strict=True)
        for entity in each.ents
        if entity.type in LABELS
    }


def score(found: Iterable[Span], label: str | None = None) -> Score:
    """What is found against what is marked, of one type or of all."""
    ours = {span for span in found if label in (None, span[1])}
    theirs = {span for span in marked() if label in (None, span[1])}
    right = len(ours & theirs)
    near = (
        sum(any(_overlap(a, b) for b in theirs) for a in ours),
        sum(any(_overlap(a, b) for b in ours) for a in theirs),
    )
    precision, recall = right / max(1, len(ours)), right / max(1, len(theirs))
    return Score(
        precision, recall, _f1(precision, recall), _f1(near[0] / max(1, len(ours)), near[1] / max(1, len(theirs)))
    )


def _overlap(a: Span, b: Span) -> bool:
    return a[:2] == b[:2] and a[2] < b[3] and b[2] < a[3]


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / max(1e-9, precision + recall)


def main() -> None:
    ways = {"with the rules": with_rules(), "the model alone": without_rules()}
    count = Counter(span[1] for span in marked())
    print("| | names | " + " | ".join(f"{way}: P / R / F1 / overlapping F1" for way in ways) + " |")
    print("| --- | ---: |" + " ---: |" * len(ways))
    for label in (None, *sorted(set(LABELS.values()))):
        cells = [" / ".join(f"{value:.2f}" for value in score(found, label)) for found in ways.values()]
        print(f"| {label or 'all'} | {count[label] if label else len(marked())} | {' | '.join(cells)} |")
    print("\n| method | names | mean score | right |\n| --- | ---: | ---: | ---: |")
    for method, (size, mean, right) in by_method().items():
        print(f"| {method} | {size} | {mean:.2f} | {right:.2f} |")
    if "-v" in sys.argv:
        texts = {each.uri: each.text for each in judging.documents(NAME)}
        for way, found in ways.items():
            for sign, spans in (("missed", marked() - found), ("wrong", found - marked())):
                for number, label, start, end in sorted(spans, key=lambda span: (int(span[0]), span[2])):
                    before, name, behind = texts[number][:start], texts[number][start:end], texts[number][end:]
                    print(f"{way}: {sign} {number} {label}: {before[-25:]}[{name}]{behind[:20]}")


if __name__ == "__main__":
    main()
