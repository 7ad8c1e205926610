"""A database behind an address: opening it, reading and writing transactions, and its errors in our words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import URL, Connection, Engine, create_engine, insert, inspect, make_url, select
from sqlalchemy import exc as foreign

from data.errors import RecordsError
from data.records import dialects, schema

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
        """Connect, and make the tables where there are none; raises `RecordsError`."""
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
        database = cls(engine, shown(url))
        try:
            database._agree()
        except RecordsError:
            database.close()
            raise
        return database

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

    def _agree(self) -> None:
        """Make the tables where there are none, and refuse another version's; raises `RecordsError`."""
        with self.reading() as connection:
            there = inspect(connection).has_table(schema.about.name)
        if not there:
            with self.writing() as connection:
                if not inspect(connection).has_table(schema.about.name):
                    schema.metadata.create_all(connection)
                    connection.execute(insert(schema.about).values(name="schema", value=str(schema.VERSION)))
        with self.reading() as connection:
            version = connection.scalar(select(schema.about.c.value).where(schema.about.c.name == "schema"))
        if version != str(schema.VERSION):
            raise RecordsError(
                f"The records in {self.name} have schema {version}; this version of Stackway reads {schema.VERSION}.",
                hint="Use the version of Stackway that made them, or name another database.",
            )


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
        raise RecordsError(f"The records in {name} can't be used: {said[:300]}.", hint=hint) from error
