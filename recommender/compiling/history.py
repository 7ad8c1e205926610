"""What learners earned after what: counts over the awards, and what is learned from them where they are enough."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from recommender.compiling.weighing import Trial
from recommender.evaluating.choosing import choose, choose_additive, sampled
from recommender.evaluating.measures import interval, rank
from recommender.learning.additive import Parts
from recommender.learning.histories import Histories, Ints
from recommender.learning.holdouts import ByDate, LastAwards, Split
from recommender.learning.models import Associations
from recommender.learning.pairs import counted
from recommender.learning.shares import Shares, successions
from recommender.rows import Rows, Whole
from recommender.training.served import load, newest

LONGEST: Final = 50
"""Only the last so many awards of a learner are counted, so that one long history doesn't drown the others."""

ENOUGH: Final = 100
"""Learners whose held-out award a recipe is chosen on, at least; with fewer nothing is learned, shares are taken."""

ASKED: Final = 2_000
"""Learners that recipes are compared on, at most."""


@dataclass(frozen=True, slots=True)
class History:
    """What the awards say.

    `after` (credentials, credentials): learners who earned the column with the row or after it, five at least;
    `earned` (credentials,): learners who earned each. `learned`, where `after` is: what an award of the row adds to
    the score of the column; empty where shares are taken instead. `recency`: what an award counts per later one.
    `half`: the sum that counts as one half. `said`: how it came about, in words. `trial`: what weights can be learned
    from.
    """

    after: Rows
    earned: Whole
    learned: Rows
    recency: float
    half: float
    said: str
    trial: Trial | None = None


def history(awards: pd.DataFrame, credentials: dict[str, int]) -> History:
    """Counted and, where it pays, learned; `awards` has the columns learner, credential, awarded (ISO dates or null).

    A null date counts as before all others. What fewer than five learners share is dropped, so that nothing that is
    served can be traced to a few.
    """
    known = _histories(awards, credentials)
    earned = np.bincount(known.items, minlength=known.size).astype(np.int64)
    after = successions(known)
    taken = History(Rows.from_sparse(after), earned, Rows.of([{}] * known.size, known.size), 1.0, 1.0, "")
    if not after.nnz:
        return _with(taken, "There is no history that five learners share.")
    split = sampled(_split(known), ASKED, 0)
    if len(split.asked) < ENOUGH:
        few = f"{len(split.asked)} learners went on in a way that can be learned from; {ENOUGH} are needed"
        return _with(taken, f"What comes next goes by shares of learners: {few}.")
    return _learned(known, split, after, taken)


def trained_history(folder: Path, credentials: dict[str, int]) -> History:
    """What `stackway train` learned from more awards than a build would read; raises `TrainingError` where it isn't."""
    place, meta = newest(folder)
    names = json.loads((place / "names.json").read_text(encoding="utf-8"))
    size = len(credentials)
    known = np.array([credentials.get(name, -1) for name in names], dtype=np.int64)
    matrix = _placed(load(folder).matrix, known, size)
    after = _placed(sparse.csr_array(sparse.load_npz(place / "after.npz")), known, size)
    earned = np.zeros(size, np.int64)
    earned[known[known >= 0]] = np.load(place / "holders.npy")[known >= 0]
    lists = np.split(matrix.data, matrix.indptr[1:-1])
    half = _typical(np.array([np.sort(one)[-min(10, len(one))] for one in lists if len(one)]))
    here = f"{int((known >= 0).sum()):,} of {len(names):,} credentials are in this catalogue"
    said = f"What comes next was trained on {meta['awards']:,} awards; {here}."
    recency = float(meta["settings"]["recency"])
    return History(Rows.from_sparse(after), earned, Rows.from_sparse(matrix), recency, half, said)


def _placed(matrix: sparse.csr_array, known: Ints, size: int) -> sparse.csr_array:
    """Rows and columns at the places of the catalogue; what isn't in it (-1) is left out."""
    coo = matrix.tocoo()
    rows, columns = known[coo.coords[0]], known[coo.coords[1]]
    kept = (rows >= 0) & (columns >= 0)
    return counted(coo.data[kept].astype(np.float32), rows[kept], columns[kept], (size, size))


def _learned(known: Histories, split: Split, after: sparse.csr_array, taken: History) -> History:
    """What foretells best on held-out histories, fitted on everything; shares, unless it is better than they are."""
    shares = choose([Shares()], split)
    before = successions(split.before)
    recipe, best = choose_additive(split, before)
    tried = recipe.of(Parts.of(split.before, recipe.l2), before)
    ours, theirs = (
        rank(fitted, split.asked, split.targets).per_learner("ndcg@10")
        for fitted in (tried, Shares().fit(split.before))
    )
    low, high = interval(ours, theirs)
    found = f"NDCG@10 {best.ndcg:.3f} against {shares.ndcg:.3f} of shares on {len(ours):,} held-out histories"
    if low <= 0:
        return _with(taken, f"What comes next goes by shares of learners: learning gave {found}.")
    served = recipe.of(Parts.of(known, recipe.l2), after)
    said = f"What comes next is learned from {len(known):,} histories: {found} (better by {low:.3f} to {high:.3f})."
    trial = Trial(split, _rows(tried), tried.recency.decay, _half(tried, split))
    half = _half(served, split)
    return History(taken.after, taken.earned, _rows(served), served.recency.decay, half, said, trial)


def _rows(fitted: Associations) -> Rows:
    return Rows.from_sparse(sparse.csr_array(fitted.matrix))


def _with(taken: History, said: str) -> History:
    return History(taken.after, taken.earned, taken.learned, taken.recency, taken.half, said)


def _half(served: Associations, split: Split) -> float:
    """`half` of learners' lists."""
    scores = served.scores(split.asked.take(np.arange(min(len(split.asked), 500), dtype=np.int64)))
    tenth = np.sort(scores, axis=1)[:, -min(10, scores.shape[1])]
    return _typical(tenth)


def _typical(tenth: NDArray[np.floating[Any]]) -> float:
    """What the tenth best of a list scores, the median over lists: it counts as one half."""
    above = tenth[tenth > 0]
    return float(np.median(above)) if len(above) else 0.1


def _histories(awards: pd.DataFrame, credentials: dict[str, int]) -> Histories:
    """Each learner's credentials, oldest first, each once, the last fifty; day -1 where it isn't known."""
    known = awards[awards["credential"].isin(list(credentials))]
    days = pd.to_datetime(known["awarded"].astype("string").str.slice(0, 10), format="%Y-%m-%d", errors="coerce")
    frame = pd.DataFrame(
        {
            "learner": pd.factorize(known["learner"])[0],
            "item": known["credential"].map(credentials).to_numpy(dtype=np.int64),
            "day": ((days - pd.Timestamp(0)) // pd.Timedelta(days=1)).fillna(-1).to_numpy(dtype=np.int64),
        }
    )
    frame = frame.sort_values(["learner", "day", "item"], kind="stable").drop_duplicates(["learner", "item"])
    frame = frame.groupby("learner").tail(LONGEST)
    counts = np.bincount(frame["learner"], minlength=int(frame["learner"].max()) + 1 if len(frame) else 0)
    starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    return Histories(starts, frame["item"].to_numpy(np.int64), len(credentials), frame["day"].to_numpy(np.int64))


def _split(known: Histories) -> Split:
    """By date where most awards have one, else the last award of each learner."""
    return (ByDate(0.2) if (known.dated >= 0).mean() > 0.8 else LastAwards())(known)
