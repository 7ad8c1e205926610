"""Credentials that nobody can ever begin."""

from __future__ import annotations

import time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from graph.cycles import dangling_references, requirement_cycles
from graph.from_tables import credentials_from_tables
from graph.requirements import AllOf, AtLeast, Credits, HasSkill, Holds, Requirement, leaves
from tests import world
from tests.graph.making import CREDENTIALS, SKILLS, credential, requirements
from tests.graph.test_checker_laws import plain


def paths(**required: Requirement | None) -> list[tuple[str, ...]]:
    return [cycle.path for cycle in requirement_cycles(credential(id_, asked) for id_, asked in required.items())]


def test_the_sea_school_has_no_circle_and_nothing_dangling() -> None:
    credentials = credentials_from_tables(world.tables())
    assert requirement_cycles(credentials) == ()
    assert dangling_references(credentials) == ()


def test_two_that_require_each_other_are_a_circle() -> None:
    assert paths(a=Holds("b"), b=Holds("a")) == [("a", "b", "a")]


def test_one_that_requires_itself_is_a_circle() -> None:
    assert paths(a=Holds("a")) == [("a", "a")]


def test_an_alternative_outside_the_circle_saves_it() -> None:
    assert paths(a=Holds("b"), b=AtLeast(1, (Holds("a"), Holds("c"))), c=None) == []


def test_alternatives_that_all_lead_into_the_circle_do_not_save_it() -> None:
    found = paths(a=AtLeast(1, (Holds("b"), Holds("c"))), b=Holds("a"), c=Holds("a"))
    assert found == [("a", "b", "a")]


def test_enough_credits_outside_the_circle_save_it() -> None:
    def credits(free: float) -> Requirement:
        return Credits(30, (Holds("b", 40), Holds("c", free)))

    assert paths(a=credits(30), b=Holds("a"), c=None) == []
    assert paths(a=credits(20), b=Holds("a"), c=None) == [("a", "b", "a")]


def test_a_credential_named_twice_does_not_stand_for_two() -> None:
    both = AtLeast(2, (Holds("c"), Holds("c"), Holds("b")))
    assert paths(a=both, b=Holds("a"), c=None) == [("a", "b", "a")]


def test_skills_and_credentials_of_elsewhere_can_be_had() -> None:
    assert paths(a=AllOf((HasSkill("x:knots"), Holds("elsewhere:z")))) == []


def test_what_waits_for_a_circle_is_named_with_it_and_is_no_circle() -> None:
    (cycle,) = requirement_cycles(
        [credential("a", Holds("b")), credential("b", Holds("a")), credential("c", Holds("b"))]
    )
    assert cycle.waiting == ("c",)
    assert str(cycle) == (
        "catalogue.csv:a: nobody can begin these, since each requires the next: a -> b -> a."
        " 1 more can't be begun because of it."
    )


def test_what_can_never_be_met_is_no_circle_by_itself() -> None:
    assert paths(a=AtLeast(2, (Holds("b"),)), b=None) == []


def test_a_way_back_that_is_not_needed_makes_no_circle() -> None:
    impossible = AtLeast(2, (Holds("c"),))
    assert paths(a=AllOf((impossible, AtLeast(1, (Holds("b"), Holds("c"))))), b=Holds("a"), c=None) == []


def test_of_circles_that_share_a_credential_the_shortest_is_told_and_the_others_wait() -> None:
    (cycle,) = requirement_cycles(
        [
            credential("a", AllOf((Holds("b"), Holds("c")))),
            credential("b", Holds("a")),
            credential("c", Holds("d")),
            credential("d", Holds("a")),
        ]
    )
    assert (cycle.path, cycle.waiting) == (("a", "b", "a"), ("c", "d"))


def test_two_circles_are_told_apart() -> None:
    assert paths(a=Holds("b"), b=Holds("a"), c=Holds("d"), d=Holds("c")) == [("a", "b", "a"), ("c", "d", "c")]


def test_three_hundred_in_a_circle_among_five_hundred_are_found_at_once_and_told_shortly() -> None:
    ring = [credential(f"r{n:03}", Holds(f"r{(n + 1) % 300:03}")) for n in range(300)]
    others = [credential(f"z{n:03}", Holds(f"r{n:03}")) for n in range(200)]
    start = time.process_time()
    (cycle,) = requirement_cycles([*others, *ring])
    assert time.process_time() - start < 2
    assert len(cycle.path) == 301
    assert len(cycle.waiting) == 200
    assert len(str(cycle)) < 300
    assert "288 more" in str(cycle)


def test_a_chain_of_five_thousand_does_not_overflow() -> None:
    chain = [credential(f"c{n:04}", Holds(f"c{n + 1:04}")) for n in range(5_000)]
    assert requirement_cycles([*chain, credential("c5000")]) == ()
    (cycle,) = requirement_cycles([*chain, credential("c5000", Holds("c0000"))])
    assert len(cycle.path) == 5_002


def test_references_to_nothing_are_reported_with_the_line() -> None:
    (found,) = dangling_references([credential("a", AllOf((Holds("b"), Holds("gone")))), credential("b")])
    assert str(found) == "catalogue.csv:a: a requires gone, which isn't in the catalogue."


some_credentials = st.fixed_dictionaries(dict.fromkeys(CREDENTIALS[:4], requirements))
EVERY_SKILL = {(skill, level) for skill in SKILLS for level in (0.0, 0.5)}


def fixed_point(asked: dict[str, Requirement], begun: set[str]) -> set[str]:
    """What can be begun, round by round from the definition, beginning with a guess; ``x:e`` is had elsewhere."""
    while True:
        true = {(id_, -1.0) for id_ in (*begun, CREDENTIALS[4])} | EVERY_SKILL
        more = {id_ for id_, requirement in asked.items() if plain(requirement, true)}
        if more == begun:
            return begun
        begun = more


@given(some_credentials)
def test_what_is_reported_can_never_be_begun_and_each_step_of_a_path_is_required(asked: dict[str, Requirement]) -> None:
    begun = fixed_point(asked, set())
    for cycle in requirement_cycles(credential(id_, requirement) for id_, requirement in asked.items()):
        assert begun.isdisjoint({*cycle.path, *cycle.waiting})
        for one, other in pairwise(cycle.path):
            assert other in {leaf.credential for leaf in leaves(asked[one]) if isinstance(leaf, Holds)}


@given(some_credentials)
def test_all_that_only_a_circle_keeps_from_being_begun_is_reported(asked: dict[str, Requirement]) -> None:
    only_circles = fixed_point(asked, set(asked)) - fixed_point(asked, set())
    cycles = requirement_cycles(credential(id_, requirement) for id_, requirement in asked.items())
    assert only_circles <= {id_ for cycle in cycles for id_ in (*cycle.path, *cycle.waiting)}
