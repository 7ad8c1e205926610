"""A stopped run goes on; a day's awards are added; nothing is ever half there."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from recommender.training import served, training
from recommender.training.settings import Settings
from tests.recommender.training.awards import duck, many, parquet, quiet

SETTINGS = Settings(parts=4, dense=10, neighbours=29, k=30, l2=5.0)


def test_a_stopped_run_goes_on_with_the_part_it_stopped_at(tmp_path: Path) -> None:
    path, out = parquet(tmp_path / "a.parquet", many()), tmp_path / "out"

    def stopped(step: str, done: int, of: int) -> None:
        if (step, done) == ("counting", 2):
            raise KeyboardInterrupt

    with duck(tmp_path) as engine:
        with pytest.raises(KeyboardInterrupt):
            training.train([path], out, engine, SETTINGS, stopped)
        kept = {part: part.stat().st_mtime_ns for part in out.glob("work-*/pairs-*/*.parquet")}
        assert len(kept) == 2
        seen: dict[Path, int] = {}

        def watching(step: str, done: int, of: int) -> None:
            if (step, done) == ("adding up", 0):
                seen.update({part: part.stat().st_mtime_ns for part in out.glob("work-*/pairs-*/*.parquet")})

        training.train([path], out, engine, SETTINGS, watching)
        training.train([path], tmp_path / "whole", engine, SETTINGS, quiet)
    assert len(seen) == 4
    assert kept.items() <= seen.items()
    ours, whole = (served.load(tmp_path / name).matrix.toarray() for name in ("out", "whole"))
    np.testing.assert_array_equal(ours, whole)


def test_a_run_stopped_while_solving_leaves_the_earlier_model(tmp_path: Path) -> None:
    out = tmp_path / "out"

    def stopped(step: str, done: int, of: int) -> None:
        if step == "solving":
            raise KeyboardInterrupt

    with duck(tmp_path) as engine:
        training.train([parquet(tmp_path / "a.parquet", many(seed=1))], out, engine, SETTINGS, quiet)
        before = served.load(out).matrix.toarray()
        with pytest.raises(KeyboardInterrupt):
            training.train([parquet(tmp_path / "b.parquet", many(seed=2))], out, engine, SETTINGS, stopped)
        np.testing.assert_array_equal(served.load(out).matrix.toarray(), before)
        with pytest.raises(KeyboardInterrupt):
            training.update([parquet(tmp_path / "c.parquet", [("l1", "c01", "2025-01-01"), ("l1", "z", "2025-01-01")])],
                            out, engine, stopped)  # fmt: skip
    np.testing.assert_array_equal(served.load(out).matrix.toarray(), before)


def test_counts_after_an_update_are_those_of_a_full_run(tmp_path: Path) -> None:
    rows = many()
    later = [("l1", "c90", "2025-01-01"), ("l1", "c91", "2025-01-02"), ("l2", "c91", "2025-01-01"),
             ("new", "c01", "2025-01-01"), ("new", "c90", "2025-01-03"), ("l1", "c90", "2025-01-04")]  # fmt: skip
    settings = Settings(parts=2, dense=10, neighbours=31, k=32, l2=5.0, half_life=100.0)
    old, new = parquet(tmp_path / "old.parquet", rows), parquet(tmp_path / "new.parquet", later)
    with duck(tmp_path) as engine:
        training.train([old], tmp_path / "step", engine, settings, quiet)
        found = training.update([new], tmp_path / "step", engine, quiet)
        training.train([old, new], tmp_path / "full", engine, settings, quiet)
    assert (found.credentials, found.awards) == (32, len(rows) + 6)
    for value in ("together", "near"):
        step, full = (_dense(tmp_path / name, value) for name in ("step", "full"))
        np.testing.assert_allclose(step, full, rtol=1e-4, atol=1e-5)


def test_an_update_twice_with_the_same_awards_changes_nothing(tmp_path: Path) -> None:
    day = parquet(tmp_path / "day.parquet", [("l1", "c90", "2025-01-01"), ("l2", "c90", "2025-01-01")])
    with duck(tmp_path) as engine:
        training.train([parquet(tmp_path / "a.parquet", many())], tmp_path / "out", engine, SETTINGS, quiet)
        training.update([day], tmp_path / "out", engine, quiet)
        once = served.load(tmp_path / "out").matrix.toarray()
        training.update([day], tmp_path / "out", engine, quiet)
    np.testing.assert_allclose(served.load(tmp_path / "out").matrix.toarray(), once, atol=1e-6)


def _dense(folder: Path, value: str) -> np.ndarray:
    place, meta = served.newest(folder)
    counts = training.counts_of(place, meta, np.load(place / "holders.npy"))
    return counts.matrix(getattr(counts, value)).toarray()
