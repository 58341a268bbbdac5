"""The torch model of a `hi-news` bundle: one encoder, and a head for each kind of annotation.

Shapes: `ids` is batch × pieces, `last` is batch × (1 + words) with the index of `<s>` and of each word's last piece.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from sutradhar.ingest.nlp.bundle import Config

PAD = 1
FORBIDDEN = -1e4  # a score that never wins
TASKS = ("ner", "tag", "dep")  # "tag" feeds both part of speech and lemma


class Layer(nn.Module):
    """One post-norm transformer layer, as in BERT."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        hidden, inner = config.hidden, config.inner
        self.heads = config.attention_heads
        self.qkv, self.out = nn.Linear(hidden, 3 * hidden), nn.Linear(hidden, hidden)
        self.up, self.down = nn.Linear(hidden, inner), nn.Linear(inner, hidden)
        self.norm1, self.norm2 = nn.LayerNorm(hidden, eps=1e-12), nn.LayerNorm(hidden, eps=1e-12)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        batch, length, hidden = x.shape
        size = hidden // self.heads
        query, key, value = self.qkv(x).view(batch, length, 3, self.heads, size).permute(2, 0, 3, 1, 4)
        weights = query * size**-0.5 @ key.transpose(-1, -2) + mask
        # Plain matrix products: on a processor they are faster than the fused attention.
        attended = (weights.softmax(-1).to(value.dtype) @ value).transpose(1, 2).reshape(batch, length, hidden)
        x = self.norm1(x + self.out(attended))
        normed: Tensor = self.norm2(x + self.down(F.gelu(self.up(x))))
        return normed


class Encoder(nn.Module):
    """multilingual-e5-small with a Hindi vocabulary; gives its last `mix_layers` layers."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.kept = config.mix_layers
        self.words = nn.Embedding(config.vocabulary, config.hidden)
        self.positions = nn.Embedding(config.positions, config.hidden)
        self.norm = nn.LayerNorm(config.hidden, eps=1e-12)
        self.layers = nn.ModuleList(Layer(config) for _ in range(config.layers))

    def forward(self, ids: Tensor) -> list[Tensor]:
        x = self.words(ids) + self.positions(torch.arange(ids.shape[1]))
        mask = torch.zeros_like(ids, dtype=x.dtype).masked_fill(ids == PAD, FORBIDDEN)[:, None, None, :]
        states = [self.norm(x)]
        for layer in self.layers:
            states.append(layer(states[-1], mask))
        return states[-self.kept :]


class NewsNetwork(nn.Module):
    """The encoder and its heads. Every head reads a word's last piece, in its task's own mix of the last layers."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        hidden, arc, label, tags = config.hidden, config.arc_size, config.label_size, len(config.ner_tags)
        self.encoder = Encoder(config)
        self.mix = nn.ParameterDict({task: nn.Parameter(torch.zeros(config.mix_layers)) for task in TASKS})
        self.upos = nn.Linear(hidden, len(config.upos))
        self.lemma = nn.Linear(hidden, len(config.lemma_scripts))
        self.ner = nn.Linear(hidden, tags)
        self.ner_transitions = nn.Parameter(torch.zeros(tags, tags))
        self.arc_dependent, self.arc_head = _projection(hidden, arc), _projection(hidden, arc)
        self.label_dependent, self.label_head = _projection(hidden, label), _projection(hidden, label)
        self.arc = nn.Parameter(torch.zeros(arc + 1, arc + 1))
        self.label = nn.Parameter(torch.zeros(len(config.deprel), label + 1, label + 1))

    def words(self, ids: Tensor, last: Tensor) -> dict[str, Tensor]:
        """A representation of `<s>` and each word for each task: batch × (1 + words) × hidden, in fp32."""
        states = self.encoder(ids)
        index = last.unsqueeze(-1).expand(-1, -1, states[0].shape[-1])
        gathered = torch.stack([state.gather(1, index) for state in states]).float()
        return {task: (self.mix[task].softmax(0)[:, None, None, None] * gathered).sum(0) for task in TASKS}

    def arcs(self, words: Tensor) -> Tensor:
        """Scores batch × words × (1 + words): dependent by head, head 0 is the root."""
        dependent, head = _with_one(self.arc_dependent(words[:, 1:])), _with_one(self.arc_head(words))
        return dependent @ self.arc @ head.transpose(1, 2)

    def labels(self, words: Tensor, heads: Tensor) -> Tensor:
        """Scores batch × words × labels for the given heads (batch × words)."""
        dependent, head = _with_one(self.label_dependent(words[:, 1:])), _with_one(self.label_head(words))
        chosen = head.gather(1, heads.unsqueeze(-1).expand(-1, -1, head.shape[-1]))
        return torch.einsum("bni,oik,bnk->bno", dependent, self.label, chosen)


def _projection(hidden: int, size: int) -> nn.Sequential:
    return nn.Sequential(nn.Linear(hidden, size), nn.LeakyReLU(0.1))


def _with_one(x: Tensor) -> Tensor:
    """Append the constant that gives a biaffine form its linear terms."""
    return F.pad(x, (0, 1), value=1.0)
