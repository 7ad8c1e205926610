"""The program from a file of awards to rows, on made awards."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from tests.benchmarks.next_credential.__main__ import main


@pytest.fixture
def awards(tmp_path: Path) -> Path:
    """200 learners who walk through five credentials in order, one a month, from different starts."""
    rng, lines = np.random.default_rng(0), ["learner,credential,awarded"]
    for learner in range(200):
        start, month = int(rng.integers(5)), int(rng.integers(1, 9))
        lines += [f"u{learner},c{(start + n) % 5},2024-{month + n:02}-0{n + 1}" for n in range(4)]
    path = tmp_path / "awards.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


def test_a_table_of_awards_becomes_rows(awards: Path, tmp_path: Path) -> None:
    out = tmp_path / "rows.json"
    told = ["--awards", str(awards), "--format", "csv", "--models", "popularity,transitions", "--json", str(out)]
    assert main(told) == 0
    rows = {row["model"]: row for row in json.loads(out.read_text())}
    assert set(rows) == {"popularity", "transitions"}
    assert rows["transitions"]["recall@5"] == 1.0
    assert rows["transitions"]["ndcg@10"] == pytest.approx(1.0)
    assert rows["transitions"]["ndcg@10"] > rows["popularity"]["ndcg@10"]
    assert {"mrr", "coverage", "train_s", "ms_per_learner", "recall@10"} <= set(rows["popularity"])


def test_only_the_named_learners_are_tested(awards: Path, tmp_path: Path) -> None:
    sequences, named, out = tmp_path / "s.txt", tmp_path / "ids.txt", tmp_path / "rows.json"
    sequences.write_text("".join(f"u{n} c{n % 5} c{(n + 1) % 5} c{(n + 2) % 5} c{(n + 3) % 5}\n" for n in range(60)))
    named.write_text("u3\nu4\nu5\n")
    told = ["--awards", str(sequences), "--format", "sequences", "--models", "transitions", "--json", str(out)]
    assert main([*told, "--test-learners", str(named)]) == 0
    assert [row["learners"] for row in json.loads(out.read_text())] == [3]
    assert main([*told, "--test-learners", "u1,u2"]) == 0
    assert [row["learners"] for row in json.loads(out.read_text())] == [2]
