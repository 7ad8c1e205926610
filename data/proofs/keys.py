"""Which public key a signature names, found without the network: worked out, in the same upload, or trusted.

A ``did:key`` or ``did:jwk`` is the key itself. A key, an issuer's profile or a DID document that lies in the same
upload or in the folder of trusted keys serves too. An address (``https:``, ``did:web:``) is never visited.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from data.cells import shown
from data.errors import InvalidValue
from data.ld import address, objects_in, said
from data.proofs.multikey import base58, public_key
from data.proofs.outcome import NotChecked

MAX_KEYS: Final = 2_000
_LISTS: Final = ("publicKey", "verificationMethod", "assertionMethod", "keys")
_MATERIAL: Final = ("publicKeyPem", "publicKeyMultibase", "publicKeyJwk", "publicKeyBase58", "kty")


@dataclass(frozen=True, slots=True)
class Key:
    """A public key: what it is called, whose it says it is, and how it came to be at hand.

    `controller` is the identifier to which the key belongs; empty where only the badge itself brings the key.
    """

    public: Any
    name: str
    controller: str = ""
    trusted: bool = False
    came: str = ""


@dataclass(slots=True)
class KeyRing:
    """The keys at hand besides those that are worked out from their name."""

    by_name: dict[str, Key] = field(default_factory=dict)
    by_content: dict[bytes, Key] = field(default_factory=dict)

    def take(self, values: Iterable[Mapping[str, Any]], *, trusted: bool = False) -> None:
        """Add the keys of key objects, issuers' profiles, DID documents and key sets; what can't be read is left."""
        for value in values:
            for described, owner in _described(value):
                if len(self.by_name) < MAX_KEYS:
                    self._add(described, owner, trusted)

    def _add(self, described: Mapping[str, Any], owner: str, trusted: bool) -> None:
        name = address(described) or said(described.get("kid"))
        controller = address(described.get("controller", described.get("owner"))) or owner
        name = owner + name if name.startswith("#") else name
        try:
            public = material(described)
            content = spki(public)
        except (InvalidValue, ModuleNotFoundError):
            return
        came = "trusted here" if trusted else "a key that came in the same upload"
        key = Key(public, name or controller, controller, trusted, came)
        if name:
            self.by_name.setdefault(name, key)
        self.by_content.setdefault(content, key)

    def of(self, controller: str) -> list[Key]:
        """The keys at hand that belong to the identifier."""
        return [key for key in self.by_content.values() if controller and key.controller == controller]

    def known(self, key: Key) -> Key:
        """The key at hand with the same content, else the one given."""
        return self.by_content.get(spki(key.public), key)

    def named(self, name: str) -> Key:
        """The key that a signature calls by this name; raises `NotChecked` where it isn't at hand."""
        if name in self.by_name:
            return self.by_name[name]
        if name.startswith(("did:key:", "did:jwk:")):
            return self.known(_of_did(name))
        fragment = name.partition("#")[2]
        if fragment.startswith("z"):
            try:
                return self.known(Key(public_key(fragment), name))
            except InvalidValue as error:
                raise NotChecked(f"it names a key that can't be read: {shown(name)}") from error
        method = ":".join(name.split(":")[:2])
        if name.startswith("did:") and method != "did:web":
            raise NotChecked(f"it is signed with a key of {method}, which can't be worked out here")
        raise NotChecked(f"the issuer's key isn't at hand, and its address wasn't visited: {shown(name)}")


def material(described: Mapping[str, Any]) -> Any:
    """The public key that an object describes: PEM, multibase, base 58 or JWK; raises `InvalidValue`."""
    from cryptography.hazmat.primitives.asymmetric import ed25519
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        if pem := said(described.get("publicKeyPem")):
            return load_pem_public_key(pem.encode())
        if text := said(described.get("publicKeyMultibase")):
            return public_key(text)
        if text := said(described.get("publicKeyBase58")):
            return ed25519.Ed25519PublicKey.from_public_bytes(base58(text))
    except (InvalidValue, ModuleNotFoundError):
        raise
    except Exception as error:
        raise InvalidValue(f"A public key that can't be read ({type(error).__name__}).") from error
    jwk = described.get("publicKeyJwk", described)
    return of_jwk(jwk if isinstance(jwk, Mapping) else {})


def of_jwk(jwk: Mapping[str, Any]) -> Any:
    """The public key of a JWK (RFC 7517) with a public kind of key; raises `InvalidValue`."""
    from joserfc import jwk as keys

    if jwk.get("kty") not in ("RSA", "EC", "OKP"):
        raise InvalidValue("Not a public key.")
    public = {name: value for name, value in jwk.items() if name in ("kty", "crv", "x", "y", "n", "e")}
    try:
        return keys.import_key(public).public_key
    except Exception as error:
        raise InvalidValue(f"A public key that can't be read ({type(error).__name__}).") from error


def spki(public: Any) -> bytes:
    """The key's content (SubjectPublicKeyInfo), by which two keys are the same."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    content: bytes = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return content


def _of_did(name: str) -> Key:
    did = name.partition("#")[0]
    word = did.split(":", 2)[2]
    try:
        if did.startswith("did:key:"):
            return Key(public_key(word), did, did)
        jwk = json.loads(base64.urlsafe_b64decode(word + "=" * (-len(word) % 4)))
        return Key(of_jwk(jwk if isinstance(jwk, dict) else {}), did, did)
    except (InvalidValue, binascii.Error, ValueError, RecursionError) as error:
        raise NotChecked(f"it names a key that can't be read: {shown(name)}") from error


def _described(value: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], str]]:
    """The keys that an object describes, each with the identifier of the object that lists it.

    Where it says which of them are for assertions, the others (for logging in, say) are left out.
    """
    if any(name in value for name in _MATERIAL):
        yield value, ""
    asserting = value.get("assertionMethod")
    allowed = {address(one) for one in asserting} if isinstance(asserting, list) else None
    for name in _LISTS:
        for item in objects_in(value.get(name)):
            if allowed is None or address(item) in allowed:
                yield item, address(value)
