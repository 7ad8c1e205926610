"""Fits a chance: on windows long over, corrected on the last one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from recommender.chance.columns import OF_CREDENTIALS, Known, known, of_learners, of_pairs
from recommender.chance.correcting import MOST_CELLS, corrected
from recommender.chance.model import Chance, Logistic
from recommender.chance.periods import EPOCH, Asked, asked_at, cuts
from recommender.chance.regression import regressed
from recommender.chance.tables import FADE, summed, table
from recommender.errors import TooFewAwards
from recommender.learning.histories import Histories

if TYPE_CHECKING:
    import pandas as pd

FEWEST = 30
"""Learners who returned, in all windows that are learned from: with fewer nothing is fitted."""
LIGHT, HEAVY = 0.001, 3.0
"""How strongly columns are held to saying nothing: those of credentials the more the fewer credentials and windows."""
MOST_PAIRS = 2_000_000
"""Pairs of a returned learner and a credential to fit the second part on, about; of more, what wasn't got is drawn."""


def fit(awards: pd.DataFrame, horizon: int = 90, *, predicted: str = "awarded", today: date | None = None) -> Chance:
    """The chance from a table learner, credential, awarded (ISO dates); of repeats the first counts.

    Raises `TooFewAwards`.

    `predicted` names what the dates are of: awarded, completed, enrolled, registered. `today` is the last day that
    the table covers; the newest date where none is given.
    """
    from recommender.evaluating.awards import gathered

    day = date.max if today is None else today
    found = gathered(awards, today=day)
    until = None if today is None else today.toordinal() - EPOCH
    return fit_histories(found.histories, found.credentials, horizon, predicted=predicted, until=until)


def fit_histories(
    histories: Histories,
    credentials: tuple[str, ...],
    horizon: int,
    *,
    predicted: str = "awarded",
    again: bool = False,
    until: int | None = None,
) -> Chance:
    """The chance from dated histories. The last window corrects what those before it taught; none overlaps another."""
    end = int(histories.dated.max()) if until is None else until
    windows = cuts(histories, horizon, until=end)
    if len(windows) < 2:
        raise TooFewAwards(
            f"A chance within {horizon} days needs awards over at least {3 * horizon} days; these cover "
            f"{end - int(histories.dated.min())}.",
            hint="Take a shorter horizon, or export the awards of a longer time.",
        )
    earlier = [asked_at(histories, cut, horizon, until=end, again=again) for cut in windows[:-1]]
    tables = [table(each) for each in earlier]
    size = histories.size
    knowns = [known(each.histories, each.cut, horizon, summed(tables[:n], size)) for n, each in enumerate(earlier)]
    returns = _returns(earlier, knowns)
    picks = _picks(earlier, knowns, again=again)
    last = asked_at(histories, windows[-1], horizon, until=end, again=again)
    draft = Chance(
        credentials,
        horizon,
        predicted,
        again,
        known(last.histories, last.cut, horizon, summed(tables, size)),
        returns,
        picks,
    )
    done = corrected(draft, earlier, knowns, last)
    whole = known(histories.where(histories.dated <= end), end, horizon, summed([*tables, table(last)], size))
    return replace(done, known=whole)


def _returns(windows: list[Asked], knowns: list[Known]) -> Logistic:
    asked = list(zip(windows, knowns, strict=True))
    blocks = [of_learners(what, each.histories, each.cut, each.horizon).columns for each, what in asked]
    marks = [returned(each) for each in windows]
    came, count = sum(int(mark.sum()) for mark in marks), sum(len(mark) for mark in marks)
    if came < FEWEST:
        raise TooFewAwards(
            f"Only {came} of {count:,} learners got something new within {windows[0].horizon} days of a cut; at least "
            f"{FEWEST} are needed.",
            hint="Take a longer horizon, or export the awards of a longer time.",
        )
    nothing = np.zeros(blocks[0].shape[1], np.float32)
    return regressed(np.concatenate(blocks), np.concatenate(marks), _faded(marks), nothing, nothing + LIGHT)


def _picks(windows: list[Asked], knowns: list[Known], *, again: bool) -> Logistic:
    """Of who returned: all that was got, and of what wasn't a drawn share that counts for the whole."""
    size, rng = windows[0].histories.size, np.random.default_rng(0)
    comers = [np.flatnonzero(returned(each)) for each in windows]
    share = min(1.0, MOST_PAIRS / max(size * sum(len(who) for who in comers), 1))
    blocks, marks, weights = [], [], []
    for age, (each, what, who) in enumerate(zip(windows, knowns, comers, strict=True), 1 - len(windows)):
        some = each.histories.take(who)
        for part, few in some.chunks(max(1, MOST_CELLS // (20 * size))):
            pairs = of_pairs(what, few, of_learners(what, few, each.cut, each.horizon), again=again)
            got = each.got[who[part]].toarray() > 0
            kept = pairs.free & (got | (rng.random(got.shape, np.float32) < share))
            blocks.append(pairs.columns[kept])
            marks.append(got[kept])
            weights.append(FADE**-age * np.where(got[kept], 1.0, 1 / share))
    prior, held = np.zeros((2, blocks[0].shape[1]), np.float32)
    prior[0], held[:] = 1.0, LIGHT
    held[OF_CREDENTIALS] = HEAVY / (size * len(windows))
    return regressed(np.concatenate(blocks), np.concatenate(marks), np.concatenate(weights), prior, held)


def _faded(marks: list[np.ndarray]) -> np.ndarray:
    """How much each row counts: the older its window the less."""
    return np.concatenate([np.full(len(mark), FADE ** (len(marks) - 1 - n)) for n, mark in enumerate(marks)])


def returned(asked: Asked) -> np.ndarray:
    """Who got something new in the window."""
    return np.diff(asked.got.indptr) > 0
