"""Endless batches, freshly varied and augmented in every epoch, the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from sutradhar.ingest.nlp.model import normalise
from sutradhar.ingest.train.augment import Augmenter
from sutradhar.ingest.train.config import Stage
from sutradhar.ingest.train.corpora import NameSentence, TreeSentence
from sutradhar.ingest.train.network import PAD

LONGEST = 300  # pieces; longer sentences are left out
BUCKET = 1500  # sentences that are sorted by length together
Sentence = TypeVar("Sentence", NameSentence, TreeSentence)


@dataclass(frozen=True)
class Batch(Generic[Sentence]):
    """Sentences as a network takes them. `ids`: sentences × pieces; `rows`: for each sentence, the row of `<s>` and of
    each word's last piece among all pieces; `sizes`: words of each sentence."""

    sentences: list[Sentence]
    ids: Tensor
    rows: Tensor
    sizes: list[int]

    @property
    def word_rows(self) -> Tensor:
        """Which of the chosen rows are words, not `<s>`."""
        keep: list[int] = []
        start = 0
        for size in self.sizes:
            keep += range(start + 1, start + 1 + size)
            start += size + 1
        return torch.tensor(keep)


class Stream(Generic[Sentence]):
    """The batches of one kind in one stage. `position` is (epoch, batches taken of it), what a resumed run needs."""

    def __init__(
        self, epoch: Callable[[random.Random], list[Sentence]], tokenizer: Tokenizer, pieces: int, seed: str
    ) -> None:
        self._epoch: Callable[[random.Random], list[Sentence]] = epoch
        self._tokenizer, self._pieces, self._seed = tokenizer, pieces, seed
        self.position = (0, 0)

    def batches(self) -> Iterator[Batch[Sentence]]:
        while True:
            epoch, taken = self.position
            made = self._of_epoch(epoch)
            for i in range(taken, len(made)):
                self.position = (epoch, i + 1)
                yield made[i]
            self.position = (epoch + 1, 0)

    def _of_epoch(self, epoch: int) -> list[Batch[Sentence]]:
        rng = random.Random(f"{self._seed} {epoch}")
        sentences = self._epoch(rng)
        encoded = zip(sentences, encode(self._tokenizer, sentences), strict=True)
        fitting = [(sentence, ids, last) for sentence, (ids, last) in encoded if len(ids) <= LONGEST]
        groups = grouped([len(ids) for _, ids, _ in fitting], self._pieces, rng)
        return [_batch([fitting[i] for i in group]) for group in groups]


def name_stream(
    sentences: Sequence[NameSentence], stage: Stage, tokenizer: Tokenizer, seed: str
) -> Stream[NameSentence]:
    """Known sentences, copies with other names, and filled templates."""

    def epoch(rng: random.Random) -> list[NameSentence]:
        augmenter = Augmenter(rng, sentences)
        made = [*sentences, *augmenter.copies(sentences, stage.substituted)]
        made += augmenter.filled_templates(round(stage.templates * len(sentences)))
        return [augmenter.varied_names(sentence, stage.varied) for sentence in made]

    return Stream(epoch, tokenizer, stage.name_pieces, f"{seed} names")


def tree_stream(trees: Sequence[TreeSentence], stage: Stage, tokenizer: Tokenizer, seed: str) -> Stream[TreeSentence]:
    """Trees, with other marks now and then."""

    def epoch(rng: random.Random) -> list[TreeSentence]:
        augmenter = Augmenter(rng)
        return [augmenter.varied_tree(tree, stage.varied) for tree in trees]

    return Stream(epoch, tokenizer, stage.tree_pieces, f"{seed} trees")


def encode(tokenizer: Tokenizer, sentences: Sequence[Sentence]) -> list[tuple[list[int], list[int]]]:
    """Piece ids, and positions of `<s>` and each word's last piece; a word without a piece shares its neighbour's."""
    words = [[normalise(word) for word in sentence.words] for sentence in sentences]
    result = []
    for sentence, encoding in zip(words, tokenizer.encode_batch(words, is_pretokenized=True), strict=True):
        last = {word: i for i, word in enumerate(encoding.word_ids) if word is not None}
        positions = [0]
        for word in range(len(sentence)):
            positions.append(last.get(word, positions[-1]))
        result.append((encoding.ids, positions))
    return result


def grouped(lengths: Sequence[int], capacity: int, rng: random.Random) -> list[list[int]]:
    """Indices grouped by like length, at most `capacity` pieces a group with its padding, in random order."""
    order = list(range(len(lengths)))
    rng.shuffle(order)
    groups: list[list[int]] = []
    for start in range(0, len(order), BUCKET):
        group: list[int] = []
        for i in sorted(order[start : start + BUCKET], key=lambda i: lengths[i]):
            if group and lengths[i] * (len(group) + 1) > capacity:
                groups.append(group)
                group = []
            group.append(i)
        groups.append(group)
    rng.shuffle(groups)
    return groups


def _batch(items: Sequence[tuple[Sentence, list[int], list[int]]]) -> Batch[Sentence]:
    rows = [torch.tensor(ids) for _, ids, _ in items]
    ids = nn.utils.rnn.pad_sequence(rows, batch_first=True, padding_value=PAD)
    chosen = [number * ids.shape[1] + i for number, (_, _, positions) in enumerate(items) for i in positions]
    return Batch([sentence for sentence, _, _ in items], ids, torch.tensor(chosen), [len(s.words) for s, _, _ in items])
