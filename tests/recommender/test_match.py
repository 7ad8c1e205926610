"""What a career site is told: had, lacking, what closes the gap."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.holdings import Award, Holdings, Known
from recommender.errors import InvalidQuery
from recommender.goal_view import goal_view
from recommender.match import match
from recommender.match_types import Match
from recommender.snapshot import Snapshot
from tests import world
from tests.recommender.asking import goal
from tests.recommender.conftest import compiled


def matched(snapshot: Snapshot, job: str, *holds: str, skills: tuple[str, ...] = (), limit: int = 10) -> Match:
    held = Holdings(tuple(Award(c) for c in holds), tuple((skill, 1.0, Known.VERIFIED) for skill in skills))
    wanted = goal(job)
    return match(snapshot, wanted, goal_view(snapshot, wanted), held, today=world.TODAY, limit=limit)


def test_who_holds_nothing_lacks_everything_and_is_shown_what_closes_the_gap(sea: Snapshot) -> None:
    found = matched(sea, world.SKIPPER_JOB)
    assert found.share == 0.0
    assert not found.have
    assert {need.skill for need in found.lack} == {world.SAILING, world.NAVIGATION, world.RADIO_SKILL}
    assert found.closes[0].credential == world.SKIPPER


def test_what_is_held_is_had_and_says_through_which_credential(sea: Snapshot) -> None:
    found = matched(sea, world.SKIPPER_JOB, world.SKIPPER)
    assert {need.skill for need in found.have} == {world.SAILING, world.NAVIGATION}
    assert all(need.held_through == (world.SKIPPER,) for need in found.have)
    assert [need.skill for need in found.lack] == [world.RADIO_SKILL]


def test_a_stated_skill_counts_like_one_that_is_taught(sea: Snapshot) -> None:
    found = matched(sea, world.DECKHAND_JOB, skills=(world.KNOTS,))
    assert [need.skill for need in found.have] == [world.KNOTS]
    assert found.share == pytest.approx(0.5)


def test_the_share_is_one_when_everything_is_had(sea: Snapshot) -> None:
    assert matched(sea, world.DECKHAND_JOB, skills=(world.KNOTS, world.ROWING)).share == 1.0


def test_every_need_says_where_it_stands(sea: Snapshot) -> None:
    for need in matched(sea, world.SKIPPER_JOB).lack:
        assert need.provenance.locator.startswith("occupation_skills.csv:")


def test_a_goal_that_asks_for_nothing_known_says_so(tmp_path: Path) -> None:
    job = {"id": "esco:occupation/idler", "vocabulary": "esco", "label": "idler"}
    snapshot = compiled(tmp_path, world.tables(occupations=[job]))
    wanted = goal(world.DECKHAND_JOB)
    idle = type(wanted)("idler", type(wanted.occupation)(job["id"], "idler", "esco"))  # type: ignore[misc]
    found = match(snapshot, idle, goal_view(snapshot, idle), Holdings(), today=world.TODAY)
    assert found.share == 0.0
    assert found.notes


@pytest.mark.parametrize("limit", [0, -1, 101])
def test_a_limit_out_of_range_is_an_error(sea: Snapshot, limit: int) -> None:
    with pytest.raises(InvalidQuery):
        matched(sea, world.SKIPPER_JOB, limit=limit)
