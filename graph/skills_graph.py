"""The skills graph: one read-only view of how credentials, skills, occupations and pathways hang together."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import networkx as nx

from data.tables import Tables
from graph.errors import UnknownNode
from graph.requirements import Holds, from_json, leaves


@dataclass(frozen=True, slots=True, order=True)
class Node:
    """A credential, skill, occupation or pathway: its identifier, which of these it is, and its label."""

    id: str
    kind: str
    label: str


@dataclass(frozen=True, slots=True, order=True)
class Edge:
    """A statement: subject, predicate, object, how strong it is (0..1, or 1 where not graded), and where it stands."""

    subject: str
    predicate: str
    object: str
    weight: float
    source: str
    locator: str


class SkillsGraph:
    """The view, with the verbs of the field. It never changes; a build makes another one.

    Not a search index (`skills_taxonomy.search`) and not what serving computes with (the snapshot's arrays).
    """

    __slots__ = ("_graph",)

    def __init__(self, nodes: Iterable[Node], edges: Iterable[Edge]) -> None:
        """Take nodes and edges; edges between nodes that aren't there are left out, repeats are one."""
        self._graph: Any = nx.MultiDiGraph()
        self._graph.add_nodes_from((node.id, {"node": node}) for node in nodes)
        there = self._graph.nodes
        self._graph.add_edges_from(
            (e.subject, e.object, e.predicate, {"edge": e}) for e in edges if e.subject in there and e.object in there
        )

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, SkillsGraph)
            and set(self.nodes()) == set(other.nodes())
            and set(self.edges()) == set(other.edges())
        )

    def __hash__(self) -> int:
        return hash((self._graph.number_of_nodes(), self._graph.number_of_edges()))

    def __len__(self) -> int:
        return int(self._graph.number_of_nodes())

    def nodes(self, kind: str = "") -> Iterator[Node]:
        """All nodes, or those of one kind."""
        return (data["node"] for _, data in self._graph.nodes(data=True) if not kind or data["node"].kind == kind)

    def edges(self, predicate: str = "") -> Iterator[Edge]:
        """All edges, or those of one predicate."""
        return (
            data["edge"]
            for *_, data in self._graph.edges(data=True)
            if not predicate or data["edge"].predicate == predicate
        )

    def node(self, id_: str) -> Node:
        """A node by identifier; raises `UnknownNode`."""
        if id_ not in self._graph:
            raise UnknownNode(f"The graph has no node {id_!r}.", hint="`stackway search` finds identifiers by name.")
        found: Node = self._graph.nodes[id_]["node"]
        return found

    def teaches(self, credential: str) -> tuple[Edge, ...]:
        """Skills that the credential teaches."""
        return self._out(credential, "teaches")

    def taught_by(self, skill: str) -> tuple[Edge, ...]:
        """Credentials that teach the skill."""
        return self._in(skill, "teaches")

    def requires(self, credential: str) -> tuple[Edge, ...]:
        """Credentials that the requirement names; whether all of them are needed is for the requirement to say."""
        return self._out(credential, "requires")

    def unlocks(self, credential: str) -> tuple[Edge, ...]:
        """Credentials whose requirement names this one."""
        return self._in(credential, "requires")

    def needs(self, occupation: str) -> tuple[Edge, ...]:
        """Skills that the occupation asks for."""
        return self._out(occupation, "needs")

    def needed_by(self, skill: str) -> tuple[Edge, ...]:
        """Occupations that ask for the skill."""
        return self._in(skill, "needs")

    def broader(self, skill: str) -> tuple[Edge, ...]:
        """What the skill is a kind of."""
        return self._out(skill, "broader")

    def narrower(self, skill: str) -> tuple[Edge, ...]:
        """Kinds of the skill."""
        return self._in(skill, "broader")

    def leads_to(self, credential: str) -> tuple[Edge, ...]:
        """What comes after the credential in pathways."""
        return self._out(credential, "leads to")

    def _out(self, id_: str, predicate: str) -> tuple[Edge, ...]:
        self.node(id_)
        return tuple(
            sorted(d["edge"] for *_, key, d in self._graph.out_edges(id_, keys=True, data=True) if key == predicate)
        )

    def _in(self, id_: str, predicate: str) -> tuple[Edge, ...]:
        self.node(id_)
        return tuple(
            sorted(d["edge"] for *_, key, d in self._graph.in_edges(id_, keys=True, data=True) if key == predicate)
        )


def build_graph(tables: Tables) -> SkillsGraph:
    """The graph of all tables."""
    return SkillsGraph(_nodes(tables), _edges(tables))


def _nodes(tables: Tables) -> Iterator[Node]:
    for table, kind, label in (
        ("skills", "skill", "label"),
        ("occupations", "occupation", "label"),
        ("credentials", "credential", "name"),
        ("pathways", "pathway", "name"),
    ):
        for id_, name in zip(tables[table]["id"], tables[table][label], strict=True):
            yield Node(sys.intern(id_), kind, name)


def _edges(tables: Tables) -> Iterator[Edge]:
    yield from _plain(tables, "occupation_skills", "occupation", "needs", "skill")
    yield from _plain(tables, "credential_skills", "credential", "teaches", "skill", weight="confidence")
    for table in ("skill_relations", "occupation_relations"):
        yield from _stated(tables, table)
    yield from _required(tables)
    yield from _successions(tables)


def _columns(tables: Tables, table: str, *names: str) -> Iterator[tuple[str, ...]]:
    frame = tables[table]
    return zip(*(frame[name].tolist() for name in (*names, "source", "locator")), strict=True)


def _plain(
    tables: Tables, table: str, subject: str, predicate: str, object_: str, *, weight: str = ""
) -> Iterator[Edge]:
    weights = tables[table][weight].fillna(1.0).tolist() if weight else [1.0] * len(tables[table])
    for (one, two, source, locator), strength in zip(_columns(tables, table, subject, object_), weights, strict=True):
        if isinstance(two, str):
            yield Edge(one, predicate, two, float(strength), sys.intern(source), locator)


def _stated(tables: Tables, table: str) -> Iterator[Edge]:
    for one, predicate, two, source, locator in _columns(tables, table, "subject", "predicate", "object"):
        yield Edge(one, sys.intern(predicate), two, 1.0, sys.intern(source), locator)


def _required(tables: Tables) -> Iterator[Edge]:
    for id_, requirement, source, locator in _columns(tables, "credentials", "id", "requirement"):
        if isinstance(requirement, str):
            for leaf in leaves(from_json(requirement)):
                if isinstance(leaf, Holds):
                    yield Edge(id_, "requires", leaf.credential, 1.0, source, locator)


def _successions(tables: Tables) -> Iterator[Edge]:
    steps = tables["pathway_steps"].sort_values(["pathway", "position", "step"], kind="stable")
    before: dict[str, list[tuple[int, str]]] = {}
    for pathway, position, credential, source, locator in zip(
        *(steps[name].tolist() for name in ("pathway", "position", "credential", "source", "locator")), strict=True
    ):
        earlier = before.setdefault(pathway, [])
        yield Edge(pathway, "has step", credential, 1.0, source, locator)
        last = max((place for place, _ in earlier if place < position), default=None)
        for place, other in earlier:
            if place == last:
                yield Edge(other, "leads to", credential, 1.0, source, locator)
        earlier.append((position, credential))
