"""A fitted chance: plain numbers, asked with numpy and scipy alone."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from recommender.chance.columns import Known, Learners, Pairs, of_learners, of_pairs
from recommender.chance.tables import Tables
from recommender.errors import TrainingError
from recommender.learning.histories import Floats, Histories
from recommender.learning.models import Associations, Recency

VERSION = 1
SHARES = ("ever", "recent", "latest", "steady")
TABLES = ("gaps", "counts", "held", "came", "people")
SMALLEST = 1e-6
BENDS = (math.log(0.03 / 0.97), math.log(0.1 / 0.9))
"""Log-odds, of chances of 3 and 10 %, at which the curve of a correction may change its slope."""


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic regression over columns that are centred and scaled: all (columns,)."""

    mean: Floats
    scale: Floats
    weights: Floats
    intercept: float

    def logits(self, columns: Floats) -> np.ndarray:
        """Of (..., columns) the log-odds."""
        weights = self.weights / self.scale
        return np.asarray(columns @ weights + (self.intercept - float(self.mean @ weights)), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Chance:
    """Chance that a learner gets a credential within `horizon` days, beside what is `predicted` ("awarded", ...).

    It is the chance to return at all (`returns`) x the chance that this one is among what is got then (`picks`),
    corrected on a later period: ``sigmoid(bends(logit) @ curve)``.
    """

    credentials: tuple[str, ...]
    horizon: int
    predicted: str
    again: bool
    known: Known
    returns: Logistic
    picks: Logistic
    curve: tuple[float, float, float, float] = (0.0, 1.0, 0.0, 0.0)

    def of(self, history: Sequence[tuple[str, float]], credentials: Sequence[str] | None = None) -> Floats | None:
        """Chances, 0 to 1, of `credentials` (all where none are named) for one learner; None without a history.

        `history`: what was got, and how many days ago. NaN for what is held already and for credentials that nothing
        is known of. What the history holds beyond the known credentials counts for the pace. Raises `ValueError` for
        days to come.
        """
        if not history:
            return None
        if min(ago for _, ago in history) < 0:
            raise ValueError("an award of the history lies in the future: days ago must be at least 0")
        numbers = {name: place for place, name in enumerate(self.credentials)}
        ordered = sorted(history, key=lambda each: -each[1])
        days = [-int(ago) for _, ago in ordered]
        all_of_it = Histories.of([[0] * len(days)], size=1, days=[days])
        usable = [numbers[name] for name, _ in ordered if name in numbers]
        known_part = Histories.of([usable], size=len(numbers))
        found: Floats = self.many(known_part, of_learners(self.known, all_of_it, 0, self.horizon, known_part))[0]
        if credentials is None:
            return found
        empty = np.float32(np.nan)
        return np.array([found[numbers[name]] if name in numbers else empty for name in credentials], np.float32)

    def many(self, histories: Histories, learners: Learners) -> Floats:
        """(learners, size) chances; NaN for what is held. `learners` are `of_learners` of the same learners."""
        return self.chances(learners, of_pairs(self.known, histories, learners, again=self.again))

    def chances(self, learners: Learners, pairs: Pairs) -> Floats:
        """The same from columns that are there already."""
        raw = logit(sigmoid(self.returns.logits(learners.columns))[:, None] * sigmoid(self.picks.logits(pairs.columns)))
        return np.where(pairs.free, sigmoid(bends(raw) @ np.array(self.curve)), np.nan).astype(np.float32)

    def save(self) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
        """Arrays by name, and what goes as JSON beside them."""
        matrix = sparse.csr_array(self.known.associations.matrix)
        arrays = {"data": matrix.data, "indices": matrix.indices, "indptr": matrix.indptr}
        arrays |= {name: getattr(self.known, name) for name in SHARES}
        arrays |= {f"tables.{name}": getattr(self.known.tables, name) for name in TABLES}
        for name, part in (("returns", self.returns), ("picks", self.picks)):
            arrays |= {f"{name}.mean": part.mean, f"{name}.scale": part.scale, f"{name}.weights": part.weights}
        recency = self.known.associations.recency
        told = {"version": VERSION, "credentials": list(self.credentials), "horizon": self.horizon}
        told |= {"predicted": self.predicted, "again": self.again, "curve": list(self.curve)}
        told |= {"decay": recency.decay, "floor": recency.floor}
        told |= {"returns": self.returns.intercept, "picks": self.picks.intercept}
        return arrays, told

    @classmethod
    def load(cls, arrays: Mapping[str, np.ndarray], told: Mapping[str, Any]) -> Chance:
        """What `save` gave. Raises `TrainingError` where it isn't that."""
        if told.get("version") != VERSION:
            raise TrainingError(
                f"The chance is of version {told.get('version')}, this program reads {VERSION}.", hint="Fit it again."
            )
        try:
            return cls._loaded(arrays, told)
        except (KeyError, ValueError) as error:
            raise TrainingError(f"The chance can't be read: {error}.", hint="Fit it again.") from error

    @classmethod
    def _loaded(cls, arrays: Mapping[str, np.ndarray], told: Mapping[str, Any]) -> Chance:
        size = len(told["credentials"])
        matrix = sparse.csr_array((arrays["data"], arrays["indices"], arrays["indptr"]), shape=(size, size))
        associations = Associations(Recency(told["decay"], told["floor"]), matrix)
        tables = Tables(*(arrays[f"tables.{name}"] for name in TABLES))
        bent, shares = told["curve"], [arrays[name] for name in SHARES]
        returns, picks = (
            Logistic(arrays[f"{name}.mean"], arrays[f"{name}.scale"], arrays[f"{name}.weights"], float(told[name]))
            for name in ("returns", "picks")
        )
        return cls(
            tuple(told["credentials"]),
            int(told["horizon"]),
            str(told["predicted"]),
            bool(told["again"]),
            Known(shares[0], shares[1], shares[2], shares[3], associations, tables),
            returns,
            picks,
            (float(bent[0]), float(bent[1]), float(bent[2]), float(bent[3])),
        )


def sigmoid(values: np.ndarray) -> np.ndarray:
    """1 / (1 + exp(-values)), without overflow."""
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * values)))


def bends(logits: np.ndarray) -> np.ndarray:
    """(..., 4): 1, the log-odds, and how far they are above each of `BENDS`: what a curve weighs."""
    above = (np.maximum(logits - bend, 0.0) for bend in BENDS)
    return np.stack([np.ones_like(logits), logits, *above], axis=-1)


def logit(chances: np.ndarray) -> np.ndarray:
    """Log-odds of chances, which are kept off 0 and 1."""
    kept = np.clip(chances, SMALLEST, 1 - SMALLEST)
    return np.asarray(np.log(kept) - np.log1p(-kept))
