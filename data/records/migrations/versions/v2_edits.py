"""Revision 2: what is authored through the API, version by version; old suggestions to nobody are found by age."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2"
down_revision = "1"
branch_labels = None
depends_on = None

_TO_NOBODY = sa.text("learner IS NULL")


def upgrade() -> None:
    """Make the table of edits and the index by age."""
    op.create_table(
        "edits",
        sa.Column("kind", sa.Text(), primary_key=True),
        sa.Column("key", sa.Text(), primary_key=True),
        sa.Column("version", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "suggestions_to_nobody",
        "suggestions",
        ["created"],
        sqlite_where=_TO_NOBODY,
        postgresql_where=_TO_NOBODY,
    )


def downgrade() -> None:
    """Remove both; the edits are lost."""
    op.drop_index("suggestions_to_nobody", "suggestions")
    op.drop_table("edits")
