"""The gold files are read and scored as they should be."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.text_to_skills import gold, scoring

NAMES = ("tie knots", "row a boat", "Sail")


def test_a_query_is_a_sentence_with_all_its_labels_and_what_isnt_known_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "gold.csv"
    path.write_text(
        "span,sentence,label\nx,Row and tie,row a boat\ny,Row and tie,Tie  Knots\nz,No,UNDERSPECIFIED\nw,Sails,SAIL\n",
        encoding="utf-8",
    )
    found = gold.read(path, NAMES)
    assert found.queries == (gold.Query("Row and tie", frozenset({0, 1})), gold.Query("Sails", frozenset({2})))
    assert (found.labels, found.skipped, found.without) == (4, 1, 1)


def test_a_file_without_the_columns_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "gold.csv").write_text("text,label\na,b\n", encoding="utf-8")
    with pytest.raises(SystemExit, match="no column sentence"):
        gold.read(tmp_path / "gold.csv", NAMES)


def test_precision_is_over_what_could_be_right() -> None:
    assert scoring.rp([5, 1, 7, 8, 2], frozenset({1, 2, 3}), 5) == pytest.approx(2 / 3)
    assert scoring.rp([5, 1], frozenset({1, 2, 3}), 1) == 0.0
    low, high = scoring.interval([0.0, 1.0] * 200)
    assert 0.4 < low < 0.5 < high < 0.6
