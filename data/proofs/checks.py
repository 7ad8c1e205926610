"""The check of one badge's proof: its token's signature, or the proofs inside it; and whose key it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from data.cells import shown
from data.ld import objects_in
from data.proofs import integrity, tokens
from data.proofs.keys import Key, KeyRing
from data.proofs.outcome import NotChecked, Outcome, Proof

_NOT_INSTALLED: Final = "the libraries for it aren't installed: pip install 'stackway[proofs]'"
MAX_PROOFS: Final = 4
"""A document with more proofs than this isn't checked."""


@dataclass(frozen=True, slots=True)
class AtHand:
    """What a check may use: the keys at hand, trusted definitions besides the shipped ones by address, and the day."""

    ring: KeyRing = field(default_factory=KeyRing)
    contexts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    today: date | None = None


def check_token(token: str, *, issuer: str, named: str = "", at_hand: AtHand) -> Proof:
    """Check a compact token; `named` is the key that its payload names, `issuer` whose badge it is."""
    try:
        header = tokens.header_of(token)
        key = tokens.key_of(header, named, issuer, at_hand.ring)
        return _proof(tokens.fits(token, key, str(header["alg"])), key, issuer)
    except NotChecked as reason:
        return Proof(Outcome.UNVERIFIED, f"signature present, not checked: {reason.message}")
    except ModuleNotFoundError:
        return Proof(Outcome.UNVERIFIED, f"signature present, not checked: {_NOT_INSTALLED}")


def check_document(document: Mapping[str, Any], *, issuer: str, at_hand: AtHand) -> Proof:
    """Check the proofs inside a document: one that doesn't fit makes it invalid, else one that does makes it valid."""
    given = objects_in(document.get("proof"))
    if not given:
        return Proof(Outcome.UNVERIFIED, "a proof that can't be read" if document.get("proof") else "no proof")
    if len(given) > MAX_PROOFS:
        return Proof(Outcome.UNVERIFIED, f"signature present, not checked: more than {MAX_PROOFS} proofs")
    found = [_checked(document, proof, issuer, at_hand) for proof in given]
    order = (Outcome.INVALID, Outcome.VALID, Outcome.UNVERIFIED)
    return min(found, key=lambda proof: (order.index(proof.outcome), not proof.key))


def _checked(document: Mapping[str, Any], proof: Mapping[str, Any], issuer: str, at_hand: AtHand) -> Proof:
    try:
        integrity.hold_to_dates(proof, at_hand.today)
        fits, key = integrity.fits(document, proof, at_hand.ring, at_hand.contexts)
    except NotChecked as reason:
        return Proof(Outcome.UNVERIFIED, f"signature present, not checked: {reason.message}")
    except ModuleNotFoundError:
        return Proof(Outcome.UNVERIFIED, f"signature present, not checked: {_NOT_INSTALLED}")
    return _proof(fits, key, issuer)


def _proof(fits: bool, key: Key, issuer: str) -> Proof:
    """The outcome: a key that isn't shown to be the issuer's shows that nothing was changed, but not by whom."""
    name = key.name if len(key.name) <= 100 else key.name[:100] + "..."
    if not fits:
        return Proof(
            Outcome.INVALID, f"it was changed after it was signed, or signed with another key than {name}", name
        )
    if not key.controller:
        reason = f"the signature fits {name}, but whether that is a key of the issuer's isn't known here"
        return Proof(Outcome.UNVERIFIED, reason, name)
    if key.controller != issuer:
        whose = shown(issuer) if issuer else "an issuer that isn't named"
        reason = f"the signature fits {name}, but the badge is by {whose}, of whom no key is at hand"
        return Proof(Outcome.UNVERIFIED, reason, name)
    came = key.came or "who holds that key isn't known here"
    return Proof(Outcome.VALID, f"unchanged since it was signed with {name} ({came})", name, key.trusted)
