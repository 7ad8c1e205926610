"""Awards that nobody got, drawn with the skew of real ones and streamed to Parquet; every run with a seed is the same.

* **Popularity**: credential number r is chosen with a weight of ``1 / (r + 10) ** 0.9`` (Zipf, flattened at its head).
* **Lengths**: the number of awards of a learner is geometric with mean 8, cut at 200; some come twice, as in life.
* **Order**: credentials stand in pathways of 6; with a chance of 0.5 the next award is the next of the same pathway.
* **Seasons**: a learner begins on a day of eight years, twice as likely in September and January as otherwise; the
  days between two awards are geometric with mean 60.

What it doesn't show: learners have no lasting interest beyond the pathway that they are in, so the share that can be
foreseen, and how sparse the pairs are, differ from real awards. It is for time and memory, not for quality.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

Ints = NDArray[np.int64]

MEAN, LONGEST, PATHWAY, FOLLOWS = 8, 200, 6, 0.5
DAYS = 8 * 365
AT_ONCE = 100_000
"""Learners drawn at once."""


def write(path: Path, *, awards: int, credentials: int, seed: int = 0, on: int | None = None) -> int:
    """Write so many awards (the last learner's are cut); gives how many learners they are of.

    With `on` all are of that day (since 1970-01-01).
    """
    rng = np.random.default_rng(seed)
    weights = np.cumsum(1.0 / (np.arange(credentials) + 10.0) ** 0.9)
    weights /= weights[-1]
    where = rng.permutation(credentials)
    schema = pa.schema([("learner", pa.string()), ("credential", pa.string()), ("awarded", pa.date32())])
    written = learners = 0
    with pq.ParquetWriter(path, schema) as out:
        while written < awards:
            owners, items, days = _drawn(rng, weights, where)
            days = days if on is None else np.full_like(days, on)
            n = min(len(owners), awards - written)
            columns = [
                _names("l", owners[:n] + learners),
                _names("c", items[:n]),
                pa.array(days[:n].astype(np.int32), pa.int32()).cast(pa.date32()),
            ]
            out.write_table(pa.table(columns, schema=schema))
            learners += int(owners[n - 1]) + 1
            written += n
    return learners


def _names(letter: str, numbers: Ints) -> pa.Array:
    import pyarrow.compute as pc

    return pc.binary_join_element_wise(letter, pa.array(numbers).cast(pa.string()), "")


def _drawn(rng: np.random.Generator, weights: NDArray[np.float64], where: Ints) -> tuple[Ints, Ints, Ints]:
    """Learner (from 0), credential and day of each award of some learners."""
    lengths = np.minimum(rng.geometric(1 / MEAN, AT_ONCE), LONGEST)
    owners = np.repeat(np.arange(AT_ONCE), lengths)
    starts = np.cumsum(lengths) - lengths
    place = np.arange(len(owners)) - np.repeat(starts, lengths)
    fresh = np.minimum(np.searchsorted(weights, rng.random(len(owners))), len(where) - 1)
    fresh = where[fresh]
    follows = (rng.random(len(owners)) < FOLLOWS) & (place > 0)
    items = fresh.copy()
    for step in range(1, PATHWAY):
        there = np.flatnonzero(follows & (place >= step))
        before = items[there - 1]
        fits = (before % PATHWAY < PATHWAY - 1) & (before + 1 < len(where))
        items[there[fits]] = before[fits] + 1
    gaps = np.where(place > 0, rng.geometric(1 / 60, len(owners)), 0)
    whole = np.cumsum(gaps)
    since = whole - np.repeat(whole[starts], lengths)
    return owners, items.astype(np.int64), (_begins(rng)[owners] + since).astype(np.int64)


def _begins(rng: np.random.Generator) -> Ints:
    """The day on which each learner begins, since 1970-01-01: from 2016 on."""
    first = np.datetime64("2016-01-01")
    months = (first + np.arange(DAYS)).astype("datetime64[M]").astype(int) % 12
    likely = np.where((months == 8) | (months == 0), 2.0, 1.0)
    return rng.choice(DAYS, AT_ONCE, p=likely / likely.sum()) + int(first.astype(int))
