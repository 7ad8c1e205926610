"""Histories and linear models on examples worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from recommender.learning.histories import Histories
from recommender.learning.linear import Ease, ItemKnn, NextItem, Popularity, Rules, Transitions
from recommender.learning.models import Model, Recency
from recommender.learning.pairs import pairs_within, prefixes


def test_cutting_keeps_every_learner_and_the_order() -> None:
    whole = Histories.of([[3, 1, 2], [0], [1, 0]], size=4, days=[[5, 6, 7], [1], [2, 9]])
    before, after = whole.without_last(), whole.only_last(1)
    assert [before.row(n).tolist() for n in range(3)] == [[3, 1], [], [1]]
    assert [after.row(n).tolist() for n in range(3)] == [[2], [0], [0]]
    assert before.days is not None
    assert before.days.tolist() == [5, 6, 2]
    assert whole.last(2).tolist() == [1, -1, 1]
    turned = whole.take(np.array([2, 0]))
    assert turned.row(0).tolist() == [1, 0]
    assert turned.row(1).tolist() == [3, 1, 2]


def test_the_same_award_many_times_counts_once() -> None:
    many = Histories.of([[1] * 100 + [2], [1, 2]], size=3)
    assert many.held().toarray().tolist() == [[0, 1, 1], [0, 1, 1]]


def test_pairs_of_two_lags_are_weighed() -> None:
    counted = pairs_within(Histories.of([[0, 1, 2]], size=3), [1.0, 0.5]).toarray()
    assert counted.tolist() == [[0, 1, 0.5], [0, 0, 1], [0, 0, 0]]


def test_prefixes_fade_and_stay_inside_a_learner() -> None:
    before, places = prefixes(Histories.of([[0, 1, 2], [2, 0]], size=3), 0.5, 10)
    assert places.tolist() == [1, 2, 4]
    assert before.toarray().tolist() == [[1, 0, 0], [0.5, 1, 0], [0, 0, 1]]


def test_ease_is_the_closed_form() -> None:
    learners = [[0, 1], [0, 1, 2], [2, 3], [0, 3], [1, 2]]
    histories = Histories.of(learners, size=4)
    fitted = Ease(l2=2.0).fit(histories)
    held = np.zeros((5, 4))
    for row, items in enumerate(learners):
        held[row, items] = 1
    # Each column by itself: ridge regression on the other columns, which is what the closed form solves.
    for column in range(4):
        others = [place for place in range(4) if place != column]
        x, y = held[:, others], held[:, column]
        expected = np.linalg.solve(x.T @ x + 2.0 * np.eye(3), x.T @ y)
        np.testing.assert_allclose(np.asarray(fitted.matrix)[others, column], expected, atol=1e-5)


def test_transitions_follow_what_came_next() -> None:
    fitted = Transitions(smooth=0.0).fit(Histories.of([[0, 1], [0, 1], [0, 2], [3, 2]], size=4))
    scores = fitted.scores(Histories.of([[3, 0]], size=4))[0]
    assert scores[1] == pytest.approx(2 / 3, abs=1e-2)
    assert scores[1] > scores[2] > scores[3]


def test_popularity_can_know_its_date() -> None:
    dated = Histories.of([[0], [0], [1]], size=2, days=[[10], [11], [100]])
    assert Popularity().fit(dated).values.tolist() == [2, 1]
    assert Popularity(days=30).fit(dated).values.tolist() == [0, 1]


MODELS: list[Model] = [Popularity(), Ease(l2=1.0), ItemKnn(), Transitions(), Rules(), NextItem(l2=1.0)]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_every_model_scores_whoever_asks(model: Model) -> None:
    fitted = model.fit(Histories.of([[0, 1, 2], [0, 1], [1, 2, 3], [3]], size=5))
    asked = Histories.of([[], [4], [0, 1, 2, 3] * 50], size=5)
    scores = fitted.scores(asked)
    assert scores.shape == (3, 5)
    assert np.isfinite(scores).all()


def test_parts_add_up_to_the_score() -> None:
    fitted = NextItem(l2=1.0).fit(Histories.of([[0, 1, 2], [0, 2, 1], [1, 2, 3]], size=4))
    asked = Histories.of([[0, 1], [3, 2, 0]], size=4)
    np.testing.assert_allclose(fitted.parts(asked, 2).sum(axis=1), fitted.scores(asked)[:, 2], rtol=1e-5)


def test_recency_has_a_floor() -> None:
    weights = Recency(decay=0.5, floor=0.4).weights(Histories.of([[0, 1, 2]], size=3)).toarray()
    assert weights.tolist() == [[pytest.approx(0.4), 0.5, 1.0]]
