"""Speed and memory of the language analysis on the seed articles, repeated.

Compares in one run the one-pass analyser (together, article by article, in two processes) with stock Stanza (tagger,
lemmatiser, parser and name finder of its default sizes, trained on the spot for a few steps, on the same tokens), with
our encoder used in Stanza's manner (a pass for each task, document by document, in the batch sizes of Stanza's own
processors), and with the encoder's matrix products alone, in bytes and in bfloat16. One thread a process, each measure
in fresh processes. `ATEN_CPU_CAPABILITY=avx2 ONEDNN_MAX_CPU_ISA=AVX2` before it measures a processor without newer units.

Usage: python tests/bench/parse.py [--repeats N]
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import TYPE_CHECKING

os.environ["OMP_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = "1"  # read when torch is imported

from rich.console import Console
from rich.table import Table
from stock import DEFAULT, train

from sutradhar.ingest.nlp import Analyser
from sutradhar.ingest.nlp.models import DEFAULT_MODEL, MODELS_FOLDER
from sutradhar.ingest.train.corpora import read_names, read_trees

if TYPE_CHECKING:
    from torch import Tensor, dtype

    from sutradhar.ingest.nlp.encoder import Linear
    from sutradhar.ingest.nlp.model import NewsModel
    from sutradhar.ingest.nlp.official import OfficialModels

ROOT = Path(__file__).parents[2]
SEEDS = sorted(ROOT.glob("seeds/*.txt"))
SAMPLE = ROOT / "tests/unit/data/models"
STANZA_BATCHES = {"tag": 250, "dep": 250, "ner": 32}  # sentences; its parser takes 5000 words, which is no less
Analyse = Callable[[Sequence[str]], int]  # texts to number of words


def together(texts: Sequence[str]) -> int:
    return sum(document.num_words for document in Analyser.load().analyse(texts))


def one_by_one(texts: Sequence[str]) -> int:
    return sum(together([text]) for text in texts)


def stock(folder: Path, texts: Sequence[str]) -> int:
    """Stanza's own processors, document by document."""
    from sutradhar.ingest.nlp.segment import segment

    models, count = _stock(folder), 0
    for text in texts:
        sentences = [[token.text for token in tokens] for tokens in segment(text)]
        count += sum(len(each.upos) for each in models.annotate(sentences))
    return count


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


def layers_alone(texts: Sequence[str]) -> int:
    """Only the encoder's linear layers, on the pieces of the same batches: the limit of any analysis with them."""
    return _multiply(texts, [(each.qkv, each.out, each.up, each.down) for each in _model().encoder.layers])


def half_alone(texts: Sequence[str]) -> int:
    """The same in bfloat16, which a common encoder runs in where the processor has it."""
    import torch
    from torch.nn.functional import linear

    from sutradhar.ingest.nlp.bundle import read_bundle
    from sutradhar.ingest.nlp.encoder import FloatLinear

    def layer(weights: Mapping[str, Tensor], name: str) -> Linear:
        full = FloatLinear(weights, name)
        return partial(linear, weight=full.weight.to(torch.bfloat16), bias=full.bias.to(torch.bfloat16))

    bundle = read_bundle(MODELS_FOLDER / DEFAULT_MODEL)
    names = [[f"layers.{i}.{part}" for part in ("qkv", "out", "up", "down")] for i in range(bundle.config.layers)]
    return _multiply(texts, [[layer(bundle.encoder, name) for name in of_layer] for of_layer in names], torch.bfloat16)


def _multiply(texts: Sequence[str], layers: Sequence[Sequence[Linear]], dtype: dtype | None = None) -> int:
    import torch

    from sutradhar.ingest.nlp.model import batches
    from sutradhar.ingest.nlp.segment import segment

    model, count = _model(), 0
    sentences = [[token.text for token in tokens] for text in texts for tokens in segment(text)]
    with torch.inference_mode():
        for batch in batches(model.parts(sentences)):
            count += sum(len(part.words) for part in batch)
            states = torch.rand(sum(len(part.ids) for part in batch), model.config.hidden, dtype=dtype)
            for qkv, out, up, down in layers:
                qkv(states)
                out(states)
                down(up(states))
    return count


@cache
def _stock(folder: Path) -> OfficialModels:
    from sutradhar.ingest.nlp.official import OfficialModels

    return OfficialModels(folder)


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
    table = Table("analysis", "words/s", "ratio", "peak MiB")
    with tempfile.TemporaryDirectory() as folder:
        sample = (read_trees(SAMPLE / "trees.conllu"), read_names(SAMPLE / "names.txt"))
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as apart:  # peak memory passes to children
            made = apart.submit(train, Path(folder), *sample, DEFAULT).result()
        measures: list[tuple[str, Analyse, int]] = [
            ("stock Stanza, default sizes", partial(stock, made), 1),
            ("our encoder, a pass for each task", separate_passes, 1),
            ("one pass, article by article", one_by_one, 1),
            ("one pass, all articles together", together, 1),
            ("one pass, all together, 2 processes", together, 2),
            ("linear layers alone, bytes", layers_alone, 1),
            ("linear layers alone, bfloat16", half_alone, 1),
        ]
        base = 0.0
        for name, analyse, processes in measures:
            speed, memory = measure(analyse, texts, processes)
            base = base or speed
            table.add_row(name, f"{speed:.0f}", f"{speed / base:.2f}", f"{memory:.0f}")
    Console().print(table)


if __name__ == "__main__":
    main()
