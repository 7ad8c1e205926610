"""Facts that a publisher states somewhere else than in its files, laid over what was read, each with its source.

An overlay is a CSV file with the columns ``credential, field, value, source, written, checked``: a field of the
credential or of its first offering, the value as the catalogue format writes it, the page that states it, the day
on which the row was written and the day on which it was last checked (or ``never``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pyarrow as pa

from data import cells
from data.errors import InvalidValue, UnreadableFile
from data.reading import Report, delimited, open_text
from data.requires import to_json
from data.schemas import SCHEMAS
from data.tables import Tables, frame

COLUMNS: Final = ("credential", "field", "value", "source", "written", "checked")


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of an overlay and where it stands."""

    credential: str
    field: str
    value: str
    source: str
    written: str
    checked: str
    locator: str

    def __str__(self) -> str:
        return f"{self.field}: {self.source}; written {self.written}, checked {self.checked} ({self.locator})"


def _requirement(text: str) -> str:
    return to_json(text, prefix="")


_CREDENTIAL_FIELDS: Final[Mapping[str, Callable[[str], Any]]] = {
    "description": str,
    "hours": cells.amount,
    "language": cells.language,
    "level": str,
    "level_rank": cells.amount,
    "page_url": cells.web_address,
    "requires": _requirement,
    "status": cells.one_of(("active", "withdrawn")),
    "superseded_by": str,
    "validity_months": cells.count,
}
_OFFERING_FIELDS: Final[Mapping[str, Callable[[str], Any]]] = {
    "closes": cells.iso_date,
    "cost": cells.amount,
    "currency": cells.currency,
    "ends": cells.iso_date,
    "mode": str,
    "opens": cells.iso_date,
    "place": str,
    "signup_url": cells.web_address,
    "starts": cells.iso_date,
}
FIELDS: Final = (*_CREDENTIAL_FIELDS, *_OFFERING_FIELDS)
"""What an overlay can state."""


def read(path: Path, *, locate_as: str = "", report: Report | None = None) -> tuple[Fact, ...]:
    """The facts of an overlay file; rows that state an unknown field or no source are set aside in the report.

    Raises `UnreadableFile` and `WrongColumns`.
    """
    name = locate_as or path.name
    report = report if report is not None else Report(path.name)
    facts: list[Fact] = []
    try:
        with path.open("rb") as stream, open_text(stream, name) as lines:
            for row in delimited(lines, name, report, needed=COLUMNS):
                fact = Fact(**{column: row.get(column) for column in COLUMNS}, locator=row.locator)
                if fault := _fault(fact):
                    report.set_aside(row.locator, fault)
                else:
                    facts.append(fact)
    except OSError as error:
        raise UnreadableFile(f"{name}: {error.strerror}.", hint="Check the overlay's path.") from error
    return tuple(facts)


def apply(tables: Tables, facts: Iterable[Fact], report: Report) -> Tables:
    """The tables with the facts laid over them; facts about credentials that aren't in the tables are set aside.

    A credential that a fact touches says so in its `note`, carries the fact's `checked`, and its `origin` names
    the overlay's row. A sign-up fact about a credential without offerings makes its first one.
    """
    credentials = {row["id"]: row for row in _rows(tables["credentials"])}
    offerings = {row["id"]: row for row in _rows(tables["offerings"])}
    for fact in facts:
        credential = credentials.get(fact.credential)
        if credential is None:
            report.set_aside(fact.locator, f"no credential called {fact.credential}")
            continue
        report.read["facts"] += 1
        if fact.field in _CREDENTIAL_FIELDS:
            column = "requirement" if fact.field == "requires" else fact.field
            credential[column] = _CREDENTIAL_FIELDS[fact.field](fact.value)
            _sign(credential, fact)
            credential["checked"] = fact.checked
        else:
            offering = offerings.setdefault(*_first_offering(credential, fact, offerings.values()))
            offering[fact.field] = _OFFERING_FIELDS[fact.field](fact.value)
            _sign(offering, fact)
    changed = {"credentials": credentials.values(), "offerings": offerings.values()}
    return Tables({**tables, **{name: frame(name, rows) for name, rows in changed.items()}})


def _fault(fact: Fact) -> str:
    """Why a row can't be taken; empty where it can."""
    if fact.field not in FIELDS:
        return f"{fact.field!r} can't be stated by an overlay; one of {', '.join(FIELDS)} can"
    if not fact.source:
        return "no source is given"
    try:
        {**_CREDENTIAL_FIELDS, **_OFFERING_FIELDS}[fact.field](fact.value)
        cells.iso_date(fact.written)
        cells.checked(fact.checked)
    except InvalidValue as error:
        return f"{fact.field}: {error}"
    return ""


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """A table's rows with nulls as None, lists as lists."""
    name = next(name for name, schema in SCHEMAS.items() if list(schema.columns) == list(table.columns))
    rows: list[dict[str, Any]] = pa.Table.from_pandas(
        table, schema=SCHEMAS[name].arrow, preserve_index=False
    ).to_pylist()
    return rows


def _sign(row: dict[str, Any], fact: Fact) -> None:
    row["note"] = " ".join(filter(None, (row.get("note"), f"Stated elsewhere: {fact}.")))
    row["origin"] = "; ".join(filter(None, (row.get("origin"), fact.locator)))


def _first_offering(
    credential: Mapping[str, Any], fact: Fact, offerings: Iterable[Mapping[str, Any]]
) -> tuple[str, dict[str, Any]]:
    """The identifier of the credential's first offering, and the row to begin with where there is none."""
    for offering in offerings:
        if offering["credential"] == credential["id"]:
            return str(offering["id"]), {}
    begun = {"id": f"{credential['id']}#1", "credential": credential["id"], "locator": fact.locator}
    return begun["id"], {**begun, "issuer": credential["issuer"], "source": credential["source"]}
