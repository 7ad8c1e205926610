"""Awards as Parquet, and a run over them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from recommender.training.engines import Engine, engine_of

Row = tuple[str | None, str | None, str | None]


def parquet(path: Path, rows: Sequence[Row]) -> Path:
    """Write awards as (learner, credential, awarded)."""
    columns = list(zip(*rows, strict=True)) or [(), (), ()]
    names = ("learner", "credential", "awarded")
    pq.write_table(pa.table({n: pa.array(c, pa.string()) for n, c in zip(names, columns, strict=True)}), path)
    return path


def many(learners: int = 200, credentials: int = 30, seed: int = 1) -> list[Row]:
    """Random learners with a few credentials each, a day apart."""
    rng, rows = np.random.default_rng(seed), []
    for learner in range(learners):
        first = rng.integers(0, 100)
        for place, item in enumerate(rng.permutation(credentials)[: rng.integers(1, 12)]):
            rows.append((f"l{learner}", f"c{item:02d}", str(np.datetime64("2024-01-01") + int(first) + place)))
    return rows


def quiet(step: str, done: int, of: int) -> None:
    """Tell nobody."""


@contextmanager
def duck(folder: Path) -> Iterator[Engine]:
    """DuckDB for a block."""
    engine = engine_of("duckdb", folder / "engine", memory_gb=1.0)
    try:
        yield engine
    finally:
        engine.close()
