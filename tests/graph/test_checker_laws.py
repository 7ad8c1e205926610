"""What must hold of the checker for any requirement and any holdings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.checker import Verdict, check
from graph.explaining import missing
from graph.holdings import Award, Holdings, Known
from graph.requirements import AllOf, AtLeast, Credits, HasSkill, Holds, Leaf, Requirement, key, leaves
from tests.graph.making import CREDENTIALS, RANK, TODAY, counting, holdings, requirements

VERDICTS = (Verdict.YES, Verdict.NO, Verdict.UNKNOWN)


def rank(requirement: Requirement, held: Holdings) -> int:
    return RANK[check(requirement, held, TODAY).verdict]


@given(requirements, holdings, counting)
def test_a_verified_award_that_counts_never_makes_anything_worse(
    requirement: Requirement, held: Holdings, more: Award
) -> None:
    assert rank(requirement, Holdings((*held.awards, more), held.skills)) >= rank(requirement, held)


@given(requirements, holdings, st.data())
def test_an_expiry_never_makes_anything_better(requirement: Requirement, held: Holdings, data: st.DataObject) -> None:
    if held.awards:
        place = data.draw(st.integers(0, len(held.awards) - 1))
        changed = list(held.awards)
        day = data.draw(st.dates(date(2020, 1, 1), changed[place].expires or date(2028, 1, 1)))
        changed[place] = replace(changed[place], expires=day)
        assert rank(requirement, Holdings(tuple(changed), held.skills)) <= rank(requirement, held)


@given(requirements, holdings, st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_of_what_is_held_matters(
    requirement: Requirement, held: Holdings, random: object
) -> None:
    awards, skills = [*held.awards, *held.awards[:3]], [*held.skills, *held.skills[:1]]
    random.shuffle(awards)  # type: ignore[attr-defined]
    random.shuffle(skills)  # type: ignore[attr-defined]
    again = check(requirement, Holdings(tuple(awards), tuple(skills)), TODAY)
    assert again == check(requirement, held, TODAY)


def turned(requirement: Requirement) -> Requirement:
    """The same with all parts in the other order, and the first leaf of each node said again."""
    match requirement:
        case Holds() | HasSkill():
            return requirement
        case AllOf(parts):
            return AllOf(said_again(parts))
        case AtLeast(k, parts):
            return AtLeast(k, said_again(parts))
        case Credits(minimum, parts):
            return Credits(minimum, (*reversed(parts), *parts[:1]))


def said_again(parts: tuple[Requirement, ...]) -> tuple[Requirement, ...]:
    return (*(turned(part) for part in reversed(parts)), *[p for p in parts if isinstance(p, Holds | HasSkill)][:1])


@given(requirements, holdings)
def test_neither_order_nor_repetition_of_what_is_asked_matters(requirement: Requirement, held: Holdings) -> None:
    assert rank(turned(requirement), held) == rank(requirement, held)


def brute(requirement: Requirement, known: dict[tuple[str, float], Verdict]) -> Verdict:
    """Decide by trying every way in which the unknown could turn out."""
    open_ = [name for name, verdict in known.items() if verdict is Verdict.UNKNOWN]
    sure = {name for name, verdict in known.items() if verdict is Verdict.YES}
    outcomes = {
        plain(requirement, sure | {name for name, true in zip(open_, values, strict=True) if true})
        for values in product([False, True], repeat=len(open_))
    }
    return Verdict.UNKNOWN if len(outcomes) == 2 else Verdict.YES if outcomes == {True} else Verdict.NO


def plain(requirement: Requirement, true: set[tuple[str, float]]) -> bool:
    """Two-valued, straight from the definition."""
    match requirement:
        case Holds() | HasSkill():
            return key(requirement) in true
        case AllOf(parts):
            return all(plain(part, true) for part in parts)
        case AtLeast(k, parts):
            names = {key(part) for part in parts if isinstance(part, Holds | HasSkill)}
            trees = [part for part in parts if not isinstance(part, Holds | HasSkill)]
            return len(names & true) + sum(plain(part, true) for part in trees) >= k
        case Credits(minimum, parts):
            return (
                sum(max(p.credits for p in parts if key(p) == name) for name in {key(p) for p in parts} & true)
                >= minimum
            )


def as_held(known: dict[tuple[str, float], Verdict]) -> Holdings:
    awards, skills = [], []
    for (name, level), verdict in known.items():
        sure = Known.VERIFIED if verdict is Verdict.YES else Known.SELF_DECLARED
        if verdict is not Verdict.NO and level < 0:
            awards.append(Award(name, known=sure))
        elif verdict is not Verdict.NO:
            skills.append((name, 1.0, sure))
    return Holdings(tuple(awards), tuple(skills))


def swapped(requirement: Requirement) -> Requirement:
    """Skills made credentials, so that each leaf's answer is free to be chosen."""
    match requirement:
        case HasSkill(skill, level, credits):
            return Holds(f"{skill}@{level:g}", credits)
        case Holds():
            return requirement
        case AllOf(parts):
            return AllOf(tuple(swapped(part) for part in parts))
        case AtLeast(k, parts):
            return AtLeast(k, tuple(swapped(part) for part in parts))
        case Credits(minimum, parts):
            return Credits(minimum, tuple(leaf for part in parts if isinstance(leaf := swapped(part), Holds)))


only_credentials = requirements.map(swapped)


def names(requirement: Requirement) -> list[tuple[str, float]]:
    return sorted({key(leaf) for leaf in leaves(requirement)})


@given(only_credentials, st.data())
def test_the_checker_agrees_with_trying_out_every_way_the_unknown_could_turn_out(
    requirement: Requirement, data: st.DataObject
) -> None:
    known = {name: data.draw(st.sampled_from(VERDICTS)) for name in names(requirement)}
    assert check(requirement, as_held(known), TODAY).verdict is brute(requirement, known)


def smallest(requirement: Requirement, true: set[tuple[str, float]]) -> int | None:
    """The size of the smallest set that makes it a yes, found by trying all."""
    open_ = [name for name in names(requirement) if name not in true]
    for size in range(len(open_) + 1):
        if any(plain(requirement, true | set(some)) for some in combinations(open_, size)):
            return size
    return None


@settings(max_examples=200)
@given(only_credentials, st.sets(st.sampled_from(CREDENTIALS)))
def test_what_is_missing_is_the_fewest_that_suffice_or_nothing_where_nothing_would(
    requirement: Requirement, held: set[str]
) -> None:
    true = {(name, -1.0) for name in held}
    finding = check(requirement, Holdings(tuple(Award(name) for name in held)), TODAY)
    found: tuple[Leaf, ...] = missing(finding)
    fewest = smallest(requirement, true)
    assert len(found) == (fewest or 0)
    if fewest is not None:
        assert plain(requirement, true | {key(leaf) for leaf in found})
    for recorded in (finding.missing, found):
        assert bool(recorded) is bool(fewest)
