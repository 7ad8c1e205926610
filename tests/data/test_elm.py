"""European Digital Credentials: claims as achievements, outcomes as skills, and nothing taken for more than it says."""

from __future__ import annotations

import json
from typing import Any

import pytest

from data import openbadges
from data.openbadges import BadgeReading, Belongs
from data.tables import rows_of
from tests.data.badges import TODAY

SKILL = "http://data.europa.eu/esco/skill/" + "a" * 36


def _credential(claim: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "@context": ["https://www.w3.org/2018/credentials/v1", "http://data.europa.eu/snb/model/context/edc-ap"],
        "type": ["VerifiableCredential", "EuropeanDigitalCredential"],
        "id": "urn:credential:1",
        "issuer": {"id": "urn:epass:org:9", "type": "Organisation", "legalName": {"en": "Seal Ltd"}},
        "issued": "2024-05-02T00:00:00Z",
        "credentialSubject": {
            "type": "Person",
            "contactPoint": {"emailAddress": {"id": "mailto:ann@x.example"}},
            "hasClaim": claim,
        },
        **more,
    }


ACHIEVEMENT: dict[str, Any] = {
    "type": "LearningAchievement",
    "id": "urn:epass:learningAchievement:1",
    "title": {"de": "Knoten", "en": "Knots"},
    "awardedBy": {"awardingBody": {"legalName": {"en": "Uni"}, "homepage": {"contentURL": "https://uni.example"}}},
    "provenBy": {"dateIssued": "2024-04-30T10:00:00Z"},
    "specifiedBy": {
        "type": "Qualification",
        "volumeOfLearning": "PT45H",
        "eqfLevel": {"prefLabel": {"en": "Level 6"}},
        "learningOutcome": [
            {
                "title": {"en": "Ties knots"},
                "relatedESCOSkill": [{"id": SKILL, "prefLabel": {"en": "tie knots"}}],
                "relatedSkill": {"id": "urn:epass:s:1", "prefLabel": {"en": "splicing"}},
            },
            {"title": {"en": "Works at heights"}},
        ],
    },
}


def _read(value: dict[str, Any]) -> BadgeReading:
    return openbadges.read_contents(
        {"elm.json": json.dumps(value).encode()}, recipients=["ann@x.example"], learner="L", today=TODAY
    )


def test_a_learning_achievement_becomes_a_credential_and_an_award() -> None:
    reading = _read(_credential(ACHIEVEMENT))
    row = rows_of(reading.tables["credentials"])[0]
    assert (row["name"], row["issuer_name"], row["issuer"]) == ("Knots", "Uni", "uni-example")
    assert (row["hours"], row["level"], row["kind"]) == (45.0, "Level 6", "achievement")
    found = reading.findings[0]
    assert found.belongs is Belongs.YES
    assert found.award is not None
    assert (found.award.state, found.award.date) == ("awarded", "2024-04-30")


def test_its_outcomes_become_skills_by_identifier_where_esco_names_them() -> None:
    skills = rows_of(_read(_credential(ACHIEVEMENT)).tables["credential_skills"])
    assert [(row["skill"], row["label"], row["evidence"]) for row in skills] == [
        ("esco:skill/" + "a" * 36, "tie knots", "Ties knots"),
        (None, "splicing", "Ties knots"),
        (None, "Works at heights", "Works at heights"),
    ]


def test_identifiers_that_count_within_one_document_only_are_no_ones_identifiers() -> None:
    other = {**ACHIEVEMENT, "title": "Sailing"}
    reading = openbadges.read_contents(
        {str(at): json.dumps(_credential(claim)).encode() for at, claim in enumerate([ACHIEVEMENT, other])}
    )
    assert reading.tables["credentials"]["name"].tolist() == ["Knots", "Sailing"]
    assert reading.findings[0].credential_url == ""


@pytest.mark.parametrize(
    ("more", "state"),
    [({}, "enrolled"), ({"temporal": {"endDate": "2024-05-01"}}, "completed"), ({"temporal": {}}, "enrolled")],
)
def test_an_activity_counts_as_completed_only_where_it_says_when_it_ended(more: dict[str, Any], state: str) -> None:
    found = _read(_credential({"type": "LearningActivity", "title": "Summer school", **more})).findings[0]
    assert found.award is not None
    assert found.award.state == state


def test_a_credential_without_an_achievement_is_refused_by_its_name() -> None:
    reading = _read(_credential({"type": "LearningEntitlement", "title": "May enrol"}))
    assert "without a learning achievement or activity" in reading.findings[0].error
    assert len(reading.tables["awards"]) == 0
