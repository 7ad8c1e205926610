"""What comes from outside is bounded before it is kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import lru_cache
from math import isfinite
from typing import Final

from data.errors import RecordsError

NAME: Final = 250
"""The longest identifier, in characters."""

PROSE: Final = 1_000
"""The longest note, goal or locator, in characters; what is longer is cut."""

MOST_LISTED: Final = 10_000
"""The most rows that one listing gives."""


def name(value: str, what: str) -> str:
    """An identifier: 1 to 250 printable characters; raises `RecordsError`.

    >>> name("cncf:CKA", "credential")
    'cncf:CKA'
    """
    if not value or len(value) > NAME or not value.isprintable():
        got = "nothing" if not value else f"{len(value):,} characters" if len(value) > NAME else f"{value!a}"
        raise RecordsError(
            f"Got {got} as {what}.", hint=f"An identifier has 1 to {NAME} characters, all of them printable."
        )
    return value


def name_or_empty(value: str, what: str) -> str:
    """An identifier, or nothing; raises `RecordsError`."""
    return name(value, what) if value else ""


def prose(value: str | None, limit: int = PROSE) -> str:
    """Text as written, without what no database takes (NUL, half characters), cut at the limit.

    >>> prose("ab" + chr(0) + "c" * 9, 5)
    'abcc…'
    """
    if not value:
        return ""
    if len(value) <= limit and value.isprintable():
        return value
    clean = value.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
    return clean if len(clean) <= limit else clean[: limit - 1] + "…"


def one_of(value: str, known: Iterable[str], what: str) -> str:
    """One of the words that are known; raises `RecordsError`."""
    if value not in known:
        raise RecordsError(f"{value[:50]!a} is no {what}.", hint=f"Known: {', '.join(known)}.")
    return value


def utc(value: datetime, what: str = "time") -> datetime:
    """The time in UTC; raises `RecordsError` where it has no zone.

    >>> from datetime import timedelta, timezone
    >>> utc(datetime(2026, 1, 1, 1, tzinfo=timezone(timedelta(hours=1)))).isoformat()
    '2026-01-01T00:00:00+00:00'
    """
    if value.tzinfo is None:
        raise RecordsError(f"The {what} {value.isoformat()} has no zone.", hint="Give it in UTC: datetime.now(UTC).")
    return value.astimezone(UTC)


def amount(value: float | None, what: str, most: float = 1e12) -> float | None:
    """A number of 0 or more, or None; raises `RecordsError`."""
    if value is not None and not (isfinite(value) and 0 <= value <= most):
        raise RecordsError(f"{value!r} is no {what}.", hint=f"Give a number from 0 to {most:g}.")
    return value


@lru_cache(maxsize=50_000)
def iso_date(value: str) -> str:
    """A date as YYYY-MM-DD, or nothing; raises `RecordsError`.

    >>> iso_date("20260131")
    '2026-01-31'
    """
    if not value:
        return ""
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise RecordsError(f"{value[:50]!a} is no date.", hint="Write dates as YYYY-MM-DD.") from None


def to_date(value: str) -> date | None:
    """The date that is kept as text; None where none is."""
    return date.fromisoformat(value) if value else None


def bounded(limit: int) -> int:
    """How many rows one listing gives at most; raises `RecordsError` for a negative number."""
    if limit < 0:
        raise RecordsError(f"Got a limit of {limit}.", hint=f"Give a number from 0 to {MOST_LISTED:,}.")
    return min(limit, MOST_LISTED)
