"""The language model: annotates tokenised Hindi sentences with part of speech, lemma, dependencies and names.

What a sentence gets depends on nothing but the sentence; see `encoder.py` for how that is so in batches.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch

from sutradhar.errors import ModelError
from sutradhar.ingest.nlp.bundle import Bundle, read_bundle
from sutradhar.ingest.nlp.decode import Span, legal_transitions, lemma, spans, tree, viterbi
from sutradhar.ingest.nlp.encoder import Encoder, Precision, best_precision
from sutradhar.ingest.nlp.network import Heads

PIECES_PER_BATCH = 256  # measured: what the layers hand on then stays in a core's own cache
# Longer sentences are cut. The encoder takes 512, but in clauses of news strung together it finds 94 % of the names
# when they are cut at 160, and 81 % when they are not.
MAX_PIECES = 160
SCRIPTS_TRIED = 5
CLAUSE_MARKS = frozenset(",;:-–—।")
ROOT = "root"
JOINED = "dep"  # the label of a later part's root in a sentence that was cut
RESPELT: dict[int, str | None] = {
    **dict.fromkeys(map(ord, "\u200b\u200c\u200d\ufeff\u00ad")),  # invisible
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),  # half a surrogate pair, which the tokenizer refuses
    ord("॰"): ".",
}


class Annotation(NamedTuple):
    """What the model says of a sentence, one item a word. Heads count from 1, 0 is the root; `ner` holds BIOES tags."""

    upos: list[str]
    lemma: list[str]
    head: list[int]
    deprel: list[str]
    ner: list[str]
    entities: list[Span]


@dataclass(frozen=True)
class Part:
    """A sentence, or a part of one that is too long: `words` of sentence number `sentence` from its word `first` on.

    `ids` are its pieces, `last` the indices of `<s>` and of each word's last piece.
    """

    sentence: int
    first: int
    words: list[str]
    ids: list[int]
    last: list[int]


class NewsModel:
    """A loaded bundle, on the processor."""

    def __init__(self, bundle: Bundle, precision: Precision) -> None:
        self.config, self.tokenizer, self.lemmas = bundle.config, bundle.tokenizer, bundle.lemmas
        self.heads = Heads(bundle.config)
        try:
            self.heads.load_state_dict(bundle.heads)
            self.encoder = Encoder(bundle.config, bundle.encoder, precision)
        except (RuntimeError, KeyError) as error:
            raise ModelError(f"the weights of {bundle.config.name} do not fit it; reinstall sutradhar") from error
        self.heads.eval().requires_grad_(False)
        self.transitions = self.heads.ner_transitions.numpy()
        self.legal = legal_transitions(bundle.config.ner_tags)

    @classmethod
    def load(cls, folder: Path, precision: Precision | None = None) -> NewsModel:
        """Read a bundle; without a precision, the best of this processor. `ModelError` when it is damaged."""
        return cls(read_bundle(folder), precision or best_precision())

    @torch.inference_mode()
    def annotate(self, sentences: Sequence[Sequence[str]]) -> list[Annotation]:
        """Annotate sentences of at least one word each; results come in the order given."""
        results: dict[tuple[int, int], Annotation] = {}
        for batch in batches(self.parts(sentences)):
            for part, annotation in zip(batch, self._annotate_batch(batch), strict=True):
                results[part.sentence, part.first] = annotation
        of_sentence: list[list[Annotation]] = [[] for _ in sentences]
        for (sentence, _), annotation in sorted(results.items(), key=lambda item: item[0]):
            of_sentence[sentence].append(annotation)
        return [join(parts) for parts in of_sentence]

    def parts(self, sentences: Sequence[Sequence[str]]) -> list[Part]:
        """Sentences as the encoder takes them, one or more parts each, in order."""
        limit = MAX_PIECES - 2  # `<s>` and `</s>`
        parts: list[Part] = []
        clean = [[normalise(word) for word in words] for words in sentences]
        for number, (words, encoding) in enumerate(
            zip(clean, self.tokenizer.encode_batch(clean, is_pretokenized=True), strict=True)
        ):
            pieces: list[list[int]] = [[] for _ in words]
            for piece, word in zip(encoding.ids, encoding.word_ids, strict=True):
                if word is not None:
                    pieces[word].append(piece)
            pieces = [ids[:limit] for ids in pieces]
            for first, end in cut(words, [len(ids) for ids in pieces], limit):
                ids, last = [encoding.ids[0]], [0]
                for word in range(first, end):
                    ids += pieces[word]
                    last.append(len(ids) - 1)
                parts.append(Part(number, first, words[first:end], [*ids, encoding.ids[-1]], last))
        return parts

    def _annotate_batch(self, parts: Sequence[Part]) -> list[Annotation]:
        """Annotations of parts that are ordered by length."""
        heads, config = self.heads, self.config
        starts = itertools.accumulate((len(part.ids) for part in parts), initial=0)
        rows = [start + i for part, start in zip(parts, starts, strict=False) for i in part.last]
        words = heads.mixed(self.encoder([part.ids for part in parts]), torch.tensor(rows))
        sizes = [len(part.words) for part in parts]
        trees = [tree(scores.numpy()) for scores in heads.arcs(words["dep"], sizes)]
        roots = list(itertools.accumulate((size + 1 for size in sizes), initial=0))  # each sentence's row of `<s>`
        own = torch.tensor([root + i for root, size in zip(roots, sizes, strict=False) for i in range(1, size + 1)])
        governing = torch.tensor([root + head for root, found in zip(roots, trees, strict=False) for head in found])
        scores = heads.labels(words["dep"], own, governing)
        governed = torch.tensor([bool(head) for found in trees for head in found])
        scores[governed, config.deprel.index(ROOT)] = -torch.inf  # only the root is one, whatever the words
        labels = scores.argmax(-1).tolist()
        tagged = words["tag"][own]
        upos = heads.upos(tagged).argmax(-1).tolist()
        scripts = heads.lemma(tagged).topk(SCRIPTS_TRIED).indices.tolist()
        emissions = heads.ner(words["ner"][own])
        paths = viterbi([each.numpy() for each in torch.split(emissions, sizes)], self.transitions, self.legal)
        path = np.concatenate(paths)
        sure = emissions.softmax(-1).numpy()[np.arange(len(path)), path].tolist()
        annotations = []
        end = 0
        for part, found, tags in zip(parts, trees, paths, strict=True):
            start, end = end, end + len(part.words)
            pos = [config.upos[tag] for tag in upos[start:end]]
            ner = [config.ner_tags[tag] for tag in tags]
            lemmas = [self._lemma(*word) for word in zip(part.words, pos, scripts[start:end], strict=True)]
            deprel = [config.deprel[label] for label in labels[start:end]]
            annotations.append(Annotation(pos, lemmas, found, deprel, ner, spans(ner, sure[start:end])))
        return annotations

    def _lemma(self, form: str, upos: str, scripts: list[int]) -> str:
        """The dictionary's lemma (it holds what no edit script gives), else the best edit that fits."""
        listed = self.lemmas.get((form, upos))
        return listed or lemma(form, (self.config.lemma_scripts[script] for script in scripts))


def batches(parts: Sequence[Part]) -> Iterator[list[Part]]:
    """Parts by length, about `PIECES_PER_BATCH` at a time."""
    batch: list[Part] = []
    size = 0
    for part in sorted(parts, key=lambda part: len(part.ids)):
        if batch and size + len(part.ids) > PIECES_PER_BATCH:
            yield batch
            batch, size = [], 0
        batch.append(part)
        size += len(part.ids)
    if batch:
        yield batch


def normalise(word: str) -> str:
    """A word as the training data spells it: NFC, without invisible characters, "॰" as a stop."""
    return unicodedata.normalize("NFC", word).translate(RESPELT)


def cut(words: Sequence[str], sizes: Sequence[int], limit: int) -> list[tuple[int, int]]:
    """Ranges of words of at most `limit` pieces each (`sizes` per word), cut after a clause mark where there is one."""
    ranges: list[tuple[int, int]] = []
    first = 0
    while first < len(words):
        end, total = first, 0
        while end < len(words) and total + sizes[end] <= limit:
            total += sizes[end]
            end += 1
        if end < len(words):
            marks = (i + 1 for i in range(end - 1, first + (end - first) // 2, -1) if words[i] in CLAUSE_MARKS)
            end = next(marks, end)
        ranges.append((first, end))
        first = end
    return ranges


def join(parts: Sequence[Annotation]) -> Annotation:
    """One annotation of the parts of a sentence, in order; later parts hang on the first part's root."""
    whole = Annotation([], [], [], [], [], [])
    for part in parts:
        offset = len(whole.head)
        root = whole.head.index(0) + 1 if offset else 0
        whole.upos.extend(part.upos)
        whole.lemma.extend(part.lemma)
        whole.ner.extend(part.ner)
        labelled = zip(part.head, part.deprel, strict=True)
        whole.deprel.extend(JOINED if offset and not head else label for head, label in labelled)
        whole.head.extend(head + offset if head else root for head in part.head)
        whole.entities.extend(span._replace(start=span.start + offset, end=span.end + offset) for span in part.entities)
    return whole
