"""Candidates, their evidence, models that know the order, and the second stage, on made histories with a known rule."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from recommender.learning.contexts import TwoAwards
from recommender.learning.first_stage import FirstStage
from recommender.learning.histories import Histories
from recommender.learning.holdouts import LastAwards
from recommender.learning.linear import NextItem, Popularity, Transitions
from recommender.learning.models import Model
from recommender.learning.neighbours import LearnerKnn
from recommender.learning.ordered import Blocks, OrderedNextItem, Softmax
from recommender.learning.two_stage import Trees, TwoStage

SIZE = 30
TREES = Trees(rounds=30, leaves=7, least=5, rows=1.0, columns=1.0)


def made(learners: int, seed: int = 0) -> Histories:
    """After x comes x + 1 (four times of five), whatever else there is; starts anywhere, two to eight awards."""
    rng = np.random.default_rng(seed)
    rows = []
    for _ in range(learners):
        row = [int(rng.integers(SIZE))]
        for _ in range(int(rng.integers(1, 8))):
            follows = (row[-1] + 1) % SIZE if rng.random() < 0.8 else int(rng.integers(SIZE))
            row.append(follows)
        rows.append(list(dict.fromkeys(row)))
    return Histories.of(rows, size=SIZE)


def first_of(scores: np.ndarray) -> list[int]:
    return [int(place) for place in scores.argmax(axis=1)]


@pytest.mark.parametrize(
    "model",
    [
        OrderedNextItem(l2=1.0),
        Softmax(epochs=20, rank=16, rate=0.02, drop=0.0, batch=64),
        Transitions(),
        TwoStage((Popularity(), Transitions(), NextItem(l2=1.0)), candidates=20, trees=TREES),
    ],
    ids=lambda model: model.name,
)
def test_the_rule_of_the_made_histories_is_found(model: Model) -> None:
    fitted = model.fit(made(600))
    asked = Histories.of([[17, 4], [3, 9, 20]], size=SIZE)
    assert first_of(fitted.scores(asked)) == [5, 21]


def test_two_awards_see_what_single_ones_cannot() -> None:
    # 0 and 1 together lead to 5, either of them with 2 leads to 6: no award by itself tells which.
    rows = [[0, 1, 5], [1, 0, 5], [0, 2, 6], [2, 1, 6]] * 20
    fitted = TwoAwards().fit(Histories.of(rows, size=7))
    assert first_of(fitted.scores(Histories.of([[1, 0], [1, 2]], size=7))) == [5, 6]
    assert not fitted.scores(Histories.of([[], [4]], size=7)).any()


def test_a_learner_is_no_neighbour_of_their_own() -> None:
    histories = Histories.of([[0, 1, 2], [0, 1, 3], [4]], size=5)
    fitted = LearnerKnn(k=1, rare=0.0).fit(histories)
    own = fitted.scores(histories.take(np.array([0])))[0]
    assert own[3] > 0
    assert own[2] == 0
    somebody_else = fitted.scores(Histories.of([[0, 1, 2]], size=5))[0]
    assert somebody_else[2] > 0


def test_blocks_say_which_award_was_last() -> None:
    rows = Blocks(lags=1, decay=0.5).asked(Histories.of([[0, 2], []], size=3)).toarray()
    assert rows.tolist() == [[0, 0, 1, 0.5, 0, 1], [0] * 6]


def test_candidates_hold_nothing_earned() -> None:
    first = FirstStage.fit((Popularity(), Transitions()), made(200), count=SIZE)
    asked = Histories.of([[3, 9], []], size=SIZE)
    found = first.candidates(asked)
    assert not set(found.items[0][found.usable[0]]) & {3, 9}
    assert found.usable.sum(axis=1).tolist() == [SIZE - 2, SIZE]
    assert found.columns.shape[2] == len(first.columns)
    assert np.isfinite(found.columns).all()


def test_lists_teach_only_what_was_held_out() -> None:
    recipe = TwoStage((Popularity(), Transitions()), candidates=SIZE, others=SIZE, trees=TREES)
    split = LastAwards()(made(100))
    lists = recipe.lists(split)
    assert lists.sizes.sum() == len(lists.columns) == len(lists.earned)
    ends = np.cumsum(lists.sizes)
    of_each = np.add.reduceat(lists.earned, np.concatenate([[0], ends[:-1]]))
    assert set(of_each.tolist()) == {1}


def test_the_same_histories_give_the_same_order_and_odd_learners_are_served() -> None:
    recipe = TwoStage((Popularity(), Transitions()), candidates=20, trees=TREES)
    odd = Histories.of([[], [SIZE - 1], list(range(SIZE)) * 7, [2] * 100], size=SIZE)
    once, again = recipe.fit(made(300)).scores(odd), recipe.fit(made(300)).scores(odd)
    assert np.isfinite(once).all()
    np.testing.assert_array_equal(once, again)


def test_a_model_comes_back_from_its_folder(tmp_path: Path) -> None:
    from recommender.learning.kept import load, save

    fitted = TwoStage(
        (Popularity(), Transitions(), NextItem(), OrderedNextItem(), TwoAwards(), LearnerKnn(), Softmax(epochs=1)),
        candidates=20,
        trees=TREES,
    ).fit(made(300))
    save(fitted, tmp_path / "model")
    assert {path.suffix for path in (tmp_path / "model").iterdir()} == {".npz", ".json", ".txt"}
    asked = made(20, seed=4)
    np.testing.assert_array_equal(load(tmp_path / "model").scores(asked), fitted.scores(asked))
