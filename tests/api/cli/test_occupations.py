"""`stackway occupations`: job titles matched to the occupations of a workspace."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests import world
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


def test_skills_of_an_occupation_come_published_ones_first(stackway: Stackway) -> None:
    ran = stackway("occupations", "skills", world.SKIPPER_JOB, "--k", "3", "--json")
    assert ran.code == 0, ran.err
    told = [one["published"] for one in ran.json["skills"]]
    assert told
    assert told == sorted(told, reverse=True)
    assert told[0] is True
    assert "published" in stackway("occupations", "skills", world.SKIPPER_JOB).said


def test_an_unknown_occupation_says_how_to_find_one(stackway: Stackway) -> None:
    ran = stackway("occupations", "skills", "onet:nothing")
    assert ran.code == 1
    assert "stackway occupations match" in ran.said
