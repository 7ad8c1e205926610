"""Badges as people have them: recognised in every wrapping, never verified, and never another person's."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import openbadges
from data.alignments import known_identifier
from data.openbadges import BadgeReading, Belongs
from tests.data.badges import ASSERTION, TODAY, one

HERE = Path(__file__).parent / "fixtures" / "openbadges"
MINE = ("nobody@example.org",)
CASE = "case:8f14e45f-ceea-467a-9d7a-0b5a6d1e0001"
ESCO = "esco:skill/" + "a" * 36


def _read(*names: str, recipients: tuple[str, ...] = MINE, learner: str = "") -> BadgeReading:
    return openbadges.read([HERE / name for name in names], recipients=recipients, today=TODAY, learner=learner)


# --- Open Badges 2.0 ---


def test_an_assertion_with_its_badge_class_and_issuer_beside_it_is_understood_whole() -> None:
    reading = _read("ob20-basic-assertion.json", "ob20-robotics-badge.json", "ob20-organization.json")
    found = reading.findings[0]
    assert (found.kind, found.name, found.issuer_name) == (
        "assertion", "Awesome Robotics Badge", "An Example Badge Issuer",
    )  # fmt: skip
    assert found.credential_url == "https://example.org/robotics-badge.json"
    assert found.award is not None
    assert (found.award.state, found.award.date, found.award.known) == ("awarded", "2016-12-31", "uploaded")
    assert reading.tables["credentials"]["name"].tolist() == ["Awesome Robotics Badge"]


def test_an_assertion_alone_says_that_its_badge_is_known_by_address_only() -> None:
    reading = _read("ob20-basic-assertion.json")
    assert reading.findings[0].name == ""
    assert reading.findings[0].credential_url == "https://example.org/robotics-badge.json"
    assert "address wasn't visited" in reading.findings[0].why_not
    assert len(reading.tables["credentials"]) == 0


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("ob20-basic-assertion.json", "hosted badge whose address wasn't visited"),
        ("ob20-simple.jwt", "signature present, not checked"),
        ("ob20-simple-badge.png", "wasn't visited"),
        ("ob30-simple.json", "whether that is a key of the issuer's isn't known here"),
        ("ob30-credential-status-revoked.json", "whether it was revoked wasn't looked up"),
        ("ob30-velocity.jwt", "signature present, not checked"),
    ],
)
def test_a_badge_by_itself_is_not_verified_and_says_why(name: str, why: str) -> None:
    found = _read(name).findings[0]
    assert found.verified is False
    assert why in found.why_not
    assert found.award is not None
    assert found.award.note == found.why_not


def test_the_state_of_a_badge_follows_its_dates_and_the_lists_beside_it() -> None:
    states = {
        found.file: found.award.state
        for found in _read(
            "ob20-basic-assertion-expired.json",
            "ob20-basic-assertion-in-future.json",
            "ob20-simple-revoked.jwt",
            "ob20-revocation-list.json",
        ).findings
        if found.award
    }
    assert states == {
        "ob20-basic-assertion-expired.json": "expired",
        "ob20-simple-revoked.jwt": "revoked",
    }


def test_dates_that_make_no_sense_are_said() -> None:
    early = _read("ob20-basic-assertion-in-future.json").findings[0]
    assert "dated in the future (2100-12-31), so it doesn't count yet" in early.why_not
    assert early.award is None
    assert "before it was issued" in _read("ob20-basic-assertion-expired-before-issued.json").findings[0].why_not


def test_a_badge_that_says_it_was_revoked_is_revoked() -> None:
    found = one({**ASSERTION, "revoked": True})
    assert found.award is not None
    assert found.award.state == "revoked"


# --- whose it is ---


def test_a_hashed_recipient_is_recognised_by_the_e_mail() -> None:
    assert _read("ob20-basic-assertion.json").findings[0].belongs is Belongs.YES


def test_a_badge_of_another_person_gives_no_award_and_says_so() -> None:
    found = _read("ob20-basic-assertion.json", recipients=("ann@x.example",), learner="ann").findings[0]
    assert (found.belongs, found.award) == (Belongs.NO, None)
    assert "belongs to another person" in found.why_not


def test_without_an_e_mail_or_with_a_nameless_recipient_it_stays_unknown() -> None:
    assert _read("ob20-basic-assertion.json", recipients=()).findings[0].belongs is Belongs.UNKNOWN
    nameless = _read("ob30-simple.json").findings[0]
    assert nameless.belongs is Belongs.UNKNOWN
    assert nameless.award is not None


@given(
    email=st.emails(),
    salt=st.text(max_size=8),
    algorithm=st.sampled_from(["sha256", "md5"]),
    shape=st.sampled_from(["identity", "identityHash"]),
)
@settings(max_examples=40, deadline=None)
def test_every_salted_hash_matches_its_own_e_mail_and_no_other(
    email: str, salt: str, algorithm: str, shape: str
) -> None:
    salt = salt.strip()
    made = hashlib.new(algorithm, (email + salt).encode()).hexdigest()
    recipient = {"type": "email", "hashed": True, "salt": salt, shape: f"{algorithm}${made}"}
    badge = {**ASSERTION, "recipient": recipient}
    assert one(badge, recipients=[email]).belongs is Belongs.YES
    assert one(badge, recipients=["x" + email]).belongs is Belongs.NO


def test_the_recipients_e_mail_stands_in_no_table_and_no_report() -> None:
    reading = openbadges.read_contents(
        {"b": json.dumps(ASSERTION).encode()}, recipients=["ann@x.example"], learner="L7", today=TODAY
    )
    tables = " ".join(table.to_csv() for table in reading.tables.values())
    assert reading.tables["awards"]["learner"].tolist() == ["L7"]
    assert "ann@" not in tables + repr(reading.findings) + repr(reading.report)


# --- Open Badges 3.0 ---


@pytest.mark.parametrize(
    "name", ["ob30-simple.json", "ob30-simple-json.svg", "ob30-simple-jwt.svg", "ob30-simple-jwt.png"]
)
def test_the_same_credential_is_read_from_json_svg_png_and_token(name: str) -> None:
    found = _read(name).findings[0]
    assert (found.kind, found.name, found.credential_url) == (
        "credential", "Teamwork", "https://example.com/achievements/21st-century-skills/teamwork",
    )  # fmt: skip
    assert found.award is not None
    assert found.award.date == "2010-01-01"


def test_a_full_credential_gives_its_alignments_and_recognises_its_holder() -> None:
    reading = _read("ob30-complete.json", recipients=("student@1edtech.edu",))
    found = reading.findings[0]
    assert (found.belongs, found.issuer_name) == (Belongs.YES, "1EdTech University")
    skills = reading.tables["credential_skills"]
    assert "ctdl:ce-98cb027b-95ef-4494-908d-6f7790ec6b6b" in skills["skill"].dropna().tolist()
    assert set(skills["how"]) == {"stated"}


def test_a_credential_without_an_achievement_is_an_error_that_leaves_the_rest_alone() -> None:
    reading = _read("ob30-simple-noproof.json", "ob30-simple.json")
    assert "names no achievement" in reading.findings[0].error
    assert reading.findings[1].award is not None
    assert reading.report.aside[0].locator == "ob30-simple-noproof.json"


@pytest.mark.parametrize("name", ["clr20-simple.jwt", "clr20-complex.json"])
def test_a_learning_record_is_taken_apart_into_its_badges(name: str) -> None:
    findings = _read(name).findings
    assert findings[0].kind == "learning record"
    assert len(findings) > 1
    assert not [found for found in findings if found.error]


def test_alignments_to_known_vocabularies_become_identifiers_and_occupations_are_kept_apart() -> None:
    uuid = "0a2d3f4b-1111-2222-3333-444455556666"
    badge = {
        **ASSERTION["badge"],
        "alignment": [
            {"targetName": "splice", "targetUrl": f"http://data.europa.eu/esco/skill/{uuid}"},
            {"targetName": "Rigger", "targetUrl": "https://www.onetonline.org/link/summary/49-9096.00"},
            {"targetName": "own skill", "targetUrl": "https://x.example/s", "targetFramework": "Ours"},
        ],
    }
    tables = openbadges.read_contents({"b": json.dumps(badge).encode()}, issuer="ropes").tables
    skills = tables["credential_skills"][["skill", "label", "evidence"]].astype(object)
    assert skills.where(skills.notna(), None).to_numpy().tolist() == [
        [f"esco:skill/{uuid}", "splice", None],
        [None, "own skill", "alignment to Ours"],
    ]
    row = tables["credentials"].iloc[0]
    assert (list(row["occupations"]), list(row["subjects"]), row["issuer"]) == (["Rigger"], ["rope"], "ropes")


def test_alignments_that_are_not_to_skills_give_none_and_a_level_where_they_name_one() -> None:
    achievement = {
        "type": "Achievement",
        "id": "https://x.example/knots",
        "name": "Knots",
        "alignment": [
            {
                "targetType": "ext:EQF",
                "targetName": "EQF level 4",
                "targetCode": "4",
                "targetUrl": "https://x.example/eqf",
            },
            {"targetType": "ext:QualityAssurance", "targetName": "Board", "targetUrl": "https://x.example/q"},
            {"targetType": "ext:Skill", "targetName": "splice", "targetUrl": "https://x.example/s"},
            {"targetType": "CFRubricCriterion", "targetName": "Rubric", "targetUrl": "https://x.example/r"},
        ],
    }
    tables = openbadges.read_contents({"b": json.dumps(achievement).encode()}).tables
    assert tables["credential_skills"]["label"].tolist() == ["splice"]
    assert tables["credentials"]["level"].tolist() == ["EQF 4"]


@pytest.mark.parametrize(
    ("address", "identifier"),
    [
        ("https://esco.ec.europa.eu/x?uri=http%3A%2F%2Fdata.europa.eu%2Fesco%2Fskill%2F" + "a" * 36, ESCO),
        ("https://www.onetonline.org/find/descriptor/result/2.A.1.a", "onet:element/2.A.1.a"),
        ("https://case.example/ims/case/v1p1/CFItems/8F14E45F-CEEA-467A-9D7A-0B5A6D1E0001", CASE),
        ("https://case.example/uri/8f14e45f-ceea-467a-9d7a-0b5a6d1e0001", CASE),
        ("https://osmt.example/api/skills/8f14e45f-ceea-467a-9d7a-0b5a6d1e0001", CASE.replace("case", "rsd")),
        ("https://evil.example/?q=onet", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_an_address_of_a_vocabulary_is_recognised(address: str, identifier: str) -> None:
    assert known_identifier(address) == identifier


def test_what_is_not_an_award_says_what_it_is() -> None:
    assert "an issuer" in _read("ob20-organization.json").findings[0].why_not
    assert "isn't an award" in _read("ob20-robotics-badge.json").findings[0].why_not
