"""Logs as files: what is written comes back, and what is wrong is named by file and line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from recommender.errors import BadLog
from recommender.off_policy import Row, judge, log_of
from recommender.off_policy.files import read, write
from tests.recommender.off_policy.simulating import site

HEAD = "request,position,item,propensity,evaluated,shown,reward,cluster\n"


def rows(lists: int = 80) -> list[Row]:
    return site(np.random.default_rng(1)).log(np.random.default_rng(2), lists)


def test_what_is_written_is_judged_alike(tmp_path: Path) -> None:
    made = rows()
    assert write(tmp_path / "log.csv", made) == len(made)
    frame = pd.read_csv(tmp_path / "log.csv")
    frame.to_parquet(tmp_path / "log.parquet")
    want = judge(log_of(made))
    assert judge(log_of(read(tmp_path / "log.csv"))) == want
    assert judge(log_of(read(tmp_path / "log.parquet"))) == want
    assert sorted(frame["cluster"].unique()) == list(range(1, 81))


def test_without_the_columns_that_may_be_missing_all_rows_were_shown(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text("request,position,item,propensity,evaluated,reward\nr,1,a,0.5,1,2.5\n")
    (row,) = read(tmp_path / "log.csv")
    assert replace(row, where="") == Row("r", 1, "a", 0.5, 1.0, True, 2.5)


def test_a_learner_is_not_named_in_a_file(tmp_path: Path) -> None:
    write(tmp_path / "log.csv", [replace(row, cluster="learner ada@x.example") for row in rows(2)])
    assert "ada" not in (tmp_path / "log.csv").read_text()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD + "r,1,a,0.5,0.5,1,1,\nr,2,a,,0.5,1,1,\n", r"log.csv:3: propensity is missing"),
        (HEAD + "r,1,a,0.5,,1,1,\n", r"log.csv:2: evaluated is missing"),
        (HEAD + "r,1,a,0.5,1,1,,\n", r"log.csv:2: reward is missing"),
        (HEAD + "r,1,a,0,0.5,1,1,\n", r"log.csv:2, request 'r', position 1: 'a' was shown with a propensity of 0"),
        (HEAD + "r,1,a,half,0.5,1,1,\n", r"log.csv:2: propensity is 'half'"),
        (HEAD + "r,0,a,0.5,0.5,1,1,\n", r"log.csv:2: the position is 0"),
        (HEAD + "r,1,a,0.5,0.5,perhaps,1,\n", r"log.csv:2: shown is 'perhaps'"),
        (HEAD + "r,1,,0.5,0.5,1,1,\n", r"log.csv:2: item is empty"),
        (HEAD + "r,1\n", r"log.csv:2: the line ends too early"),
        (HEAD, "The log is empty"),
        ("request,item\n", r"log.csv has no column position, propensity, evaluated, reward"),
        ("", r"log.csv has no column request"),
    ],
)
def test_what_is_wrong_is_named_by_its_line(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "log.csv").write_text(text)
    with pytest.raises(BadLog, match=said):
        log_of(read(tmp_path / "log.csv"))


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadLog, match="no file"):
        log_of(read(tmp_path / "log.csv"))
    for name in ("log.parquet", "log.csv"):
        (tmp_path / name).write_bytes(b"\xff\xfe\x00bad")
        with pytest.raises(BadLog, match=name):
            log_of(read(tmp_path / name))
