"""Knobs are chosen on the validation part alone: what the training part holds out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from recommender.evaluating.measures import rank
from recommender.learning.additive import Additive, Parts, recipes
from recommender.learning.first_stage import FirstStage
from recommender.learning.histories import Histories
from recommender.learning.holdouts import Split
from recommender.learning.models import Associations, Fitted, Model, Recency
from recommender.learning.two_stage import FittedTwoStage, Trees, TwoStage, train

TREES = (
    Trees(objective="rank_xendcg", rounds=200, rate=0.04, leaves=15, least=300, l2=20.0, columns=0.3),
    Trees(objective="lambdarank", rounds=200, rate=0.04, leaves=15, least=300, l2=20.0, columns=0.3),
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The recipe that did best on validation, and how well."""

    recipe: Model
    ndcg: float
    recall: float
    tried: int


def sampled(split: Split, most: int, seed: int) -> Split:
    """The split with so many of those asked at most, drawn by chance."""
    kept = np.sort(np.random.default_rng(seed).permutation(len(split.asked))[:most])
    return Split(split.before, split.asked.take(kept), split.targets.take(kept))


def measured(fitted: Fitted, asked: Histories, targets: Histories) -> tuple[float, float]:
    """NDCG@10 and Recall@10 on validation."""
    ranked = rank(fitted, asked, targets)
    return float(ranked.per_learner("ndcg@10").mean()), float(ranked.per_learner("recall@10").mean())


def choose(grid: Sequence[Model], split: Split) -> Chosen:
    """The recipe of a grid with the greatest NDCG@10."""
    found = [(recipe, *measured(recipe.fit(split.before), split.asked, split.targets)) for recipe in grid]
    recipe, ndcg, recall = max(found, key=lambda each: each[1])
    return Chosen(recipe, ndcg, recall, len(grid))


def choose_trees(recipe: TwoStage, split: Split, knobs: Sequence[Trees] = TREES) -> Chosen:
    """The knobs of the second stage; its lists are made once."""
    lists = recipe.all_lists(split.before)
    first = FirstStage.fit(recipe.recipes, split.before, count=recipe.candidates)
    found = []
    for each in knobs:
        fitted = FittedTwoStage(first, train(lists, each))
        found.append((replace(recipe, trees=each), *measured(fitted, split.asked, split.targets)))
    best, ndcg, recall = max(found, key=lambda each: each[1])
    return Chosen(best, ndcg, recall, len(knobs))


def choose_additive(split: Split, counts: sparse.csr_array | None = None) -> tuple[Additive, Chosen]:
    """The mixture of linear models that does best, where `counts` aren't nought; matrices are made once a ridge."""
    found = []
    for l2, families in recipes():
        parts = Parts.of(split.before, l2)
        for family in families:
            matrix = family[0].of(parts, counts).matrix
            for recipe in family:
                fitted = Associations(Recency(recipe.recency), matrix)
                found.append((recipe, *measured(fitted, split.asked, split.targets)))
    recipe, ndcg, recall = max(found, key=lambda each: each[1])
    return recipe, Chosen(recipe, ndcg, recall, len(found))
