"""A larger catalogue: copies of the real credentials with skills drawn anew, all marked synthetic, compiled for real.

Each synthetic credential copies a real one (its words, requirement, level) under a name and identifier of its own and
the issuer `synthetic`. It teaches as many skills as the one it copies, drawn from all links of the real catalogue, so
that common skills stay common. What it doesn't show: texts repeat, and so does the share of credentials without skills.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from data.tables import Tables, frame
from data.workspace import Workspace
from graph.from_tables import credentials_from_tables, pathways_from_tables
from recommender.compiling import compile_snapshot
from recommender.snapshot import Snapshot
from skills_taxonomy.search import build_index
from tests.benchmarks.figures import Figure, keep, show
from tests.benchmarks.processes import timed
from tests.benchmarks.program import options
from tests.benchmarks.questions import SEED

NO_AWARDS = pd.DataFrame({"learner": [], "credential": [], "awarded": []}, dtype="object")
MARKS = {"issuer": "synthetic", "source": "synthetic", "origin": None}


def real(workspace: Workspace) -> Tables:
    """The workspace's tables with the links that its build found, and the skills that these name."""
    tables = workspace.tables()
    snapshot = Snapshot.open(workspace.current_snapshot())
    links, named = [], {}
    for i in range(snapshot.size):
        credential = snapshot.credential(i)
        for one in credential.teaches:
            marks = {"issuer": credential.issuer, "source": one.provenance.source, "locator": one.provenance.locator}
            links.append(_link(credential.id, one) | marks)
            named[one.skill] = {"id": one.skill, "vocabulary": credential.issuer, "label": one.label} | marks
    own = [row for id_, row in named.items() if id_ not in set(tables["skills"]["id"])]
    skills = pd.concat([tables["skills"], frame("skills", own)], ignore_index=True)
    return Tables({**tables, "credential_skills": frame("credential_skills", links), "skills": skills})


def _link(credential: str, one: Any) -> dict[str, Any]:
    return {
        "credential": credential, "skill": one.skill, "label": one.label, "weight": one.weight, "how": one.how,
        "confidence": one.confidence, "evidence": one.evidence,
    }  # fmt: skip


def grown(tables: Tables, count: int, seed: int = SEED) -> Tables:
    """The tables with synthetic credentials added until there are `count`."""
    rng = np.random.default_rng(seed)
    credentials, links = tables["credentials"], tables["credential_skills"]
    new = max(count - len(credentials), 0)
    copied = rng.integers(len(credentials), size=new)
    ids = np.array([f"synthetic:{n}" for n in range(new)])
    more = credentials.iloc[copied].reset_index(drop=True)
    more = more.assign(
        **MARKS, id=ids, name=more["name"] + [f" (synthetic {n})" for n in range(new)],
        locator=[f"synthetic:{n + 2}" for n in range(new)], superseded_by=None,
    )  # fmt: skip
    how_many = links["credential"].value_counts().reindex(credentials["id"]).fillna(0).to_numpy(dtype=int)[copied]
    drawn = links.iloc[rng.integers(len(links), size=how_many.sum())].reset_index(drop=True)
    drawn = drawn.assign(**MARKS, credential=np.repeat(ids, how_many), locator="synthetic:1")
    drawn = drawn.drop_duplicates(["credential", "skill"])
    return Tables(
        {
            **tables,
            "credentials": pd.concat([credentials, more], ignore_index=True),
            "credential_skills": pd.concat([links, drawn], ignore_index=True),
        }
    )


def grow(source: Path, into: Path, count: int) -> float:
    """Copy a workspace and publish a snapshot of a grown catalogue in the copy; gives the seconds of the compiling."""
    shutil.copytree(source, into, symlinks=True)
    workspace = Workspace.open(into)
    tables = grown(real(workspace), count)
    begin = time.perf_counter()
    with workspace.writing(), workspace.new_snapshot() as folder:
        credentials, pathways = credentials_from_tables(tables), pathways_from_tables(tables)
        name = compile_snapshot(folder, tables, credentials, pathways, NO_AWARDS).name
        build_index(folder / "search.sqlite", tables)
        workspace.publish(folder, name)
    return time.perf_counter() - begin


def measure(source: Path, into: Path, count: int) -> Sequence[Figure]:
    """Grow in a process of its own, so that its memory is its own."""
    import sys

    command = [sys.executable, "-m", "tests.benchmarks.growing", "--workspace", str(source), "--into", str(into)]
    seconds, peak = timed([*command, "--credentials", str(count), "--inside"])
    return [
        Figure(f"grown to {count:,} credentials, compiled", seconds, "s", note="the whole process, tagging left out"),
        Figure("peak memory of the compiling", peak, "MB"),
    ]


def main() -> None:
    """Grow the workspace into another folder."""
    parser = options("A grown catalogue")
    parser.add_argument("--into", type=Path, required=True, help="the folder of the grown workspace, not there yet")
    parser.add_argument("--credentials", type=int, default=10_000)
    parser.add_argument("--inside", action="store_true", help="do it here, unmeasured")
    given = parser.parse_args()
    if given.inside:
        grow(given.workspace, given.into, given.credentials)
        return
    title = given.title or f"A catalogue grown to {given.credentials:,}"
    figures = measure(given.workspace, given.into, given.credentials)
    show(title, figures)
    if given.json:
        keep(given.json, title, figures)


if __name__ == "__main__":
    main()
