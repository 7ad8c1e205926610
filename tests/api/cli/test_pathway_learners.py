"""A pathway shown, and how far learners are on it, in the sea school: deckhand, optionally radio, then skipper."""

from __future__ import annotations

from pathlib import Path

from tests import world
from tests.api.cli.conftest import Stackway

DAY = ("--today", world.TODAY.isoformat())
AWARDS = """learner,credential,date
ann,sea:DECKHAND,2026-01-01
bob,sea:RADIO,2026-01-01
cid,sea:DECKHAND,2026-01-01
cid,sea:SKIPPER,2026-02-01
"""


def test_a_pathway_is_shown_with_its_steps_in_order(stackway: Stackway) -> None:
    said = stackway("pathway", "show", world.TO_SKIPPER).said
    assert said.index("Deckhand Certificate") < said.index("Marine Radio Certificate (credential, optional)")
    assert said.index("Marine Radio Certificate") < said.index("Skipper Certificate")
    plain = stackway("pathway", "show", world.TO_SKIPPER, "--json").json
    assert [step["credential"] for step in plain["steps"]] == [world.DECKHAND, world.RADIO, world.SKIPPER]


def test_a_file_is_shown_with_its_conditions(stackway: Stackway, tmp_path: Path) -> None:
    file = tmp_path / "way.yaml"
    file.write_text(
        "pathway: sea:way\nname: Way\nends: [skipper]\nsteps:\n"
        "  - {id: deck, credential: sea:DECKHAND}\n  - {id: radio, credential: sea:RADIO}\n"
        "  - id: skipper\n    credential: sea:SKIPPER\n    needs: {1 of: [deck, radio]}\n"
    )
    assert "asks for 1 of 2" in stackway("pathway", "show", file).said
    ran = stackway("pathway", "progress", file, "--holds", world.DECKHAND, "--json", *DAY)
    assert {step["id"]: step["state"] for step in ran.json["steps"]} == {
        "deck": "done",
        "radio": "open",
        "skipper": "open",
    }


def test_progress_says_what_is_done_what_is_locked_and_by_what(stackway: Stackway) -> None:
    ran = stackway("pathway", "progress", world.TO_SKIPPER, *DAY)
    assert ran.code == 0, ran.err
    assert "0% done" in ran.said
    assert "Skipper Certificate: locked" in ran.said
    half = stackway("pathway", "progress", world.TO_SKIPPER, "--holds", world.DECKHAND, "--json", *DAY).json
    assert half["share"] == 0.5
    assert not half["reached"]


def test_who_has_a_single_step_left_is_listed_with_it(stackway: Stackway, tmp_path: Path) -> None:
    (tmp_path / "awards.csv").write_text(AWARDS)
    assert stackway("import", tmp_path / "awards.csv", "--issuer", "sea").code == 0
    ran = stackway("pathway", "one-step-away", world.TO_SKIPPER, "--issuer", "sea", "--json", *DAY)
    assert ran.code == 0, ran.err
    found = {one["learner"]: one["any_of"] for one in ran.json["learners"]}
    assert found.get("ann") == [world.SKIPPER]
    assert "bob" not in found, "two required steps are left"
    assert "cid" not in found, "there already"
