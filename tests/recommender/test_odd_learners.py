"""Learners at the edges: none or two hundred awards, unknown ones, some of the future, the same a hundred times."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from api.engine import Engine
from graph.holdings import Award, Holdings
from recommender.query import Advice, Query
from recommender.snapshot import Snapshot
from tests import world
from tests.recommender.asking import ask, suggested


def scores(advice: Advice) -> list[tuple[str, float]]:
    return [(one.credential, one.score) for one in advice.recommendations]


def test_one_award_a_hundred_times_is_one_award(sea: Snapshot) -> None:
    once = ask(sea, holds=(world.DECKHAND,))
    often = ask(sea, holdings=Holdings((Award(world.DECKHAND),) * 100))
    assert scores(often) == scores(once)
    assert [one.reasons for one in often.recommendations] == [one.reasons for one in once.recommendations]


def test_an_award_of_the_future_is_none_yet(sea: Snapshot) -> None:
    """Neither does it unlock what asks for it, nor is it left out as held already."""
    tomorrow = world.TODAY + timedelta(days=1)
    advice = ask(sea, holdings=Holdings((Award(world.DECKHAND, awarded=tomorrow),)), job=world.SKIPPER_JOB)
    assert world.SKIPPER not in suggested(advice)


def test_unknown_credentials_change_nothing_but_are_told(sea: Snapshot) -> None:
    known = ask(sea, holds=(world.DECKHAND,))
    mixed = ask(sea, holds=(world.DECKHAND, "nobody:1", "", "nobody:2"))
    assert scores(mixed) == scores(known)
    assert any("nobody:1" in note for note in mixed.notes)


@pytest.mark.parametrize("job", ["", world.SKIPPER_JOB])
def test_who_holds_everything_is_suggested_nothing(sea: Snapshot, job: str) -> None:
    assert suggested(ask(sea, holds=tuple(sea.credential_index), job=job)) == []


@pytest.mark.slow
def test_two_hundred_awards_of_the_shipped_catalogue_are_answered_like_two(default_workspace: Path) -> None:
    """None of them is suggested again, contributions add up, and what is suggested has a reason."""
    with Engine.open(default_workspace) as engine:
        held = sorted(engine.snapshot.credential_index)[::3][:200]
        query = Query(
            holdings=Holdings(tuple(Award(one) for one in held)), goal=None, today=world.TODAY, request_id="r", limit=10
        )
        advice = engine.advise(query)
    assert len(held) == 200
    assert len(advice.recommendations) == 10
    assert not {one.credential for one in advice.recommendations} & set(held)
    for one in advice.recommendations:
        assert sum(part.contribution for part in one.contributions) == pytest.approx(one.score)
        assert one.reasons
