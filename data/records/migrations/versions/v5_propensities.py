"""Revision 5: with each suggestion the answer that it stood in, and the chance that it would stand at its place."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "5"
down_revision = "4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; of what was suggested before, no chance is known."""
    op.add_column("suggestions", sa.Column("answer", sa.Text(), nullable=False, server_default=""))
    op.add_column("suggestions", sa.Column("propensity", sa.Float(), nullable=True))
    op.add_column("suggestions", sa.Column("chances", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    """Forget the chances; the suggestions stay."""
    for name in ("chances", "propensity", "answer"):
        op.drop_column("suggestions", name)
