"""What is authored through the API, version by version: nobody's change takes another's place unseen."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Select, func, insert, select

from data.errors import EditConflict, RecordsError
from data.records.checks import name, utc
from data.records.rows import Edit
from data.records.schema import edits

LONGEST: Final = 1_000_000
"""The longest body, in characters of JSON."""


def put(  # noqa: PLR0917 - the columns of one row
    connection: Connection, kind: str, key: str, body: Any, expected: int, author: str, now: datetime
) -> int:
    """Keep `body` as the next version; see `Records.put_edit`. The caller's transaction keeps other writers out."""
    kind, key, written = name(kind, "kind of what is edited"), name(key, "name of what is edited"), _json(body)
    there = one(connection, kind, key)
    version = there.version if there else 0
    if version != expected:
        raise EditConflict(
            f"{key[:100]!a} stands at version {version}, and what was edited is version {expected}.",
            hint="Read it again, make the change there, and send that version's number with it.",
            version=version,
            body=there.body if there else None,
        )
    row = {"kind": kind, "key": key, "version": version + 1, "body": written, "author": name(author, "author")}
    number = (connection.scalar(select(func.max(edits.c.number))) or 0) + 1
    connection.execute(insert(edits).values(**row, at=utc(now), number=number))
    return version + 1


def last(connection: Connection, kind: str) -> int:
    """The number of the latest edit of the kind; 0 where there is none."""
    return connection.scalar(select(func.max(edits.c.number)).where(edits.c.kind == kind)) or 0


def one(connection: Connection, kind: str, key: str) -> Edit | None:
    """The version in force, also one that takes back (its body is None); None where nothing was ever edited."""
    rows = history(connection, kind, key, 1)
    return rows[0] if rows else None


def all_of(connection: Connection, kind: str) -> tuple[Edit, ...]:
    """What is in force of one kind, by key; what was taken back is left out."""
    return tuple(edit for edit in between(connection, kind, 0, None) if edit.body is not None)


def between(connection: Connection, kind: str, after: int, until: int | None) -> tuple[Edit, ...]:
    """By key the last edits of those numbered beyond `after`, up to `until`; also those that take back."""
    meant = (edits.c.kind == kind) & (edits.c.number > after)
    if until is not None:
        meant &= edits.c.number <= until
    newest = select(edits.c.key, func.max(edits.c.version)).where(meant).group_by(edits.c.key).subquery()
    same = (edits.c.kind == kind) & (edits.c.key == newest.c[0]) & (edits.c.version == newest.c[1])
    return _read(connection, select(edits).join(newest, same).order_by(edits.c.key))


def history(connection: Connection, kind: str, key: str, limit: int, before: int | None = None) -> tuple[Edit, ...]:
    """The versions, latest first; with `before` those below that one."""
    query = select(edits).where(edits.c.kind == kind, edits.c.key == key).order_by(edits.c.version.desc())
    if before is not None:
        query = query.where(edits.c.version < before)
    return _read(connection, query.limit(limit))


def _read(connection: Connection, query: Select[Any]) -> tuple[Edit, ...]:
    return tuple(
        Edit(row.kind, row.key, row.version, json.loads(row.body), row.author, row.at, row.number)
        for row in connection.execute(query)
    )


def _json(body: Any) -> str:
    try:
        written = json.dumps(body, allow_nan=False, separators=(",", ":"))
    except (TypeError, ValueError, RecursionError) as error:
        raise RecordsError(
            f"What was edited can't be written as JSON ({str(error)[:100]}).",
            hint="Send objects, lists, text, numbers.",
        ) from error
    if len(written) > LONGEST:
        raise RecordsError(f"Got {len(written):,} characters of JSON.", hint=f"At most {LONGEST:,} are kept.")
    return written
