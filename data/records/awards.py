"""Awards: what learners earned and enrolled in, imported as often as one likes and there once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from sqlalchemy import Connection, and_, bindparam, func, select, update

from data.records.checks import iso_date, name, name_or_empty, one_of, prose, to_date
from data.records.dialects import insert_new
from data.records.rows import KNOWN, STATES, Added, AwardRow
from data.records.schema import awards

if TYPE_CHECKING:
    import pandas as pd

BATCH: Final = 5_000
"""Rows that go to the database together."""

EARNED: Final = ("awarded", "completed", "expired")
"""States of which one was reached by earning the credential."""

_COLUMNS: Final = tuple(column.name for column in awards.columns)
_KEY: Final = 4
"""The key is the first four columns."""
_KNOWN_AT: Final = _COLUMNS.index("known")
_SAID: Final = slice(_KEY, _COLUMNS.index("source"))
"""What an award says, besides its key and where it stands."""
_RANK: Final = {known: rank for rank, known in enumerate(KNOWN)}
_T = TypeVar("_T")

Values = tuple[str, ...]
"""An award as the values of the table's columns, in their order."""


def values_of(rows: Iterable[AwardRow]) -> Iterator[Values]:
    """The values of each award, checked; raises `RecordsError`."""
    for row in rows:
        awarded = row.awarded.isoformat() if row.awarded else ""
        expires = row.expires.isoformat() if row.expires else ""
        yield _checked(
            row.learner, row.credential, row.state, awarded, row.issuer, expires, row.known, row.note, row.source,
            row.locator,
        )  # fmt: skip


def values_in(frame: pd.DataFrame) -> Iterator[Values]:
    """The values of each row of the table `awards`, checked; raises `InvalidTable`, `RecordsError`."""
    from data.schemas import SCHEMAS
    from data.tables import to_arrow

    order = ("learner", "credential", "state", "date", "issuer", "expires", "known", "note", "source", "locator")
    table = to_arrow(SCHEMAS["awards"], frame).select(list(order))
    for batch in table.to_batches(max_chunksize=BATCH):
        columns = [[value or "" for value in column.to_pylist()] for column in batch.columns]
        for row in zip(*columns, strict=True):
            yield _checked(*row)


def add(connection: Connection, rows: Iterable[Values]) -> Iterator[tuple[Added, list[Values]]]:
    """Add awards batch by batch; after each batch, what it did and which awards are new or otherwise than before.

    Of two sayings of one award the better known stays (verified before uploaded before self-declared); of two known
    alike, the later. A change of only the place where it stands counts as the same.
    """
    for batch in batches(rows, BATCH):
        incoming: dict[Values, Values] = {}
        for row in batch:
            incoming[row[:_KEY]] = _stronger(incoming.get(row[:_KEY]), row)
        there = _there(connection, {key[0] for key in incoming})
        new = [row for key, row in incoming.items() if key not in there]
        other = [row for key, row in incoming.items() if key in there and _stronger(there[key], row) != there[key]]
        changed = [row for row in other if row[_SAID] != there[row[:_KEY]][_SAID]]
        insert_new(connection, awards, new)
        _update(connection, other)
        yield Added(len(new), len(incoming) - len(new) - len(changed), len(changed)), [*new, *changed]


def of(connection: Connection, learner: str) -> tuple[AwardRow, ...]:
    """A learner's awards, by credential, date and state."""
    query = (
        select(awards)
        .where(awards.c.learner == learner)
        .order_by(awards.c.credential, awards.c.awarded, awards.c.state)
    )
    return tuple(_row(values) for values in connection.execute(query))


def learners(connection: Connection, issuer: str | None, limit: int, after: str) -> tuple[str, ...]:
    """Learners in the order of their identifiers, from the one that follows `after`."""
    query = select(awards.c.learner).where(awards.c.learner > after).distinct()
    if issuer is not None:
        query = query.where(awards.c.issuer == issuer)
    return tuple(connection.scalars(query.order_by(awards.c.learner).limit(limit)))


def pairs(connection: Connection, known: Sequence[str]) -> pd.DataFrame:
    """Who earned what, and first when; see `Records.award_pairs`."""
    import pyarrow as pa

    from data.tables import from_arrow

    revoked = awards.alias()
    taken_back = select(revoked.c.learner).where(
        and_(
            revoked.c.learner == awards.c.learner,
            revoked.c.credential == awards.c.credential,
            revoked.c.state == "revoked",
        )
    )
    query = (
        select(awards.c.learner, awards.c.credential, func.min(func.nullif(awards.c.awarded, "")))
        .where(awards.c.state.in_(EARNED), awards.c.known.in_(known), ~taken_back.exists())
        .group_by(awards.c.learner, awards.c.credential)
        .order_by(awards.c.learner, awards.c.credential)
    )
    schema = pa.schema([(column, pa.string()) for column in ("learner", "credential", "awarded")])
    found = connection.execute(query).partitions(10 * BATCH)
    pieces = [
        pa.Table.from_arrays([pa.array(c, pa.string()) for c in zip(*rows, strict=True)], schema=schema)
        for rows in found
    ]
    return from_arrow(pa.concat_tables([schema.empty_table(), *pieces]))


def batches(rows: Iterable[_T], size: int) -> Iterator[list[_T]]:
    """The rows in lists of at most `size`.

    >>> list(batches("abc", 2))
    [['a', 'b'], ['c']]
    """
    rest = iter(rows)
    while batch := list(islice(rest, size)):
        yield batch


def _checked(*row: str) -> Values:
    learner, credential, state, awarded, issuer, expires, known, note, source, locator = row
    return (
        name(learner, "learner"),
        name(credential, "credential"),
        one_of(state, STATES, "state of an award"),
        iso_date(awarded),
        name_or_empty(issuer, "issuer"),
        iso_date(expires),
        one_of(known, _RANK, "way to know an award"),
        prose(note),
        prose(source),
        prose(locator),
    )


def _stronger(there: Values | None, row: Values) -> Values:
    return there if there and _RANK[there[_KNOWN_AT]] > _RANK[row[_KNOWN_AT]] else row


def _there(connection: Connection, learners: set[str]) -> dict[Values, Values]:
    query = select(awards).where(awards.c.learner.in_(sorted(learners)))
    rows = cast("list[Values]", list(map(tuple, connection.execute(query).fetchall())))
    return {row[:_KEY]: row for row in rows}


def _update(connection: Connection, rows: Sequence[Values]) -> None:
    if not rows:
        return
    same_key = [awards.c[column] == bindparam(f"key_{column}") for column in _COLUMNS[:_KEY]]
    said: Mapping[str, Any] = {column: bindparam(f"new_{column}") for column in _COLUMNS[_KEY:]}
    names = [f"{'key' if i < _KEY else 'new'}_{column}" for i, column in enumerate(_COLUMNS)]
    statement = update(awards).where(*same_key).values(said)
    connection.execute(statement, [dict(zip(names, row, strict=True)) for row in rows])


def _row(values: Sequence[str]) -> AwardRow:
    learner, credential, state, awarded, issuer, expires, known, note, source, locator = values
    return AwardRow(
        learner=learner,
        credential=credential,
        state=state,
        awarded=to_date(awarded),
        issuer=issuer,
        expires=to_date(expires),
        known=known,
        note=note,
        source=source,
        locator=locator,
    )
