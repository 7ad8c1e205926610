"""`stackway skills review`: listed, decided, exported."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from data.records import TAG, Proposal, Records
from data.workspace import Workspace
from tests import world
from tests.api.cli.conftest import Stackway
from tests.api.conftest import NOW

SURE, UNSURE = (
    Proposal(kind=TAG, issuer="sea", subject=world.RADIO, skill=skill, confidence=sure, name="Marine Radio",
             label=world.SKILLS[skill], evidence="you may [also] learn it")
    for skill, sure in ((world.KNOTS, 0.9), (world.ROWING, 0.7))
)  # fmt: skip


@pytest.fixture(autouse=True)
def _queue(sea_workspace: Path) -> None:
    with Records.open(Workspace.open(sea_workspace).records_url) as records:
        records.file_proposals(TAG, [SURE, UNSURE], NOW)


def test_the_least_sure_come_first(stackway: Stackway) -> None:
    told = stackway("skills", "review", "--json").json
    assert [one["id"] for one in told["reviews"]] == [UNSURE.id, SURE.id]
    assert told["counts"] == [{"kind": "tag", "state": "open", "count": 2}]
    assert [one["id"] for one in stackway("skills", "review", "--limit", "1", "--after", UNSURE.id, "--json").json[
        "reviews"]] == [SURE.id]  # fmt: skip
    said = stackway("skills", "review").said
    assert "row a boat" in said
    assert "[also]" in said
    assert "2 are undecided; 0 are decided." in said
    assert stackway("skills", "review", "--issuer", "acme", "--json").json["reviews"] == []


def test_several_are_decided_at_once_and_exported(stackway: Stackway, tmp_path: Path) -> None:
    out = tmp_path / "t.csv"
    ran = stackway("skills", "review", "--accept", SURE.id, "--correct", UNSURE.id, "sail a boat", "--by", "Ada",
                   "--export", out, "--json")  # fmt: skip
    assert ran.code == 0, ran.err
    assert [(one["state"], one["version"], one["decision"]["author"]) for one in ran.json["decided"]] == [
        ("accepted", 1, "Ada"),
        ("corrected", 1, "Ada"),
    ]
    assert ran.json["exported"] == 3
    with out.open(encoding="utf-8", newline="") as file:
        assert {row["skill"]: row["right"] for row in csv.DictReader(file)} == {
            world.KNOTS: "1", world.ROWING: "0", world.SAILING: "1"}  # fmt: skip
    assert stackway("skills", "review", "--state", "corrected", "--json").json["reviews"][0]["id"] == UNSURE.id
    assert "now sail a boat (tag)" in stackway("skills", "review", "--correct", SURE.id, "sail a boat",
                                                "--version", "1").said  # fmt: skip


def test_what_was_decided_is_changed_only_by_who_saw_it(stackway: Stackway) -> None:
    assert stackway("skills", "review", "--reject", SURE.id, "--by", "Ada").code == 0
    ran = stackway("skills", "review", "--accept", SURE.id, "--by", "Ben")
    assert ran.code == 1
    assert "version 1 (rejected, by 'Ada')" in ran.said
    assert stackway("skills", "review", "--reopen", SURE.id, "--version", "1").code == 0
    assert len(stackway("skills", "review", "--json").json["reviews"]) == 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--accept", "nobody"), "No review is called"),
        (("--accept", SURE.id, "--reject", SURE.id), "Two things are said"),
        (("--accept", SURE.id, "--reject", "nobody"), "No review is called"),
        (("--accept", SURE.id, "--issuer", "acme"), "one of 'sea'"),
        (("--relation", "exact match"), "--correct ID SKILL"),
        (("--kind", "map"), "no kind of review"),
        (("--state", "done"), "no state"),
        (("--correct", SURE.id, "juggle"), "No skill is called 'juggle'"),
        (("--export", "nowhere/t.csv"), "can't be written"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_decided(
    stackway: Stackway, words: tuple[str, ...], told: str
) -> None:
    ran = stackway("skills", "review", *words)
    assert ran.code == 1
    assert told in ran.said
    assert len(stackway("skills", "review", "--json").json["reviews"]) == 2
