"""Evaluation of awards: cut by time, models chosen on validation, ranked once on the last part, and a verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from data.reading import Progress, silent
from recommender.errors import TooFewAwards
from recommender.evaluating.awards import EPOCH, Gathered
from recommender.evaluating.buckets import buckets_of
from recommender.evaluating.chances import Foresight, foresight
from recommender.evaluating.choosing import Chosen, choose, sampled
from recommender.evaluating.contestants import OURS, baselines, learned
from recommender.evaluating.leaks import Leak, leaks
from recommender.evaluating.measures import MEASURES, Ranked, Reals, interval, rank
from recommender.evaluating.verdicts import Verdict, verdict
from recommender.learning.holdouts import ByDate, Split, cut_day

SHARE = 0.2
MOST_TESTED = 5_000
MOST_VALIDATED = 2_000
"""Learners that are tested, and that recipes are chosen on, at most: drawn by chance."""


@dataclass(frozen=True, slots=True)
class Row:
    """One model: its means, their 95 % intervals (NDCG@10), and Stackway's lead over it with its interval."""

    model: str
    means: Mapping[str, float]
    low: float
    high: float
    coverage: float
    recipe: str
    lead: tuple[float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything that was found; `counts` says of whom and of what, `buckets` NDCG@10 of each model by bucket.

    `foresight` says how well chances would be calibrated.
    """

    counts: Mapping[str, int]
    cut: date
    rows: tuple[Row, ...]
    buckets: tuple[Mapping[str, Any], ...]
    leaks: tuple[tuple[Leak, Mapping[str, Any]], ...]
    verdict: Verdict
    foresight: Foresight
    notes: tuple[str, ...] = field(default=())


def evaluate(awards: Gathered, *, seed: int = 0, progress: Progress = silent) -> Evaluation:
    """Raises `TooFewAwards` where nobody can be tested."""
    whole = ByDate(SHARE)(awards.histories)
    cut = date.fromordinal(cut_day(awards.histories.dated, SHARE) + EPOCH)
    counts = _counts(awards, whole)
    if not len(whole.asked):
        raise TooFewAwards(
            f"Nobody has an award before {cut} and a new one from then on, so nothing can be tested.",
            hint="Export awards over a longer time, with all that the same learners earned.",
        )
    split = sampled(whole, MOST_TESTED, seed)
    recipes, notes = _recipes(split, seed, progress)
    ranked: dict[str, Ranked] = {}
    for number, (name, chosen) in enumerate(recipes.items()):
        progress("testing models", number, len(recipes))
        ranked[name] = rank(chosen.recipe.fit(split.before), split.asked, split.targets, seed=seed)
    values = {name: each.per_learner("ndcg@10") for name, each in ranked.items()}
    found = leaks(awards, split)
    progress("trying chances", 0, 1)
    return Evaluation(
        counts | {"tested": len(split.asked)},
        cut,
        tuple(_row(name, ranked[name], values, recipes[name], seed) for name in ranked),
        tuple(_buckets(values, split, seed)),
        tuple((leak, _without(leak, values, seed)) for leak in found),
        verdict(values, _any(found, len(split.asked)), seed=seed),
        foresight(awards, seed=seed),
        tuple(_sampling(awards, whole, split) + notes),
    )


def _counts(awards: Gathered, split: Split) -> dict[str, int]:
    histories, before = awards.histories, split.before
    newer = histories.lengths > before.lengths
    return {
        "awards": len(histories.items),
        "learners": len(histories),
        "credentials": histories.size,
        "awards before the cut": len(before.items),
        "learners after the cut": int(newer.sum()),
        "without a history before the cut": int((newer & (before.lengths == 0)).sum()),
        "can be tested": len(split.asked),
    }


def _recipes(split: Split, seed: int, progress: Progress) -> tuple[dict[str, Chosen], list[str]]:
    """Each model's best recipe on what the training part holds out by date; where it holds nothing out, the first."""
    validation, notes = sampled(ByDate(SHARE)(split.before), MOST_VALIDATED, seed), list[str]()
    grids = baselines(split.before.size)
    if "ease, recency" not in grids:
        notes.append(f"EASE is left out: {split.before.size:,} credentials are too many for its matrix.")
    chosen: dict[str, Chosen] = {}
    for number, (name, grid) in enumerate(grids.items()):
        progress("choosing models", number, len(grids) + 1)
        chosen[name] = choose(grid, validation) if len(validation.asked) else Chosen(grid[0], 0.0, 0.0, 0)
    progress("training Stackway's ranking", len(grids), len(grids) + 1)
    ours = learned(chosen, validation, seed) if len(validation.asked) else None
    if ours is None:
        notes.append(
            "Stackway's ranking wasn't trained: too few learners come back after a date to learn from, "
            "or the package lightgbm is missing (pip install 'stackway[learning]')."
        )
        return chosen, notes
    return {OURS: ours, **chosen}, notes


def _row(name: str, ranked: Ranked, values: Mapping[str, Reals], chosen: Chosen, seed: int) -> Row:
    own = values[name]
    low, high = interval(own, np.zeros(len(own)), seed=seed)
    means = {measure: float(ranked.per_learner(measure).mean()) for measure in MEASURES}
    lead = None
    if OURS in values and name != OURS:
        lead = (float((values[OURS] - own).mean()), *interval(values[OURS], own, seed=seed))
    return Row(name, means, low, high, ranked.coverage, repr(chosen.recipe) if name != OURS else "two stages", lead)


def _buckets(values: Mapping[str, Reals], split: Split, seed: int) -> list[dict[str, Any]]:
    rows = []
    for kind, name, kept in buckets_of(split):
        found: dict[str, Any] = {"by": kind, "bucket": name, "learners": int(kept.sum())}
        if kept.any():
            found["ndcg@10"] = {model: float(each[kept].mean()) for model, each in values.items()}
            if OURS in values:
                found["stackway against popularity"] = interval(
                    values[OURS][kept], values["popularity"][kept], seed=seed
                )
        rows.append(found)
    return rows


def _without(leak: Leak, values: Mapping[str, Reals], seed: int) -> dict[str, Any]:
    """How many tested learners a leak touches, and each model's NDCG@10 without them."""
    rest = ~leak.touched
    found: dict[str, Any] = {"tested learners touched": int(leak.touched.sum())}
    if leak.touched.any() and rest.any():
        found["ndcg@10 without them"] = {model: float(each[rest].mean()) for model, each in values.items()}
    return found


def _any(found: Sequence[Leak], learners: int) -> np.ndarray:
    masks = [leak.touched for leak in found]
    return np.any(masks, axis=0) if masks else np.zeros(learners, dtype=bool)


def _sampling(awards: Gathered, whole: Split, split: Split) -> list[str]:
    notes = []
    if awards.drawn < 1:
        notes.append(f"Drawn by chance: {awards.drawn:.0%} of the learners, {len(awards.histories.items):,} awards.")
    if len(split.asked) < len(whole.asked):
        notes.append(f"Tested are {len(split.asked):,} of {len(whole.asked):,} learners, drawn by chance.")
    return notes
