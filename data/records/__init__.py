"""The records: what people earned, chose and did, in SQL; SQLite in the workspace by default, PostgreSQL by URL.

The only home of SQLAlchemy and Alembic. What goes in and comes out are the frozen rows of `data.records.rows`; times
are arguments, with their zone. Nothing here says who may do something: that is the business of who asks.
"""

from data.records.records import Records
from data.records.rows import (
    EVENT_KINDS,
    KNOWN,
    SCOPES,
    STATES,
    Added,
    AwardRow,
    Choices,
    Edit,
    Event,
    Forgotten,
    FunnelRow,
    Key,
    Pin,
    StatedLimits,
    Suggestion,
)
from data.records.upkeep import Standing, downgrade, standing, upgrade
from data.records.writer import EventWriter

__all__ = [
    "EVENT_KINDS",
    "KNOWN",
    "SCOPES",
    "STATES",
    "Added",
    "AwardRow",
    "Choices",
    "Edit",
    "Event",
    "EventWriter",
    "Forgotten",
    "FunnelRow",
    "Key",
    "Pin",
    "Records",
    "Standing",
    "StatedLimits",
    "Suggestion",
    "downgrade",
    "standing",
    "upgrade",
]
