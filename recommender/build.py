"""The build: tables are enriched, joined into the skills graph, and compiled into a snapshot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from data.review_rows import Proposal
from data.tables import Tables
from graph.credentials import Credential
from graph.cycles import dangling_references, requirement_cycles
from graph.difference import Changed, difference
from graph.from_tables import credentials_from_tables, pathways_from_tables
from graph.skills_graph import build_graph
from graph.store import GraphStore
from graph.tables_from_graph import edited
from recommender.authored import Authored, merged
from recommender.compiling import compile_snapshot
from recommender.enrich import MakeTagger, enriched
from recommender.errors import BuildError
from recommender.reviewed import Reviewed, proposals
from skills_taxonomy.search import build_index

Progress = Callable[[str, int, int | None], None]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made: the snapshot's name, how much is in it, what an issuer should look at, the graph's name.

    `proposed` are the tags that were read in texts and that no person decided about yet; `history` says what was made
    of the awards.
    """

    name: str
    credentials: int
    skills: int
    occupations: int
    links: int
    remarks: tuple[str, ...]
    graph: str = ""
    proposed: tuple[Proposal, ...] = field(default=(), repr=False)
    history: str = ""


def build(
    folder: Path,
    tables: Tables,
    awards: pd.DataFrame,
    *,
    make_tagger: MakeTagger,
    store: GraphStore,
    edits: Sequence[Changed] = (),
    authored: Authored | None = None,
    reviewed: Reviewed | None = None,
    reread: bool = False,
    trained: Path | None = None,
    posted: pd.DataFrame | None = None,
    progress: Progress = lambda *_: None,
) -> Built:
    """Write a snapshot into the empty `folder` and the graph into `store`; raises `BuildError` where there is nothing.

    `awards` has the columns learner, credential, awarded; what `stackway train` wrote, if `trained` names its folder,
    stands in their place. `posted` are needs that postings show. `edits` are put on the tables once they are enriched,
    on top of these what was `reviewed`, then the pathways that were `authored`. With `reread` the graph is loaded from
    the store again, and what it says is compiled. No older snapshot is touched: the caller publishes.
    """
    if not len(tables["credentials"]):
        raise BuildError(
            "There are no credentials to build from.", hint="Import a catalogue: `stackway import catalogue.csv`."
        )
    authored, reviewed = authored or Authored(), reviewed or Reviewed()
    full = enriched(tables, make_tagger, progress)
    proposed = tuple(proposals(full, reviewed))
    full, waiting = reviewed.over(edited(full, edits))
    full = merged(full, authored)
    progress("joining the skills graph", 0, None)
    graph = build_graph(full)
    kept = store.save(graph)
    if reread:
        full = edited(full, difference(graph, store.load()))
    del graph  # as large as all that is yet to be compiled
    credentials = credentials_from_tables(full)
    pathways = pathways_from_tables(full)
    progress("compiling the snapshot", 0, None)
    found = [*remarks(credentials), *authored.remarks(), *waiting]
    compiled = compile_snapshot(
        folder,
        full,
        credentials,
        pathways,
        awards,
        trained=trained,
        posted=posted,
        remarks=found,
        progress=lambda what: progress(f"compiling {what}", 0, None),
    )
    progress("indexing names", 0, None)
    build_index(folder / "search.sqlite", full)
    return Built(
        compiled.name,
        len(credentials),
        len(full["skills"]),
        len(full["occupations"]),
        len(full["credential_skills"]),
        tuple(found),
        kept.name,
        proposed,
        compiled.history,
    )


def remarks(credentials: Sequence[Credential]) -> list[str]:
    """What an issuer should look at: credentials that nobody can begin, and requirements that name nothing known."""
    return [str(one) for one in (*requirement_cycles(credentials), *dangling_references(credentials))]
