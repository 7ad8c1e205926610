"""The tables of the records. A column called `learner` always holds a learner's identifier: forgetting relies on it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import (
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    text,
)

VERSION: Final = 5
"""The number of this schema, kept in the table `about`: the last revision in `data.records.migrations`."""

metadata: Final = MetaData()


class Utc(TypeDecorator[datetime]):
    """A moment: in UTC on the way in, and with its zone on the way out, also where the database keeps no zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _text(name: str, **options: Any) -> Column[str]:
    return Column(name, Text, nullable=False, **options)


def _key(name: str, **options: Any) -> Column[str]:
    return _text(name, primary_key=True, **options)


def _moment(name: str, *, nullable: bool = False) -> Column[datetime]:
    return Column(name, Utc, nullable=nullable)


about: Final = Table("about", metadata, _key("name"), _text("value"))

# Dates as YYYY-MM-DD, empty where not stated (a key takes no null).
awards: Final = Table(
    "awards",
    metadata,
    _key("learner"),
    _key("credential"),
    _key("state"),
    _key("awarded"),
    _text("issuer"),
    _text("expires"),
    _text("known"),
    _text("note"),
    _text("source"),
    _text("locator"),
    Index("awards_by_issuer", "issuer", "learner"),
    sqlite_with_rowid=False,
)

dismissals: Final = Table(
    "dismissals", metadata, _key("learner"), _key("credential"), _moment("at"), sqlite_with_rowid=False
)

# `about` is a credential or a skill.
already_known: Final = Table(
    "already_known", metadata, _key("learner"), _key("about"), _moment("at"), sqlite_with_rowid=False
)

# `modes` and `languages` are separated by blanks.
preferences: Final = Table(
    "preferences",
    metadata,
    _key("learner"),
    _text("goal"),
    Column("budget", Float),
    _text("currency"),
    Column("hours_a_week", Float),
    _text("by_date"),
    _text("modes"),
    _text("languages"),
    _moment("at"),
    sqlite_with_rowid=False,
)

# Each change is a new row; of the same issuer, placement, credential and kind the highest number is in force.
pins: Final = Table(
    "pins",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    _text("issuer"),
    _text("placement"),
    _text("credential"),
    _text("kind"),
    Column("value", Float, nullable=False),
    _text("note"),
    _moment("at"),
    Index("pins_by_issuer", "issuer"),
)

# `chances` is JSON: the credentials that might have stood at the place, each with its chance; empty: nobody explored.
suggestions: Final = Table(
    "suggestions",
    metadata,
    _key("id"),
    _text("snapshot"),
    _text("credential"),
    Column("position", Integer, nullable=False),
    _text("placement"),
    _text("issuer"),
    Column("learner", Text),
    _text("after"),
    _text("goal"),
    _moment("created"),
    _text("answer", server_default=""),
    Column("propensity", Float),
    _text("chances", server_default=""),
    Index("suggestions_by_learner", "learner", "credential"),
    Index("suggestions_by_issuer", "issuer", "created"),
    Index(
        "suggestions_to_nobody",
        "created",
        sqlite_where=text("learner IS NULL"),
        postgresql_where=text("learner IS NULL"),
    ),
)

events: Final = Table(
    "events",
    metadata,
    _key("suggestion"),
    _key("kind"),
    _moment("at"),
    ForeignKeyConstraint(["suggestion"], ["suggestions.id"]),
    sqlite_with_rowid=False,
)

# `digest` is the SHA-256 of the secret, in hexadecimal.
keys: Final = Table(
    "keys",
    metadata,
    _key("id"),
    _text("digest"),
    _text("issuer"),
    _text("scopes"),
    _text("name"),
    _moment("created"),
    _moment("revoked", nullable=True),
)

# What is authored through the API, each change a new row; `body` is JSON, null where it was taken back. The highest
# version is in force. `author` is a key or a person who writes, never a learner. `number` counts all edits as they were
# made, from 1 on.
edits: Final = Table(
    "edits",
    metadata,
    _key("kind"),
    _key("key"),
    Column("version", Integer, primary_key=True, autoincrement=False),
    _text("body"),
    _text("author"),
    _moment("at"),
    Column("number", Integer, nullable=False, server_default="0"),
    Index("edits_by_number", "kind", "number"),
    sqlite_with_rowid=False,
)

# What a person is to look at: a tag of a credential, or what a skill is the same as elsewhere. `state` and `version`
# are those of the last decision ("open" and 0: none was made).
reviews: Final = Table(
    "reviews",
    metadata,
    _key("id"),
    _text("kind"),
    _text("issuer"),
    _text("subject"),
    _text("skill"),
    _text("relation"),
    _text("name"),
    _text("label"),
    _text("how"),
    Column("confidence", Float, nullable=False),
    _text("evidence"),
    _moment("proposed"),
    _text("state"),
    Column("version", Integer, nullable=False),
    Index("reviews_by_issuer", "issuer", "state", "confidence", "id"),
    sqlite_with_rowid=False,
)

# Each decision is a new row; of one review the highest version is in force. `author` as in `edits`.
decisions: Final = Table(
    "decisions",
    metadata,
    _key("review"),
    Column("version", Integer, primary_key=True, autoincrement=False),
    _text("state"),
    _text("skill"),
    _text("label"),
    _text("relation"),
    _text("note"),
    _text("author"),
    _moment("at"),
    ForeignKeyConstraint(["review"], ["reviews.id"]),
    sqlite_with_rowid=False,
)
