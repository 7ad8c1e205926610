"""Occasions to earn a credential: rows of ``offerings.csv``, and the offering columns of a credential's own row.

An offering whose dates can't be read, or contradict each other, is set aside whole: without them it would look open.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from data import cells
from data.catalogue_parts import Whole, named_credential
from data.cells import Cells
from data.errors import InvalidValue
from data.reading import Progress
from data.sheets import Sheet

DATES: Final = ("opens", "closes", "starts", "ends")
DECLARING: Final = ("signup_url", *DATES, "place", "mode", "cost", "currency")
"""Columns of a credential's row any of which, filled, makes an offering."""
OFFERING: Final = (*DECLARING, "language", "hours", "note", "origin")
_MODE: Final = cells.one_of(("online", "onsite", "blended"))


def read_offerings(path: Path, locate_as: str, whole: Whole, progress: Progress) -> None:
    """Add the rows of ``offerings.csv`` to the catalogue."""
    for row in Sheet(path, locate_as, ("credential",), OFFERING).rows(whole.report, progress):
        if credential := named_credential(row, whole):
            add_offering(row, credential, whole, note=row.text("note"))


def add_offering(row: Cells, credential: str, whole: Whole, *, note: str | None = None) -> None:
    """Add the offering that the row states, unless its dates had to be refused."""
    try:
        dates = _dates(row)
    except InvalidValue as error:
        return row.aside(f"this offering is left out: {error}")
    cost, currency = _price(row)
    whole.rows.add(
        "offerings",
        locator=row.locator,
        origin=row.text("origin") or "",
        issuer=whole.owner(credential),
        id=whole.next_offering(credential),
        credential=credential,
        signup_url=row.read("signup_url", cells.web_address),
        **dates,
        place=row.text("place"),
        mode=row.read("mode", _MODE),
        language=row.read("language", cells.language),
        cost=cost,
        currency=currency,
        hours=row.read("hours", cells.amount),
        note=note,
    )
    return None


def _dates(row: Cells) -> dict[str, str | None]:
    dates = {column: cells.iso_date(text) if (text := row.text(column)) else None for column in DATES}
    for first, last in (("opens", "closes"), ("starts", "ends"), ("opens", "ends")):
        earlier, later = dates[first], dates[last]
        if earlier and later and later < earlier:
            raise InvalidValue(f"{last} ({later}) is before {first} ({earlier}).")
    return dates


def _price(row: Cells) -> tuple[float | None, str | None]:
    cost, currency = row.read("cost", cells.amount), row.read("currency", cells.currency)
    if cost and not currency:
        row.aside("cost left empty: it has no currency. Expected: three letters in `currency`, as in EUR.")
        cost = None
    return cost, currency
