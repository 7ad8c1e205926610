"""How well found spans agree with marked ones, exactly and by any overlap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tests.benchmarks.document_skills.gold import Marked

Places = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Counts of sentences: found, marked, the same on both sides, and on each side overlapping one of the other."""

    counts: np.ndarray

    @classmethod
    def of(cls, found: Sequence[Places], marked: Sequence[Marked]) -> Agreement:
        """Of the spans found in each sentence."""
        return cls(
            np.array([_count(set(f), {(s, e) for s, e, _ in m.spans}) for f, m in zip(found, marked, strict=True)])
        )

    def figures(self, chosen: np.ndarray | None = None) -> dict[str, float]:
        """Precision, recall and F1, exact and overlapping, of all or of the chosen sentences."""
        found, marked, same, found_over, marked_over = (self.counts if chosen is None else self.counts[chosen]).sum(0)
        exact = (same / max(found, 1), same / max(marked, 1))
        over = (found_over / max(found, 1), marked_over / max(marked, 1))
        return {
            "precision": exact[0], "recall": exact[1], "f1": _f1(*exact),
            "overlap_precision": over[0], "overlap_recall": over[1], "overlap_f1": _f1(*over),
        }  # fmt: skip

    def interval(self, name: str, rounds: int = 1000, seed: int = 0) -> tuple[float, float]:
        """The 95 % bootstrap interval of a figure over sentences."""
        chance = np.random.default_rng(seed)
        size = len(self.counts)
        drawn = [self.figures(chance.integers(0, size, size))[name] for _ in range(rounds)]
        low, high = np.percentile(drawn, [2.5, 97.5])
        return float(low), float(high)


def _count(found: set[tuple[int, int]], marked: set[tuple[int, int]]) -> tuple[int, int, int, int, int]:
    return (
        len(found),
        len(marked),
        len(found & marked),
        sum(any(a < d and c < b for c, d in marked) for a, b in found),
        sum(any(a < d and c < b for c, d in found) for a, b in marked),
    )


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def calibration_error(confidence: np.ndarray, right: np.ndarray, bins: int = 15) -> float:
    """The mean distance of confidence and share of right ones over bins of equal mass."""
    parts = np.array_split(np.argsort(confidence, kind="stable"), bins)
    gaps = [abs(confidence[part].mean() - right[part].mean()) * len(part) for part in parts if len(part)]
    return float(sum(gaps) / max(len(confidence), 1))
