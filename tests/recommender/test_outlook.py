"""Chances beside scores: in words, of dated histories alone, and nothing of what too few learners have."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from graph.holdings import Award, Holdings
from recommender.query import Recommendation
from recommender.snapshot import Snapshot
from tests import world
from tests.recommender.asking import ask
from tests.recommender.conftest import compiled

NEW = world.TODAY - timedelta(days=5)


def steady(learners: int = 900) -> pd.DataFrame:
    """Over two years DECKHANDs come every day; two in three earn RADIO within 60 days, the others never return."""
    rng, rows = np.random.default_rng(0), []
    for learner in range(learners):
        day = world.TODAY - timedelta(days=int(rng.integers(1, 730)))
        rows.append((f"l{learner}", world.DECKHAND, day.isoformat()))
        then = day + timedelta(days=int(rng.integers(1, 60)))
        if rng.random() < 2 / 3 and then < world.TODAY:
            rows.append((f"l{learner}", world.RADIO, then.isoformat()))
    rows += [(f"s{n}", world.SKIPPER, (world.TODAY - timedelta(days=100 * n)).isoformat()) for n in range(1, 5)]
    return pd.DataFrame(rows, columns=["learner", "credential", "awarded"])


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The sea school with such awards."""
    return compiled(tmp_path_factory.mktemp("dated"), world.tables(), steady())


def radio(snapshot: Snapshot, day: date | None) -> Recommendation:
    held = Holdings((Award(world.DECKHAND, awarded=day),))
    return next(one for one in ask(snapshot, holdings=held).recommendations if one.credential == world.RADIO)


def test_a_fresh_learner_is_told_how_common_the_step_is(dated: Snapshot) -> None:
    one = radio(dated, NEW)
    assert one.chance == pytest.approx(2 / 3, abs=0.12)
    assert one.outlook == "the usual next step"
    assert one.outlook_in_full.endswith("of 100 learners with such a history earn it within 90 days.")


def test_who_did_not_return_for_long_is_told_nothing_of_the_kind(dated: Snapshot) -> None:
    long_gone = radio(dated, world.TODAY - timedelta(days=400))
    assert long_gone.chance is None or long_gone.chance < 0.2


def test_without_a_date_or_a_history_no_chance_is_told(dated: Snapshot) -> None:
    assert radio(dated, None).chance is None
    assert all(one.chance is None and not one.outlook for one in ask(dated, after=world.DECKHAND).recommendations)


def test_the_score_does_not_depend_on_it(dated: Snapshot) -> None:
    assert radio(dated, NEW).contributions == radio(dated, None).contributions


def test_of_what_fewer_than_five_learners_have_nothing_is_told(dated: Snapshot) -> None:
    held = Holdings((Award(world.DECKHAND, awarded=NEW),))
    told = {one.credential: one for one in ask(dated, holdings=held, job=world.SKIPPER_JOB, limit=20).recommendations}
    assert dated.arrays["earned"][dated.place(world.SKIPPER)] == 4
    assert all(told[id_].chance is None for id_ in told if id_ != world.RADIO)


def test_too_short_a_history_is_said_in_the_build(tmp_path: Path) -> None:
    few = steady(30)
    snapshot = compiled(tmp_path, world.tables(), few)
    assert snapshot.chance is None
    assert "No chances are told: " in snapshot.history
