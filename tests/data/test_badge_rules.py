"""Broken, revoked and odd badges: read with a word about what is wrong, or refused with the reason."""

from __future__ import annotations

import base64
import gzip
import json
from typing import Any

import pytest

from data import openbadges
from data.badge_types import BadgeFinding
from tests.data.badges import ASSERTION, TODAY, one, png
from tests.data.signing import Signer, credential

DID = "did:web:ropes.example"
LIST = "https://ropes.example/status/1"


def _read(*values: Any, **more: Any) -> tuple[BadgeFinding, ...]:
    contents = {str(at): json.dumps(value).encode() for at, value in enumerate(values)}
    return openbadges.read_contents(contents, today=TODAY, **more).findings


# --- revocation by status lists ---


def _bits(*revoked: int, prefix: str = "u") -> str:
    row = bytearray(16)
    for index in revoked:
        row[index // 8] |= 128 >> index % 8
    return prefix + base64.urlsafe_b64encode(gzip.compress(bytes(row))).rstrip(b"=").decode()


def _listed(encoded: str, issuer: str = DID, **more: Any) -> dict[str, Any]:
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": LIST,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "credentialSubject": {"type": "BitstringStatusList", "statusPurpose": "revocation", "encodedList": encoded},
        **more,
    }


def _entry(index: Any, **more: Any) -> dict[str, Any]:
    entry = {"type": "BitstringStatusListEntry", "statusPurpose": "revocation", "statusListIndex": index}
    return {**entry, "statusListCredential": LIST, **more}


@pytest.mark.parametrize(("index", "state"), [("9", "revoked"), (9, "revoked"), ("8", "awarded"), ("10", "awarded")])
@pytest.mark.parametrize("prefix", ["u", ""])
def test_a_status_list_beside_the_badge_says_whether_it_was_revoked(index: Any, state: str, prefix: str) -> None:
    badge = credential(DID, credentialStatus=_entry(index))
    found = _read(badge, _listed(_bits(9, prefix=prefix)))[0]
    assert found.award is not None
    assert found.award.state == state
    assert "revoked" not in found.why_not


@pytest.mark.parametrize(
    ("entry", "listed", "why"),
    [
        (_entry("9"), {"id": "https://x.example"}, "the status list isn't in the upload"),
        (_entry("9"), _listed(_bits(9), issuer="did:web:other.example"), "the status list is another issuer's"),
        (_entry("900"), _listed(_bits(9)), "past the end of the status list"),
        (_entry("-1"), _listed(_bits(9)), "no index that can be read"),
        (_entry("9", statusSize=0), _listed(_bits(9)), "no size that can be read"),
        (_entry("9"), _listed("unonsense"), "the status list is damaged"),
        ("https://x.example/status", _listed(_bits(9)), "wasn't looked up"),
    ],
)
def test_where_the_status_cannot_be_told_the_badge_says_so(entry: Any, listed: dict[str, Any], why: str) -> None:
    found = _read(credential(DID, credentialStatus=entry), listed)[0]
    assert found.award is not None
    assert found.award.state == "awarded"
    assert why in found.why_not


def test_a_status_list_that_was_changed_after_it_was_signed_is_not_believed() -> None:
    signer = Signer()
    listed = signer.signed(_listed(_bits(), issuer=signer.did))
    listed["credentialSubject"]["encodedList"] = _bits(1)
    badge, changed = _read(credential(signer.did, credentialStatus=_entry("9")), listed)
    assert "wasn't looked up" in badge.why_not
    assert changed.proof == "invalid"


# --- several achievements ---


def test_a_credential_for_several_achievements_gives_an_award_of_each() -> None:
    badge = credential(DID)
    subject = badge["credentialSubject"]
    bends = {**subject, "achievement": {**subject["achievement"], "id": "https://ropes.example/bends", "name": "Bends"}}
    both = {**subject, "achievement": [subject["achievement"], bends["achievement"]]}
    for subjects in ([subject, bends], both):
        found = _read({**badge, "credentialSubject": subjects}, learner="L")
        assert [finding.name for finding in found] == ["Knots", "Bends"]
        assert all(finding.award for finding in found)


def test_two_achievements_under_one_identifier_are_remarked_upon() -> None:
    other = credential(DID)
    other["credentialSubject"]["achievement"]["name"] = "Sailing"
    contents = {str(at): json.dumps(value).encode() for at, value in enumerate([credential(DID), other])}
    report = openbadges.read_contents(contents).report
    assert report.remarks == ["1: 'Sailing' has the identifier of 'Knots', and is taken for the same"]


# --- what breaks the rules is said ---


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"@context": ["https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]}, "first context"),
        ({"issuer": {}}, "names no issuer"),
        ({"refreshService": {"id": "https://x.example", "type": "R"}}, "whether there is a newer one wasn't looked up"),
        ({"validFrom": None}, "doesn't say since when it is valid"),
        (
            {"evidence": [{"type": "Evidence"}, {"type": "InvalidEvidence"}]},
            "evidence is of the type 'InvalidEvidence'",
        ),
        ({"issuer": {"id": DID, "type": "Profile", "parentOrg": {"type": ["Odd"]}}}, "issuer.parentOrg is of the type"),
    ],
)
def test_a_credential_that_breaks_its_format_is_read_and_says_so(more: dict[str, Any], why: str) -> None:
    found = one({**credential(DID), **more})
    assert found.award is not None
    assert why in found.why_not


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"@context": "https://w3id.org/openbadges/invalid"}, "its context isn't that of Open Badges"),
        ({"recipient": None}, "it names no recipient"),
        ({"issuedOn": None}, "doesn't say when it was issued"),
        (
            {"badge": {**ASSERTION["badge"], "issuer": {"id": "x", "type": "Odd", "name": "X"}}},
            "its issuer is of the type",
        ),
        (
            {"badge": {**ASSERTION["badge"], "issuer": {"id": "x", "type": "Issuer", "name": "X"}}},
            "no web address: 'x'",
        ),
    ],
)
def test_an_assertion_that_breaks_its_format_is_read_and_says_so(more: dict[str, Any], why: str) -> None:
    assert why in one({**ASSERTION, **more}).why_not


@pytest.mark.parametrize(
    ("rule", "allowed"),
    [
        ({"startsWith": "https://x.example/a/"}, True),
        ({"startsWith": ["https://y.example/", "https://x.example/"]}, True),
        ({"startsWith": "https://y.example/"}, False),
        ({"allowedOrigins": "x.example"}, True),
        ({"allowedOrigins": ["https://x.example", "y.example"]}, True),
        ({"allowedOrigins": "y.example"}, False),
    ],
)
def test_a_hosted_badge_lies_where_its_issuer_hosts_badges(rule: dict[str, Any], allowed: bool) -> None:
    issuer = {**ASSERTION["badge"]["issuer"], "verification": rule}
    found = one({**ASSERTION, "badge": {**ASSERTION["badge"], "issuer": issuer}})
    assert (found.award is not None) is allowed
    assert ("where its issuer doesn't host badges" in found.error) is not allowed


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ({**ASSERTION, "type": "OtherAssertion"}, "an object of another kind ('OtherAssertion')"),
        (credential(DID, type=["VerifiableCredential", "DriversLicence"], credentialSubject={}), "'DriversLicence'"),
        (credential(DID, type=["VerifiableCredential"], credentialSubject={}), "without an achievement"),
        ({"@context": {"name": "https://schema.org/name"}}, "a JSON-LD context"),
        ({"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object"}, "a JSON Schema"),
        ({"type": "CoolClass"}, "the type 'CoolClass'"),
        ({"type": ["VerifiableCredential", "ClrCredential"], "credentialSubject": {}}, "without a badge inside"),
        ({"type": "BadgeClass", "id": "https://x.example"}, "without a name"),
    ],
)
def test_what_is_no_badge_is_refused_by_its_name(value: dict[str, Any], why: str) -> None:
    found = one(value)
    assert why in found.error
    assert found.award is None


def test_a_token_or_picture_that_carries_something_else_is_refused_as_that() -> None:
    token = Signer().token({"sub": "ann", "vct": "https://x.example/licence"})
    for content in (token, png((b"iTXt", b"openbadges\0\0\0\0\0{}"))):
        assert "something else than an Open Badge" in one(content).error


def test_a_template_whose_places_were_never_filled_in_is_refused() -> None:
    badge = credential(DID)
    badge["credentialSubject"]["achievement"]["name"] = "{{ badgeName }}"
    assert "places were never filled in" in one(badge).error


def test_a_web_page_is_refused_as_one() -> None:
    assert "A web page, not a badge" in one("<!DOCTYPE html>\n<html><body><svg/></body></html>").error
    assert "A web page, not a badge" in one("<!-- saved -->\n<div>badge</div>").error


def test_a_badge_inside_another_kind_of_credential_is_found() -> None:
    wrapper = credential(DID, type=["VerifiableCredential", "Resume"], credentialSubject={"papers": [credential(DID)]})
    found = _read(wrapper)
    assert [finding.name for finding in found] == ["Knots"]


def test_a_badge_in_an_envelope_is_found_with_its_signature() -> None:
    signer = Signer()
    token = signer.token({"vc": credential(signer.did)}, kid=signer.did)
    presentation = {
        "type": "VerifiablePresentation",
        "verifiableCredential": [{"type": "EnvelopedVerifiableCredential", "id": f"data:application/vc+jwt,{token}"}],
    }
    found = _read(presentation)
    assert [(finding.kind, finding.verified) for finding in found] == [("presentation", False), ("credential", True)]


def test_a_holders_signature_says_nothing_about_the_badges_that_are_presented() -> None:
    signer = Signer()
    token = signer.token({"vp": {"type": "VerifiablePresentation", "verifiableCredential": [credential(signer.did)]}})
    contents = {"vp": token.encode()}
    inner = openbadges.read_contents(contents).findings[1]
    assert (inner.name, inner.verified) == ("Knots", False)
    assert "no proof" in inner.why_not


@pytest.mark.parametrize(
    "value",
    [
        {**ASSERTION, "type": ["Assertion", "https://w3id.org/openbadges#Assertion"]},
        {("@id" if key == "id" else "@type" if key == "type" else key): part for key, part in ASSERTION.items()},
        {**ASSERTION, "badge": {**ASSERTION["badge"], "name": {"de": "Knoten", "en": "Knots"}}},
        {**ASSERTION, "badge": {**ASSERTION["badge"], "name": [{"@value": "Knots", "@language": "en"}]}},
    ],
)
def test_the_spellings_of_json_ld_mean_the_same(value: dict[str, Any]) -> None:
    found = one(value)
    assert (found.kind, found.name, found.award is not None) == ("assertion", "Knots", True)
