"""Apache Spark and DuckDB make the same of the same Parquet."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

import numpy as np
import pytest

from recommender.training import served, training
from recommender.training.engines import engine_of
from recommender.training.settings import Settings
from tests.recommender.training.awards import duck, many, parquet, quiet

pytestmark = [
    pytest.mark.server,
    pytest.mark.slow,
    pytest.mark.skipif(
        shutil.which("java") is None or importlib.util.find_spec("pyspark") is None, reason="needs Java and PySpark"
    ),
]


@pytest.mark.filterwarnings("ignore")
def test_spark_counts_solves_and_updates_as_duckdb_does(tmp_path: Path) -> None:
    settings = Settings(parts=3, dense=10, neighbours=29, k=30, l2=5.0, half_life=90.0)
    rows = [*many(), (None, "a", "2024-01-01"), ("l1", "Ünïcode", "2024-02-01"), ("l2", "Zed", "2024-02-01")]
    path = parquet(tmp_path / "a.parquet", rows)
    day = parquet(tmp_path / "day.parquet", [("l1", "new", "2025-01-01"), ("l9", "c01", "2025-01-01")])
    with duck(tmp_path) as engine:
        training.train([path], tmp_path / "duck", engine, settings, quiet)
        whole = _all(tmp_path / "duck")
        training.update([day], tmp_path / "duck", engine, quiet)
    spark = engine_of("spark", tmp_path / "spark-engine", memory_gb=1.0, threads=2)
    try:
        training.train([path], tmp_path / "spark", spark, settings, quiet)
        _same(whole, _all(tmp_path / "spark"))
        training.update([day], tmp_path / "spark", spark, quiet)
    finally:
        spark.close()
    _same(_all(tmp_path / "duck"), _all(tmp_path / "spark"))


def _all(folder: Path) -> list[np.ndarray]:
    place, meta = served.newest(folder)
    counts = training.counts_of(place, meta, np.load(place / "holders.npy"))
    matrices = [counts.matrix(counts.together), counts.matrix(counts.near), served.load(folder).matrix]
    return [counts.holders, *(matrix.toarray() for matrix in matrices)]


def _same(left: list[np.ndarray], right: list[np.ndarray]) -> None:
    for ours, theirs in zip(left, right, strict=True):
        np.testing.assert_array_equal(ours, theirs)
