"""The build: tables are enriched, joined into the skills graph, and compiled into a snapshot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from data.tables import Tables
from graph.credentials import Credential
from graph.cycles import dangling_references, requirement_cycles
from graph.from_tables import credentials_from_tables, pathways_from_tables
from graph.skills_graph import build_graph
from graph.store import GraphStore
from recommender.compiling import compile_snapshot
from recommender.enrich import MakeTagger, enriched
from recommender.errors import BuildError
from skills_taxonomy.search import build_index

Progress = Callable[[str, int, int | None], None]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made: the snapshot's name, how much is in it, and what an issuer should look at."""

    name: str
    credentials: int
    skills: int
    occupations: int
    links: int
    remarks: tuple[str, ...]


def build(
    folder: Path,
    tables: Tables,
    awards: pd.DataFrame,
    *,
    make_tagger: MakeTagger,
    store: GraphStore,
    progress: Progress = lambda *_: None,
) -> Built:
    """Write a snapshot into the empty `folder` and the graph into `store`; raises `BuildError` where there is nothing.

    `awards` has the columns learner, credential, awarded. No older snapshot is touched: the caller publishes.
    """
    if not len(tables["credentials"]):
        raise BuildError(
            "There are no credentials to build from.", hint="Import a catalogue: `stackway import catalogue.csv`."
        )
    full = enriched(tables, make_tagger, progress)
    progress("joining the skills graph", 0, None)
    credentials = credentials_from_tables(full)
    pathways = pathways_from_tables(full)
    store.save(build_graph(full))
    progress("compiling the snapshot", 0, None)
    found = remarks(credentials)
    name = compile_snapshot(
        folder,
        full,
        credentials,
        pathways,
        awards,
        remarks=found,
        progress=lambda what: progress(f"compiling {what}", 0, None),
    )
    progress("indexing names", 0, None)
    build_index(folder / "search.sqlite", full)
    return Built(
        name,
        len(credentials),
        len(full["skills"]),
        len(full["occupations"]),
        len(full["credential_skills"]),
        tuple(found),
    )


def remarks(credentials: Sequence[Credential]) -> list[str]:
    """What an issuer should look at: credentials that nobody can begin, and requirements that name nothing known."""
    return [str(one) for one in (*requirement_cycles(credentials), *dangling_references(credentials))]
