"""Pathways: credentials in an order towards a destination, and how far a learner is on one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from graph.checker import Finding, Verdict, check
from graph.credentials import Credential
from graph.holdings import Award, Holdings, State
from graph.requirements import AllOf, Requirement
from skills_taxonomy.types import Provenance


@dataclass(frozen=True, slots=True)
class Step:
    """One credential of a pathway; steps with a lower `position` come first, equal positions in any order."""

    id: str
    position: int
    credential: str
    optional: bool = False
    requirement: Requirement | None = None


@dataclass(frozen=True, slots=True)
class Pathway:
    """Steps towards a destination, as an issuer publishes them. Not a plan for one learner."""

    id: str
    name: str
    issuer: str
    steps: tuple[Step, ...]
    provenance: Provenance
    destination: str = ""
    description: str = ""
    page_url: str = ""
    note: str = ""


class Standing(StrEnum):
    """How a learner stands at one step."""

    DONE = "done"
    ENROLLED = "enrolled"
    OPEN = "open"
    UNCERTAIN = "uncertain"
    LOCKED = "locked"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class StepProgress:
    """One step with the learner's standing; `finding` says what locks it or leaves it uncertain."""

    step: Step
    standing: Standing
    finding: Finding | None = None
    expired: date | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a learner is: every step, the share done, what may be started now, whether the destination is reached.

    `share`, 0..1: required steps done over required steps (over all steps where none is required). It never falls
    when something is earned.
    """

    pathway: Pathway
    steps: tuple[StepProgress, ...]
    share: float
    next: tuple[str, ...]
    reached: bool


def progress(pathway: Pathway, holdings: Holdings, today: date, credentials: Mapping[str, Credential]) -> Progress:
    """How far what is held brings a learner on the day; `credentials` are those of the steps, where known."""
    steps = tuple(
        _standing(step, holdings, today, credentials.get(step.credential))
        for step in sorted(pathway.steps, key=lambda step: (step.position, step.id))
    )
    counted = [one for one in steps if not one.step.optional] or list(steps)
    done = sum(one.standing is Standing.DONE for one in counted)
    return Progress(
        pathway,
        steps,
        done / len(counted) if counted else 0.0,
        tuple(one.step.credential for one in steps if one.standing in (Standing.OPEN, Standing.UNCERTAIN)),
        _reached(pathway, holdings, today, done == len(counted) and bool(counted)),
    )


def _standing(step: Step, holdings: Holdings, today: date, credential: Credential | None) -> StepProgress:
    awards = [award for award in holdings.awards if award.credential == step.credential]
    if any(award.earned(today) for award in awards):
        return StepProgress(step, Standing.DONE)
    if any(award.state is State.ENROLLED for award in awards):
        return StepProgress(step, Standing.ENROLLED)
    own = credential.requirement if credential is not None else None
    finding = check(AllOf(tuple(part for part in (own, step.requirement) if part is not None)), holdings, today)
    lapsed = _lapsed(awards, today)
    if lapsed is not None:
        return StepProgress(step, Standing.EXPIRED, finding, lapsed)
    standing = {Verdict.YES: Standing.OPEN, Verdict.UNKNOWN: Standing.UNCERTAIN, Verdict.NO: Standing.LOCKED}[
        finding.verdict
    ]
    return StepProgress(step, standing, finding)


def _lapsed(awards: list[Award], today: date) -> date | None:
    """When the last award of it expired, None where none has."""
    days = [award.expires for award in awards if award.expires is not None and award.expires < today]
    return max(days, default=None)


def _reached(pathway: Pathway, holdings: Holdings, today: date, all_done: bool) -> bool:
    """The destination is reached where it is held, or, where none is named, where all that is required is done."""
    if pathway.destination:
        return any(a.credential == pathway.destination and a.earned(today) for a in holdings.awards)
    return all_done
