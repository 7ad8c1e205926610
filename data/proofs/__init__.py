"""Checking the signatures of badges without the network: signed tokens and proofs inside documents.

A signature that fits shows that nothing was changed since, and with which key it was signed; not who holds that key.
The libraries that this takes are imported where a proof is checked, not before.
"""

from data.proofs.checks import AtHand, check_document, check_token
from data.proofs.keys import KeyRing
from data.proofs.outcome import NotChecked, Outcome, Proof

__all__ = ["AtHand", "KeyRing", "NotChecked", "Outcome", "Proof", "check_document", "check_token"]
