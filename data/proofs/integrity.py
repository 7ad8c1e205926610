"""Proofs inside a document: W3C Data Integrity suites and the older Ed25519 ones.

Signed is ``hash(canonical proof without its value) + hash(canonical document without its proof)``; the proof is
canonicalised under the document's own context (https://www.w3.org/TR/vc-data-integrity/, vc-di-eddsa, vc-di-ecdsa).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from data.cells import shown
from data.errors import InvalidValue
from data.ld import address, day, said, types_of
from data.proofs.canonical import plain_json, statements
from data.proofs.keys import Key, KeyRing
from data.proofs.multikey import multibase
from data.proofs.outcome import NotChecked

_STATEMENTS: Final = frozenset({"eddsa-rdfc-2022", "eddsa-2022", "ecdsa-rdfc-2019", "ecdsa-2019"})
_JSON: Final = frozenset({"eddsa-jcs-2022", "ecdsa-jcs-2019"})
_OLDER: Final = frozenset({"Ed25519Signature2020", "Ed25519Signature2018"})
_VALUES: Final = ("proofValue", "jws", "signatureValue")

Contexts = Mapping[str, Mapping[str, Any]]


def suite_of(proof: Mapping[str, Any]) -> str:
    """What the proof was made with: its cryptosuite, else its type; raises `NotChecked` where it isn't known here."""
    kind = next(iter(types_of(proof)), "")
    suite = said(proof.get("cryptosuite")) if kind == "DataIntegrityProof" else kind
    if suite not in _STATEMENTS | _JSON | _OLDER:
        raise NotChecked(f"its proof is of a kind that isn't checked here: {shown(suite or kind or 'without a type')}")
    return suite


def hold_to_dates(proof: Mapping[str, Any], today: date | None) -> None:
    """Raise `NotChecked` where the proof itself has run out."""
    try:
        expires = day(proof.get("expires"), "expires")
    except InvalidValue as error:
        raise NotChecked("when its proof expires can't be read") from error
    if today and expires and expires < today.isoformat():
        raise NotChecked(f"its proof counted until {expires} only")


def fits(document: Mapping[str, Any], proof: Mapping[str, Any], ring: KeyRing, trusted: Contexts) -> tuple[bool, Key]:
    """Whether a proof fits its document, and the key that it names; raises `NotChecked`."""
    suite = suite_of(proof)
    if said(proof.get("proofPurpose")) != "assertionMethod":
        raise NotChecked("its proof wasn't made to assert what the badge says")
    if proof.get("previousProof"):
        raise NotChecked("its proof depends on another one, which isn't checked here")
    key = ring.named(address(proof.get("verificationMethod")))
    secured = {name: value for name, value in document.items() if name != "proof"}
    options = {name: value for name, value in proof.items() if name not in _VALUES}
    if "@context" in document and suite not in _JSON:
        options["@context"] = document["@context"]
    digest = _digest(suite, key)
    canonical: Callable[[Mapping[str, Any]], bytes] = (
        plain_json if suite in _JSON else lambda value: statements(value, trusted)
    )
    signed = digest(canonical(options)) + digest(canonical(secured))
    return _fits(key, proof, signed, suite), key


def _digest(suite: str, key: Key) -> Callable[[bytes], bytes]:
    size = getattr(key.public, "key_size", 0)
    if suite.startswith("ecdsa") and size == 384:
        return lambda content: hashlib.sha384(content).digest()
    return lambda content: hashlib.sha256(content).digest()


def _fits(key: Key, proof: Mapping[str, Any], signed: bytes, suite: str) -> bool:
    if suite == "Ed25519Signature2018":
        header, _, signature = said(proof.get("jws")).partition("..")
        if _header(header) != {"alg": "EdDSA", "b64": False, "crit": ["b64"]}:
            raise NotChecked("its proof has a header that isn't known here")
        return verified(key.public, _bytes("u" + signature.rstrip("=")), header.encode() + b"." + signed, suite)
    return verified(key.public, _bytes(said(proof.get("proofValue"))), signed, suite)


def verified(public: Any, signature: bytes, signed: bytes, suite: str) -> bool:
    """Whether the bytes were signed with the key; raises `NotChecked` where it is of another kind than the suite."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, utils

    try:
        if isinstance(public, ed25519.Ed25519PublicKey) and not suite.startswith("ecdsa"):
            public.verify(signature, signed)
            return True
        if isinstance(public, ec.EllipticCurvePublicKey) and suite.startswith("ecdsa"):
            half = len(signature) // 2
            numbers = [int.from_bytes(part, "big") for part in (signature[:half], signature[half:])]
            algorithm = hashes.SHA384() if public.key_size == 384 else hashes.SHA256()
            public.verify(utils.encode_dss_signature(*numbers), signed, ec.ECDSA(algorithm))
            return True
    except (InvalidSignature, ValueError):
        return False
    raise NotChecked("the key that it names is of another kind than its proof")


def _header(text: str) -> Any:
    try:
        return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (binascii.Error, ValueError):
        return None


def _bytes(text: str) -> bytes:
    try:
        return multibase(text)
    except InvalidValue:
        return b""
