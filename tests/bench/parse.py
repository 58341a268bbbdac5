"""Speed and memory of the language analysis on the seed articles, repeated.

Compares, in one run, the one-pass analyser (one and two processes, and article by article) with the same encoder used the
way a stock Stanza pipeline works: one pass for each task, document by document.
Usage: python tests/bench/parse.py [--repeats N]
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import time
from collections.abc import Callable
from pathlib import Path

for variable in ("OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"  # before torch is imported

from sutradhar.ingest.nlp import Analyser  # noqa: E402

SEEDS = sorted(Path(__file__).parents[2].glob("seeds/*.txt"))
TASKS = {"ner": 32, "tag": 100, "dep": 100}  # sentences a batch; Stanza: NER 32, POS and depparse by their own size
Measured = tuple[int, float, float]  # words, seconds, peak MiB


def analyse_together(texts: list[str]) -> int:
    return sum(document.num_words for document in Analyser.load().analyse(texts))


def analyse_singly(texts: list[str]) -> int:
    analyser = Analyser.load()
    return sum(analyser.analyse([text])[0].num_words for text in texts)


def separate_passes(texts: list[str]) -> int:
    """The encoder once for each task and document, sentences sorted by length and padded to the batch's longest."""
    import torch

    from sutradhar.ingest.nlp.model import NewsModel, Part
    from sutradhar.ingest.nlp.processors import NewsProcessor, SegmentProcessor  # noqa: F401

    model: NewsModel = Analyser.load()._pipeline.processors["news"].model
    segmenter = Analyser.load()._pipeline.processors["segment"]
    words = 0
    from stanza.models.common.doc import Document

    def batches(parts: list[Part], size: int) -> list[list[Part]]:
        ordered = sorted(parts, key=lambda part: len(part.ids))
        return [ordered[i : i + size] for i in range(0, len(ordered), size)]

    with torch.inference_mode():
        for text in texts:
            document = segmenter.process(Document([], text=text))
            words += document.num_words
            sentences = [[word.text for word in sentence.words] for sentence in document.sentences]
            for task, size in TASKS.items():
                for batch in batches(model._parts(sentences), size):
                    model._annotate_batch(batch, max(len(part.ids) for part in batch), tasks=(task,))
    return words
