"""How far a learner is on a pathway on a day: what is done, what can be begun, what locks the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from graph.checker import Attests, Finding, Verdict, check
from graph.credentials import Credential, Offering
from graph.holdings import Holdings
from graph.pathways.conditions import asked, completes, met, share
from graph.pathways.model import Pathway, Role, Step, StepKind
from graph.planning.reach import satisfied
from graph.requirements import AllOf, Requirement, key
from graph.standing import Kind, Standing, standings


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

        A doubt doesn't speak against it. What has expired can't be renewed while what it asks for isn't met. A group
        isn't begun: its steps are.
        """
        if not self.step.is_earned:
            return False
        barred = self.state is StepState.EXPIRED and self.finding.verdict is Verdict.NO
        return self.state not in (StepState.DONE, StepState.LOCKED) and not barred


@dataclass(frozen=True, slots=True)
class Milestone:
    """All required steps up to a position; met when they are done. A position without any is no milestone.

    A step that its author calls a milestone is one too (`step` names it): met when it is done.
    """

    position: int
    met: bool
    step: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a learner is on a pathway on a day.

    `share`, 0..1: how much is done (`graph.pathways.conditions.share`; of a plain list the required steps done over
    the required steps). It never falls when something is earned; it falls when an award expires or is revoked. `next`:
    credentials of the steps to take now (see `progress`); `soonest`: the one of them that takes the fewest hours, as
    far as these are stated. `reached`: whether the destination is: it is held, where it is a credential among the
    steps; else whether what completes the pathway is met.
    """

    pathway: Pathway
    steps: tuple[StepProgress, ...]
    share: float
    next: tuple[str, ...]
    milestones: tuple[Milestone, ...]
    reached: bool
    soonest: str = ""


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
    ordered = sorted(pathway.steps, key=lambda step: (step.position, step.id))
    findings = _findings(pathway, ordered, credentials, lambda tree: check(tree, holdings, today, attests or {}))
    steps = tuple(_step(step, held, found, credentials, today) for step, found in zip(ordered, findings, strict=True))
    counted = [one for one in steps if not one.step.optional] or list(steps)
    leaves = {key(one.step.leaf): one.state is StepState.DONE for one in steps if one.step.is_earned}
    complete = bool(pathway.steps) and satisfied(completes(pathway), lambda leaf: leaves.get(key(leaf), False))
    following = () if complete else _next(steps, [one for one in counted if one.step.is_earned])
    return Progress(
        pathway=pathway,
        steps=steps,
        share=share(pathway, lambda leaf: float(leaves.get(key(leaf), False))),
        next=following,
        milestones=(*_milestones([one for one in counted if one.step.is_earned]), *_named(steps)),
        reached=_reached(pathway, held, complete),
        soonest=_soonest(steps, following, credentials),
    )


Findings = tuple[Finding, Finding]
"""Of one step, what was found of what it asks for, and of whether it is done."""


def _findings(
    pathway: Pathway,
    steps: Sequence[Step],
    credentials: Mapping[str, Credential],
    check_: Callable[[Requirement], Finding],
) -> list[Findings]:
    """All steps checked in one go."""
    trees: list[Requirement] = []
    for step in steps:
        credential = credentials.get(step.credential)
        trees += [asked(pathway, step, credential.requirement if credential else None), met(pathway, step)]
    found = check_(AllOf(tuple(trees))).parts
    return list(zip(found[::2], found[1::2], strict=True))


_STATES: Final = {
    Kind.HELD: StepState.DONE,
    Kind.CLAIMED: StepState.CLAIMED,
    Kind.ENROLLED: StepState.ENROLLED,
    Kind.EXPIRED: StepState.EXPIRED,
}
_BEGINNING: Final = {Verdict.YES: StepState.OPEN, Verdict.UNKNOWN: StepState.UNCLEAR, Verdict.NO: StepState.LOCKED}


_MET: Final = {Verdict.YES: StepState.DONE, Verdict.UNKNOWN: StepState.CLAIMED}


def _step(
    step: Step, held: Mapping[str, Standing], found: Findings, credentials: Mapping[str, Credential], today: date
) -> StepProgress:
    finding, done = found
    standing = held.get(step.credential, Standing(Kind.NONE))
    by_award = _STATES.get(standing.kind) if step.kind not in (StepKind.GROUP, StepKind.SKILL) else None
    state = by_award or _MET.get(done.verdict) or _BEGINNING[finding.verdict]
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


def _named(steps: Sequence[StepProgress]) -> tuple[Milestone, ...]:
    """The steps that their author calls milestones."""
    return tuple(
        Milestone(one.step.position, one.state is StepState.DONE, one.step.id)
        for one in steps
        if one.step.role is Role.MILESTONE
    )


def _soonest(steps: Sequence[StepProgress], following: Sequence[str], credentials: Mapping[str, Credential]) -> str:
    """Of the next steps the one that takes the fewest hours; empty where none states any."""
    hours = {
        one.step.credential: stated
        for one in steps
        if one.step.credential in following and (stated := _hours(one, credentials)) is not None
    }
    return min(hours, key=lambda name: (hours[name], name), default="")


def _hours(one: StepProgress, credentials: Mapping[str, Credential]) -> float | None:
    credential = credentials.get(one.step.credential)
    stated = [offering.hours for offering in one.offerings if offering.hours is not None]
    return min(stated, default=one.step.hours if credential is None else credential.hours or one.step.hours)


def _reached(pathway: Pathway, held: Mapping[str, Standing], complete: bool) -> bool:
    if any(step.credential == pathway.destination for step in pathway.steps):
        standing = held.get(pathway.destination)
        return standing is not None and standing.kind is Kind.HELD
    return complete
