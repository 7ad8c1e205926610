"""The skills graph: one read-only view of how credentials, skills, occupations and pathways hang together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from graph.errors import UnknownNode
from graph.statements import BROADER, DANGLING, LEADS_TO, NEEDS, REQUIRES, TEACHES, Edge, Node
from skills_taxonomy.types import Provenance

if TYPE_CHECKING:
    from data.tables import Tables


class SkillsGraph:
    """The view, with the verbs of the field. It never changes; a build makes another one.

    A verb gives edges, in the order of what it names, so that each answer carries its evidence; all raise
    `UnknownNode`. Not a search index, and not what serving computes with: that is the snapshot's arrays.

    >>> graph = SkillsGraph([Node("x:a", "credential", "Knots I")], [Edge("x:a", "teaches", "x:skill/knots")])
    >>> [edge.object for edge in graph.teaches("x:a")], graph.node("x:skill/knots").kind
    (['x:skill/knots'], 'dangling')
    """

    __slots__ = ("_graph",)

    def __init__(self, nodes: Iterable[Node], edges: Iterable[Edge]) -> None:
        """Take nodes and edges; of several with one identity the first stays.

        What an edge names and no node is becomes a node of the kind ``dangling``.
        """
        import networkx as nx

        graph: Any = nx.MultiDiGraph()
        for node in nodes:
            if node.id not in graph:
                graph.add_node(node.id, node=node)
        for edge in edges:
            for end in (edge.subject, edge.object):
                if end not in graph:
                    graph.add_node(end, node=Node(end, DANGLING, end))
            key = (edge.predicate, edge.relation)
            if not graph.has_edge(edge.subject, edge.object, key):
                graph.add_edge(edge.subject, edge.object, key, says=(edge.properties, edge.provenance))
        self._graph = graph

    def __len__(self) -> int:
        return int(self._graph.number_of_nodes())

    def __contains__(self, id_: object) -> bool:
        return id_ in self._graph

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, SkillsGraph):
            return NotImplemented
        same_size = len(self) == len(other) and self.size == other.size
        return same_size and set(self.nodes()) == set(other.nodes()) and set(self.edges()) == set(other.edges())

    def __hash__(self) -> int:
        return hash((len(self), self.size))

    def __repr__(self) -> str:
        return f"<SkillsGraph of {len(self):,} nodes and {self.size:,} edges>"

    @property
    def size(self) -> int:
        """How many edges there are."""
        return int(self._graph.number_of_edges())

    def nodes(self, kind: str = "") -> Iterator[Node]:
        """All nodes, or those of one kind."""
        return (node for _, node in self._graph.nodes(data="node") if not kind or node.kind == kind)

    def edges(self, predicate: str = "") -> Iterator[Edge]:
        """All edges, or those of one predicate."""
        found = self._graph.edges(keys=True, data="says")
        return (_edge(*parts) for parts in found if not predicate or parts[2][0] == predicate)

    def node(self, id_: str) -> Node:
        """A node by identifier; raises `UnknownNode`, whose hint names those that are spelt alike."""
        if id_ not in self._graph:
            raise UnknownNode.among(id_, self._graph)
        found: Node = self._graph.nodes[id_]["node"]
        return found

    def teaches(self, credential: str) -> tuple[Edge, ...]:
        """Skills that the credential teaches."""
        return self.said_by(credential, TEACHES)

    def taught_by(self, skill: str) -> tuple[Edge, ...]:
        """Credentials that teach the skill."""
        return self.said_of(skill, TEACHES)

    def requires(self, credential: str) -> tuple[Edge, ...]:
        """What the requirement names; whether all of it is needed is for the requirement to say, not for this."""
        return self.said_by(credential, REQUIRES)

    def unlocks(self, credential: str) -> tuple[Edge, ...]:
        """Credentials whose requirement names this one."""
        return self.said_of(credential, REQUIRES)

    def needs(self, occupation: str) -> tuple[Edge, ...]:
        """Skills that the occupation asks for."""
        return self.said_by(occupation, NEEDS)

    def needed_by(self, skill: str) -> tuple[Edge, ...]:
        """Occupations that ask for the skill."""
        return self.said_of(skill, NEEDS)

    def broader(self, skill: str) -> tuple[Edge, ...]:
        """What the skill is a kind of, one step up."""
        return self.said_by(skill, BROADER)

    def narrower(self, skill: str) -> tuple[Edge, ...]:
        """Kinds of the skill, one step down."""
        return self.said_of(skill, BROADER)

    def leads_to(self, credential: str) -> tuple[Edge, ...]:
        """What may come next after the credential in pathways."""
        return self.said_by(credential, LEADS_TO)

    def said_by(self, id_: str, predicate: str = "") -> tuple[Edge, ...]:
        """Edges that go out from a node, of one predicate or of all."""
        self.node(id_)
        return _sorted(self._graph.out_edges(id_, keys=True, data="says"), predicate)

    def said_of(self, id_: str, predicate: str = "") -> tuple[Edge, ...]:
        """Edges that come in to a node, of one predicate or of all."""
        self.node(id_)
        return _sorted(self._graph.in_edges(id_, keys=True, data="says"), predicate)


def build_graph(tables: Tables) -> SkillsGraph:
    """The graph of all tables.

    A taught skill of which only a label is stated isn't in it: a build gives it an identifier first. Raises
    `InvalidRequirement`.
    """
    from graph.graph_from_tables import edges, nodes

    return SkillsGraph(nodes(tables), edges(tables))


def _edge(
    subject: str, object_: str, key: tuple[str, str], says: tuple[tuple[tuple[str, Any], ...], Provenance]
) -> Edge:
    return Edge(subject, key[0], object_, key[1], *says)


def _sorted(found: Iterable[Any], predicate: str) -> tuple[Edge, ...]:
    edges = (_edge(*parts) for parts in found if not predicate or parts[2][0] == predicate)
    return tuple(sorted(edges, key=lambda edge: edge.identity))
