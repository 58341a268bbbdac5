"""Speed and memory of the language analysis on the seed articles, repeated.

Compares in one run the one-pass analyser (together, article by article, in two processes) with the same encoder used in
the manner of a stock Stanza pipeline: a pass for each task, document by document, in the batch sizes of Stanza's own
tagger, parser and name finder, and with the encoder's matrix products alone. One thread a process, each measure in
fresh processes. `ATEN_CPU_CAPABILITY=avx2 ONEDNN_MAX_CPU_ISA=AVX2` before it measures a processor without newer units.

Usage: python tests/bench/parse.py [--repeats N]
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import time
from collections.abc import Callable, Sequence
from functools import cache
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import TYPE_CHECKING

os.environ["OMP_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = "1"  # read when torch is imported

from rich.console import Console
from rich.table import Table

from sutradhar.ingest.nlp import Analyser
from sutradhar.ingest.nlp.models import DEFAULT_MODEL, MODELS_FOLDER

if TYPE_CHECKING:
    from sutradhar.ingest.nlp.model import NewsModel

SEEDS = sorted(Path(__file__).parents[2].glob("seeds/*.txt"))
STANZA_BATCHES = {"tag": 250, "dep": 250, "ner": 32}  # sentences; its parser takes 5000 words, which is no less
Analyse = Callable[[Sequence[str]], int]  # texts to number of words


def together(texts: Sequence[str]) -> int:
    return sum(document.num_words for document in Analyser.load().analyse(texts))


def one_by_one(texts: Sequence[str]) -> int:
    return sum(together([text]) for text in texts)


def separate_passes(texts: Sequence[str]) -> int:
    """The model anew for each task and document; all heads beside the encoder cost little."""
    from sutradhar.ingest.nlp.segment import segment

    count = 0
    for text in texts:
        sentences = [[token.text for token in tokens] for tokens in segment(text)]
        count += sum(map(len, sentences))
        for size in STANZA_BATCHES.values():
            for i in range(0, len(sentences), size):
                _model().annotate(sentences[i : i + size])
    return count


def products_alone(texts: Sequence[str]) -> int:
    """Only the encoder's matrix products, on the pieces of the same batches: the limit of any analysis with it."""
    import torch

    from sutradhar.ingest.nlp.model import batches
    from sutradhar.ingest.nlp.segment import segment

    model, count = _model(), 0
    sentences = [[token.text for token in tokens] for text in texts for tokens in segment(text)]
    with torch.inference_mode():
        for batch in batches(model.parts(sentences)):
            count += sum(len(part.words) for part in batch)
            states = torch.rand(sum(len(part.ids) for part in batch), model.config.hidden)
            for layer in model.encoder.layers:
                layer.qkv(states)
                layer.out(states)
                layer.down(layer.up(states))
    return count


@cache
def _model() -> NewsModel:
    from sutradhar.ingest.nlp.model import NewsModel

    return NewsModel.load(MODELS_FOLDER / DEFAULT_MODEL)


def work(analyse: Analyse, texts: Sequence[str], ready: Barrier, results: Queue[tuple[int, float, float]]) -> None:
    """Warm up, wait for the others, measure; puts (words, seconds, peak MiB)."""
    analyse(texts[:1])
    ready.wait()
    start = time.perf_counter()
    words = analyse(texts)
    seconds = time.perf_counter() - start
    results.put((words, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def measure(analyse: Analyse, texts: Sequence[str], processes: int) -> tuple[float, float]:
    """Words a second and peak memory in MiB of all processes together."""
    context = multiprocessing.get_context("spawn")
    ready, results = context.Barrier(processes), context.Queue()
    workers = [
        context.Process(target=work, args=(analyse, texts[i::processes], ready, results)) for i in range(processes)
    ]
    for worker in workers:
        worker.start()
    rows = [results.get(timeout=3600) for _ in workers]
    for worker in workers:
        worker.join()
    words, seconds, memory = zip(*rows, strict=True)
    return sum(words) / max(seconds), sum(memory)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--repeats", type=int, default=20, help="how often the seeds are repeated")
    texts = [path.read_text(encoding="utf-8") for path in SEEDS] * arguments.parse_args().repeats
    measures: list[tuple[str, Analyse, int]] = [
        ("separate passes, as stock Stanza", separate_passes, 1),
        ("one pass, article by article", one_by_one, 1),
        ("one pass, all articles together", together, 1),
        ("one pass, all together, 2 processes", together, 2),
        ("matrix products alone, 1 process", products_alone, 1),
    ]
    table = Table("analysis", "words/s", "ratio", "peak MiB")
    base = 0.0
    for name, analyse, processes in measures:
        speed, memory = measure(analyse, texts, processes)
        base = base or speed
        table.add_row(name, f"{speed:.0f}", f"{speed / base:.2f}", f"{memory:.0f}")
    Console().print(table)


if __name__ == "__main__":
    main()
