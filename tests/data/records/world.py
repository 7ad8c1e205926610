"""A made-up world: Ada and Ben, three credentials of two issuers, and a calendar."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from data.records import AwardRow, Suggestion

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)


def days(n: float) -> datetime:
    """So many days after (or, negative, before) now."""
    return NOW + timedelta(days=n)


def day(n: int) -> date:
    """The date so many days from now."""
    return days(n).date()


def award(learner: str = "ada", credential: str = "x:knots", **values: Any) -> AwardRow:
    given = {"awarded": date(2026, 1, 31), "issuer": "x", "source": "awards.csv", "locator": "awards.csv:2"}
    return AwardRow(learner=learner, credential=credential, **{**given, **values})


def suggestion(id_: str, learner: str | None = "ada", credential: str = "x:knots", **values: Any) -> Suggestion:
    given = {"snapshot": "s1", "position": 1, "created": days(-10), "issuer": "x", "placement": "page"}
    return Suggestion(id=id_, learner=learner, credential=credential, **{**given, **values})
