"""Profiles against those who ask for skills: worked out by hand on a small matrix, and in the made-up world."""

from __future__ import annotations

import numpy as np
import pytest

from recommender.fits import occupations, postings
from recommender.snapshot import Snapshot
from tests import world


def test_who_can_tie_knots_fits_the_deckhand_and_lacks_the_rest(sea: Snapshot) -> None:
    found = occupations(sea).fits({world.KNOTS: 1.0}, 10)
    assert found[0].id == world.DECKHAND_JOB
    assert "tie knots" in found[0].has
    assert not set(found[0].has) & set(found[0].lacks)
    assert all(0 < one.score <= 1 for one in found)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def test_more_of_what_is_asked_for_fits_better(sea: Snapshot) -> None:
    def score(*skills: str) -> float:
        found = occupations(sea).fits(dict.fromkeys(skills, 1.0), 10)
        return next(one.score for one in found if one.id == world.SKIPPER_JOB)

    assert score(world.NAVIGATION, world.RADIO_SKILL) > score(world.NAVIGATION, world.KNOTS)


def test_nothing_known_fits_nobody(sea: Snapshot) -> None:
    assert occupations(sea).fits({}, 5) == ()
    assert occupations(sea).fits({"esco:skill/unheard-of": 1.0}, 5) == ()
    assert occupations(sea).fits({world.KNOTS: 1.0}, 5, "onet:") == ()


def test_postings_are_ordered_by_the_cosine_of_rare_skills(sea: Snapshot) -> None:
    rows = [
        ("p1", world.KNOTS, 1.0),
        ("p2", world.KNOTS, 1.0),
        ("p2", world.RADIO_SKILL, 0.5),
        ("p2", world.RADIO_SKILL, 1.0),
    ]
    found = postings(sea, ["p1", "p2"], ["one", "two"], rows).fits({world.RADIO_SKILL: 1.0}, 5)
    assert [one.id for one in found] == ["p2"]
    # knots are asked for in both: ln(1 + 2/2) / ln(1 + 2); radio in one: ln(1 + 2/1) / ln(1 + 2) = 1
    knots, radio = np.log(2) / np.log(3), 1.0
    assert found[0].score == pytest.approx(radio / np.sqrt(knots**2 + radio**2 + 1.0), abs=1e-4)
    assert found[0].lacks == ("tie knots",)


def test_a_job_held_makes_its_skills_likely_but_named_ones_count_more(sea: Snapshot) -> None:
    askers = occupations(sea)
    likely = askers.likely({world.DECKHAND_JOB: 1.0, "esco:occupation/unheard-of": 1.0})
    only = askers.fits({}, 10, likely=likely)
    assert only[0].id == world.DECKHAND_JOB
    assert only[0].has == ()
    assert only[0].lacks == ()
    both = askers.fits({world.KNOTS: 1.0}, 10, likely=likely)
    assert both[0].has == ("tie knots",)
    assert "tie knots" not in both[0].likely
    assert set(both[0].has) | set(both[0].likely) == set(only[0].likely)
