"""Forgetting: nothing of a learner stays behind in any table."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select

from data.records.schema import events, metadata, suggestions


def forget(connection: Connection, learner: str) -> dict[str, int]:
    """Remove the learner's rows from every table that has a column `learner`, and the events of their suggestions."""
    theirs = select(suggestions.c.id).where(suggestions.c.learner == learner)
    counts = {"events": connection.execute(delete(events).where(events.c.suggestion.in_(theirs))).rowcount}
    for table in metadata.sorted_tables:
        if "learner" in table.c:
            counts[table.name] = connection.execute(delete(table).where(table.c.learner == learner)).rowcount
    return counts
