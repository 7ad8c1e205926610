"""The benchmark of training at scale runs from end to end, and its awards are drawn as it says."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from tests.benchmarks import scale
from tests.benchmarks.scale_awards import write


def test_awards_are_skewed_ordered_and_the_same_for_a_seed(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write(tmp_path / name, awards=200_000, credentials=1000, seed=3)
    table = pq.read_table(tmp_path / "one")
    assert table.equals(pq.read_table(tmp_path / "two"))
    assert table.num_rows == 200_000
    learners, items = table["learner"].to_numpy(), table["credential"].to_numpy()
    counts = np.sort(np.unique(items, return_counts=True)[1])[::-1]
    assert counts[:100].sum() > 0.25 * 200_000
    assert counts[-500:].sum() < 0.3 * 200_000
    lengths = np.unique(learners, return_counts=True)[1]
    assert 7.5 < lengths.mean() < 8.5
    assert lengths.max() > 40
    numbers = np.array([int(item[1:]) for item in items])
    same = learners[1:] == learners[:-1]
    assert 0.3 < (numbers[1:] == numbers[:-1] + 1)[same].mean() < 0.6
    days = table["awarded"].cast("int32").to_numpy()
    assert (np.diff(days)[same] > 0).all()
    starts = days[np.flatnonzero(np.concatenate([[True], ~same]))].astype("datetime64[D]").astype("datetime64[M]")
    per_month = np.bincount(starts.astype(int) % 12)
    assert per_month[8] > 1.5 * per_month[6]


@pytest.mark.slow
def test_the_benchmark_tells_time_memory_size_and_speed(tmp_path: Path) -> None:
    told = [
        "--drift",
        "--awards",
        "3000",
        "--credentials",
        "100",
        "--folder",
        str(tmp_path),
        "--json",
        str(tmp_path / "out.json"),
    ]
    assert scale.main(told) == 0
    found = json.loads((tmp_path / "out.json").read_text())
    assert found["awards"] == 3000
    assert found["credentials"] <= 100
    assert all(found[name] > 0 for name in ("training s", "peak MB", "kept MB", "p50 ms", "update s", "drift top 10"))
