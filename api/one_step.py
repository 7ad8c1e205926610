"""Learners to whom a single step of a pathway is left."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice

from api.engine import Engine
from graph.holdings import Award, Holdings
from graph.pathways import Pathway, StepState

PAGE = 500
"""Learners that are looked at together."""


def learners(engine: Engine, issuer: str, after: str = "") -> Iterator[str]:
    """All learners of an issuer's awards (of any issuer's, where none is named), by identifier, from one on."""
    while page := engine.records.learners(issuer or None, limit=PAGE, after=after):
        yield from page
        after = page[-1]


def last_step(engine: Engine, pathway: Pathway, learner: str, issuer: str, today: date) -> tuple[str, ...]:
    """The credentials any of which would complete the pathway; none where it is done or more is left."""
    held = engine.learner_holdings(learner, issuer=issuer)
    now = engine.progress(pathway, held, today=today)
    if now.reached:
        return ()
    open_ = dict.fromkeys(
        one.step.credential
        for one in now.steps
        if one.step.is_earned and one.state not in (StepState.DONE, StepState.LOCKED)
    )
    return tuple(
        name
        for name in open_
        if engine.progress(pathway, Holdings((*held.awards, Award(name)), held.skills), today=today).reached
    )


def page_of(
    engine: Engine, pathway: Pathway, issuer: str, today: date, *, after: str, looked_at: int
) -> tuple[list[tuple[str, tuple[str, ...]]], str]:
    """Those among so many of an issuer's learners, and the last who was looked at (empty: there are no more)."""
    looked = list(islice(learners(engine, issuer, after), looked_at))
    found = [(learner, last_step(engine, pathway, learner, issuer, today)) for learner in looked]
    return [row for row in found if row[1]], looked[-1] if len(looked) == looked_at else ""
