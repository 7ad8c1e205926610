"""Signed tokens: valid with their issuer's own key, refused where they were changed, and never by a secret one."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.openbadges import Belongs
from tests.data.signing import Signer, credential, packed, read_badges

SIGNER = Signer()


def test_a_token_signed_with_its_issuers_own_key_is_valid() -> None:
    payload = {"iss": SIGNER.did, "vc": credential(SIGNER.did)}
    jwk_did = "did:jwk:" + packed(json.dumps(SIGNER.jwk).encode())
    by_jwk = {"iss": jwk_did, "vc": credential(jwk_did)}
    assert read_badges(SIGNER.token(payload, kid=SIGNER.did))[0].verified
    assert read_badges(SIGNER.token(payload))[0].verified
    assert read_badges(SIGNER.token(by_jwk, kid=f"{jwk_did}#0"))[0].verified
    assert read_badges(SIGNER.token(credential(SIGNER.did), typ="vc+jwt", kid=SIGNER.did))[0].verified


def test_a_key_that_a_token_brings_along_shows_nothing_about_its_issuer() -> None:
    found = read_badges(SIGNER.token({"vc": credential("https://ropes.example")}, jwk=SIGNER.jwk))[0]
    assert (found.verified, found.proof) == (False, "unverified")
    assert "the key that the badge itself brings along" in found.why_not


def test_a_token_whose_payload_was_changed_is_refused() -> None:
    token = SIGNER.token({"vc": credential(SIGNER.did)}, kid=SIGNER.did)
    header, _, signature = token.split(".")
    forged = credential(SIGNER.did)
    forged["credentialSubject"]["achievement"]["name"] = "Sailing"
    found = read_badges(f"{header}.{packed(json.dumps({'vc': forged}).encode())}.{signature}")[0]
    assert (found.proof, found.award) == ("invalid", None)


@given(at=st.integers(min_value=0), new=st.sampled_from("ABCxyz019_-"))
@settings(max_examples=40, deadline=None)
def test_a_token_with_one_letter_changed_is_never_valid(at: int, new: str) -> None:
    token = SIGNER.token({"vc": credential(SIGNER.did)}, kid=SIGNER.did)
    at %= len(token)
    changed = token[:at] + new + token[at + 1 :]
    same = [base64.urlsafe_b64decode(part + "==") for part in token.split(".")]
    try:
        if [base64.urlsafe_b64decode(part + "==") for part in changed.split(".")] == same:
            return
    except ValueError:
        pass
    assert not any(found.verified for found in read_badges(changed))


@pytest.mark.parametrize("algorithm", ["none", "HS256", "RS1", ""])
def test_an_algorithm_without_a_public_key_proves_nothing(algorithm: str) -> None:
    token = SIGNER.token({"vc": credential(SIGNER.did)}, alg=algorithm, kid=SIGNER.did)
    found = read_badges(token)[0]
    assert (found.verified, found.proof) == (False, "unverified")
    assert "its algorithm proves nothing" in found.why_not


def test_an_algorithm_of_another_kind_of_key_is_not_checked() -> None:
    token = SIGNER.token({"vc": credential(SIGNER.did)}, alg="RS256", kid=SIGNER.did)
    assert "don't go together" in read_badges(token)[0].why_not


def _hidden(name: str | None, value: Any) -> tuple[str, str]:
    """A disclosure and its digest."""
    text = packed(json.dumps(["salt", *([name] if name else []), value]).encode())
    return text, packed(hashlib.sha256(text.encode()).digest())


def test_claims_that_are_disclosed_one_by_one_are_put_back_and_covered_by_the_signature() -> None:
    badge = credential(SIGNER.did)
    achievement = badge["credentialSubject"].pop("achievement")
    identifier = badge["credentialSubject"].pop("identifier")[0]
    named, digest = _hidden("achievement", achievement)
    element, inside = _hidden(None, identifier)
    badge["credentialSubject"] |= {"_sd": [digest, packed(b"another")], "identifier": [{"...": inside}, {"...": "x"}]}
    token = SIGNER.token({**badge, "_sd_alg": "sha-256"}, typ="vc+sd-jwt", kid=SIGNER.did)
    whole = read_badges(f"{token}~{named}~{element}~")[0]
    assert (whole.name, whole.verified, whole.belongs) == ("Knots", True, Belongs.YES)
    assert read_badges(f"{token}~{named}~")[0].belongs is Belongs.UNKNOWN
    assert "names no achievement" in read_badges(f"{token}~{element}~")[0].error


def test_a_claim_that_the_token_does_not_name_is_not_let_in() -> None:
    token = SIGNER.token(credential(SIGNER.did), kid=SIGNER.did)
    for name, value in (("achievement", {"name": "Sailing"}), (None, "Sailing")):
        assert "claims that it doesn't name" in read_badges(f"{token}~{_hidden(name, value)[0]}~")[0].error
    assert "can't be read" in read_badges(f"{token}~nonsense~")[0].error
    twice, digest = _hidden("name", "Sailing")
    again = SIGNER.token({**credential(SIGNER.did), "name": "Knots", "_sd": [digest]}, kid=SIGNER.did)
    assert "discloses a claim twice" in read_badges(f"{again}~{twice}~")[0].error
