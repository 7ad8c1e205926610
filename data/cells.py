"""What one cell of a file says: a date, a web address, an amount, an identifier, a list.

Each function takes the text of a cell and gives its value, or raises `InvalidValue` that says what was got and what
is expected. `Cells` reads the cells of one row for a reader: a value that can't be read is left empty and reported.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar
from urllib.parse import urlsplit

from data.errors import InvalidValue
from data.reading import Report, TextRow

T = TypeVar("T")

_CURIE: Final = re.compile(r"[A-Za-z][A-Za-z0-9_.+-]*:\S+")
_DATE: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ].*)?", re.DOTALL)
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_YES: Final = frozenset({"yes", "true", "1", "y", "x"})
_NO: Final = frozenset({"no", "false", "0", "n", ""})
_SHOWN: Final = 60


def shown(text: str) -> str:
    """The text in quotes for a message, cut where it is long.

    >>> shown("x" * 100).endswith("...'")
    True
    """
    return repr(text if len(text) <= _SHOWN else text[:_SHOWN] + "...")


def iso_date(text: str) -> str:
    """A date of ISO 8601 as YYYY-MM-DD; of a date and time the date as written.

    >>> iso_date("2016-12-31T23:59:59Z")
    '2016-12-31'
    """
    matched = _DATE.fullmatch(text.strip())
    try:
        return date.fromisoformat(matched.group(1)).isoformat() if matched else _refuse_date(text)
    except ValueError as error:
        raise InvalidValue(f"{shown(text)} is not a date of the calendar.", hint="Expected: YYYY-MM-DD.") from error


def _refuse_date(text: str) -> str:
    raise InvalidValue(f"{shown(text)} is not a date.", hint="Expected: YYYY-MM-DD.")


def web_address(text: str) -> str:
    """An http or https address with a host, as written.

    >>> web_address("https://example.org/a?b=c")
    'https://example.org/a?b=c'
    """
    cleaned = text.strip()
    try:
        parts = urlsplit(cleaned)
        sound = parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
    except ValueError:
        sound = False
    if not sound or re.search(r"[\s\x00-\x1f\"<>]", cleaned):
        raise InvalidValue(f"{shown(text)} is not a web address.", hint="Expected: http:// or https:// and a host.")
    return cleaned


def amount(text: str) -> float:
    """A number of 0 or more.

    >>> amount("12.5")
    12.5
    """
    try:
        number = float(text.strip())
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise InvalidValue(f"{shown(text)} is not a number.", hint="Expected: digits, with a point for fractions.")
    if number < 0:
        raise InvalidValue(f"{text.strip()} is less than nothing.", hint="Expected: a number of 0 or more.")
    return number


def share(text: str) -> float:
    """A number from 0 to 1."""
    number = amount(text)
    if number > 1:
        raise InvalidValue(f"{text.strip()} is more than 1.", hint="Expected: a share from 0 to 1, as in 0.25.")
    return number


def count(text: str) -> int:
    """A whole number of 1 or more.

    >>> count("24")
    24
    """
    if not re.fullmatch(r"\d{1,9}", text.strip()) or int(text) < 1:
        raise InvalidValue(f"{shown(text)} is not a whole number of 1 or more.")
    return int(text)


def flag(text: str) -> bool:
    """Whether the cell says yes (yes, true, 1, y, x) or no (no, false, 0, n, nothing).

    >>> flag("Yes"), flag("")
    (True, False)
    """
    said = text.strip().casefold()
    if said not in _YES and said not in _NO:
        raise InvalidValue(f"{shown(text)} says neither yes nor no.", hint="Expected: yes or no.")
    return said in _YES


def one_of(choices: Collection[str]) -> Callable[[str], str]:
    """A reader of cells that hold one of the words, in any case.

    >>> one_of(("online", "onsite"))("Online")
    'online'
    """

    def read(text: str) -> str:
        said = text.strip().casefold()
        if said not in choices:
            raise InvalidValue(f"{shown(text)} is not known.", hint=f"Expected one of: {', '.join(choices)}.")
        return said

    return read


def currency(text: str) -> str:
    """Three letters of ISO 4217, as capitals.

    >>> currency("usd")
    'USD'
    """
    if not re.fullmatch(r"[A-Za-z]{3}", text.strip()):
        raise InvalidValue(f"{shown(text)} is not a currency.", hint="Expected: three letters, as in EUR.")
    return text.strip().upper()


def language(text: str) -> str:
    """A language tag of BCP 47, as written."""
    if not _LANGUAGE.fullmatch(text.strip()):
        raise InvalidValue(f"{shown(text)} is not a language tag.", hint="Expected: as in en or pt-BR.")
    return text.strip()


def checked(text: str) -> str:
    """The day on which something was checked, or ``never``."""
    return "never" if text.strip().casefold() == "never" else iso_date(text)


def listed(text: str) -> list[str]:
    """The items of a cell separated by ``|``, each once, none empty.

    >>> listed(" knots | bends||knots")
    ['knots', 'bends']
    """
    return list(dict.fromkeys(item for part in text.split("|") if (item := " ".join(part.split()))))


def is_curie(text: str) -> bool:
    """Whether the text is an identifier with its prefix.

    >>> is_curie("onet:tech/kubernetes"), is_curie("CI: basics")
    (True, False)
    """
    return bool(_CURIE.fullmatch(text))


def curie(text: str, prefix: str) -> str:
    """An identifier with its prefix: its own where it has one, else the one given; blanks inside become ``-``.

    >>> curie("CKA", "cncf"), curie("lf:LFCS", "cncf"), curie("CS 101", "uni")
    ('cncf:CKA', 'lf:LFCS', 'uni:CS-101')
    """
    joined = "-".join(text.split())
    if is_curie(joined):
        return joined
    if not joined:
        raise InvalidValue("An identifier is empty.")
    if not prefix:
        raise InvalidValue(
            f"{shown(joined)} has no prefix and no issuer is named.",
            hint="Name the issuer, or write the identifier as issuer:id.",
        )
    return f"{prefix}:{joined}"


def slug(text: str) -> str:
    """Words as a short identifier: lower case, everything but letters and digits as one ``-``.

    >>> slug("Awesome Robotics Badge (2024)")
    'awesome-robotics-badge-2024'
    """
    return re.sub(r"[^\w]+|_+", "-", text.casefold()).strip("-")


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of one row, read for a reader: what can't be read is left empty and said in the report.

    >>> report = Report("s")
    >>> Cells(TextRow({"cost": "-5"}, "f.csv:2"), report).read("cost", amount) is None
    True
    >>> str(report.aside[0])
    'f.csv:2: cost left empty: -5 is less than nothing. Expected: a number of 0 or more.'
    """

    row: TextRow
    report: Report

    @property
    def locator(self) -> str:
        """Where the row stands."""
        return self.row.locator

    def text(self, column: str) -> str | None:
        """The cell as text, None where it is empty."""
        return self.row.get(column) or None

    def read(self, column: str, how: Callable[[str], T]) -> T | None:
        """The cell's value; None where the cell is empty or was reported."""
        if not (text := self.row.get(column)):
            return None
        try:
            return how(text)
        except InvalidValue as error:
            self.report.set_aside(self.locator, f"{column} left empty: {error}")
            return None

    def aside(self, reason: str) -> None:
        """Report that the whole row isn't taken."""
        self.report.set_aside(self.locator, reason)
