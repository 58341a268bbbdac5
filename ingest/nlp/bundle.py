"""A language model's files: reading, checking and unpacking a bundle folder such as `hi-news-2`.

A bundle holds `config.json` (sizes and labels), `encoder.safetensors` (int8 with one scale a row), `heads.safetensors`
(fp16), a gzipped lemma dictionary, `tokenizer.json` and `card.yaml` (see `models.py`), which gives each file's SHA-256.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor

from sutradhar.errors import ModelError
from sutradhar.ingest.nlp.models import read_card

FORMAT = 1


@dataclass(frozen=True)
class Config:
    """Sizes and label lists of the network, as in `config.json`."""

    name: str
    vocabulary: int
    positions: int
    hidden: int
    inner: int
    layers: int
    attention_heads: int
    mix_layers: int
    arc_size: int
    label_size: int
    upos: tuple[str, ...]
    deprel: tuple[str, ...]
    ner_tags: tuple[str, ...]
    lemma_scripts: tuple[tuple[str, str], ...]  # (old ending, new ending)
    lemma_dictionary: str


@dataclass(frozen=True)
class Bundle:
    """The content of a bundle folder.

    `encoder` holds int8 matrices, each with its rows' fp16 scales under `<name>.scale`, and fp16 vectors; `heads` fp32
    tensors. `lemmas` maps (form, part of speech) to a lemma that no edit script gives.
    """

    config: Config
    encoder: dict[str, Tensor]
    heads: dict[str, Tensor]
    tokenizer: Tokenizer
    lemmas: dict[tuple[str, str], str]


def read_bundle(folder: Path) -> Bundle:
    """Read and check a bundle; `ModelError` when a file is missing or is not the one its card describes."""
    for name, sha256 in read_card(folder).files.items():
        try:
            content = (folder / name).read_bytes()
        except OSError as error:
            raise ModelError(f"the language model lacks {folder / name}; reinstall sutradhar") from error
        if hashlib.sha256(content).hexdigest() != sha256:
            raise ModelError(f"the language model's file {folder / name} is damaged; reinstall sutradhar")
    try:
        config = _config(json.loads((folder / "config.json").read_text(encoding="utf-8")))
        encoder = load_file(folder / "encoder.safetensors")
        heads = {name: value.float() for name, value in load_file(folder / "heads.safetensors").items()}
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        lemmas = _lemmas(folder / config.lemma_dictionary)
    except Exception as error:  # the tokenizers library raises nothing narrower
        raise ModelError(f"the language model in {folder} cannot be read ({error}); reinstall sutradhar") from error
    return Bundle(config, encoder, heads, tokenizer, lemmas)


def _config(raw: dict[str, Any]) -> Config:
    if raw["format"] != FORMAT:
        raise ValueError(f"format {raw['format']}, not {FORMAT}")
    encoder = {name: int(size) for name, size in raw["encoder"].items()}
    scripts = (script.split(">") for script in raw["lemma_scripts"])
    return Config(
        name=raw["name"],
        **encoder,
        mix_layers=raw["mix_layers"],
        arc_size=raw["arc_size"],
        label_size=raw["label_size"],
        upos=tuple(raw["upos"]),
        deprel=tuple(raw["deprel"]),
        ner_tags=tuple(raw["ner_tags"]),
        lemma_scripts=tuple((old, new) for old, new in scripts),
        lemma_dictionary=raw["lemma_dictionary"],
    )


def _lemmas(path: Path) -> dict[tuple[str, str], str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = (line.rstrip("\n").split("\t") for line in lines)
        return {(form, upos): lemma for form, upos, lemma in rows}
