"""Questions to a snapshot, with defaults that no test has to repeat."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from graph.holdings import Award, Holdings
from recommender.advise import advise
from recommender.goal_view import goal_view
from recommender.query import Advice, Query, Recommendation
from recommender.snapshot import Snapshot
from skills_taxonomy.types import Goal, Occupation
from tests import world


def goal(job: str) -> Goal:
    """A goal that was understood at once."""
    label = world.JOBS[job]
    return Goal(label, Occupation(job, label, "esco"), "exact", label)


def query(*, holds: tuple[str, ...] = (), job: str = "", **fields: Any) -> Query:
    """A question on the world's day; `holds` are verified awards."""
    plain = Query(
        today=world.TODAY,
        request_id="r1",
        holdings=Holdings(tuple(Award(credential) for credential in holds)),
        goal=goal(job) if job else None,
    )
    return replace(plain, **fields)


def ask(snapshot: Snapshot, **fields: Any) -> Advice:
    """The answer to `query(**fields)`."""
    asked = query(**fields)
    return advise(snapshot, asked, goal_view(snapshot, asked.goal) if asked.goal is not None else None)


def suggested(advice: Advice) -> list[str]:
    """Credentials suggested, best first."""
    return [one.credential for one in advice.recommendations]


def refused(advice: Advice) -> dict[str, str]:
    """Codes of the refusals by credential."""
    return {one.credential: one.code for one in advice.refusals}


def one(advice: Advice, credential: str) -> Recommendation:
    """The recommendation of one credential."""
    return next(found for found in advice.recommendations if found.credential == credential)
