"""The first stage: several models name the candidates and say how much each of them thinks of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recommender.learning.evidence import Evidence, model_columns, of_models
from recommender.learning.histories import Floats, Histories, Ints
from recommender.learning.models import Fitted, Model

FAR = np.float32(-1e9)


@dataclass(frozen=True, slots=True)
class Candidates:
    """For each learner the same number of candidates, best blend first; `usable` is False where there were too few.

    `items`, `blend`, `usable` (learners, candidates); `columns` (learners, candidates, columns).
    """

    items: Ints
    blend: Floats
    usable: np.ndarray
    columns: Floats


@dataclass(frozen=True, slots=True)
class FirstStage:
    """Models fitted on the same histories."""

    names: tuple[str, ...]
    models: tuple[Fitted, ...]
    evidence: Evidence
    count: int

    @classmethod
    def fit(cls, recipes: Sequence[Model], histories: Histories, *, count: int) -> FirstStage:
        """Fit all; `count` candidates a learner."""
        fitted = tuple(recipe.fit(histories) for recipe in recipes)
        names = tuple(recipe.name for recipe in recipes)
        return cls(names, fitted, Evidence.of(histories), min(count, histories.size))

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the candidates' columns."""
        return ("blend", *model_columns(self.names), *self.evidence.names)

    def candidates(self, asked: Histories) -> Candidates:
        """The candidates of some learners: those that the models place highest, nothing they have."""
        scores = [model.scores(asked) for model in self.models]
        blend = np.zeros((len(asked), asked.size), np.float32)
        for each in scores:
            each[asked.owners, asked.items] = FAR
            add_places(blend, each, self.count)
        blend[asked.owners, asked.items] = -1.0
        items = best(blend, self.count)
        blended = np.take_along_axis(blend, items, axis=1)
        usable = blended >= 0
        named = [np.where(usable, np.take_along_axis(each, items, axis=1), np.float32(0)) for each in scores]
        columns = [blended[:, :, None], of_models(named), self.evidence.columns(asked, items)]
        return Candidates(items, blended, usable, np.concatenate(columns, axis=2))


def add_places(blend: Floats, scores: Floats, depth: int) -> None:
    """Add to the blend what a model's first `depth` places are worth: 1 / (20 + place)."""
    top = best(scores, depth)
    np.put_along_axis(
        blend,
        top,
        np.take_along_axis(blend, top, axis=1) + (1.0 / (20.0 + np.arange(depth, dtype=np.float32))),
        axis=1,
    )


def best(scores: Floats, depth: int) -> Ints:
    """(learners, depth) the columns with the greatest scores, greatest first."""
    depth = min(depth, scores.shape[1])
    top = np.argpartition(-scores, depth - 1, axis=1)[:, :depth]
    order = np.argsort(-np.take_along_axis(scores, top, axis=1), axis=1, kind="stable")
    return np.asarray(np.take_along_axis(top, order, axis=1), dtype=np.int64)
