"""The chance beside a score: how many learners with such a history get this credential before long."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from recommender.chance.model import Chance
from recommender.chance.wording import in_full, word_of
from recommender.errors import TooFewAwards, TrainingError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from recommender.query import Recommendation
    from recommender.situation import Situation

HORIZON: Final = 90
"""Days within which a credential is to be got."""

FEWEST_LEARNERS: Final = 5
MOST_CREDENTIALS: Final = 2_000
MOST_AWARDS: Final = 300_000
"""Credentials that somebody has, and awards, up to which a chance is fitted in a build."""

ARRAYS, TOLD = "chance.npz", "chance.json"


def fitted(folder: Path, awards: pd.DataFrame, credentials: Sequence[str]) -> str:
    """Fit the chance on the awards of these credentials and write it into the folder; says what came of it."""
    from recommender.chance.fitting import fit

    known = awards[awards["credential"].isin(list(credentials))]
    if known["credential"].nunique() > MOST_CREDENTIALS or len(known) > MOST_AWARDS:
        return f"No chances are told: that is done up to {MOST_CREDENTIALS:,} credentials and {MOST_AWARDS:,} awards."
    try:
        made = fit(known.dropna(subset=["awarded"]), HORIZON)
    except TooFewAwards as error:
        return f"No chances are told: {error}"
    arrays, told = made.save()
    np.savez(folder / ARRAYS, allow_pickle=False, **arrays)
    (folder / TOLD).write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    return f"Chances within {HORIZON} days are told of {len(made.credentials):,} credentials."


def opened(folder: Path) -> Chance | None:
    """What `fitted` wrote into a folder; None where it wrote nothing. Raises `TrainingError`."""
    if not (folder / TOLD).is_file():
        return None
    try:
        with np.load(folder / ARRAYS, allow_pickle=False) as file:
            return Chance.load(dict(file), json.loads((folder / TOLD).read_text("utf-8")))
    except (OSError, ValueError) as error:
        raise TrainingError(f"The chances in {folder} can't be read: {error}.", hint="Build again.") from error


def with_outlook(now: Situation, some: Sequence[Recommendation]) -> tuple[Recommendation, ...]:
    """The same with chances in words; without them for who has no dated award, and below the floor of the words.

    Nothing is told of a credential that fewer than five learners have.
    """
    found = now.snapshot.chance
    days = [(award.credential, award.awarded) for award in now.held.values()]
    history = [(name, (now.query.today - day).days) for name, day in days if day is not None]
    if found is None or not history:
        return tuple(some)
    chances = found.of(history, [one.credential for one in some])
    if chances is None:
        return tuple(some)
    earned = now.snapshot.arrays["earned"]
    told = []
    for one, chance in zip(some, chances.tolist(), strict=True):
        few = earned[now.snapshot.place(one.credential)] < FEWEST_LEARNERS
        word = None if few else word_of(chance)
        if word is None:
            told.append(one)
            continue
        sentence = in_full(chance, found.predicted, found.horizon) or ""
        told.append(replace(one, chance=round(chance, 3), outlook=word, outlook_in_full=sentence))
    return tuple(told)
