"""The one place where SQLite and PostgreSQL differ."""

from __future__ import annotations

import mmap
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from time import monotonic, sleep
from typing import Any, Final, cast

from sqlalchemy import URL, Connection, Engine, Table, event, text
from sqlalchemy import exc as foreign
from sqlalchemy.dialects.postgresql import insert as insert_in_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_in_sqlite

from data.errors import RecordsError

PATIENCE: Final = 60
"""Seconds that a writer waits for another one."""

_TURN: Final = 0x57AC_4A11
"""The number of PostgreSQL's advisory lock that makes writers take turns."""

_SETTINGS: Final = ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")


def url(given: URL) -> URL:
    """The address with the driver that is supported; raises `RecordsError`."""
    if given.drivername == "postgresql":
        return given.set(drivername="postgresql+psycopg")
    if given.get_backend_name() == "sqlite" and given.database in (None, "", ":memory:"):
        raise RecordsError("The records can't live in memory: every thread would have its own.", hint="Name a file.")
    if given.get_backend_name() not in ("sqlite", "postgresql"):
        raise RecordsError(
            f"The records can't be kept in {given.get_backend_name()!r}.", hint="SQLite and PostgreSQL are supported."
        )
    return given


def options(address: URL) -> dict[str, Any]:
    """What the engine is told besides the address."""
    if address.get_backend_name() == "sqlite":
        return {"connect_args": {"timeout": PATIENCE}}
    return {"pool_pre_ping": True}


def prepare(engine: Engine) -> None:
    """SQLite: a log beside the file, so that readers never wait; deleted bytes are overwritten; we begin ourselves.

    A commit waits for the disk (``synchronous=FULL``): what was said to be kept survives a power cut.
    """
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _: Any) -> None:
        connection.isolation_level = None
        _log_beside(connection)
        for setting in _SETTINGS:
            connection.execute(f"PRAGMA {setting}").close()

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        writing = connection.get_execution_options().get("stackway_writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _log_beside(connection: Any) -> None:
    """Keep the log beside the file; where another process is just changing to it, SQLite doesn't wait by itself."""
    until = monotonic() + PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL").close()
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or monotonic() > until:
                raise
            sleep(0.02)


def take_turns(connection: Connection) -> None:
    """Wait until no other writer writes (SQLite waited when it began)."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": _TURN})


def insert_missing(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert the rows whose key isn't there yet; returns how many."""
    if not rows:
        return 0
    insert = insert_in_sqlite if connection.dialect.name == "sqlite" else insert_in_postgresql
    statement = insert(table).on_conflict_do_nothing()
    return connection.execute(statement, rows, execution_options={"preserve_rowcount": True}).rowcount


def insert_new(connection: Connection, table: Table, rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows of text whose keys aren't there, as fast as the database takes them: values in the table's order.

    PostgreSQL: COPY, in the caller's transaction. Raises SQLAlchemy's errors, as any statement does.
    """
    if not rows:
        return
    columns = ", ".join(column.name for column in table.columns)
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(table.columns))
        connection.exec_driver_sql(f"INSERT INTO {table.name} ({columns}) VALUES ({marks})", [tuple(r) for r in rows])
        return
    statement = f"COPY {table.name} ({columns}) FROM STDIN"
    driver = connection.dialect.loaded_dbapi
    try:
        with connection.connection.cursor() as cursor, cursor.copy(statement) as copy:  # type: ignore[attr-defined]
            for row in rows:
                copy.write_row(row)
    except driver.Error as error:
        raise foreign.DBAPIError.instance(
            statement, None, error, driver.Error, hide_parameters=True, dialect=connection.dialect
        ) from error


def wipe(engine: Engine, traces: Iterable[str]) -> bool:
    """SQLite: fold the log into the file and empty it; where a trace is still in a gap of the file, rewrite the file.

    Deleted rows are overwritten with zeros as they go, but a page that was rearranged may keep an older copy of one.
    False where others kept it from being done (a reader of an older state, a full disk), and for PostgreSQL, whose
    server reuses the space of removed rows in its own time.
    """
    if engine.dialect.name != "sqlite":
        return False
    pooled = engine.raw_connection()
    try:
        connection = cast(sqlite3.Connection, pooled.dbapi_connection)
        return _wiped(connection, Path(str(engine.url.database)), traces)
    except sqlite3.OperationalError:
        return False
    finally:
        pooled.invalidate()


def _wiped(connection: sqlite3.Connection, file: Path, traces: Iterable[str]) -> bool:
    connection.execute(f"PRAGMA busy_timeout={int(min(PATIENCE, 5) * 1000)}").close()
    if _folded(connection) and not _holds(file, traces):
        return True
    connection.execute("VACUUM").close()
    return _folded(connection)


def _folded(connection: sqlite3.Connection) -> bool:
    """Move SQLite's log into the file; whether all of it went (no reader still needs it)."""
    (busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def _holds(file: Path, traces: Iterable[str]) -> bool:
    with file.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return any(content.find(trace.encode("utf-8")[:100]) >= 0 for trace in traces)
