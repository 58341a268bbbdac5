"""The network as it is trained: the encoder as a torch module on padded batches, and the heads of `nlp/network.py`."""

from __future__ import annotations

from collections.abc import Mapping

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from sutradhar.ingest.nlp.bundle import Bundle, Config
from sutradhar.ingest.nlp.encoder import EPSILON, dequantise
from sutradhar.ingest.nlp.network import Heads

PAD = 1
FORBIDDEN = -1e4  # a score that never wins


class Layer(nn.Module):
    """One post-norm transformer layer, as in BERT."""

    def __init__(self, config: Config, dropout: float) -> None:
        super().__init__()
        hidden, inner = config.hidden, config.inner
        self.heads, self.dropout = config.attention_heads, dropout
        self.qkv, self.out = nn.Linear(hidden, 3 * hidden), nn.Linear(hidden, hidden)
        self.up, self.down = nn.Linear(hidden, inner), nn.Linear(inner, hidden)
        self.norm1, self.norm2 = nn.LayerNorm(hidden, eps=EPSILON), nn.LayerNorm(hidden, eps=EPSILON)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        batch, length, hidden = x.shape
        size = hidden // self.heads
        query, key, value = self.qkv(x).view(batch, length, 3, self.heads, size).permute(2, 0, 3, 1, 4)
        # Plain products: the backward pass of the fused attention is several times slower on a processor.
        weights = (query * size**-0.5 @ key.transpose(-1, -2) + mask).softmax(-1)
        attended = self.out((weights.to(value.dtype) @ value).transpose(1, 2).reshape(batch, length, hidden))
        x = self.norm1(x + F.dropout(attended, self.dropout, self.training))
        widened = self.down(F.gelu(self.up(x)))
        normed: Tensor = self.norm2(x + F.dropout(widened, self.dropout, self.training))
        return normed


class Encoder(nn.Module):
    """The transformer; gives its last `mix_layers` states, each batch × pieces × hidden."""

    def __init__(self, config: Config, dropout: float) -> None:
        super().__init__()
        self.kept, self.dropout = config.mix_layers, dropout
        self.words = nn.Embedding(config.vocabulary, config.hidden)
        self.positions = nn.Embedding(config.positions, config.hidden)
        self.norm = nn.LayerNorm(config.hidden, eps=EPSILON)
        self.layers = nn.ModuleList(Layer(config, dropout) for _ in range(config.layers))

    def forward(self, ids: Tensor) -> list[Tensor]:
        """ids: batch × pieces, filled up with `PAD`."""
        x = self.words(ids) + self.positions(torch.arange(ids.shape[1]))
        mask = torch.zeros_like(ids, dtype=x.dtype).masked_fill(ids == PAD, FORBIDDEN)[:, None, None, :]
        states = [F.dropout(self.norm(x), self.dropout, self.training)]
        for layer in self.layers:
            states.append(layer(states[-1], mask))
        return states[-self.kept :]


class Network(Heads):
    """Encoder, in bfloat16 where `half` says so, and heads."""

    def __init__(
        self, config: Config, encoder_dropout: float = 0.0, head_dropout: float = 0.0, half: bool = False
    ) -> None:
        super().__init__(config, head_dropout)
        self.encoder, self.half_precision = Encoder(config, encoder_dropout), half

    def words(self, ids: Tensor, rows: Tensor) -> dict[str, Tensor]:
        """For each task, rows × hidden. `rows` count through the batch: sentence × pieces + piece."""
        with torch.autocast("cpu", torch.bfloat16, enabled=self.half_precision):
            states = self.encoder(ids)
        return self.mixed([state.flatten(0, 1) for state in states], rows)

    def load_bundle(self, bundle: Bundle) -> None:
        """Take over a bundle's weights."""
        self.load_encoder(
            {name: dequantise(bundle.encoder, name) for name in bundle.encoder if not name.endswith(".scale")}
        )
        self.load_state_dict(bundle.heads, strict=False)

    def load_encoder(self, weights: Mapping[str, Tensor]) -> None:
        """Take over an encoder's weights, fp32."""
        self.encoder.load_state_dict(dict(weights))
