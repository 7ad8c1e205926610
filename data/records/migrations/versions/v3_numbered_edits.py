"""Revision 3: edits are numbered in the order in which they were made, so that an earlier state can be told by one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "3"
down_revision = "2"
branch_labels = None
depends_on = None

_EDITS = sa.table(
    "edits",
    *(sa.column(name) for name in ("kind", "key", "version", "at", "number")),
)


def upgrade() -> None:
    """Number what is there by its time."""
    op.add_column("edits", sa.Column("number", sa.Integer(), nullable=False, server_default="0"))
    op.create_index("edits_by_number", "edits", ["kind", "number"])
    connection, row = op.get_bind(), _EDITS.c
    order = sa.select(row.kind, row.key, row.version).order_by(row.at, row.version, row.kind, row.key)
    for number, (kind, key, version) in enumerate(connection.execute(order).all(), 1):
        same = (row.kind == kind) & (row.key == key) & (row.version == version)
        connection.execute(sa.update(_EDITS).where(same).values(number=number))


def downgrade() -> None:
    """Forget the numbers; the edits stay."""
    op.drop_index("edits_by_number", "edits")
    op.drop_column("edits", "number")
