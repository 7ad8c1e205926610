"""Self-attention over histories: right gradients, and what only a model that looks at order and pairs can learn."""

from __future__ import annotations

import numpy as np
import pytest

from recommender.learning import attention
from recommender.learning.attention import Attention, padded
from recommender.learning.histories import Histories
from recommender.learning.network import Pass, Weights

SMALL = Attention(width=16, layers=1, epochs=60, rate=1e-2, drop=0.0, longest=8, batch=32)


def some(seed: int, learners: int, size: int) -> Histories:
    rng = np.random.default_rng(seed)
    return Histories.of([rng.permutation(size)[: rng.integers(2, 6)].tolist() for _ in range(learners)], size=size)


def loss(recipe: Attention, weights: Weights, histories: Histories) -> float:
    """The cross entropy, written out place by place."""
    total, count = 0.0, 0
    for learner in range(len(histories)):
        row = histories.row(learner)
        for place in range(1, len(row)):
            items, there = padded(Histories.of([row[:place].tolist()], size=histories.size))
            hidden = attention._hidden(recipe, Pass(weights), items, there)[0][0, -1]
            odds = weights["items"] @ hidden + weights["holders"]
            odds[row[:place]] = -1e9
            logs = odds - odds.max() - np.log(np.exp(odds - odds.max()).sum())
            after = row[place : place + recipe.ahead]
            shares = recipe.fade ** np.arange(len(after))
            total -= float((logs[after] * shares / shares.sum()).sum())
            count += 1
    return total / count


def test_gradients_are_those_of_the_loss() -> None:
    histories = some(1, 5, 7)
    recipe = Attention(width=8, layers=2, heads=2, drop=0.0, longest=6, ahead=2)
    rng = np.random.default_rng(2)
    weights = {name: one + rng.normal(0, 0.1, one.shape) for name, one in recipe._fresh(histories, rng).items()}
    found = attention._gradients(recipe, weights, histories, rng)  # type: ignore[arg-type]
    assert set(found) == set(weights) - {"popular"}
    for name, gradient in found.items():
        at = np.unravel_index(int(np.abs(gradient).argmax()), gradient.shape)
        step = np.zeros_like(weights[name])
        step[at] = 1e-5
        up, down = ({**weights, name: weights[name] + sign * step} for sign in (1, -1))
        slope = (loss(recipe, up, histories) - loss(recipe, down, histories)) / 2e-5  # type: ignore[arg-type]
        assert gradient[at] == pytest.approx(slope, rel=1e-4, abs=1e-8), name


def test_it_learns_what_depends_on_two_awards_and_their_order() -> None:
    """0 then 1 leads to 2, 1 then 0 to 3, 0 then 4 to 3, 4 then 0 to 2: no sum over single awards tells all four."""
    rows = [[0, 1, 2], [1, 0, 3], [0, 4, 3], [4, 0, 2]] * 20
    fitted = SMALL.fit(Histories.of(rows, size=5))
    asked = Histories.of([row[:2] for row in rows[:4]], size=5)
    scores = fitted.scores(asked)
    scores[asked.owners, asked.items] = -np.inf
    assert scores.argmax(axis=1).tolist() == [2, 3, 3, 2]


def test_the_same_seed_gives_the_same_scores_and_others_asked_change_nothing() -> None:
    histories = some(3, 40, 12)
    recipe = Attention(width=16, layers=2, epochs=2, batch=16, longest=4)
    first, again = recipe.fit(histories), recipe.fit(histories)
    whole = first.scores(histories)
    assert np.array_equal(whole, again.scores(histories))
    alone = np.concatenate([first.scores(histories.take(np.array([n]))) for n in range(len(histories))])
    assert np.allclose(whole, alone, atol=1e-4)


def test_long_empty_and_single_histories_are_scored() -> None:
    recipe = Attention(width=16, layers=1, epochs=1, longest=3)
    fitted = recipe.fit(Histories.of([[0, 1, 2, 3, 4, 5], [2], [], [0, 1]], size=6))
    scores = fitted.scores(Histories.of([[], [1], [0, 1, 2, 3, 4]], size=6))
    assert scores.shape == (3, 6)
    assert np.isfinite(scores).all()
    only_last = fitted.scores(Histories.of([[5, 5, 2, 3, 4]], size=6))
    assert np.allclose(scores[2], only_last[0], atol=1e-5)


def test_nobody_to_learn_from_leaves_how_many_hold_each() -> None:
    fitted = Attention(width=8, layers=1, epochs=2).fit(Histories.of([[1], [1], [0]], size=3))
    assert fitted.scores(Histories.of([[]], size=3))[0].argmax() == 1


def test_drawn_negatives_teach_nearly_the_same() -> None:
    rows = [[n, n + 1] for n in range(0, 40, 2)] * 20
    asked = Histories.of([[n] for n in range(0, 40, 2)], size=40)
    recipe = Attention(width=16, layers=1, epochs=60, rate=1e-2, drop=0.0, batch=32, negatives=10)
    best = recipe.fit(Histories.of(rows, size=40)).scores(asked).argmax(axis=1)
    assert (best == np.arange(1, 40, 2)).mean() > 0.9


def test_several_networks_are_averaged() -> None:
    histories = some(4, 60, 10)
    recipe = Attention(width=16, layers=1, epochs=2, networks=2)
    both = recipe.fit(histories)
    parts = [attention.FittedAttention(recipe, (one,)).scores(histories) for one in both.networks]
    assert np.allclose(both.scores(histories), (parts[0] + parts[1]) / 2, atol=1e-5)
    assert not np.allclose(parts[0], parts[1])
