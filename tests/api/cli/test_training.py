"""`stackway train`."""

from __future__ import annotations

from pathlib import Path

from recommender.training import served
from tests.api.cli.conftest import Stackway
from tests.recommender.training.awards import many, parquet


def test_a_model_is_trained_and_a_day_added(bare: Stackway, tmp_path: Path) -> None:
    awards, out = parquet(tmp_path / "awards.parquet", many()), tmp_path / "out"
    ran = bare("train", str(awards), "--out", str(out), "--knob", "parts=2", "--json")
    assert ran.code == 0, ran.err
    assert ran.json["awards"] == len(many())
    day = parquet(tmp_path / "day.parquet", [("l1", "new", "2025-01-01")])
    ran = bare("train", "--update", str(day), "--out", str(out))
    assert ran.code == 0, ran.err
    assert "of 31 credentials" in ran.said
    assert "new" in served.load(out).names


def test_what_is_wrong_is_told(bare: Stackway, tmp_path: Path) -> None:
    awards = str(parquet(tmp_path / "awards.parquet", many()))
    for told, message in (
        ((), "either files to train on"),
        ((awards, "--engine", "abacus"), "no engine 'abacus'"),
        ((awards, "--knob", "dense=many"), "'dense=many' is no setting"),
        ((awards, "--knob", "parts=0"), "parts is 0"),
        (("--update", awards), "no trained model"),
        ((str(tmp_path / "gone.parquet"),), "can't be read as Parquet"),
    ):
        ran = bare("train", *told, "--out", str(tmp_path / "out"))
        assert ran.code == 1, told
        assert message in ran.said
