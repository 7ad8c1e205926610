"""What people decided about tags and mappings is on the tables of a build, and wins over what a program found."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

from data.records import MAPPING, TAG, Decision, Proposal, Review, Verdict
from data.tables import Tables, rows_of
from graph.from_tables import credentials_from_tables
from recommender.compiling.vocabulary import teaching, vocabulary
from recommender.reviewed import APART, Reviewed, proposals
from tests import world

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
ROPES = "sea:ROPES"
OWN = "sea:skill/bowline"
READ = {
    "credential": ROPES, "skill": world.KNOTS, "label": "tie knots", "how": "lemma", "confidence": 0.75,
    "evidence": "you tie knots",
}  # fmt: skip


def sea(*read: dict[str, Any], relations: Any = ()) -> Tables:
    """The sea school with one more credential whose skills were read in its text, and a skill of its own."""
    return world.tables(
        credentials=[{"id": ROPES, "name": "Ropes"}],
        credential_skills=list(read or (READ,)),
        skills=[{"id": OWN, "vocabulary": "sea", "label": "tie knots", "kind": "skill"}],
        skill_relations=list(relations),
    )


def tagged(state: str, skill: str = "", of: str = world.KNOTS, credential: str = ROPES, hours: int = 0) -> Review:
    said = Proposal(kind=TAG, issuer="sea", subject=credential, skill=of, confidence=0.75, evidence="you tie knots")
    at = AT + timedelta(hours=hours)
    return Review(said.id, said, AT, Decision(1, Verdict(state=state, skill=skill or of), "ada", at))


def mapped(state: str, skill: str = world.KNOTS, relation: str = "exact match") -> Review:
    said = Proposal(kind=MAPPING, issuer="sea", subject=OWN, skill=world.KNOTS, relation="exact match", confidence=0.9)
    return Review(said.id, said, AT, Decision(2, Verdict(state=state, skill=skill, relation=relation), "ada", AT))


def skills_of(tables: Tables, credential: str = ROPES) -> dict[str, tuple[str, float, str]]:
    return {
        row["skill"]: (row["how"], row["confidence"], row["evidence"])
        for row in rows_of(tables["credential_skills"])
        if row["credential"] == credential
    }


def relations_of(tables: Tables) -> set[tuple[str, str]]:
    return {(row["predicate"], row["object"]) for row in rows_of(tables["skill_relations"]) if row["subject"] == OWN}


def test_without_decisions_the_tables_are_the_same() -> None:
    tables = sea()
    assert Reviewed().over(tables) == (tables, [])


def test_a_rejected_tag_is_gone() -> None:
    tables, waiting = Reviewed.of([tagged("rejected")]).over(sea())
    assert (skills_of(tables), waiting) == ({}, [])


def test_an_accepted_tag_is_sure_and_says_who_decided() -> None:
    found = Reviewed.of([tagged("accepted")]).over(sea())[0]
    said = "you tie knots (accepted by ada on 2026-06-01)"
    assert skills_of(found) == {world.KNOTS: ("reviewed", 1.0, said)}
    (row,) = [row for row in rows_of(found["credential_skills"]) if row["credential"] == ROPES]
    assert (row["issuer"], row["source"], row["label"]) == ("sea", "records", "tie knots")
    assert row["locator"] == f"reviews/{tagged('accepted').id}@1"


def test_an_accepted_tag_stays_though_nobody_reads_it_in_the_text_any_more() -> None:
    other = {**READ, "skill": world.ROWING, "label": "row a boat"}
    assert skills_of(Reviewed.of([tagged("accepted")]).over(sea(other))[0]).keys() == {world.KNOTS, world.ROWING}


def test_a_corrected_tag_is_another_skill() -> None:
    found = skills_of(Reviewed.of([tagged("corrected", world.SAILING)]).over(sea())[0])
    assert found == {world.SAILING: ("reviewed", 1.0, "you tie knots (corrected by ada on 2026-06-01)")}


def test_of_two_decisions_about_one_pair_the_later_counts() -> None:
    first, then = tagged("corrected", world.SAILING), tagged("rejected", of=world.SAILING, hours=1)
    assert skills_of(Reviewed.of([first, then]).over(sea())[0]) == {}
    assert skills_of(Reviewed.of([then, first]).over(sea())[0]).keys() == {world.SAILING}


def test_what_the_issuer_states_stays_whatever_was_decided() -> None:
    no = tagged("rejected", of=world.KNOTS, credential=world.DECKHAND)
    yes = tagged("accepted", of=world.ROWING, credential=world.DECKHAND)
    found = Reviewed.of([no, yes]).over(sea())[0]
    assert {skill: how for skill, (how, _, _) in skills_of(found, world.DECKHAND).items()} == {
        world.KNOTS: "stated",
        world.ROWING: "stated",
    }


def test_a_decision_about_what_isnt_there_waits_and_is_remarked() -> None:
    gone = [tagged("accepted", credential="sea:GONE"), tagged("corrected", "esco:skill/gone")]
    tables, waiting = Reviewed.of(gone).over(sea())
    assert skills_of(tables, "sea:GONE") == skills_of(tables) == {}
    assert len(waiting) == 1
    assert "2 decided reviews wait" in waiting[0]


def test_decisions_follow_skills_that_were_merged() -> None:
    old = tagged("accepted", of="esco:skill/old")
    reviewed = Reviewed.of([old], {"esco:skill/old": world.KNOTS})
    assert skills_of(reviewed.over(sea())[0])[world.KNOTS][0] == "reviewed"
    assert list(proposals(sea(), reviewed)) == []


def test_a_confirmed_tag_counts_whole_and_one_only_mentioned_half() -> None:
    words = vocabulary(sea()["skills"], sea()["skill_relations"])
    place = int(words.concept[words.place[world.KNOTS]])

    def strength(tables: Tables) -> float:
        credentials = credentials_from_tables(tables)
        rows = teaching(credentials, words)
        row = next(i for i, one in enumerate(credentials) if one.id == ROPES)
        columns, values = rows.row(row)
        return float(values[np.flatnonzero(columns == place)].sum())

    assert strength(sea()) == 0.375  # 0.75, and the name doesn't say it
    assert strength(Reviewed.of([tagged("accepted")]).over(sea())[0]) == 1.0
    assert strength(Reviewed.of([tagged("rejected")]).over(sea())[0]) == 0.0


def test_what_was_read_and_not_decided_is_proposed() -> None:
    two = (READ, {**READ, "skill": world.ROWING, "label": "row a boat"})
    (left,) = proposals(sea(*two), Reviewed.of([tagged("accepted")]))
    assert (left.issuer, left.subject, left.skill, left.name) == ("sea", ROPES, world.ROWING, "Ropes")
    assert (left.label, left.how, left.confidence, left.evidence) == ("row a boat", "lemma", 0.75, "you tie knots")


def test_an_accepted_mapping_is_stated_and_a_corrected_one_says_the_other() -> None:
    assert relations_of(Reviewed.of([mapped("accepted")]).over(sea())[0]) == {("exact match", world.KNOTS)}
    other = Reviewed.of([mapped("corrected", world.ROWING, "close match")]).over(sea())[0]
    assert relations_of(other) == {("close match", world.ROWING), (APART, world.KNOTS)}
    broader = Reviewed.of([mapped("corrected", relation="broad match")]).over(sea())[0]
    assert relations_of(broader) == {("broad match", world.KNOTS), (APART, world.KNOTS)}
    (row,) = [row for row in rows_of(Reviewed.of([mapped("accepted")]).over(sea())[0]["skill_relations"])
              if row["subject"] == OWN]  # fmt: skip
    assert (row["source"], row["origin"]) == ("records", "accepted by ada on 2026-06-01")


def test_a_decided_mapping_takes_the_place_of_what_a_file_says_of_the_same_two() -> None:
    there = [{"subject": OWN, "predicate": "close match", "object": world.KNOTS},
             {"subject": OWN, "predicate": "broader", "object": world.KNOTS},
             {"subject": OWN, "predicate": "close match", "object": world.ROWING}]  # fmt: skip
    found = relations_of(Reviewed.of([mapped("accepted")]).over(sea(relations=there))[0])
    assert found == {("exact match", world.KNOTS), ("broader", world.KNOTS), ("close match", world.ROWING)}


def test_skills_that_are_called_alike_are_one_concept_until_a_person_says_no() -> None:
    def together(tables: Tables) -> bool:
        words = vocabulary(tables["skills"], tables["skill_relations"])
        return bool(words.concept[words.place[OWN]] == words.concept[words.place[world.KNOTS]])

    assert together(sea())
    assert together(Reviewed.of([mapped("accepted")]).over(sea())[0])
    assert not together(Reviewed.of([mapped("rejected")]).over(sea())[0])
    assert not together(Reviewed.of([mapped("corrected", relation="broad match")]).over(sea())[0])
