"""The models that are compared, with the few recipes of each that compete on the validation part."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping

from recommender.evaluating.choosing import Chosen, choose_trees
from recommender.learning.histories import Histories
from recommender.learning.holdouts import ByDate, Holdout, Split
from recommender.learning.linear import Ease, ItemKnn, NextItem, Popularity, Rules, Transitions
from recommender.learning.models import Model, Recency
from recommender.learning.two_stage import Trees, TwoStage

OURS = "stackway"
POPULAR = ("popularity", "popularity, dated")
LARGE = 5000
"""Credentials up to which models are fitted that need a full matrix of them."""
FEW_LISTS = 30
"""Learners whose held-out award teaches the second stage: with fewer it isn't trained."""


def baselines(size: int) -> dict[str, tuple[Model, ...]]:
    """By name the recipes; EASE only where a full matrix of `size` credentials is affordable."""
    found: dict[str, tuple[Model, ...]] = {
        "popularity": (Popularity(),),
        "popularity, dated": tuple(Popularity(name="popularity, dated", days=days) for days in (30, 90, 365)),
        "co-award": tuple(ItemKnn(name="co-award", shrink=shrink) for shrink in (0.0, 10.0, 50.0)),
        "transitions": tuple(Transitions(smooth=smooth) for smooth in (0.0, 5.0, 50.0)),
    }
    if size <= LARGE:
        fades = (Recency(0.85), Recency(0.6))
        found["ease, recency"] = tuple(
            Ease(name="ease, recency", l2=l2, recency=fade) for l2 in (10.0, 100.0, 300.0) for fade in fades
        )
    return found


def learned(chosen: Mapping[str, Chosen], split: Split, seed: int) -> Chosen | None:
    """Stackway's two stages over the chosen baselines, rules and next-item regression; None: too little to learn from.

    `split` is the validation part; the trees learn from cuts by date within what comes before it.
    """
    more: tuple[Model, ...] = (Rules(reach=5, norm=0.8),)
    more += (NextItem(l2=30.0, per_learner=0.5),) if split.before.size <= LARGE else ()
    recipes = (*(each.recipe for each in chosen.values()), *more)
    cuts = tuple(cut for cut in (ByDate(0.2), ByDate(0.4)) if _teaches(cut, split.before))
    lists = sum(len(cut(split.before).asked) for cut in cuts)
    if lists < FEW_LISTS or importlib.util.find_spec("lightgbm") is None:
        return None
    recipe = TwoStage(recipes, cuts, name=OURS, candidates=100, others=60, learners=8_000)
    return choose_trees(recipe, split, _trees(lists, seed))


def _teaches(cut: Holdout, before: Histories) -> bool:
    return len(before.items) > 0 and len(cut(before).asked) > 0


def _trees(lists: int, seed: int) -> tuple[Trees, ...]:
    """Two sizes of trees; a leaf holds fewer rows where there are fewer lists."""
    least = max(10, min(300, lists))
    return tuple(
        Trees(rounds=rounds, rate=0.05, leaves=leaves, least=least, l2=20.0, columns=0.3, seed=seed)
        for rounds, leaves in ((60, 7), (150, 15))
    )
