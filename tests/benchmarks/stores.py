"""Both graph stores, side by side: how long a save and a load take, how much memory, and whether the same comes back.

Two graphs: that of the default workspace, and a synthetic one of 50,000 credentials and 2,000,000 edges, made up by a
seeded generator. Each save and each load is a process of its own; its time is that of the verb alone, its memory the
peak of the whole process, the graph in it included. Neo4j is a real server on this machine with a heap of 1 GB.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from data.workspace import Workspace
from graph.embedded import EmbeddedStore
from graph.skills_graph import SkillsGraph
from graph.statements import Edge, Node, properties
from graph.store import GraphStore
from skills_taxonomy.types import Provenance
from tests.benchmarks.figures import Figure, keep, show
from tests.benchmarks.program import options, workspace
from tests.benchmarks.questions import SEED
from tests.graph.neo4j_server import Server, started

TITLE = "Graph stores: a folder and Neo4j"
SKILLS, OCCUPATIONS, TAUGHT = 20_000, 1_000, 38
EDGES_EACH = TAUGHT + 2
"""Of each credential: what it teaches, one thing that it requires, and one skill that an occupation needs."""


def synthetic(credentials: int, seed: int = SEED) -> SkillsGraph:
    """A made-up graph with 40 edges for each credential; few skills are taught often and most seldom.

    >>> graph = synthetic(50)
    >>> graph.size, sum(1 for _ in graph.nodes("credential"))
    (2000, 50)
    """
    place = Provenance("synthetic", "synthetic.csv:1")
    nodes = [
        *(Node(f"synthetic:{n}", "credential", f"Credential {n}", (), place) for n in range(credentials)),
        *(Node(f"synthetic:skill/{n}", "skill", f"Skill {n}", (), place) for n in range(SKILLS)),
        *(Node(f"synthetic:job/{n}", "occupation", f"Occupation {n}", (), place) for n in range(OCCUPATIONS)),
    ]
    return SkillsGraph(nodes, _edges(credentials, np.random.default_rng(seed)))


def _edges(credentials: int, rng: np.random.Generator) -> Iterator[Edge]:
    for n in range(credentials):
        place = Provenance("synthetic", f"synthetic.csv:{n + 2}")
        for skill in _drawn(rng):
            said = properties(weight=float(rng.integers(1, 5)) / 4)
            yield Edge(f"synthetic:{n}", "teaches", f"synthetic:skill/{skill}", "stated", said, place)
        yield Edge(f"synthetic:{n}", "requires", f"synthetic:skill/{n % SKILLS}", "", (), place)
        job, skill = n % OCCUPATIONS, n // OCCUPATIONS
        yield Edge(f"synthetic:job/{job}", "needs", f"synthetic:skill/{skill}", "essential", (), place)


def _drawn(rng: np.random.Generator) -> list[int]:
    found: dict[int, None] = {}
    while len(found) < TAUGHT:
        found.update(dict.fromkeys((rng.random(TAUGHT) ** 2 * SKILLS).astype(int).tolist()))
    return list(found)[:TAUGHT]


@dataclass(frozen=True, slots=True)
class Case:
    """A graph and where it comes from: a folder that holds it, or a number of synthetic credentials."""

    told: str
    source: str

    def graph(self) -> SkillsGraph:
        """The graph itself."""
        if self.source.isdigit():
            return synthetic(int(self.source))
        with EmbeddedStore(Path(self.source)) as store:
            return store.load()


def opened(place: str) -> GraphStore:
    """A store on a folder, or on a server."""
    from graph.neo4j_store import Neo4jStore

    return Neo4jStore.open(place) if "://" in place else EmbeddedStore(Path(place))


def inside(verb: str, place: str, source: str) -> dict[str, Any]:
    """Save or load here, in a process that does nothing else: seconds, peak memory in MB, and the graph's name."""
    from graph.arrow import name_of, to_arrow

    graph = Case("", source).graph() if verb == "save" else None
    with opened(place) as store:
        begin = time.perf_counter()
        if graph is not None:
            store.save(graph)
        else:
            graph = store.load()
        seconds = time.perf_counter() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    return {"seconds": seconds, "peak": peak, "name": name_of(*to_arrow(graph)), "edges": graph.size}


def _apart(verb: str, place: str, source: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.benchmarks.stores", "--inside", verb, place, source]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _both(case: Case, store: str, place: str, server: Server | None) -> Iterator[Figure]:
    """Save, then load, and hold the one against the other."""
    saved = _apart("save", place, case.source)
    yield Figure(f"{case.told}: save, {store}", saved["seconds"], "s", note=f"{saved['edges']:,} edges")
    yield Figure(f"{case.told}: save, {store}, peak", saved["peak"], "MB", note="the client, graph included")
    loaded = _apart("load", place, case.source)
    same = loaded["name"] == saved["name"]
    yield Figure(f"{case.told}: load, {store}", loaded["seconds"], "s")
    yield Figure(f"{case.told}: load, {store}, peak", loaded["peak"], "MB", note="the client, graph included")
    yield Figure(f"{case.told}: came back the same, {store}", int(same), "", least=1, note=saved["name"])
    if server is not None:
        yield Figure(f"{case.told}: the server, resident", _peak(server.pid), "MB", note="its peak so far, heap 1 GB")


def _peak(pid: int) -> float:
    """The most memory that a process has held, as the system keeps it; where it doesn't, what it holds now."""
    status = Path(f"/proc/{pid}/status")
    lines = status.read_text().splitlines() if status.exists() else []
    told = [int(line.split()[1]) for line in lines if line.startswith("VmHWM")]
    return told[0] * 1024 / 1e6 if told else psutil.Process(pid).memory_info().rss / 1e6


def measure(folder: Path, quick: bool) -> Sequence[Figure]:
    """Both graphs in both stores."""
    credentials = 500 if quick else 50_000
    told = f"synthetic, {credentials:,} credentials"
    cases = [Case("default", str(Workspace.open(folder).graph_dir)), Case(told, str(credentials))]
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as scratch:
        for n, case in enumerate(cases):
            figures += _both(case, "folder", f"{scratch}/{n}", None)
            with started(heap="1g", pages="256m") as server:
                figures += _both(case, "Neo4j", server.address, server)
    return figures


def main() -> None:
    """Measure, print, and write JSON where asked to."""
    parser = options(TITLE)
    parser.add_argument("--inside", nargs=3, metavar=("VERB", "PLACE", "SOURCE"), help="one verb, here, unmeasured")
    given = parser.parse_args()
    if given.inside:
        print(json.dumps(inside(*given.inside)))
        return
    with workspace(given.workspace) as folder:
        figures = measure(folder, given.quick)
    show(given.title or TITLE, figures)
    if given.json:
        keep(given.json, given.title or TITLE, figures)


if __name__ == "__main__":
    main()
