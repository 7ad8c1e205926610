"""Dates as spreadsheets and platforms write them, turned into ISO 8601 by looking at a whole column at once.

ISO dates, dates with a month's name ("Sep 19 2025", "19 September 2025") and dates with points ("31.5.2017", day
first) speak for themselves. "5/6/2017" doesn't: whether the month or the day comes first is decided by all the dates
of the column together, and where they leave it open, the reader has to be told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from data.cells import iso_date, shown
from data.errors import InvalidValue

FORMATS: Final = ("month first", "day first")
_TIME: Final = r"(?:[T ,].*)?"
_ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}" + _TIME, re.DOTALL)
_YEAR_FIRST: Final = re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})" + _TIME, re.DOTALL)
_POINTS: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})" + _TIME, re.DOTALL)
_SLASHES: Final = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d{2})" + _TIME, re.DOTALL)
_MONTH_NAMED: Final = re.compile(r"([A-Za-z]{3,9})\.? +(\d{1,2})(?:st|nd|rd|th)?,? +(\d{4})" + _TIME, re.DOTALL)
_DAY_NAMED: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ -]([A-Za-z]{3,9})\.?,?[ -](\d{4})" + _TIME, re.DOTALL)
_MONTHS: Final = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
                  "november", "december")  # fmt: skip


def decided(texts: Iterable[str]) -> str:
    """Which comes first in a column's dates: "month first", "day first", or empty where no date asks the question.

    The order under which more dates exist wins. Raises `InvalidValue` where both orders fit equally well and the
    dates differ by it.

    >>> decided(["5/6/2017", "5/31/2017"])
    'month first'
    >>> decided(["2017-05-31", "Sep 19 2025"])
    ''
    """
    asking = {text.strip() for text in texts if _SLASHES.fullmatch(text.strip())}
    fits = {order: sum(_exists(text, order) for text in asking) for order in FORMATS}
    if not asking or not any(fits.values()):
        return ""
    open_ = sorted(text for text in asking if all(_exists(text, order) for order in FORMATS))
    differing = [text for text in open_ if len({to_iso(text, order) for order in FORMATS}) > 1]
    if fits["month first"] == fits["day first"] and (differing or len(open_) < len(asking)):
        example = (differing or sorted(asking))[0]
        raise InvalidValue(
            f"Dates like {shown(example)} may have the month or the day first, and the column leaves it open.",
            hint='Say which with date_format: "month first" or "day first".',
        )
    return max(FORMATS, key=lambda order: fits[order])


def to_iso(text: str, order: str = "") -> str:
    """The date as YYYY-MM-DD; years of two figures are 20xx. Raises `InvalidValue`.

    >>> to_iso("5/31/17", "month first"), to_iso("31.5.2017"), to_iso("Sep 19 2025"), to_iso("19 September 2025")
    ('2017-05-31', '2017-05-31', '2025-09-19', '2025-09-19')
    """
    cleaned = text.strip()
    if _ISO.fullmatch(cleaned):
        return iso_date(cleaned)
    year, month, day = _parts(cleaned, order)
    try:
        return date(year + 2000 if year < 100 else year, month, day).isoformat()
    except ValueError as error:
        raise InvalidValue(f"{shown(text)} is not a date of the calendar.") from error


def _parts(text: str, order: str) -> tuple[int, int, int]:
    if found := _YEAR_FIRST.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _POINTS.fullmatch(text):
        return int(found[3]), int(found[2]), int(found[1])
    if (found := _SLASHES.fullmatch(text)) and order:
        month, day = (found[1], found[3]) if order == "month first" else (found[3], found[1])
        return int(found[4]), int(month), int(day)
    if found := _MONTH_NAMED.fullmatch(text):
        return int(found[3]), _month(found[1], text), int(found[2])
    if found := _DAY_NAMED.fullmatch(text):
        return int(found[3]), _month(found[2], text), int(found[1])
    raise InvalidValue(f"{shown(text)} is not a date that can be read.", hint="Expected: YYYY-MM-DD.")


def _month(name: str, text: str) -> int:
    for number, month in enumerate(_MONTHS, 1):
        if month.startswith(name.casefold()):
            return number
    raise InvalidValue(f"{shown(text)} names no month.", hint="Expected: YYYY-MM-DD.")


def _exists(text: str, order: str) -> bool:
    try:
        return bool(to_iso(text, order))
    except InvalidValue:
        return False
