"""Fits a chance: on windows long over, corrected on the last one; scikit-learn is needed here alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from recommender.chance.columns import Known, known, of_learners, of_pairs
from recommender.chance.model import Chance, Logistic, logit, sigmoid
from recommender.chance.periods import Asked, asked_at, cuts
from recommender.errors import TooFewAwards
from recommender.learning.histories import Floats, Histories, Ints

if TYPE_CHECKING:
    import pandas as pd

FEWEST = 30
"""Learners who returned, in all windows that are learned from: with fewer nothing is fitted."""
SHOWN = 10
MOST_CELLS = 4_000_000
"""Cells (learners x credentials x columns) that are worked with at once."""
MOST_PAIRS = 2_000_000
"""Pairs of a returned learner and a credential to fit the second part on, at most; of more, learners are drawn."""
PRIOR = 500.0
"""Shown items of mean spread by which the correction is held to doing nothing."""


def fit(
    awards: pd.DataFrame,
    horizon: int = 90,
    *,
    predicted: str = "awarded",
    again: bool = False,
    today: date | None = None,
) -> Chance:
    """The chance from a table learner, credential, awarded (ISO dates). Raises `TooFewAwards`.

    `predicted` names what the dates are of: awarded, completed, enrolled, registered. `today` is the last day that
    the table covers; the newest date where none is given.
    """
    from recommender.evaluating.awards import gathered

    day = date.max if today is None else today
    found = gathered(awards, today=day)
    until = None if today is None else today.toordinal() - date(1970, 1, 1).toordinal()
    return fit_histories(found.histories, found.credentials, horizon, predicted=predicted, again=again, until=until)


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
    knowns = [known(each.histories, each.cut, horizon) for each in earlier]
    returns = _returns(earlier)
    picks = _picks(earlier, knowns, again=again)
    last = asked_at(histories, windows[-1], horizon, until=end, again=again)
    draft = Chance(credentials, horizon, predicted, again, known(last.histories, last.cut, horizon), returns, picks)
    slope, shift = _correction(draft, last)
    whole = known(histories.where(histories.dated <= end), end, horizon)
    return replace(draft, known=whole, slope=slope, shift=shift)


def _returns(windows: list[Asked]) -> Logistic:
    columns = np.concatenate([of_learners(each.histories, each.cut, each.horizon) for each in windows])
    came = np.concatenate([returned(each) for each in windows])
    if came.sum() < FEWEST:
        raise TooFewAwards(
            f"Only {came.sum()} of {len(came):,} learners got something new within {windows[0].horizon} days of a "
            f"cut; at least {FEWEST} are needed.",
            hint="Take a longer horizon, or export the awards of a longer time.",
        )
    return _logistic(columns, came)


def _picks(windows: list[Asked], knowns: list[Known], *, again: bool) -> Logistic:
    blocks, marks = [], []
    most = MOST_PAIRS // max(windows[0].histories.size * len(windows), 1)
    for each, what in zip(windows, knowns, strict=True):
        who = drawn(np.flatnonzero(returned(each)), max(most, 20))
        some = each.histories.take(who)
        pairs = of_pairs(what, some, of_learners(some, each.cut, each.horizon), again=again)
        blocks.append(pairs.columns[pairs.free])
        marks.append((each.got[who].toarray() > 0)[pairs.free])
    return _logistic(np.concatenate(blocks), np.concatenate(marks))


def _logistic(columns: Floats, marks: np.ndarray) -> Logistic:
    from sklearn.linear_model import LogisticRegression

    # One of each mark where nothing is special, so that there are always both.
    columns = np.concatenate([columns, np.broadcast_to(columns.mean(axis=0), (2, columns.shape[1]))])
    marks = np.concatenate([marks, [False, True]])
    mean, scale = columns.mean(axis=0, dtype=np.float64), columns.std(axis=0, dtype=np.float64)
    scale = np.where(scale > 1e-6, scale, 1.0)
    fitted = LogisticRegression(C=1.0, solver="newton-cholesky", max_iter=100)
    fitted.fit((columns - mean) / scale, marks)
    weights = fitted.coef_[0].astype(np.float32)
    return Logistic(mean.astype(np.float32), scale.astype(np.float32), weights, float(fitted.intercept_[0]))


def _correction(draft: Chance, last: Asked) -> tuple[float, float]:
    """Slope and shift of the log-odds of the items that would have been shown; few that were got move them little."""
    told = [
        (chances[kept], marks[kept]) for _, chances, marks in shown(draft, last) if (kept := np.isfinite(chances)).any()
    ]
    if not told:
        return 1.0, 0.0
    raw = logit(np.concatenate([chances for chances, _ in told]).astype(np.float64))
    got = np.concatenate([marks for _, marks in told]).astype(np.float64)
    spread = sigmoid(raw) * (1 - sigmoid(raw))
    centre = float(np.average(raw, weights=spread))
    design = np.stack([np.ones_like(raw), raw - centre], axis=1)
    unchanged = np.array([centre, 1.0])
    held, found = PRIOR * float(spread.mean()), unchanged.copy()
    for _ in range(50):
        chance = sigmoid(design @ found)
        gradient = design.T @ (chance - got) + held * (found - unchanged)
        curve = (design * (chance * (1 - chance))[:, None]).T @ design + held * np.eye(2)
        step = np.linalg.solve(curve, gradient)
        found -= step
        if np.abs(step).max() < 1e-9:
            break
    return float(found[1]), float(found[0] - found[1] * centre)


def returned(asked: Asked) -> np.ndarray:
    """Who got something new in the window."""
    return np.diff(asked.got.indptr) > 0


def drawn(learners: Ints, most: int) -> Ints:
    """So many of them at most, the same each time."""
    if len(learners) <= most:
        return learners
    return np.sort(np.random.default_rng(0).permutation(learners)[:most])


def shown(chance: Chance, asked: Asked, count: int = SHOWN) -> Iterator[tuple[Ints, Floats, np.ndarray]]:
    """Learners some at a time: the credentials that would be shown, their chances (NaN: nothing left), who got them.

    All (learners, count), by the association, the greatest first.
    """
    histories = asked.histories
    count = min(count, histories.size)
    step = max(1, MOST_CELLS // (12 * histories.size))
    for part, some in histories.chunks(step):
        learners = of_learners(some, asked.cut, asked.horizon)
        pairs = of_pairs(chance.known, some, learners, again=chance.again)
        order = np.where(pairs.free, pairs.order, -1.0)
        items = np.argsort(-order, axis=1, kind="stable")[:, :count]
        chances = np.take_along_axis(chance.chances(learners, pairs), items, axis=1)
        marks = np.take_along_axis(asked.got[part].toarray() > 0, items, axis=1)
        yield items, chances, marks
