"""Stackway's learned ranking: candidates of the first stage, ordered by trees that learned from held-out awards.

The trees are LightGBM's LambdaMART: its ranking objective looks at whole lists and weighs the top most, which
scikit-learn's gradient boosting has no objective for, and its attributions are exact and add up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from recommender.learning.first_stage import Candidates, FirstStage
from recommender.learning.histories import Floats, Histories, Ints
from recommender.learning.holdouts import Holdout, LastAwards, Split
from recommender.learning.models import Model

if TYPE_CHECKING:
    from lightgbm import Booster


@dataclass(frozen=True, slots=True)
class Trees:
    """The knobs of the second stage."""

    rounds: int = 300
    rate: float = 0.06
    leaves: int = 63
    least: int = 50
    l2: float = 5.0
    columns: float = 0.5
    rows: float = 0.7
    truncation: int = 20
    objective: str = "lambdarank"
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Lists:
    """Training lists: rows of columns, which of them was earned, and how many rows each list has."""

    columns: Floats
    earned: Ints
    sizes: Ints


@dataclass(frozen=True, slots=True)
class TwoStage:
    """Fit the first stage without what is held out, learn to rank what was held out, fit the first stage on all.

    `holdouts` may be several cuts of the same histories. Of the learners at most `learners` a cut are used, and of
    the candidates not earned `others` a list: the strongest half and a random half of the rest.
    """

    recipes: tuple[Model, ...]
    holdouts: tuple[Holdout, ...] = (LastAwards(),)
    name: str = "stackway"
    candidates: int = 100
    learners: int = 40_000
    others: int = 50
    trees: Trees = field(default_factory=Trees)

    def fit(self, histories: Histories) -> FittedTwoStage:
        return self.finish(histories, train(self.all_lists(histories), self.trees))

    def all_lists(self, histories: Histories) -> Lists:
        """The training lists of all cuts."""
        return joined([self.lists(holdout(histories)) for holdout in self.holdouts])

    def finish(self, histories: Histories, ranker: Booster) -> FittedTwoStage:
        """The first stage fitted on everything, with trees that were trained on its held-out awards."""
        return FittedTwoStage(FirstStage.fit(self.recipes, histories, count=self.candidates), ranker)

    def lists(self, split: Split) -> Lists:
        """Training lists of what a split holds out; learners whose target is no candidate teach nothing."""
        first = FirstStage.fit(self.recipes, split.before, count=self.candidates)
        rng = np.random.default_rng(self.trees.seed)
        kept = np.sort(rng.permutation(len(split.asked))[: self.learners])
        asked, targets = split.asked.take(kept), split.targets.take(kept)
        found = []
        for part, some in asked.chunks(1000):
            wanted = targets.take(np.arange(part.start, part.stop, dtype=np.int64))
            found.append(self._some(first.candidates(some), wanted, rng))
        return joined(found)

    def _some(self, candidates: Candidates, targets: Histories, rng: np.random.Generator) -> Lists:
        wanted = targets.held().toarray() > 0
        earned = np.take_along_axis(wanted, candidates.items, axis=1) & candidates.usable
        draw = rng.random(earned.shape)
        draw[:, : self.others // 2] += 1.0
        draw[earned] += 2.0
        draw[~candidates.usable] = -1.0
        count = min(self.others + 1, earned.shape[1])
        chosen = np.sort(np.argpartition(-draw, count - 1, axis=1)[:, :count], axis=1)
        keep = np.take_along_axis(candidates.usable, chosen, axis=1) & earned.any(axis=1)[:, None]
        columns = np.take_along_axis(candidates.columns, chosen[:, :, None], axis=1)[keep]
        sizes = keep.sum(axis=1)
        marks = np.take_along_axis(earned, chosen, axis=1)[keep].astype(np.int64)
        return Lists(columns, marks, sizes[sizes > 0])


@dataclass(frozen=True, slots=True)
class FittedTwoStage:
    """A first stage and the trees that order its candidates."""

    first: FirstStage
    ranker: Booster

    def scores(self, asked: Histories) -> Floats:
        """(learners, size): the trees' score of candidates; everything else below them."""
        scores = np.full((len(asked), asked.size), -1e6, np.float32)
        for part, some in asked.chunks(1000):
            found = self.first.candidates(some)
            shape = found.items.shape
            values = np.asarray(self.ranker.predict(found.columns.reshape(shape[0] * shape[1], -1), num_threads=1))
            ranked = np.where(found.usable, values.reshape(shape), -1e6)
            np.put_along_axis(scores[part], found.items, ranked.astype(np.float32), axis=1)
        return scores


def train(lists: Lists, knobs: Trees) -> Booster:
    """LambdaMART on the lists; the same lists and knobs give the same trees."""
    import lightgbm

    data = lightgbm.Dataset(lists.columns, lists.earned, group=lists.sizes, free_raw_data=True)
    parameters = {
        "objective": knobs.objective,
        "learning_rate": knobs.rate,
        "num_leaves": knobs.leaves,
        "min_data_in_leaf": knobs.least,
        "lambda_l2": knobs.l2,
        "feature_fraction": knobs.columns,
        "bagging_fraction": knobs.rows,
        "bagging_freq": 1,
        "lambdarank_truncation_level": knobs.truncation,
        "num_threads": 1,
        "deterministic": True,
        "force_row_wise": True,
        "seed": knobs.seed,
        "verbose": -1,
    }
    return lightgbm.train(parameters, data, num_boost_round=knobs.rounds)


def joined(lists: Sequence[Lists]) -> Lists:
    """Several sets of lists as one."""
    return Lists(
        np.concatenate([each.columns for each in lists]),
        np.concatenate([each.earned for each in lists]),
        np.concatenate([each.sizes for each in lists]),
    )
