"""The field's baselines with the grids that they are tuned over, and those of the well-kept library `implicit`."""

from __future__ import annotations

import importlib.util
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from recommender.learning.attention import Attention
from recommender.learning.contexts import TwoAwards
from recommender.learning.histories import Floats, Histories
from recommender.learning.linear import Ease, ItemKnn, NextItem, Popularity, Rules, Transitions
from recommender.learning.models import Model, Recency
from recommender.learning.neighbours import LearnerKnn
from recommender.learning.ordered import Blocks, OrderedNextItem, Softmax
from tests.benchmarks.next_credential.sasrec import Sasrec


@dataclass(frozen=True, slots=True)
class Factors:
    """Vectors of learners and credentials whose product is the score."""

    learners: Callable[[Histories], Floats]
    credentials: Floats

    def scores(self, asked: Histories) -> Floats:
        """(learners, size)."""
        product: Floats = np.asarray(self.learners(asked) @ self.credentials.T, dtype=np.float32)
        return product


@dataclass(frozen=True, slots=True)
class Als:
    """iALS of `implicit`; a learner's vector is solved anew from their history."""

    name: str = "ials"
    factors: int = 64
    l2: float = 0.01
    alpha: float = 10.0
    rounds: int = 12
    seed: int = 0

    def fit(self, histories: Histories) -> Factors:
        import implicit

        model = implicit.als.AlternatingLeastSquares(
            factors=self.factors,
            regularization=self.l2,
            alpha=self.alpha,
            iterations=self.rounds,
            num_threads=1,
            random_state=self.seed,
        )
        model.fit(_matrix(histories), show_progress=False)

        def vectors(asked: Histories) -> Floats:
            held = _matrix(asked)
            found: Floats = model.recalculate_user(np.arange(len(asked)), held)
            return found

        return Factors(vectors, model.item_factors)


@dataclass(frozen=True, slots=True)
class Bpr:
    """BPR of `implicit`; only for learners it was trained on, in which every asked learner is."""

    name: str = "bpr"
    factors: int = 64
    rate: float = 0.05
    l2: float = 0.01
    rounds: int = 60
    seed: int = 0

    def fit(self, histories: Histories) -> Factors:
        import implicit

        model = implicit.bpr.BayesianPersonalizedRanking(
            factors=self.factors,
            learning_rate=self.rate,
            regularization=self.l2,
            iterations=self.rounds,
            num_threads=1,
            random_state=self.seed,
        )
        model.fit(_matrix(histories), show_progress=False)
        return Factors(lambda asked: model.user_factors[asked.numbers], model.item_factors)


def _matrix(histories: Histories) -> Any:
    """`implicit` knows the older kind of sparse matrix only."""
    from scipy import sparse

    return sparse.csr_matrix(histories.held())


def _each(make: Callable[..., Model], **knobs: Sequence[Any]) -> tuple[Model, ...]:
    return tuple(make(**dict(zip(knobs, values, strict=True))) for values in itertools.product(*knobs.values()))


def _recencies(*decays: float) -> list[Recency]:
    return [Recency(decay) for decay in decays]


def grids(*, small: bool, dated: bool) -> dict[str, tuple[Model, ...]]:
    """By name, the recipes that compete on the validation part; each model has about as many."""
    l2 = (3.0, 10.0, 30.0, 100.0, 300.0) if small else (30.0, 100.0, 300.0)
    fade = _recencies(0.85, 0.7, 0.5)
    found: dict[str, tuple[Model, ...]] = {
        "popularity": _each(Popularity, last=(0, 1, 2), days=(0, 90, 365) if dated else (0,)),
        "item-knn": _each(ItemKnn, k=(50, 200), shrink=(0.0, 10.0, 50.0), recency=_recencies(1.0, 0.7)),
        "transitions": _each(Transitions, smooth=(0.0, 5.0, 50.0)),
        "ease": _each(Ease, l2=(*l2, 1000.0)),
        "ease-recency": _each(lambda **k: Ease(name="ease-recency", **k), l2=l2, recency=fade),
        "next-item": _each(NextItem, l2=l2, decay=(0.6, 0.8), ahead=(1, 3), per_learner=(0.5,)),
        "rules": _each(Rules, reach=(3, 5, 10), norm=(0.8, 1.0), rare=(0.0, 0.1), recency=_recencies(0.6, 0.8)),
        "two-awards": _each(TwoAwards, reach=(4, 6), smooth=(3.0, 10.0, 30.0)),
        "learner-knn": _each(LearnerKnn, k=(100, 300), recency=_recencies(0.8, 0.6), power=(1.0, 2.0)),
    }
    blocks = [Blocks(own=own) for own in (0.3, 0.5, 1.0)]
    found["ordered-next-item"] = _each(OrderedNextItem, l2=(30.0, 100.0), blocks=blocks)
    if small:
        found["softmax"] = _each(Softmax, epochs=(10, 20), decay=(0.1,), drop=(0.2, 0.4))
        found["attention"] = _each(Attention, layers=(1,), epochs=(60,), ahead=(1, 3))
    else:
        found["attention"] = _each(
            Attention, layers=(1,), epochs=(10,), negatives=(512,), longest=(30,), drop=(0.1,), rate=(2e-3,)
        )
    if importlib.util.find_spec("implicit") is not None:
        size = (32, 64) if small else (64,)
        found["ials"] = _each(Als, factors=size, l2=(0.01, 1.0), alpha=(3.0, 20.0))
        found["bpr"] = _each(Bpr, factors=size, l2=(0.003, 0.02), rate=(0.03, 0.1))
    if importlib.util.find_spec("torch") is not None:
        epochs = (20, 60) if small else (8, 16)
        found["sasrec"] = _each(Sasrec, drop=(0.2, 0.5) if small else (0.2,), epochs=epochs)
    return found


STARRED = ("ials", "bpr", "softmax", "attention", "sasrec")
"""Models that chance plays a part in: tested with five seeds."""
FIRST = (
    "popularity",
    "ease-recency",
    "next-item",
    "rules",
    "transitions",
    "item-knn",
    "two-awards",
    "learner-knn",
    "ordered-next-item",
    "softmax",
    "attention",
)
"""The models of Stackway's first stage, as tuned; those that a size has no grid for are left out."""
