"""The best plan is the best by brute force, can be followed, and where there is none the reason is the smallest."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.checker import Verdict, check
from graph.holdings import Award, Holdings, Known, State
from graph.planning import Limits, Measure, NoPlan, Plan, Way, Ways, lacking, plan
from graph.requirements import AllOf, AtLeast, Credits, HasSkill, Holds, Leaf, Requirement
from tests.graph.planning.worlds import TODAY, World, followable, large, least, small

LIMITS = (Limits(), Limits(cost=8.0), Limits(hours=10.0, steps=3), Limits(steps=2))


def planned(world: World, measure: Measure = Measure.COST, limits: Limits = LIMITS[0]) -> Plan | NoPlan:
    return plan(world.ways, world.goal, world.holdings, TODAY, minimise=measure, limits=limits, attests=world.attests)


@pytest.mark.parametrize("seed", range(300))
def test_no_set_of_credentials_beats_the_plan(seed: int) -> None:
    world, measure, limits = small(seed), list(Measure)[seed % 3], LIMITS[seed // 3 % 4]
    best, found = least(world, measure, limits), planned(world, measure, limits)
    if best is None:
        assert isinstance(found, NoPlan)
        return
    assert isinstance(found, Plan)
    assert found.optimal
    assert found.total(measure) == pytest.approx(best)
    assert found.bound == pytest.approx(best)


@given(st.integers(min_value=1_000, max_value=10**9), st.sampled_from(Measure), st.sampled_from(LIMITS))
@settings(max_examples=60, deadline=None)
def test_a_plan_can_be_followed_step_by_step_and_the_checker_then_says_yes(
    seed: int, measure: Measure, limits: Limits
) -> None:
    world = small(seed)
    found = planned(world, measure, limits)
    if isinstance(found, NoPlan):
        return
    held = world.holdings
    for step in found.steps:
        asked = world.ways[step.credential].requirement
        assert asked is None or check(asked, held, TODAY, world.attests).verdict is Verdict.YES
        held = Holdings((*held.awards, Award(step.credential)), held.skills)
    assert check(world.goal, held, TODAY, world.attests).verdict is Verdict.YES
    for one in Measure:
        most = limits.of(one)
        assert most is None or found.total(one) <= most


@given(st.integers(min_value=1_000, max_value=10**9))
@settings(max_examples=60, deadline=None)
def test_no_step_of_a_plan_can_be_left_out(seed: int) -> None:
    world = small(seed)
    found = planned(world)
    if isinstance(found, NoPlan):
        return
    chosen = [step.credential for step in found.steps]
    for one in chosen:
        assert not followable(world, [other for other in chosen if other != one])


@given(st.integers(min_value=1_000, max_value=10**9))
@settings(max_examples=150, deadline=None)
def test_what_lacks_is_enough_when_it_is_added_and_nothing_smaller_is(seed: int) -> None:
    world = small(seed)
    found = planned(world)
    if isinstance(found, Plan):
        assert lacking(world.ways, world.goal, world.holdings, TODAY, attests=world.attests) == ()
        return
    assert not found.least
    leaves = [one.leaf for one in found.lacking]
    if not leaves:
        return
    assert isinstance(planned(with_facts(world, leaves)), Plan)
    if all(one.nobody_offers for one in found.lacking):
        for fewer in combinations(leaves, len(leaves) - 1):
            assert isinstance(planned(with_facts(world, fewer)), NoPlan)


def with_facts(world: World, leaves: list[Leaf] | tuple[Leaf, ...]) -> World:
    """The world in which somebody offers, asking for nothing, a credential that shows each of the leaves."""
    named = {leaf.credential for leaf in leaves if isinstance(leaf, Holds)}
    ways = [way for way in world.ways.values() if way.credential not in named]
    for number, leaf in enumerate(leaves):
        if isinstance(leaf, Holds):
            old = world.ways.get(leaf.credential)
            ways.append(Way(leaf.credential, None, old.teaches if old else {}))
        else:
            ways.append(Way(f"x:new/{number}", None, {leaf.skill: leaf.level}))
    return World(Ways(ways), world.goal, world.holdings)


def knots(cost: float = 1.0, requirement: Requirement | None = None, name: str = "x:knots") -> Way:
    return Way(name, requirement, {"x:skill/knots": 0.0}, cost)


GOAL = HasSkill("x:skill/knots")


@pytest.mark.parametrize(
    ("award", "steps"),
    [
        (Award("x:knots"), 0),
        (Award("x:knots", known=Known.SELF_DECLARED), 1),
        (Award("x:knots", state=State.REVOKED), 1),
        (Award("x:knots", state=State.ENROLLED), 1),
        (Award("x:knots", expires=date(2026, 1, 1)), 1),
    ],
)
def test_only_what_counts_today_needs_no_step(award: Award, steps: int) -> None:
    ways = Ways([knots()])
    found = plan(ways, GOAL, Holdings((award,)), TODAY, attests={"x:knots": {"x:skill/knots": 0.0}})
    assert isinstance(found, Plan)
    assert len(found.steps) == steps


def test_credentials_that_ask_for_each_other_help_nobody() -> None:
    ways = Ways([knots(requirement=Holds("x:b")), Way("x:b", Holds("x:knots"))])
    found = plan(ways, GOAL, Holdings(), TODAY)
    assert isinstance(found, NoPlan)
    assert {one.leaf for one in found.lacking} <= {GOAL, Holds("x:b"), Holds("x:knots")}
    assert len(found.lacking) == 1
    assert not found.lacking[0].nobody_offers


def test_a_circle_is_entered_where_it_has_a_door() -> None:
    ways = Ways(
        [
            knots(1.0, Holds("x:b")),
            Way("x:b", AtLeast(1, (Holds("x:knots"), Holds("x:door"))), {}, 1.0),
            Way("x:door", None, {}, 5.0),
        ]
    )
    found = plan(ways, GOAL, Holdings(), TODAY)
    assert isinstance(found, Plan)
    assert [step.credential for step in found.steps] == ["x:door", "x:b", "x:knots"]


def test_the_reason_is_the_one_thing_that_nobody_offers_and_who_asks_for_it() -> None:
    ways = Ways([knots(requirement=AllOf((Holds("x:b"), Holds("x:gone")))), Way("x:b")])
    found = plan(ways, GOAL, Holdings(), TODAY)
    assert isinstance(found, NoPlan)
    assert [(one.leaf, one.asked_by, one.nobody_offers) for one in found.lacking] == [
        (Holds("x:gone"), ("x:knots",), True)
    ]


def test_limits_that_are_too_narrow_say_how_wide_they_must_be() -> None:
    found = plan(Ways([knots(30.0)]), GOAL, Holdings(), TODAY, limits=Limits(cost=20.0))
    assert isinstance(found, NoPlan)
    assert found.lacking == ()
    assert dict(found.least) == {Measure.COST: 30.0}


def test_what_is_spent_on_one_measure_is_weighed_against_the_limit_of_another() -> None:
    ways = Ways(
        [Way("x:slow", None, {"x:skill/knots": 0.0}, 1.0, 100.0), Way("x:fast", None, {"x:skill/knots": 0.0}, 9.0, 5.0)]
    )
    cheap = plan(ways, GOAL, Holdings(), TODAY)
    soon = plan(ways, GOAL, Holdings(), TODAY, limits=Limits(hours=10.0))
    assert isinstance(cheap, Plan)
    assert isinstance(soon, Plan)
    assert [cheap.steps[0].credential, soon.steps[0].credential] == ["x:slow", "x:fast"]


def test_credits_are_collected_the_cheapest_way() -> None:
    prices = {"x:a": (10.0, 4.0), "x:b": (10.0, 5.0), "x:c": (20.0, 8.0)}
    goal = Credits(20.0, tuple(Holds(name, credits) for name, (credits, _) in prices.items()))
    found = plan(Ways([Way(name, None, {}, cost) for name, (_, cost) in prices.items()]), goal, Holdings(), TODAY)
    assert isinstance(found, Plan)
    assert [step.credential for step in found.steps] == ["x:c"]


def test_each_step_says_what_it_is_for() -> None:
    ways = Ways([knots(requirement=Holds("x:b")), Way("x:b")])
    found = plan(ways, GOAL, Holdings(), TODAY)
    assert isinstance(found, Plan)
    assert [(step.credential, step.shows, step.opens) for step in found.steps] == [
        ("x:b", (), ("x:knots",)),
        ("x:knots", (GOAL,), ()),
    ]


def test_a_goal_that_contradicts_itself_has_no_plan_and_nothing_that_would_help() -> None:
    found = plan(Ways([knots()]), AtLeast(2, (GOAL,)), Holdings(), TODAY)
    assert found == NoPlan()


@pytest.mark.slow
def test_a_large_catalogue_is_searched_to_the_end_and_gives_what_can_be_followed() -> None:
    world = large(7, size=8_000, needed=10, skills=500)
    found = planned(world)
    assert isinstance(found, Plan)
    assert found.optimal
    assert followable(world, [step.credential for step in found.steps])
    assert found.considered < len(world.ways) / 2, "what can't be in a best plan isn't searched"
