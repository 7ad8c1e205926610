"""Twenty goals as people type them: what was understood and suggested, beside what a person made of it.

``python -m tests.benchmarks.goals -w WORKSPACE`` writes ``docs/goals.md``. The verdicts are kept by hand in
``tests/cases/goals.toml``; a verdict given on another list than this run's is marked as such, never passed off.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from api.engine import Engine
from recommender.query import Advice, Query
from skills_taxonomy.types import Goal

ROOT: Final = Path(__file__).parents[2]
CASES: Final = ROOT / "tests" / "cases" / "goals.toml"
DOCUMENT: Final = ROOT / "docs" / "goals.md"
TOP: Final = 3
VERDICTS: Final = ("good", "doubtful", "wrong")

HEAD: Final = """# Twenty goals, and what came of them

What a learner who holds nothing is suggested for twenty goals as people type them, on the shipped data, and what a
person who looked at it thinks. `good`: understood, and the first three are steps that one would name oneself, or as
near as the catalogue comes. `doubtful`: something is off. `wrong`: the goal was misunderstood, or the first is beside
the point.

Written by `python -m tests.benchmarks.goals -w WORKSPACE`, snapshot {snapshot}, for {today}. The verdicts are kept by
hand in `tests/cases/goals.toml`. {tally}

| goal | understood as | first three | judged |
|---|---|---|---|
"""


def main(arguments: Sequence[str]) -> None:
    """Ask every goal of a workspace and write the document."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.goals", description=__doc__)
    parser.add_argument("-w", "--workspace", type=Path, required=True, help="a workspace built from the shipped data")
    parser.add_argument("-o", "--out", type=Path, default=DOCUMENT, help="the document to write")
    parser.add_argument("--today", type=date.fromisoformat, default=date.today(), help="the day to answer for")  # noqa: DTZ011
    given = parser.parse_args(arguments)
    cases = tomllib.loads(CASES.read_text("utf-8"))["goal"]
    with Engine.open(given.workspace) as engine:
        answers = [ask(engine, case["typed"], given.today) for case in cases]
        given.out.write_text(document(cases, answers, given.today), "utf-8")
    print(f"{given.out}: {tally(cases)}")
    for case, advice in zip(cases, answers, strict=True):
        if stale(case, advice):
            print(f"judge anew: {case['typed']}: saw = {seen(advice)}")


def ask(engine: Engine, typed: str, today: date) -> Advice:
    """The first steps towards a goal for who holds nothing."""
    return engine.advise(Query(today=today, request_id="goals", goal=engine.resolve_goal(typed), limit=TOP))


def document(cases: Sequence[Mapping[str, Any]], answers: Sequence[Advice], today: date) -> str:
    """The whole document as Markdown."""
    head = HEAD.format(snapshot=answers[0].snapshot, today=today, tally=tally(cases))
    rows = [_row(case, advice) for case, advice in zip(cases, answers, strict=True)]
    details = [_detail(case, advice) for case, advice in zip(cases, answers, strict=True)]
    return head + "\n".join(rows) + "\n\n" + "\n".join(details)


def seen(advice: Advice) -> list[str]:
    """What there was to be judged: the occupation understood and the credentials, by identifier."""
    return [_job(advice.goal)[0], *(one.credential for one in advice.recommendations)]


def stale(case: Mapping[str, Any], advice: Advice) -> bool:
    """Whether the verdict was given on another list."""
    return list(case["saw"]) != seen(advice)


def tally(cases: Sequence[Mapping[str, Any]]) -> str:
    """How many verdicts of each kind there are.

    >>> tally([{"verdict": "good"}, {"verdict": "wrong"}, {"verdict": "good"}])
    '2 good, 0 doubtful, 1 wrong.'
    """
    given = [case["verdict"] for case in cases]
    return ", ".join(f"{given.count(verdict)} {verdict}" for verdict in VERDICTS) + "."


def _job(goal: Goal | None) -> tuple[str, str]:
    found = goal.occupation if goal is not None else None
    return (found.id, found.label) if found is not None else ("", "nothing")


def _judged(case: Mapping[str, Any], advice: Advice) -> str:
    said = f"{case['verdict']}: {case['why']}" if case["verdict"] else "not judged yet"
    return f"{said} (Judged on an earlier list.)" if stale(case, advice) and case["verdict"] else said


def _row(case: Mapping[str, Any], advice: Advice) -> str:
    named = "; ".join(one.name for one in advice.recommendations) or "nothing"
    cells = (case["typed"], _job(advice.goal)[1], named, _judged(case, advice))
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _detail(case: Mapping[str, Any], advice: Advice) -> str:
    return "\n".join([f"## {case['typed']}", "", *_understood(advice.goal), "", *_steps(advice), ""])


def _understood(goal: Goal | None) -> Iterator[str]:
    id_, label = _job(goal)
    if goal is None or not id_:
        yield "Nothing was understood."
        return
    yield f"Understood as **{label}** (`{id_}`), found as {goal.matched!r} ({goal.how})."
    also = ", ".join(f"{job.label} (`{job.id}`)" for job, _ in goal.also)
    others = ", ".join(hit.label for hit in goal.alternatives[:5])
    yield f"The same in another vocabulary: {also or 'none'}. It could also mean: {others or 'nothing else'}."


def _steps(advice: Advice) -> Iterator[str]:
    if not advice.recommendations:
        yield "Nothing is suggested."
        return
    yield from ("| | credential | score | may start | first reason |", "|---|---|---|---|---|")
    for place, one in enumerate(advice.recommendations, 1):
        why = one.reasons[0].text if one.reasons else "none"
        cells = (str(place), f"{one.name} (`{one.credential}`)", f"{one.score:.3f}", one.eligible.value, why)
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    main(sys.argv[1:])
