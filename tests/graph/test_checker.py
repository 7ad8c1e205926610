"""Whether requirements are met, case by case."""

from __future__ import annotations

from datetime import date

import pytest

from graph.checker import Finding, Verdict, check
from graph.explaining import missing, render
from graph.holdings import Award, Holdings, Known, State
from graph.requirements import AllOf, AtLeast, Credits, HasSkill, Holds, Requirement
from tests import world
from tests.graph.making import TODAY

A, B, C = Holds("x:a"), Holds("x:b"), Holds("x:c")
HAS_A = Award("x:a")
SAYS_B = Award("x:b", known=Known.SELF_DECLARED)


def found(requirement: Requirement, *awards: Award, skills: tuple[tuple[str, float, Known], ...] = ()) -> Finding:
    return check(requirement, Holdings(awards, skills), TODAY)


def test_the_deckhand_may_go_on_to_be_a_skipper_and_nobody_else() -> None:
    asked = Holds(world.DECKHAND)
    assert found(asked, Award(world.DECKHAND)).verdict is Verdict.YES
    assert found(asked, Award(world.RADIO)).verdict is Verdict.NO


@pytest.mark.parametrize(
    ("award", "verdict"),
    [
        (Award("x:a"), Verdict.YES),
        (Award("x:a", known=Known.UPLOADED), Verdict.UNKNOWN),
        (Award("x:a", known=Known.SELF_DECLARED), Verdict.UNKNOWN),
        (Award("x:a", State.ENROLLED), Verdict.NO),
        (Award("x:a", State.REVOKED), Verdict.NO),
        (Award("x:a", expires=date(2026, 5, 31)), Verdict.NO),
        (Award("x:a", awarded=date(2026, 6, 2)), Verdict.NO),
    ],
)
def test_only_a_verified_award_that_counts_today_gives_a_plain_yes(award: Award, verdict: Verdict) -> None:
    assert found(A, award).verdict is verdict


def test_a_claim_is_told_as_a_claim() -> None:
    assert found(B, SAYS_B).text == "x:b: you say that you hold it; its issuer hasn't confirmed it"


@pytest.mark.parametrize(
    ("requirement", "verdict"),
    [
        (AllOf(), Verdict.YES),
        (AllOf((A,)), Verdict.YES),
        (AllOf((A, B)), Verdict.UNKNOWN),
        (AllOf((A, B, C)), Verdict.NO),
        (AtLeast(0), Verdict.YES),
        (AtLeast(1), Verdict.NO),
        (AtLeast(1, (A, B, C)), Verdict.YES),
        (AtLeast(2, (A, B, C)), Verdict.UNKNOWN),
        (AtLeast(3, (A, B, C)), Verdict.NO),
        (AtLeast(1, (B, C)), Verdict.UNKNOWN),
        (AtLeast(1, (AllOf((A, C)), AllOf((A, B)))), Verdict.UNKNOWN),
    ],
)
def test_three_values_are_joined_as_kleene_joins_them(requirement: Requirement, verdict: Verdict) -> None:
    assert found(requirement, HAS_A, SAYS_B).verdict is verdict


def test_more_than_there_are_is_a_no_that_says_so_and_nothing_would_help() -> None:
    impossible = found(AtLeast(3, (A, B)), HAS_A, Award("x:b"))
    assert impossible.verdict is Verdict.NO
    assert impossible.why == "at least 3 are needed and there are only 2, so this can't be met"
    assert missing(impossible) == ()


def test_a_credential_named_twice_counts_once() -> None:
    assert found(AtLeast(2, (A, A)), HAS_A).verdict is Verdict.NO
    assert found(Credits(30, (Holds("x:a", 20), Holds("x:a", 15))), HAS_A).verdict is Verdict.NO


def test_credits_that_are_sure_and_credits_that_are_claimed_are_added_up_apart() -> None:
    asked = Credits(30, (Holds("x:a", 20), Holds("x:b", 15), Holds("x:c", 5)))
    finding = found(asked, HAS_A, SAYS_B)
    assert finding.verdict is Verdict.UNKNOWN
    assert finding.why == "30 credits are needed: you have 20, and 15 more that nobody has confirmed"
    assert found(asked, HAS_A).verdict is Verdict.NO
    assert found(asked, HAS_A, Award("x:b")).verdict is Verdict.YES


def test_credits_are_not_lost_to_rounding() -> None:
    tenths = Credits(1.0, tuple(Holds(f"x:{n}", 0.1) for n in range(10)))
    assert found(tenths, *(Award(f"x:{n}") for n in range(10))).verdict is Verdict.YES


def test_credits_that_can_never_be_enough_say_so() -> None:
    finding = found(Credits(30, (Holds("x:a", 20),)))
    assert "bring too few" in finding.why
    assert missing(finding) == ()


@pytest.mark.parametrize(
    ("level", "stated", "verdict"),
    [
        (0.0, (0.2, Known.VERIFIED), Verdict.YES),
        (0.5, (0.5, Known.VERIFIED), Verdict.YES),
        (0.5, (0.2, Known.VERIFIED), Verdict.NO),
        (0.5, (0.8, Known.SELF_DECLARED), Verdict.UNKNOWN),
        (0.5, (0.2, Known.SELF_DECLARED), Verdict.NO),
        (0.5, (0.0, Known.VERIFIED), Verdict.UNKNOWN),
    ],
)
def test_a_skill_is_had_at_the_level_that_is_stated_and_as_surely_as_it_is_known(
    level: float, stated: tuple[float, Known], verdict: Verdict
) -> None:
    assert found(HasSkill("x:knots", level), skills=(("x:knots", *stated),)).verdict is verdict


def test_the_best_of_several_statements_about_a_skill_counts() -> None:
    skills = (("x:knots", 0.9, Known.SELF_DECLARED), ("x:knots", 0.6, Known.VERIFIED))
    assert found(HasSkill("x:knots", 0.5), skills=skills).verdict is Verdict.YES


def test_a_held_credential_attests_the_skills_it_is_said_to_and_no_surer_than_it_is_held() -> None:
    attests = {world.DECKHAND: {world.KNOTS: 0.6}}

    def verdict(level: float, award: Award) -> Verdict:
        return check(HasSkill(world.KNOTS, level), Holdings((award,)), TODAY, attests).verdict

    assert verdict(0.5, Award(world.DECKHAND)) is Verdict.YES
    assert verdict(0.9, Award(world.DECKHAND)) is Verdict.NO
    assert verdict(0.5, Award(world.DECKHAND, known=Known.UPLOADED)) is Verdict.UNKNOWN
    assert verdict(0.5, Award(world.DECKHAND, expires=date(2026, 1, 1))) is Verdict.NO


def test_what_a_skill_rests_on_is_in_the_tree() -> None:
    held = Holdings((Award(world.DECKHAND),))
    finding = check(HasSkill(world.KNOTS), held, TODAY, {world.DECKHAND: {world.KNOTS: 0.0}})
    assert render(finding) == (
        "[yes] esco:skill/knots: a credential that you hold teaches it",
        "`-- [yes] sea:DECKHAND: you hold it",
    )


def test_a_requirement_nested_five_thousand_deep_is_checked_and_laid_out() -> None:
    requirement: Requirement = A
    for _ in range(5_000):
        requirement = AllOf((requirement,))
    finding = found(requirement)
    assert finding.verdict is Verdict.NO
    assert missing(finding) == (A,)
    assert render(finding)[-1].endswith("[no] x:a: you don't hold it")
