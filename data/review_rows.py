"""What a person is to look at and what was decided of it: frozen rows, free of any database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

TAG: Final = "tag"
"""A credential (`subject`) teaches a skill."""

MAPPING: Final = "mapping"
"""A skill (`subject`) of somebody's own stands in a relation to one of another vocabulary."""

REVIEW_KINDS: Final = (TAG, MAPPING)

OPEN: Final = "open"
ACCEPTED: Final = "accepted"
REJECTED: Final = "rejected"
CORRECTED: Final = "corrected"
REVIEW_STATES: Final = (OPEN, ACCEPTED, REJECTED, CORRECTED)
"""How a review stands; a decision that says ``open`` takes the one before it back."""

RELATIONS: Final = ("exact match", "close match", "broad match", "narrow match")
"""What a mapping may say: with a broad match the other skill is the broader one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a program found and a person is to look at: `subject` has, or is, `skill`, with a confidence 0..1.

    `issuer` is whose it is to decide. `relation` is one of `RELATIONS` for a mapping, empty for a tag. `name` and
    `label` say what subject and skill are called, `how` how it was found, `evidence` the words that show it.
    """

    kind: str
    issuer: str
    subject: str
    skill: str
    relation: str = ""
    name: str = ""
    label: str = ""
    how: str = ""
    confidence: float
    evidence: str = ""

    @property
    def id(self) -> str:
        """The same for the same kind, subject and skill, whenever it is proposed."""
        return sha256("\0".join((self.kind, self.subject, self.skill)).encode("utf-8", "replace")).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a person says of a proposal: one of `REVIEW_STATES`.

    `skill`, its `label` and `relation` say what is right instead, where it is corrected; empty: as proposed.
    """

    state: str
    skill: str = ""
    label: str = ""
    relation: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """One verdict as it is kept: its version, from 1 on, by whom and when; `skill` and `relation` are what counts."""

    version: int
    verdict: Verdict
    author: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Review:
    """A proposal with how it stands: its last decision, None where nobody ever decided."""

    id: str
    proposal: Proposal
    proposed: datetime
    decision: Decision | None = None

    @property
    def state(self) -> str:
        """One of `REVIEW_STATES`."""
        return self.decision.verdict.state if self.decision else OPEN

    @property
    def version(self) -> int:
        """The number of the last decision, 0: none."""
        return self.decision.version if self.decision else 0

    @property
    def plain(self) -> dict[str, Any]:
        """All of it as JSON has it."""
        said, kept = self.proposal, self.decision
        names = ("kind", "issuer", "subject", "name", "skill", "label", "relation", "how", "confidence", "evidence")
        return {
            "id": self.id,
            "version": self.version,
            "state": self.state,
            **{name: getattr(said, name) for name in names},
            "proposed": self.proposed.isoformat(),
            "decision": plain_decision(kept) if kept else None,
        }


def plain_decision(kept: Decision) -> dict[str, Any]:
    """A decision as JSON has it."""
    said = {name: getattr(kept.verdict, name) for name in ("state", "skill", "label", "relation", "note")}
    return {"version": kept.version, **said, "author": kept.author, "at": kept.at.isoformat()}


@dataclass(frozen=True, slots=True)
class Filed:
    """What filing proposals did: new ones, ones that were there, and undecided ones that nobody proposes any more."""

    new: int = 0
    there: int = 0
    gone: int = 0
