"""Logistic regression held to a prior, by Newton's method: what scikit-learn's, which shrinks to 0 alone, can't do."""

from __future__ import annotations

import numpy as np

from recommender.chance.model import Logistic, sigmoid
from recommender.learning.histories import Floats

STEPS = 50
CLOSE = 1e-7


def regressed(columns: Floats, marks: np.ndarray, weight: np.ndarray, prior: Floats, held: Floats) -> Logistic:
    """Weights of `columns` (rows, columns) for `marks` (rows,), each row counting `weight`.

    `prior` (columns,): to which weights the fit is held; `held` (columns,): how strongly, as a share of what the data
    say at their clearest: 0 not at all, 1 about halfway.
    """
    mean = np.average(columns, axis=0, weights=weight).astype(np.float64)
    scale = np.sqrt(np.average((columns - mean.astype(np.float32)) ** 2, axis=0, weights=weight)).astype(np.float64)
    scale = np.where(scale > 1e-4, scale, 1.0)
    design = np.empty((len(columns), columns.shape[1] + 1), np.float64)
    design[:, 0], design[:, 1:] = 1.0, (columns - mean) / scale
    rate = (float((weight * marks).sum()) + 0.5) / (float(weight.sum()) + 1.0)
    start = np.concatenate([[np.log(rate / (1 - rate))], prior * scale])
    strength = np.concatenate([[0.0], np.maximum(held * rate * (1 - rate) * weight.sum(), 0.0)]) + 1e-3
    found = newton(design, marks.astype(np.float64), weight, start, strength)
    weights = found[1:].astype(np.float32)
    return Logistic(mean.astype(np.float32), scale.astype(np.float32), weights, float(found[0]))


def newton(
    design: np.ndarray, marks: np.ndarray, weight: np.ndarray, prior: np.ndarray, strength: np.ndarray
) -> np.ndarray:
    """The weights of greatest likelihood less ``strength x (weights - prior)^2 / 2``; steps that lose are halved."""
    found = prior.copy()
    best = _loss(design @ found, marks, weight, strength * (found - prior) ** 2)
    for _ in range(STEPS):
        chance = sigmoid(design @ found)
        gradient = design.T @ (weight * (chance - marks)) + strength * (found - prior)
        curve = (design * (weight * chance * (1 - chance))[:, None]).T @ design + np.diag(strength)
        step = np.linalg.solve(curve, gradient)
        part, loss = 1.0, best
        while part > 1e-4:
            tried = found - part * step
            loss = _loss(design @ tried, marks, weight, strength * (tried - prior) ** 2)
            if loss <= best:
                break
            part /= 2
        else:
            break
        found, gained, best = found - part * step, best - loss, loss
        if gained < CLOSE * max(abs(best), 1.0):
            break
    return found


def _loss(logits: np.ndarray, marks: np.ndarray, weight: np.ndarray, pull: np.ndarray) -> float:
    return float((weight * (np.logaddexp(0.0, logits) - marks * logits)).sum() + pull.sum() / 2)
