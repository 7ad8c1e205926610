"""Measures worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender.chance.measures import Foretold, calibration_error, log_loss, quality, skill
from recommender.chance.wording import WORDS, in_full, word_of


def test_brier_skill_by_hand() -> None:
    told = Foretold(np.array([0, 0, 1]), np.array([0.5, 0.0, 1.0]), np.full(3, 0.5), np.array([True, False, True]))
    found = quality(told, times=20)
    assert found.brier == pytest.approx(0.25 / 3)
    assert found.brier_of_base == pytest.approx(0.25)
    assert found.skill == pytest.approx(2 / 3)
    assert found.log_loss_of_base == pytest.approx(math.log(2))
    assert (found.items, found.learners, found.rate) == (3, 2, pytest.approx(2 / 3))


def test_base_rates_themselves_have_no_skill() -> None:
    ours = np.array([0.1, 0.2])
    assert skill(ours, ours) == 0


def test_log_loss_of_what_was_thought_impossible_is_finite() -> None:
    assert log_loss(np.array([0.0]), np.array([True])) == pytest.approx(-math.log(1e-6))


def test_calibration_error_by_hand() -> None:
    chance = np.array([0.9, 0.2, 0.8, 0.1])  # bins: 0.1, 0.2 (one got) and 0.8, 0.9 (both got)
    got = np.array([True, True, True, False])
    assert calibration_error(chance, got, bins=2) == pytest.approx(0.5 * abs(0.15 - 0.5) + 0.5 * abs(0.85 - 1))


def test_calibrated_chances_have_a_small_error_that_its_interval_shows() -> None:
    rng = np.random.default_rng(1)
    chance = rng.random(20_000) * 0.5
    got = rng.random(20_000) < chance
    found = quality(Foretold(np.repeat(np.arange(2000), 10), chance, np.full(20_000, 0.25), got), times=50)
    assert found.calibration_error < 0.02
    assert found.calibration_interval[0] <= found.calibration_error + 0.005
    off = quality(Foretold(np.repeat(np.arange(2000), 10), chance + 0.1, np.full(20_000, 0.25), got), times=50)
    assert off.calibration_error == pytest.approx(0.1, abs=0.01)


def test_words_mean_their_ranges() -> None:
    assert word_of(0.049) is None
    assert word_of(float("nan")) is None
    for word, after in zip(WORDS, [*(each.least for each in WORDS[1:]), 1.01], strict=True):
        assert word_of(word.least) == word.said
        assert word_of(min(after - 0.001, 1.0)) == word.said


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_greater_chance_never_has_a_lesser_word(one: float, other: float) -> None:
    order = [None, *(each.said for each in WORDS)]
    low, high = sorted((one, other))
    assert order.index(word_of(low)) <= order.index(word_of(high))


def test_a_chance_outside_its_range_is_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        word_of(1.2)


def test_the_sentence_names_what_is_predicted() -> None:
    assert in_full(0.5, "awarded", 30) == "About 50 of 100 learners with such a history earn it within 30 days."
    assert in_full(0.2, "registered", 90) == (
        "About 20 of 100 learners with such a history register for it within 90 days."
    )
    assert in_full(0.01, "awarded", 30) is None
