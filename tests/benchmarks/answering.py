"""A recommendation in process: from what a caller says to the answer as plain JSON values, over different questions."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import psutil

from api.engine import Engine
from api.shapes import advice_json
from recommender.query import Query
from tests.benchmarks.figures import Figure, percentile
from tests.benchmarks.program import run
from tests.benchmarks.questions import Question, questions

TODAY = date(2026, 6, 1)
COUNT = 2000


def answer(engine: Engine, asked: Question) -> int:
    """Answer one question with ten suggestions; gives how many came."""
    query = Query(
        today=TODAY,
        request_id="benchmark",
        holdings=engine.holdings(credentials=asked.holds),
        goal=engine.resolve_goal(asked.goal) if asked.goal else None,
        limit=10,
    )
    return len(advice_json(engine.advise(query))["recommendations"])


def measure(workspace: Path, quick: bool) -> Sequence[Figure]:
    """Nothing is warmed up: the first question of each goal and each credential's first reading are among the times."""
    with Engine.open(workspace) as engine:
        times: dict[bool, list[float]] = {False: [], True: []}
        empty = 0
        for asked in list(questions(engine, 100 if quick else COUNT)):
            begin = time.perf_counter()
            found = answer(engine, asked)
            times[bool(asked.goal)].append((time.perf_counter() - begin) * 1e3)
            empty += not found
    both = times[False] + times[True]
    return [
        Figure("p50", percentile(both, 0.5), "ms", most=10, note=f"{len(both):,} questions, {empty} without an answer"),
        Figure("p99", percentile(both, 0.99), "ms"),
        Figure("slowest", max(both), "ms"),
        Figure("p50 with a goal", percentile(times[True], 0.5), "ms"),
        Figure("p50 without one", percentile(times[False], 0.5), "ms"),
        Figure("memory of the process afterwards", psutil.Process().memory_info().rss / 1e6, "MB"),
    ]


if __name__ == "__main__":
    run("A recommendation, in process", measure)
