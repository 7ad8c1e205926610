"""What checking a signature can end in: it fits, it doesn't, or it couldn't be checked, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from data.errors import InvalidValue


class Outcome(StrEnum):
    """`VALID`: unchanged since it was signed with a key of its issuer; `INVALID`: changed; `UNVERIFIED`: not known."""

    VALID = "valid"
    INVALID = "invalid"
    UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True)
class Proof:
    """How the check of a badge's proof ended, in words, and by which key.

    A valid proof says who signed only as far as the key does: `trusted` is true where the key was put into the folder
    of trusted keys. Who holds any other key isn't known here.
    """

    outcome: Outcome
    reason: str
    key: str = ""
    trusted: bool = False


class NotChecked(InvalidValue):
    """Why a proof can't be checked here: no key at hand, an unknown suite, definitions that aren't at hand."""
