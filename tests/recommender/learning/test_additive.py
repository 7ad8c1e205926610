"""The additive model: sums that are exactly the sums of their parts, and nothing that too few stand behind."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from recommender.evaluating.choosing import choose_additive, measured
from recommender.learning.additive import Additive, Parts, largest
from recommender.learning.histories import Histories
from recommender.learning.holdouts import LastAwards
from recommender.learning.shares import Shares, successions

SIZE = 12
learners = st.lists(st.lists(st.integers(0, SIZE - 1), min_size=1, max_size=6, unique=True), min_size=2, max_size=25)


@given(learners)
def test_a_score_is_the_sum_of_what_each_held_credential_adds(rows: list[list[int]]) -> None:
    histories = Histories.of(rows, size=SIZE)
    fitted = Additive(recency=0.7).fit(histories)
    scores = fitted.scores(histories)
    for credential in range(0, SIZE, 3):
        added = fitted.parts(histories, credential).sum(axis=1)
        np.testing.assert_allclose(scores[:, credential], added, atol=1e-5)


@given(learners)
def test_nothing_is_served_that_fewer_than_five_learners_stand_behind(rows: list[list[int]]) -> None:
    histories = Histories.of(rows, size=SIZE, days=[range(len(row)) for row in rows])
    counts = successions(histories)
    served = Additive().of(Parts.of(histories, 10.0), counts).matrix.toarray()
    told = np.zeros((SIZE, SIZE), int)
    for row in rows:
        for place, former in enumerate(row):
            told[former, row[place + 1 :]] += 1
    np.testing.assert_array_equal(counts.toarray(), np.where(told >= 5, told, 0))
    assert not served[told < 5].any()


def test_what_is_earned_on_one_day_counts_both_ways() -> None:
    same = Histories.of([[0, 1]] * 5, size=2, days=[[7, 7]] * 5)
    assert successions(same).toarray().tolist() == [[0, 5], [5, 0]]


def test_shares_are_of_those_who_earned_the_first_ten_more_added() -> None:
    rows = [[0, 1]] * 6 + [[0]] * 4
    fitted = Shares().fit(Histories.of(rows, size=2, days=[range(len(row)) for row in rows]))
    np.testing.assert_allclose(fitted.scores(Histories.of([[0]], size=2))[0], [0.0, 6 / (10 + 10)])


@given(st.integers(1, 6), st.integers(0, 10_000))
def test_the_greatest_of_each_row_are_kept(k: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    dense = np.where(rng.random((7, 9)) < 0.6, rng.integers(-4, 5, (7, 9)), 0).astype(np.float32)
    kept = largest(sparse.csr_array(dense), k).toarray()
    for row, found in zip(dense, kept, strict=True):
        best = sorted(np.flatnonzero(row), key=lambda at: (-abs(row[at]), at))[:k]
        assert np.flatnonzero(found).tolist() == sorted(best)
        np.testing.assert_array_equal(found[best], row[best])


def test_where_the_order_says_more_than_company_the_choice_goes_by_it() -> None:
    """Everybody holds all of 0..5 in the end, always in the same order: only what follows what foretells the next."""
    rows = [list(range(start, 6)) for start in range(4) for _ in range(60)]
    rows = [row[: 2 + n % (len(row) - 1)] for n, row in enumerate(rows) if len(row) > 2]
    split = LastAwards()(Histories.of(rows, size=8))
    recipe, chosen = choose_additive(split)
    assert recipe.following + recipe.soon > 0
    company = Additive(following=0.0, soon=0.0, recency=1.0, l2=30.0).fit(split.before)
    assert chosen.ndcg > measured(company, split.asked, split.targets)[0]
