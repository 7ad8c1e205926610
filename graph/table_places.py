"""Where each node and edge of the graph stands in the tables: which table, which row, which columns."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from graph import statements as s
from graph.graph_from_tables import NODES, RELATIONS
from graph.statements import Edge, Node

DERIVED: Final = frozenset({s.REQUIRES, s.LEADS_TO, s.AIMS_AT})
"""Predicates that follow from others: from the properties `requirement` and `destination`, and from steps."""

_KINDS: Final[Mapping[str, tuple[str, str, Mapping[str, str]]]] = MappingProxyType(
    {
        kind: (table, label, {name: column for column, name in columns.items()})
        for table, (kind, label, columns) in NODES.items()
    }
)
"""Kind of node: its table, the column of its label, and which properties are which columns."""

_NAMES: Final[Mapping[tuple[str, str], str]] = MappingProxyType({pair: name for name, pair in RELATIONS.items()})
"""A table's predicate by the graph's predicate and relation, where it is called otherwise."""

_LINKS: Final[Mapping[str, tuple[str, tuple[str, str, str], tuple[str, ...]]]] = MappingProxyType(
    {
        s.NEEDS: (
            "occupation_skills",
            ("occupation", "skill", "relation"),
            ("importance", "level", "hot", "in_demand"),
        ),
        s.TEACHES: ("credential_skills", ("credential", "skill", "how"), ("weight", "level", "confidence", "evidence")),
        s.HAS_STEP: ("pathway_steps", ("pathway", "credential", "step"), ("position", "optional", "requirement")),
    }
)
"""Predicate: its table, the columns of subject, object and relation, and the columns that are properties."""


@dataclass(frozen=True, slots=True)
class Place:
    """A row of a table, found by `key` (columns and values); `columns` are the properties that it has columns for.

    `label` is the column of a node's label. `whole` is False where the statement is one cell of a row that says more:
    a successor in the row of its credential.
    """

    table: str
    key: Mapping[str, str]
    columns: Mapping[str, str]
    label: str = ""
    whole: bool = True

    def values(self, one: Node | Edge) -> dict[str, Any]:
        """What the row's columns say of it, and where it stands; a property that isn't known is None.

        >>> edge = Edge("x:a", "superseded_by", "x:b")
        >>> place_of(edge, ()).values(edge)
        {'superseded_by': 'x:b'}
        """
        if isinstance(one, Edge) and not self.whole:
            return {one.predicate: one.object}
        said = dict(one.properties)
        values: dict[str, Any] = {column: said.get(name) for name, column in self.columns.items()}
        where = one.provenance
        values |= {"source": where.source, "locator": where.locator, "origin": where.origin}
        return values | ({self.label: one.label} if isinstance(one, Node) else {})


def place_of(one: Node | Edge, occupations: Container[str]) -> Place | None:
    """Where it stands in the tables; None for what follows from other statements (`DERIVED`, dangling nodes).

    `occupations` are the identifiers by which relations of occupations are told from those of skills.

    >>> place_of(Edge("x:a", "builds_on", "x:b", "optional"), ()).key
    {'subject': 'x:a', 'predicate': 'optional', 'object': 'x:b'}
    """
    if isinstance(one, Node):
        if one.kind not in _KINDS:
            return None
        table, label, columns = _KINDS[one.kind]
        return Place(table, {"id": one.id}, columns, label)
    if one.predicate in DERIVED:
        return None
    if one.predicate == s.SUPERSEDED_BY:
        return Place("credentials", {"id": one.subject}, {}, whole=False)
    if one.predicate not in _LINKS:
        return _relation(one, occupations)
    table, (subject, object_, relation), names = _LINKS[one.predicate]
    key = {subject: one.subject, object_: one.object, relation: one.relation}
    return Place(table, key, {name: name for name in names})


def _relation(edge: Edge, occupations: Container[str]) -> Place:
    predicate = _NAMES.get((edge.predicate, edge.relation), edge.predicate)
    key = {"subject": edge.subject, "predicate": predicate, "object": edge.object}
    of_occupations = edge.subject in occupations or bool(edge.properties)  # only these have any: a confidence
    if edge.predicate != s.BUILDS_ON and (of_occupations or edge.object in occupations):
        return Place("occupation_relations", key, {"confidence": "confidence"})
    return Place("skill_relations", key, {})
