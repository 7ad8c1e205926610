"""An issuer's pins and boosts: every change is kept, the latest is in force."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, func, insert, select

from data.records.checks import amount, name, one_of, prose, utc
from data.records.rows import Pin
from data.records.schema import pins

KINDS: Final = ("pin", "boost")


def put(connection: Connection, pin: Pin, now: datetime) -> None:
    """Keep a wish, or take it back with the value 0; earlier ones stay in the history. Raises `RecordsError`."""
    connection.execute(
        insert(pins).values(
            issuer=name(pin.issuer, "issuer"),
            placement=prose(pin.placement, 250),
            credential=name(pin.credential, "credential"),
            kind=one_of(pin.kind, KINDS, "wish of an issuer"),
            value=amount(pin.value, "strength of a pin or boost", 1.0) or 0.0,
            note=prose(pin.note),
            at=utc(now),
        )
    )


def in_force(connection: Connection, issuer: str, placement: str) -> tuple[Pin, ...]:
    """Wishes for a placement and for all; of the same credential and kind the placement's own counts."""
    newest = (
        select(func.max(pins.c.number))
        .where(pins.c.issuer == issuer, pins.c.placement.in_({"", placement}))
        .group_by(pins.c.placement, pins.c.credential, pins.c.kind)
    )
    query = select(pins).where(pins.c.number.in_(newest)).order_by(pins.c.placement)
    found = {(row.credential, row.kind): _pin(row) for row in connection.execute(query)}
    return tuple(pin for _, pin in sorted(found.items()) if pin.value > 0)


def history(connection: Connection, issuer: str, limit: int) -> tuple[tuple[datetime, Pin], ...]:
    """The changes, latest first."""
    query = select(pins).where(pins.c.issuer == issuer).order_by(pins.c.number.desc()).limit(limit)
    return tuple((row.at, _pin(row)) for row in connection.execute(query))


def _pin(row: Any) -> Pin:
    return Pin(
        issuer=row.issuer,
        credential=row.credential,
        kind=row.kind,
        placement=row.placement,
        value=row.value,
        note=row.note,
    )
