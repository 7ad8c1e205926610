"""Planning at the command line, in the sea school: everything costs 100 euros and takes 20 hours."""

from __future__ import annotations

from tests import world
from tests.api.cli.conftest import Stackway

DAY = ("--today", world.TODAY.isoformat())


def test_the_way_to_a_credential_is_in_order_priced_and_proven(stackway: Stackway) -> None:
    ran = stackway("plan", "--credential", world.SKIPPER, "--json", *DAY)
    assert ran.code == 0, ran.err
    plan = ran.json["plan"]
    assert [step["credential"] for step in plan["steps"]] == [world.DECKHAND, world.SKIPPER]
    assert (plan["totals"]["cost"], plan["totals"]["hours"], plan["optimal"]) == (200.0, 40.0, True)
    assert all(step["signup_url"].startswith("https://sea.example/") for step in plan["steps"])
    assert "proven the least" in stackway("plan", "--credential", world.SKIPPER, *DAY).said


def test_what_is_held_shortens_it(stackway: Stackway) -> None:
    ran = stackway("plan", "--credential", world.SKIPPER, "--holds", world.DECKHAND, "--json", *DAY)
    assert [step["credential"] for step in ran.json["plan"]["steps"]] == [world.SKIPPER]
    done = stackway("plan", "--credential", world.SKIPPER, "--holds", world.SKIPPER, *DAY)
    assert "Nothing is left to do" in done.said


def test_a_job_is_planned_for_by_its_essential_skills(stackway: Stackway) -> None:
    ran = stackway("plan", "--goal", "skipper", "--json", *DAY)
    assert ran.code == 0, ran.err
    shown = {name for step in ran.json["plan"]["steps"] for name in step["shows"]}
    assert world.SKILLS[world.NAVIGATION] in shown


def test_limits_that_are_too_narrow_end_with_3_and_say_how_wide_they_must_be(stackway: Stackway) -> None:
    ran = stackway("plan", "--credential", world.SKIPPER, "--budget", "150", "--json", *DAY)
    assert ran.code == 3
    assert ran.json["why"]["least"] == {"cost": 200.0}
    assert "at least 200 in cost" in stackway("plan", "--credential", world.SKIPPER, "--budget", "150", *DAY).said


def test_prices_in_another_currency_are_unknown_and_the_fewest_steps_are_planned_instead(stackway: Stackway) -> None:
    ran = stackway("plan", "--credential", world.SKIPPER, "--currency", "JPY", "--json", *DAY)
    assert ran.json["minimise"] == "steps"
    assert all("cost" in step["assumed"] for step in ran.json["plan"]["steps"])


def test_after_sign_up_has_closed_there_is_no_plan(stackway: Stackway) -> None:
    ran = stackway("plan", "--credential", world.SKIPPER, "--today", "2027-06-01", "--json")
    assert ran.code == 3
    assert [one["nobody_offers"] for one in ran.json["why"]["lacking"]] == [True]


def test_a_pathway_is_planned_to_its_end(stackway: Stackway) -> None:
    ran = stackway("plan", "--pathway", world.TO_SKIPPER, "--minimise", "steps", "--json", *DAY)
    assert [step["credential"] for step in ran.json["plan"]["steps"]] == [world.DECKHAND, world.SKIPPER]


def test_it_needs_one_place_to_lead_to(stackway: Stackway) -> None:
    assert stackway("plan").code == 1
    assert stackway("plan", "--goal", "skipper", "--credential", world.SKIPPER).code == 1


def test_an_issuer_is_told_what_its_catalogue_lacks(stackway: Stackway) -> None:
    ran = stackway("plan", "--goal", "skipper", "--issuer", "sea", "--missing", "--json", *DAY)
    assert ran.code == 0, ran.err
    assert isinstance(ran.json["missing"], list)
    assert stackway("plan", "--goal", "skipper", "--missing").code == 1
