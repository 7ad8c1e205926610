"""How a step is begun or renewed, in words."""

from __future__ import annotations

from datetime import date

from graph.credentials import Credential, Offering
from graph.holdings import Award, Holdings
from graph.pathways import Pathway, Step, progress
from graph.requirements import Holds, Requirement
from recommender.wording import to_begin
from skills_taxonomy.types import Provenance

TODAY = date(2026, 3, 1)
HERE = Provenance("made", "made:1")
PAST = Award("x:a", awarded=date(2023, 1, 1), expires=date(2026, 1, 31))
OPEN = Offering("x:a#1", signup_url="https://x.example/a", closes=date(2026, 4, 1))


def said(
    *awards: Award, offerings: tuple[Offering, ...] = (), replaced: str = "", asks: Requirement | None = None
) -> list[str]:
    credential = Credential(
        "x:a", "A", "x", "X", HERE, offerings=offerings, superseded_by=replaced, requirement=asks, validity_months=36
    )
    pathway = Pathway("x:p", "P", "x", (Step("a", 1, "x:a"),), HERE)
    found = progress(pathway, Holdings(awards), TODAY, {"x:a": credential})
    return list(to_begin(found.steps[0], lambda name: name.upper()))


def test_what_has_expired_says_since_when_and_where_to_renew_it() -> None:
    assert said(PAST, offerings=(OPEN,)) == [
        "Your award has expired; it was valid until 2026-01-31.",
        "Renew it: sign up at https://x.example/a, open until 2026-04-01.",
    ]
    assert said(PAST)[-1] == "Where to renew it isn't stated: ask its issuer."


def test_what_was_replaced_is_renewed_by_earning_what_replaces_it() -> None:
    assert said(PAST, offerings=(OPEN,), replaced="x:b")[-1] == "It has been replaced: earn X:B in its place."


def test_what_asks_for_something_that_lapsed_too_says_so_first() -> None:
    told = said(PAST, offerings=(OPEN,), asks=Holds("x:basics"))
    assert told[1] == "What it asks for isn't met any more: see to that first."


def test_what_is_open_says_where_to_begin_and_what_is_done_or_locked_nothing() -> None:
    later = Offering("x:a#2", signup_url="https://x.example/later")
    assert said(offerings=(later, OPEN)) == ["Begin: sign up at https://x.example/a, open until 2026-04-01."]
    assert said(Award("x:a"), offerings=(OPEN,)) == []
    assert said(offerings=(OPEN,), asks=Holds("x:basics")) == []
