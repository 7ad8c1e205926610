"""The right verdict on awards that were made to deserve it, and leaks that were planted."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from recommender.chance.measures import Foretold, quality
from recommender.chance.trial import Trial
from recommender.errors import TooFewAwards
from recommender.evaluating.awards import gathered
from recommender.evaluating.chances import foresight, judged
from recommender.evaluating.evaluate import Evaluation, evaluate
from recommender.evaluating.verdicts import Trust, verdict
from tests.recommender.evaluating.made import TODAY, by_chance, frame, ordered


def run(rows: list[tuple[str, str, int]], seed: int = 0) -> Evaluation:
    return evaluate(gathered(frame(rows), today=TODAY, seed=seed), seed=seed)


def leak(found: Evaluation, kind: str) -> tuple[int, tuple[str, ...], int]:
    (one,) = [(each, effect) for each, effect in found.leaks if each.kind == kind]
    return one[0].count, one[0].examples, one[1]["tested learners touched"]


def test_a_planted_order_is_found_and_trusted() -> None:
    found = run(ordered())
    assert found.verdict.trust is Trust.TRUSTED
    assert "ahead of popularity" in found.verdict.said
    means = {row.model: row.means["ndcg@10"] for row in found.rows}
    assert means["stackway"] > 0.9
    assert means["transitions"] > 0.9
    assert means["popularity"] < 0.5
    assert found.leaks == ()


def test_pure_chance_is_not_better_than_popularity() -> None:
    found = run(by_chance())
    assert found.verdict.trust is Trust.NOT_BETTER


def test_few_learners_get_no_verdict_but_a_number_to_gather() -> None:
    found = run(ordered(60))
    assert found.verdict.trust is Trust.NOT_ENOUGH
    assert f"{found.counts['can be tested']} learners can be tested; gather at least 100" in found.verdict.said


def test_an_award_that_comes_with_another_is_named() -> None:
    rows = ordered()
    twins = [(who, "twin", day) for who, what, day in rows if what == "c3"]
    count, examples, touched = leak(run([*rows, *twins]), "same-day twins")
    assert count == 2
    assert {f"twin comes with c3 on the same day: {len(twins)} of {len(twins)} times"} <= set(examples)
    assert touched > 0


def test_a_bulk_issue_is_named_with_its_day() -> None:
    rows = [*ordered(), *((f"u{who}", "bulk", 850) for who in range(60))]
    count, examples, touched = leak(run(rows), "bulk issues")
    assert count == 1
    assert examples == ("bulk: 60 of its 60 awards on 2025-04-30",)
    assert touched > 0


def test_what_was_left_out_is_counted() -> None:
    rows = frame([*ordered(), ("u1", "c0", 5000), ("u2", "c1", 5000)])
    rows = pd.concat([rows, rows.iloc[:7]], ignore_index=True)
    rows.loc[10, "awarded"] = None
    awards = gathered(rows, today=TODAY)
    assert awards.left_out == {"without a date": 1, "in the future": 2, "repeated": 7}
    assert len(awards.histories.items) == 6000 - 1
    kinds = {each.kind: each.count for each, _ in evaluate(awards).leaks}
    assert kinds == {"without a date": 1, "in the future": 2, "repeated": 7}


def test_a_history_before_the_cut_is_needed_and_the_rest_counted() -> None:
    # 10 awards: the cut is before the last two (day 100 and 101). Ada has a history, Bob has none before.
    rows = [("ada", "a", 0), ("ada", "b", 100), ("bob", "a", 101)] + [(f"u{n}", "ab"[n % 2], n) for n in range(7)]
    counts = run(rows).counts
    assert (counts["learners after the cut"], counts["without a history before the cut"]) == (2, 1)
    assert counts["can be tested"] == 1


def test_the_same_seed_gives_the_same_figures() -> None:
    assert run(ordered(150), 3).rows == run(ordered(150), 3).rows


def test_empty_buckets_are_kept() -> None:
    found = run(ordered())
    (none,) = [part for part in found.buckets if part["bucket"] == "5-9"]
    assert (none["learners"], "ndcg@10" in none) == (0, False)


def test_of_very_many_awards_learners_are_drawn() -> None:
    awards = gathered(frame(ordered()), today=TODAY, most=1500)
    assert awards.drawn == 0.25
    assert len(awards.histories) == 375
    assert "25% of the learners" in " ".join(evaluate(awards).notes)


def test_a_lead_that_leaks_make_is_not_trusted() -> None:
    leaking = np.arange(300) < 150
    flat = np.full(300, 0.2)
    noise = np.random.default_rng(0).normal(0, 0.1, 300)
    values = {"stackway": flat + 0.5 * leaking + noise - noise[150:].mean(), "popularity": flat}
    assert verdict(values, np.zeros(300, bool)).trust is Trust.TRUSTED
    assert verdict(values, leaking).trust is Trust.LEAKING
    assert verdict({"stackway": flat - 0.1, "popularity": flat}, leaking).trust is Trust.NOT_BETTER


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "no awards"),
        ([("ada", "a", 1), ("ada", "b", 2)], "single learner"),
        ([("ada", "a", 1), ("bob", "a", 2)], "single credential"),
        ([("ada", "a", 1), ("bob", "b", 1)], "one day"),
        ([("ada", "a", 5000), ("bob", "b", 5000)], "future"),
    ],
)
def test_what_can_not_be_measured_on_says_why(rows: list[tuple[str, str, int]], said: str) -> None:
    with pytest.raises(TooFewAwards, match=said) as raised:
        gathered(frame(rows), today=TODAY)
    assert raised.value.hint


def test_nobody_to_test_says_why() -> None:
    with pytest.raises(TooFewAwards, match="Nobody has an award before"):
        run([(f"u{n}", "ab"[n % 2], n) for n in range(10)])


def test_a_planted_order_has_chances_worth_showing_and_pure_chance_none() -> None:
    found = run(ordered()).foresight
    assert found.trial is not None
    assert found.trial.horizon == 90
    assert found.trial.shown.skill_interval[0] > 0
    assert "The chance to earn a credential within 90 days" in found.said
    assert found.calibrated
    assert "is calibrated" in found.said


def test_chances_below_the_limit_but_twice_what_came_are_not_called_calibrated() -> None:
    # 60 of 20,000 items came, 0.3 of 100, and 0.6 of 100 were foretold: an error of 0.3 points, far below 2.
    got = np.arange(20_000) < 60
    told = Foretold(np.arange(20_000) // 10, np.full(20_000, 0.006), np.full(20_000, 0.02), got)
    found = judged(Trial(0, 90, "enrolled", 2_000, 60, quality(told, times=20), None, ()))
    assert found.trial is not None
    assert found.trial.shown.calibration_error < 0.02
    assert not found.calibrated
    assert "The chance to enrol in a credential" in found.said
    assert "Don't show it" in found.said


def test_too_short_a_time_for_chances_says_why() -> None:
    rows = [(f"u{n}", f"c{n % 5}", n % 40) for n in range(400)] + [
        (f"u{n}", f"c{(n + 1) % 5}", 40 + n % 20) for n in range(400)
    ]
    found = foresight(gathered(frame(rows), today=TODAY))
    assert found.trial is None
    assert not found.calibrated
    assert found.said.startswith("No chance can be given beside the ranking. No award is older than the last 90 days.")
