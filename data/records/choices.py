"""What a learner decides: dismiss, "I already know this", a goal, limits."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Table, delete, func, insert, select, update

from data.errors import RecordsError
from data.records.checks import amount, iso_date, name, prose, to_date, utc
from data.records.dialects import insert_missing
from data.records.rows import Choices, StatedLimits
from data.records.schema import already_known, dismissals, preferences

MOST: Final = 5_000
"""The most credentials that a learner can dismiss, and the most things that a learner can know already."""

_NONE: Final = StatedLimits()


def mark(connection: Connection, table: Table, learner: str, what: str, now: datetime) -> None:
    """Keep one dismissal, or one thing known already; once is enough. Raises `RecordsError` beyond `MOST`."""
    about = table.columns.keys()[1]
    row = {"learner": name(learner, "learner"), about: name(what, about), "at": utc(now)}
    insert_missing(connection, table, [row])
    if (connection.scalar(select(func.count()).where(table.c.learner == learner)) or 0) > MOST:
        raise RecordsError(f"This learner has {MOST:,} entries already.", hint="Undo some of them first.")


def unmark(connection: Connection, table: Table, learner: str, what: str) -> bool:
    """Undo it; whether it was there."""
    about = table.columns[1]
    return connection.execute(delete(table).where(table.c.learner == learner, about == what)).rowcount > 0


def set_goal(connection: Connection, learner: str, goal: str, now: datetime) -> None:
    """Keep the goal as typed; empty: none."""
    _prefer(connection, learner, {"goal": prose(goal)}, now)


def set_limits(connection: Connection, learner: str, limits: StatedLimits, now: datetime) -> None:
    """Keep the learner's limits in place of earlier ones; raises `RecordsError` for impossible ones."""
    _prefer(connection, learner, _as_columns(limits), now)


def of(connection: Connection, learner: str) -> Choices:
    """Everything that the learner decided."""
    row = connection.execute(select(preferences).where(preferences.c.learner == learner)).one_or_none()
    return Choices(
        learner,
        _marked(connection, dismissals, learner),
        _marked(connection, already_known, learner),
        row.goal if row else "",
        _from_columns(row) if row else _NONE,
    )


def _marked(connection: Connection, table: Table, learner: str) -> frozenset[str]:
    return frozenset(connection.scalars(select(table.columns[1]).where(table.c.learner == learner)))


def _prefer(connection: Connection, learner: str, values: dict[str, Any], now: datetime) -> None:
    values["at"] = utc(now)
    changed = connection.execute(update(preferences).where(preferences.c.learner == learner).values(values)).rowcount
    if not changed:
        everything = {"learner": name(learner, "learner"), "goal": "", **_as_columns(_NONE), **values}
        connection.execute(insert(preferences).values(everything))


def _as_columns(limits: StatedLimits) -> dict[str, Any]:
    return {
        "budget": amount(limits.budget, "budget"),
        "currency": prose(limits.currency, 10),
        "hours_a_week": amount(limits.hours_a_week, "number of hours in a week", 168),
        "by_date": iso_date(limits.by.isoformat() if limits.by else ""),
        "modes": _words(limits.modes),
        "languages": _words(limits.languages),
    }


def _from_columns(row: Any) -> StatedLimits:
    return StatedLimits(
        row.budget,
        row.currency,
        row.hours_a_week,
        to_date(row.by_date),
        frozenset(row.modes.split()),
        frozenset(row.languages.split()),
    )


def _words(words: frozenset[str]) -> str:
    if strange := [word for word in words if not word or len(word) > 40 or any(c.isspace() for c in word)]:
        raise RecordsError(f"{strange[0][:50]!a} is no mode or language.", hint="Give words such as online, or en-GB.")
    if len(words) > 50:
        raise RecordsError(f"Got {len(words)} modes or languages.", hint="Give at most 50.")
    return prose(" ".join(sorted(words)), 2_100)
