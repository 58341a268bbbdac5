"""From trained weights to a bundle: int8 matrices, fp16 heads, tokenizer, lemma exceptions, configuration, card."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
import yaml
from safetensors.torch import save_file
from tokenizers import Tokenizer
from torch import Tensor

from sutradhar.ingest.nlp.bundle import FORMAT, Bundle, Config
from sutradhar.ingest.nlp.models import CARD, TASKS
from sutradhar.ingest.train.config import TrainingConfig

ENCODER_SIZES = ("vocabulary", "positions", "hidden", "inner", "layers", "attention_heads")
SMALLEST_SCALE = 1e-7


def pack(
    config: Config, state: Mapping[str, Tensor], tokenizer: Tokenizer, lemmas: dict[tuple[str, str], str]
) -> Bundle:
    """A bundle of a network's weights, rounded as the files round them."""
    encoder: dict[str, Tensor] = {}
    heads: dict[str, Tensor] = {}
    for name, value in state.items():
        short = name.removeprefix("encoder.")
        if short == name:
            heads[name] = value.half().float()
        elif value.ndim == 2:
            scale = (value.abs().amax(1) / 127).clamp(min=SMALLEST_SCALE).half()
            encoder[short] = (value / scale.float()[:, None]).round().clamp(-127, 127).to(torch.int8)
            encoder[f"{short}.scale"] = scale
        else:
            encoder[short] = value.half()
    return Bundle(config, encoder, heads, tokenizer, lemmas)


def write(bundle: Bundle, folder: Path, run: TrainingConfig, figures: Mapping[str, float]) -> None:
    """Write the files of a bundle; the card comes last, with the checksums of all others."""
    folder.mkdir(parents=True, exist_ok=True)
    save_file({name: value.contiguous() for name, value in bundle.encoder.items()}, folder / "encoder.safetensors")
    save_file({name: value.half().contiguous() for name, value in bundle.heads.items()}, folder / "heads.safetensors")
    (folder / "config.json").write_text(
        json.dumps(_raw(bundle.config), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    bundle.tokenizer.save(str(folder / "tokenizer.json"))
    lines = "".join(f"{form}\t{upos}\t{lemma}\n" for (form, upos), lemma in sorted(bundle.lemmas.items()))
    with (folder / bundle.config.lemma_dictionary).open("wb") as file, gzip.GzipFile("", "wb", 9, file, 0) as packed:
        packed.write(lines.encode("utf-8"))
    names = (
        "config.json",
        "encoder.safetensors",
        "heads.safetensors",
        bundle.config.lemma_dictionary,
        "tokenizer.json",
    )
    card = {
        "name": run.name,
        "title": run.title,
        "tasks": list(TASKS),
        "licence": run.licence,
        "commercial_use": run.commercial_use,
        "source": run.source,
        "figures": dict(figures),
        "files": {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names},
    }
    text = yaml.safe_dump(card, allow_unicode=True, sort_keys=False, width=200)
    (folder / CARD).write_text(text, encoding="utf-8")


def _raw(config: Config) -> dict[str, Any]:
    values = asdict(config)
    values["lemma_scripts"] = [f"{old}>{new}" for old, new in config.lemma_scripts]
    encoder = {name: values.pop(name) for name in ENCODER_SIZES}
    return {"name": values.pop("name"), "format": FORMAT, "encoder": encoder, **values}
