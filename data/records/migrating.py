"""From one form of the tables to another, step by step: all steps in one transaction, or none.

The table `about` says which form the tables have; so did it before there were steps, and programs of that time read
nothing else, so they refuse newer tables in plain words. Alembic keeps the same number in a table of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, delete, func, insert, inspect, select
from sqlalchemy import Table as SqlTable

from data.errors import RecordsError, RecordsVersion
from data.records import schema

if TYPE_CHECKING:
    from alembic.config import Config

STEPS: Final = Path(__file__).parent / "migrations"

SINCE: Final[Mapping[str, int]] = MappingProxyType(
    {schema.edits.name: 2, schema.reviews.name: 4, schema.decisions.name: 4}
)
"""Tables by the revision that made them, where that isn't the first."""

CHANCES_SINCE: Final = 5
"""The revision that keeps with each suggestion the chance by which it was shown."""


def version_of(connection: Connection) -> int:
    """Which form the tables have; 0: there are none. Raises `RecordsVersion` where that can't be told."""
    if not inspect(connection).has_table(schema.about.name):
        return 0
    said = connection.scalar(select(schema.about.c.value).where(schema.about.c.name == "schema"))
    if said is None or not said.isascii() or not said.isdigit():
        raise RecordsVersion(
            f"The database has a table 'about' that names no schema of Stackway's ({str(said)[:50]!a}).",
            hint="Name a database that is Stackway's alone.",
        )
    return int(said)


def check_newer(version: int, name: str) -> None:
    """Raise `RecordsVersion` where the tables are newer than this program."""
    if version > schema.VERSION:
        raise RecordsVersion(
            f"The records in {name} have schema {version}; this version of Stackway reads {schema.VERSION}.",
            hint=f"Use the version of Stackway that made them; its `stackway records downgrade --to {schema.VERSION}` "
            "takes them back. Or name another database.",
        )


def check(version: int, name: str) -> None:
    """Raise `RecordsVersion` where the tables are newer than this program, or older."""
    check_newer(version, name)
    if version < schema.VERSION:
        raise RecordsVersion(
            f"The records in {name} have schema {version}; this version of Stackway needs {schema.VERSION}.",
            hint="Run `stackway records upgrade`: it keeps everything that is there.",
        )


def upgrade(connection: Connection) -> None:
    """Bring the tables to the newest form, from whichever they have; in the transaction of the connection."""
    from alembic import command

    config = _config(connection)
    version = version_of(connection)
    if version and not inspect(connection).has_table("alembic_version"):
        command.stamp(config, str(version))
    command.upgrade(config, str(schema.VERSION))
    _say(connection, schema.VERSION)


def downgrade(connection: Connection, to: int) -> None:
    """Take the tables back to an earlier form; in the transaction of the connection. Ask `lost` before."""
    from alembic import command

    command.downgrade(_config(connection), str(to))
    _say(connection, to)


def lost(connection: Connection, to: int, version: int) -> dict[str, int]:
    """How many rows of which tables a downgrade would remove; raises `RecordsError` where there is no way back."""
    if not 1 <= to < version:
        raise RecordsError(
            f"The tables have schema {version} and can't go back to {to}.", hint="Give an earlier one, from 1 on."
        )
    tables: list[SqlTable] = [schema.metadata.tables[name] for name, since in SINCE.items() if to < since <= version]
    counts = {table.name: connection.scalar(select(func.count()).select_from(table)) or 0 for table in tables}
    if to < CHANCES_SINCE <= version:
        known = select(func.count()).where(schema.suggestions.c.propensity.is_not(None))
        counts["chances of suggestions"] = connection.scalar(known) or 0
    return counts


def _config(connection: Connection) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(STEPS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _say(connection: Connection, version: int) -> None:
    connection.execute(delete(schema.about).where(schema.about.c.name == "schema"))
    connection.execute(insert(schema.about).values(name="schema", value=str(version)))
