"""Awards in Parquet become a model: what is counted, what is solved, what is suggested."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from recommender.errors import TrainingError
from recommender.learning.histories import Histories
from recommender.learning.linear import Ease
from recommender.training import served, training
from recommender.training.settings import Settings
from tests.recommender.training.awards import duck, many, parquet, quiet

ROWS = [
    ("x", "a", "2024-01-01"), ("x", "b", "2024-01-02"), ("x", "c", "2024-01-03"),
    ("y", "b", "2024-01-02"), ("y", "a", "2024-01-05"), ("y", "b", "2024-01-09"),
]  # fmt: skip


def _counts(folder: Path) -> dict[tuple[str, str], tuple[float, float]]:
    place, meta = served.newest(folder)
    counts = training.counts_of(place, meta, np.load(place / "holders.npy"))
    names = served.load(folder).names
    together, near = counts.matrix(counts.together).tocoo(), counts.matrix(counts.near)
    return {
        (names[a], names[b]): (float(n), round(float(near[a, b]), 4))
        for a, b, n in zip(*together.coords, together.data, strict=True)
    }


def test_pairs_are_counted_in_order_and_nearer_ones_more(tmp_path: Path) -> None:
    with duck(tmp_path) as engine:
        settings = Settings(parts=2, fade=0.5)
        training.train([parquet(tmp_path / "a.parquet", ROWS)], tmp_path / "out", engine, settings, quiet)
    assert _counts(tmp_path / "out") == {
        ("a", "b"): (1, 1.0), ("b", "c"): (1, 1.0), ("a", "c"): (1, 0.5), ("b", "a"): (1, 1.0),
    }  # fmt: skip


def test_pairs_further_apart_than_the_reach_are_not_counted(tmp_path: Path) -> None:
    rows = [("x", f"c{n}", f"2024-01-{n:02d}") for n in range(1, 10)]
    with duck(tmp_path) as engine:
        training.train([parquet(tmp_path / "a.parquet", rows)], tmp_path / "out", engine, Settings(reach=3), quiet)
    found = {(int(a[1:]), int(b[1:])) for a, b in _counts(tmp_path / "out")}
    assert found == {(a, b) for a in range(1, 10) for b in range(a + 1, min(a + 3, 9) + 1)}


def test_older_pairs_count_less_where_a_half_life_is_set(tmp_path: Path) -> None:
    rows = [("x", "a", "2024-01-01"), ("x", "b", "2024-01-11"), ("y", "c", "2024-01-01"), ("y", "d", "2024-01-21")]
    with duck(tmp_path) as engine:
        settings = Settings(half_life=10.0)
        training.train([parquet(tmp_path / "a.parquet", rows)], tmp_path / "out", engine, settings, quiet)
    assert _counts(tmp_path / "out") == {("a", "b"): (1, 0.5), ("c", "d"): (1, 1.0)}


def test_a_catalogue_that_fits_is_ease(tmp_path: Path) -> None:
    rows = many()
    with duck(tmp_path) as engine:
        settings = Settings(dense=30, k=30, mix=0.0, l2=20.0)
        training.train([parquet(tmp_path / "a.parquet", rows)], tmp_path / "out", engine, settings, quiet)
    learners: dict[str, list[int]] = {}
    for learner, credential, _ in rows:
        learners.setdefault(str(learner), []).append(int(str(credential)[1:]))
    dense = np.asarray(Ease(l2=20.0).fit(Histories.of(learners.values(), size=30)).matrix)
    together = np.zeros((30, 30), int)
    for items in learners.values():
        for former, later in combinations(items, 2):
            together[former, later] += 1
    assert (together < 5).sum() > 30, "some are too few to be told"
    np.testing.assert_allclose(
        served.load(tmp_path / "out").matrix.toarray(), np.where(together >= 5, dense, 0.0), atol=1e-5
    )


def test_where_it_does_not_fit_all_neighbours_give_ease_too(tmp_path: Path) -> None:
    """A regression over all other items is a column of EASE."""
    rows = many()
    with duck(tmp_path) as engine:
        path = parquet(tmp_path / "a.parquet", rows)
        for fits in (0, 30):
            settings = Settings(dense=fits, neighbours=29, k=30, mix=0.0, l2=20.0)
            training.train([path], tmp_path / f"out{fits}", engine, settings, quiet)
    local, dense = (served.load(tmp_path / f"out{fits}").matrix.toarray() for fits in (0, 30))
    np.testing.assert_allclose(local, dense, atol=1e-4)


def test_what_follows_is_suggested_and_nothing_that_is_held(tmp_path: Path) -> None:
    rows = [(f"l{n}", c, d) for n in range(30) for c, d in (("a", "2024-01-01"), ("b", "2024-02-01"))]
    rows += [(f"m{n}", c, d) for n in range(30) for c, d in (("p", "2024-01-01"), ("q", "2024-02-01"))]
    with duck(tmp_path) as engine:
        training.train([parquet(tmp_path / "a.parquet", rows)], tmp_path / "out", engine, Settings(), quiet)
    model = served.load(tmp_path / "out")
    assert model.recommend(["a"], 1)[0][0] == "b"
    assert model.recommend(["p"], 1)[0][0] == "q"
    assert {name for name, _ in model.recommend(["a", "unknown"], 10)} == {"b", "p", "q"}
    assert len(model.recommend([], 3)) == 3


def test_rows_that_lack_something_are_told(tmp_path: Path) -> None:
    rows = [*ROWS, (None, "a", "2024-01-01"), ("x", None, "2024-01-01"), ("x", "a", None)]
    with duck(tmp_path) as engine:
        found = training.train([parquet(tmp_path / "a.parquet", rows)], tmp_path / "out", engine, Settings(), quiet)
    assert (found.awards, found.set_aside, found.credentials) == (6, 3, 3)


def test_a_file_that_cannot_be_trained_on_is_named(tmp_path: Path) -> None:
    (tmp_path / "no.parquet").write_text("learner,credential,awarded")
    with duck(tmp_path) as engine:
        with pytest.raises(TrainingError, match=r"no\.parquet can't be read as Parquet"):
            training.train([tmp_path / "no.parquet"], tmp_path / "out", engine, Settings(), quiet)
        empty = parquet(tmp_path / "empty.parquet", [("x", None, None)])
        with pytest.raises(TrainingError, match="no whole award"):
            training.train([empty], tmp_path / "out", engine, Settings(), quiet)
    with pytest.raises(TrainingError, match="no trained model"):
        served.load(tmp_path / "out")
