"""A learner's uploaded badges as holdings: which credential each was taken for, and what it is worth."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from graph.holdings import Award, Known, State
from recommender.recognise import Recognised, recognise
from recommender.snapshot import Snapshot

if TYPE_CHECKING:
    from data.badge_types import BadgeFinding


@dataclass(frozen=True, slots=True)
class TakenBadge:
    """One badge with the credential it was taken for (empty: none) and the award that it gives, if any."""

    finding: BadgeFinding
    recognised: Recognised
    award: Award | None

    def sentence(self) -> str:
        """What is said of it to a person."""
        finding = self.finding
        if finding.error:
            return finding.error if finding.proof == "invalid" else f"Not read: {finding.error}"
        if self.recognised.credential:
            taken = f"Taken for {self.recognised.credential}, by {self.recognised.how}."
        else:
            taken = f"Taken for no credential of the catalogue: {self.recognised.how}."
        sure = "Signature checked" if finding.verified else "Not verified"
        sure = f"{sure}: {finding.why_not or 'no proof is given'}."
        return f"{finding.name or finding.kind}. {taken} {sure}".replace("..", ".")


def taken(snapshot: Snapshot, findings: Iterable[BadgeFinding]) -> tuple[TakenBadge, ...]:
    """Recognise each badge in the catalogue; its award is known as uploaded unless a trusted key signed it."""
    return tuple(_taken(snapshot, finding) for finding in findings)


def _taken(snapshot: Snapshot, finding: BadgeFinding) -> TakenBadge:
    if finding.error:
        return TakenBadge(finding, Recognised("", "it wasn't read"), None)
    found = recognise(snapshot, name=finding.name, url=finding.credential_url, issuer=finding.issuer_name)
    if not found.credential and finding.page_url:
        found = recognise(snapshot, name=finding.name, url=finding.page_url, issuer=finding.issuer_name)
    if finding.award is None or not found.credential:
        return TakenBadge(finding, found, None)
    claim = finding.award
    award = Award(
        found.credential, State(claim.state), Known(claim.known), _day(claim.date), _day(claim.expires), claim.note
    )
    return TakenBadge(finding, found, award)


def _day(text: str) -> date | None:
    return date.fromisoformat(text[:10]) if text else None
