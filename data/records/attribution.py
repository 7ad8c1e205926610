"""What a suggestion brought in: awards and enrolments that came after it become its events."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, date, datetime, time
from itertools import groupby
from operator import attrgetter
from typing import Any, Final

from sqlalchemy import Connection, Row, and_, select

from data.records.awards import batches
from data.records.rows import Event
from data.records.schema import awards, events, suggestions
from data.records.suggestions import write_events

KINDS: Final = {"enrolled": "enrolled", "completed": "earned", "awarded": "earned"}
"""The event that follows from an award's state."""

_BATCH: Final = 5_000


def attribute(connection: Connection, now: datetime, learners: Collection[str] | None) -> int:
    """Log `enrolled` and `earned` for suggestions whose learner enrolled or earned afterwards; returns how many.

    Of several suggestions of one credential to one learner the one clicked last before counts, else the one shown
    last, else the one made last: one award makes one event. An award dated on the day of the suggestion counts as
    after it; one without a date counts as of now. Only awards that their issuer verified count. Doing it again adds
    nothing.
    """
    asked: Iterable[list[str] | None] = [None] if learners is None else batches(sorted(learners), _BATCH)
    return sum(write_events(connection, list(_follow(connection, now, some))) for some in asked)


def _follow(connection: Connection, now: datetime, learners: list[str] | None) -> Iterator[Event]:
    rows = _suggested_and_got(connection, learners)
    for _, group in groupby(rows, key=attrgetter("learner", "credential", "state", "awarded")):
        if event := _event(list(group), now):
            yield event


def _event(group: list[Row[Any]], now: datetime) -> Event | None:
    """The event that one award makes; `group` are the suggestions of its credential to its learner."""
    kind, dated = KINDS[group[0].state], group[0].awarded
    day = datetime.combine(date.fromisoformat(dated), time(), UTC) if dated else None
    at = now if day is None else min(now, datetime.combine(day, time.max, UTC))
    before = [row for row in group if row.created <= at]
    if not before:
        return None
    best = max(before, key=lambda row: _touch(row, at))
    since = datetime.min.replace(tzinfo=UTC) if day is None else min(best.created, day)
    if any(happened is not None and happened >= since for row in group for happened in [getattr(row, kind)]):
        return None
    return Event(best.id, kind, at)


def _touch(row: Row[Any], at: datetime) -> tuple[int, datetime, str]:
    """How close a suggestion came to the learner, and when: made (0), shown (1), clicked (2)."""
    for rank, moment in ((2, row.clicked), (1, row.shown)):
        if moment is not None and moment <= at:
            return rank, moment, row.id
    return 0, row.created, row.id


def _suggested_and_got(connection: Connection, learners: list[str] | None) -> list[Row[Any]]:
    """Each suggestion beside each verified award of its credential to its learner, with its events so far."""
    join = suggestions.join(
        awards, and_(awards.c.learner == suggestions.c.learner, awards.c.credential == suggestions.c.credential)
    )
    moments = []
    for kind in ("clicked", "shown", "enrolled", "earned"):
        happened = events.alias(f"e_{kind}")
        join = join.outerjoin(happened, and_(happened.c.suggestion == suggestions.c.id, happened.c.kind == kind))
        moments.append(happened.c.at.label(kind))
    query = (
        select(
            suggestions.c.id, suggestions.c.created, awards.c.learner, awards.c.credential, awards.c.state,
            awards.c.awarded, *moments,
        )
        .select_from(join)
        .where(awards.c.state.in_(sorted(KINDS)), awards.c.known == "verified")
        .order_by(awards.c.learner, awards.c.credential, awards.c.state, awards.c.awarded)
    )  # fmt: skip
    if learners is not None:
        query = query.where(awards.c.learner.in_(learners))
    return list(connection.execute(query))
