"""Measures, splits and readers on examples worked out by hand."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from recommender.evaluating.measures import interval, rank
from recommender.learning.histories import Floats, Histories
from recommender.learning.holdouts import ByDate, LastAwards
from tests.benchmarks.next_credential.canvas import columns, quarter_of, ranked, read_canvas
from tests.benchmarks.next_credential.reading import read


@dataclass(frozen=True)
class Given:
    """Scores that are given."""

    values: list[list[float]]

    def scores(self, asked: Histories) -> Floats:
        return np.array([self.values[learner] for learner in asked.numbers], dtype=np.float32)


def test_two_targets_of_one_learner() -> None:
    # Credential 0 is earned: it leaves the ranking, which is 1, 2, 3, 4. The targets 1 and 3 stand first and third.
    found = rank(Given([[9, 5, 4, 3, 2]]), Histories.of([[0]], size=5), Histories.of([[3, 1]], size=5))
    assert sorted(found.places.tolist()) == [0, 2]
    ideal = 1 + 1 / np.log2(3)
    assert found.per_learner("ndcg@10").tolist() == [pytest.approx((1 + 1 / np.log2(4)) / ideal)]
    assert found.per_learner("mrr").tolist() == [1.0]
    assert found.per_learner("recall@1").tolist() == [1.0]
    assert found.per_learner("share@1").tolist() == [0.5]
    assert found.per_learner("recall@2").tolist() == [0.5]


def test_ties_favour_nobody() -> None:
    n = 3000
    flat = Given([[0.0, 0.0, 0.0]] * n)
    asked = Histories.of([[2]] * n, size=3)
    for target in (0, 1):
        found = rank(flat, asked, Histories.of([[target]] * n, size=3))
        assert np.bincount(found.places, minlength=2).min() > 0.45 * n
        assert found.places.max() == 1


def test_coverage_counts_what_anybody_is_shown() -> None:
    given = Given([[float(-place) for place in range(30)]] * 2)
    found = rank(given, Histories.of([[], [0]], size=30), Histories.of([[5], [5]], size=30))
    assert found.coverage == 11 / 30


def test_an_interval_holds_the_true_difference() -> None:
    rng = np.random.default_rng(1)
    ours = rng.normal(0.1, 1, 2000)
    low, high = interval(ours, np.zeros(2000))
    assert low < ours.mean() < high
    assert high - low == pytest.approx(2 * 1.96 / np.sqrt(2000), rel=0.15)


def test_the_cut_by_date_takes_the_first_new_award() -> None:
    histories = Histories.of([[0, 1, 2], [3], [4, 0]], size=5, days=[[1, 90, 95], [99], [2, 3]])
    split = ByDate(share=0.5)(histories)
    assert split.before.lengths.tolist() == [1, 0, 2]
    assert split.asked.numbers.tolist() == [0]
    assert split.targets.items.tolist() == [1]


def test_the_last_share_is_held_out_where_enough_is_left() -> None:
    split = LastAwards(share=0.25)(Histories.of([list(range(8)), [0, 1], [3]], size=8))
    assert split.before.lengths.tolist() == [6, 1, 1]
    assert split.targets.row(0).tolist() == [6, 7]
    assert split.targets.row(1).tolist() == [1]


def test_an_earlier_cut_of_the_same_learners() -> None:
    split = LastAwards(skip=1)(Histories.of([[0, 1, 2], [3, 4]], size=5))
    assert split.targets.items.tolist() == [1]
    assert split.before.lengths.tolist() == [1, 1]


def test_five_formats_are_read(tmp_path: Path) -> None:
    plain = tmp_path / "a.txt"
    plain.write_text("u1 x y x\nu2 y\n")
    packed = tmp_path / "a.txt.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    for path in (plain, packed):
        awards = read([path], "sequences")
        assert awards.credentials == ("x", "y")
        assert [awards.histories.row(n).tolist() for n in range(2)] == [[0, 1], [1]]
    table = tmp_path / "a.csv"
    table.write_text("learner,credential,awarded\nu1,y,2024-02-01T10:00:00Z\nu1,x,2023-01-01\n")
    dated = read([table], "csv")
    assert [dated.credentials[item] for item in dated.histories.row(0)] == ["x", "y"]
    lines = tmp_path / "a.json"
    lines.write_text('{"user":7,"item":3}\n{"user":7,"item":1}\n')
    assert read([lines], "cnpc").credentials == ("3", "1")
    badges = tmp_path / "Badges.xml"
    badges.write_text('<badges>\n<row Id="1" UserId="21" Name="Editor" Date="2015-01-20T19:04:45" Class="3" />\n')
    assert read([badges], "stackexchange").learners[0].endswith("/21")
    site = tmp_path / "arts_first_awards.tsv"
    site.write_text("user\tbadge\tdate\tclass\ttag_based\n2\tEditor\t2012-01-31T20:57:26.347\t3\tFalse\n")
    assert read([badges, site], "stackexchange").histories.held().shape == (2, 1)


def test_a_quarter_asks_who_was_there_before_for_what_opens_then(tmp_path: Path) -> None:
    head = "course_id_DI,discipline,userid_DI,grade,completed_%,primary_reason,learner_type,expected_hours_week,LoE_DI"
    lines = [f"{head},age_DI,course_start,course_length"]
    # Learner 1 was there in 2014 and comes back for both offerings, doing well in one; learner 2 is new in 2015.
    for course, who, grade, opens in (
        ("a", 1, "", "2014 Q4"),
        ("b", 1, "0.9", "2015 Q1"),
        ("c", 1, "0.1", "2015 Q1"),
        ("c", 1, "0.1", "2015 Q1"),
        ("c", 2, "", "2015 Q1"),
    ):
        lines.append(f"{course},Arts,{who},{grade},,r,t,h,e,g,{opens},40")
    path = tmp_path / "canvas.csv"
    path.write_text("\n".join(lines) + "\n")
    everything = read_canvas(path)
    quarter = quarter_of(everything, 2015 * 4)
    assert len(quarter.asked) == 1
    assert len(quarter.offers) == 2
    assert quarter.targets.row(0).tolist() == [0, 1]
    assert quarter.done.tolist() == [True, False]
    scores = np.array([[0.0, 1.0]], dtype=np.float32)
    assert ranked(scores, quarter, only_done=True).places.tolist() == [1]
    first = columns(everything, quarter)
    assert first["share"].tolist() == [[1.0, 1.0]]
