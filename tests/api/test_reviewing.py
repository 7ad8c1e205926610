"""What a person decides about a tag is in the tables and the advice of the next build, and every build after it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from api.assembly import build_workspace
from api.authoring import By
from api.engine import Engine
from api.errors import BadOption, NotTheirs, ReviewConflict
from api.reviewing import Skills, decide, training_rows, write_training
from data.reading import Reading, Report
from data.records import MAPPING, Proposal, Records, Review, Verdict
from data.workspace import Workspace
from graph.errors import UnknownNode
from graph.holdings import Holdings
from recommender.query import Query
from tests import world
from tests.api.conftest import NOW

ROPES = "sea:ROPES"
TEXT = {"id": ROPES, "name": "Ropes", "text": "Requirements: ability to tie knots and sail a boat."}
SEA = By("sea", "ada")
TODAY = date(2026, 6, 1)


def sea_with(folder: Path, **credential: str) -> Path:
    """The sea school with a course whose skills only its text says, built."""
    workspace = Workspace.create(folder)
    with workspace.writing():
        workspace.put_part("world", Reading(world.tables(credentials=[{**TEXT, **credential}]), Report("world")))
    build_workspace(folder, with_default=False)
    return folder


@pytest.fixture
def ropes(tmp_path: Path) -> Path:
    return sea_with(tmp_path / "ws")


@pytest.fixture
def records(ropes: Path) -> Iterator[Records]:
    with Records.open(Workspace.open(ropes).records_url) as opened:
        yield opened


def review_of(records: Records, skill: str) -> Review:
    (found,) = [one for one in records.reviews() if (one.proposal.subject, one.proposal.skill) == (ROPES, skill)]
    return found


def taught(workspace: Path) -> dict[str, tuple[str, str]]:
    with Engine.open(workspace) as engine:
        return {one.skill: (one.how, one.evidence) for one in engine.credential(ROPES).teaches}


def score(workspace: Path, goal: str) -> float | None:
    """How far the course is advised to who wants to do that job; None where it isn't."""
    with Engine.open(workspace) as engine:
        query = Query(holdings=Holdings(), goal=engine.resolve_goal(goal), today=TODAY, limit=10, request_id="r")
        return {one.credential: one.score for one in engine.advise(query).recommendations}.get(ROPES)


def test_a_build_files_what_it_read_and_not_what_is_stated(records: Records) -> None:
    found = [one for one in records.reviews() if one.proposal.subject == ROPES]
    assert {one.proposal.skill for one in found} == {world.KNOTS, world.SAILING}
    assert {one.proposal.issuer for one in found} == {"sea"}
    assert "tie knots" in review_of(records, world.KNOTS).proposal.evidence
    assert not [one for one in records.reviews() if one.proposal.subject == world.DECKHAND]


def test_a_rejected_tag_is_gone_from_tables_and_advice_for_good(ropes: Path, records: Records) -> None:
    assert score(ropes, "deckhand") is not None
    decide(records, review_of(records, world.KNOTS).id, Verdict(state="rejected"), 0, SEA, NOW)
    assert taught(ropes).keys() == {world.KNOTS, world.SAILING}, "it counts from the next build on"
    for _ in range(2):
        build_workspace(ropes, with_default=False)
        assert taught(ropes).keys() == {world.SAILING}
        assert score(ropes, "deckhand") is None
    assert [one.state for one in records.reviews() if one.proposal.skill == world.KNOTS] == ["rejected"]


def test_an_accepted_tag_says_who_decided_and_stays_when_the_text_changes(ropes: Path, records: Records) -> None:
    before = score(ropes, "deckhand")
    decide(records, review_of(records, world.KNOTS).id, Verdict(state="accepted"), 0, SEA, NOW)
    build_workspace(ropes, with_default=False)
    how, evidence = taught(ropes)[world.KNOTS]
    assert how == "reviewed"
    assert "accepted by ada on 2026-06-01" in evidence
    after = score(ropes, "deckhand")
    assert before is not None
    assert after is not None
    assert after > before
    sea_with(ropes, text="All about ropes.")
    assert taught(ropes).keys() == {world.KNOTS}
    assert [one.proposal.skill for one in records.reviews() if one.proposal.subject == ROPES] == [world.KNOTS]


def test_a_corrected_tag_is_the_other_skill(ropes: Path, records: Records) -> None:
    right = Verdict(state="corrected", skill=world.NAVIGATION)
    decide(records, review_of(records, world.SAILING).id, right, 0, SEA, NOW)
    build_workspace(ropes, with_default=False)
    assert taught(ropes).keys() == {world.KNOTS, world.NAVIGATION}
    assert "corrected by ada" in taught(ropes)[world.NAVIGATION][1]


def test_a_decision_taken_back_leaves_the_tag_to_the_program(ropes: Path, records: Records) -> None:
    id_ = review_of(records, world.KNOTS).id
    decide(records, id_, Verdict(state="rejected"), 0, SEA, NOW)
    decide(records, id_, Verdict(state="open"), 1, SEA, NOW)
    build_workspace(ropes, with_default=False)
    assert taught(ropes)[world.KNOTS][0] != "reviewed"


def test_the_same_decisions_give_the_same_snapshot(ropes: Path, records: Records) -> None:
    decide(records, review_of(records, world.KNOTS).id, Verdict(state="accepted"), 0, SEA, NOW)
    one, two = (build_workspace(ropes, with_default=False).name for _ in range(2))
    assert one == two


def test_who_may_decide(records: Records) -> None:
    id_ = review_of(records, world.KNOTS).id
    with pytest.raises(NotTheirs, match="one of 'sea'"):
        decide(records, id_, Verdict(state="accepted"), 0, By("acme", "eve"), NOW)
    with pytest.raises(UnknownNode):
        decide(records, "nobody", Verdict(state="accepted"), 0, SEA, NOW)
    assert decide(records, id_, Verdict(state="accepted"), 0, By("ops", "root", operator=True), NOW).version == 1


def test_of_two_editors_the_second_gets_both_decisions(records: Records) -> None:
    id_ = review_of(records, world.KNOTS).id
    decide(records, id_, Verdict(state="accepted"), 0, SEA, NOW)
    with pytest.raises(ReviewConflict) as told:
        decide(records, id_, Verdict(state="rejected", note="no"), 0, By("sea", "ben"), NOW)
    assert told.value.theirs is not None
    assert told.value.yours is not None
    assert (told.value.theirs["state"], told.value.theirs["decision"]["author"]) == ("accepted", "ada")
    assert (told.value.yours["state"], told.value.yours["version"]) == ("rejected", 0)


def test_a_mapping_leads_to_another_vocabulary(ropes: Path, records: Records) -> None:
    said = Proposal(kind=MAPPING, issuer="sea", subject="sea:s1", skill=world.KNOTS, relation="exact match",
                    confidence=0.5)  # fmt: skip
    records.file_proposals(MAPPING, [said], NOW)
    skills = Skills(lambda name: name, lambda id_: "a label")
    with pytest.raises(BadOption, match="same vocabulary"):
        decide(records, said.id, Verdict(state="corrected", skill="sea:s2"), 0, SEA, NOW, skills)
    kept = decide(records, said.id, Verdict(state="corrected", skill=world.ROWING), 0, SEA, NOW, skills)
    assert kept.decision is not None
    assert (kept.decision.verdict.label, kept.decision.verdict.relation) == ("a label", "exact match")


def test_training_rows_say_what_is_right_and_what_is_wrong(records: Records, tmp_path: Path) -> None:
    right = Verdict(state="corrected", skill=world.ROWING, label="row, a boat")
    decide(records, review_of(records, world.KNOTS).id, Verdict(state="accepted"), 0, SEA, NOW)
    decide(records, review_of(records, world.SAILING).id, right, 0, SEA, NOW)
    out = tmp_path / "training.csv"
    assert write_training(out, records.decided()) == 3
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {(row["skill"], row["right"], row["decision"], row["author"]) for row in rows} == {
        (world.KNOTS, "1", "accepted", "ada"),
        (world.SAILING, "0", "corrected", "ada"),
        (world.ROWING, "1", "corrected", "ada"),
    }
    assert {row["label"] for row in rows if row["skill"] == world.ROWING} == {"row, a boat"}
    assert list(training_rows([replace(one, decision=None) for one in records.decided()])) == []
    with pytest.raises(BadOption, match="can't be written"):
        write_training(tmp_path / "nowhere" / "t.csv", records.decided())
