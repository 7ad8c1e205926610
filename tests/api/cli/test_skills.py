"""`stackway skills`: an index of the workspace's skills, and sentences linked to them."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests import world
from tests.api.cli.conftest import Stackway


def test_without_an_index_the_next_step_is_told(stackway: Stackway, sea_workspace: Path) -> None:
    shutil.rmtree(sea_workspace / "linking", ignore_errors=True)
    ran = stackway("skills", "link", "tie knots", "--lexical")
    assert ran.code == 1
    assert "stackway skills index" in ran.said


def test_a_sentence_is_linked_to_what_it_says(stackway: Stackway) -> None:
    made = stackway("skills", "index", "--json")
    assert made.code == 0, made.err
    assert made.json == {"skills": len(world.SKILLS), "encoder": None}
    ran = stackway("skills", "link", "Must find the way at sea by night", "--k", "2", "--json")
    assert ran.code == 0, ran.err
    assert ran.json["lexical"] is True
    (told,) = ran.json["texts"]
    assert told["links"][0]["skill"] == world.NAVIGATION
    assert len(told["links"]) == 2
    assert "find the way at sea" in stackway("skills", "link", "Must find the way at sea").said


def test_an_encoder_that_isnt_there_is_said_so_and_the_index_stays(stackway: Stackway, tmp_path: Path) -> None:
    assert stackway("skills", "index").code == 0
    ran = stackway("skills", "index", "--encoder", tmp_path)
    assert ran.code == 1
    assert "There is no model" in ran.said
    assert stackway("skills", "link", "row a boat").code == 0
