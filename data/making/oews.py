"""US employment and wages: the national and state totals of the OEWS database as one table in BLS's own columns."""

from __future__ import annotations

import gzip
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from data.making.files import csv_text, write_gzip

NAME: Final = "oews-2025.csv.gz"
COLUMNS: Final = (
    "AREA",
    "AREA_TITLE",
    "OCC_CODE",
    "OCC_TITLE",
    "TOT_EMP",
    "A_PCT10",
    "A_PCT25",
    "A_MEDIAN",
    "A_PCT75",
    "A_PCT90",
    "PERIOD",
    "NOTE",
    "ORIGIN",
)
_VALUES: Final = {
    "TOT_EMP": "01",
    "A_PCT10": "11",
    "A_PCT25": "12",
    "A_MEDIAN": "13",
    "A_PCT75": "14",
    "A_PCT90": "15",
}
"""The datatype of each column in the database."""

_AT_THE_TOP: Final = "5"
_QUERY: Final = """
    SELECT cell.*, area.area_code, area_name, occupation.occupation_code, occupation_name
    FROM cell
    JOIN area ON area.area_code = substr(cell.key, 5, 7)
    JOIN occupation ON occupation.occupation_code = substr(cell.key, 18, 6)
    WHERE substr(cell.key, 4, 1) IN ('N', 'S') AND substr(cell.key, 12, 6) = '000000'
    ORDER BY cell.key
"""


def make(published: Path, shipped: Path) -> None:
    """Write the table; a value that BLS withholds is BLS's own mark and NOTE says what it means.

    ``#`` a wage at or above the highest that BLS publishes, ``*`` a wage that isn't available, ``**`` employment
    that isn't available.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "oews.sqlite"
        with gzip.open(published / "oews-2025" / "oews-2025.sqlite.gz") as packed:
            file.write_bytes(packed.read())
        connection = sqlite3.connect(file)
        try:
            write_gzip(shipped / "oews-2025" / NAME, csv_text(COLUMNS, _rows(connection)))
        finally:
            connection.close()


def _rows(connection: sqlite3.Connection) -> Iterator[Mapping[str, str]]:
    connection.row_factory = sqlite3.Row
    period = connection.execute("SELECT value FROM meta WHERE name = 'release'").fetchone()[0]
    notes = dict(connection.execute("SELECT footnote_code, footnote_text FROM footnote").fetchall())
    for cell in connection.execute(_QUERY):
        marks = [cell[f"f{datatype}"] for datatype in _VALUES.values() if cell[f"f{datatype}"]]
        yield {
            "AREA": cell["area_code"],
            "AREA_TITLE": cell["area_name"],
            "OCC_CODE": f"{cell['occupation_code'][:2]}-{cell['occupation_code'][2:]}",
            "OCC_TITLE": cell["occupation_name"],
            **{column: _value(column, cell) for column in _VALUES},
            "PERIOD": period,
            "NOTE": " ".join(dict.fromkeys(notes[mark] for mark in marks)),
            "ORIGIN": f"oews-2025.sqlite cell {cell['key']}",
        }


def _value(column: str, cell: sqlite3.Row) -> str:
    value: str | None = cell[f"v{_VALUES[column]}"]
    if value not in (None, "", "-"):
        return str(value)
    if column == "TOT_EMP":
        return "**"
    return "#" if cell[f"f{_VALUES[column]}"] == _AT_THE_TOP else "*"
