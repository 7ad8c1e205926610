"""Chances against a process whose chances are known, and the laws that they keep."""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recommender.chance.fitting import fit, fit_histories
from recommender.chance.model import Chance
from recommender.chance.periods import asked_at, cuts
from recommender.chance.trial import base_rates, tried
from recommender.errors import TooFewAwards, TrainingError
from recommender.learning.histories import Histories
from tests.recommender.chance.processes import HORIZON, NAMES, SIZE, chains, true_chance


@pytest.fixture(scope="module")
def chance() -> Chance:
    return fit_histories(chains(), NAMES, HORIZON)


@pytest.mark.parametrize(
    ("ago", "single"), [(2, True), (30, True), (60, True), (120, True), (240, True), (2, False), (30, False)]
)
def test_the_next_of_a_chain_has_about_its_true_chance(chance: Chance, ago: int, single: bool) -> None:
    history = [("c3", ago)] if single else [("c1", ago + 100), ("c2", ago + 50), ("c3", ago)]
    found = chance.of(history, ["c4"])
    assert found is not None
    assert found[0] == pytest.approx(true_chance(ago, single=single), abs=0.1)


def test_the_longer_nobody_came_back_the_lower(chance: Chance) -> None:
    found = [chance.of([("c3", ago)], ["c4"]) for ago in (1, 30, 90, 180, 400)]
    values = [float(each[0]) for each in found if each is not None]
    assert values == sorted(values, reverse=True)
    assert values[-1] < values[0] / 5


def test_learners_who_never_return_count() -> None:
    few, many = chains(2000, staying=0.2), chains(2000, staying=0.8)
    low = fit_histories(few, NAMES, HORIZON).of([("c3", 20)], ["c4"])
    high = fit_histories(many, NAMES, HORIZON).of([("c3", 20)], ["c4"])
    assert low is not None
    assert high is not None
    assert low[0] < high[0] / 2


def test_what_doesnt_follow_has_a_low_chance_and_what_is_held_none(chance: Chance) -> None:
    found = chance.of([("c3", 20)])
    assert found is not None
    assert np.isnan(found[3])
    assert int(np.nanargmax(found)) == 4
    assert found[20] < found[4] / 5


def test_where_it_can_be_got_again_what_is_held_has_a_chance() -> None:
    days = [[n * 30 for n in range(12)]] * 100
    histories = Histories.of([[n % 2 for n in range(12)]] * 100, size=2, days=days)
    found = fit_histories(histories, ("a", "b"), 40, again=True).of([("a", 60), ("b", 30)])
    assert found is not None
    assert np.isfinite(found).all()
    assert found[0] > 0.8


@settings(max_examples=40, deadline=None)
@given(
    history=st.lists(st.tuples(st.sampled_from([*NAMES, "elsewhere"]), st.integers(0, 5000)), min_size=1, max_size=12)
)
def test_chances_lie_between_0_and_1_whatever_the_history(chance: Chance, history: list[tuple[str, float]]) -> None:
    found = chance.of(history)
    assert found is not None
    held = {name for name, _ in history}
    for name, value in zip(NAMES, found, strict=True):
        assert np.isnan(value) if name in held else 0 <= value <= 1


def test_no_history_has_no_chance_and_the_future_is_refused(chance: Chance) -> None:
    assert chance.of([]) is None
    with pytest.raises(ValueError, match="future"):
        chance.of([("c1", -3)])


def test_unknown_credentials_have_none_but_count_for_the_pace(chance: Chance) -> None:
    found = chance.of([("c3", 20)], ["c4", "nothing like it"])
    assert found is not None
    assert np.isnan(found[1])
    more = chance.of([("elsewhere", 80), ("c3", 20)], ["c4"])
    assert more is not None
    assert more[0] > found[0]


def test_fitting_twice_gives_the_same() -> None:
    histories = chains(1500)
    first, second = (fit_histories(histories, NAMES, HORIZON).of([("c3", 20), ("c4", 10)]) for _ in range(2))
    assert first is not None
    np.testing.assert_array_equal(first, second)


def test_what_is_saved_comes_back_the_same(chance: Chance) -> None:
    arrays, told = chance.save()
    again = Chance.load(arrays, json.loads(json.dumps(told)))
    np.testing.assert_array_equal(chance.of([("c3", 20), ("c9", 4)]), again.of([("c3", 20), ("c9", 4)]))  # type: ignore[arg-type]


def test_what_isnt_a_chance_isnt_loaded(chance: Chance) -> None:
    arrays, told = chance.save()
    with pytest.raises(TrainingError, match="version 99"):
        Chance.load(arrays, told | {"version": 99})
    with pytest.raises(TrainingError, match="can't be read"):
        Chance.load({}, told)


def test_serving_needs_no_scikit_learn() -> None:
    program = "import sys, recommender.chance.model, recommender.chance.wording; print('sklearn' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"


def test_a_window_that_isnt_over_is_refused() -> None:
    histories = Histories.of([[0, 1], [1]], size=2, days=[[0, 100], [50]])
    assert asked_at(histories, 70, 30).got.toarray().tolist() == [[0, 1], [0, 0]]
    with pytest.raises(TooFewAwards, match=r"isn't known yet.*1970-04-11") as caught:
        asked_at(histories, 71, 30)
    assert "at most 29 days" in str(caught.value.hint)


def test_windows_follow_one_another_and_end_with_what_is_known() -> None:
    histories = Histories.of([[0, 1]], size=2, days=[[0, 100]])
    assert cuts(histories, 20) == [20, 40, 60, 80]
    assert cuts(histories, 20, until=95, most=2) == [55, 75]
    assert cuts(histories, 200) == []


def test_what_is_earned_again_isnt_new() -> None:
    histories = Histories.of([[0, 0, 1]], size=2, days=[[0, 40, 50]])
    assert asked_at(histories, 30, 20).got.toarray().tolist() == [[0, 1]]
    assert asked_at(histories, 30, 20, again=True).got.toarray().tolist() == [[1, 1]]


def test_too_short_a_time_is_told() -> None:
    histories = Histories.of([[0, 1]] * 50, size=2, days=[[0, 100]] * 50)
    with pytest.raises(TooFewAwards, match="at least 270 days; these cover 100"):
        fit_histories(histories, ("a", "b"), 90)
    with pytest.raises(TooFewAwards, match="Only 0 of"):
        fit_histories(Histories.of([[0]] * 50 + [[1]], size=2, days=[[0]] * 50 + [[400]]), ("a", "b"), 90)


def test_a_table_is_fitted_too() -> None:
    histories = chains(800)
    rows = zip(histories.owners, histories.items, histories.dated, strict=True)
    frame = pd.DataFrame(
        [(f"u{who}", NAMES[what], str(np.datetime64(int(when), "D"))) for who, what, when in rows],
        columns=["learner", "credential", "awarded"],
    )
    found = fit(frame, HORIZON, predicted="enrolled")
    assert found.predicted == "enrolled"
    assert found.horizon == HORIZON
    assert set(found.credentials) == set(NAMES)


def test_base_rates_count_everybody_who_could() -> None:
    # Windows (20, 40] and (40, 60]. At 20 both learners could get b and one does; at 40 only the other could.
    histories = Histories.of([[0, 1], [0, 2]], size=3, days=[[0, 30], [0, 60]])
    found = base_rates(histories, 20, until=60)
    # Smoothed with the mean, 2 of 7: nobody could get a; b 2 + 1 could, c 2 + 2.
    assert found[1] == pytest.approx((1 + 2 / 7) / (3 + 1))
    assert found[2] == pytest.approx((1 + 2 / 7) / (4 + 1))


def test_a_trial_on_the_known_process_beats_base_rates_and_is_calibrated() -> None:
    found = tried(chains(), NAMES, HORIZON)
    assert found.shown.skill_interval[0] > 0.1
    assert found.shown.calibration_error < 0.02
    assert found.shown.log_loss < found.shown.log_loss_of_base
    assert found.shown.foretold == pytest.approx(found.shown.rate, rel=0.25)
    assert SIZE > 10
