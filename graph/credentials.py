"""Credentials, what they teach, and the occasions to earn them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from graph.requirements import Requirement
from skills_taxonomy.types import Provenance


class Availability(StrEnum):
    """Whether a credential can be started now: unknown where no offering is stated."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Taught:
    """A skill that a credential teaches; `weight` 0..1 of the credential, `confidence` 0..1 that it does at all."""

    skill: str
    label: str
    weight: float
    confidence: float
    how: str
    evidence: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Offering:
    """An occasion to earn a credential: the sign-up link, when, where, how, at what cost and how many hours."""

    id: str
    signup_url: str = ""
    opens: date | None = None
    closes: date | None = None
    starts: date | None = None
    ends: date | None = None
    place: str = ""
    mode: str = ""
    language: str = ""
    cost: float | None = None
    currency: str = ""
    hours: float | None = None
    note: str = ""

    def is_open(self, today: date) -> bool:
        """Whether a learner can sign up on the day: opened, not closed, and not yet over.

        >>> Offering("o", opens=date(2026, 1, 1), closes=date(2026, 2, 1)).is_open(date(2026, 1, 15))
        True
        """
        last = self.closes or self.ends
        return (self.opens is None or self.opens <= today) and (last is None or today <= last)


@dataclass(frozen=True, slots=True)
class Credential:
    """A credential, badge or certificate as its issuer publishes it; an award of it is another thing (`Award`).

    `accepts`: credentials, of any issuer, that its own issuer takes in its place. Only what is named counts: who
    accepts one credential doesn't by that accept what that one accepts.
    """

    id: str
    name: str
    issuer: str
    issuer_name: str
    provenance: Provenance
    description: str = ""
    kind: str = ""
    level: str = ""
    level_rank: float | None = None
    language: str = ""
    requirement: Requirement | None = None
    validity_months: int | None = None
    withdrawn: bool = False
    superseded_by: str = ""
    page_url: str = ""
    hours: float | None = None
    note: str = ""
    teaches: tuple[Taught, ...] = field(default=())
    offerings: tuple[Offering, ...] = field(default=())
    occupations: tuple[str, ...] = field(default=())
    accepts: tuple[str, ...] = field(default=())

    def availability(self, today: date) -> Availability:
        """Open where an offering is, closed where offerings are stated and none is, else unknown."""
        if not self.offerings:
            return Availability.UNKNOWN
        return Availability.OPEN if any(o.is_open(today) for o in self.offerings) else Availability.CLOSED


def attested(credentials: Iterable[Credential]) -> dict[str, dict[str, float]]:
    """The skills that an award of each credential attests, for `graph.checker.check`: those its issuer states.

    What was only read out of a text attests nothing. No level is stated with what a credential teaches, so each has
    the level 0: some, which meets a requirement that asks for no level and leaves one that does unknown.
    """
    stated = (
        (credential.id, {one.skill: 0.0 for one in credential.teaches if one.how == "stated"})
        for credential in credentials
    )
    return {id_: skills for id_, skills in stated if skills}
