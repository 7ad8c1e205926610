"""Findings of the requirement checker as sentences to a learner."""

from __future__ import annotations

from collections.abc import Callable

from graph.checker import Finding, Verdict
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
