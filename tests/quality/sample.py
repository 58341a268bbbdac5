"""Draw the sentences of general text that are read and judged: `python tests/quality/sample.py IL-NER-DEV HDTB-CONLLU...`.

Writes `judged/il-ner.tsv` (200 of IL-NER dev; the first 150 also have their names marked) and `judged/hdtb.tsv` (200 of
the newspaper sentences of HDTB that no training reads, the last tenth of each file). The seed is fixed, so the same
files come out.
"""

from __future__ import annotations

import random
import re
import sys
from pathlib import Path

from sutradhar.ingest.train.corpora import held_out, read_trees

HERE = Path(__file__).parent / "judged"
COUNT, SEED = 200, 2026
IL_NER = "IL-NER Hindi dev (IIIT Hyderabad, C-DAC Noida, IIIT Bhubaneswar), CC BY 4.0; spaces before marks closed"
HDTB = "UD Hindi HDTB v1, CC BY-NC-SA 4.0; spaces before marks closed"


def il_ner(path: Path) -> list[str]:
    """Sentences of a two-column file as text."""
    blocks = re.split(r"\n\s*\n", path.read_text("utf-8"))
    words = [[line.split("\t")[0].strip() for line in block.splitlines() if line.strip()] for block in blocks]
    return [closed(" ".join(each)) for each in words if each]


def closed(text: str) -> str:
    """Text without the spaces that tokenising put around marks."""
    text = re.sub(r" +([।,;:?!)\]%])", r"\1", " ".join(text.split()))
    return re.sub(r"([(\[]) +", r"\1", text)


def hdtb(paths: list[Path]) -> list[str]:
    """The last tenth of each treebank file, as text."""
    _, held = held_out([read_trees(path) for path in paths], 0.1)
    return [closed(" ".join(tree.words)) for tree in held]


def write(name: str, source: str, sentences: list[str]) -> None:
    """A file of the drawn sentences, numbered from 1."""
    drawn = random.Random(SEED).sample(sentences, COUNT)
    rows = [f"{number}\t{text}" for number, text in enumerate(drawn, 1)]
    head = f"# {COUNT} sentences drawn by tests/quality/sample.py\n# source: {source}\nnumber\ttext\n"
    (HERE / name).write_text(head + "\n".join(rows) + "\n", "utf-8")


if __name__ == "__main__":
    write("il-ner.tsv", IL_NER, il_ner(Path(sys.argv[1])))
    write("hdtb.tsv", HDTB, hdtb([Path(each) for each in sys.argv[2:]]))
