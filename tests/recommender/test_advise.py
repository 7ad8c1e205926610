"""What is advised in the made-up world, where every right answer is obvious."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.credentials import Availability
from graph.from_tables import credentials_from_tables, pathways_from_tables
from graph.holdings import Award, Holdings, Known, State
from recommender.compiling import compile_snapshot
from recommender.errors import InvalidQuery
from recommender.query import Limits, Scope, Verdict
from recommender.snapshot import Snapshot
from tests import world
from tests.recommender.asking import ask, one, query, refused, suggested
from tests.recommender.conftest import NO_AWARDS, compiled
from tests.world import DECKHAND, DECKHAND_JOB, RADIO, SKIPPER, SKIPPER_JOB


def test_who_holds_nothing_and_wants_to_be_a_skipper_is_refused_the_skipper_for_want_of_the_deckhand(
    sea: Snapshot,
) -> None:
    told = ask(sea, job=SKIPPER_JOB)
    assert SKIPPER not in suggested(told)
    refusal = next(r for r in told.refusals if r.credential == SKIPPER)
    assert refusal.code == "ineligible"
    assert "Deckhand Certificate" in refusal.reasons[0].text


def test_who_holds_the_deckhand_goes_on_to_the_skipper_and_is_told_why(sea: Snapshot) -> None:
    told = ask(sea, holds=(DECKHAND,), job=SKIPPER_JOB)
    assert suggested(told)[0] == SKIPPER
    first = told.recommendations[0]
    assert first.eligible is Verdict.YES
    texts = " ".join(reason.text for reason in first.reasons)
    assert "Deckhand Certificate" in texts
    assert "sail a boat" in texts
    places = {place.locator for reason in first.reasons for place in reason.evidence}
    assert any(place.startswith("occupation_skills.csv:") for place in places)
    assert any(place.startswith("credential_skills.csv:") for place in places)


def test_what_is_held_is_never_suggested(sea: Snapshot) -> None:
    told = ask(sea, holds=(DECKHAND, SKIPPER), job=SKIPPER_JOB)
    assert suggested(told) == [RADIO]
    assert refused(told)[SKIPPER] == "earned"


def test_without_a_goal_history_carries_it(sea: Snapshot) -> None:
    assert suggested(ask(sea, holds=(DECKHAND,)))[0] == SKIPPER


def test_without_history_or_goal_something_is_suggested_that_can_be_started(sea: Snapshot) -> None:
    told = ask(sea)
    assert set(suggested(told)) == {DECKHAND, RADIO}
    assert all(r.eligible is Verdict.YES for r in told.recommendations)


def test_on_a_credential_page_the_credential_itself_is_the_history(sea: Snapshot) -> None:
    told = ask(sea, after=DECKHAND)
    assert suggested(told)[0] == SKIPPER
    assert "you hold" not in " ".join(reason.text for reason in told.recommendations[0].reasons).lower()
    assert DECKHAND not in suggested(told)


def test_an_unconfirmed_award_never_gives_a_plain_yes(sea: Snapshot) -> None:
    for known in (Known.UPLOADED, Known.SELF_DECLARED):
        told = ask(sea, holdings=Holdings((Award(DECKHAND, known=known),)), job=SKIPPER_JOB)
        assert one(told, SKIPPER).eligible is Verdict.UNKNOWN


@pytest.mark.parametrize(
    "award",
    [
        Award(DECKHAND, state=State.REVOKED),
        Award(DECKHAND, expires=world.TODAY - timedelta(days=1)),
        Award(DECKHAND, awarded=world.TODAY + timedelta(days=1)),
        Award(DECKHAND, state=State.ENROLLED),
    ],
)
def test_an_award_that_does_not_count_does_not_unlock(sea: Snapshot, award: Award) -> None:
    assert SKIPPER not in suggested(ask(sea, holdings=Holdings((award,)), job=SKIPPER_JOB))


def test_what_is_under_way_is_refused_with_the_advice_to_finish_it(sea: Snapshot) -> None:
    told = ask(sea, holdings=Holdings((Award(RADIO, state=State.ENROLLED),)), job=SKIPPER_JOB)
    assert refused(told)[RADIO] == "enrolled"


def test_an_expired_credential_may_be_suggested_again(sea: Snapshot) -> None:
    lapsed = Award(DECKHAND, expires=world.TODAY - timedelta(days=1))
    assert DECKHAND in suggested(ask(sea, holdings=Holdings((lapsed,)), job=DECKHAND_JOB))


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"dismissed": frozenset({DECKHAND})}, "dismissed"),
        ({"already_know": frozenset({DECKHAND})}, "already_known"),
        ({"scope": Scope(blocked=frozenset({"sea"}))}, "out_of_scope"),
        ({"scope": Scope(issuers=frozenset({"land"}))}, "out_of_scope"),
        ({"limits": Limits(budget=50)}, "beyond_limits"),
        ({"limits": Limits(modes=frozenset({"onsite"}))}, "beyond_limits"),
        ({"limits": Limits(languages=frozenset({"fr"}))}, "beyond_limits"),
        ({"limits": Limits(hours_a_week=2, by=world.TODAY + timedelta(days=14))}, "beyond_limits"),
        ({"today": date(2027, 6, 1)}, "closed"),
    ],
)
def test_each_rule_refuses_aloud(sea: Snapshot, fields: dict[str, object], code: str) -> None:
    told = ask(sea, job=DECKHAND_JOB, **fields)
    assert DECKHAND not in suggested(told)
    assert refused(told)[DECKHAND] == code


def test_a_limit_that_the_offering_meets_refuses_nothing(sea: Snapshot) -> None:
    fits = Limits(
        budget=100,
        hours_a_week=10,
        by=world.TODAY + timedelta(days=14),
        modes=frozenset({"online"}),
        languages=frozenset({"en-GB"}),
    )
    assert DECKHAND in suggested(ask(sea, job=DECKHAND_JOB, limits=fits))


def test_a_withdrawn_credential_is_refused(tmp_path: Path) -> None:
    gone = {"id": "sea:OLD", "name": "Old Deckhand", "status": "withdrawn", "description": "tie knots"}
    taught = {"credential": "sea:OLD", "skill": world.KNOTS, "label": "tie knots", "how": "stated", "confidence": 1.0}
    snapshot = compiled(tmp_path, world.tables(credentials=[gone], credential_skills=[taught]))
    assert refused(ask(snapshot, job=DECKHAND_JOB))["sea:OLD"] == "withdrawn"


def test_without_stated_offerings_availability_is_unknown_and_nothing_is_refused_for_it(tmp_path: Path) -> None:
    bare = {"id": "sea:BARE", "name": "Knots for All", "description": "tie knots"}
    taught = {"credential": "sea:BARE", "skill": world.KNOTS, "label": "tie knots", "how": "stated", "confidence": 1.0}
    snapshot = compiled(tmp_path, world.tables(credentials=[bare], credential_skills=[taught]))
    found = one(ask(snapshot, job=DECKHAND_JOB), "sea:BARE")
    assert found.available is Availability.UNKNOWN
    assert found.cost is None
    assert found.hours is None
    assert found.signup_note


def test_a_pin_comes_first_and_is_said(sea: Snapshot) -> None:
    told = ask(sea, after=DECKHAND, pins={RADIO: "Ask on channel 16"})
    assert suggested(told)[0] == RADIO
    assert any("Ask on channel 16" in reason.text for reason in told.recommendations[0].reasons)


def test_learners_who_went_on_are_a_reason_only_where_enough_of_them_did(tmp_path: Path) -> None:
    def went_on(n: int) -> pd.DataFrame:
        rows = [
            (f"l{i}", credential, day)
            for i in range(n)
            for credential, day in ((DECKHAND, "2025-01-01"), (RADIO, "2025-02-01"))
        ]
        return pd.DataFrame(rows, columns=["learner", "credential", "awarded"])

    (tmp_path / "few").mkdir()
    (tmp_path / "many").mkdir()
    few = ask(compiled(tmp_path / "few", world.tables(), went_on(4)), holds=(DECKHAND,))
    many = ask(compiled(tmp_path / "many", world.tables(), went_on(6)), holds=(DECKHAND,))
    assert not any(reason.code == "co_awards" for reason in one(few, RADIO).reasons)
    assert any("6 of 6 learners" in reason.text for reason in one(many, RADIO).reasons)


def test_succession_runs_forwards_in_time_only(tmp_path: Path) -> None:
    rows = [
        (f"l{i}", credential, day)
        for i in range(9)
        for credential, day in ((RADIO, "2025-01-01"), (DECKHAND, "2025-02-01"))
    ]
    snapshot = compiled(tmp_path, world.tables(), pd.DataFrame(rows, columns=["learner", "credential", "awarded"]))
    told = ask(snapshot, holds=(DECKHAND,))
    assert all(part.name != "co_awards" for r in told.recommendations for part in r.contributions)


@pytest.mark.parametrize("limit", [0, -5, 101, 10**9])
def test_a_limit_that_makes_no_sense_is_an_error_that_says_the_range(sea: Snapshot, limit: int) -> None:
    with pytest.raises(InvalidQuery, match="1 to 100"):
        ask(sea, limit=limit)


def test_held_credentials_that_the_catalogue_lacks_are_said_not_lost(sea: Snapshot) -> None:
    told = ask(sea, holds=("land:TRACTOR", DECKHAND))
    assert "land:TRACTOR" in " ".join(told.notes)
    assert suggested(told)[0] == SKIPPER


def test_no_reason_is_given_for_a_part_that_was_nought(sea: Snapshot) -> None:
    told = ask(sea, holds=(DECKHAND,), job=SKIPPER_JOB)
    for found in told.recommendations:
        named = {part.name for part in found.contributions}
        assert {reason.code for reason in found.reasons} <= named


credentials = st.lists(st.sampled_from([DECKHAND, RADIO, SKIPPER, "land:TRACTOR"]), unique=True).map(tuple)


@given(holds=credentials, job=st.sampled_from(["", DECKHAND_JOB, SKIPPER_JOB]), limit=st.integers(1, 5))
def test_contributions_add_up_scores_fall_and_the_answer_is_the_same_twice(
    sea: Snapshot, holds: tuple[str, ...], job: str, limit: int
) -> None:
    told = ask(sea, holds=holds, job=job, limit=limit)
    assert told == ask(sea, holds=holds[::-1], job=job, limit=limit)
    scores = [found.score for found in told.recommendations]
    assert scores == sorted(scores, reverse=True)
    for found in told.recommendations:
        assert sum(part.contribution for part in found.contributions) == pytest.approx(found.score, abs=1e-9)
        assert found.credential not in holds


def test_suggestions_of_two_requests_have_different_identifiers(sea: Snapshot) -> None:
    first, second = ask(sea), ask(sea, request_id="r2")
    assert not {r.id for r in first.recommendations} & {r.id for r in second.recommendations}
    assert query() == replace(query(), request_id="r1")


def test_what_postings_ask_for_is_a_reason_with_its_count_and_place(tmp_path: Path) -> None:
    note = "asked for in 34 of 412 postings for this occupation, Oct 2020, nhs jobs"
    row = {"occupation": DECKHAND_JOB, "skill": world.RADIO_SKILL, "weight": 0.9, "note": note, "source": "nhs.jsonl"}
    posted = pd.DataFrame([{**row, "locator": "nhs.jsonl:7"}])
    tables = world.tables()
    parts = (credentials_from_tables(tables), pathways_from_tables(tables), NO_AWARDS)
    compile_snapshot(tmp_path, tables, *parts, posted=posted)
    told = ask(Snapshot.open(tmp_path), job=DECKHAND_JOB)
    reason = next(each for each in one(told, RADIO).reasons if each.code == "goal_skills")
    assert note in reason.text
    assert any(place.locator == "nhs.jsonl:7" for place in reason.evidence)
