"""Keys made for a test, and badges signed with them by other means than those that check them."""

from __future__ import annotations

import base64
import copy
import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pyld import jsonld

from data import openbadges
from data.badge_types import BadgeFinding
from data.proofs.contexts import SHIPPED, shipped
from tests.data.badges import TODAY

LETTERS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
ANN = ("ann@x.example",)
SUITES = ("eddsa-jcs-2022", "eddsa-rdfc-2022")


def base58(content: bytes) -> str:
    """Base 58 by long division, for content that doesn't begin with a zero."""
    number, text = int.from_bytes(content, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        text = LETTERS[digit] + text
    return text


def packed(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


@dataclass(frozen=True)
class Signer:
    """Somebody with an Ed25519 key."""

    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)

    @property
    def raw(self) -> bytes:
        return self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    @property
    def multikey(self) -> str:
        return "z" + base58(b"\xed\x01" + self.raw)

    @property
    def did(self) -> str:
        return f"did:key:{self.multikey}"

    @property
    def jwk(self) -> dict[str, str]:
        return {"kty": "OKP", "crv": "Ed25519", "x": packed(self.raw)}

    def signed(self, document: dict[str, Any], suite: str = SUITES[0], method: str = "", **more: Any) -> dict[str, Any]:
        """The document with a Data Integrity proof; `method` is what the proof calls the key."""
        proof = {
            "type": "DataIntegrityProof",
            "cryptosuite": suite,
            "created": "2025-01-01T00:00:00Z",
            "verificationMethod": method or f"{self.did}#{self.multikey}",
            "proofPurpose": "assertionMethod",
            **more,
        }
        canonical = rfc8785.dumps if suite == SUITES[0] else _statements
        options = proof if suite == SUITES[0] else {**proof, "@context": document["@context"]}
        digests = [hashlib.sha256(canonical(part)).digest() for part in (options, document)]
        proof["proofValue"] = "z" + base58(self.key.sign(b"".join(digests)))
        return {**document, "proof": proof}

    def token(self, payload: dict[str, Any], **header: Any) -> str:
        """The payload as a compact token signed with EdDSA."""
        parts = [packed(json.dumps(part).encode()) for part in ({"alg": "EdDSA", "typ": "JWT", **header}, payload)]
        return ".".join([*parts, packed(self.key.sign(".".join(parts).encode()))])


def _statements(document: dict[str, Any]) -> bytes:
    def load(url: str, options: Any) -> dict[str, Any]:
        return {"contextUrl": None, "documentUrl": url, "document": copy.deepcopy(shipped(SHIPPED[url]))}

    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": load}
    return str(jsonld.normalize(document, options)).encode()


def credential(issuer: str, **more: Any) -> dict[str, Any]:
    """A small Open Badges 3.0 credential."""
    return {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": "https://ropes.example/c/1",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": issuer, "type": ["Profile"], "name": "Ropes Ltd"},
        "validFrom": "2024-05-01T00:00:00Z",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": False,
                    "identityHash": "ann@x.example",
                    "identityType": "emailAddress",
                }
            ],
            "achievement": {
                "id": "https://ropes.example/knots",
                "type": ["Achievement"],
                "name": "Knots",
                "description": "Ties ten knots.",
                "criteria": {"narrative": "Tie ten knots."},
            },
        },
        **more,
    }


def read_badges(
    *files: Any, trusted: Path | None = None, recipients: tuple[str, ...] = ANN
) -> tuple[BadgeFinding, ...]:
    """What is found in badges, given as objects or tokens, of an upload of Ann's."""
    contents = {
        f"{at}.json": (file if isinstance(file, str) else json.dumps(file)).encode() for at, file in enumerate(files)
    }
    return openbadges.read_contents(contents, recipients=recipients, today=TODAY, learner="L", trusted=trusted).findings


def changed(document: dict[str, Any], path: tuple[Any, ...], new: Any) -> dict[str, Any]:
    """The document with another value at one place."""
    altered = copy.deepcopy(document)
    holder: Any = altered
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = new
    return altered
