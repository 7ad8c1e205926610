"""What whoever looks after the records does: see how they stand, and bring their tables up to date or back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType

from data.errors import RecordsError
from data.records import migrating, schema
from data.records.database import Database


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the records are (without a password), the schema of their tables (0: none), the one that is needed."""

    address: str
    version: int
    needed: int


def standing(url: str) -> Standing:
    """How the records stand; nothing is changed. Raises `RecordsError`."""
    with _opened(url) as database:
        return Standing(database.name, database.version(), schema.VERSION)


def upgrade(url: str) -> int:
    """Bring the tables up to date with all that is in them; returns the schema from which. Twice is as once.

    It happens whole or not at all. Raises `RecordsVersion` where they are newer than this program.
    """
    with _opened(url) as database:
        before = database.version()
        database.agree(upgrade=True)
        return before


def downgrade(url: str, to: int, *, lose: bool = False) -> Mapping[str, int]:
    """Take the tables back for an earlier version of Stackway; returns how many rows of which tables went.

    Where rows would go, raises `RecordsError` that says which, unless `lose`. It happens whole or not at all.
    """
    with _opened(url) as database:
        migrating.check_newer(database.version(), database.name)
        with database.writing() as connection:
            version = migrating.version_of(connection)
            if version == to:
                return MappingProxyType({})
            gone = {table: rows for table, rows in migrating.lost(connection, to, version).items() if rows}
            if gone and not lose:
                told = ", ".join(f"{rows:,} of {table}" for table, rows in gone.items())
                raise RecordsError(
                    f"Schema {to} has no place for rows that are there: {told}.",
                    hint="Keep a copy of the database and add --lose to go back without them.",
                )
            migrating.downgrade(connection, to)
        return MappingProxyType(gone)


@contextmanager
def _opened(url: str) -> Iterator[Database]:
    database = Database.open(url)
    try:
        yield database
    finally:
        database.close()
