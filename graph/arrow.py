"""A skills graph as two Arrow tables and back, and the name that hashes what it says."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from graph.skills_graph import SkillsGraph
from graph.statements import Edge, Node, Properties
from skills_taxonomy.types import Provenance

_NODES: Final = ("id", "kind", "label")
_EDGES: Final = ("subject", "predicate", "object", "relation")
_REST: Final = ("properties", "source", "locator", "origin")


def to_arrow(graph: SkillsGraph) -> tuple[pa.Table, pa.Table]:
    """Nodes and edges, a row each, sorted by identity; all columns are text, properties are JSON objects."""
    nodes = ((n.id, n.kind, n.label, *_rest(n.properties, n.provenance)) for n in graph.nodes())
    edges = ((*e.identity, *_rest(e.properties, e.provenance)) for e in graph.edges())
    return _table(_NODES, nodes, 1), _table(_EDGES, edges, 4)


def from_arrow(nodes: pa.Table, edges: pa.Table) -> SkillsGraph:
    """The graph that `to_arrow` laid out; raises ValueError or KeyError where the tables aren't of that form."""
    return SkillsGraph(
        (
            Node(i, kind, label, _read(said), Provenance(*place))
            for i, kind, label, said, *place in _rows(nodes, _NODES)
        ),
        (
            Edge(s, p, o, relation, _read(said), Provenance(*place))
            for s, p, o, relation, said, *place in _rows(edges, _EDGES)
        ),
    )


def name_of(*tables: pa.Table) -> str:
    """The first 16 hexadecimal digits of a BLAKE2b hash over lengths and bytes of every cell, column by column.

    It depends on what the cells say and on their order, not on how Arrow lays them out.
    """
    digest = hashlib.blake2b(digest_size=8)
    for table in tables:
        for column in table.column_names:
            cells = table[column].combine_chunks().cast(pa.large_binary())
            digest.update(f"{column}:{len(cells)};".encode())
            digest.update(pc.binary_length(cells).to_numpy(zero_copy_only=False).tobytes())
            digest.update(b"".join(cells.to_pylist()))
    return digest.hexdigest()


def _table(names: Sequence[str], rows: Iterable[tuple[str, ...]], identity: int) -> pa.Table:
    ordered = sorted(rows, key=lambda row: row[:identity])
    columns = zip(*ordered, strict=True) if ordered else ((),) * (len(names) + len(_REST))
    return pa.table({n: pa.array(cells, pa.string()) for n, cells in zip((*names, *_REST), columns, strict=True)})


def _rows(table: pa.Table, names: Sequence[str]) -> Iterable[tuple[Any, ...]]:
    columns = [table[name].to_pylist() for name in (*names, *_REST)]
    for place, name in enumerate((*names, *_REST)):
        if name not in ("label", "locator", "origin", "properties"):
            columns[place] = [sys.intern(cell) for cell in columns[place]]
    return zip(*columns, strict=True)


def _rest(properties: Properties, place: Provenance) -> tuple[str, str, str, str]:
    return _written(properties), place.source, place.locator, place.origin


@lru_cache(maxsize=4096, typed=True)
def _written(properties: Properties) -> str:
    return json.dumps(dict(properties), ensure_ascii=False, separators=(",", ":")) if properties else ""


@lru_cache(maxsize=4096)
def _read(text: str) -> Properties:
    return tuple(sorted(json.loads(text).items())) if text else ()
