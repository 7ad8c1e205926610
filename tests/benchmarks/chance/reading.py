"""Dated awards as histories; Canvas Network's registrations by discipline, in which a quarter is the finest date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from recommender.learning.histories import Histories
from tests.benchmarks.next_credential.canvas import read_canvas
from tests.benchmarks.next_credential.reading import DATED, day, read

QUARTER = 91
"""Days that stand for a quarter where only quarters are known."""
BEGAN, BEGAN_ON = 2014 * 4, day("2014-01-01")
FORMATS = (*DATED, "canvas")


@dataclass(frozen=True, slots=True)
class Set:
    """What is asked of a set: `again` where the same can be got once more; `of` says what a credential is."""

    histories: Histories
    credentials: tuple[str, ...]
    predicted: str
    of: str
    again: bool
    horizon: int


def read_set(kind: str, paths: Sequence[Path], horizon: int) -> Set:
    """The files of one format. Canvas's horizon is a quarter, whatever is asked for."""
    if kind == "canvas":
        return _canvas(paths[0])
    found = read(paths, kind)
    return Set(found.histories, found.credentials, "awarded", "credential", again=False, horizon=horizon)


def _canvas(path: Path) -> Set:
    """Each course of Canvas Network runs once, so that none has a past: its discipline is what is asked for."""
    rows = read_canvas(path)
    triples = np.unique(np.stack([rows.learner, rows.quarter, rows.discipline[rows.course]], axis=1), axis=0)
    starts = np.concatenate([[0], np.cumsum(np.bincount(triples[:, 0]))]).astype(np.int64)
    days = ((triples[:, 1] - BEGAN) * QUARTER + BEGAN_ON).astype(np.int64)
    histories = Histories(starts, triples[:, 2].astype(np.int64), rows.disciplines, days)
    names = tuple(f"discipline {number}" for number in range(rows.disciplines))
    return Set(histories, names, "registered", "discipline", again=True, horizon=QUARTER)
