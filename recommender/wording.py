"""Findings of the requirement checker as sentences to a learner."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from graph.checker import Finding, Verdict
from graph.credentials import Offering
from graph.pathways import StepState
from graph.pathways.progress import StepProgress
from graph.requirements import HasSkill, Holds

Name = Callable[[str], str]
"""Gives the name of a credential or skill by its identifier."""


def in_words(finding: Finding, name: Name) -> tuple[str, ...]:
    """What is met where the whole is a yes; else what is missing or uncertain, a sentence each, outermost first.

    >>> from datetime import date
    >>> from graph.checker import check
    >>> from graph.holdings import Holdings
    >>> in_words(check(Holds("x:a"), Holdings(), date(2026, 1, 1)), lambda id_: "Knots")
    ("Knots: you don't hold it.",)
    """
    wanted = finding.verdict is Verdict.YES
    lines = []
    waiting = [finding]
    while waiting:
        here = waiting.pop()
        if (here.verdict is Verdict.YES) is wanted:
            if isinstance(here.requirement, Holds | HasSkill):
                lines.append(_sentence(here, name))
                continue
            if not wanted and len(here.parts) > 1:
                lines.append(_sentence(here, name))
        waiting.extend(reversed(here.parts))
    return tuple(dict.fromkeys(lines)) or (_sentence(finding, name),)


def _sentence(finding: Finding, name: Name) -> str:
    match finding.requirement:
        case Holds(identifier) | HasSkill(identifier):
            return f"{name(identifier)}: {finding.why}."
    return f"{finding.why[:1].upper()}{finding.why[1:]}."


def to_begin(one: StepProgress, name: Name) -> tuple[str, ...]:
    """How a step is begun or, where its award has expired, renewed; nothing for what is done or locked.

    A sentence each: what stands with the award, what replaces it, where to sign up and until when, or that nothing
    is open.
    """
    if not one.step.is_earned or one.state in (StepState.DONE, StepState.LOCKED):
        return ()
    expired = one.state is StepState.EXPIRED
    lines = [f"{one.standing.words[:1].upper()}{one.standing.words[1:]}."] if expired else []
    again = "Renew it" if expired else "Begin"
    if expired and one.finding.verdict is Verdict.NO:
        lines.append("What it asks for isn't met any more: see to that first.")
    if one.replaced_by:
        return (*lines, f"It has been replaced: earn {name(one.replaced_by)} in its place.")
    found = sorted((offer for offer in one.offerings if offer.signup_url), key=_soon)
    if found:
        until = f", open until {found[0].closes}" if found[0].closes else ""
        lines.append(f"{again}: sign up at {found[0].signup_url}{until}.")
    elif expired:
        lines.append("Where to renew it isn't stated: ask its issuer.")
    return tuple(lines)


def _soon(offer: Offering) -> tuple[date, str]:
    return offer.closes or date.max, offer.id
