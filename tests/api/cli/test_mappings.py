"""`stackway skills map`: own skills to a published vocabulary, filed for a person, counted from the next build on."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests import world
from tests.api.cli.conftest import Stackway

OWN = """id,label,alternates,same_as
1,Knots: tie them,tie knots,
2,Rowing,,esco:skill/rowing
3,Understand tax law,,
"""


@pytest.fixture(autouse=True)
def _own_skills(stackway: Stackway, tmp_path: Path) -> None:
    path = tmp_path / "skills.csv"
    path.write_text(OWN, "utf-8")
    ran = stackway("import", path, "--issuer", "acme")
    assert ran.code == 0, ran.said


def test_own_skills_are_mapped_filed_once_and_accepted(stackway: Stackway, tmp_path: Path) -> None:
    out = tmp_path / "mappings.csv"
    ran = stackway("skills", "map", "--issuer", "acme", "--out", out, "--json")
    assert ran.code == 0, ran.said
    best = {row["label"]: row for row in reversed(ran.json["mappings"])}
    assert best["Knots: tie them"]["match"] == world.KNOTS
    assert best["Knots: tie them"]["relation"] in {"exact match", "close match"}
    assert best["Understand tax law"]["match"] == ""
    assert "Rowing" not in best, "its mapping is stated"
    with out.open(encoding="utf-8", newline="") as file:
        assert next(csv.DictReader(file))["match"] == world.KNOTS
    assert ran.json["filed"]["new"] == 1
    assert stackway("skills", "map", "--issuer", "acme", "--json").json["filed"] == {"new": 0, "there": 1, "gone": 0}
    (review,) = stackway("skills", "review", "--kind", "mapping", "--json").json["reviews"]
    decided = stackway("skills", "review", "--accept", review["id"], "--by", "Ada", "--json").json["decided"]
    assert decided[0]["state"] == "accepted"


def test_a_table_is_shown_and_nothing_filed_when_asked(stackway: Stackway) -> None:
    said = stackway("skills", "map", "--no-keep").said
    assert "tie knots" in said
    assert "nothing is likely" in said
    assert stackway("skills", "review", "--kind", "mapping", "--json").json["reviews"] == []


def test_what_cant_be_mapped_is_told_with_the_next_step(stackway: Stackway, tmp_path: Path) -> None:
    assert "stackway import" in stackway("skills", "map", "--issuer", "nobody").said
    assert "esco" in stackway("skills", "map", "--to", "onet").said
    ran = stackway("skills", "map", "--out", tmp_path / "none" / "x.csv")
    assert ran.code == 1
    assert "can't be written" in ran.said
