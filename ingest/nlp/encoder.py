"""The encoder as it runs in analysis: sentences of any length back to back, without padding, in bytes where it can.

Rows of the matrix products are pieces; only attention looks at sentences, one length at a time. What comes out for a
sentence therefore does not depend on the sentences beside it. Bytes follow the dynamic, per-token scheme of ZeroQuant
(Yao et al. 2022): weights are int8 in the bundle anyway, the activations of each piece get a scale of their own, and
sums are integers, so that their order cannot matter.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from functools import cache

import torch
import torch.nn.functional as F
from torch import Tensor

from sutradhar.ingest.nlp.bundle import Config

EPSILON = 1e-12  # of the layer norms, as in BERT
SMALLEST_STEP = 1e-6
LEAST_GELU = -0.17  # a little below the least value of the function
LEAST_VECTOR = 16  # values that torch takes at once with 512 bits
Linear = Callable[[Tensor], Tensor]  # rows × inputs to rows × outputs, fp32


class Precision(StrEnum):
    """What the encoder's matrix products compute in: bytes with 255 or 127 steps an activation, or floats."""

    int8 = "int8"
    int7 = "int7"
    fp32 = "fp32"


STEPS = {Precision.int8: 255, Precision.int7: 127}


def dequantise(weights: Mapping[str, Tensor], name: str) -> Tensor:
    """A parameter in fp32: int8 rows times their scales."""
    scale = weights.get(f"{name}.scale")
    value = weights[name].float()
    return value if scale is None else value * scale.float()[:, None]


class FloatLinear:
    """A linear layer in fp32."""

    def __init__(self, weights: Mapping[str, Tensor], name: str) -> None:
        self.weight, self.bias = dequantise(weights, f"{name}.weight"), weights[f"{name}.bias"].float()

    def __call__(self, x: Tensor) -> Tensor:
        return F.linear(x, self.weight, self.bias)


class ByteLinear:
    """A linear layer with int8 weights and unsigned bytes as activations, each row's in steps of its own.

    The bytes reach as far below zero as above it, or, given a `floor` that no activation falls below, from there up.
    """

    def __init__(self, weights: Mapping[str, Tensor], name: str, steps: int, floor: float | None = None) -> None:
        weight = weights[f"{name}.weight"]
        self.scales, self.bias = weights[f"{name}.weight.scale"].float(), weights[f"{name}.bias"].float()
        self.weight = torch.ops.onednn.qlinear_prepack(weight, None)
        self.zeros = torch.zeros(len(weight), dtype=torch.int64)
        self.floor, self.steps, self.zero = floor, steps, (steps + 1) // 2
        of_ones = self.scales * weight.sum(1).float()
        self.shift: Tensor | None = None  # takes off what the byte of zero, which is not 0, adds to the product
        if floor is None:
            self.shift = -self.zero * of_ones
        else:
            self.bias = self.bias + floor * of_ones

    def __call__(self, x: Tensor) -> Tensor:
        # Plain passes are faster than fused ones; adding a half makes the conversion, which cuts, a rounding.
        step = x.amax(1, keepdim=True)
        if self.floor is None:
            step = torch.maximum(step, -x.amin(1, keepdim=True)).clamp_(min=SMALLEST_STEP).div_(self.steps // 2)
            steps = (x * step.reciprocal()).add_(self.zero + 0.5)
        else:
            step = step.sub_(self.floor).clamp_(min=SMALLEST_STEP).div_(self.steps)
            steps = (x * step.reciprocal()).add_(0.5 - self.floor / step)
        # Torch has no vector instruction from floats straight to unsigned bytes.
        product = byte_product(steps.to(torch.int16).to(torch.uint8), self.weight, self.scales, self.zeros, self.shift)
        return torch.addcmul(self.bias, product, step)


def byte_product(x: Tensor, weight: Tensor, scales: Tensor, zeros: Tensor, shift: Tensor | None = None) -> Tensor:
    """x × weightᵀ × scales + shift in fp32, from integer sums. `weight` is prepacked, `zeros` its zero points."""
    result: Tensor = torch.ops.onednn.qlinear_pointwise(
        x, 1.0, 0, weight, scales, zeros, shift, 1.0, 0, torch.float32, "none", [], ""
    )
    return result


@cache
def best_precision() -> Precision:
    """Bytes where this processor multiplies them fast and exactly, else fp32.

    Without dot-product instructions (VNNI) the sum of two products is cut off at 16 bits, which 127 steps never reach.
    """
    if not torch.backends.cpu.get_cpu_capability().startswith("AVX"):
        return Precision.fp32
    weight = torch.full((64, 384), 127, dtype=torch.int8)
    ones, zeros = torch.ones(64), torch.zeros(64, dtype=torch.int64)
    try:
        packed = torch.ops.onednn.qlinear_prepack(weight, None)
        for precision, steps in STEPS.items():
            found = byte_product(torch.full((33, 384), steps, dtype=torch.uint8), packed, ones, zeros)
            if bool((found == steps * 127 * 384).all()):
                return precision
    except (AttributeError, RuntimeError, TypeError):  # a build of torch without oneDNN, or with another signature
        pass
    return Precision.fp32


def linear(weights: Mapping[str, Tensor], name: str, precision: Precision, floor: float | None = None) -> Linear:
    """The linear layer of that name, for activations that are not below `floor`, if there is one."""
    if precision is Precision.fp32:
        return FloatLinear(weights, name)
    return ByteLinear(weights, name, STEPS[precision], floor)


class Layer:
    """One post-norm transformer layer, as in BERT."""

    def __init__(self, weights: Mapping[str, Tensor], name: str, heads: int, precision: Precision) -> None:
        self.heads = heads
        self.qkv, self.out, self.up = (linear(weights, f"{name}.{part}", precision) for part in ("qkv", "out", "up"))
        self.down = linear(weights, f"{name}.down", precision, LEAST_GELU)
        self.norm1, self.norm2 = Norm(weights, f"{name}.norm1"), Norm(weights, f"{name}.norm2")

    def __call__(self, x: Tensor, runs: Sequence[tuple[int, int]]) -> Tensor:
        """x: pieces × hidden. `runs`: (number of sentences, pieces in each of them), in order."""
        x = self.norm1(self.out(self._attention(self.qkv(x), runs)).add_(x))
        return self.norm2(self.down(F.gelu(self.up(x))).add_(x))

    def _attention(self, qkv: Tensor, runs: Sequence[tuple[int, int]]) -> Tensor:
        """Plain products: for sentences, torch's fused attention takes up to twice as long on a processor."""
        size = qkv.shape[1] // 3 // self.heads
        attended = qkv.new_empty(len(qkv), self.heads * size)
        start = 0
        for count, length in runs:
            end = start + count * length
            parts = qkv[start:end].view(count, length, 3, self.heads, size).permute(2, 0, 3, 1, 4)
            query, key, value = parts.reshape(3, count * self.heads, length, size)
            mixed = _softmax(torch.bmm(query.mul_(size**-0.5), key.transpose(1, 2))) @ value
            attended[start:end].view(count, length, self.heads, size).copy_(
                mixed.view(count, self.heads, length, size).transpose(1, 2)
            )
            start = end
        return attended


def _softmax(scores: Tensor) -> Tensor:
    """Over the last dimension. Torch has vectors for 16 values or more only: fewer are filled up."""
    length = scores.shape[-1]
    if length >= LEAST_VECTOR:
        return scores.softmax(-1)
    return F.pad(scores, (0, LEAST_VECTOR - length), value=-torch.inf).softmax(-1)[..., :length]


class Norm:
    """A layer norm."""

    def __init__(self, weights: Mapping[str, Tensor], name: str) -> None:
        self.weight, self.bias = weights[f"{name}.weight"].float(), weights[f"{name}.bias"].float()

    def __call__(self, x: Tensor) -> Tensor:
        return F.layer_norm(x, self.weight.shape, self.weight, self.bias, EPSILON)


class Encoder:
    """multilingual-e5-small with a Hindi vocabulary."""

    def __init__(self, config: Config, weights: Mapping[str, Tensor], precision: Precision) -> None:
        self.kept, self.positions = config.mix_layers, dequantise(weights, "positions.weight")
        self.words, self.word_scales = weights["words.weight"], weights["words.weight.scale"].float()
        self.norm = Norm(weights, "norm")
        self.layers = [Layer(weights, f"layers.{i}", config.attention_heads, precision) for i in range(config.layers)]

    def __call__(self, sentences: Sequence[Sequence[int]]) -> list[Tensor]:
        """The last `mix_layers` states, each pieces × hidden. `sentences`: piece ids, those of like length adjacent."""
        ids = torch.tensor(list(itertools.chain.from_iterable(sentences)))
        lengths = [len(sentence) for sentence in sentences]
        position = torch.cat([torch.arange(length) for length in lengths])
        runs = [(len(list(group)), length) for length, group in itertools.groupby(lengths)]
        words = self.words[ids].float() * self.word_scales[ids][:, None]
        states = [self.norm(words + self.positions[position])]
        for layer in self.layers:
            states.append(layer(states[-1], runs))
        return states[-self.kept :]
