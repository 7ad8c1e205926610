"""Which verdicts are given, which are refused, and in which words."""

from __future__ import annotations

from dataclasses import replace
from math import nan

import numpy as np
import pytest

from recommender.errors import BadLog
from recommender.off_policy import Outcome, Row, judge, log_of
from tests.recommender.off_policy.simulating import Site, site


def towards(better: bool) -> Site:
    """A site where the policy to be judged shows, nearly always, what brings most (or least)."""
    made = site(np.random.default_rng(1))
    judged = np.full_like(made.judged, 0.02)
    best = made.reward.argmax(axis=2) if better else made.reward.argmin(axis=2)
    np.put_along_axis(judged, best[:, :, None], 0.96, axis=2)
    judged[:, :2] = made.ran[:, :2]
    return replace(made, judged=judged)


@pytest.mark.parametrize(("better", "outcome"), [(True, Outcome.BETTER), (False, Outcome.WORSE)])
def test_a_policy_that_is_clearly_better_or_worse_is_told(better: bool, outcome: Outcome) -> None:
    made = towards(better)
    found = judge(log_of(made.log(np.random.default_rng(2), 1_500)))
    assert found.outcome is outcome
    assert f"would have done {outcome.value}" in found.said
    assert (found.places, found.judged) == (6_000, 6_000)
    assert found.deciding == 3_000
    _, low, high = found.estimates[-1].gain
    assert low <= made.truth(made.judged) - made.truth(made.ran) <= high


def test_too_few_are_no_ground_for_a_verdict() -> None:
    found = judge(log_of(towards(True).log(np.random.default_rng(2), 60)))
    assert found.outcome is Outcome.NO_TELLING
    assert "effective sample size" in found.said


def test_rewards_that_are_too_rare_are_no_ground() -> None:
    made = towards(True)
    rows = [replace(row, reward=0.0) for row in made.log(np.random.default_rng(2), 1_500)]
    found = judge(log_of(rows))
    assert found.outcome is Outcome.NO_TELLING
    assert "0 of these places brought a reward" in found.said


def test_the_same_policy_is_the_same() -> None:
    made = site(np.random.default_rng(1))
    found = judge(log_of(replace(made, judged=made.ran).log(np.random.default_rng(2), 100)))
    assert (found.outcome, found.deciding) == (Outcome.SAME, 0)


def test_where_all_brings_the_same_it_cannot_be_told() -> None:
    made = site(np.random.default_rng(1))
    found = judge(log_of(replace(made, reward=np.full_like(made.reward, 0.2)).log(np.random.default_rng(2), 1_000)))
    assert found.outcome is Outcome.NO_TELLING
    assert "chance explains" in found.said


def _elsewhere(rows: list[Row], places: set[int]) -> list[Row]:
    """The same, where at some places the policy to be judged shows what never might have been shown."""
    changed = [replace(row, evaluated=0.0) if row.position in places else row for row in rows]
    strange = {(row.request, row.position) for row in rows if row.position in places}
    return [*changed, *(Row(request, position, "new", 0.0, 1.0, shown=False) for request, position in sorted(strange))]


def test_places_that_the_log_cannot_judge_are_left_out_and_counted() -> None:
    rows = towards(True).log(np.random.default_rng(2), 1_500)
    found = judge(log_of(_elsewhere(rows, {1})))
    assert (found.outcome, found.judged, found.places) == (Outcome.BETTER, 4_500, 6_000)
    assert "told of 75% of the places" in found.said


def test_where_most_places_cannot_be_judged_nothing_is_said() -> None:
    rows = towards(True).log(np.random.default_rng(2), 1_500)
    found = judge(log_of(_elsewhere(rows, {1, 2, 3})))
    assert found.outcome is Outcome.NO_TELLING
    assert "at 4,500 of 6,000 places the other would show what never might have been shown" in found.said
    nothing = judge(log_of(_elsewhere(rows, {1, 2, 3, 4})))
    assert (nothing.outcome, nothing.judged, nothing.estimates) == (Outcome.NO_TELLING, 0, ())


def test_a_log_of_what_was_shown_alone_is_judged_by_weights_alone() -> None:
    shown = [row for row in towards(True).log(np.random.default_rng(2), 1_500) if row.shown]
    log = log_of(shown)
    assert not log.complete
    found = judge(log)
    assert [one.name for one in found.estimates] == ["IPS", "SNIPS"]
    assert found.outcome is Outcome.BETTER


def test_chances_that_are_not_right_are_seen_by_their_weights() -> None:
    shown = [row for row in towards(True).log(np.random.default_rng(2), 1_500) if row.shown]
    found = judge(log_of(replace(row, propensity=row.propensity * 0.7) for row in shown))
    assert found.outcome is Outcome.NO_TELLING
    assert "instead of 1" in found.said


OK = Row("r", 1, "a", 0.5, 0.5, True, 1.0)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "empty"),
        ([replace(OK, propensity=0.0)], "shown with a propensity of 0"),
        ([replace(OK, propensity=nan)], "propensity of 'a' is nan"),
        ([replace(OK, propensity=1.2)], "propensity of 'a' is 1.2"),
        ([replace(OK, evaluated=-0.1)], "evaluated of 'a' is -0.1"),
        ([replace(OK, reward=nan)], "reward is nan"),
        ([replace(OK, shown=False)], "0 items were shown"),
        ([OK, replace(OK, item="b")], "2 items were shown"),
        ([OK, replace(OK, shown=False)], "an item has two rows"),
        ([OK, replace(OK, item="b", shown=False, evaluated=0.6)], "evaluated adds up to 1.1"),
        ([replace(OK, where="log.csv:7", propensity=2.0)], "log.csv:7, request 'r', position 1"),
    ],
)
def test_what_is_no_log_is_refused_by_its_place(rows: list[Row], said: str) -> None:
    with pytest.raises(BadLog, match=said):
        log_of(rows)
