"""The search for the best set of credentials, in a part of the catalogue that provably holds it.

A first plan comes from few credentials and takes U. A relaxation, in which nothing is required of what meets the goal
and credentials may be earned in parts, says that no plan takes less than L, and by how much more a plan takes at least
that has a certain credential in it: its reduced cost. What would make a plan take U or more is left out; the rest,
mostly a handful, is searched to the end. So the answer is exact for the whole catalogue.
"""

from __future__ import annotations

import heapq
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from graph.planning.nearby import Nearby
from graph.planning.program import Encoding
from graph.planning.prune import undominated
from graph.planning.reach import Situation
from graph.planning.types import Limits, Measure, Ways
from graph.requirements import Leaf

_HALF: Final = 0.5
_SLACK: Final = 1e-6
_FEW: Final = 5
"""How many of those that show a leaf are tried for a first plan, the cheapest first."""
_DEEP: Final = 3
"""How many requirements deep a first plan is looked for before the whole catalogue is."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gave: the credentials to earn, what no plan takes less than, and whether the best is proven."""

    chosen: tuple[str, ...]
    bound: float
    proven: bool
    considered: int


@dataclass(frozen=True, slots=True)
class Question:
    """A situation with what is minimised under which limits (on other measures), and when the search must end."""

    situation: Situation
    minimise: Measure
    limits: Limits
    until: float

    def takes(self, credential: str) -> float:
        """How much of what is minimised a credential takes."""
        return self.situation.ways[credential].takes(self.minimise)

    def total(self, chosen: Iterable[str]) -> float:
        """How much of it several take."""
        return sum(self.takes(one) for one in chosen)

    @property
    def counts(self) -> tuple[Measure, ...]:
        """The measures that matter: the one minimised and those limited."""
        return (self.minimise, *(m for m in Measure if m is not self.minimise and self.limits.of(m) is not None))

    def limit(self, encoding: Encoding) -> None:
        """Hold a program to the limits."""
        for measure in self.counts[1:]:
            most = self.limits.of(measure)
            if most is not None:
                encoding.limit(_taking(self.situation.ways, measure), most)


def best(question: Question, possible: Callable[[], list[str]]) -> Found | None:
    """The best set, or None where no set keeps the limits; `possible` gives all that can be earned, if it is needed.

    Raises `TimeoutError` where time ran out before any plan was found.
    """
    first = _first(question, possible)
    if first is None:
        return None
    least, more = _relaxation(question)
    taken = question.total(first.chosen)
    spare = taken - least - (1.0 if question.situation.ways.whole(question.minimise) else 0.0)
    if spare < -_SLACK:
        return replace(first, bound=taken, proven=True)
    near = Nearby(question.situation, question.minimise, more, max(spare, 0.0) + _SLACK).all()
    last = _solved(question, sorted(near | set(first.chosen)))
    if last is None or question.total(last.chosen) > taken:
        return replace(first, bound=min(taken, least), proven=False)
    bound = question.total(last.chosen) if last.proven else min(max(last.bound, 0.0), taken)
    return replace(last, bound=bound)


def _first(question: Question, possible: Callable[[], list[str]]) -> Found | None:
    """A plan from few credentials; from all where few have none within the limits."""
    for candidates in _few(question):
        if question.situation.fulfilled(question.situation.reachable(candidates)):
            found = _solved(question, question.situation.reachable(candidates))
            if found is not None:
                return found
    return _solved(question, possible())


def _few(question: Question) -> Iterable[list[str]]:
    """Sets of credentials, each larger than the one before, from which a first plan may come."""
    situation = question.situation
    direct = situation.for_goal()
    yield [one for one in direct if situation.is_free(one)]
    found, edge = set(direct), direct
    for _ in range(_DEEP):
        asked = {leaf for one in edge if not situation.is_free(one) for leaf in situation.leaves_of(one)}
        edge = sorted({one for leaf in asked for one in _cheapest(question, leaf)} - found)
        found.update(edge)
        yield sorted(found)


def _cheapest(question: Question, leaf: Leaf) -> list[str]:
    """A few that show a leaf: those that can be earned at once first, and of them those that take least."""
    situation = question.situation
    return heapq.nsmallest(
        _FEW, situation.showing(leaf), key=lambda one: (not situation.is_free(one), question.takes(one), one)
    )


def _relaxation(question: Question) -> tuple[float, Mapping[str, float]]:
    """What no plan takes less than, and how much more it takes at least with each credential that shows of the goal."""
    encoding = Encoding(question.situation, question.situation.for_goal(), question.takes).encode_goal()
    question.limit(encoding)
    result = encoding.program.relaxed()
    if result.status != 0:
        return 0.0, dict.fromkeys(encoding.earn, 0.0)
    more = result.lower.marginals
    return float(result.fun), {one: max(float(more[variable]), 0.0) for one, variable in encoding.earn.items()}


def _solved(question: Question, candidates: Sequence[str]) -> Found | None:
    kept = undominated(question.situation, candidates, question.counts)
    encoding = Encoding(question.situation, kept, question.takes).encode()
    question.limit(encoding)
    result: Any = encoding.program.solved(max(question.until - time.monotonic(), 0.05))
    if result.x is None:
        if result.status == 1:
            raise TimeoutError
        return None
    chosen = tuple(one for one, variable in encoding.earn.items() if result.x[variable] > _HALF)
    return Found(chosen, float(result.mip_dual_bound or 0.0), proven=result.status == 0, considered=len(kept))


def _taking(ways: Ways, measure: Measure) -> Callable[[str], float]:
    return lambda one: ways[one].takes(measure)
