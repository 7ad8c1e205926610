"""Which changes of a graph can be taken over into the tables, and why the others can't."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from data.cells import is_curie, web_address
from data.errors import InvalidValue
from graph import statements as s
from graph.difference import Changed
from graph.errors import InvalidRequirement
from graph.requirements import from_json
from graph.skills_graph import SkillsGraph
from graph.statements import Edge, Node
from graph.table_places import DERIVED, Place, place_of

LONGEST: Final = 10_000
"""How many characters a text that comes out of a store may have."""

_KNOWN: Final = frozenset(
    {s.TEACHES, s.NEEDS, s.BROADER, s.RELATED, s.BUILDS_ON, s.MATCHES, s.HAS_STEP, s.SUPERSEDED_BY}
)
_SHARES: Final = ("weight", "confidence")
_WRITE_INSTEAD: Final = {
    s.REQUIRES: "what is required follows from the credential's property `requirement`: edit that",
    s.AIMS_AT: "where a pathway leads follows from its property `destination`: edit that",
    s.LEADS_TO: "what comes next follows from the pathway's steps: edit those",
}


@dataclass(frozen=True, slots=True)
class Aside:
    """A change that isn't taken over, and why."""

    change: Changed
    why: str

    def __str__(self) -> str:
        return f"{told(self.change)}: {self.why}."


@dataclass(frozen=True, slots=True)
class Sifted:
    """Changes that are taken over, and those that are set aside."""

    taken: tuple[Changed, ...]
    aside: tuple[Aside, ...]


def sifted(changes: Iterable[Changed], after: SkillsGraph) -> Sifted:
    """Tell the changes that lead to the graph `after` apart: by whether a row of the tables can say them.

    A change that follows from another one (a step's `leads_to`) is neither: the next build works it out again.
    """
    taken: list[Changed] = []
    aside: list[Aside] = []
    listed = list(changes)
    stepped = {c.either.subject for c in listed if isinstance(c.either, Edge) and c.either.predicate == s.HAS_STEP}
    for change in listed:
        one = change.either
        if isinstance(one, Edge) and one.predicate in DERIVED:
            if not _follows(change, after, stepped):
                aside.append(Aside(change, _WRITE_INSTEAD[one.predicate]))
        elif why := _trouble(change, after):
            aside.append(Aside(change, why))
        elif place_of(one, ()) is not None:
            taken.append(change)
    return Sifted(tuple(taken), tuple(aside))


def told(change: Changed) -> str:
    """A change in a line: what was done, to what, and which values.

    >>> from graph.difference import Change
    >>> told(Change(None, Edge("x:a", "teaches", "x:b", "stated", (("weight", 0.5),))))
    'added x:a teaches x:b (stated): weight 0.5'
    """
    one = change.either
    if isinstance(one, Node):
        head = f"{change.what} {one.kind} {one.id}"
    else:
        head = f"{change.what} {one.subject} {one.predicate} {one.object}" + (f" ({one.relation})" * bool(one.relation))
    before, after = (_said(one) for one in (change.before, change.after))
    if change.after is None:
        return _cut(head)
    new = [
        f"{name} {before[name]!r} -> {after.get(name)!r}" if name in before else f"{name} {after[name]!r}"
        for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name)
    ]
    return _cut(": ".join(part for part in (head, ", ".join(new)) if part))


def _said(one: Node | Edge | None) -> dict[str, Any]:
    if one is None:
        return {}
    place = {"source": one.provenance.source, "locator": one.provenance.locator}
    named = {"label": one.label} if isinstance(one, Node) else {}
    return {name: value for name, value in (dict(one.properties) | named | place).items() if value != ""}


def _cut(text: str) -> str:
    plain = "".join(c if c.isprintable() else " " for c in text)
    return plain if len(plain) <= 300 else plain[:297] + "..."


def _follows(change: Changed, after: SkillsGraph, stepped: Collection[str]) -> bool:
    """Whether the graph's own properties and steps say why a derived edge came or went."""
    edge = change.either
    if not isinstance(edge, Edge):
        return False
    if edge.predicate == s.LEADS_TO:
        return edge.relation in stepped or edge.relation not in after
    if edge.subject not in after or change.what == "changed":
        return True
    node = after.node(edge.subject)
    said = dict(node.properties)
    if edge.predicate == s.AIMS_AT:
        expected = said.get("destination") == edge.object
    else:
        expected = edge.object in _required(str(said.get("requirement", "")))
    return expected == (change.after is not None)


def _required(requirement: str) -> Sequence[str]:
    from graph.requirements import key, leaves

    try:
        return [key(leaf)[0] for leaf in leaves(from_json(requirement))] if requirement else []
    except InvalidRequirement:
        return []


def _trouble(change: Changed, after: SkillsGraph) -> str:
    one = change.after
    if one is None:
        return ""
    if isinstance(one, Node):
        return _node_trouble(one)
    if one.predicate not in _KNOWN and change.before is None:
        return f"{one.predicate!r} is no predicate of the graph"
    if one.predicate == s.HAS_STEP:
        same = [e for e in after.said_by(one.subject, s.HAS_STEP) if e.relation == one.relation]
        if len(same) > 1:
            return f"step {one.relation!r} is given to several credentials"
        if not isinstance(dict(one.properties).get("position"), int):
            return "a step needs a whole number as its position"
    if one.predicate == s.SUPERSEDED_BY and len(after.said_by(one.subject, s.SUPERSEDED_BY)) > 1:
        return "a credential has one successor"
    place = place_of(one, ())
    return _values_trouble(place, one) if place is not None else ""


def _node_trouble(node: Node) -> str:
    place = place_of(node, ())
    if place is None:
        return "" if node.kind == s.DANGLING else f"{node.kind!r} is no kind of node"
    if not is_curie(node.id) or len(node.id) > 200:
        return "an identifier has a prefix and no blanks, as in acme:welding-1"
    if not node.label.strip():
        return "it has no label"
    return _values_trouble(place, node)


def _values_trouble(place: Place, one: Node | Edge) -> str:
    from data.schemas import SCHEMAS

    types = SCHEMAS[place.table].columns
    for column, value in place.values(one).items():
        if value is not None and (why := _value_trouble(column, str(types[column]), value)):
            return f"{column} is {_cut(repr(value))[:60]}, {why}"
    return ""


def _value_trouble(column: str, kind: str, value: Any) -> str:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if kind == "string":
        return _text_trouble(column, value)
    if kind == "bool":
        return "" if isinstance(value, bool) else "which is neither true nor false"
    if not number or not math.isfinite(value) or (kind == "int64" and value != int(value)):
        return "which is no number" if kind == "double" else "which is no whole number"
    return "which isn't a share from 0 to 1" if column in _SHARES and not 0 <= value <= 1 else ""


def _text_trouble(column: str, value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST:
        return "which is no text" if not isinstance(value, str) else "which is too long"
    try:
        if column == "page_url" and value:
            web_address(value)
        if column == "requirement" and value:
            from_json(value)
    except (InvalidValue, InvalidRequirement) as error:
        return error.message
    return ""
