"""Measuring and drafting pathways at the command line, in the sea school."""

from __future__ import annotations

from pathlib import Path

from tests import world
from tests.api.cli.conftest import Stackway


def pathway(stackway: Stackway) -> str:
    return str(world.tables()["pathways"]["id"][0])


def test_a_pathway_is_measured_by_its_identifier(stackway: Stackway) -> None:
    ran = stackway("pathway", "measure", pathway(stackway), "--json")
    assert ran.code == 0
    steps = world.tables()["pathway_steps"]
    assert {one["step"] for one in ran.json["steps"]} == set(steps["step"])
    assert ran.json["complexity"] == sum(one["complexity"] for one in ran.json["steps"])
    assert "Structural complexity" in stackway("pathway", "measure", pathway(stackway)).said


def test_an_unknown_pathway_is_said_so(stackway: Stackway) -> None:
    ran = stackway("pathway", "measure", "sea:nowhere")
    assert ran.code == 1
    assert "sea:nowhere" in ran.err


def test_a_draft_towards_a_credential_is_written_as_yaml_that_can_be_measured(
    stackway: Stackway, tmp_path: Path
) -> None:
    out = tmp_path / "draft.yaml"
    ran = stackway("pathway", "draft", "--issuer", "sea", "--credential", world.SKIPPER, "--out", out, "--json")
    assert ran.code == 0, ran.err
    assert ran.json["steps"][-1]["credential"] == world.SKIPPER
    assert all(one["reasons"] for one in ran.json["steps"])
    again = stackway("pathway", "measure", out, "--json")
    assert again.code == 0, again.err
    assert {one["step"] for one in again.json["steps"]} == {one["step"] for one in ran.json["steps"]}


def test_a_draft_needs_one_place_to_lead_to_and_an_issuer_that_is_here(stackway: Stackway) -> None:
    both = stackway("pathway", "draft", "--issuer", "sea", "--goal", "sailor", "--credential", world.SKIPPER)
    assert both.code == 1
    nobody = stackway("pathway", "draft", "--issuer", "nobody", "--goal", "sailor")
    assert "nobody" in nobody.err
