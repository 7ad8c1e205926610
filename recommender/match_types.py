"""What a career site asks and gets: which skills of an occupation are had, which lack, and what closes the gap."""

from __future__ import annotations

from dataclasses import dataclass

from skills_taxonomy.types import Goal, Provenance


@dataclass(frozen=True, slots=True)
class SkillNeed:
    """A skill that the occupation asks for; `weight` 0..1, 1 for the most asked; `asked` says how, in words."""

    skill: str
    label: str
    weight: float
    asked: str
    provenance: Provenance
    held_through: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Closing:
    """A credential that closes part of the gap: what it adds and the share (0..1) had once it is earned."""

    credential: str
    name: str
    gains: tuple[str, ...]
    share_after: float


@dataclass(frozen=True, slots=True)
class Wage:
    """Wages of an occupation in an area: yearly percentiles in `currency`; None: not released."""

    occupation: str
    occupation_label: str
    area: str
    period: str
    currency: str
    employment: float | None
    p10: float | None
    p25: float | None
    median: float | None
    p75: float | None
    p90: float | None
    note: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Match:
    """Held skills or credentials against an occupation; `share` 0..1 of its weighted needs that is had."""

    goal: Goal
    share: float
    have: tuple[SkillNeed, ...]
    lack: tuple[SkillNeed, ...]
    closes: tuple[Closing, ...]
    wages: tuple[Wage, ...]
    notes: tuple[str, ...] = ()
