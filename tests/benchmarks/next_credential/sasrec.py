"""SASRec (Kang and McAuley 2018, doi:10.1109/ICDM.2018.00035) on PyTorch, where that is installed: a peer, not a part.

Trained with the cross entropy over the whole catalogue in the place of one sampled negative, which is known to make it
stronger (Klenitskiy and Vasilev 2023, doi:10.1145/3604915.3610644).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from recommender.learning.histories import Floats, Histories


@dataclass(frozen=True, slots=True)
class Sasrec:
    """Self-attention over the last `longest` awards; the next one by the product with its vector."""

    name: str = "sasrec"
    width: int = 64
    layers: int = 2
    heads: int = 2
    drop: float = 0.2
    epochs: int = 20
    rate: float = 1e-3
    longest: int = 50
    batch: int = 256
    seed: int = 0

    def fit(self, histories: Histories) -> FittedSasrec:
        import torch

        torch.set_num_threads(1)
        torch.manual_seed(self.seed)
        network = _network(self, histories.size)
        adam = torch.optim.Adam(network.parameters(), lr=self.rate)
        rows = np.flatnonzero(histories.lengths > 1)
        rng = np.random.default_rng(self.seed)
        network.train()
        for _ in range(self.epochs):
            order = rng.permutation(rows)
            for start in range(0, len(order), self.batch):
                items = torch.as_tensor(_padded(histories.take(order[start : start + self.batch]), self.longest + 1))
                given, after = items[:, :-1], items[:, 1:]
                there = (given > 0) & (after > 0)
                odds = network(given)[there] @ network.items.weight[1:].T
                loss = torch.nn.functional.cross_entropy(odds, after[there] - 1)
                adam.zero_grad()
                loss.backward()
                adam.step()
        network.eval()
        return FittedSasrec(network, self.longest)


@dataclass(frozen=True, slots=True)
class FittedSasrec:
    """A trained network."""

    network: Any
    longest: int

    def scores(self, asked: Histories) -> Floats:
        """(learners, size)."""
        import torch

        found = []
        with torch.no_grad():
            for _, some in asked.chunks(512):
                last = self.network(torch.as_tensor(_padded(some, self.longest)))[:, -1]
                found.append((last @ self.network.items.weight[1:].T).numpy())
        return np.asarray(np.concatenate(found), dtype=np.float32)


def _padded(histories: Histories, longest: int) -> np.ndarray:
    """(learners, longest) of items + 1, oldest first, zeros before them."""
    length = min(longest, int(histories.lengths.max(initial=1)))
    padded = np.zeros((len(histories), length), np.int64)
    kept = histories.ages < length
    padded[histories.owners[kept], length - 1 - histories.ages[kept]] = histories.items[kept] + 1
    return padded


def _network(knobs: Sasrec, size: int) -> Any:
    import torch
    from torch import nn

    class Network(nn.Module):  # type: ignore[misc, unused-ignore]
        """Vectors of items and places, blocks of causal attention."""

        def __init__(self) -> None:
            super().__init__()
            self.items = nn.Embedding(size + 1, knobs.width, padding_idx=0)
            self.places = nn.Embedding(knobs.longest, knobs.width)
            nn.init.normal_(self.items.weight, std=0.02)
            self.drop = nn.Dropout(knobs.drop)
            layer = nn.TransformerEncoderLayer(
                knobs.width, knobs.heads, 4 * knobs.width, knobs.drop, "gelu", batch_first=True, norm_first=True
            )
            self.blocks = nn.TransformerEncoder(layer, knobs.layers, enable_nested_tensor=False)
            self.norm = nn.LayerNorm(knobs.width)

        def forward(self, items: Any) -> Any:
            """(learners, length) to (learners, length, width)."""
            n = items.shape[1]
            places = torch.arange(n - 1, -1, -1).clamp(max=knobs.longest - 1)
            hidden = self.drop(self.items(items) * math.sqrt(knobs.width) + self.places(places))
            ahead = torch.triu(torch.ones(n, n, dtype=torch.bool), diagonal=1)
            alone = ahead[None] | (items == 0)[:, None, :]
            alone[:, torch.arange(n), torch.arange(n)] = False
            mask = alone.repeat_interleave(knobs.heads, dim=0)
            return self.norm(self.blocks(hidden, mask=mask))

    return Network()
