"""Why one learner's suggestions differ between two snapshots: what entered, left or moved, and what caused it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from recommender.advise import advise, explain
from recommender.changes.causes import Causes, Side
from recommender.goal_view import GoalView
from recommender.query import Advice, Query, Recommendation
from recommender.situation import situation
from recommender.snapshot import Snapshot
from skills_taxonomy.versions import VocabularyChange

TELLING: Final = 0.001
"""A part of a score that differs by less isn't told of."""

VARIETY: Final = "variety"


@dataclass(frozen=True, slots=True)
class Asked:
    """One side: a snapshot, the question, and the compiled form of its goal over that snapshot."""

    snapshot: Snapshot
    query: Query
    goal: GoalView | None


@dataclass(frozen=True, slots=True)
class PartChange:
    """One named part of a score on both sides; None where the credential has no score there."""

    name: str
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class CredentialChange:
    """One credential whose place in the list changed: places from 1, None where it isn't on the list.

    `parts` are the parts of its score that differ, the largest difference first; `causes` say in sentences which
    changed skill or need is behind them, or that none can be named.
    """

    credential: str
    name: str
    before: int | None
    after: int | None
    parts: tuple[PartChange, ...]
    causes: tuple[str, ...]

    @property
    def how(self) -> str:
        """entered, left, moved up, moved down or stayed."""
        if self.before is None or self.after is None:
            return "entered" if self.before is None else "left"
        if self.after == self.before:
            return "stayed"
        return "moved up" if self.after < self.before else "moved down"


@dataclass(frozen=True, slots=True)
class AdviceChange:
    """The list before and after, what stands for the goal where that differs, and each credential that moved.

    `stayed` are those that kept their place, though their score differs.
    """

    before: Advice
    after: Advice
    goal: tuple[str, ...]
    credentials: tuple[CredentialChange, ...]
    stayed: tuple[CredentialChange, ...] = ()

    @property
    def same(self) -> bool:
        """Whether both lists name the same credentials in the same order."""
        return not self.credentials


def compared(one: Asked, other: Asked, change: VocabularyChange | None) -> AdviceChange:
    """The differences from `one` to `other`; `change` is the vocabulary's, where it is known.

    Causes are told where the inputs of a score differ: what the goal asks for, what the credential is linked with,
    what is held. Where only weights over the whole catalogue differ, that is said instead.
    """
    before, after = (advise(side.snapshot, side.query, side.goal) for side in (one, other))
    places = _places(before), _places(after)
    causes = Causes(_side(one), _side(other), change)
    listed = dict.fromkeys([*places[1], *places[0]])
    found = [
        _changed(id_, (places[0].get(id_), places[1].get(id_)), (one, other), (before, after), causes) for id_ in listed
    ]
    stayed = tuple(one for one in found if one.before == one.after and one.parts)
    return AdviceChange(before, after, causes.goal(), tuple(o for o in found if o.before != o.after), stayed)


def _places(advice: Advice) -> dict[str, int]:
    return {one.credential: place for place, one in enumerate(advice.recommendations, 1)}


def _side(asked: Asked) -> Side:
    return Side(asked.snapshot, situation(asked.snapshot, asked.query, asked.goal), asked.goal)


def _changed(
    id_: str,
    places: tuple[int | None, int | None],
    sides: tuple[Asked, Asked],
    advices: tuple[Advice, Advice],
    causes: Causes,
) -> CredentialChange:
    was, now = places
    scored = [_scored(side, advice, id_) for side, advice in zip(sides, advices, strict=True)]
    parts = _parts(*(_contributions(one, both=was is not None and now is not None) for one in scored))
    refused = [_refused(side, advice, id_) for side, advice in zip(sides, advices, strict=True)]
    told = [*_told_refused(*refused), *causes.told(id_, [part.name for part in parts])]
    name = next(one.name for one in reversed(scored) if one is not None)
    return CredentialChange(id_, name, was, now, parts, tuple(told) or (_passed(was, now),))


def _scored(side: Asked, advice: Advice, id_: str) -> Recommendation | None:
    """The credential as it is suggested, or as it would be if it were; None where the snapshot doesn't hold it."""
    for one in advice.recommendations:
        if one.credential == id_:
            return one
    place = side.snapshot.credential_index.get(id_)
    if place is None:
        return None
    return explain(side.snapshot, side.query, side.goal, place).recommendations[0]


def _contributions(one: Recommendation | None, *, both: bool) -> Mapping[str, float] | None:
    """The parts by name; what variety took away is compared only where it was on both lists."""
    if one is None:
        return None
    return {part.name: part.contribution for part in one.contributions if both or part.name != VARIETY}


def _parts(before: Mapping[str, float] | None, after: Mapping[str, float] | None) -> tuple[PartChange, ...]:
    names = dict.fromkeys([*(before or {}), *(after or {})])
    differ = {name: (after or {}).get(name, 0.0) - (before or {}).get(name, 0.0) for name in names}
    ordered = sorted((name for name in names if abs(differ[name]) >= TELLING), key=lambda n: (-abs(differ[n]), n))
    return tuple(
        PartChange(
            name,
            None if before is None else before.get(name, 0.0),
            None if after is None else after.get(name, 0.0),
        )
        for name in ordered
    )


def _refused(side: Asked, advice: Advice, id_: str) -> str:
    """Why it is refused on this side, empty where it isn't; that it isn't in the catalogue counts as a refusal."""
    for one in advice.refusals:
        if one.credential == id_:
            return " ".join(reason.text for reason in one.reasons)
    place = side.snapshot.credential_index.get(id_)
    if place is None:
        return "It isn't in the catalogue."
    found = explain(side.snapshot, side.query, side.goal, place).refusals
    return " ".join(reason.text for one in found for reason in one.reasons)


def _told_refused(before: str, after: str) -> list[str]:
    if before == after:
        return []
    told = [f"It was refused before: {before}"] if before else []
    return [*told, *([f"It is refused now: {after}"] if after else [])]


def _passed(was: int | None, now: int | None) -> str:
    """What is left to say where nothing of its own differs."""
    if was is None or now is None:
        there = "left it room" if was is None else "took its place"
        return f"Nothing of its own score differs; what happened to others {there}."
    return "Nothing of its own score differs; others entered, left or changed places around it."
