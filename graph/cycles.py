"""Credentials that nobody can ever begin, and requirements that name what isn't there."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from graph.credentials import Credential
from graph.requirements import AllOf, AtLeast, Credits, HasSkill, Holds, Requirement, counted, leaves

SHOWN: Final = 12
"""A longer circle is told with this many of its credentials and the number of the others."""


@dataclass(frozen=True, slots=True, order=True)
class Cycle:
    """A circle of requirements that nobody can enter.

    `path` names each credential once more than there are, the first again at the end, each requiring the next.
    `waiting` are other credentials that can't be begun because they need one that is stuck with it. `locator` is
    the line of the first.
    """

    path: tuple[str, ...]
    waiting: tuple[str, ...]
    locator: str

    def __str__(self) -> str:
        shown: Sequence[str] = self.path
        if len(self.path) > SHOWN + 1:
            left = len(self.path) - 1 - SHOWN
            shown = (*self.path[: SHOWN - 1], f"... {left} more ...", *self.path[-2:])
        others = f" {len(self.waiting)} more can't be begun because of it." if self.waiting else ""
        return f"{self.locator}: nobody can begin these, since each requires the next: {' -> '.join(shown)}.{others}"


@dataclass(frozen=True, slots=True, order=True)
class Dangling:
    """A requirement that names a credential which the catalogue doesn't hold; `locator` is the requirement's line."""

    credential: str
    names: str
    locator: str

    def __str__(self) -> str:
        return f"{self.locator}: {self.credential} requires {self.names}, which isn't in the catalogue."


def dangling_references(credentials: Iterable[Credential]) -> tuple[Dangling, ...]:
    """Every credential that a requirement names and that isn't among the credentials, in order."""
    given = tuple(credentials)
    known = {credential.id for credential in given}
    found = {
        Dangling(credential.id, leaf.credential, credential.provenance.locator)
        for credential in given
        for leaf in (leaves(credential.requirement) if credential.requirement is not None else ())
        if isinstance(leaf, Holds) and leaf.credential not in known
    }
    return tuple(sorted(found))


def requirement_cycles(credentials: Iterable[Credential]) -> tuple[Cycle, ...]:
    """Circles that keep credentials from ever being begun; an alternative outside the circle saves them.

    What can be begun from nothing is found first, as a least fixed point: what asks for nothing; then what asks for
    that; and so on. A credential that the catalogue doesn't hold counts as had elsewhere, and so does every skill.
    What is left and goes round in a circle is reported, one circle for each set of credentials that all wait for
    each other, the shortest through its smallest identifier. A requirement that can't be met for another reason
    (two of one) is no circle. Time and memory grow with the size of all requirements; nothing recurses.

    >>> from skills_taxonomy.types import Provenance
    >>> def needs(one, other):
    ...     return Credential(one, one, "x", "", Provenance("", "c.csv:2"), requirement=Holds(other))
    >>> print(*requirement_cycles([needs("a", "b"), needs("b", "a"), needs("c", "a")]))
    c.csv:2: nobody can begin these, since each requires the next: a -> b -> a. 1 more can't be begun because of it.
    """
    import networkx as nx

    known = {credential.id: credential for credential in credentials}
    lacking = _stuck(known)
    graph: Any = nx.DiGraph([(one, other) for one, others in lacking.items() for other in others])
    circles = [sorted(some) for some in nx.strongly_connected_components(graph)]
    round_ = sorted(some for some in circles if len(some) > 1 or graph.has_edge(some[0], some[0]))
    return tuple(_cycle(_shortest(some[0], graph.subgraph(some)), graph, known) for some in round_)


def _cycle(path: tuple[str, ...], graph: Any, known: Mapping[str, Credential]) -> Cycle:
    import networkx as nx

    waiting = nx.ancestors(graph, path[0]).difference(path)
    return Cycle(path, tuple(sorted(waiting)), known[path[0]].provenance.locator)


def _shortest(start: str, graph: Any) -> tuple[str, ...]:
    """The shortest way from a node back to it; of equal ones that through smaller identifiers."""
    before: dict[str, str] = {}
    waiting = deque([start])
    while start not in before:
        here = waiting.popleft()
        for other in sorted(graph.successors(here)):
            if other not in before:
                before[other] = here
                waiting.append(other)
    path = [start, before[start]]
    while path[-1] != start:
        path.append(before[path[-1]])
    return tuple(reversed(path))


@dataclass(slots=True)
class _Wish:
    """A part of a requirement: what it still needs (parts, or credits) before its `parent` gets its `worth`."""

    owner: str
    parent: _Wish | None
    worth: float
    needs: float
    names: str = ""
    parts: list[_Wish] = field(default_factory=list)

    @property
    def met(self) -> bool:
        return self.needs <= 1e-9


def _stuck(known: Mapping[str, Credential]) -> dict[str, list[str]]:
    """Credentials that can't be begun, each with those that stand in the way of it."""
    wishes = {id_: _wish(credential, known) for id_, credential in known.items()}
    named: dict[str, list[_Wish]] = defaultdict(list)
    for wish in wishes.values():
        for part in _walk(wish):
            if part.names:
                named[part.names].append(part)
    ready = [id_ for id_, wish in wishes.items() if wish.met]
    while ready:
        for leaf in named[ready.pop()]:
            ready.extend(_grant(leaf))
    return {id_: _in_the_way(wish) for id_, wish in wishes.items() if not wish.met}


def _grant(leaf: _Wish) -> Iterator[str]:
    """Meet a leaf and whatever that meets above it; gives the credential if in the end it can be begun."""
    here: _Wish | None = leaf
    leaf.needs = 0.0
    while here is not None and here.met:
        above = here.parent
        if above is None:
            yield here.owner
        elif above.met:
            return
        else:
            above.needs -= here.worth
        here = above


def _wish(credential: Credential, known: Mapping[str, Credential]) -> _Wish:
    """The requirement as wishes, those that can be had outside the catalogue met."""
    top = _Wish(credential.id, None, 0.0, 1.0)
    if credential.requirement is None:
        top.needs = 0.0
        return top
    waiting: list[tuple[Requirement, _Wish, float]] = [(credential.requirement, top, 1.0)]
    made: list[_Wish] = []
    while waiting:
        requirement, parent, worth = waiting.pop()
        wish = _Wish(credential.id, parent, worth, *_needed(requirement, known))
        parent.parts.append(wish)
        made.append(wish)
        waiting.extend((part, wish, share) for part, share in _shares(requirement))
    for wish in reversed(made):
        if wish.met and wish.parent is not None:
            wish.parent.needs -= wish.worth
    return top


def _needed(requirement: Requirement, known: Mapping[str, Credential]) -> tuple[float, str]:
    match requirement:
        case Holds(credential):
            return (1.0, credential) if credential in known else (0.0, "")
        case HasSkill():
            return 0.0, ""
        case AllOf(parts):
            return float(len(parts)), ""
        case AtLeast(k):
            return float(k), ""
        case Credits(minimum):
            return minimum, ""


def _shares(requirement: Requirement) -> Iterator[tuple[Requirement, float]]:
    """The parts, each with what it brings when it is met."""
    match requirement:
        case AllOf(parts):
            yield from ((part, 1.0) for part in parts)
        case AtLeast(_, parts):
            yield from ((part, 1.0) for part in counted(parts, lambda part: part))
        case Credits(_, leaves_):
            yield from ((leaf, leaf.credits) for leaf in counted(leaves_, lambda leaf: leaf))


def _walk(wish: _Wish) -> Iterator[_Wish]:
    waiting = [wish]
    while waiting:
        here = waiting.pop()
        yield here
        waiting.extend(here.parts)


def _in_the_way(wish: _Wish) -> list[str]:
    """The credentials that unmet parts name; what stands under a met part isn't needed."""
    found: dict[str, None] = {}
    waiting = [wish]
    while waiting:
        here = waiting.pop()
        if here.names and not here.met:
            found[here.names] = None
        waiting.extend(part for part in here.parts if not part.met)
    return sorted(found)
