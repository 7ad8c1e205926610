"""Exploration gives lower places away by lot: bounded, repeatable, with chances that are right."""

from __future__ import annotations

from collections import Counter
from math import isclose, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender.errors import InvalidQuery
from recommender.exploring import MOST_OPEN, WORTH, Ranked, places, rate_of, spare
from recommender.snapshot import Snapshot
from tests import world
from tests.recommender.asking import ask, refused, suggested
from tests.recommender.conftest import compiled
from tests.world import DECKHAND, DECKHAND_JOB, ROWING, SKIPPER_JOB

BOATS = [f"sea:Boat{n:02}" for n in range(14)]
ASKED = 3_000


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The sea school with fourteen rowing courses that it hardly prefers one of to another."""
    credentials = [
        {"id": id_, "name": f"Rowing {n}", "issuer_name": "Sea School", "kind": "course", "status": "active"}
        for n, id_ in enumerate(BOATS)
    ]
    taught = [
        {"credential": id_, "skill": ROWING, "label": "row", "weight": 1 - n / 50, "how": "stated", "confidence": 1.0}
        for n, id_ in enumerate(BOATS)
    ]
    tables = world.tables(credentials=credentials, credential_skills=taught)
    return compiled(tmp_path_factory.mktemp("harbour"), tables)


def test_without_exploration_nothing_is_said_of_chances(harbour: Snapshot) -> None:
    told = ask(harbour, job=DECKHAND_JOB, limit=6)
    assert {(one.propensity, one.explored, one.chances) for one in told.recommendations} == {(None, False, ())}
    again = ask(harbour, job=DECKHAND_JOB, limit=6, request_id="another")
    assert suggested(again) == suggested(told)


def test_what_is_not_given_away_is_as_it_would_be_without(harbour: Snapshot) -> None:
    plain = {one.credential: one for one in ask(harbour, job=DECKHAND_JOB, limit=8).recommendations}
    for n in range(50):
        for one in ask(harbour, job=DECKHAND_JOB, limit=8, explore=0.5, request_id=f"r{n}").recommendations:
            parts = sum(round(part.contribution * 1e6) for part in one.contributions)
            assert round(one.score * 1e6) == parts
            if not one.explored:
                assert (one.score, one.contributions) == (
                    plain[one.credential].score,
                    plain[one.credential].contributions,
                )
                assert one.reasons == plain[one.credential].reasons


def test_how_often_each_stands_at_a_place_is_the_chance_that_is_told(harbour: Snapshot) -> None:
    counts: Counter[tuple[int, str]] = Counter()
    chances: dict[int, dict[str, float]] = {}
    for n in range(ASKED):
        told = ask(harbour, job=DECKHAND_JOB, limit=6, explore=0.3, request_id=f"r{n}")
        assert len(set(suggested(told))) == 6
        for place, one in enumerate(told.recommendations, 1):
            counts[place, one.credential] += 1
            said = {chance.credential: chance.propensity for chance in one.chances}
            assert chances.setdefault(place, said) == said
            assert said[one.credential] == one.propensity
    assert [len(chances[place]) for place in range(1, 7)] == [1, 1, 1, 6, 6, 6]
    for place, said in chances.items():
        assert isclose(sum(said.values()), 1.0, abs_tol=1e-12)
        for credential, chance in said.items():
            error = sqrt(chance * (1 - chance) / ASKED)
            assert abs(counts[place, credential] / ASKED - chance) <= 4 * error
    assert sum(counts.values()) == sum(counts[place, c] for place, said in chances.items() for c in said)


def test_the_same_question_has_the_same_answer_and_says_what_stands_there_by_lot(harbour: Snapshot) -> None:
    asked = {"job": DECKHAND_JOB, "limit": 8, "explore": 0.5}
    told = [ask(harbour, **asked, request_id=f"r{n}") for n in range(20)]
    assert told == [ask(harbour, **asked, request_id=f"r{n}") for n in range(20)]
    by_lot = [one for advice in told for one in advice.recommendations if one.explored]
    assert by_lot
    assert all("by lot" in one.reasons[-1].text and one.reasons[-1].code == "explored" for one in by_lot)


def test_rules_hold_for_what_is_shown_by_lot(harbour: Snapshot) -> None:
    out = frozenset(BOATS[3:6])
    for n in range(100):
        told = ask(harbour, job=SKIPPER_JOB, limit=8, explore=0.5, dismissed=out, holds=(DECKHAND,), request_id=f"r{n}")
        assert not {*out, DECKHAND} & {chance.credential for one in told.recommendations for chance in one.chances}
        assert refused(told)[DECKHAND] == "earned"


def test_what_an_issuer_pinned_keeps_its_place(harbour: Snapshot) -> None:
    pins = dict.fromkeys(BOATS[:6], "")
    for n in range(50):
        told = ask(harbour, job=DECKHAND_JOB, limit=6, explore=0.5, pins=pins, request_id=f"r{n}")
        assert set(suggested(told)) == set(pins)
        assert {one.propensity for one in told.recommendations} == {1.0}


@pytest.mark.parametrize("rate", [-0.1, 0.51, 7.0, float("nan")])
def test_a_rate_beyond_bounds_is_refused(harbour: Snapshot, rate: float) -> None:
    with pytest.raises(InvalidQuery, match="rate of exploration"):
        ask(harbour, job=DECKHAND_JOB, explore=rate)


@given(
    scores=st.lists(st.floats(0, 2), max_size=40),
    pinned=st.sets(st.integers(0, 39)),
    limit=st.integers(1, 12),
    rate=st.floats(0, 0.5),
    seed=st.text(max_size=5),
)
def test_chances_add_up_and_what_is_lost_is_bounded(
    scores: list[float], pinned: set[int], limit: int, rate: float, seed: str
) -> None:
    ordered = sorted(scores, reverse=True)
    ranked = [Ranked(i, score, pinned=i in pinned) for i, score in enumerate(ordered)][: limit + spare(limit, rate)]
    found = places(ranked, limit, rate, seed)
    assert found == places(ranked, limit, rate, seed)
    assert [place.shown.number for place in found[: (limit + 1) // 2]] == list(
        range(min(len(ranked), (limit + 1) // 2))
    )
    shown = [place.shown.number for place in found]
    assert len(shown) == len(set(shown)) == min(limit, len(ranked))
    for k, place in enumerate(found):
        assert place.chances[0][0] == k
        assert isclose(sum(chance for _, chance in place.chances), 1.0, abs_tol=1e-12)
        assert dict(place.chances)[place.shown.number] == place.chance
        assert len(place.chances) == len(dict(place.chances)) <= 2 * MOST_OPEN
        if len(place.chances) > 1:
            assert isclose(rate_of([chance for _, chance in place.chances]), rate, abs_tol=1e-9)
            assert not ranked[k].pinned
            assert not ranked[place.shown.number].pinned
        assert place.explored == (place.shown.number != k)
        expected = sum(chance * ordered[number] for number, chance in place.chances)
        assert expected >= ordered[k] * (1 - rate * (1 - WORTH)) - 1e-9


def test_a_short_list_and_an_empty_one_are_as_they_are() -> None:
    assert places([], 5, 0.5, "s") == []
    (only,) = places([Ranked(4, 0.5)], 5, 0.5, "s")
    assert (only.shown.number, only.chance, only.chances, only.explored) == (4, 1.0, ((4, 1.0),), False)


def test_the_chances_of_four_places_by_hand() -> None:
    ranked = [Ranked(i, 1.0 - i / 100) for i in range(4 + 2)]
    found = places(ranked, 4, 0.4, "s")
    assert [place.chances for place in found[:2]] == [((0, 1.0),), ((1, 1.0),)]
    assert dict(found[2].chances) == pytest.approx({2: 0.7, 3: 0.1, 4: 0.1, 5: 0.1})
    assert dict(found[3].chances) == pytest.approx({2: 0.1, 3: 0.7, 4: 0.1, 5: 0.1})


def test_who_scores_less_than_half_of_the_best_takes_no_part() -> None:
    ranked = [Ranked(0, 1.0), Ranked(1, 0.9), Ranked(2, 0.44), Ranked(3, 0.43)]
    assert [place.chances for place in places(ranked, 2, 0.4, "s")] == [((0, 1.0),), ((1, 1.0),)]
    ranked = [Ranked(0, 1.0), Ranked(1, 1.0), Ranked(2, 0.9), Ranked(3, 0.4), Ranked(4, 0.6)]
    assert [len(place.chances) for place in places(ranked, 4, 0.4, "s")] == [1, 1, 2, 1]


def test_a_long_list_is_explored_at_its_end_alone() -> None:
    ranked = [Ranked(i, 1.0) for i in range(100 + spare(100, 0.1))]
    sizes = [len(place.chances) for place in places(ranked, 100, 0.1, "s")]
    assert sizes == [1] * 90 + [2 * MOST_OPEN] * 10
