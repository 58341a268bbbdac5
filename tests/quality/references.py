"""What pronouns, bare titles and “दोनों …” of the dev articles were found to stand for, as lines that a reader judges.

`judged/references.tsv` keeps the verdicts. `python tests/quality/references.py` adds the lines that have none, with "?".
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import judging

from sutradhar.ingest.arguments import ArgumentFinder
from sutradhar.ingest.document import Document
from sutradhar.ingest.entities import EntityBuilder
from sutradhar.ingest.gazetteer import Gazetteer
from sutradhar.ingest.mentions import MentionFinder
from sutradhar.ingest.nlp.pipeline import Analyser
from sutradhar.ingest.tree import trees

HERE = Path(__file__).parent
FILE = judging.JUDGED / "references.tsv"
HEAD = ("article", "sentence", "word", "stands for", "verdict")
KINDS = ("pronoun", "title", "pair", "collective")
Item = tuple[str, str, str, str]  # article, sentence number, word (its place in the sentence), what it stands for


@cache
def texts() -> dict[str, str]:
    return {path.stem: path.read_text("utf-8") for path in sorted((HERE / "texts").glob("*.txt"))}


def items() -> Iterator[Item]:
    """Every reference by other than a name, in text order."""
    gazetteer = Gazetteer.load()
    finder = MentionFinder(gazetteer)
    for (name, text), analysed in zip(texts().items(), Analyser.load().analyse(list(texts().values())), strict=True):
        sentences = trees(analysed)
        table = EntityBuilder(Document(name, text, ""), sentences, finder.find(sentences), gazetteer).build()
        arguments = ArgumentFinder(sentences, table)
        for tree in sentences:
            for argument in arguments.of(tree):
                if argument.kind in KINDS:
                    names = ", ".join(table.entities[key].name for key in argument.entities)
                    yield (
                        name,
                        str(tree.index),
                        f"{tree.forms[argument.head]} ({argument.kind}, {argument.head})",
                        names,
                    )


def verdicts() -> dict[Item, str]:
    rows = judging.rows(FILE.name)
    return {(row["article"], row["sentence"], row["word"], row["stands for"]): row["verdict"] for row in rows}


def update() -> None:
    known = verdicts() if FILE.exists() else {}
    lines = ["\t".join(HEAD), *("\t".join((*item, known.get(item, "?"))) for item in items())]
    FILE.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    update()
