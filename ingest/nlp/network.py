"""The heads of a `hi-news` network: from the encoder's states to scores of every kind of annotation.

Sentences stand back to back, words in rows: `words` holds, for each sentence, a row for `<s>` and one for each word.
Training and analysis share these modules; the encoder before them is `encoder.py` in analysis, and a torch module of
its own in training.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from sutradhar.ingest.nlp.bundle import Config

TASKS = ("ner", "tag", "dep")  # "tag" feeds both part of speech and lemma


class Heads(nn.Module):
    """Every head reads a word's last piece, in its task's own mix of the encoder's last layers."""

    def __init__(self, config: Config, dropout: float = 0.0) -> None:
        super().__init__()
        hidden, arc, label, tags = config.hidden, config.arc_size, config.label_size, len(config.ner_tags)
        self.mix = nn.ParameterDict({task: nn.Parameter(torch.zeros(config.mix_layers)) for task in TASKS})
        self.drop = nn.Dropout(dropout)
        self.upos = nn.Linear(hidden, len(config.upos))
        self.lemma = nn.Linear(hidden, len(config.lemma_scripts))
        self.ner = nn.Linear(hidden, tags)
        self.ner_transitions = nn.Parameter(torch.zeros(tags, tags))
        self.arc_dependent, self.arc_head = (_projection(hidden, arc, dropout) for _ in range(2))
        self.label_dependent, self.label_head = (_projection(hidden, label, dropout) for _ in range(2))
        self.arc = nn.Parameter(torch.zeros(arc + 1, arc + 1))
        self.label = nn.Parameter(torch.zeros(len(config.deprel), label + 1, label + 1))

    def mixed(self, states: Sequence[Tensor], rows: Tensor) -> dict[str, Tensor]:
        """The chosen rows of the states (each pieces × hidden) as rows × hidden for each task, in fp32."""
        gathered = torch.stack([state[rows] for state in states]).float()
        weights = {task: self.mix[task].softmax(0)[:, None, None] for task in TASKS}
        return {task: self.drop((weights[task] * gathered).sum(0)) for task in TASKS}

    def arcs(self, words: Tensor, sizes: Sequence[int]) -> list[Tensor]:
        """For each sentence of `sizes` words, scores words × (1 + words): dependent by head, head 0 is the root."""
        rows = [size + 1 for size in sizes]
        dependents = torch.split(_with_one(self.arc_dependent(words)) @ self.arc, rows)
        heads = torch.split(_with_one(self.arc_head(words)), rows)
        return [dependent[1:] @ head.T for dependent, head in zip(dependents, heads, strict=True)]

    def labels(self, words: Tensor, dependents: Tensor, heads: Tensor) -> Tensor:
        """Scores dependents × labels; `dependents` and `heads` are rows of `words`."""
        dependent, head = _with_one(self.label_dependent(words[dependents])), _with_one(self.label_head(words))[heads]
        labels, size, _ = self.label.shape
        mapped = dependent @ self.label.permute(1, 0, 2).reshape(size, labels * size)
        return torch.bmm(mapped.view(-1, labels, size), head.unsqueeze(2)).squeeze(2)


def _projection(hidden: int, size: int, dropout: float) -> nn.Sequential:
    return nn.Sequential(nn.Linear(hidden, size), nn.LeakyReLU(0.1), nn.Dropout(3 * dropout))


def _with_one(x: Tensor) -> Tensor:
    """Append the constant that gives a biaffine form its linear terms."""
    return F.pad(x, (0, 1), value=1.0)
