"""Which signature covers an object of an upload, and how its check ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from data.badge_files import BadgeObject
from data.ld import address, objects_in, types_of
from data.proofs import AtHand, Outcome, Proof, check_document, check_token
from data.proofs.canonical import values_in

MAX_WORK: Final = 50_000
"""How many values of documents are checked in one upload, each as often as it is signed: some ten seconds' work."""


@dataclass(slots=True)
class Proofs:
    """The checks of one upload; a signature that covers many objects is checked once, and the work is bounded."""

    at_hand: AtHand
    left: int = MAX_WORK
    _checked: dict[tuple[str, str], Proof] = field(default_factory=dict)

    def of(self, found: BadgeObject, signer: str, named: str = "") -> Proof:
        """How the check of the signature that covers an object ended; `signer` is whose it must be.

        An object's own proof comes first, then the token that it came in, then the proof of its learning record.
        """
        if found.value.get("proof") and (found.inside is not None or not found.token):
            return self._document(found.value, signer)
        if found.inside is None and found.token:
            return self._token(found.token, signer, named)
        if found.inside is None:
            return Proof(Outcome.UNVERIFIED, unsigned(found.value))
        return _within(self._record(found, found.inside), address(found.inside.get("issuer")), signer)

    def _token(self, token: str, signer: str, named: str) -> Proof:
        key = (token, signer)
        if key not in self._checked:
            self._checked[key] = check_token(token, issuer=signer, named=named, at_hand=self.at_hand)
        return self._checked[key]

    def _record(self, found: BadgeObject, record: Mapping[str, Any]) -> Proof:
        signer = address(record.get("issuer"))
        if found.token:
            return self._token(found.token, signer, "")
        key = (f"record {id(record)}", signer)
        if key not in self._checked:
            self._checked[key] = self._document(record, signer)
        return self._checked[key]

    def _document(self, document: Mapping[str, Any], signer: str) -> Proof:
        self.left -= values_in(document) * max(1, len(objects_in(document.get("proof"))))
        if self.left < 0 and document.get("proof"):
            return Proof(Outcome.UNVERIFIED, "signature present, not checked: there is too much to check in one upload")
        return check_document(document, issuer=signer, at_hand=self.at_hand)


def _within(proof: Proof, issuer: str, signer: str) -> Proof:
    """The proof of a record for a part of it: it speaks for the parts of its own issuer only."""
    if proof.outcome is not Outcome.VALID or issuer == signer:
        return proof
    return replace(
        proof, outcome=Outcome.UNVERIFIED, reason="it stands in a record that another issuer signed", trusted=False
    )


def unsigned(value: Mapping[str, Any]) -> str:
    """What is said of a badge without a signature, by what it says of itself."""
    how = objects_in(value.get("verification", value.get("verify")))
    types = {name.lower() for item in how for name in types_of(item)}
    if types & {"hosted", "hostedbadge"}:
        return "a hosted badge whose address wasn't visited"
    if types & {"signed", "signedbadge"}:
        return "it says that it is signed, but carries no signature"
    return "no proof"
