"""Pathways: credentials in an order towards a destination, and how far a learner is on one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from graph.checker import Attests, Finding, Verdict, check
from graph.credentials import Credential, Offering
from graph.holdings import Holdings
from graph.requirements import AllOf, Requirement
from graph.standing import Kind, Standing, standings
from skills_taxonomy.types import Provenance


@dataclass(frozen=True, slots=True)
class Step:
    """One credential of a pathway; steps with a lower `position` come first, equal positions in any order.

    `requirement` is what this pathway asks for before the step, beyond what the credential itself does.
    """

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


class StepState(StrEnum):
    """How far a learner is with one step.

    ``claimed``: said or uploaded, and its issuer hasn't confirmed it. ``unclear``: whether it may be begun depends on
    something unconfirmed. ``expired``: was done, and must be renewed to count again.
    """

    DONE = "done"
    CLAIMED = "claimed"
    ENROLLED = "enrolled"
    EXPIRED = "expired"
    OPEN = "open"
    UNCLEAR = "unclear"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class StepProgress:
    """One step: its state, the standing behind it, what locks it or leaves it unclear, and how to begin or renew it.

    `finding` is that of the step's and the credential's requirement together; it is a yes where nothing is asked
    for. `offerings` are those open on the day (for a step that is done: none); none may be stated at all.
    `replaced_by` names the credential to earn in its place, where its issuer has replaced it.
    """

    step: Step
    state: StepState
    standing: Standing
    finding: Finding
    offerings: tuple[Offering, ...] = ()
    replaced_by: str = ""

    @property
    def can_begin(self) -> bool:
        """Whether the learner can act on it: begin it, go on with it, have it confirmed, or renew it.

        A doubt doesn't speak against it. What has expired can't be renewed while what it asks for isn't met.
        """
        barred = self.state is StepState.EXPIRED and self.finding.verdict is Verdict.NO
        return self.state not in (StepState.DONE, StepState.LOCKED) and not barred


@dataclass(frozen=True, slots=True)
class Milestone:
    """All required steps up to a position; met when they are done. A position without any is no milestone."""

    position: int
    met: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a learner is on a pathway on a day.

    `share`, 0..1: required steps done over required steps (over all steps where none is required; 0 without steps).
    It never falls when something is earned; it falls when an award expires or is revoked. `next`: credentials of the
    steps to take now (see `progress`). `reached`: whether the destination is: it is held, where it is a credential
    among the steps; else all required steps are done.
    """

    pathway: Pathway
    steps: tuple[StepProgress, ...]
    share: float
    next: tuple[str, ...]
    milestones: tuple[Milestone, ...]
    reached: bool


def progress(
    pathway: Pathway,
    holdings: Holdings,
    today: date,
    credentials: Mapping[str, Credential],
    attests: Attests | None = None,
) -> Progress:
    """How far what is held brings a learner on the day; `credentials` are those of the steps, where known.

    A step is locked by requirements alone, never by its position. The next steps are those that can be begun, gone on
    with or renewed, up to the first position at which a required one can; none once all required steps are done.
    """
    held = standings(holdings, today)
    steps = tuple(
        _step(step, held, check(_asked(step, credentials), holdings, today, attests or {}), credentials, today)
        for step in sorted(pathway.steps, key=lambda step: (step.position, step.id))
    )
    counted = [one for one in steps if not one.step.optional] or list(steps)
    done = sum(one.state is StepState.DONE for one in counted)
    complete = bool(counted) and done == len(counted)
    return Progress(
        pathway=pathway,
        steps=steps,
        share=done / len(counted) if counted else 0.0,
        next=() if complete else _next(steps, counted),
        milestones=_milestones(counted),
        reached=_reached(pathway, held, complete),
    )


_STATES: Final = {
    Kind.HELD: StepState.DONE,
    Kind.CLAIMED: StepState.CLAIMED,
    Kind.ENROLLED: StepState.ENROLLED,
    Kind.EXPIRED: StepState.EXPIRED,
}
_BEGINNING: Final = {Verdict.YES: StepState.OPEN, Verdict.UNKNOWN: StepState.UNCLEAR, Verdict.NO: StepState.LOCKED}


def _asked(step: Step, credentials: Mapping[str, Credential]) -> AllOf:
    credential = credentials.get(step.credential)
    own = credential.requirement if credential is not None else None
    return AllOf(tuple(part for part in (own, step.requirement) if part is not None))


def _step(
    step: Step, held: Mapping[str, Standing], finding: Finding, credentials: Mapping[str, Credential], today: date
) -> StepProgress:
    standing = held.get(step.credential, Standing(Kind.NONE))
    state = _STATES.get(standing.kind) or _BEGINNING[finding.verdict]
    credential = credentials.get(step.credential)
    if credential is None or state is StepState.DONE:
        return StepProgress(step, state, standing, finding)
    offerings = tuple(offering for offering in credential.offerings if offering.is_open(today))
    return StepProgress(step, state, standing, finding, offerings, credential.superseded_by)


def _next(steps: Sequence[StepProgress], counted: Sequence[StepProgress]) -> tuple[str, ...]:
    last = min((one.step.position for one in counted if one.can_begin), default=None)
    if last is None:
        return tuple(dict.fromkeys(one.step.credential for one in steps if one.can_begin))
    return tuple(dict.fromkeys(one.step.credential for one in steps if one.can_begin and one.step.position <= last))


def _milestones(counted: Sequence[StepProgress]) -> tuple[Milestone, ...]:
    positions = sorted({one.step.position for one in counted})
    undone = [one.step.position for one in counted if one.state is not StepState.DONE]
    return tuple(Milestone(position, all(other > position for other in undone)) for position in positions)


def _reached(pathway: Pathway, held: Mapping[str, Standing], complete: bool) -> bool:
    if any(step.credential == pathway.destination for step in pathway.steps):
        standing = held.get(pathway.destination)
        return standing is not None and standing.kind is Kind.HELD
    return complete
