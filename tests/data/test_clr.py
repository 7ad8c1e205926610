"""Learning records: their badges one by one, and what their associations say as pathways."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from data import openbadges
from data.badge_types import Achievement, BadgeIssuer, credential_id
from data.openbadges import BadgeReading
from data.tables import rows_of

HERE = Path(__file__).parent / "fixtures" / "openbadges"
UNI = {"id": "https://uni.example", "type": ["Profile"], "name": "Uni"}


def _achievement(name: str, **more: Any) -> dict[str, Any]:
    return {"id": f"https://uni.example/{name}", "type": ["Achievement"], "name": name, "creator": UNI, **more}


def _record(*associations: tuple[str, str, str], **more: Any) -> dict[str, Any]:
    linked = [
        {"type": "Association", "associationType": kind, "sourceId": f"https://uni.example/{source}",
         "targetId": f"https://uni.example/{target}"}
        for source, kind, target in associations
    ]  # fmt: skip
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": "https://uni.example/records/1",
        "type": ["VerifiableCredential", "ClrCredential"],
        "issuer": UNI,
        "name": "Transcript",
        "credentialSubject": {"achievement": [_achievement(name) for name in "abc"], "association": linked, **more},
    }


def _read(record: dict[str, Any], **more: Any) -> BadgeReading:
    return openbadges.read_contents({"clr.json": json.dumps(record).encode()}, issuer="uni", **more)


def _id(name: str) -> str:
    return credential_id(
        Achievement(f"https://uni.example/{name}", name, BadgeIssuer("Uni", "https://uni.example")), "uni"
    )


def _steps(reading: BadgeReading) -> list[tuple[int, str]]:
    return [(row["position"], row["credential"]) for row in rows_of(reading.tables["pathway_steps"])]


def test_what_precedes_what_becomes_a_pathway_in_that_order() -> None:
    reading = _read(_record(("b", "precedes", "c"), ("a", "precedes", "b")))
    pathway = rows_of(reading.tables["pathways"])[0]
    assert (pathway["name"], pathway["destination"], pathway["locator"]) == ("Transcript", None, "clr.json[1]")
    assert "not published as a pathway" in pathway["note"]
    assert _steps(reading) == [(1, _id("a")), (2, _id("b")), (3, _id("c"))]


@pytest.mark.parametrize(
    "associations",
    [
        [("a", "isParentOf", "b"), ("a", "isParentOf", "c")],
        [("b", "isChildOf", "a"), ("c", "isPartOf", "a")],
        [("b", "isChildOf", "a"), ("a", "isParentOf", "c"), ("b", "isChildOf", "a")],
    ],
)
def test_a_whole_and_its_parts_become_a_pathway_that_ends_in_the_whole(
    associations: list[tuple[str, str, str]],
) -> None:
    reading = _read(_record(*associations))
    pathway = rows_of(reading.tables["pathways"])[0]
    assert (pathway["name"], pathway["destination"]) == ("The parts of a", _id("a"))
    assert _steps(reading) == [(1, _id("b")), (1, _id("c")), (2, _id("a"))]


def test_what_no_table_holds_is_counted_in_a_remark() -> None:
    reading = _read(_record(("a", "exactMatchOf", "b"), ("b", "exactMatchOf", "c"), ("a", "precedes", "elsewhere")))
    assert reading.report.remarks == [
        "clr.json[1]: 2 associations 'exactMatchOf' aren't kept: no table holds them",
        "clr.json[1]: 1 associations name an achievement that isn't in the record",
    ]
    assert len(reading.tables["pathways"]) == 0


def test_achievements_that_precede_each_other_in_a_circle_are_in_no_pathway() -> None:
    reading = _read(_record(("a", "precedes", "b"), ("b", "precedes", "a")))
    assert len(reading.tables["pathways"]) == 0
    assert "2 achievements precede each other in a circle" in reading.report.remarks[0]


def test_the_same_record_twice_gives_its_pathway_once() -> None:
    content = json.dumps(_record(("a", "precedes", "b"))).encode()
    reading = openbadges.read_contents({"one": content, "two": content})
    assert len(reading.tables["pathways"]) == 1


def test_the_badges_of_a_record_are_awards_and_its_alignments_are_skills() -> None:
    case = "https://case.example/ims/case/v1p0/CFItems/7"
    skill = {
        "type": ["Alignment"],
        "targetName": "splice",
        "targetUrl": case,
        "targetType": "CFItem",
        "targetFramework": "Ours",
    }
    badge = {
        "type": ["VerifiableCredential", "AchievementCredential"],
        "issuer": UNI,
        "validFrom": "2024-01-01T00:00:00Z",
        "credentialSubject": {"achievement": _achievement("d", alignment=[skill])},
    }
    reading = _read(_record(("a", "precedes", "d"), verifiableCredential=[badge]), learner="L")
    assert [row["name"] for row in rows_of(reading.tables["credentials"])] == ["a", "b", "c", "d"]
    assert reading.tables["awards"]["credential"].tolist() == [_id("d")]
    taught = rows_of(reading.tables["credential_skills"])[0]
    assert (taught["credential"], taught["label"], taught["origin"]) == (_id("d"), "splice", case)
    assert _steps(reading) == [(1, _id("a")), (2, _id("d"))]


def test_a_published_record_is_read_whole() -> None:
    reading = openbadges.read([HERE / "clr20-complex.json"], learner="L")
    assert [finding.name for finding in reading.findings[:3]] == [
        "Ellis Monday", "Nurse Assistant 1 Program with Licensure", "Health Careers 1",
    ]  # fmt: skip
    pathway = rows_of(reading.tables["pathways"])[0]
    assert pathway["name"] == "The parts of Nurse Assistant 1 Program with Licensure"
    assert any("3 associations name an achievement that isn't in the record" in text for text in reading.report.remarks)
