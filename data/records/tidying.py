"""Old suggestions that were made to nobody known and that nobody clicked: they tell nothing more and only grow."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, delete, select

from data.records.schema import events, suggestions

BATCH: Final = 2_000
"""Suggestions that go in one transaction, so that nobody waits long."""

TOLD: Final = ("clicked", "enrolled", "earned", "dismissed")
"""Events that keep a suggestion."""


def tidy(connection: Connection, before: datetime) -> int:
    """Remove at most `BATCH` suggestions made before, with their events; returns how many went."""
    told = select(events.c.suggestion).where(events.c.suggestion == suggestions.c.id, events.c.kind.in_(TOLD))
    old = (
        select(suggestions.c.id)
        .where(
            suggestions.c.learner.is_(None),
            suggestions.c.propensity.is_(None),  # a log without its misses can't be judged
            suggestions.c.created < before,
            ~told.exists(),
        )
        .order_by(suggestions.c.created)
        .limit(BATCH)
    )
    ids = list(connection.scalars(old))
    if ids:
        connection.execute(delete(events).where(events.c.suggestion.in_(ids)))
        connection.execute(delete(suggestions).where(suggestions.c.id.in_(ids)))
    return len(ids)
