"""Measures of pathways small enough to be worked out by hand, and the laws that hold for all."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.credentials import Credential, Offering
from graph.measuring import coverage, lengths, stops, structure
from graph.pathways import Condition, Pathway, Step, StepKind
from graph.planning import Measure
from graph.requirements import AtLeast, Holds
from skills_taxonomy.types import Provenance
from tests.graph.test_pathway_laws import pathway as some_pathway

PLACE = Provenance("s", "f:1")


def way(*steps: Step, ends: tuple[str, ...] = (), ordered: bool = True) -> Pathway:
    return Pathway("x:way", "Way", "x", steps, PLACE, ends=ends, ordered=ordered)


def credential(name: str, cost: float | None = None, hours: float | None = None) -> Credential:
    offerings = (Offering(f"{name}#1", cost=cost, currency="EUR", hours=hours),) if cost is not None else ()
    return Credential(name, name, "x", "X", PLACE, hours=hours, offerings=offerings)


def told(pathway: Pathway) -> dict[str, tuple[int | None, int]]:
    return {one.step: (one.delay, one.blocking) for one in structure(pathway).steps}


def test_a_choice_blocks_nothing_and_what_all_choices_need_blocks_all() -> None:
    choice = Condition(("B", "C"), least=1)
    found = told(
        way(
            Step("A", 1, "x:A"),
            Step("B", 2, "x:B", after=("A",)),
            Step("C", 2, "x:C", after=("A",)),
            Step("D", 3, "x:D", condition=choice),
        )
    )
    assert found == {"A": (3, 3), "B": (3, 0), "C": (2, 0), "D": (3, 0)}


def test_two_of_three_block_nothing_alone() -> None:
    found = told(
        way(Step("A", 1, "x:A"), Step("B", 1, "x:B"), Step("C", 1, "x:C"),
            Step("D", 2, "x:D", condition=Condition(("A", "B", "C"), least=2)))
    )  # fmt: skip
    assert {one: blocking for one, (_, blocking) in found.items()} == {"A": 0, "B": 0, "C": 0, "D": 0}
    assert found["D"][0] == 2


def test_an_order_that_is_only_recommended_isnt_counted() -> None:
    steps = (Step("A", 1, "x:A"), Step("B", 2, "x:B", after=("A",)))
    assert told(way(*steps, ordered=False)) == {"A": (1, 0), "B": (1, 0)}


def test_what_goes_round_in_a_circle_has_no_delay() -> None:
    found = told(way(Step("A", 1, "x:A", after=("B",)), Step("B", 2, "x:B", after=("A",)), Step("C", 1, "x:C")))
    assert found == {"A": (None, 0), "B": (None, 0), "C": (1, 0)}


def test_what_a_credential_asks_for_from_outside_counts_as_there() -> None:
    asks = Credential(
        "x:A", "A", "x", "X", PLACE, requirement=AtLeast(2, (Holds("y:other"), Holds("x:B"), Holds("x:C")))
    )
    steps = (Step("A", 2, "x:A"), Step("B", 1, "x:B"), Step("C", 1, "x:C"))
    found = {one.step: one.delay for one in structure(way(*steps), {"x:A": asks}).steps}
    assert found == {"A": 2, "B": 2, "C": 1}


def test_the_cheapest_the_median_and_the_dearest_way_through() -> None:
    steps = [Step(name, 1, f"x:{name}", optional=True) for name in "ABC"]
    end = Step("end", 2, "x:end", condition=Condition(("A", "B", "C"), least=1))
    costs = {"x:A": 10.0, "x:B": 20.0, "x:C": 90.0, "x:end": 5.0}
    known = {name: credential(name, cost, 1.0) for name, cost in costs.items()}
    found = lengths(way(*steps, end, ends=("end",)), known, Measure.COST)
    assert (found.least, found.median, found.most, found.sampled, found.unstated) == (15.0, 25.0, 95.0, 3, ())


def test_what_isnt_stated_is_named() -> None:
    found = lengths(way(Step("A", 1, "x:A"), Step("B", 1, "x:B", hours=4.0)), {}, Measure.HOURS)
    assert (found.least, found.unstated) == (4.0, ("A",))


def test_a_pathway_that_nobody_can_finish_takes_nothing_that_could_be_told() -> None:
    found = lengths(way(Step("A", 1, "x:A", condition=Condition(("gone",)))), {}, Measure.STEPS)
    assert (found.least, found.median, found.most) == (None, None, None)


def test_a_step_for_a_skill_covers_it() -> None:
    found = coverage(way(Step("s", 1, "x:skill/knots", kind=StepKind.SKILL)), {}, {"x:skill/knots": 1.0})
    assert found.share == 1.0


def test_few_learners_arent_told_of() -> None:
    assert stops(way(Step("A", 1, "x:A"), Step("B", 2, "x:B")), [{"x:A"}] * 4) == ()


@given(st.integers(0, 10**9))
@settings(max_examples=100, deadline=None)
def test_factors_are_within_their_ranges(seed: int) -> None:
    pathway = some_pathway(seed)
    found = structure(pathway)
    reached = [one for one in found.steps if one.delay is not None]
    for one in reached:
        assert 1 <= (one.delay or 0) <= len(reached)
        assert 0 <= one.blocking <= len(reached) - 1
    assert found.longest <= len(reached)


@given(st.integers(0, 10**9))
@settings(max_examples=40, deadline=None)
def test_the_least_is_never_above_the_median_nor_that_above_the_most(seed: int) -> None:
    pathway = some_pathway(seed)
    for measure in Measure:
        found = lengths(pathway, {}, measure, samples=10)
        if found.least is None or found.median is None or found.most is None:
            continue
        assert found.least <= found.median + 1e-9
        assert found.median <= found.most + 1e-9


@pytest.mark.slow
def test_five_hundred_steps_are_measured_in_seconds() -> None:
    steps = [Step(f"s{n}", n // 5 + 1, f"x:s{n}", after=(f"s{n - 5}",) if n >= 5 else ()) for n in range(500)]
    found = structure(way(*steps))
    assert found.longest == 100
    assert found.steps[0].blocking == 99
