"""What a learner's records say about one credential on a day."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.holdings import Award, Holdings, Known, State
from graph.standing import Kind, standing, standings
from tests.graph.making import TODAY, awards

EARLY, LATE, LATER = date(2024, 1, 1), date(2025, 1, 1), date(2026, 1, 1)


def award(state: State = State.AWARDED, known: Known = Known.VERIFIED, **days: date) -> Award:
    return Award("x:a", state, known, **days)


@pytest.mark.parametrize(
    ("records", "kind", "words"),
    [
        ([], Kind.NONE, "you don't hold it"),
        ([award()], Kind.HELD, "you hold it"),
        ([award(expires=TODAY)], Kind.HELD, "you hold it, valid until 2026-06-01"),
        ([award(State.COMPLETED)], Kind.HELD, "you hold it"),
        ([award(expires=LATER)], Kind.EXPIRED, "your award has expired; it was valid until 2026-01-01"),
        ([award(State.EXPIRED, awarded=LATE)], Kind.EXPIRED, "your award has expired, as recorded on 2025-01-01"),
        ([award(State.REVOKED, awarded=LATE)], Kind.REVOKED, "your award was revoked, as recorded on 2025-01-01"),
        ([award(State.REVOKED)], Kind.REVOKED, "your award was revoked"),
        ([award(awarded=date(2027, 1, 1))], Kind.FUTURE, "your award only counts from 2027-01-01"),
        (
            [award(State.ENROLLED, awarded=LATER)],
            Kind.ENROLLED,
            "you are enrolled since 2026-01-01 but haven't earned it yet",
        ),
        (
            [award(known=Known.SELF_DECLARED)],
            Kind.CLAIMED,
            "you say that you hold it; its issuer hasn't confirmed it",
        ),
        (
            [award(known=Known.UPLOADED)],
            Kind.CLAIMED,
            "you uploaded an award of it; its issuer hasn't confirmed it",
        ),
    ],
)
def test_each_kind_of_record_says_what_it_is_and_since_when(records: list[Award], kind: Kind, words: str) -> None:
    found = standing(records, TODAY)
    assert (found.kind, found.words) == (kind, words)


def test_the_award_earned_again_after_the_first_expired_counts() -> None:
    first, again = award(awarded=EARLY, expires=LATE), award(awarded=LATER)
    assert standing([first, again], TODAY).award == again


def test_of_several_that_count_the_one_valid_longest_is_told() -> None:
    assert standing([award(expires=TODAY), award(expires=date(2030, 1, 1))], TODAY).words.endswith("2030-01-01")


def test_a_verified_award_goes_before_an_uploaded_one_that_is_valid_longer() -> None:
    assert standing([award(expires=TODAY), award(known=Known.UPLOADED)], TODAY).kind is Kind.HELD


def test_a_revocation_ends_the_award_before_it_but_not_the_one_after_it() -> None:
    given_, revoked = award(awarded=EARLY), award(State.REVOKED, awarded=LATE)
    assert standing([given_, revoked], TODAY).kind is Kind.REVOKED
    assert standing([given_, revoked, award(awarded=LATER)], TODAY).kind is Kind.HELD


def test_a_revocation_without_a_date_ends_every_award() -> None:
    assert standing([award(awarded=LATER), award(State.REVOKED)], TODAY).kind is Kind.REVOKED


def test_an_award_without_a_date_cannot_be_shown_to_be_later_than_its_revocation() -> None:
    assert standing([award(), award(State.REVOKED, awarded=LATE)], TODAY).kind is Kind.REVOKED


def test_a_revocation_that_is_still_to_come_ends_nothing_yet() -> None:
    assert standing([award(), award(State.REVOKED, awarded=date(2027, 1, 1))], TODAY).kind is Kind.HELD


def test_what_a_learner_uploads_cannot_revoke_what_the_issuer_verified() -> None:
    assert standing([award(), award(State.REVOKED, Known.UPLOADED)], TODAY).kind is Kind.HELD


def test_a_completion_ends_with_the_award_that_came_of_it() -> None:
    completed, awarded = award(State.COMPLETED, awarded=EARLY), award(awarded=EARLY, expires=LATE)
    assert standing([completed, awarded], LATE).kind is Kind.HELD
    assert standing([completed, awarded], TODAY).kind is Kind.EXPIRED


def test_an_enrolment_from_before_an_expired_award_is_over_and_one_after_it_is_not() -> None:
    expired = award(awarded=LATE, expires=LATER)
    assert standing([award(State.ENROLLED, awarded=EARLY), expired], TODAY).kind is Kind.EXPIRED
    assert standing([award(State.ENROLLED, awarded=LATER), expired], TODAY).kind is Kind.ENROLLED


def test_an_enrolment_that_begins_later_is_not_yet_one() -> None:
    assert standing([award(State.ENROLLED, awarded=date(2027, 1, 1))], TODAY).kind is Kind.NONE


@given(st.lists(awards, max_size=6), st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_of_records_matters(records: list[Award], random: object) -> None:
    shuffled = [*records, *records[:2]]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert standings(Holdings(tuple(shuffled)), TODAY) == standings(Holdings(tuple(records)), TODAY)
