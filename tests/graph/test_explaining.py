"""Findings laid out for people."""

from __future__ import annotations

from graph.checker import check
from graph.explaining import missing, render
from graph.holdings import Award, Holdings, Known
from graph.requirements import AllOf, AtLeast, Credits, HasSkill, Holds
from tests.graph.making import TODAY

A, B, C, D = (Holds(f"x:{letter}") for letter in "abcd")


def test_a_finding_is_a_tree_of_lines() -> None:
    asked = AllOf((A, AtLeast(1, (B, HasSkill("x:knots"))), Credits(10, (Holds("x:d", 20),))))
    held = Holdings((Award("x:a"), Award("x:b", known=Known.UPLOADED)))
    assert render(check(asked, held, TODAY)) == (
        "[no] all 3 are needed: 1 met, 1 not met, 1 not known",
        "|-- [yes] x:a: you hold it",
        "|-- [unknown] at least 1 of 2 are needed: 1 not met, 1 not known",
        "|   |-- [unknown] x:b: you uploaded an award of it; its issuer hasn't confirmed it",
        "|   `-- [no] x:knots: you haven't shown it",
        "`-- [no] 10 credits are needed: you have 0",
        "    `-- [no] x:d: you don't hold it",
    )


def test_identifiers_cannot_break_lines_or_fill_the_screen() -> None:
    (line,) = render(check(Holds("x:\x1b[2J\n" + "a" * 10_000), Holdings(), TODAY))
    assert line.isprintable()
    assert len(line) < 250


def test_the_shorter_of_two_ways_is_what_is_missing() -> None:
    either = AtLeast(1, (AllOf((A, B)), C))
    assert missing(check(either, Holdings(), TODAY)) == (C,)


def test_what_serves_two_parts_is_preferred_to_what_serves_one() -> None:
    asked = AllOf((D, AtLeast(1, (AllOf((A, B)), AllOf((C, D))))))
    assert set(missing(check(asked, Holdings(), TODAY))) == {C, D}


def test_the_credits_that_bring_most_are_what_is_missing() -> None:
    asked = Credits(30, (Holds("x:a", 10), Holds("x:b", 30), Holds("x:c", 20)))
    assert missing(check(asked, Holdings(), TODAY)) == (Holds("x:b", 30),)


def test_a_claim_is_missing_until_it_is_confirmed() -> None:
    claimed = Holdings((Award("x:a", known=Known.SELF_DECLARED),))
    assert missing(check(A, claimed, TODAY)) == (A,)
