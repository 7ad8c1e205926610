"""Laws of progress for every pathway: monotone in what is earned, moved back by expiry, one with the checker."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.checker import Verdict, check
from graph.holdings import Award, Holdings
from graph.pathways import Condition, Pathway, Role, Step, StepKind, StepState, progress
from graph.pathways.codec import pathway_from_plain, pathway_to_plain
from graph.pathways.conditions import completes
from graph.requirements import Holds
from skills_taxonomy.types import Provenance

TODAY = date(2026, 11, 23)
KINDS = [kind for kind in StepKind if kind not in (StepKind.GROUP, StepKind.SKILL)]


def condition(chance: random.Random, names: list[str], depth: int) -> Condition:
    steps = tuple(chance.sample(names, min(len(names), chance.randint(1, 3))))
    parts = tuple(condition(chance, names, depth - 1) for _ in range(chance.randint(0, 2))) if depth else ()
    if chance.random() < 0.15:
        return Condition(steps, (), None, float(chance.randint(1, 20)), name="credits")
    least = chance.choice([None, chance.randint(0, len(steps) + len(parts))])
    return Condition(steps, parts, least, description="of these" if least else "")


def pathway(seed: int) -> Pathway:
    """Up to eight steps, conditions two deep, groups, several ends, perhaps circles."""
    chance = random.Random(seed)
    names = [f"s{number}" for number in range(chance.randint(1, 8))]
    steps = []
    for number, name in enumerate(names):
        others = [one for one in names if one != name] if chance.random() < 0.2 else names[:number]
        asks = condition(chance, others, 2) if others and chance.random() < 0.5 else None
        kind = StepKind.GROUP if asks and chance.random() < 0.4 else chance.choice(KINDS)
        steps.append(
            Step(
                name, number // 2 + 1, f"x:{name}", chance.random() < 0.2, kind=kind, condition=asks,
                requirement=Holds("x:before") if chance.random() < 0.1 else None,
                after=tuple(chance.sample(names[:number], min(number, 1))), credits=float(chance.randint(0, 10)),
                role=chance.choice(list(Role)), hours=chance.choice([None, 3.0]), name=name.upper(),
            )
        )  # fmt: skip
    ends = tuple(chance.sample(names, chance.randint(0, min(2, len(names)))))
    ordered = chance.random() < 0.5
    return Pathway(
        "x:way", "Way", "x", tuple(steps), Provenance("s", "f:1"), ends=ends, ordered=ordered, extra=(("a", "b"),)
    )


worlds = st.tuples(st.integers(0, 10**9), st.sets(st.integers(0, 8)), st.sets(st.integers(0, 8)))


def held(numbers: set[int]) -> Holdings:
    return Holdings(tuple(Award(f"x:s{number}") for number in sorted(numbers)))


@given(worlds)
@settings(max_examples=300, deadline=None)
def test_earning_more_never_takes_anything_back(world: tuple[int, set[int], set[int]]) -> None:
    seed, some, more = world
    way = pathway(seed)
    before = progress(way, held(some), TODAY, {})
    after = progress(way, held(some | more), TODAY, {})
    assert 0.0 <= before.share <= after.share + 1e-12
    assert after.share <= 1.0 + 1e-12
    assert after.reached or not before.reached
    done = {one.step.id for one in after.steps if one.state is StepState.DONE}
    assert {one.step.id for one in before.steps if one.state is StepState.DONE} <= done
    pairs = zip(before.milestones, after.milestones, strict=True)
    assert all(later.met or not earlier.met for earlier, later in pairs)


@given(worlds)
@settings(max_examples=200, deadline=None)
def test_what_has_expired_moves_back_to_where_it_was_not_earned(world: tuple[int, set[int], set[int]]) -> None:
    seed, some, more = world
    way = pathway(seed)
    lapsed = tuple(replace(award, expires=date(2026, 1, 1)) for award in held(more - some).awards)
    without = progress(way, held(some), TODAY, {})
    expired = progress(way, Holdings((*held(some).awards, *lapsed)), TODAY, {})
    assert expired.share == without.share
    assert expired.reached == without.reached


@given(worlds)
@settings(max_examples=200, deadline=None)
def test_the_order_in_which_things_were_earned_changes_nothing(world: tuple[int, set[int], set[int]]) -> None:
    seed, some, _ = world
    way = pathway(seed)
    awards = held(some).awards
    assert progress(way, Holdings(awards), TODAY, {}) == progress(way, Holdings(tuple(reversed(awards))), TODAY, {})


@given(worlds)
@settings(max_examples=200, deadline=None)
def test_it_is_reached_exactly_where_the_checker_says_that_it_is_complete(
    world: tuple[int, set[int], set[int]],
) -> None:
    seed, some, _ = world
    way = pathway(seed)
    found = progress(way, held(some), TODAY, {})
    assert found.reached == (check(completes(way), held(some), TODAY).verdict is Verdict.YES)
    assert not found.reached or found.share == 1.0


@given(st.integers(0, 10**9))
@settings(max_examples=200, deadline=None)
def test_a_pathway_written_and_read_is_the_same(seed: int) -> None:
    way = pathway(seed)
    assert pathway_from_plain(pathway_to_plain(way)) == way
