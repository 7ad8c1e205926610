"""Suggestions and what came of them: shown, clicked, enrolled, earned, dismissed, each once."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select

from data.errors import RecordsError
from data.records.awards import batches
from data.records.checks import name, name_or_empty, one_of, prose, utc
from data.records.dialects import insert_missing
from data.records.rows import EVENT_KINDS, Event, FunnelRow, Shown, Suggestion
from data.records.schema import events, suggestions

BATCH = 2_000
MOST_CHANCES = 100
_COLUMNS = tuple(column.name for column in suggestions.columns if column.name != "chances")


def checked(row: Suggestion) -> Suggestion:
    """The suggestion, bounded; raises `RecordsError`."""
    return replace(
        row,
        id=name(row.id, "identifier of a suggestion"),
        snapshot=name_or_empty(row.snapshot, "snapshot"),
        credential=name(row.credential, "credential"),
        placement=prose(row.placement, 250),
        issuer=name_or_empty(row.issuer, "issuer"),
        learner=name(row.learner, "learner") if row.learner else None,
        after=name_or_empty(row.after, "credential"),
        goal=prose(row.goal),
        created=utc(row.created),
        answer=name_or_empty(row.answer, "answer"),
        propensity=_propensity(row),
    )


def _propensity(row: Suggestion) -> float | None:
    """The chance of the suggestion, which must be the one that it has among the chances of its place."""
    if row.propensity is None and not row.chances:
        return None
    if len(row.chances) > MOST_CHANCES or dict(row.chances).get(row.credential) != row.propensity:
        raise RecordsError(
            f"The suggestion {row.id} has the chance {row.propensity}, its place {len(row.chances):,} others.",
            hint=f"Log at most {MOST_CHANCES} credentials that might have stood there, the one shown with its chance.",
        )
    if not all(0.0 < chance <= 1.0 for _, chance in row.chances):
        raise RecordsError(
            f"The suggestion {row.id} has a chance outside 0 to 1.", hint="What can't be shown isn't logged."
        )
    return row.propensity


def checked_event(row: Event) -> Event:
    """The event, bounded; raises `RecordsError`."""
    return Event(
        name(row.suggestion, "identifier of a suggestion"), one_of(row.kind, EVENT_KINDS, "event"), utc(row.at)
    )


def log(connection: Connection, rows: Iterable[Suggestion]) -> int:
    """Keep suggestions (checked before); one whose identifier is there stays as it is. Returns how many are new."""
    return sum(
        insert_missing(connection, suggestions, [_values(row) for row in batch]) for batch in batches(rows, BATCH)
    )


def _values(row: Suggestion) -> dict[str, Any]:
    return {c: getattr(row, c) for c in _COLUMNS} | {"chances": json.dumps(row.chances) if row.chances else ""}


def _suggestion(row: Mapping[str, Any]) -> Suggestion:
    chances = tuple((credential, chance) for credential, chance in json.loads(row["chances"] or "[]"))
    return Suggestion(**{**row, "chances": chances})


def log_events(connection: Connection, rows: Sequence[Event]) -> int:
    """Keep events (checked before), the first of each kind; raises `RecordsError` where a suggestion isn't there."""
    if unknown := {row.suggestion for row in rows} - known(connection, {row.suggestion for row in rows}):
        raise unknown_suggestion(min(unknown))
    return write_events(connection, rows)


def write_events(connection: Connection, rows: Iterable[Event]) -> int:
    """Keep events of suggestions that are there, the first of each kind. Returns how many are new."""
    ordered = sorted(rows, key=lambda row: row.at)
    return sum(
        insert_missing(connection, events, [{"suggestion": r.suggestion, "kind": r.kind, "at": r.at} for r in batch])
        for batch in batches(ordered, BATCH)
    )


def unknown_suggestion(id_: str) -> RecordsError:
    """The error for an event of a suggestion that was never made, or was forgotten."""
    return RecordsError(
        f"There is no suggestion {id_[:100]!a}.", hint="Send the identifier that came with the recommendation."
    )


def known(connection: Connection, ids: Collection[str]) -> set[str]:
    """Those of the identifiers that are there."""
    found: set[str] = set()
    for batch in batches(sorted(ids), BATCH):
        found |= set(connection.scalars(select(suggestions.c.id).where(suggestions.c.id.in_(batch))))
    return found


def one(connection: Connection, id_: str) -> Suggestion | None:
    """A suggestion by its identifier."""
    row = connection.execute(select(suggestions).where(suggestions.c.id == id_)).mappings().one_or_none()
    return None if row is None else _suggestion({str(key): value for key, value in row.items()})


def explored(connection: Connection, since: datetime | None) -> tuple[Shown, ...]:
    """See `Records.explored`."""
    seen = events.alias("seen")
    shown = (
        select(suggestions)
        .join(seen, (seen.c.suggestion == suggestions.c.id) & (seen.c.kind == "shown"))
        .where(suggestions.c.propensity.is_not(None))
        .order_by(suggestions.c.answer, suggestions.c.position)
    )
    came = select(events.c.suggestion, events.c.kind).join(suggestions, suggestions.c.id == events.c.suggestion)
    kinds: dict[str, set[str]] = {}
    for id_, kind in connection.execute(_of(came.where(suggestions.c.propensity.is_not(None)), None, since)):
        kinds.setdefault(id_, set()).add(kind)
    rows = connection.execute(_of(shown, None, since)).mappings()
    found = [_suggestion({str(key): value for key, value in row.items()}) for row in rows]
    return tuple(Shown(suggestion=row, came=frozenset(kinds.get(row.id, ()))) for row in found)


def events_of(connection: Connection, id_: str) -> tuple[Event, ...]:
    """What came of a suggestion, in the order of time."""
    query = select(events).where(events.c.suggestion == id_).order_by(events.c.at, events.c.kind)
    return tuple(Event(*row) for row in connection.execute(query))


def funnel(connection: Connection, issuer: str | None, since: datetime | None) -> tuple[FunnelRow, ...]:
    """See `Records.funnel`."""
    made = select(suggestions.c.credential, func.count()).group_by(suggestions.c.credential)
    came = (
        select(suggestions.c.credential, events.c.kind, func.count())
        .join(events, events.c.suggestion == suggestions.c.id)
        .group_by(suggestions.c.credential, events.c.kind)
    )
    counts: dict[str, dict[str, int]] = {
        credential: {"suggested": n} for credential, n in connection.execute(_of(made, issuer, since))
    }
    for credential, kind, n in connection.execute(_of(came, issuer, since)):
        counts[credential][kind] = n
    return tuple(FunnelRow(credential, **counts[credential]) for credential in sorted(counts))


def _of(query: Select[Any], issuer: str | None, since: datetime | None) -> Select[Any]:
    if issuer is not None:
        query = query.where(suggestions.c.issuer == issuer)
    return query if since is None else query.where(suggestions.c.created >= utc(since))
