"""Whether advice is the same from either store: snapshots of the embedded graph and of Neo4j's, the same questions."""

from __future__ import annotations

import random
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from api.assembly import build_workspace
from api.engine import Engine
from graph.holdings import Award, Holdings, Known, State
from recommender.query import Limits, Query, Scope
from tests.benchmarks.figures import Figure, keep, show
from tests.benchmarks.program import options
from tests.graph import neo4j_server

TODAY: Final = date(2026, 6, 1)
SEED: Final = 20260601


@dataclass(frozen=True, slots=True)
class Compared:
    """How many questions were asked, how many answers were equal in full, and of which snapshots and graphs."""

    asked: int
    equal: int
    suggested: int
    refused: int
    snapshots: tuple[str, str]
    graphs: tuple[str, str]
    first_unequal: str = ""


def questions(engine: Engine, count: int, seed: int = SEED) -> Iterator[Query]:
    """Learners with random holdings, with and without a goal, on pages and in mails, with all kinds of filters."""
    dice = random.Random(seed)
    credentials = list(engine.credential_ids())
    jobs = engine.snapshot.occupation_labels
    skills = engine.snapshot.skills
    issuers = sorted({engine.snapshot.arrays["issuers"][i] for i in engine.snapshot.arrays["issuer"]})
    for number in range(count):
        pinned = dice.sample(credentials, dice.choice([0, 0, 1]))
        yield Query(
            today=TODAY + timedelta(days=dice.randrange(-400, 400)),
            request_id=f"q{number}",
            holdings=_held(dice, credentials, skills),
            goal=engine.resolve_goal(dice.choice(jobs)) if jobs and dice.random() < 0.7 else None,
            after=dice.choice(credentials) if dice.random() < 0.3 else "",
            limits=_limits(dice),
            scope=_scope(dice, issuers),
            dismissed=frozenset(dice.sample(credentials, dice.randrange(min(3, len(credentials))))),
            already_know=frozenset(dice.sample(skills, dice.randrange(min(3, len(skills))))),
            pins=dict.fromkeys(pinned, "worth a look"),
            boosts=dict.fromkeys(dice.sample(credentials, dice.choice([0, 0, 1])), 0.2),
            limit=dice.choice([1, 5, 10, 30]),
        )


def _held(dice: random.Random, credentials: list[str], skills: tuple[str, ...]) -> Holdings:
    some = dice.sample(credentials, min(len(credentials), dice.choice([0, 1, 2, 3, 8])))
    awards = tuple(
        Award(
            id_,
            dice.choice(list(State)),
            dice.choice(list(Known)),
            TODAY - timedelta(days=dice.randrange(2_000)),
            TODAY + timedelta(days=dice.randrange(-300, 900)) if dice.random() < 0.3 else None,
        )
        for id_ in some
    )
    had = dice.sample(skills, min(len(skills), dice.choice([0, 0, 2, 5])))
    return Holdings(awards, tuple((skill, dice.choice([0.3, 1.0]), dice.choice(list(Known))) for skill in had))


def _limits(dice: random.Random) -> Limits:
    if dice.random() < 0.6:
        return Limits()
    return Limits(
        budget=dice.choice([None, 0.0, 200.0, 2_000.0]),
        currency="USD",
        hours_a_week=dice.choice([None, 2.0, 10.0]),
        by=TODAY + timedelta(days=dice.randrange(30, 700)),
        modes=dice.choice([frozenset(), frozenset({"online"})]),
        languages=dice.choice([frozenset(), frozenset({"en"})]),
    )


def _scope(dice: random.Random, issuers: list[str]) -> Scope:
    if dice.random() < 0.7:
        return Scope()
    return Scope(
        issuers=frozenset(dice.sample(issuers, 1)), blocked=frozenset(dice.sample(issuers, dice.choice([0, 1])))
    )


def compare(one: Path, other: Path, count: int, seed: int = SEED) -> Compared:
    """Ask both workspaces the same; an answer is equal where the whole `Advice` is."""
    with Engine.open(one) as here, Engine.open(other) as there:
        equal = suggested = refused = asked = 0
        first = ""
        for query in questions(here, count, seed):
            mine, theirs = here.advise(query), there.advise(query)
            asked, equal = asked + 1, equal + (mine == theirs)
            suggested, refused = suggested + len(mine.recommendations), refused + len(mine.refusals)
            if mine != theirs and not first:
                first = query.request_id
        names = (here.snapshot_name, there.snapshot_name), (here.graph_name, there.graph_name)
    return Compared(asked, equal, suggested, refused, *names, first)


def measure(given: Path | None, count: int) -> tuple[Compared, list[Figure]]:
    """Build from either store in folders of their own, ask both, and give what came of it."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        address = stack.enter_context(neo4j_server.address()) + "?space=stores-advice"
        one, other = folder / "embedded", folder / "neo4j"
        if given is not None:
            for copy in (one, other):
                shutil.copytree(given, copy, symlinks=True)
        seconds = []
        for path, where in ((one, ""), (other, address), (other, address)):
            begun = time.perf_counter()
            build_workspace(path, graph=where)
            seconds.append(time.perf_counter() - begun)
        found = compare(one, other, count)
    snapshots, graphs = " and ".join(found.snapshots), " and ".join(found.graphs)
    told = f"{found.suggested:,} suggestions, {found.refused:,} refusals, each with its reasons and evidence"
    return found, [
        Figure(
            "Questions whose whole advice is the same", found.equal, f"of {found.asked}", least=found.asked, note=told
        ),
        Figure("Snapshots of one name", float(len(set(found.snapshots)) == 1), "", least=1, note=snapshots),
        Figure("Graphs of one name", float(len(set(found.graphs)) == 1), "", least=1, note=graphs),
        Figure("Build, embedded store", seconds[0], "s"),
        Figure("Build, empty Neo4j: pushed and read again", seconds[1], "s"),
        Figure("Build, Neo4j holds the graph: read", seconds[2], "s"),
    ]


def main() -> None:
    """Build both, ask, print a table; exits with 1 where one answer differs."""
    parser = options("The same advice from either store")
    parser.add_argument("--queries", type=int, default=200)
    given = parser.parse_args()
    title = given.title or "The same advice from either store"
    found, figures = measure(given.workspace, 20 if given.quick else given.queries)
    show(title, figures)
    if given.json:
        keep(given.json, title, figures)
    if found.equal != found.asked:
        raise SystemExit(f"Question {found.first_unequal} was answered differently.")


if __name__ == "__main__":
    main()
