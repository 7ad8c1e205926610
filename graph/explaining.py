"""A finding laid out: as a tree of lines, and as the fewest things that would make it a yes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations
from typing import Final

from graph.checker import Finding, Verdict, check
from graph.holdings import Award, Holdings, Known
from graph.requirements import HasSkill, Holds, Leaf, key

EXACT: Final = 12
"""Up to so many open leaves, of which some stand in several parts, `missing` tries every combination."""

WIDEST: Final = 200
"""No line says more than so many characters of a finding."""


def render(finding: Finding) -> tuple[str, ...]:
    """The tree in plain ASCII, one line a finding; characters that can't be printed become question marks.

    >>> from graph.requirements import AllOf
    >>> found = check(AllOf((Holds("x:a"), Holds("x:b"))), Holdings((Award("x:a"),)), date(2026, 1, 1))
    >>> for line in render(found): print(line)
    [no] all 2 are needed: 1 met, 1 not met
    |-- [yes] x:a: you hold it
    `-- [no] x:b: you don't hold it
    """
    lines = []
    waiting = [(finding, "", "")]
    while waiting:
        here, before, indent = waiting.pop()
        lines.append(f"{before}[{here.verdict}] {_printable(here.text)}")
        below = [(part, f"{indent}|-- ", f"{indent}|   ") for part in here.parts]
        if below:
            below[-1] = (here.parts[-1], f"{indent}`-- ", f"{indent}    ")
        waiting.extend(reversed(below))
    return tuple(lines)


def _printable(text: str) -> str:
    shown = text if len(text) <= WIDEST else f"{text[: WIDEST - 3]}..."
    return "".join(letter if letter.isprintable() else "?" for letter in shown)


def missing(finding: Finding) -> tuple[Leaf, ...]:
    """The fewest leaves that would make the finding a yes; empty where it is one, and where nothing could.

    Exact where no leaf stands in two parts, and with up to `EXACT` open leaves anyway; beyond that what is given
    suffices, but may not be the fewest. Leaves are counted, not cost or effort.
    """
    leaves = list(_leaves(finding))
    held = {key(leaf): leaf for leaf, verdict in leaves if verdict is Verdict.YES}
    open_ = {key(leaf): leaf for leaf, verdict in leaves if verdict is not Verdict.YES}
    if len(leaves) == len(held) + len(open_) or len(open_) > EXACT:
        return finding.missing
    for size in range(len(finding.missing)):
        for some in combinations(open_.values(), size):
            if _met(finding, (*held.values(), *some)):
                return some
    return finding.missing


def _leaves(finding: Finding) -> Iterator[tuple[Leaf, Verdict]]:
    waiting = [finding]
    while waiting:
        here = waiting.pop()
        if isinstance(here.requirement, Holds | HasSkill):
            yield here.requirement, here.verdict
        else:
            waiting.extend(reversed(here.parts))


def _met(finding: Finding, granted: Iterable[Leaf]) -> bool:
    had = list(granted)
    awards = tuple(Award(leaf.credential) for leaf in had if isinstance(leaf, Holds))
    skills = tuple((leaf.skill, leaf.level, Known.VERIFIED) for leaf in had if isinstance(leaf, HasSkill))
    return check(finding.requirement, Holdings(awards, skills), date.max).verdict is Verdict.YES
