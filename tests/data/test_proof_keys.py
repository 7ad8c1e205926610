"""Whose key it is: at hand in the same upload, in the folder of trusted keys, or worked out from its name."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import openbadges
from data.errors import InvalidValue, UnreadableFile
from data.proofs.multikey import base58, public_key
from tests.data.signing import ANN, Signer, changed, credential, read_badges
from tests.data.signing import base58 as written

HERE = Path(__file__).parent / "fixtures" / "openbadges"
SIGNER = Signer()


ROPES = "https://ropes.example"
KEYS: list[dict[str, Any]] = [
    {"id": f"{ROPES}#k", "type": "Multikey", "controller": ROPES, "publicKeyMultibase": SIGNER.multikey},
    {"id": ROPES, "type": "Profile", "name": "Ropes", "publicKey": {"id": f"{ROPES}#k", "publicKeyJwk": SIGNER.jwk}},
    {"kid": f"{ROPES}#k", "controller": ROPES, **SIGNER.jwk},
]


@pytest.mark.parametrize("key", KEYS)
def test_a_key_beside_the_badge_serves_where_it_belongs_to_the_issuer(key: dict[str, Any]) -> None:
    badge = SIGNER.signed(credential(ROPES), method=f"{ROPES}#k")
    found = read_badges(badge, key)[0]
    assert (found.verified, found.key) == (True, f"{ROPES}#k")
    assert found.award is not None
    assert found.award.known == "uploaded", "anybody may put a key beside a badge"
    stranger = read_badges(SIGNER.signed(credential("https://harvard.example"), method=f"{ROPES}#k"), key)[0]
    assert not stranger.verified
    assert "the badge is by 'https://harvard.example'" in stranger.why_not


def test_a_did_document_beside_the_badge_serves() -> None:
    did = "did:web:ropes.example"
    document: dict[str, Any] = {
        "id": did,
        "verificationMethod": [
            {"id": f"{did}#k", "type": "Multikey", "controller": did, "publicKeyMultibase": SIGNER.multikey}
        ],
    }
    badge = SIGNER.signed(credential(did), method=f"{did}#k")
    assert read_badges(badge, document)[0].verified
    short = {**document["verificationMethod"][0], "id": "#k"}
    assert read_badges(badge, {**document, "verificationMethod": [short]})[0].verified
    assert read_badges(badge, {**document, "assertionMethod": [f"{did}#k"]})[0].verified
    assert not read_badges(badge, {**document, "assertionMethod": [f"{did}#other"]})[0].verified


def test_a_badge_signed_with_a_trusted_key_counts_as_verified_where_it_is_the_persons(tmp_path: Path) -> None:
    (tmp_path / "ropes.json").write_text(json.dumps(KEYS[0]))
    badge = SIGNER.signed(credential(ROPES), method=f"{ROPES}#k")
    known = {who: read_badges(badge, trusted=tmp_path, recipients=who)[0].award for who in (ANN, ())}
    assert known[ANN] is not None
    assert known[ANN].known == "verified"
    assert known[()] is not None
    assert known[()].known == "uploaded", "nobody knows whose it is"


def test_a_trusted_key_stays_what_it_is_whatever_comes_in_an_upload(tmp_path: Path) -> None:
    (tmp_path / "ropes.json").write_text(json.dumps(KEYS[0]))
    thief = Signer()
    theirs = {**KEYS[0], "publicKeyMultibase": thief.multikey}
    forged = thief.signed(credential(ROPES), method=f"{ROPES}#k")
    assert read_badges(forged, theirs, trusted=tmp_path)[0].proof == "invalid"


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
    outer, stranger, own = read_badges(SIGNER.signed(record))
    assert (outer.verified, stranger.verified, own.verified) == (True, False, True)
    assert "a record that another issuer signed" in stranger.why_not
    altered = changed(SIGNER.signed(record), ("name",), "Transcript")
    assert [found.proof for found in read_badges(altered)] == ["invalid"] * 3


# --- keys as words, and what is imported when ---


@pytest.mark.parametrize("text", ["", "x", "z", "z0", "zOIl", "u!!", "z" * 3000, "z6Mk", "u7QE"])
def test_a_word_that_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue):
        public_key(text)


@given(st.binary(min_size=1, max_size=40).filter(lambda content: content[0] != 0))
def test_base_58_is_read_as_it_is_written(content: bytes) -> None:
    assert base58(written(content)) == content


def test_reading_badges_imports_no_library_for_signatures_before_one_is_checked() -> None:
    code = (
        "import sys; from data import openbadges; openbadges.read_contents({'a': b'{}'});"
        "print([name for name in ('joserfc', 'pyld', 'cryptography', 'rfc8785') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_without_the_libraries_for_signatures_badges_are_read_and_say_so(tmp_path: Path) -> None:
    files = {
        "document.json": json.dumps(SIGNER.signed(credential(SIGNER.did))),
        "token.jwt": SIGNER.token({"vc": credential(SIGNER.did)}, kid=SIGNER.did),
        "key.json": json.dumps(KEYS[0]),
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    code = (
        "import sys; from pathlib import Path;"
        "sys.modules.update(dict.fromkeys(['joserfc', 'pyld', 'cryptography', 'rfc8785', 'cachetools']));"
        "from data import openbadges; files = [Path(name) for name in sys.argv[1:]];"
        "print(*(found.award is not None and found.why_not for found in openbadges.read(files).findings), sep='\\n')"
    )
    asked = [sys.executable, "-c", code, *(str(tmp_path / name) for name in files)]
    said = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.splitlines()
    assert ["pip install 'stackway[proofs]'" in line for line in said] == [True, True, False]
