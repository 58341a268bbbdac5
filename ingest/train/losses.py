"""What a batch costs: names by a linear-chain CRF, everything else by cross-entropy."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from sutradhar.ingest.nlp.bundle import Config
from sutradhar.ingest.nlp.decode import legal_transitions
from sutradhar.ingest.train.batches import Batch
from sutradhar.ingest.train.config import Stage
from sutradhar.ingest.train.corpora import NameSentence, TreeSentence, edit_script, to_bioes
from sutradhar.ingest.train.network import FORBIDDEN, Network

IGNORED = -100  # a label that the model does not have
EMISSION_WEIGHT = 0.3  # of the emissions' own cross-entropy, which makes them the probabilities that score a span


class Losses:
    """The losses of a network, for batches of either kind."""

    def __init__(self, network: Network, config: Config) -> None:
        self.network = network
        scripts = [f"{old}>{new}" for old, new in config.lemma_scripts]
        self._upos, self._deprel, self._ner, self._scripts = (
            {label: i for i, label in enumerate(labels)}
            for labels in (config.upos, config.deprel, config.ner_tags, scripts)
        )
        self._legal = torch.from_numpy(legal_transitions(config.ner_tags))

    def names(self, batch: Batch[NameSentence], stage: Stage) -> Tensor:
        """Negative log-likelihood a word of the gold paths, part of the emissions' cross-entropy, and, where the stage
        wants it, how far two passes disagree."""
        gold = _numbers(self._ner, (tag for each in batch.sentences for tag in to_bioes(each.tags)))
        emissions = self._emissions(batch)
        loss = self._path_loss(emissions, gold, batch.sizes, stage)
        if stage.consistency:
            again = self._emissions(batch)
            first, second = emissions.log_softmax(-1), again.log_softmax(-1)
            apart = F.kl_div(first, second, log_target=True, reduction="batchmean")
            apart = apart + F.kl_div(second, first, log_target=True, reduction="batchmean")
            loss = (loss + self._path_loss(again, gold, batch.sizes, stage) + stage.consistency * apart) / 2
        return loss

    def _emissions(self, batch: Batch[NameSentence]) -> Tensor:
        scores: Tensor = self.network.ner(self.network.words(batch.ids, batch.rows)["ner"][batch.word_rows])
        return scores

    def _path_loss(self, emissions: Tensor, gold: Tensor, sizes: Sequence[int], stage: Stage) -> Tensor:
        own = F.cross_entropy(emissions, gold, ignore_index=IGNORED, label_smoothing=stage.smoothing)
        transitions = self.network.ner_transitions.masked_fill(~self._legal, FORBIDDEN)
        likelihood = path_log_likelihood(emissions, gold.clamp(min=0), sizes, transitions)
        return EMISSION_WEIGHT * own - likelihood.sum() / sum(sizes)

    def trees(self, batch: Batch[TreeSentence]) -> dict[str, Tensor]:
        """The losses of part of speech, lemma, arcs and labels, each a word."""
        words = self.network.words(batch.ids, batch.rows)
        own, sentences = batch.word_rows, batch.sentences
        tagged = words["tag"][own]
        roots = itertools.accumulate((size + 1 for size in batch.sizes), initial=0)  # each sentence's row of `<s>`
        governing = torch.tensor(
            [root + head for root, each in zip(roots, sentences, strict=False) for head in each.heads]
        )
        arcs = self.network.arcs(words["dep"], batch.sizes)
        heads = [torch.tensor(each.heads) for each in sentences]
        arc_losses = [F.cross_entropy(a, h, reduction="sum") for a, h in zip(arcs, heads, strict=True)]
        scripts = (edit_script(*word) for each in sentences for word in zip(each.words, each.lemmas, strict=True))
        upos = (tag for each in sentences for tag in each.upos)
        labels = (label for each in sentences for label in each.labels)
        return {
            "upos": _loss(self.network.upos(tagged), _numbers(self._upos, upos)),
            "lemma": _loss(self.network.lemma(tagged), _numbers(self._scripts, scripts)),
            "arc": torch.stack(arc_losses).sum() / len(own),
            "label": _loss(self.network.labels(words["dep"], own, governing), _numbers(self._deprel, labels)),
        }


def _numbers(known: Mapping[str, int], labels: Iterable[str]) -> Tensor:
    return torch.tensor([known.get(label, IGNORED) for label in labels])


def _loss(scores: Tensor, gold: Tensor) -> Tensor:
    return F.cross_entropy(scores, gold, ignore_index=IGNORED)


def path_log_likelihood(scores: Tensor, gold: Tensor, sizes: Sequence[int], transitions: Tensor) -> Tensor:
    """Log-likelihood of each sentence's gold path. scores: words of all sentences × tags; gold: one tag a word."""
    padded = nn.utils.rnn.pad_sequence(list(torch.split(scores, list(sizes))), batch_first=True)
    path = nn.utils.rnn.pad_sequence(list(torch.split(gold, list(sizes))), batch_first=True)
    inside = torch.arange(padded.shape[1]) < torch.tensor(list(sizes))[:, None]
    reached = (padded.gather(2, path.unsqueeze(-1)).squeeze(-1) * inside).sum(1)
    reached = reached + (transitions[path[:, :-1], path[:, 1:]] * inside[:, 1:]).sum(1)
    alpha = padded[:, 0]
    for i in range(1, padded.shape[1]):
        forward = torch.logsumexp(alpha.unsqueeze(2) + transitions, dim=1) + padded[:, i]
        alpha = torch.where(inside[:, i, None], forward, alpha)
    return reached - torch.logsumexp(alpha, dim=1)
