"""Estimates by hand, the laws that they obey, and whether intervals hold the truth as often as they say."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender.off_policy import Row, estimates, log_of
from recommender.off_policy.estimating import effective, mean_weight, ran
from recommender.off_policy.reward_model import fitted
from tests.recommender.off_policy.simulating import Site, site

LOGS = 200


def place(request: str, shown: str, reward: float, old: dict[str, float], new: dict[str, float]) -> list[Row]:
    """One place with all that might have stood there."""
    return [
        Row(request, 1, item, old.get(item, 0.0), new.get(item, 0.0), item == shown, reward if item == shown else 0.0)
        for item in sorted({*old, *new})
    ]


OLD = {"a": 0.8, "b": 0.2}
NEW = {"a": 0.4, "b": 0.6}
FOUR = [("1", "a", 1.0), ("2", "a", 0.0), ("3", "b", 1.0), ("4", "a", 0.0)]
"""Weights: 0.4 / 0.8 = 0.5 for a, 0.6 / 0.2 = 3 for b."""


def test_four_places_by_hand() -> None:
    log = log_of([row for id_, shown, reward in FOUR for row in place(id_, shown, reward, OLD, NEW)])
    q = np.where(log.item == 0, 0.5, 0.25)
    by = {one.name: one for one in estimates(log, q)}
    assert ran(log)[0] == 0.5
    assert by["IPS"].value[0] == pytest.approx((0.5 + 3.0) / 4)
    assert by["SNIPS"].value[0] == pytest.approx((0.5 + 3.0) / (0.5 + 0.5 + 3.0 + 0.5))
    # Expected q under the new: 0.4 x 0.5 + 0.6 x 0.25 = 0.35; corrections 0.25, -0.25, 2.25, -0.25 add up to 2.
    assert by["DR"].value[0] == pytest.approx(0.35 + 2.0 / 4)
    # The same for the old: 0.8 x 0.5 + 0.2 x 0.25 = 0.45, and 0.5 - 0.5 + 0.75 - 0.5 = 0.25 over 4 places.
    assert by["DR"].gain[0] == pytest.approx(0.85 - (0.45 + 0.25 / 4))
    assert effective(log.weight) == pytest.approx(4.5**2 / (3 * 0.25 + 9))


def test_an_interval_by_hand() -> None:
    log = log_of([row for id_, shown, reward in FOUR for row in place(id_, shown, reward, OLD, OLD)])
    value, low, high = ran(log)
    # Rewards 1, 0, 1, 0: standard deviation 0.57735, error 0.288675, Student's 97.5 % with 3 degrees 3.182446.
    assert (value, low, high) == pytest.approx((0.5, 0.5 - 0.918693, 0.5 + 0.918693), abs=1e-5)


def test_places_of_one_learner_are_not_taken_for_several() -> None:
    rows = [row for id_, shown, reward in FOUR for row in place(id_, shown, reward, OLD, NEW)]
    alone = log_of(rows)
    twice = log_of([replace(row, request=f"{row.request}{n}", cluster=row.request) for row in rows for n in "ab"])
    for one, other in zip(estimates(alone, np.zeros(8)), estimates(twice, np.zeros(16)), strict=True):
        assert other.value == pytest.approx(one.value)
        assert other.gain == pytest.approx(one.gain)


CHANCES = st.lists(st.floats(0.01, 1.0), min_size=3, max_size=3).map(lambda raw: [one / sum(raw) for one in raw])
SEEN = st.lists(st.tuples(st.integers(0, 2), st.floats(-5, 5)), min_size=2, max_size=30)


@given(old=CHANCES, seen=SEEN)
def test_of_the_policy_that_ran_every_estimator_says_what_came(old: list[float], seen: list[tuple[int, float]]) -> None:
    chances = dict(zip("abc", old, strict=True))
    log = log_of([row for n, (i, r) in enumerate(seen) for row in place(f"{n}", "abc"[i], r, chances, chances)])
    mean = float(np.mean([reward for _, reward in seen]))
    ips, snips, robust = estimates(log)
    assert ips.value[0] == pytest.approx(mean, abs=1e-9)
    assert snips.value[0] == pytest.approx(mean, abs=1e-9)
    assert ips.gain == pytest.approx((0, 0, 0), abs=1e-9)
    assert snips.gain == pytest.approx((0, 0, 0), abs=1e-9)
    assert robust.gain == pytest.approx((0, 0, 0), abs=1e-9)
    q = fitted(log)
    centred = log.reward - q[log.shown] + log.summed(log.evaluated * q)
    assert robust.value[0] == pytest.approx(float(centred.mean()), abs=1e-9)


@given(old=CHANCES, new=CHANCES, seen=SEEN, constant=st.floats(-3, 3), times=st.floats(0.1, 10))
def test_units_and_constants_pass_through(
    old: list[float], new: list[float], seen: list[tuple[int, float]], constant: float, times: float
) -> None:
    def of(change: float, factor: float) -> dict[str, float]:
        before, after = dict(zip("abc", old, strict=True)), dict(zip("abc", new, strict=True))
        rows = [
            row for n, (i, r) in enumerate(seen) for row in place(f"{n}", "abc"[i], factor * r + change, before, after)
        ]
        log = log_of(rows)
        return {one.name: one.value[0] for one in estimates(log)}

    plain, scaled, moved = of(0, 1), of(0, times), of(constant, 1)
    for name, value in plain.items():
        assert scaled[name] == pytest.approx(times * value, rel=1e-6, abs=1e-6)
    for name in ("SNIPS", "DR"):
        assert moved[name] == pytest.approx(plain[name] + constant, rel=1e-6, abs=1e-6)


@given(st.lists(st.floats(0, 50), min_size=1, max_size=50))
def test_the_effective_sample_is_at_most_the_sample(weights: list[float]) -> None:
    found = effective(np.array(weights))
    assert 0 <= found <= len(weights) * (1 + 1e-9)


def _held(made: Site, seed: int, lists: int, counts: Counter[str]) -> None:
    log = log_of(made.log(np.random.default_rng(seed), lists))
    value, gain = made.truth(made.judged), made.truth(made.judged) - made.truth(made.ran)
    for one in estimates(log):
        counts[one.name] += one.value[1] <= value <= one.value[2]
        counts[f"{one.name}, gain"] += one.gain[1] <= gain <= one.gain[2]
    _, low, high = mean_weight(log)
    counts["weight"] += low <= 1.0 <= high


def test_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    counts: Counter[str] = Counter()
    for number in range(LOGS):
        _held(site(np.random.default_rng(number % 10)), 1_000 + number, 400, counts)
    assert set(counts) == {"IPS", "SNIPS", "DR", "IPS, gain", "SNIPS, gain", "DR, gain", "weight"}
    assert {name: count for name, count in counts.items() if count < 0.9 * LOGS} == {}


def test_the_robust_estimate_is_nearer_to_the_truth_than_plain_weights() -> None:
    made = site(np.random.default_rng(3))
    off: dict[str, list[float]] = {}
    for seed in range(60):
        for one in estimates(log_of(made.log(np.random.default_rng(seed), 400))):
            off.setdefault(one.name, []).append(one.value[0] - made.truth(made.judged))
    error = {name: float(np.sqrt(np.mean(np.square(some)))) for name, some in off.items()}
    assert error["DR"] < error["IPS"]
    assert abs(float(np.mean(off["DR"]))) < 3 * float(np.std(off["DR"])) / np.sqrt(60)


def test_a_wrong_model_costs_width_and_not_truth() -> None:
    made = site(np.random.default_rng(4))
    off = []
    for seed in range(60):
        log = log_of(made.log(np.random.default_rng(seed), 400))
        off.append(estimates(log, np.full(len(log.slot), 3.0))[-1].value[0] - made.truth(made.judged))
    assert abs(float(np.mean(off))) < 3 * float(np.std(off)) / np.sqrt(60)
