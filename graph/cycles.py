"""Credentials that nobody can ever begin, because what they require leads in a circle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from graph.credentials import Credential
from graph.requirements import AllOf, AtLeast, Credits, HasSkill, Holds, Requirement


@dataclass(frozen=True, slots=True, order=True)
class Cycle:
    """Credentials that require each other: each needs the next, the last needs the first."""

    credentials: tuple[str, ...]
    locator: str

    def __str__(self) -> str:
        path = " -> ".join((*self.credentials, self.credentials[0]))
        return f"{self.locator}: nobody can begin these, since each requires the next: {path}."


def requirement_cycles(credentials: Sequence[Credential]) -> tuple[Cycle, ...]:
    """Circles that keep credentials from ever being begun; an alternative outside the circle saves them.

    What can be begun from nothing is found first (the least fixed point); what is left stands in a circle or behind
    one. A credential that the catalogue doesn't hold is taken as obtainable elsewhere. Each circle is given once, from
    its smallest identifier.
    """
    known = {credential.id: credential for credential in credentials}
    stuck = {id_: c for id_, c in known.items() if id_ not in _reachable(known)}
    circles: dict[tuple[str, ...], Cycle] = {}
    for id_ in sorted(stuck):
        circle = _circle(id_, stuck)
        if circle:
            circles.setdefault(circle, Cycle(circle, known[circle[0]].provenance.locator))
    return tuple(circles[key] for key in sorted(circles))


def _reachable(known: dict[str, Credential]) -> set[str]:
    """Credentials that can be earned when everything outside the catalogue and every skill can be had."""
    waiting: dict[str, list[str]] = defaultdict(list)
    reached: set[str] = set()
    queue = sorted(known)
    for id_, credential in known.items():
        for other in _named(credential.requirement):
            waiting[other].append(id_)
    while queue:
        id_ = queue.pop()
        if id_ not in reached and _possible(known[id_].requirement, known, reached):
            reached.add(id_)
            queue.extend(waiting[id_])
    return reached


def _named(requirement: Requirement | None) -> list[str]:
    found, stack = [], [requirement] if requirement is not None else []
    while stack:
        node = stack.pop()
        if isinstance(node, Holds):
            found.append(node.credential)
        elif not isinstance(node, HasSkill):
            stack.extend(node.parts)
    return found


def _possible(requirement: Requirement | None, known: dict[str, Credential], reached: set[str]) -> bool:
    if requirement is None:
        return True
    order, stack = [], [requirement]
    while stack:
        node = stack.pop()
        order.append(node)
        stack.extend(() if isinstance(node, Holds | HasSkill) else node.parts)
    value: dict[int, bool] = {}
    for node in reversed(order):
        value[id(node)] = _node_possible(node, known, reached, value)
    return value[id(requirement)]


def _node_possible(node: Requirement, known: dict[str, Credential], reached: set[str], value: dict[int, bool]) -> bool:
    match node:
        case Holds(credential):
            return credential not in known or credential in reached
        case HasSkill():
            return True
        case AllOf(parts):
            return all(value[id(part)] for part in parts)
        case AtLeast(k, parts):
            return sum(value[id(part)] for part in parts) >= k
        case Credits(minimum, parts):
            return sum(part.credits for part in parts if value[id(part)]) >= minimum


def _circle(start: str, stuck: dict[str, Credential]) -> tuple[str, ...]:
    """Follow what is required among the stuck until a credential comes again; empty where the way ends."""
    place: dict[str, int] = {}
    path: list[str] = []
    here = start
    while here not in place:
        place[here] = len(path)
        path.append(here)
        onward = sorted(other for other in _named(stuck[here].requirement) if other in stuck)
        if not onward:
            return ()
        here = onward[0]
    circle = path[place[here] :]
    first = circle.index(min(circle))
    return tuple(circle[first:] + circle[:first])
