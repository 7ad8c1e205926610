"""Signatures: what fits says by which key, what was changed is refused, and what can't be checked says why not."""

from __future__ import annotations

import base64
import copy
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import openbadges
from data.badge_types import BadgeFinding
from data.errors import InvalidValue, UnreadableFile
from data.proofs import AtHand, Outcome, check_document
from data.proofs.multikey import base58, public_key
from tests.data.badges import TODAY, one
from tests.data.signing import SUITES, Signer, credential, packed

HERE = Path(__file__).parent / "fixtures" / "openbadges"
SIGNER = Signer()
ANN = ("ann@x.example",)


def _read(*files: Any, trusted: Path | None = None, recipients: tuple[str, ...] = ANN) -> tuple[BadgeFinding, ...]:
    contents = {
        f"{at}.json": (file if isinstance(file, str) else json.dumps(file)).encode() for at, file in enumerate(files)
    }
    return openbadges.read_contents(contents, recipients=recipients, today=TODAY, learner="L", trusted=trusted).findings


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
    changed = {**ALUMNI, "description": ALUMNI["description"] + "!", "proof": proof}
    assert check_document(changed, issuer=owner, at_hand=at_hand).outcome is Outcome.INVALID


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
    found = _read(SIGNER.signed(credential(SIGNER.did), suite))[0]
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


def _changed(document: dict[str, Any], path: tuple[Any, ...], new: Any) -> dict[str, Any]:
    changed = copy.deepcopy(document)
    holder: Any = changed
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = new
    return changed


WHOLE = {suite: SIGNER.signed(credential(SIGNER.did), suite) for suite in SUITES}


@given(suite=st.sampled_from(SUITES), data=st.data(), new=st.text(max_size=6))
@settings(max_examples=60, deadline=None)
def test_any_changed_claim_makes_it_lose_its_validity(suite: str, data: st.DataObject, new: str) -> None:
    document = WHOLE[suite]
    path = data.draw(st.sampled_from(sorted(_leaves(document), key=str)))
    changed = _changed(document, path, new)
    if changed == document:
        return
    found = _read(changed)[0]
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
    found = _read(_changed(WHOLE[suite], path, new))[0]
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
    found = _read({**WHOLE["eddsa-rdfc-2022"], **extra})[0]
    assert not found.verified
    assert why in found.why_not


def test_definitions_that_come_with_a_badge_are_not_used() -> None:
    document = copy.deepcopy(WHOLE["eddsa-rdfc-2022"])
    document["@context"].append({"name": None, "other": "https://schema.org/name"})
    assert "brings definitions of its own" in _read(document)[0].why_not
    document["@context"][-1] = "https://ropes.example/context"
    beside = {"@context": {"x": "https://x.example/x"}, "id": "https://ropes.example/context"}
    assert "the definitions of its terms aren't at hand" in _read(document, beside)[0].why_not


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
    found = _read({**document, "proof": {**document["proof"], **proof}})[0]
    assert (found.verified, found.proof) == (False, "unverified")
    assert why in found.why_not


def test_of_several_proofs_one_that_does_not_fit_refuses_the_badge() -> None:
    document = WHOLE["eddsa-jcs-2022"]
    unknown, good = {"type": "SomeProof"}, document["proof"]
    bad = {**good, "created": "2020-01-01T00:00:00Z"}
    assert _read({**document, "proof": [unknown, good]})[0].verified
    assert _read({**document, "proof": [good, bad]})[0].proof == "invalid"
    assert not _read({**document, "proof": "nothing"})[0].verified


def test_statements_that_would_take_for_ever_to_order_are_given_up() -> None:
    entries = [{"type": ["IdentifierEntry"]} for _ in range(9)]
    twins = [{"type": ["Profile"], "otherIdentifier": copy.deepcopy(entries)} for _ in range(2)]
    document = _changed(WHOLE["eddsa-rdfc-2022"], ("issuer", "parentOrg"), twins)
    assert "too tangled to be put in order" in _read(document)[0].why_not


# --- tokens ---


def test_a_token_signed_with_its_issuers_own_key_is_valid() -> None:
    payload = {"iss": SIGNER.did, "vc": credential(SIGNER.did)}
    jwk_did = "did:jwk:" + packed(json.dumps(SIGNER.jwk).encode())
    by_jwk = {"iss": jwk_did, "vc": credential(jwk_did)}
    assert _read(SIGNER.token(payload, kid=SIGNER.did))[0].verified
    assert _read(SIGNER.token(payload))[0].verified
    assert _read(SIGNER.token(by_jwk, kid=f"{jwk_did}#0"))[0].verified
    assert _read(SIGNER.token(credential(SIGNER.did), typ="vc+jwt", kid=SIGNER.did))[0].verified


def test_a_key_that_a_token_brings_along_shows_nothing_about_its_issuer() -> None:
    found = _read(SIGNER.token({"vc": credential("https://ropes.example")}, jwk=SIGNER.jwk))[0]
    assert (found.verified, found.proof) == (False, "unverified")
    assert "the key that the badge itself brings along" in found.why_not


def test_a_token_whose_payload_was_changed_is_refused() -> None:
    token = SIGNER.token({"vc": credential(SIGNER.did)}, kid=SIGNER.did)
    header, _, signature = token.split(".")
    forged = credential(SIGNER.did)
    forged["credentialSubject"]["achievement"]["name"] = "Sailing"
    found = _read(f"{header}.{packed(json.dumps({'vc': forged}).encode())}.{signature}")[0]
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
    assert not any(found.verified for found in _read(changed))


@pytest.mark.parametrize("algorithm", ["none", "HS256", "RS1", ""])
def test_an_algorithm_without_a_public_key_proves_nothing(algorithm: str) -> None:
    token = SIGNER.token({"vc": credential(SIGNER.did)}, alg=algorithm, kid=SIGNER.did)
    found = _read(token)[0]
    assert (found.verified, found.proof) == (False, "unverified")
    assert "its algorithm proves nothing" in found.why_not


def test_an_algorithm_of_another_kind_of_key_is_not_checked() -> None:
    token = SIGNER.token({"vc": credential(SIGNER.did)}, alg="RS256", kid=SIGNER.did)
    assert "don't go together" in _read(token)[0].why_not


# --- whose key it is ---

ROPES = "https://ropes.example"
KEYS: list[dict[str, Any]] = [
    {"id": f"{ROPES}#k", "type": "Multikey", "controller": ROPES, "publicKeyMultibase": SIGNER.multikey},
    {"id": ROPES, "type": "Profile", "name": "Ropes", "publicKey": {"id": f"{ROPES}#k", "publicKeyJwk": SIGNER.jwk}},
    {"kid": f"{ROPES}#k", "controller": ROPES, **SIGNER.jwk},
]


@pytest.mark.parametrize("key", KEYS)
def test_a_key_beside_the_badge_serves_where_it_belongs_to_the_issuer(key: dict[str, Any]) -> None:
    badge = SIGNER.signed(credential(ROPES), method=f"{ROPES}#k")
    found = _read(badge, key)[0]
    assert (found.verified, found.key) == (True, f"{ROPES}#k")
    assert found.award is not None
    assert found.award.known == "uploaded", "anybody may put a key beside a badge"
    stranger = _read(SIGNER.signed(credential("https://harvard.example"), method=f"{ROPES}#k"), key)[0]
    assert not stranger.verified
    assert "the badge is by 'https://harvard.example'" in stranger.why_not


def test_a_did_document_beside_the_badge_serves() -> None:
    did = "did:web:ropes.example"
    document = {
        "id": did,
        "verificationMethod": [
            {"id": f"{did}#k", "type": "Multikey", "controller": did, "publicKeyMultibase": SIGNER.multikey}
        ],
    }
    assert _read(SIGNER.signed(credential(did), method=f"{did}#k"), document)[0].verified


def test_a_badge_signed_with_a_trusted_key_counts_as_verified_where_it_is_the_persons(tmp_path: Path) -> None:
    (tmp_path / "ropes.json").write_text(json.dumps(KEYS[0]))
    badge = SIGNER.signed(credential(ROPES), method=f"{ROPES}#k")
    known = {who: _read(badge, trusted=tmp_path, recipients=who)[0].award for who in (ANN, ())}
    assert known[ANN] is not None
    assert known[ANN].known == "verified"
    assert known[()] is not None
    assert known[()].known == "uploaded", "nobody knows whose it is"


def test_a_trusted_key_stays_what_it_is_whatever_comes_in_an_upload(tmp_path: Path) -> None:
    (tmp_path / "ropes.json").write_text(json.dumps(KEYS[0]))
    thief = Signer()
    theirs = {**KEYS[0], "publicKeyMultibase": thief.multikey}
    forged = thief.signed(credential(ROPES), method=f"{ROPES}#k")
    assert _read(forged, theirs, trusted=tmp_path)[0].proof == "invalid"


def test_definitions_in_the_folder_of_trusted_keys_serve(tmp_path: Path) -> None:
    index = {"https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json": "clr.json"}
    (tmp_path / "contexts.json").write_text(json.dumps(index))
    (tmp_path / "clr.json").write_text((HERE / "context-clr-v2p0-2.0.1.json").read_text())
    found = openbadges.read([HERE / "clr20-simple.json"], trusted=tmp_path).findings[0]
    assert "the signature fits https://example.edu/issuers/565049#z6Mkj" in found.why_not


def test_a_folder_of_trusted_keys_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="no folder of trusted keys"):
        openbadges.read([], trusted=tmp_path / "none")
    (tmp_path / "bad.json").write_text("{")
    with pytest.raises(UnreadableFile, match=r"bad\.json"):
        openbadges.read([], trusted=tmp_path)


def test_the_signature_of_a_record_speaks_for_its_own_issuers_achievements_only() -> None:
    inside = [credential("https://harvard.example"), credential(SIGNER.did)]
    record = {
        **credential(SIGNER.did),
        "type": ["VerifiableCredential", "ClrCredential"],
        "credentialSubject": {"type": "ClrSubject", "verifiableCredential": inside},
    }  # fmt: skip
    outer, stranger, own = _read(SIGNER.signed(record))
    assert (outer.verified, stranger.verified, own.verified) == (True, False, True)
    assert "a record that another issuer signed" in stranger.why_not
    changed = _changed(SIGNER.signed(record), ("name",), "Transcript")
    assert [found.proof for found in _read(changed)] == ["invalid"] * 3


# --- keys as words, and what is imported when ---


@pytest.mark.parametrize("text", ["", "x", "z", "z0", "zOIl", "u!!", "z" * 3000, "z6Mk", "u7QE"])
def test_a_word_that_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue):
        public_key(text)


@given(st.binary(min_size=1, max_size=40).filter(lambda content: content[0] != 0))
def test_base_58_is_read_as_it_is_written(content: bytes) -> None:
    from tests.data.signing import base58 as written

    assert base58(written(content)) == content


def test_reading_badges_imports_no_library_for_signatures_before_one_is_checked() -> None:
    code = (
        "import sys; from data import openbadges; openbadges.read_contents({'a': b'{}'});"
        "print([name for name in ('joserfc', 'pyld', 'cryptography', 'rfc8785') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_unsigned_badge_says_so() -> None:
    found = one(credential(SIGNER.did))
    assert (found.verified, found.proof) == (False, "unverified")
    assert "no proof" in found.why_not
