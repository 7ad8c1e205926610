"""What is measured: accuracy, what abstaining gains, and whether a confidence says how often it is right."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression

from tests.benchmarks.text_to_skills.scoring import interval

BINS = 10
__all__ = ["area", "calibration_error", "covered", "doubt", "interval"]


def hits(ranked: np.ndarray, right: Sequence[frozenset[int]], k: int) -> np.ndarray:
    """Whether a right one is among the first k of each row."""
    return np.array([bool(set(row[:k]) & one) for row, one in zip(ranked.tolist(), right, strict=True)])


def area(sure: np.ndarray, right: np.ndarray) -> float:
    """The area under the risk-coverage curve: the share of wrong ones among the n surest, its mean over every n.

    >>> area(np.array([0.9, 0.5]), np.array([True, False])), area(np.array([0.5, 0.9]), np.array([True, False]))
    (0.25, 0.75)
    """
    wrong = ~right[np.argsort(-sure, kind="stable")]
    return float(np.mean(np.cumsum(wrong) / np.arange(1, len(wrong) + 1)))


def calibration_error(sure: np.ndarray, right: np.ndarray) -> float:
    """The expected calibration error: confidence less accuracy in ten bins of as many titles each, its mean size.

    >>> calibration_error(np.full(10, 0.75), np.array([True, False] * 5)) > 0.25
    True
    """
    bins = np.array_split(np.argsort(sure, kind="stable"), BINS)
    gaps = [len(one) * abs(sure[one].mean() - right[one].mean()) for one in bins if len(one)]
    return float(sum(gaps) / len(sure))


def covered(sure: np.ndarray, right: np.ndarray, share: float) -> float:
    """The accuracy among this share of the titles, the surest.

    >>> covered(np.array([0.9, 0.8, 0.1]), np.array([True, True, False]), 0.67)
    1.0
    """
    count = max(round(share * len(sure)), 1)
    return float(right[np.argsort(-sure, kind="stable")[:count]].mean())


def doubt(scores: np.ndarray, right: np.ndarray) -> LogisticRegression:
    """A confidence for a model that has none: logistic in its best score and how far the second is behind."""
    return LogisticRegression(C=10.0, max_iter=1_000).fit(_told(scores), right)


def sureness(model: LogisticRegression, scores: np.ndarray) -> np.ndarray:
    """The confidence in the first of each row of scores."""
    return model.predict_proba(_told(scores))[:, 1]


def _told(scores: np.ndarray) -> np.ndarray:
    return np.column_stack([scores[:, 0], scores[:, 0] - scores[:, 1]])
