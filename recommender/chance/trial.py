"""A chance tried on a period that it never saw: fitted and corrected before it, against each credential's base rate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from recommender.chance.correcting import sampled, shown
from recommender.chance.fitting import fit_histories
from recommender.chance.measures import Foretold, Quality, Reals, quality
from recommender.chance.model import Chance
from recommender.chance.periods import Asked, asked_at, cuts
from recommender.chance.wording import WORDS, word_of
from recommender.errors import TooFewAwards
from recommender.learning.histories import Histories

MOST_LOOKED = 40_000_000
"""Pairs of a learner and a credential that are looked at, at most; of more, learners are drawn by chance."""
SMOOTH = 1.0
"""Learners with the mean rate that a credential's base rate is smoothed with."""


@dataclass(frozen=True, slots=True)
class Trial:
    """`shown`: the ten items that would be shown; `words`: by word how many items, what was foretold and what came.

    `worded` are those of `shown` that words are said of, None where there are none. `cut` is the day of the question;
    `learners` had a history then (those who were drawn), `returned` of them got something new.
    """

    cut: int
    horizon: int
    predicted: str
    learners: int
    returned: int
    shown: Quality
    worded: Quality | None
    words: tuple[Mapping[str, Any], ...]


def tried(
    histories: Histories,
    credentials: tuple[str, ...],
    horizon: int,
    *,
    predicted: str = "awarded",
    again: bool = False,
    until: int | None = None,
    seed: int = 0,
) -> Trial:
    """Fit until the last window, ask on its first day, hold against what came. Raises `TooFewAwards`."""
    end = int(histories.dated.max()) if until is None else until
    cut = end - horizon
    former = histories.where(histories.dated <= cut)
    if not len(former.items):
        raise TooFewAwards(
            f"No award is older than the last {horizon} days.", hint="Take a shorter horizon, or export more years."
        )
    chance = fit_histories(former, credentials, horizon, predicted=predicted, again=again, until=cut)
    asked = sampled(asked_at(histories, cut, horizon, until=end, again=again), MOST_LOOKED // histories.size)
    told = foretold(chance, asked, base_rates(former, horizon, until=cut, again=again))
    came = int((np.diff(asked.got.indptr) > 0).sum())
    worded = told.where(told.chance >= WORDS[0].least)
    words = tuple(_by_word(told))
    return Trial(
        cut,
        horizon,
        predicted,
        len(asked.histories),
        came,
        quality(told, seed=seed),
        quality(worded, seed=seed) if len(worded) else None,
        words,
    )


def base_rates(histories: Histories, horizon: int, *, until: int, again: bool = False) -> Reals:
    """(size,): the share of the learners who could still get it that got it, over all windows until `until`."""
    got, could = np.zeros(histories.size), np.zeros(histories.size)
    for cut in cuts(histories, horizon, until=until):
        asked = asked_at(histories, cut, horizon, until=until, again=again)
        got += np.asarray(asked.got.sum(axis=0)).ravel()
        held = 0.0 if again else np.bincount(asked.histories.items, minlength=histories.size)
        could += len(asked.histories) - held
    mean = got.sum() / max(could.sum(), 1.0)
    return np.asarray((got + SMOOTH * mean) / (could + SMOOTH))


def foretold(chance: Chance, asked: Asked, base: Reals) -> Foretold:
    """The items that would be shown, with their chances and what came."""
    first, rows = 0, []
    for items, chances, marks in shown(chance, asked):
        owners = np.broadcast_to(np.arange(first, first + len(items))[:, None], items.shape)
        kept = np.isfinite(chances)
        rows.append((owners[kept], chances[kept], base[items[kept]], marks[kept]))
        first += len(items)
    owner, values, rates, got = (np.concatenate(parts) for parts in zip(*rows, strict=True))
    return Foretold(owner, values.astype(np.float64), rates, got)


def _by_word(told: Foretold) -> list[dict[str, Any]]:
    words = np.array([word_of(value) or "" for value in told.chance], dtype=object)
    found = []
    for name in ("", *(each.said for each in WORDS)):
        kept = words == name
        if kept.any():
            means = {"foretold": float(told.chance[kept].mean()), "got": float(told.got[kept].mean())}
            found.append({"word": name, "items": int(kept.sum()), **means})
    return found
