"""The graph store on a Neo4j server: the same graph where it can be queried, drawn and corrected by hand."""

from graph.neo4j_store.store import Neo4jStore

__all__ = ["Neo4jStore"]
