"""A database behind an address: opening it, reading and writing transactions, and its errors in our words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import URL, Connection, Engine, create_engine, make_url
from sqlalchemy import exc as foreign

from data.errors import RecordsError, RecordsUnavailable
from data.records import dialects, migrating, schema

HINTS: Final[tuple[tuple[type[foreign.SQLAlchemyError], str], ...]] = (
    (foreign.ArgumentError, "Write it as sqlite:///path/to/file or postgresql://user:password@host/name."),
    (foreign.NoSuchModuleError, "SQLite and PostgreSQL are supported."),
    (foreign.IntegrityError, "Two writers said different things of one row at once; do it again."),
    (foreign.OperationalError, "Check that the database is running and may be written; if it was locked, try again."),
    (foreign.DatabaseError, "Check that this is Stackway's database and isn't damaged."),
    (foreign.SQLAlchemyError, "Nothing was changed; run `stackway doctor`."),
)
"""What to do next, by the class of the foreign error; the first that fits."""


class Database:
    """An engine and its two kinds of transaction. Threads may share it; a forked child must open its own."""

    __slots__ = ("_engine", "name")

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine, self.name = engine, name

    @classmethod
    def open(cls, address: str) -> Database:
        """Connect; nothing is made or changed. Raises `RecordsError`."""
        with ours(address.partition("://")[0] + "://…"):
            url = dialects.url(make_url(address))
            try:
                engine = create_engine(url, hide_parameters=True, **dialects.options(url))
            except ModuleNotFoundError as error:
                raise RecordsError(
                    f"{url.drivername} needs the package {error.name!r}, which isn't installed.",
                    hint="Install Stackway with its extra: stackway[postgresql].",
                ) from None
        dialects.prepare(engine)
        return cls(engine, shown(url))

    def close(self) -> None:
        """Give back all connections; SQLite then folds its log into the file."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state; raises `RecordsError`."""
        with ours(self.name), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that happens whole or not at all, one after the other; raises `RecordsError`.

        Waits up to a minute for another writer.
        """
        with ours(self.name), self._engine.connect() as plain:
            connection = plain.execution_options(stackway_writing=True)
            with connection.begin():
                dialects.take_turns(connection)
                yield connection

    def wipe(self, traces: tuple[str, ...]) -> bool:
        """Make sure that no byte of the traces is left in the database's files; False where that can't be promised."""
        with ours(self.name):
            return dialects.wipe(self._engine, traces)

    @property
    def in_a_file(self) -> bool:
        """Whether it is a file of this program's own rather than a server that others look after."""
        return self._engine.dialect.name == "sqlite"

    def version(self) -> int:
        """Which form the tables have; 0: there are none. Raises `RecordsError`."""
        with self.reading() as connection:
            return migrating.version_of(connection)

    def agree(self, *, upgrade: bool | None = None) -> None:
        """Make the tables where there are none, bring older ones up to date, refuse newer ones.

        `upgrade` None: older tables of a file are brought up to date, those of a server only by `True`: who looks
        after it decides when its tables change. Of several processes one does it and the others wait.
        Raises `RecordsVersion`.
        """
        version = self.version()
        if version == 0 or (version < schema.VERSION and (self.in_a_file if upgrade is None else upgrade)):
            with self.writing() as connection:
                version = migrating.version_of(connection)
                if version < schema.VERSION:
                    migrating.upgrade(connection)
                    version = schema.VERSION
        migrating.check(version, self.name)


def shown(url: URL) -> str:
    """The address as it may be shown: without its password."""
    return url.render_as_string(hide_password=True)


@contextmanager
def ours(name: str) -> Iterator[None]:
    """Turn the library's errors into ours. Values aren't repeated in the message: they may be personal."""
    try:
        yield
    except foreign.SQLAlchemyError as error:
        hint = next(hint for kind, hint in HINTS if isinstance(error, kind))
        orig = getattr(error, "orig", None)
        said = (str(orig or error).strip().splitlines() or [type(error).__name__])[0]
        kind = RecordsUnavailable if _is_the_databases(error) else RecordsError
        raise kind(f"The records in {name} can't be used: {said[:300]}.", hint=hint) from error


def _is_the_databases(error: foreign.SQLAlchemyError) -> bool:
    """Whether the database is at fault (locked, full, gone, damaged) rather than what it was told."""
    if isinstance(error, foreign.DBAPIError):
        return not isinstance(error, foreign.IntegrityError | foreign.DataError)
    return isinstance(error, foreign.TimeoutError)
