"""Signed tokens: badges of Open Badges 2.0 as JWS, credentials as VC-JWT (RFC 7515; only public keys count)."""

from __future__ import annotations

import json
import warnings
from collections.abc import Mapping
from typing import Any, Final

from data.cells import shown
from data.errors import InvalidValue
from data.ld import said
from data.proofs.keys import Key, KeyRing, of_jwk
from data.proofs.outcome import NotChecked

ALGORITHMS: Final = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "ES256K", "EdDSA", "Ed25519"}
)


def header_of(token: str) -> Mapping[str, Any]:
    """The token's header; raises `NotChecked` where it names no algorithm that counts or asks for what isn't known."""
    from joserfc import jws

    try:
        header: Mapping[str, Any] = jws.extract_compact(token.encode(), registry=_registry()).headers()
        json.dumps(header)
    except Exception as error:
        raise NotChecked("its header can't be read") from error
    if header.get("alg") not in ALGORITHMS:
        raise NotChecked(f"its algorithm proves nothing: {shown(said(header.get('alg')) or 'none')}")
    return header


def key_of(header: Mapping[str, Any], named: str, issuer: str, ring: KeyRing) -> Key:
    """The key of a token: the one that its payload or header names, or that it brings along; raises `NotChecked`."""
    kid = said(header.get("kid"))
    if isinstance(header.get("jwk"), Mapping):
        try:
            return ring.known(Key(of_jwk(header["jwk"]), "the key that the badge itself brings along"))
        except InvalidValue as error:
            raise NotChecked("it brings along a key that can't be read") from error
    if kid.startswith("#"):
        kid = issuer + kid
    if kid or named:
        return ring.named(named or kid)
    of_issuer = ring.of(issuer)
    if len(of_issuer) == 1:
        return of_issuer[0]
    if issuer.startswith(("did:key:", "did:jwk:")):
        return ring.named(issuer)
    raise NotChecked("it doesn't name the key that it was signed with")


def fits(token: str, key: Key, algorithm: str) -> bool:
    """Whether the token was signed with the key by the algorithm; raises `NotChecked` where they don't go together."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
    from joserfc import errors, jwk, jws

    pem = key.public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    kind: Any = {"RS": "RSA", "PS": "RSA", "ES": "EC", "Ed": "OKP"}[algorithm[:2]]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of a key that is short by today's measure
            jws.deserialize_compact(token, jwk.import_key(pem, kind), registry=_registry(algorithm))
    except errors.BadSignatureError:
        return False
    except Exception as error:
        raise NotChecked("its key and its algorithm don't go together") from error
    return True


def _registry(*algorithms: str) -> Any:
    """The rules of a token's header; sizes are bounded where the file is read."""
    from joserfc import jws

    class Roomy(jws.JWSRegistry):
        max_header_length = max_payload_length = max_signature_length = 20_000_000

    return Roomy(algorithms=list(algorithms) or None)
