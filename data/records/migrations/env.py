"""What Alembic runs to migrate: on the connection that it is handed, inside the transaction that is open there."""

from __future__ import annotations

from typing import Final

from alembic import context

from data.records.schema import metadata

LOADED_BY_ALEMBIC: Final = "env_py"
"""The name under which Alembic loads this file; imported under any other it does nothing."""


def migrate() -> None:
    """Take the steps that were asked for. Nothing is committed here: who opened the transaction does that."""
    connection = context.config.attributes["connection"]
    context.configure(connection=connection, target_metadata=metadata, transactional_ddl=True)
    with context.begin_transaction():
        context.run_migrations()


if __name__ == LOADED_BY_ALEMBIC:
    migrate()
