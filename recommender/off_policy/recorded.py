"""From what the records hold of explored lists to the rows of a log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from math import nan
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from recommender.off_policy.logs import Row

if TYPE_CHECKING:
    from data.records import Shown, Suggestion

REWARDS: Final[Mapping[str, frozenset[str]]] = {
    "clicked": frozenset({"clicked"}),
    "enrolled": frozenset({"enrolled", "earned"}),
    "earned": frozenset({"earned"}),
}
"""By name the events of which one makes a reward of 1."""

Chosen = Mapping[int, Mapping[str, float]]
"""By position what a policy would show there, each with its chance."""


def answers(shown: Iterable[Shown]) -> Iterator[list[Shown]]:
    """The lists one by one, by place; of one that was shown again, changed, what stood in it at first."""
    by_answer = attrgetter("suggestion.answer")
    for _, group in groupby(sorted(shown, key=by_answer), key=by_answer):
        several = list(group)
        first = min(one.suggestion.created for one in several)
        at_first = [one for one in several if one.suggestion.created == first]
        yield sorted(at_first, key=attrgetter("suggestion.position"))


def rows_of(answer: list[Shown], reward: str, chosen: Chosen | None = None) -> Iterator[Row]:
    """A list's rows: all that might have stood at each place, and what a policy to be judged would show there.

    Without `chosen` what would be shown isn't known (not a number), to be filled in by whoever knows.
    """
    for one in answer:
        made = one.suggestion
        old = dict(made.chances)
        new = None if chosen is None else chosen.get(made.position, {})
        for item in sorted({*old, *(new or {})}):
            shown = item == made.credential
            yield Row(
                request=made.answer,
                position=made.position,
                item=item,
                propensity=old.get(item, 0.0),
                evaluated=nan if new is None else new.get(item, 0.0),
                shown=shown,
                reward=float(shown and bool(one.came & REWARDS[reward])),
                cluster=_cluster(made),
            )


def _cluster(made: Suggestion) -> str:
    return f"learner {made.learner}" if made.learner else f"list {made.answer}"
