"""The language model: annotates tokenised Hindi sentences with part of speech, lemma, dependencies and names.

What a sentence gets depends on nothing but the sentence: batches hold sentences of one padded length only, so that
the arithmetic of each is the same whatever else is analysed with it.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from sutradhar.errors import ModelError
from sutradhar.ingest.nlp.bundle import Bundle, read_bundle
from sutradhar.ingest.nlp.decode import Span, legal_transitions, lemma, spans, tree, viterbi
from sutradhar.ingest.nlp.network import FORBIDDEN, PAD, NewsNetwork

PIECES_PER_BATCH = 2048
LENGTH_STEP = 16  # padded lengths are multiples of this
# Longer sentences are cut. The encoder takes 512, but in clauses of news strung together it finds 94 % of the names
# when they are cut at 160, and 81 % when they are not.
MAX_PIECES = 160
SCRIPTS_TRIED = 5
CLAUSE_MARKS = frozenset(",;:-–—।")
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

    @property
    def padded(self) -> int:
        return -(-len(self.ids) // LENGTH_STEP) * LENGTH_STEP


class NewsModel:
    """A loaded bundle, on the processor."""

    def __init__(self, bundle: Bundle, bf16: bool) -> None:
        self.config, self.tokenizer, self.lemmas = bundle.config, bundle.tokenizer, bundle.lemmas
        self.network = NewsNetwork(bundle.config)
        try:
            self.network.load_state_dict(bundle.weights)
        except RuntimeError as error:
            raise ModelError(f"the weights of {bundle.config.name} do not fit it; reinstall sutradhar") from error
        self.network.eval().requires_grad_(False)
        self.network.encoder.to(torch.bfloat16 if bf16 else torch.float32)
        self.transitions = self.network.ner_transitions.numpy()
        self.legal = legal_transitions(bundle.config.ner_tags)

    @classmethod
    def load(cls, folder: Path) -> NewsModel:
        """Read a bundle; its encoder computes in bf16 where the processor has it. `ModelError` when it is damaged."""
        return cls(read_bundle(folder), has_bf16())

    @torch.inference_mode()
    def annotate(self, sentences: Sequence[Sequence[str]]) -> list[Annotation]:
        """Annotate sentences of at least one word each; results come in the order given."""
        by_length: dict[int, list[Part]] = defaultdict(list)
        for part in self.parts(sentences):
            by_length[part.padded].append(part)
        results: dict[tuple[int, int], Annotation] = {}
        for length, parts in sorted(by_length.items()):
            rows = max(1, PIECES_PER_BATCH // length)
            for i in range(0, len(parts), rows):
                batch = parts[i : i + rows]
                for part, annotation in zip(batch, self._annotate_batch(batch, length), strict=True):
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

    def _annotate_batch(self, parts: Sequence[Part], length: int) -> list[Annotation]:
        """Annotations of parts that are all padded to `length` pieces, and to as many words."""
        network, config = self.network, self.config
        last = pad([part.last for part in parts], length, 0)
        words = network.words(pad([part.ids for part in parts], length, PAD), last)
        outside = pad([[0] * len(part.last) for part in parts], length, 1).bool()
        arcs = network.arcs(words["dep"]).masked_fill(outside[:, None, :], FORBIDDEN).log_softmax(-1).numpy()
        heads = torch.zeros_like(last[:, 1:])
        for k, part in enumerate(parts):
            n = len(part.words)
            heads[k, :n] = torch.tensor(tree(arcs[k, :n, : n + 1]))
        labels = network.labels(words["dep"], heads).argmax(-1).tolist()
        upos = network.upos(words["tag"][:, 1:]).argmax(-1).tolist()
        scripts = network.lemma(words["tag"][:, 1:]).topk(SCRIPTS_TRIED).indices.tolist()
        emissions = network.ner(words["ner"][:, 1:])
        probabilities, emitted = emissions.softmax(-1).numpy(), emissions.numpy()
        annotations = []
        for k, part in enumerate(parts):
            n = len(part.words)
            path = viterbi(emitted[k, :n], self.transitions, self.legal)
            sure = probabilities[k, np.arange(n), path].tolist()
            tags = [config.upos[tag] for tag in upos[k][:n]]
            ner = [config.ner_tags[tag] for tag in path]
            lemmas = [self._lemma(*word) for word in zip(part.words, tags, scripts[k][:n], strict=True)]
            deprel = [config.deprel[label] for label in labels[k][:n]]
            annotations.append(Annotation(tags, lemmas, heads[k, :n].tolist(), deprel, ner, spans(ner, sure)))
        return annotations

    def _lemma(self, form: str, upos: str, scripts: list[int]) -> str:
        """The dictionary's lemma (it holds what no edit script gives), else the best edit that fits."""
        listed = self.lemmas.get((form, upos))
        return listed or lemma(form, (self.config.lemma_scripts[script] for script in scripts))


def has_bf16() -> bool:
    """Whether the processor computes in bf16 natively; emulated it would be slower than fp32."""
    capabilities: Callable[[], dict[str, object]] = getattr(torch.cpu, "get_capabilities", dict)
    found = capabilities()
    return bool(found.get("avx512_bf16") or found.get("amx_bf16"))


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


def pad(rows: Sequence[list[int]], length: int, value: int) -> Tensor:
    """rows × length, each row filled up with `value`."""
    return torch.tensor([row + [value] * (length - len(row)) for row in rows])
