"""`stackway occupations`: job titles matched to the occupations of a workspace."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.api.cli.conftest import Stackway


def test_without_an_index_the_next_step_is_told(stackway: Stackway, sea_workspace: Path) -> None:
    shutil.rmtree(sea_workspace / "titles", ignore_errors=True)
    ran = stackway("occupations", "match", "Skipper")
    assert ran.code == 1
    assert "stackway skills index" in ran.said


def test_a_title_is_matched_to_its_occupation(stackway: Stackway) -> None:
    assert stackway("skills", "index").code == 0
    ran = stackway("occupations", "match", "Senior coxswain (m/f/d) - full time", "--json")
    assert ran.code == 0, ran.err
    (told,) = ran.json["titles"]
    assert told["job"] == "coxswain"
    (scheme,) = [one for one in told["schemes"] if one["scheme"] == "esco"]
    assert scheme["occupations"][0]["id"] == "esco:occupation/coxswain"
    assert scheme["abstained"] is False
    assert "coxswain" in stackway("occupations", "match", "coxswain").said


def test_an_unknown_vocabulary_is_told_with_those_that_are_there(stackway: Stackway) -> None:
    assert stackway("skills", "index").code == 0
    ran = stackway("occupations", "match", "coxswain", "--vocabulary", "isco")
    assert ran.code == 1
    assert "'isco'" in ran.said
    assert "esco" in ran.said
