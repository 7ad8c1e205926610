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
    Shown,
    StatedLimits,
    Suggestion,
)
from data.records.upkeep import Standing, downgrade, standing, upgrade
from data.records.writer import EventWriter
from data.review_rows import (
    ACCEPTED,
    CORRECTED,
    MAPPING,
    OPEN,
    REJECTED,
    RELATIONS,
    REVIEW_KINDS,
    REVIEW_STATES,
    TAG,
    Decision,
    Filed,
    Proposal,
    Review,
    Verdict,
)

__all__ = [
    "ACCEPTED",
    "CORRECTED",
    "EVENT_KINDS",
    "KNOWN",
    "MAPPING",
    "OPEN",
    "REJECTED",
    "RELATIONS",
    "REVIEW_KINDS",
    "REVIEW_STATES",
    "SCOPES",
    "STATES",
    "TAG",
    "Added",
    "AwardRow",
    "Choices",
    "Decision",
    "Edit",
    "Event",
    "EventWriter",
    "Filed",
    "Forgotten",
    "FunnelRow",
    "Key",
    "Pin",
    "Proposal",
    "Records",
    "Review",
    "Shown",
    "Standing",
    "StatedLimits",
    "Suggestion",
    "Verdict",
    "downgrade",
    "standing",
    "upgrade",
]
