"""Self-attention over a history: a small causal transformer, trained on what came next.

After SASRec (Kang and McAuley 2018, doi:10.1109/ICDM.2018.00035), with the cross entropy over the whole catalogue in
the place of sampled negatives (Klenitskiy and Vasilev 2023, doi:10.1145/3604915.3610644), biases by distance, and
targets that reach beyond the very next award.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from recommender.learning.histories import Floats, Histories, Ints
from recommender.learning.network import NEVER, Adam, Pass, Weights, fresh, fresh_norm

SORTED: Final = 20
"""Batches whose learners are sorted by the length of their histories, so that little is padded."""


@dataclass(frozen=True, slots=True)
class Attention:
    """The knobs: `networks` that differ by chance are averaged; targets fade by `fade` over the next `ahead` awards.

    With `negatives`, a step compares what came next with so many credentials, drawn by how many hold them, in the place
    of all; their odds make up for the chance to be drawn.
    """

    name: str = "attention"
    width: int = 64
    layers: int = 2
    heads: int = 2
    drop: float = 0.2
    epochs: int = 20
    rate: float = 1e-3
    decay: float = 0.0
    longest: int = 50
    batch: int = 256
    ahead: int = 1
    fade: float = 0.7
    negatives: int = 0
    networks: int = 1
    seed: int = 0

    def fit(self, histories: Histories) -> FittedAttention:
        """Train on all histories of two awards or more."""
        return FittedAttention(self, tuple(self._trained(histories, n) for n in range(self.networks)))

    def _trained(self, histories: Histories, number: int) -> Weights:
        rng = np.random.default_rng([self.seed, number])
        weights = self._fresh(histories, rng)
        adam = Adam(weights, self.rate, self.decay)
        recent = histories.only_last(self.longest + 1)
        learners = np.flatnonzero(recent.lengths > 1)
        steps = self.epochs * max(-(-len(learners) // self.batch), 1)
        count = 0
        for _ in range(self.epochs):
            for chosen in _batches(recent.lengths, learners, self.batch, rng):
                adam.rate = self.rate * min(1.0, (count + 1) / 100, 2 * (1 - count / steps) + 0.02)
                adam.step(_gradients(self, weights, recent.take(chosen), rng))
                count += 1
        return weights

    def _fresh(self, histories: Histories, rng: np.random.Generator) -> Weights:
        count = np.bincount(histories.items, minlength=histories.size) + 1.0
        weights = {
            "items": rng.normal(0, 0.02, (histories.size, self.width)).astype(np.float32),
            "places": rng.normal(0, 0.02, (self.longest, self.width)).astype(np.float32),
            "holders": np.log(count / count.mean()).astype(np.float32),
            "popular": (count / count.sum()).astype(np.float32) ** np.float32(0.75),
        }
        for n in range(self.layers):
            weights |= fresh(str(n), self.width, self.heads, self.longest, rng)
        return weights | fresh_norm("last", self.width)


@dataclass(frozen=True, slots=True)
class FittedAttention:
    """Trained networks."""

    recipe: Attention
    networks: tuple[Weights, ...]

    def scores(self, asked: Histories) -> Floats:
        """(learners, size): the mean of the networks' log-odds."""
        found = np.zeros((len(asked), asked.size), np.float32)
        order = np.argsort(asked.lengths, kind="stable")
        for start in range(0, len(order), 512):
            chosen = order[start : start + 512]
            some = asked.take(chosen).only_last(self.recipe.longest)
            for weights in self.networks:
                odds = self._odds(weights, some)
                odds -= odds.max(axis=1, keepdims=True)
                odds -= np.log(np.exp(odds).sum(axis=1, keepdims=True))
                found[chosen] += odds / np.float32(len(self.networks))
        return found

    def _odds(self, weights: Weights, some: Histories) -> Floats:
        items, there = padded(some)
        hidden = _hidden(self.recipe, Pass(weights), items, there)[0]
        last = hidden[np.arange(len(some)), np.maximum(some.lengths - 1, 0)]
        odds: Floats = last @ weights["items"].T + weights["holders"]
        odds[some.lengths == 0] = weights["holders"]
        return odds


def padded(some: Histories) -> tuple[Ints, np.ndarray]:
    """(learners, longest) of credentials from the first on, nought after the last, and whether one is there."""
    length = max(int(some.lengths.max(initial=0)), 1)
    there = np.arange(length) < some.lengths[:, None]
    items = np.zeros((len(some), length), np.int64)
    items[there] = some.items
    return items, there


def _batches(lengths: Ints, learners: Ints, size: int, rng: np.random.Generator) -> Iterator[Ints]:
    order = rng.permutation(learners)
    batches = []
    for start in range(0, len(order), size * SORTED):
        some = order[start : start + size * SORTED]
        some = some[np.argsort(lengths[some], kind="stable")]
        batches += [some[at : at + size] for at in range(0, len(some), size)]
    for at in rng.permutation(len(batches)):
        yield batches[at]


def _hidden(recipe: Attention, way: Pass, items: Ints, there: np.ndarray) -> tuple[Floats, Callable[[Floats], None]]:
    """(learners, places, width), and the way back to the weights."""
    n = items.shape[1]
    root = np.float32(np.sqrt(recipe.width))
    begun, undrop = way.dropped(way.weights["items"][items] * root + way.weights["places"][:n])
    allowed = (np.tri(n, dtype=bool) & there[:, None, :])[:, None]
    x, backs = begun, []
    for number in range(recipe.layers):
        x, back = way.block(str(number), x, allowed, recipe.heads)
        backs.append(back)
    out, back = way.norm("last", x)
    backs.append(back)

    def all_back(slope: Floats) -> None:
        for one in reversed(backs):
            slope = one(slope)
        slope = undrop(slope) * there[:, :, None]
        places = np.zeros_like(way.weights["places"])
        places[:n] = slope.sum(axis=0)
        way.add("places", places)
        way.add("items", _summed(items[there], slope[there] * root, len(way.weights["items"])))

    return out, all_back


def _gradients(recipe: Attention, weights: Weights, some: Histories, rng: np.random.Generator) -> Weights:
    """Of the cross entropy between what is foretold at each place and what came after it."""
    way = Pass(weights, recipe.drop, rng)
    items, there = padded(some)
    asked = there[:, 1:]
    hidden, back = _hidden(recipe, way, items[:, :-1], asked)
    rows, held, after, share = _targets(items, there, recipe)
    columns, chance = _compared(recipe, weights, after, rng)
    place = np.full(some.size, -1, np.int64)
    place[columns] = np.arange(len(columns))
    vectors = hidden[asked]
    odds = vectors @ weights["items"][columns].T + (weights["holders"][columns] - chance)
    drawn = place[held[1]] >= 0
    odds[held[0][drawn], place[held[1][drawn]]] = NEVER
    odds -= odds.max(axis=1, keepdims=True)
    slopes = np.exp(odds, out=odds)
    slopes /= slopes.sum(axis=1, keepdims=True)
    slopes[np.bincount(rows, minlength=len(slopes)) == 0] = 0.0
    np.subtract.at(slopes, (rows, place[after]), share)
    slopes /= np.float32(len(vectors))
    of_hidden = np.zeros_like(hidden)
    of_hidden[asked] = slopes @ weights["items"][columns]
    for name, gradient in (("items", slopes.T @ vectors), ("holders", slopes.sum(axis=0))):
        whole = np.zeros_like(weights[name])
        whole[columns] = gradient
        way.add(name, whole)
    back(of_hidden)
    return way.gradients


def _compared(recipe: Attention, weights: Weights, after: Ints, rng: np.random.Generator) -> tuple[Ints, Floats]:
    """The credentials that a step is about, and the logarithm of each one's chance to be among them."""
    size = len(weights["popular"])
    if not 0 < recipe.negatives < size:
        return np.arange(size, dtype=np.int64), np.zeros(size, np.float32)
    popular = weights["popular"]
    drawn = np.searchsorted(np.cumsum(popular), rng.random(recipe.negatives) * popular.sum()).clip(0, size - 1)
    columns = np.unique(np.concatenate([after, drawn])).astype(np.int64)
    expected = (recipe.negatives + len(after)) * popular[columns] / popular.sum()
    return columns, np.log(-np.expm1(-expected)).astype(np.float32)


def _targets(items: Ints, there: np.ndarray, recipe: Attention) -> tuple[Ints, tuple[Ints, Ints], Ints, Floats]:
    """For the flat places that are asked: rows, what is held there already, and which credentials share each answer."""
    learners, n = items.shape
    row = np.full((learners, n), -1, np.int64)
    row[:, :-1][there[:, 1:]] = np.arange(int(there[:, 1:].sum()))
    held, rows, columns, share = [], [], [], []
    for back in range(n - 1):
        known = there[:, back + 1 :]
        held.append((row[:, back : n - 1][known], items[:, : n - 1 - back][known[:, : n - 1 - back]]))
    for step in range(1, recipe.ahead + 1):
        known = there[:, step:]
        rows.append(row[:, : n - step][known])
        columns.append(items[:, step:][known])
        share.append(np.full(len(rows[-1]), recipe.fade ** (step - 1), np.float32))
    of, after, weights = np.concatenate(rows), np.concatenate(columns), np.concatenate(share)
    taken = (np.concatenate([one for one, _ in held]), np.concatenate([one for _, one in held]))
    size = int(items.max(initial=0)) + 1
    new = ~np.isin(of * size + after, taken[0] * size + taken[1])
    of, after, weights = of[new], after[new], weights[new]
    return of, taken, after, (weights / np.bincount(of, weights)[of]).astype(np.float32)


def _summed(items: Ints, slopes: Floats, size: int) -> Floats:
    """(size, width) sums of rows by credential."""
    order = np.argsort(items, kind="stable")
    found = np.zeros((size, slopes.shape[1]), np.float32)
    present, first = np.unique(items[order], return_index=True)
    found[present] = np.add.reduceat(slopes[order], first, axis=0)
    return found
