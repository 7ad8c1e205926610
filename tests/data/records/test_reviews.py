"""A person decides about what was proposed: least sure first, for all builds, never over an unseen decision."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.errors import EditConflict, RecordsError
from data.records import MAPPING, TAG, Filed, Proposal, Records, Verdict
from tests.data.records.world import NOW

LATER = NOW + timedelta(hours=1)


def tag(subject: str = "x:knots", skill: str = "esco:1", confidence: float = 0.8, issuer: str = "x") -> Proposal:
    said = f"learn {skill}"
    return Proposal(kind=TAG, issuer=issuer, subject=subject, skill=skill, how="lemma", confidence=confidence,
                    evidence=said, name="Knots", label="tie knots")  # fmt: skip


def mapping(skill: str = "esco:1", relation: str = "exact match", confidence: float = 0.8) -> Proposal:
    return Proposal(kind=MAPPING, issuer="x", subject="x:s/1", skill=skill, relation=relation, confidence=confidence)


def accept(records: Records, one: Proposal, expected: int = 0, author: str = "ada") -> None:
    records.decide(one.id, Verdict(state="accepted"), expected=expected, author=author, now=NOW)


def test_the_least_sure_come_first_and_a_page_goes_on_behind_the_one_before(records: Records) -> None:
    found = [tag(skill=f"esco:{n}", confidence=sure) for n, sure in enumerate((0.9, 0.7, 0.8, 0.7, 0.95))]
    assert records.file_proposals(TAG, found, NOW) == Filed(new=5)
    every = records.reviews()
    assert [one.proposal.confidence for one in every] == [0.7, 0.7, 0.8, 0.9, 0.95]
    pages = [records.reviews(limit=2)]
    while pages[-1]:
        pages.append(records.reviews(limit=2, after=pages[-1][-1].id))
    assert tuple(one for page in pages for one in page) == every


def test_a_list_may_be_of_one_issuer_kind_or_state(records: Records) -> None:
    records.file_proposals(TAG, [tag(), tag("y:b", issuer="y")], NOW)
    records.file_proposals(MAPPING, [mapping()], NOW)
    accept(records, tag())
    assert [one.proposal for one in records.reviews("y")] == [tag("y:b", issuer="y")]
    assert [one.proposal for one in records.reviews(kind=MAPPING)] == [mapping()]
    assert [one.proposal for one in records.reviews("x", state="accepted")] == [tag()]
    assert records.review_counts("x") == {(TAG, "accepted"): 1, (MAPPING, "open"): 1}
    assert sum(records.review_counts().values()) == 3
    with pytest.raises(RecordsError, match="Begin the list anew"):
        records.reviews(after="nobody")


def test_filing_again_brings_what_is_new_and_takes_what_nobody_decided_or_finds(records: Records) -> None:
    records.file_proposals(TAG, [tag(), tag(skill="esco:2"), tag(skill="esco:3")], NOW)
    records.file_proposals(MAPPING, [mapping()], NOW)
    accept(records, tag())
    again = [tag(skill="esco:2", confidence=0.71), tag(skill="esco:4")]
    assert records.file_proposals(TAG, again, LATER) == Filed(new=1, there=1, gone=1)
    assert {(one.proposal.skill, one.proposal.confidence, one.proposed) for one in records.reviews(kind=TAG)} == {
        ("esco:1", 0.8, NOW),  # decided, though it is found no more
        ("esco:2", 0.71, NOW),
        ("esco:4", 0.8, LATER),
    }
    assert len(records.reviews(kind=MAPPING)) == 1
    assert records.file_proposals(TAG, again, LATER) == Filed(there=2)


def test_what_was_decided_keeps_the_evidence_that_was_looked_at(records: Records) -> None:
    records.file_proposals(TAG, [tag()], NOW)
    accept(records, tag())
    assert records.file_proposals(TAG, [tag(confidence=0.2)], LATER) == Filed(there=1)
    (kept,) = records.decided()
    assert kept.proposal == tag()


def test_one_issuers_filing_leaves_the_others_alone(records: Records) -> None:
    records.file_proposals(TAG, [tag(), tag("y:b", issuer="y")], NOW)
    assert records.file_proposals(TAG, [], NOW, issuer="y") == Filed(gone=1)
    assert [one.proposal for one in records.reviews()] == [tag()]
    with pytest.raises(RecordsError, match="filed as a tag of y"):
        records.file_proposals(TAG, [tag()], NOW, issuer="y")


def test_decisions_are_kept_with_who_and_when_and_can_be_changed_and_taken_back(records: Records) -> None:
    one = mapping(relation="close match")
    records.file_proposals(MAPPING, [one], NOW)
    fixed = Verdict(state="corrected", skill="esco:7", label="sail", relation="exact match", note="see the syllabus")
    records.decide(one.id, Verdict(state="rejected"), expected=0, author="ada", now=NOW)
    now = records.decide(one.id, fixed, expected=1, author="ben", now=LATER)
    assert (now.state, now.version) == ("corrected", 2)
    assert now.decision is not None
    assert (now.decision.verdict, now.decision.author, now.decision.at) == (fixed, "ben", LATER)
    assert [(kept.version, kept.verdict.state, kept.author, kept.at) for kept in records.review_history(one.id)] == [
        (2, "corrected", "ben", LATER),
        (1, "rejected", "ada", NOW),
    ]
    assert records.decided(TAG) == ()
    assert records.decided(MAPPING) == (now,)
    back = records.decide(one.id, Verdict(state="open"), expected=2, author="ada", now=LATER)
    assert (back.state, back.version) == ("open", 3)
    assert records.decided() == ()
    assert [left.id for left in records.reviews(state="open")] == [one.id]


def test_what_is_accepted_counts_as_it_was_proposed(records: Records) -> None:
    records.file_proposals(MAPPING, [mapping()], NOW)
    accept(records, mapping())
    (kept,) = records.decided()
    assert kept.decision is not None
    assert (kept.decision.verdict.skill, kept.decision.verdict.relation) == ("esco:1", "exact match")


def test_of_two_editors_the_second_is_told_and_nothing_of_his_is_kept(records: Records) -> None:
    records.file_proposals(TAG, [tag()], NOW)
    accept(records, tag())
    with pytest.raises(EditConflict, match=r"version 1 .accepted, by 'ada'.*version 0") as told:
        records.decide(tag().id, Verdict(state="rejected"), expected=0, author="ben", now=LATER)
    assert (told.value.version, told.value.body["state"]) == (1, "accepted")
    assert len(records.review_history(tag().id)) == 1


DECIDE = """
import sys
from datetime import UTC, datetime
from data.errors import EditConflict
from data.records import Records, Verdict
with Records.open(sys.argv[1]) as records:
    try:
        records.decide(sys.argv[2], Verdict(state="accepted"), expected=0, author=sys.argv[3], now=datetime.now(UTC))
    except EditConflict:
        sys.exit(7)
"""


def test_of_processes_that_decide_at_once_one_does_and_the_others_are_told(url: str) -> None:
    with Records.open(url) as records:
        records.file_proposals(TAG, [tag()], NOW)
    children = [subprocess.Popen([sys.executable, "-c", DECIDE, url, tag().id, name]) for name in "abc"]
    assert sorted(child.wait(60) for child in children) == [0, 7, 7]
    with Records.open(url) as records:
        assert len(records.review_history(tag().id)) == 1


@pytest.mark.parametrize(
    ("verdict", "told"),
    [
        (Verdict(state="perhaps"), "is no decision"),
        (Verdict(state="accepted", skill="esco:9"), "Send corrected"),
        (Verdict(state="rejected", skill="esco:9"), "Send corrected"),
        (Verdict(state="corrected"), "to what was proposed"),
        (Verdict(state="corrected", skill="esco:1", relation="exact match"), "to what was proposed"),
        (Verdict(state="corrected", skill="esco:1", relation="nearly"), "is no relation"),
        (Verdict(state="corrected", skill="x:s/1"), "mapped to itself"),
        (Verdict(state="corrected", skill="a" * 251), "251 characters"),
    ],
)
def test_a_verdict_that_makes_no_sense_is_refused(records: Records, verdict: Verdict, told: str) -> None:
    records.file_proposals(MAPPING, [mapping()], NOW)
    with pytest.raises(RecordsError, match=told):
        records.decide(mapping().id, verdict, expected=0, author="ada", now=NOW)
    with pytest.raises(RecordsError, match="No review is called"):
        records.decide("nobody", Verdict(state="accepted"), expected=0, author="ada", now=NOW)
    assert records.decided() == ()


def test_one_proposal_that_cant_be_kept_leaves_all_as_they_were(records: Records) -> None:
    records.file_proposals(TAG, [tag()], NOW)
    for wrong in (tag(confidence=1.5), tag(subject=""), tag(confidence=float("nan"))):
        with pytest.raises(RecordsError):
            records.file_proposals(TAG, [tag(skill="esco:9"), wrong], NOW)
    with pytest.raises(RecordsError, match="is no relation"):
        records.file_proposals(MAPPING, [mapping(relation="nearly")], NOW)
    assert [one.proposal for one in records.reviews()] == [tag()]


ROUNDS = st.lists(
    st.tuples(
        st.dictionaries(st.integers(0, 6), st.sampled_from([0.1, 0.5, 0.9])),
        st.lists(st.tuples(st.integers(0, 6), st.sampled_from(["accepted", "rejected", "open"]))),
    ),
    max_size=5,
)


@given(rounds=ROUNDS)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_filed_and_decided_no_decision_is_lost_and_the_queue_is_what_was_found_last(
    tmp_path_factory: pytest.TempPathFactory, rounds: list[tuple[dict[int, float], list[tuple[int, str]]]]
) -> None:
    with Records.open(f"sqlite:///{tmp_path_factory.mktemp('r') / 'r.sqlite'}") as records:
        decided: dict[str, list[str]] = {}
        for found, verdicts in rounds:
            proposals = {n: tag(skill=f"esco:{n}", confidence=sure) for n, sure in found.items()}
            records.file_proposals(TAG, proposals.values(), NOW)
            for n, state in verdicts:
                one = tag(skill=f"esco:{n}").id
                if records.review(one) is not None:
                    said = decided.setdefault(one, [])
                    records.decide(one, Verdict(state=state), expected=len(said), author="ada", now=NOW)
                    said.append(state)
            there = {review.id: review for review in records.reviews()}
            assert there.keys() == decided.keys() | {proposal.id for proposal in proposals.values()}
            assert {one.id for one in records.decided()} == {i for i, said in decided.items() if said[-1] != "open"}
            for id_, said in decided.items():
                assert [kept.verdict.state for kept in reversed(records.review_history(id_))] == said
