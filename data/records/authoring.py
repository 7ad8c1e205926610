"""The verbs of the records for what is authored: written version by version, and never over an unseen change."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from data.records import edits
from data.records.checks import bounded
from data.records.database import Database
from data.records.rows import Edit


class Authoring:
    """Edits behind one address; `Records` is one. Every verb is one transaction."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        """Use `Records.open`."""
        self._database = database

    def put_edit(  # noqa: PLR0917 - the columns of one row
        self, kind: str, key: str, body: Any, expected_version: int, author: str, now: datetime
    ) -> int:
        """Keep what was authored (JSON; None takes it back) as the next version, and return its number, from 1 on.

        `expected_version` is the version that was read and changed, 0: none. Raises `EditConflict`, with what stands
        there now, where somebody else was quicker; nothing is kept then.
        """
        with self._database.writing() as connection:
            return edits.put(connection, kind, key, body, expected_version, author, now)

    def edit(self, kind: str, key: str) -> Edit | None:
        """The version in force, also one that takes back; None where nothing was ever authored."""
        with self._database.reading() as connection:
            return edits.one(connection, kind, key)

    def edits(self, kind: str) -> tuple[Edit, ...]:
        """All that is in force of one kind, by key; without what was taken back."""
        with self._database.reading() as connection:
            return edits.all_of(connection, kind)

    def last_edit(self, kind: str) -> int:
        """The number of the latest edit of one kind, 0: none. It grows with each, so it tells whether there is news."""
        with self._database.reading() as connection:
            return edits.last(connection, kind)

    def edits_between(self, kind: str, after: int = 0, until: int | None = None) -> tuple[Edit, ...]:
        """Of each thing that was edited beyond the number `after`, the last edit up to `until` (None: to now), by key.

        Also what was taken back. With `after` 0 that is all that was in force when `until` was the latest.
        """
        with self._database.reading() as connection:
            return edits.between(connection, kind, after, until)

    def edit_history(self, kind: str, key: str, limit: int = 100, before: int | None = None) -> tuple[Edit, ...]:
        """The versions of one thing, latest first; with `before` only those below that number."""
        with self._database.reading() as connection:
            return edits.history(connection, kind, key, bounded(limit), before)
