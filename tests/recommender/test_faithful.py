"""No reason is shown that had no part, in the made-up world, whatever is asked."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest

from recommender.goal_view import goal_view
from recommender.ranking import score
from recommender.situation import situation
from recommender.snapshot import Snapshot
from tests import world
from tests.benchmarks.faithfulness import figures, scored, tried, units
from tests.recommender.asking import query


def test_taking_away_what_a_reason_names_lowers_the_score(sea: Snapshot) -> None:
    """Up to two credentials held, each job or none for a goal."""
    ids = sea.credential_documents.keys
    found = [
        each
        for holds in [(), *((one,) for one in ids), *combinations(ids, 2)]
        for job in ("", *world.JOBS)
        for each in tried(sea, query(holds=holds, job=job), Random(1))
    ]
    assert len(found) > 20
    assert sum(each.idle for each in found) == 0
    told = {figure.what: figure.value for figure in figures(found)}
    assert told["the score falls without what is named"] > told["the score falls without as much at random"]


def test_with_all_evidence_kept_the_score_is_what_it_was(sea: Snapshot) -> None:
    asked = query(holds=(world.DECKHAND,), job=world.DECKHAND_JOB)
    assert asked.goal is not None
    now = situation(sea, asked, goal_view(sea, asked.goal))
    whole = score(now, sea.weights).total
    for i in range(sea.size):
        assert scored(now, i, units(now, i)) == pytest.approx(float(whole[i]), abs=1e-6)
