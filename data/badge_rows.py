"""The rows that badges give: credentials with their aligned skills, and a learner's awards, each once."""

from __future__ import annotations

from dataclasses import dataclass, field

from data.alignments import Alignment
from data.badge_types import Achievement, BadgeAward, credential_id, issuer_prefix
from data.tables import TableRows


@dataclass(slots=True)
class BadgeRows:
    """Rows collected from one upload; `issuer` is the prefix of all identifiers, empty: each issuer's own."""

    issuer: str
    learner: str
    rows: TableRows
    pathways: set[str] = field(default_factory=set)
    _credentials: dict[str, str] = field(default_factory=dict)
    _added: set[str] = field(default_factory=set)
    _awards: set[tuple[str, str, str]] = field(default_factory=set)

    def add_award(self, award: BadgeAward, file: str, locator: str) -> None:
        """Add the award, where it is known whose it is and it wasn't met before."""
        key = (award.credential, award.state, award.date)
        if not self.learner or key in self._awards:
            return
        self._awards.add(key)
        self.rows.add(
            "awards",
            locator=locator,
            issuer=award.credential.partition(":")[0],
            source=file,
            learner=self.learner,
            credential=award.credential,
            state=award.state,
            date=award.date,
            expires=award.expires or None,
            known=award.known,
            note=award.note,
        )

    def add_credential(self, achievement: Achievement, file: str, locator: str) -> str:
        """Add the credential and its aligned skills where it has a name and wasn't met before.

        Returns the name under which it was met before, where that was another one.
        """
        credential = credential_id(achievement, self.issuer)
        before = self._credentials.setdefault(credential, achievement.name) if achievement.name else ""
        if not achievement.name or before != achievement.name or credential in self._added:
            return before if before != achievement.name else ""
        self._added.add(credential)
        place = {"locator": locator, "source": file, "issuer": issuer_prefix(achievement, self.issuer)}
        self.rows.add(
            "credentials",
            **place,
            origin=achievement.url,
            id=credential,
            issuer_name=achievement.issuer.name or None,
            name=achievement.name,
            description=achievement.description or None,
            kind=achievement.kind,
            level=achievement.level or None,
            language=achievement.language or None,
            status="active",
            page_url=achievement.page_url or None,
            hours=achievement.hours,
            subjects=list(achievement.tags),
            occupations=list(dict.fromkeys(found.name for found in achievement.alignments if found.is_occupation)),
            text=achievement.criteria or None,
        )
        for found in achievement.alignments:
            if not found.is_occupation:
                self._add_skill(found, credential, place)
        return ""

    def _add_skill(self, found: Alignment, credential: str, place: dict[str, str]) -> None:
        self.rows.add(
            "credential_skills",
            **place,
            origin=found.url,
            credential=credential,
            skill=found.identifier or None,
            label=found.name,
            how="stated",
            confidence=1.0,
            evidence=found.description or (f"alignment to {found.framework}" if found.framework else None),
        )
