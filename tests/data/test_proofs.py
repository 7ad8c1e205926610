"""Signatures: what fits says by which key, what was changed is refused, and what can't be checked says why not."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import openbadges
from data.badge_types import BadgeFinding
from data.proofs import AtHand, Outcome, check_document
from tests.data.badges import TODAY, one
from tests.data.signing import SUITES, Signer, changed, credential, read_badges

HERE = Path(__file__).parent / "fixtures" / "openbadges"
SIGNER = Signer()


# --- signatures that others made ---

ALUMNI: dict[str, Any] = {
    "@context": ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/examples/v2"],
    "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
    "type": ["VerifiableCredential", "AlumniCredential"],
    "name": "Alumni Credential",
    "description": "A minimum viable example of an Alumni Credential.",
    "issuer": "https://vc.example/issuers/5678",
    "validFrom": "2023-01-01T00:00:00Z",
    "credentialSubject": {"id": "did:example:abcdefgh", "alumniOf": "The School of Examples"},
}
EXAMPLES = {
    "https://www.w3.org/ns/credentials/examples/v2": {
        "@context": {"@vocab": "https://www.w3.org/ns/credentials/examples#"}
    }
}
ED = "https://vc.example/issuers/5678#z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
P256 = "zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP"
P384 = "z82LkuBieyGShVBhvtE2zoiD6Kma4tJGFtkAhxR5pfkp5QPw4LutoYWhvQCnGjdVn14kujQ"
# Test vectors of the W3C's vc-di-eddsa and vc-di-ecdsa: the suite, the key's name, the signature.
PUBLISHED = [
    ("eddsa-jcs-2022", ED, "z63t83Y53KfzJ5ZosfKTnqfMcKB2dmTrfjSaQjeNNjAD5srBowQfmWqeRb8rRjmeEuCBEs"
     "ddF9LsVogtuTsijJKh4"),
    ("eddsa-rdfc-2022", ED, "z21EVs3eXERqTn4acNHT9viboqgzUaQ3kTmhPT3eA8qrVPE7CrQq78WkzctnMX5W4CrzcK"
     "nHw8V6dvy5pgWYCU5e9"),
    ("ecdsa-jcs-2019", P256, "zq6PrUMCtqY5obCSsrQxuFJdGffCDxvFuopdZiBPUBRTFEs1VVsBZi8YiEwVWgHYrXxoV9"
     "3gBHqGDBtQLPFxpZxz"),
    ("ecdsa-rdfc-2019", P256, "zaHXrr7AQdydBk3ahpCDpWbxfLokDqmCToYm2dyWvpcFVyWooC2he63w1f7UNQoAMKdhaR"
     "tcnaE2KTo5o5vTCcfw"),
    ("ecdsa-jcs-2019", P384, "zR3krc7pt9Dpn1PY2u8HWPePggtzAG2SuH2ZGNrzw8Ku3QrFLWgDTjS5mCWy65ShixJEtp"
     "MwfviAFfh5xTgd5FGN1sSbpPJ5djqSZQLqQkY8KLBPNswuqKtq3bS8f9vEHm8w"),
    ("ecdsa-rdfc-2019", P384, "z967Mvv5bxtmLNqTzPZ8KmJjFmFXaAKeQNzq7GWnQkMcLtaGSSmuozE5WtJ8PipMe178B1"
     "tE28K1vsJur9bGVJhz6jgSJsRHFSQeqgH8hhjcg8gZDFJC1b9FsR5ggNmDBqHv"),
]  # fmt: skip


@pytest.mark.parametrize(("suite", "key", "value"), PUBLISHED)
def test_the_published_signatures_fit_and_not_a_letter_more(suite: str, key: str, value: str) -> None:
    name = key if key == ED else f"did:key:{key}#{key}"
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": suite,
        "created": "2023-02-24T23:36:38Z",
        "verificationMethod": name,
        "proofPurpose": "assertionMethod",
        "proofValue": value,
        **({"@context": ALUMNI["@context"]} if suite == "eddsa-jcs-2022" else {}),
    }
    at_hand = AtHand(contexts=EXAMPLES)
    owner = f"did:key:{key}"
    fits = check_document({**ALUMNI, "proof": proof}, issuer=owner, at_hand=at_hand)
    assert fits.outcome is (Outcome.UNVERIFIED if key == ED else Outcome.VALID)
    assert "fits" in fits.reason or "unchanged" in fits.reason
    altered = {**ALUMNI, "description": ALUMNI["description"] + "!", "proof": proof}
    assert check_document(altered, issuer=owner, at_hand=at_hand).outcome is Outcome.INVALID


def _fixture(*names: str, **more: Any) -> BadgeFinding:
    return openbadges.read([HERE / name for name in names], today=TODAY, **more).findings[0]


def test_a_signed_badge_of_version_2_is_valid_with_its_issuer_and_key_beside_it() -> None:
    found = _fixture("ob20-simple.jwt", "ob20-robotics-badge.json", "ob20-organization.json", "ob20-key1.json")
    assert (found.verified, found.proof, found.key) == (True, "valid", "http://example.org/key1.json")
    assert "a key that came in the same upload" in found.why_not


def test_without_its_key_it_is_unverified_and_says_that_nothing_was_visited() -> None:
    found = _fixture("ob20-simple.jwt", "ob20-robotics-badge.json", "ob20-organization.json")
    assert (found.verified, found.proof) == (False, "unverified")
    assert "the issuer's key isn't at hand, and its address wasn't visited" in found.why_not


def test_with_another_key_under_the_same_name_it_is_refused(tmp_path: Path) -> None:
    other = json.loads((HERE / "ob20-key3.json").read_text())
    (tmp_path / "key.json").write_text(json.dumps({**other, "id": "http://example.org/key1.json"}))
    files = [HERE / name for name in ("ob20-simple.jwt", "ob20-robotics-badge.json", "ob20-organization.json")]
    found = openbadges.read([*files, tmp_path / "key.json"]).findings[0]
    assert (found.proof, found.award) == ("invalid", None)
    assert "signature doesn't fit" in found.error


def test_a_signed_badge_that_is_on_the_list_of_revoked_ones_is_revoked() -> None:
    found = _fixture(
        "ob20-simple-revoked.jwt", "ob20-badge-from-organization-with-revocation-list.json",
        "ob20-organization-with-revocation-list.json", "ob20-key3.json", "ob20-revocation-list.json",
    )  # fmt: skip
    assert found.verified
    assert found.award is not None
    assert found.award.state == "revoked"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("ob30-simple.json", "whether that is a key of the issuer's isn't known here"),
        ("ob30-simple-did-key-method.json", "but the badge is by 'urn:uuid:6f2e33e5"),
        ("ob30-credential-status-revoked.json", "the signature fits did:web:"),
        ("ob30-derivedcredential.json", "a kind that isn't checked here: 'ecdsa-sd-2023'"),
        ("ob30-velocity.jwt", "a key of did:velocity, which can't be worked out here"),
        ("clr20-simple.json", "the definitions of its terms aren't at hand"),
        ("clr20-simple.jwt", "the signature fits the key that the badge itself brings along"),
    ],
)
def test_a_proof_that_cannot_be_tied_to_its_issuer_is_unverified_and_says_why(name: str, why: str) -> None:
    found = _fixture(name)
    assert (found.verified, found.proof) == (False, "unverified")
    assert why in found.why_not


@pytest.mark.parametrize("name", ["ob30-simple.json", "ob30-simple-did-key-method.json", "ob30-complete.json"])
def test_a_published_badge_with_a_changed_claim_is_refused(name: str, tmp_path: Path) -> None:
    value = json.loads((HERE / name).read_text())
    value["credentialSubject"]["achievement"]["name"] = "Doctor of everything"
    (tmp_path / name).write_text(json.dumps(value))
    reading = openbadges.read([tmp_path / name], learner="L")
    assert "it was changed after it was signed" in reading.findings[0].error
    assert (len(reading.tables["awards"]), len(reading.tables["credentials"])) == (0, 0)
    assert [aside.locator for aside in reading.report.aside] == [name]


# --- our own key: proofs inside documents ---


@pytest.mark.parametrize("suite", SUITES)
def test_a_badge_signed_with_its_issuers_own_key_is_valid_and_names_the_key(suite: str) -> None:
    found = read_badges(SIGNER.signed(credential(SIGNER.did), suite))[0]
    assert (found.verified, found.proof, found.key) == (True, "valid", SIGNER.did)
    assert "who holds that key isn't known here" in found.why_not
    assert found.award is not None
    assert found.award.known == "uploaded"


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict | list):
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _leaves(part, (*path, key))
    else:
        yield path


WHOLE = {suite: SIGNER.signed(credential(SIGNER.did), suite) for suite in SUITES}


@given(suite=st.sampled_from(SUITES), data=st.data(), new=st.text(max_size=6))
@settings(max_examples=60, deadline=None)
def test_any_changed_claim_makes_it_lose_its_validity(suite: str, data: st.DataObject, new: str) -> None:
    document = WHOLE[suite]
    path = data.draw(st.sampled_from(sorted(_leaves(document), key=str)))
    altered = changed(document, path, new)
    if altered == document:
        return
    found = read_badges(altered)[0]
    assert not found.verified
    assert found.proof != "valid"


@pytest.mark.parametrize("suite", SUITES)
@pytest.mark.parametrize(
    ("path", "new"),
    [
        (("credentialSubject", "achievement", "name"), "Sailing"),
        (("credentialSubject", "identifier", 0, "identityHash"), "bob@x.example"),
        (("validFrom",), "2020-05-01T00:00:00Z"),
        (("issuer", "name"), "Harvard"),
        (("proof", "created"), "2024-01-01T00:00:00Z"),
    ],
)
def test_a_changed_claim_refuses_the_badge_and_gives_no_award(suite: str, path: tuple[Any, ...], new: str) -> None:
    found = read_badges(changed(WHOLE[suite], path, new))[0]
    assert (found.proof, found.award) == ("invalid", None)
    assert "it was changed after it was signed" in found.error


@pytest.mark.parametrize(
    ("extra", "why"),
    [
        ({"hasCredential": {"name": "Sailing"}}, "1 of its values aren't covered by the signature"),
        ({"type": ["VerifiableCredential", "OpenBadgeCredential", "Made up"]}, "aren't whole addresses"),
        ({"evidence": [{"id": "here", "type": ["Evidence"]}]}, "aren't whole addresses"),
    ],
)
def test_what_a_signature_over_statements_leaves_out_is_not_taken_for_signed(extra: dict[str, Any], why: str) -> None:
    found = read_badges({**WHOLE["eddsa-rdfc-2022"], **extra})[0]
    assert not found.verified
    assert why in found.why_not


def test_definitions_that_come_with_a_badge_are_not_used() -> None:
    document = copy.deepcopy(WHOLE["eddsa-rdfc-2022"])
    document["@context"].append({"name": None, "other": "https://schema.org/name"})
    assert "brings definitions of its own" in read_badges(document)[0].why_not
    document["@context"][-1] = "https://ropes.example/context"
    beside = {"@context": {"x": "https://x.example/x"}, "id": "https://ropes.example/context"}
    assert "the definitions of its terms aren't at hand" in read_badges(document, beside)[0].why_not


@pytest.mark.parametrize(
    ("proof", "why"),
    [
        ({"proofPurpose": "authentication"}, "wasn't made to assert"),
        ({"cryptosuite": "bbs-2023"}, "a kind that isn't checked here: 'bbs-2023'"),
        ({"type": "SomeProof"}, "a kind that isn't checked here: 'SomeProof'"),
        ({"previousProof": "urn:uuid:1"}, "depends on another one"),
        ({"verificationMethod": "did:web:ropes.example#k"}, "its address wasn't visited"),
        ({"verificationMethod": "did:example:1#k"}, "did:example, which can't be worked out here"),
        ({"verificationMethod": "did:key:z6Mk"}, "names a key that can't be read"),
        ({"verificationMethod": f"did:key:{P256}"}, "another kind than its proof"),
        ({"cryptosuite": 7, "verificationMethod": ["x"]}, "isn't checked here"),
    ],
)
def test_a_proof_of_another_kind_is_unverified_and_says_so(proof: dict[str, Any], why: str) -> None:
    document = WHOLE["eddsa-rdfc-2022"]
    found = read_badges({**document, "proof": {**document["proof"], **proof}})[0]
    assert (found.verified, found.proof) == (False, "unverified")
    assert why in found.why_not


def test_a_proof_that_ran_out_proves_nothing_any_more() -> None:
    badge = credential(SIGNER.did)
    assert read_badges(SIGNER.signed(badge, expires="2030-01-01T00:00:00Z"))[0].verified
    late = read_badges(SIGNER.signed(badge, expires="2025-12-31T00:00:00Z"))[0]
    assert not late.verified
    assert "its proof counted until 2025-12-31 only" in late.why_not


def test_of_several_proofs_one_that_does_not_fit_refuses_the_badge() -> None:
    document = WHOLE["eddsa-jcs-2022"]
    unknown, good = {"type": "SomeProof"}, document["proof"]
    bad = {**good, "created": "2020-01-01T00:00:00Z"}
    assert read_badges({**document, "proof": [unknown, good]})[0].verified
    assert read_badges({**document, "proof": [good, bad]})[0].proof == "invalid"
    assert not read_badges({**document, "proof": "nothing"})[0].verified


def test_what_is_too_big_to_be_checked_is_unverified_and_so_is_too_much_at_once() -> None:
    many = [{"id": f"urn:uuid:{number}", "type": ["Evidence"]} for number in range(4_000)]
    assert "it is too big to be checked" in read_badges({**WHOLE["eddsa-jcs-2022"], "evidence": many})[0].why_not
    copies = read_badges(*[{**WHOLE["eddsa-jcs-2022"], "evidence": many[:400]}] * 40)
    assert [found.proof for found in (copies[0], copies[-1])] == ["invalid", "unverified"]
    assert "too much to check in one upload" in copies[-1].why_not


def test_statements_that_would_take_for_ever_to_order_are_given_up() -> None:
    entries = [{"type": ["IdentifierEntry"]} for _ in range(9)]
    twins = [{"type": ["Profile"], "otherIdentifier": copy.deepcopy(entries)} for _ in range(2)]
    document = changed(WHOLE["eddsa-rdfc-2022"], ("issuer", "parentOrg"), twins)
    assert "too tangled to be put in order" in read_badges(document)[0].why_not


def test_an_unsigned_badge_says_so() -> None:
    found = one(credential(SIGNER.did))
    assert (found.verified, found.proof) == (False, "unverified")
    assert "no proof" in found.why_not
