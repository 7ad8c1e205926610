"""Revision 4: tags and mappings that a person is to look at, and what was decided of them, version by version."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "4"
down_revision = "3"
branch_labels = None
depends_on = None


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "reviews",
        sa.Column("id", sa.Text(), primary_key=True),
        *_texts("kind", "issuer", "subject", "skill", "relation", "name", "label", "how"),
        sa.Column("confidence", sa.Float(), nullable=False),
        *_texts("evidence"),
        sa.Column("proposed", sa.DateTime(timezone=True), nullable=False),
        *_texts("state"),
        sa.Column("version", sa.Integer(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("reviews_by_issuer", "reviews", ["issuer", "state", "confidence", "id"])
    op.create_table(
        "decisions",
        sa.Column("review", sa.Text(), sa.ForeignKey("reviews.id"), primary_key=True),
        sa.Column("version", sa.Integer(), primary_key=True, autoincrement=False),
        *_texts("state", "skill", "label", "relation", "note", "author"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Remove both; what was decided is lost."""
    op.drop_table("decisions")
    op.drop_index("reviews_by_issuer", "reviews")
    op.drop_table("reviews")
