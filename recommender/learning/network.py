"""A small causal transformer with its gradients, on numpy: layers that go forward and back, and a step of Adam.

Source: Vaswani et al. 2017 (arXiv:1706.03762), with norms before the layers; Adam: arXiv:1412.6980, 1711.05101.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from recommender.learning.histories import Floats, Ints

Weights = dict[str, Floats]
Back = Callable[[Floats], Floats]
NEVER: Final = np.float32(-1e9)
TINY: Final = np.float32(1e-6)


@dataclass(slots=True)
class Pass:
    """One way through: the weights, their gradients so far, and by chance what is dropped (never if `rng` is None)."""

    weights: Weights
    drop: float = 0.0
    rng: np.random.Generator | None = None
    gradients: Weights = field(default_factory=dict)

    def add(self, name: str, gradient: Floats) -> None:
        """Add to the gradient of a weight."""
        self.gradients[name] = self.gradients[name] + gradient if name in self.gradients else gradient

    def linear(self, name: str, x: Floats) -> tuple[Floats, Back]:
        """(..., width) by a matrix, and a shift."""
        matrix = self.weights[name]

        def back(slope: Floats) -> Floats:
            flat = slope.reshape(-1, slope.shape[-1])
            self.add(name, x.reshape(-1, x.shape[-1]).T @ flat)
            self.add(f"{name} shift", flat.sum(axis=0))
            return slope @ matrix.T

        return x @ matrix + self.weights[f"{name} shift"], back

    def norm(self, name: str, x: Floats) -> tuple[Floats, Back]:
        """Each vector to mean 0 and variance 1, then scaled and shifted."""
        scale = self.weights[name]
        centred = x - x.mean(axis=-1, keepdims=True)
        spread = 1.0 / np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + TINY)
        unit = centred * spread

        def back(slope: Floats) -> Floats:
            self.add(name, (slope * unit).reshape(-1, len(scale)).sum(axis=0))
            self.add(f"{name} shift", slope.reshape(-1, len(scale)).sum(axis=0))
            scaled = slope * scale
            along = (scaled * unit).mean(axis=-1, keepdims=True)
            return np.asarray(spread * (scaled - scaled.mean(axis=-1, keepdims=True) - unit * along))

        return unit * scale + self.weights[f"{name} shift"], back

    def dropped(self, x: Floats) -> tuple[Floats, Back]:
        """Some of the values set to nought, the others made up for it."""
        if self.rng is None or not self.drop:
            return x, lambda slope: slope
        kept = (self.rng.random(x.shape, dtype=np.float32) >= self.drop) * np.float32(1 / (1 - self.drop))
        return x * kept, lambda slope: slope * kept

    def attention(self, name: str, x: Floats, allowed: np.ndarray, heads: int) -> tuple[Floats, Back]:
        """Each place looks at those `allowed` (learners, 1, places, places), with a bias by how far back they lie."""
        n, width = x.shape[1], x.shape[2]
        joint, from_joint = self.linear(f"{name} joint", x)
        query, key, value = (_split(part, heads) for part in np.split(joint, 3, axis=-1))
        root = np.float32(1.0 / np.sqrt(width // heads))
        bias = self.weights[f"{name} far"]
        far = np.clip(np.subtract.outer(np.arange(n), np.arange(n)), 0, bias.shape[1] - 1)
        odds = np.where(allowed, query @ key.swapaxes(-1, -2) * root + bias[:, far], NEVER)
        odds -= odds.max(axis=-1, keepdims=True)
        share = np.exp(odds, out=odds)
        share /= share.sum(axis=-1, keepdims=True)
        kept, undrop = self.dropped(share)
        out, from_out = self.linear(f"{name} out", _joined(kept @ value))

        def back(slope: Floats) -> Floats:
            seen = _split(from_out(slope), heads)
            of_share = undrop(seen @ value.swapaxes(-1, -2))
            of_odds = share * (of_share - (of_share * share).sum(axis=-1, keepdims=True))
            self.add(f"{name} far", _by_distance(of_odds.sum(axis=0), far, bias.shape[1]))
            parts = (of_odds @ key * root, of_odds.swapaxes(-1, -2) @ query * root, kept.swapaxes(-1, -2) @ seen)
            return from_joint(np.concatenate([_joined(part) for part in parts], axis=-1))

        return out, back

    def forward(self, name: str, x: Floats) -> tuple[Floats, Back]:
        """Two matrices with what is below nought cut off between them."""
        inner, from_inner = self.linear(f"{name} wide", x)
        cut, undrop = self.dropped(np.maximum(inner, 0))
        out, from_out = self.linear(f"{name} narrow", cut)
        return out, lambda slope: from_inner(undrop(from_out(slope)) * (inner > 0))

    def block(self, name: str, x: Floats, allowed: np.ndarray, heads: int) -> tuple[Floats, Back]:
        """Attention and then two matrices, each added to what came in."""
        x, first = self._added(f"{name} seen", x, lambda one: self.attention(name, one, allowed, heads))
        x, second = self._added(f"{name} thought", x, lambda one: self.forward(name, one))
        return x, lambda slope: first(second(slope))

    def _added(self, name: str, x: Floats, layer: Callable[[Floats], tuple[Floats, Back]]) -> tuple[Floats, Back]:
        unit, from_unit = self.norm(name, x)
        out, from_out = layer(unit)
        kept, undrop = self.dropped(out)
        return x + kept, lambda slope: slope + from_unit(from_out(undrop(slope)))


def fresh(name: str, width: int, heads: int, reach: int, rng: np.random.Generator) -> Weights:
    """The weights of a block before any training."""

    def matrix(rows: int, columns: int) -> Floats:
        return rng.normal(0, np.sqrt(1.0 / rows), (rows, columns)).astype(np.float32)

    made = {
        f"{name} joint": matrix(width, 3 * width),
        f"{name} out": matrix(width, width),
        f"{name} wide": matrix(width, 4 * width),
        f"{name} narrow": matrix(4 * width, width),
    }
    made |= {f"{part} shift": np.zeros(one.shape[1], np.float32) for part, one in made.items()}
    made[f"{name} far"] = np.zeros((heads, reach), np.float32)
    return made | fresh_norm(f"{name} seen", width) | fresh_norm(f"{name} thought", width)


def fresh_norm(name: str, width: int) -> Weights:
    """The weights of a norm before any training."""
    return {name: np.ones(width, np.float32), f"{name} shift": np.zeros(width, np.float32)}


class Adam:
    """Adam over named weights, changed in place; `decay` draws matrices to nought, apart from the gradient."""

    def __init__(self, weights: Weights, rate: float, decay: float = 0.0) -> None:
        self._weights, self.rate, self._decay, self._count = weights, rate, decay, 0
        self._first = {name: np.zeros_like(one) for name, one in weights.items()}
        self._second = {name: np.zeros_like(one) for name, one in weights.items()}

    def step(self, gradients: Weights) -> None:
        """Move every weight that has a gradient against it."""
        self._count += 1
        n = self._count
        for name, gradient in gradients.items():
            first, second = self._first[name], self._second[name]
            first += 0.1 * (gradient - first)
            second += 0.001 * (gradient * gradient - second)
            move = (first / (1 - 0.9**n)) / (np.sqrt(second / (1 - 0.999**n)) + 1e-8)
            weight = self._weights[name]
            if self._decay and weight.ndim > 1:
                move += np.float32(self._decay) * weight
            weight -= np.float32(self.rate) * move


def _split(x: Floats, heads: int) -> Floats:
    """(learners, places, width) to (learners, heads, places, width / heads)."""
    learners, places, width = x.shape
    return x.reshape(learners, places, heads, width // heads).swapaxes(1, 2)


def _joined(x: Floats) -> Floats:
    learners, heads, places, width = x.shape
    return x.swapaxes(1, 2).reshape(learners, places, heads * width)


def _by_distance(slopes: Floats, far: Ints, reach: int) -> Floats:
    """(heads, reach) sums of (heads, places, places) by how far back they lie."""
    flat = far.ravel()
    return np.stack([np.bincount(flat, one.ravel(), reach) for one in slopes]).astype(np.float32)
