"""The records: what people earned, chose and did, in SQL; SQLite in the workspace by default, PostgreSQL by URL.

The only home of SQLAlchemy. What goes in and comes out are the frozen rows of `data.records.rows`; times are arguments,
with their zone. Nothing here says who may do something: that is the business of who asks.
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
    Event,
    Forgotten,
    FunnelRow,
    Key,
    Pin,
    StatedLimits,
    Suggestion,
)
from data.records.writer import EventWriter

__all__ = [
    "EVENT_KINDS",
    "KNOWN",
    "SCOPES",
    "STATES",
    "Added",
    "AwardRow",
    "Choices",
    "Event",
    "EventWriter",
    "Forgotten",
    "FunnelRow",
    "Key",
    "Pin",
    "Records",
    "StatedLimits",
    "Suggestion",
]
