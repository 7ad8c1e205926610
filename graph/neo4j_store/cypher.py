"""All that is said to Neo4j, in its own language: nothing else in the house writes Cypher.

How a graph lies there::

    (:StackwaySpace {space, current, last})         one for each workspace; `current` names the graph that counts
    (:StackwayGraph {graph, space, name, state, format, nodes, edges, nodes_written, edges_written})
    (:Stackway:Credential {graph, id, label, source, locator, origin, ...})   or Skill, Occupation, Pathway, Dangling
    -[:TEACHES {relation, source, locator, origin, ...}]->                    or REQUIRES, NEEDS, HAS_STEP, ...

While nothing is being saved there is one graph for each space, so that `MATCH (c:Credential)-[:TEACHES]->(s:Skill)` is
all that a reader in Neo4j's browser has to write. To be right during a save too, or with several spaces, begin with
`MATCH (here:StackwaySpace {space: 'stackway'})` and ask for `{graph: here.current}`.

Labels and types come as parameters (`$(...)`, Neo4j 5.26), so that no statement is put together from data.
"""

from __future__ import annotations

from typing import Final

CONSTRAINTS: Final = (
    "CREATE CONSTRAINT stackway_space IF NOT EXISTS FOR (s:StackwaySpace) REQUIRE s.space IS UNIQUE",
    "CREATE CONSTRAINT stackway_graph IF NOT EXISTS FOR (g:StackwayGraph) REQUIRE g.graph IS UNIQUE",
    "CREATE CONSTRAINT stackway_node IF NOT EXISTS FOR (n:Stackway) REQUIRE (n.graph, n.id) IS UNIQUE",
)
INDEXES: Final = (
    "CREATE INDEX stackway_credential_id IF NOT EXISTS FOR (n:Credential) ON (n.id)",
    "CREATE INDEX stackway_skill_id IF NOT EXISTS FOR (n:Skill) ON (n.id)",
    "CREATE INDEX stackway_occupation_id IF NOT EXISTS FOR (n:Occupation) ON (n.id)",
    "CREATE INDEX stackway_pathway_id IF NOT EXISTS FOR (n:Pathway) ON (n.id)",
)
ANYTHING: Final = "RETURN 1 AS one"
"""Whether the database is there, asked before anything else."""

AWAIT_INDEXES: Final = "CALL db.awaitIndexes(60)"

CURRENT: Final = """
MATCH (s:StackwaySpace {space: $space})
MATCH (g:StackwayGraph {graph: s.current})
RETURN g.graph AS graph, g.name AS name, g.format AS format, g.nodes AS nodes, g.edges AS edges
"""

BEGUN: Final = """
MATCH (g:StackwayGraph {space: $space, name: $name, format: $format, state: 'begun'})
RETURN g.graph AS graph, g.nodes_written AS nodes, g.edges_written AS edges
ORDER BY edges DESC, nodes DESC LIMIT 1
"""

BEGIN: Final = """
MERGE (s:StackwaySpace {space: $space})
SET s.last = coalesce(s.last, 0) + 1
CREATE (g:StackwayGraph {
    graph: s.space + '/' + s.last, space: s.space, name: $name, format: $format, state: 'begun',
    nodes: $nodes, edges: $edges, nodes_written: 0, edges_written: 0
})
RETURN g.graph AS graph
"""
"""The numbers of graphs only grow, so that no name of a place is ever used for a second graph."""

WRITE_NODES: Final = """
MATCH (g:StackwayGraph {graph: $graph, state: 'begun'})
SET g.held = true
WITH g WHERE g.nodes_written = $from
SET g.nodes_written = $to
WITH g
UNWIND $rows AS row
CREATE (n:Stackway:$(row[0]))
SET n = row[1], n.graph = g.graph
RETURN count(n) AS written
"""
"""The first SET takes the lock, so that what is asked after it is still so when the rest is written; a batch and the
mark that it is written are one transaction, so that a batch sent twice is written once."""

WRITE_EDGES: Final = """
MATCH (g:StackwayGraph {graph: $graph, state: 'begun'})
SET g.held = true
WITH g WHERE g.edges_written = $from
SET g.edges_written = $to
WITH g
UNWIND $rows AS row
MATCH (a:Stackway {graph: $graph, id: row[0]})
MATCH (b:Stackway {graph: $graph, id: row[2]})
CREATE (a)-[r:$(row[1])]->(b)
SET r = row[3]
RETURN count(r) AS written
"""

WRITTEN: Final = """
MATCH (g:StackwayGraph {graph: $graph, state: 'begun'})
RETURN g.nodes_written AS nodes, g.edges_written AS edges
"""

COUNT_NODES: Final = "MATCH (n:Stackway) WHERE n.graph = $graph AND n.id IS NOT NULL RETURN count(n) AS found"
COUNT_EDGES: Final = """
MATCH (n:Stackway) WHERE n.graph = $graph AND n.id IS NOT NULL
MATCH (n)-[r]->(:Stackway {graph: $graph})
RETURN count(r) AS found
"""

POINT: Final = """
MATCH (s:StackwaySpace {space: $space})
SET s.held = true
WITH s
MATCH (g:StackwayGraph {graph: $graph})
WHERE g.state = 'begun' OR g.graph = s.current
OPTIONAL MATCH (old:StackwayGraph {graph: s.current})
WHERE old.graph <> g.graph
SET s.current = g.graph, g.state = 'current', old.state = 'old'
REMOVE s.held, g.held
RETURN g.graph AS graph
"""

"""Said twice it says the same: the answer to the first time may have been lost on its way."""

DISCARD: Final = """
MATCH (s:StackwaySpace {space: $space})
MATCH (g:StackwayGraph {space: $space})
WHERE g.graph <> $keep AND (s.current IS NULL OR g.graph <> s.current)
SET g.state = 'old'
RETURN g.graph AS graph ORDER BY graph
"""
"""What is to be removed is marked first: a removal that is broken off leaves nothing that a save could go on with."""

DELETE_EDGES: Final = """
MATCH (n:Stackway) WHERE n.graph = $graph AND n.id >= $after
MATCH (n)-[r]->()
WITH n, r ORDER BY n.id LIMIT $limit
WITH n.id AS id, r
DELETE r
RETURN count(r) AS deleted, max(id) AS last
"""

DELETE_STRAYS: Final = """
MATCH (n:Stackway) WHERE n.graph = $graph
WITH n LIMIT $limit
DETACH DELETE n
RETURN count(*) AS deleted
"""
"""What people added without an `id`, which no index knows."""

DELETE_NODES: Final = """
MATCH (n:Stackway) WHERE n.graph = $graph AND n.id IS NOT NULL
WITH n LIMIT $limit
DETACH DELETE n
RETURN count(*) AS deleted
"""

FORGET: Final = "MATCH (g:StackwayGraph {graph: $graph, state: 'old'}) DELETE g"

NODES: Final = """
MATCH (n:Stackway) WHERE n.graph = $graph AND n.id >= $after
RETURN labels(n) AS labels, properties(n) AS says ORDER BY n.id LIMIT $limit
"""

UNNAMED: Final = """
MATCH (n:Stackway) WHERE n.graph = $graph AND (n.id IS NULL OR n.id IS NOT :: STRING)
RETURN elementId(n) AS place LIMIT 1
"""

EDGES: Final = """
MATCH (a:Stackway)-[r]->(b:Stackway)
WHERE a.graph = $graph AND a.id >= $first AND a.id <= $last AND b.graph = $graph
RETURN a.id AS subject, type(r) AS type, b.id AS object, properties(r) AS says
"""
