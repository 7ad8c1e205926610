"""Two descriptions of a pathway compared: which steps are the same, and in what they differ.

Identifiers differ between systems, and names often are on one side only. Steps are therefore matched by what they say
and by where they stand: two steps are the more alike the more alike those are that they ask for and that ask for them
(similarity flooding: Melnik, Garcia-Molina and Rahm 2002), and of all ways to pair them the best one is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from graph.pathways.model import Condition, Pathway, Step

Matrix = npt.NDArray[np.float64]

ROUNDS: Final = 12
CLOSE: Final = 0.6
"""How much the neighbours of two steps count beside what the steps say themselves."""

LEAST: Final = 0.5
"""Names that share less than this part of their words are of different things, wherever they stand."""

FIELDS: Final = (
    "name",
    "kind",
    "condition",
    "after",
    "optional",
    "credits",
    "hours",
    "role",
    "description",
    "page_url",
)


class By(StrEnum):
    """What told that two steps are the same."""

    IDENTIFIER = "identifier"
    NAME = "name"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Pair:
    """A step of one pathway and the same step of the other."""

    one: str
    other: str
    by: By


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which the pathways differ: of a pair of steps, or (both empty) of the pathways themselves."""

    field: str
    one: str
    other: str
    step: str = ""
    other_step: str = ""


@dataclass(frozen=True)
class Comparison:
    """Which steps are the same, which stand on one side only, and every field in which the two differ."""

    one: Pathway
    other: Pathway
    pairs: tuple[Pair, ...]
    differences: tuple[Difference, ...]

    @cached_property
    def only_one(self) -> tuple[str, ...]:
        """The steps that only the first has."""
        paired = {pair.one for pair in self.pairs}
        return tuple(step.id for step in self.one.steps if step.id not in paired)

    @cached_property
    def only_other(self) -> tuple[str, ...]:
        """The steps that only the second has."""
        paired = {pair.other for pair in self.pairs}
        return tuple(step.id for step in self.other.steps if step.id not in paired)

    @property
    def same(self) -> bool:
        """Whether they differ in nothing but identifiers."""
        return not (self.differences or self.only_one or self.only_other)

    def of(self, field: str) -> tuple[Difference, ...]:
        """The differences in one field, of steps."""
        return tuple(one for one in self.differences if one.field == field and one.step)


def compare(one: Pathway, other: Pathway) -> Comparison:
    """Pair the steps of two pathways and name what differs; identifiers alone are no difference."""
    pairs = tuple(_pairs(one, other))
    names = {pair.one: pair.other for pair in pairs}
    found = [*_whole(one, other, names)]
    for pair in pairs:
        found += _of_steps(one.by_id[pair.one], other.by_id[pair.other], names)
    return Comparison(one, other, pairs, tuple(found))


def _pairs(one: Pathway, other: Pathway) -> Iterator[Pair]:
    from scipy.optimize import linear_sum_assignment

    if not (one.steps and other.steps):
        return
    alike = _alike(one.steps, other.steps)
    flooded = _flooded(alike, _links(one), _links(other))
    flooded[alike < 0] = -1.0
    for left, right in zip(*linear_sum_assignment(flooded, maximize=True), strict=True):
        if alike[left, right] >= 0:
            mine, theirs = one.steps[left], other.steps[right]
            yield Pair(mine.id, theirs.id, _told_by(mine, theirs))


def _alike(steps: tuple[Step, ...], others: tuple[Step, ...]) -> Matrix:
    """How alike what two steps say themselves is, 0 to 1; -1 where they can't be the same."""
    words, other_words = [_words(step.name) for step in steps], [_words(step.name) for step in others]
    found = np.empty((len(steps), len(others)))
    for row, step in enumerate(steps):
        for column, other in enumerate(others):
            found[row, column] = _likeness(step, other, words[row], other_words[column])
    return found


def _likeness(step: Step, other: Step, words: frozenset[str], others: frozenset[str]) -> float:
    if step.is_earned and step.credential == other.credential:
        return 1.0
    shape, other_shape = (_shape(one.condition) for one in (step, other))
    likeness = 0.2 * (step.kind is other.kind) + 0.2 * (shape == other_shape)
    if not (words and others):
        return likeness + (0.1 if (step.condition is None) is (other.condition is None) else 0.0)
    shared = len(words & others) / len(words | others)
    return likeness + 0.6 * shared if shared >= LEAST or shape == other_shape != (None, 0, 0) else -1.0


def _shape(condition: Condition | None) -> tuple[int | None, int, int]:
    return (None, 0, 0) if condition is None else (condition.asked, len(condition.steps), len(condition.parts))


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.casefold()))


def _links(pathway: Pathway) -> Matrix:
    """Which steps (rows) ask for which (columns): by condition or by order; each row adds up to 1."""
    places = {step.id: place for place, step in enumerate(pathway.steps)}
    links = np.zeros((len(places), len(places)))
    for step in pathway.steps:
        asked = (*step.after, *(step.condition.named() if step.condition else ()))
        links[places[step.id], [places[one] for one in asked if one in places]] = 1.0
    return links


def _flooded(alike: Matrix, links: Matrix, others: Matrix) -> Matrix:
    start = np.maximum(alike, 0.0)
    down, up = (_shares(links), _shares(links.T)), (_shares(others), _shares(others.T))
    found = start
    for _ in range(ROUNDS):
        asked, asking = down[0] @ found @ up[0].T, down[1] @ found @ up[1].T
        found = start + CLOSE * (asked + asking)
        found = found / max(found.max(), 1e-12)
    return found


def _shares(links: Matrix) -> Matrix:
    total = links.sum(axis=1, keepdims=True)
    shares: Matrix = np.divide(links, total, out=np.zeros_like(links), where=total > 0)
    return shares


def _told_by(step: Step, other: Step) -> By:
    if step.is_earned and step.credential == other.credential:
        return By.IDENTIFIER
    mine, theirs = _words(step.name), _words(other.name)
    return By.NAME if mine and len(mine & theirs) >= LEAST * len(mine | theirs) else By.PLACE


def _whole(one: Pathway, other: Pathway, names: Mapping[str, str]) -> Iterator[Difference]:
    for field in ("name", "description", "page_url", "note", "level", "language", "ordered"):
        mine, theirs = getattr(one, field), getattr(other, field)
        if mine != theirs:
            yield Difference(field, _text(mine), _text(theirs))
    ends = sorted(names.get(end, end) for end in one.ends)
    if ends != sorted(other.ends):
        yield Difference("ends", ", ".join(one.ends), ", ".join(other.ends))


def _of_steps(step: Step, other: Step, names: Mapping[str, str]) -> Iterator[Difference]:
    for field in FIELDS:
        mine, theirs = getattr(step, field), getattr(other, field)
        if field == "condition":
            equal = _plain(mine, names) == _plain(theirs, {})
            mine, theirs = _told(mine), _told(theirs)
        elif field == "after":
            equal = {names.get(one, one) for one in mine} == set(theirs)
            mine, theirs = ", ".join(mine), ", ".join(theirs)
        else:
            equal = mine == theirs
        if not equal:
            yield Difference(field, _text(mine), _text(theirs), step.id, other.id)


def _plain(condition: Condition | None, names: Mapping[str, str]) -> Any:
    """What a condition asks for, apart from the words in which it does, its steps under the other's names."""
    if condition is None:
        return None
    parts = sorted((_plain(part, names) for part in condition.parts), key=repr)
    return (condition.asked, condition.credits, sorted(names.get(one, one) for one in condition.steps), parts)


def _told(condition: Condition | None) -> str:
    if condition is None:
        return ""
    there = len(condition.steps) + len(condition.parts)
    worth = f", {condition.credits:g} credits" if condition.credits is not None else ""
    return f"{condition.asked} of {there}{worth} ({', '.join(condition.named())})"


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
