"""The canonical tables as nodes and edges of the skills graph."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from graph import statements as s
from graph.requirements import HasSkill, from_json, key, leaves
from graph.statements import Edge, Node, Properties, Value
from skills_taxonomy.columns import rows
from skills_taxonomy.types import Provenance

if TYPE_CHECKING:
    from data.tables import Tables

_PLACE: Final = ("source", "locator", "origin")

NODES: Final[Mapping[str, tuple[str, str, Mapping[str, str]]]] = MappingProxyType(
    {
        "skills": (s.SKILL, "label", {"vocabulary": "vocabulary", "kind": "type", "status": "status"}),
        "occupations": (s.OCCUPATION, "label", {"vocabulary": "vocabulary", "code": "code", "job_zone": "job_zone"}),
        "credentials": (
            s.CREDENTIAL,
            "name",
            {
                "issuer": "issuer",
                "issuer_name": "issuer_name",
                "kind": "type",
                "level": "level",
                "language": "language",
                "requirement": "requirement",
                "validity_months": "validity_months",
                "status": "status",
                "page_url": "page_url",
            },
        ),
        "pathways": (
            s.PATHWAY,
            "name",
            {"issuer": "issuer", "destination": "destination", "page_url": "page_url"},
        ),
    }
)
"""Table: the kind of its nodes, the column of their label, and which columns become which properties."""

RELATIONS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "essential": (s.BUILDS_ON, "essential"),
        "optional": (s.BUILDS_ON, "optional"),
        "exact match": (s.MATCHES, "exact"),
        "close match": (s.MATCHES, "close"),
        "broad match": (s.MATCHES, "broad"),
        "narrow match": (s.MATCHES, "narrow"),
        "replaced by": (s.REPLACED_BY, ""),
    }
)
"""What a table's predicate is called in the graph, where it is called otherwise, and its relation."""


def nodes(tables: Tables) -> Iterator[Node]:
    """Every skill, occupation, credential and pathway, in that order."""
    for table, (kind, label, columns) in NODES.items():
        for id_, name, *values in rows(tables, table, "id", label, *columns, *_PLACE):
            said = dict(zip(columns.values(), values[:-3], strict=True))
            yield Node(sys.intern(id_), kind, name, _properties(**said), _place(*values[-3:]))


def edges(tables: Tables) -> Iterator[Edge]:
    """Every statement of the tables, once for each line that makes it."""
    yield from _needs(tables)
    yield from _teaches(tables)
    yield from _related(tables, "skill_relations")
    yield from _related(tables, "occupation_relations", "confidence")
    yield from _of_credentials(tables)
    yield from _of_pathways(tables)


def _needs(tables: Tables) -> Iterator[Edge]:
    graded = ("importance", "level", "hot", "in_demand")
    for occupation, skill, relation, *values in rows(
        tables, "occupation_skills", "occupation", "skill", "relation", *graded, *_PLACE
    ):
        said = _properties(**dict(zip(graded, values[:4], strict=True)))
        yield Edge(sys.intern(occupation), s.NEEDS, sys.intern(skill), sys.intern(relation), said, _place(*values[4:]))


def _teaches(tables: Tables) -> Iterator[Edge]:
    graded = ("weight", "level", "confidence", "evidence")
    for credential, skill, how, *values in rows(
        tables, "credential_skills", "credential", "skill", "how", *graded, *_PLACE
    ):
        if skill:
            said = s.properties(**dict(zip(graded, values[:4], strict=True)))
            yield Edge(credential, s.TEACHES, sys.intern(skill), sys.intern(how), said, _place(*values[4:]))


def _related(tables: Tables, table: str, *graded: str) -> Iterator[Edge]:
    for subject, predicate, object_, *values in rows(tables, table, "subject", "predicate", "object", *graded, *_PLACE):
        name, relation = RELATIONS.get(predicate, (sys.intern(predicate), ""))
        said = _properties(**dict(zip(graded, values[:-3], strict=True)))
        yield Edge(sys.intern(subject), name, sys.intern(object_), relation, said, _place(*values[-3:]))


def _of_credentials(tables: Tables) -> Iterator[Edge]:
    for id_, requirement, successor, *place in rows(
        tables, "credentials", "id", "requirement", "superseded_by", *_PLACE
    ):
        if requirement:
            for leaf in leaves(from_json(requirement)):
                level = leaf.level if isinstance(leaf, HasSkill) and leaf.level else None
                said = _properties(level=level, credits=leaf.credits or None)
                yield Edge(id_, s.REQUIRES, key(leaf)[0], "", said, _place(*place))
        if successor:
            yield Edge(id_, s.SUPERSEDED_BY, successor, "", (), _place(*place))


def _of_pathways(tables: Tables) -> Iterator[Edge]:
    known = {id_ for table in ("credentials", "occupations") for (id_,) in rows(tables, table, "id")}
    for id_, destination, *place in rows(tables, "pathways", "id", "destination", *_PLACE):
        if destination in known:
            yield Edge(id_, s.AIMS_AT, destination, "", (), _place(*place))
    columns = ("pathway", "position", "step", "credential", "optional", "requirement", "kind", *_PLACE)
    steps = sorted(rows(tables, "pathway_steps", *columns), key=itemgetter(0, 1, 2))
    for pathway, row in groupby(steps, key=itemgetter(0)):
        yield from _of_steps(pathway, list(row))


def _of_steps(pathway: str, steps: list[tuple[Any, ...]]) -> Iterator[Edge]:
    earned = [step for step in steps if step[6] != "group"]
    for _, position, step, credential, optional, requirement, kind, *place in steps:
        said = _properties(position=position, optional=bool(optional), requirement=requirement)
        yield Edge(pathway, s.HAS_STEP, credential, step, said, _place(*place))
        for later in _next(position, earned) if kind != "group" else ():
            if later[3] != credential:
                yield Edge(credential, s.LEADS_TO, later[3], pathway, (), _place(*later[7:]))


def _next(position: int, steps: list[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """The steps that may come next: those of the following positions, up to the first that asks for one."""
    later = (step for step in steps if step[1] > position)
    for _, together in groupby(later, key=itemgetter(1)):
        alike = list(together)
        yield from alike
        if not all(step[4] for step in alike):
            return


@lru_cache(maxsize=4096, typed=True)
def _properties(**values: Value | None) -> Properties:
    """One tuple for what is said often, so that it is kept once."""
    return s.properties(**values)


def _place(source: str, locator: str, origin: str | None) -> Provenance:
    return Provenance(sys.intern(source), locator, origin or "")
