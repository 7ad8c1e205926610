"""Revision 1: the tables of the first release."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "1"
down_revision = None
branch_labels = None
depends_on = None


def _text(name: str, **options: Any) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False, **options)


def _key(name: str) -> sa.Column[str]:
    return _text(name, primary_key=True)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    """Make the tables."""
    op.create_table("about", _key("name"), _text("value"))
    _learners()
    _issuers()
    _suggestions()


def _learners() -> None:
    op.create_table(
        "awards",
        *(_key(name) for name in ("learner", "credential", "state", "awarded")),
        *(_text(name) for name in ("issuer", "expires", "known", "note", "source", "locator")),
        sqlite_with_rowid=False,
    )
    op.create_index("awards_by_issuer", "awards", ["issuer", "learner"])
    op.create_table("dismissals", _key("learner"), _key("credential"), _moment("at"), sqlite_with_rowid=False)
    op.create_table("already_known", _key("learner"), _key("about"), _moment("at"), sqlite_with_rowid=False)
    op.create_table(
        "preferences",
        _key("learner"),
        _text("goal"),
        sa.Column("budget", sa.Float()),
        _text("currency"),
        sa.Column("hours_a_week", sa.Float()),
        *(_text(name) for name in ("by_date", "modes", "languages")),
        _moment("at"),
        sqlite_with_rowid=False,
    )


def _issuers() -> None:
    op.create_table(
        "pins",
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=True),
        *(_text(name) for name in ("issuer", "placement", "credential", "kind")),
        sa.Column("value", sa.Float(), nullable=False),
        _text("note"),
        _moment("at"),
    )
    op.create_index("pins_by_issuer", "pins", ["issuer"])
    op.create_table(
        "keys",
        _key("id"),
        *(_text(name) for name in ("digest", "issuer", "scopes", "name")),
        _moment("created"),
        _moment("revoked", nullable=True),
    )


def _suggestions() -> None:
    op.create_table(
        "suggestions",
        _key("id"),
        _text("snapshot"),
        _text("credential"),
        sa.Column("position", sa.Integer(), nullable=False),
        _text("placement"),
        _text("issuer"),
        sa.Column("learner", sa.Text()),
        _text("after"),
        _text("goal"),
        _moment("created"),
    )
    op.create_index("suggestions_by_learner", "suggestions", ["learner", "credential"])
    op.create_index("suggestions_by_issuer", "suggestions", ["issuer", "created"])
    op.create_table(
        "events",
        _key("suggestion"),
        _key("kind"),
        _moment("at"),
        sa.ForeignKeyConstraint(["suggestion"], ["suggestions.id"]),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Remove everything: there was nothing before."""
    for table in ("events", "suggestions", "keys", "pins", "preferences", "already_known", "dismissals", "awards"):
        op.drop_table(table)
    op.drop_table("about")
