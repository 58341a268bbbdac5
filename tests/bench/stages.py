"""Where the time of ingest goes: the language model, what reads its trees, and what makes a graph of it.

Processor time of one thread on the seed and dev articles, the best of several rounds. `--profile` lists the functions
behind the model that take longest.

Usage: python tests/bench/stages.py [--rounds N] [--profile]
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import process_time

os.environ["OMP_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = "1"  # read when torch is imported

from sutradhar.graph.stores import open_store
from sutradhar.graph.writer import Writer
from sutradhar.ingest.document import Document
from sutradhar.ingest.nlp.pipeline import Analyser
from sutradhar.ingest.parse import ArticleParser

ROOT = Path(__file__).parents[2]
TEXTS = sorted([*ROOT.glob("seeds/*.txt"), *ROOT.glob("tests/quality/texts/*.txt")])


def documents() -> list[Document]:
    return [Document(path.as_uri(), path.read_text("utf-8"), "", published="2026-03-12") for path in TEXTS]


def seconds(work: Callable[[], object]) -> float:
    start = process_time()
    work()
    return process_time() - start


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--profile", action="store_true")
    arguments = options.parse_args()
    articles, analyser, parser = documents(), Analyser.load(), ArticleParser()
    texts = [article.text for article in articles]
    records = parser.parse(articles)  # the first round prepares much
    words = sum(document.num_words for document in analyser.analyse(texts))
    model = min(seconds(lambda: analyser.analyse(texts)) for _ in range(arguments.rounds))
    whole = min(seconds(lambda: parser.parse(articles)) for _ in range(arguments.rounds))
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "bench.kglite", create=True) as store:
        writer = Writer(store)
        writing = seconds(lambda: [writer.write(record) for record in records])
    print(f"{len(articles)} articles, {words} words, one thread")
    print("| stage | seconds | of the model's time |\n| --- | ---: | ---: |")
    for name, taken in (
        ("language model", model),
        ("names to claims", whole - model),
        ("resolution and store", writing),
    ):
        print(f"| {name} | {taken:.2f} | {taken / model:.2f} |")
    if arguments.profile:
        profile = cProfile.Profile()
        profile.runcall(parser.parse, articles)
        pstats.Stats(profile).sort_stats("tottime").print_stats("sutradhar/ingest/[a-z]*.py", 15)


if __name__ == "__main__":
    main()
