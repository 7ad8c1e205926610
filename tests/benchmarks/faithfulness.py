"""Are reasons faithful to the model: is what they name what made the score?

As in ERASER (DeYoung et al. 2020, doi:10.18653/v1/2020.acl-main.408): what the reasons of a suggestion name is taken
away, and everything is scored anew (comprehensiveness: the score should fall, and fall more than where as much is taken
away at random); or it alone is left (sufficiency: most of the score should stay). Evidence comes in units: a skill that
the credential teaches, a credential that is held, its words, its stated job titles.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from random import Random

import numpy as np

from api.engine import Engine
from graph.holdings import Holdings
from graph.requirements import Holds, leaves
from recommender.advise import advise
from recommender.goal_view import goal_view
from recommender.query import Query
from recommender.ranking import score
from recommender.reasons import gains, most_asked, shared, weightiest
from recommender.rows import Floats, Rows
from recommender.situation import Situation, situation
from recommender.snapshot import Snapshot
from tests.benchmarks.figures import Figure
from tests.benchmarks.program import run
from tests.benchmarks.questions import questions

Unit = tuple[str, int]
"""("skill", concept), ("held", credential), ("words", 0) or ("titles", 0)."""

TODAY = date(2026, 6, 1)
DRAWS = 5
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Tried:
    """One suggestion: its score, what is left without what was named, without as much at random, with that alone.

    `idle`: reasons of which nothing falls when what they name is taken away.
    """

    whole: float
    without: float
    random: float
    alone: float
    reasons: int
    idle: int


def tried(snapshot: Snapshot, query: Query, draw: Random) -> Iterator[Tried]:
    """The first three suggestions of a question that name any evidence."""
    goal = goal_view(snapshot, query.goal) if query.goal is not None else None
    now = situation(snapshot, query, goal)
    for shown in advise(snapshot, query, goal).recommendations[:SHOWN]:
        i = snapshot.place(shown.credential)
        by_reason = {reason.code: named(now, i, reason.code) for reason in shown.reasons}
        there = units(now, i)
        told = set().union(*by_reason.values()) & there
        if not told:
            continue
        whole = scored(now, i, there)
        at_random = [scored(now, i, there - set(draw.sample(sorted(there), len(told)))) for _ in range(DRAWS)]
        idle = sum(scored(now, i, there - some) >= whole - 1e-9 for some in by_reason.values() if some)
        yield Tried(
            whole,
            scored(now, i, there - told),
            float(np.mean(at_random)),
            scored(now, i, told),
            sum(1 for some in by_reason.values() if some),
            idle,
        )


def units(now: Situation, i: int) -> set[Unit]:
    """All the evidence that there is for a suggestion."""
    found: set[Unit] = {("skill", int(concept)) for concept in now.snapshot.teaches.row(i)[0]}
    found |= {("held", j) for j in now.history}
    if now.goal is not None:
        found |= {("words", 0)} if now.goal.text[i] > 0 else set()
        found |= {("titles", 0)} if now.goal.titles[i] > 0 else set()
    return found


def named(now: Situation, i: int, code: str) -> set[Unit]:
    """What a reason names."""
    if code == "goal_skills":
        return {("skill", concept) for concept, _ in gains(now, i)}
    if code == "builds_on":
        return {("skill", concept) for concept in shared(now, i)}
    if code == "demand":
        concept = most_asked(now, i)
        return {("skill", concept)} if concept is not None else set()
    if code == "co_awards":
        j = weightiest(now, i)
        return {("held", j)} if j is not None else set()
    if code == "next_step":
        return {("held", j) for j in now.history if now.snapshot.credential_documents.keys[j] in _before(now, i)}
    return {("words", 0)} if code == "goal_text" else {("titles", 0)} if code == "goal_title" else set()


def _before(now: Situation, i: int) -> set[str]:
    credential = now.snapshot.credential(i)
    asked = leaves(credential.requirement) if credential.requirement is not None else ()
    found = {leaf.credential for leaf in asked if isinstance(leaf, Holds)}
    return found | {step.credential for pathway in now.follows.get(i, ()) for step in pathway.steps}


def scored(now: Situation, i: int, kept: set[Unit]) -> float:
    """The score of a credential, everything made anew, with only the evidence that is kept."""
    held = {now.snapshot.credential_documents.keys[place] for kind, place in kept if kind == "held"}
    awards = tuple(award for award in now.query.holdings.awards if award.credential in held)
    query = replace(now.query, holdings=Holdings(awards, now.query.holdings.skills))
    snapshot = changed(now.snapshot, i, kept)
    goal = goal_view(snapshot, query.goal) if query.goal is not None else None
    if goal is not None and ("titles", 0) not in kept:
        goal.titles[i] = 0.0
    return float(score(situation(snapshot, query, goal), snapshot.weights).total[i])


def changed(snapshot: Snapshot, i: int, kept: set[Unit]) -> Snapshot:
    """The snapshot as a build would make it if the credential taught only these skills, or had no words."""
    columns, values = snapshot.teaches.row(i)
    there = np.array([("skill", int(concept)) in kept for concept in columns], dtype=bool)
    taught = np.where(there, values, 0.0)
    telling = taught * snapshot.arrays["rarity"][columns]
    length = float(np.sqrt((telling**2).sum())) or 1.0
    demanded = np.sort(taught * snapshot.arrays["demand.concept"][columns])[-3:].sum() / 3
    asked = np.zeros(snapshot.teaches.width)
    asked[snapshot.arrays["concept"][snapshot.arrays["need.skill"]]] = 1.0
    fresh = copy(snapshot)
    arrays = dict(snapshot.arrays)
    for name, value in (("strength", (taught * asked[columns]).sum()), ("demand.credential", demanded)):
        arrays[name] = arrays[name].copy()
        arrays[name][i] = value
    text = snapshot.text if ("words", 0) in kept else with_row(snapshot.text, i, 0.0 * snapshot.text.row(i)[1])
    profile = with_row(snapshot.profile, i, telling / length)
    vars(fresh).update(arrays=arrays, teaches=with_row(snapshot.teaches, i, taught), profile=profile, text=text)
    return fresh


def with_row(rows: Rows, i: int, values: Floats) -> Rows:
    """The same with other values in one row."""
    every = rows.values.copy()
    every[rows.indptr[i] : rows.indptr[i + 1]] = values
    return Rows(rows.indptr, rows.columns, every, rows.width)


def figures(found: Sequence[Tried]) -> list[Figure]:
    """Shares of the whole score, with 95 % intervals over suggestions drawn again and again."""
    table = np.array([(t.whole, t.without, t.random, t.alone) for t in found])
    whole, without, random, alone = table.T
    falls, by_chance = (whole - without) / whole, (whole - random) / whole
    reasons, idle = sum(t.reasons for t in found), sum(t.idle for t in found)
    return [
        Figure("the score falls without what is named", *_mean(falls), note=f"{len(found):,} suggestions"),
        Figure("the score falls without as much at random", *_mean(by_chance)),
        Figure("the difference", *_mean(falls - by_chance)),
        Figure("suggestions that fall more than by chance", float((falls > by_chance).mean()), "share"),
        Figure("the score that what is named alone keeps", *_mean(alone / whole)),
        Figure("reasons without a part in the score", float(idle), "reasons", note=f"of {reasons:,}"),
    ]


def _mean(values: Floats) -> tuple[float, str]:
    rng = np.random.default_rng(0)
    means = [values[rng.integers(0, len(values), len(values))].mean() for _ in range(1000)]
    low, high = np.quantile(means, [0.025, 0.975])
    return float(values.mean()), f"share ({low:.3f} to {high:.3f})"


def measure(workspace: Path, quick: bool) -> Sequence[Figure]:
    """On the workspace's snapshot: every second question has a goal, 0 to 8 credentials are held."""
    draw, found = Random(1), list[Tried]()
    with Engine.open(workspace) as engine:
        for asked in questions(engine, 20 if quick else 300):
            query = Query(
                today=TODAY,
                request_id="benchmark",
                holdings=engine.holdings(credentials=asked.holds),
                goal=engine.resolve_goal(asked.goal) if asked.goal else None,
                limit=10,
            )
            found += tried(engine.snapshot, query, draw)
    return figures(found)


if __name__ == "__main__":
    run("Reasons: is what they name what made the score?", measure)
