"""What one issuer takes in the place of its own credential counts as that one: in progress, plans and advice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from api.assembly import build_workspace
from api.engine import Engine
from api.imports import Request, import_files
from api.plans import Aim, Terms, planned
from graph.holdings import Award, Holdings, Known, State
from graph.pathways import StepState
from graph.planning import Measure, Plan
from recommender.query import Query

DAY = date(2026, 3, 1)
OURS = """id,name,requires,accepts,hours
acme:BASIC,Basic Welding,,land:W1|land:W2,10
acme:WELDER,Welder,acme:BASIC,,20
acme:OTHER,Other,,acme:BASIC,5
"""
THEIRS = "id,name\nland:W1,Welding One\nland:W2,Welding Two\n"
PATHWAY = """pathway: acme:to-welder
name: To welder
ordered: true
ends: [w]
steps:
  - {id: b, credential: acme:BASIC}
  - {id: w, credential: acme:WELDER, after: [b]}
"""


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("accepted")
    for name, text in (("ours.csv", OURS), ("theirs.csv", THEIRS), ("p.yaml", PATHWAY)):
        (folder / name).write_text(text, encoding="utf-8")
    import_files(folder / "ws", [folder / name for name in ("ours.csv", "theirs.csv", "p.yaml")], Request())
    build_workspace(folder / "ws", with_default=False)
    with Engine.open(folder / "ws") as found:
        yield found


def states(engine: Engine, *awards: Award) -> dict[str, StepState]:
    found = engine.progress("acme:to-welder", Holdings(awards), today=DAY)
    return {one.step.id: one.state for one in found.steps}


def test_what_is_accepted_counts_as_the_step_and_opens_the_next(engine: Engine) -> None:
    assert states(engine) == {"b": StepState.OPEN, "w": StepState.LOCKED}
    for held in ("land:W1", "land:W2", "acme:BASIC"):
        assert states(engine, Award(held)) == {"b": StepState.DONE, "w": StepState.OPEN}


def test_it_counts_as_long_and_as_surely_as_what_is_held(engine: Engine) -> None:
    award = Award("land:W1", awarded=date(2025, 1, 1), expires=date(2026, 2, 1))
    assert states(engine, award)["b"] is StepState.EXPIRED
    assert states(engine, Award("land:W1", known=Known.SELF_DECLARED))["b"] is StepState.CLAIMED
    assert states(engine, Award("land:W1", state=State.ENROLLED))["b"] is StepState.OPEN
    assert states(engine, replace(award, expires=None))["b"] is StepState.DONE


def test_nobody_is_credited_on_for_what_was_credited(engine: Engine) -> None:
    """`OTHER` takes `BASIC`, and `BASIC` takes `W1`; that says nothing of `OTHER` and `W1`."""
    assert engine.explain(_query(Award("land:W1")), "acme:OTHER").refusals == ()
    own = engine.explain(_query(Award("acme:BASIC")), "acme:OTHER")
    assert [one.credential for one in own.refusals] == ["acme:OTHER"]


def test_a_plan_leaves_out_what_is_credited(engine: Engine) -> None:
    aim, terms = Aim(credential="acme:WELDER"), Terms(Measure.HOURS)
    found = planned(engine, aim, Holdings((Award("land:W2"),)), DAY, terms).found
    assert isinstance(found, Plan)
    assert [step.credential for step in found.steps] == ["acme:WELDER"]


def test_advice_says_what_is_taken_in_the_place_of_what(engine: Engine) -> None:
    advice = engine.explain(_query(Award("land:W1")), "acme:BASIC")
    assert [why.text for one in advice.refusals for why in one.reasons] == [
        "Welding One, which you hold, is taken in its place."
    ]
    may = engine.explain(_query(Award("land:W1")), "acme:WELDER").recommendations[0]
    assert may.eligible.value == "yes"
    assert any("taken in its place" in line for line in may.eligibility)


def _query(*awards: Award) -> Query:
    return Query(today=DAY, request_id="r", holdings=Holdings(awards))
