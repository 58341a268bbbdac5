"""What is extracted, as lines that a reader judges; the judgements are kept.

`judged/NAME-events.tsv` holds a verdict on each line about the single sentences of general text in `judged/NAME.tsv`
(`il-ner`, `hdtb`), or about the articles of the gold (`dev`). `python tests/quality/judging.py NAME` adds the lines that
have no verdict yet, with "?", and drops those that are no longer said.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from sutradhar.graph.model import ArticleRecord, LocalEvent
from sutradhar.ingest.document import Document
from sutradhar.ingest.parse import ArticleParser

HERE = Path(__file__).parent
JUDGED = HERE / "judged"
HEAD = ("sentence", "kind", "item", "verdict", "cause")
Item = tuple[str, str, str]  # number of the sentence or name of the article, kind, what is said


@dataclass(frozen=True)
class Verdict:
    """`right` or `wrong`, or `?` while nobody has looked; `cause` says why something is wrong."""

    verdict: str
    cause: str


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a file in `judged/`."""
    lines = (JUDGED / name).read_text("utf-8").splitlines()
    return list(
        csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE)
    )


def documents(name: str) -> list[Document]:
    """The sentences of a sample, each an article of its own without a date, or the articles of a gold."""
    if not (HERE / "gold" / f"{name}.yaml").exists():
        return [Document(row["number"], row["text"], row["text"]) for row in rows(f"{name}.tsv")]
    articles = yaml.safe_load((HERE / "gold" / f"{name}.yaml").read_text("utf-8"))["articles"]
    texts = [(number, each["published"], HERE / "texts" / each["file"]) for number, each in articles.items()]
    return [Document(number, path.read_text("utf-8"), "", published=date) for number, date, path in texts]


@cache
def records(name: str) -> dict[str, ArticleRecord]:
    """The records of a sample or gold, by number."""
    found = documents(name)
    return {each.uri: record for each, record in zip(found, ArticleParser().parse(found), strict=True)}


def told(event: LocalEvent) -> str:
    """An event as its line begins."""
    return f"{event.mode} ({event.modality}) {', '.join(each.trigger for each in event.evidence)}"


def items(name: str) -> Iterator[Item]:
    """Everything said of events, roles, times, treaties and claims, in a fixed order."""
    for number, record in records(name).items():
        names = {entity.key: entity.name for entity in record.entities}
        for event in record.events:
            what = names[event.key] = told(event)
            yield number, "event", what
            for participant in event.participants:
                yield number, "role", f"{what} · {participant.role}: {names[participant.entity]}"
            for place in event.places:
                yield number, "place", f"{what} · {names[place]}"
            for about in event.about:
                yield number, "about", f"{what} · {names[about]}"
            if event.date:
                yield number, "time", f"{what} · {event.date}"
            for kind, count in (("killed", event.killed), ("injured", event.injured)):
                if count:
                    yield number, kind, f"{what} · {count[0]}–{count[1]}"
        for treaty in record.treaties:
            what = f"{names[treaty.entity]} ({treaty.kind}, {treaty.status})"
            said = [("party", treaty.parties), ("signatory", treaty.signatories), ("signed at", treaty.signed_at)]
            yield number, "treaty", what
            for role, keys in said:
                yield from ((number, "role", f"{what} · {role}: {names[key]}") for key in keys)
            if treaty.signed_on:
                yield number, "time", f"{what} · {treaty.signed_on}"
        for claim in record.claims:
            who = ", ".join(names[key] for key in claim.speakers) or "–"
            by = f" by {', '.join(names[key] for key in claim.reporters)}" if claim.reporters else ""
            yield number, "claim", f"{who}{by}: {claim.verb} ({claim.modality}): {' '.join(claim.text.split())}"


def verdicts(name: str) -> dict[Item, Verdict]:
    return {
        (row["sentence"], row["kind"], row["item"]): Verdict(row["verdict"], row["cause"] or "")
        for row in rows(f"{name}-events.tsv")
    }


def calibration(names: Sequence[str]) -> dict[float, tuple[float, int]]:
    """For each confidence, which share of the events is right with all its roles and places, and of how many."""
    right: dict[float, list[bool]] = defaultdict(list)
    for name in names:
        known = verdicts(name)
        for number, record in records(name).items():
            for event in record.events:
                lines = [
                    verdict.verdict
                    for (sentence, kind, item), verdict in known.items()
                    if sentence == number and item.split(" · ")[0] == told(event) and kind in {"event", "role", "place"}
                ]
                right[event.confidence].append(bool(lines) and set(lines) == {"right"})
    return {confidence: (sum(each) / len(each), len(each)) for confidence, each in sorted(right.items())}


def update(name: str) -> None:
    """Write the file anew: the lines of today, with the verdicts that there are."""
    path = JUDGED / f"{name}-events.tsv"
    known = verdicts(name) if path.exists() else {}
    lines = ["\t".join(HEAD)]
    for item in items(name):
        found = known.get(item, Verdict("?", ""))
        lines.append("\t".join((*item, found.verdict, found.cause)))
    path.write_text("\n".join(lines) + "\n", "utf-8")


def main() -> None:
    """Bring the files up to date and print the shares of right lines."""
    samples = sys.argv[1:] or ["dev", "hdtb", "il-ner"]
    print("| lines | right | of | share |\n| --- | ---: | ---: | ---: |")
    for name in samples:
        update(name)
        right: dict[str, list[bool]] = defaultdict(list)
        for (_, kind, _), verdict in verdicts(name).items():
            for group in ("all", kind):
                right[group].append(verdict.verdict == "right")
        for kind, each in right.items():
            print(f"| {name}: {kind} | {sum(each)} | {len(each)} | {sum(each) / len(each):.2f} |")
    print("\n| confidence | right | of |\n| ---: | ---: | ---: |")
    for confidence, (share, count) in calibration(samples).items():
        print(f"| {confidence} | {share:.2f} | {count} |")


if __name__ == "__main__":
    main()
