"""A pathway as boxes within boxes and lines between them: what every drawing of it, still or edited, shows.

A group is a box around the steps that its condition names; the condition of any other step is a small box of its own
("2 of 3"), with lines from what it names and one to the step. A step that several groups name stands in the first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from typing import Final

from graph.pathways.model import Condition, Pathway, Role, Step, StepKind

FEW: Final = 6
"""The most lines that are drawn from the steps of one position to those of the next, where nothing else orders them."""

KINDS: Final = {
    StepKind.CREDENTIAL: "Credential",
    StepKind.COURSE: "Course",
    StepKind.SKILL: "Skill",
    StepKind.ASSESSMENT: "Assessment",
    StepKind.WORK: "Work experience",
    StepKind.ACTIVITY: "Activity",
    StepKind.JOB: "Job",
    StepKind.GROUP: "Group",
}
ROLES: Final = {Role.NONE: "", Role.MILESTONE: "⚑ milestone", Role.OFF_RAMP: "↪ off-ramp"}


class LineKind(StrEnum):
    """What a line says: an order that is enforced, one that is recommended, or that a condition counts the step."""

    ORDER = "order"
    ADVICE = "advice"
    COUNTS = "counts"
    NEEDED = "needed"


@dataclass(frozen=True, slots=True)
class Box:
    """A step, a group or a condition; `said` are the small words below its name, `parent` the box that it stands in."""

    id: str
    name: str
    said: str
    position: int = 0
    step: Step | None = None
    parent: str = ""
    around: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line from a box to a box."""

    source: str
    target: str
    kind: LineKind


@dataclass(frozen=True, slots=True)
class Sketch:
    """All boxes, those around others before what stands in them, and all lines."""

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def condition_words(condition: Condition) -> str:
    """What a condition asks for, in two or three words.

    >>> condition_words(Condition(("a", "b", "c"), least=2)), condition_words(Condition(("a", "b")))
    ('2 of 3', 'all 2')
    >>> condition_words(Condition(("a",), credits=30)), condition_words(Condition(("a",)))
    ('30 credits', 'needed')
    """
    if condition.credits is not None:
        return f"{condition.credits:g} credits"
    there = len(condition.steps) + len(condition.parts)
    if condition.least is None:
        return "needed" if there == 1 else f"all {there}"
    return f"{condition.least} of {there}"


def step_words(pathway: Pathway, step: Step) -> str:
    """What a step is besides its name: its kind, its condition, whether it is optional, a milestone or an end."""
    parts = [KINDS[step.kind]]
    if step.kind is StepKind.GROUP and step.condition is not None:
        parts.append(condition_words(step.condition))
    parts += ["optional"] if step.optional else []
    parts += [ROLES[step.role]] if step.role is not Role.NONE else []
    parts += ["◎ end"] if step.id in pathway.ends else []
    return " · ".join(parts)


def sketch(pathway: Pathway, name_of: Callable[[str], str] = str) -> Sketch:
    """The boxes and lines of a pathway; `name_of` says what a credential or skill is called where the step doesn't."""
    making = _Making(pathway, name_of)
    for step in pathway.steps:
        making.add(step)
    boxes = tuple(making.placed())
    lines = tuple(dict.fromkeys(making.lines))
    return Sketch(boxes, lines or tuple(_by_position(boxes)))


def _by_position(boxes: tuple[Box, ...]) -> Iterator[Line]:
    """Where nothing else says an order, from each position to the next, as long as that is few lines."""
    rows: dict[int, list[str]] = {}
    for box in sorted((box for box in boxes if not box.parent), key=lambda box: box.position):
        rows.setdefault(box.position, []).append(box.id)
    layers = list(rows.values())
    for above, below in pairwise(layers):
        if len(above) * len(below) <= FEW:
            yield from (Line(one, other, LineKind.ADVICE) for one in above for other in below)


class _Making:
    """Boxes and lines as they are found; which box a step stands in is known at the end only."""

    def __init__(self, pathway: Pathway, name_of: Callable[[str], str]) -> None:
        self._pathway, self._name_of = pathway, name_of
        self._order = LineKind.ORDER if pathway.ordered else LineKind.ADVICE
        self._parents: dict[str, str] = {}
        self._boxes: dict[str, Box] = {}
        self.lines: list[Line] = []

    def add(self, step: Step) -> None:
        own = box_of(step.id)
        name = step.name or self._name_of(step.credential)
        around = step.kind is StepKind.GROUP and step.condition is not None
        self._boxes[own] = Box(own, name, step_words(self._pathway, step), step.position, step, around=around)
        self.lines += [Line(box_of(one), own, self._order) for one in step.after if one in self._pathway.by_id]
        if step.condition is None:
            return
        if around:
            self._within(own, step.condition, step.position)
        else:
            self._before(own, step.condition, step.position, f"{step.id}?", LineKind.NEEDED)

    def _within(self, own: str, condition: Condition, position: int) -> None:
        """What a group's condition names stands in the group's box, as far as it doesn't stand elsewhere."""
        for member in condition.steps:
            if member in self._pathway.by_id and not self._adopt(own, box_of(member)):
                self.lines.append(Line(box_of(member), own, LineKind.COUNTS))
        for number, part in enumerate(condition.parts):
            inner = f"{own}.{number}"
            self._boxes[inner] = Box(inner, part.name, condition_words(part), position, around=True)
            self._parents[inner] = own
            self._within(inner, part, position)

    def _before(self, target: str, condition: Condition, position: int, name: str, kind: LineKind) -> None:
        """A condition as a small box before its step; its parts before it."""
        pill = f"condition:{name}"
        self._boxes[pill] = Box(pill, condition.name, condition_words(condition), position)
        self._parents[pill] = f"beside:{target}"
        self.lines.append(Line(pill, target, kind))
        for member in condition.steps:
            if member in self._pathway.by_id and box_of(member) != target:
                self.lines.append(Line(box_of(member), pill, LineKind.COUNTS))
        for number, part in enumerate(condition.parts):
            self._before(pill, part, position, f"{name}.{number}", LineKind.COUNTS)

    def _adopt(self, own: str, member: str) -> bool:
        """Let a box stand in another, unless it stands in one already or that would be a circle."""
        if member in self._parents or member in self._up(own):
            return False
        self._parents[member] = own
        return True

    def _up(self, own: str) -> list[str]:
        found = [own]
        while parent := self._parents.get(found[-1], ""):
            found.append(parent)
        return found

    def placed(self) -> Iterator[Box]:
        """All boxes with the box that each stands in, outer ones first."""
        for own, parent in self._parents.items():
            while parent.startswith("beside:"):
                parent = self._parents.get(parent.removeprefix("beside:"), "")
            self._parents[own] = parent
        depth = {own: len(self._up(own)) for own in self._boxes}
        for own in sorted(self._boxes, key=depth.__getitem__):
            yield replace(self._boxes[own], parent=self._parents.get(own, ""))


def box_of(step: str) -> str:
    """The box of a step."""
    return f"step:{step}"
