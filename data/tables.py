"""The canonical tables: what every reader hands over, with declared columns, types and keys.

A table is a pandas frame that keeps a declared schema. Every row says whose it is (`issuer`) and can be walked
back to where it was published: `source` (the data set, as listed by `stackway about`, or the imported file),
`locator` (the file that was read and its physical line, ``folder/file.csv:12``; inside an archive
``file.zip!member.csv:12``) and `origin` (the published file and row, page or key, where the file read was made
from another one; else empty).

Identifiers are CURIEs (`skills_taxonomy.identifiers` expands them). Lists are lists of text. What isn't known is
null, never a guess.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import pyarrow as pa

from data.errors import InvalidTable
from data.schemas import SCHEMAS, Schema

Row = Mapping[str, Any]


class Tables(Mapping[str, pd.DataFrame]):
    """The canonical tables by name; every name of `SCHEMAS` is there, empty where nothing was read."""

    __slots__ = ("_frames",)

    def __init__(self, frames: Mapping[str, pd.DataFrame] | None = None) -> None:
        """Take frames by table name and hold each to its schema; raises `InvalidTable`."""
        given = dict(frames or {})
        if unknown := set(given) - set(SCHEMAS):
            raise InvalidTable(
                f"There is no table called {sorted(unknown)[0]!r}.", hint=f"Known: {', '.join(SCHEMAS)}."
            )
        self._frames = {
            name: conform(schema, given[name]) if name in given else empty(schema) for name, schema in SCHEMAS.items()
        }

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self._frames[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._frames)

    def __len__(self) -> int:
        return len(self._frames)


def to_arrow(schema: Schema, frame: pd.DataFrame) -> pa.Table:
    """The frame as an Arrow table of the schema; raises `InvalidTable` with the column at fault."""
    missing = [column for column in schema.columns if column not in frame.columns]
    extra = [str(column) for column in frame.columns if column not in schema.columns]
    if missing or extra:
        raise InvalidTable(f"Table {schema.name!r}: missing columns {missing}, unexpected columns {extra}.")
    try:
        return pa.Table.from_pandas(frame[list(schema.columns)], schema=schema.arrow, preserve_index=False)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise InvalidTable(f"Table {schema.name!r} has a value of the wrong type: {error}.") from error


def from_arrow(table: pa.Table) -> pd.DataFrame:
    """An Arrow table as a frame whose columns keep their Arrow types."""
    frame: pd.DataFrame = table.to_pandas(types_mapper=pd.ArrowDtype)
    return frame


def conform(schema: Schema, frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with the schema's columns and types, in its order; raises `InvalidTable`."""
    checked = from_arrow(to_arrow(schema, frame))
    for column in schema.required:
        if checked[column].isna().any():
            raise InvalidTable(f"Table {schema.name!r} has a row without {column!r}.")
    if schema.key and checked.duplicated(list(schema.key)).any():
        twice = checked.loc[checked.duplicated(list(schema.key)), list(schema.key)].iloc[0].tolist()
        raise InvalidTable(f"Table {schema.name!r} has the key {twice} twice.")
    return checked


def empty(schema: Schema) -> pd.DataFrame:
    """A table of the schema without rows."""
    return from_arrow(schema.arrow.empty_table())


def merged(parts: Sequence[Tables]) -> Tables:
    """All rows of the parts, in order; of rows with the same key the first part's stays.

    >>> row = {"id": "x:p", "name": "A", "issuer": "x", "source": "s", "locator": "f:2"}
    >>> one = Tables({"pathways": frame("pathways", [row])})
    >>> merged([one, one])["pathways"]["name"].tolist()
    ['A']
    """
    frames: dict[str, pd.DataFrame] = {}
    for name, schema in SCHEMAS.items():
        rows = [part[name] for part in parts if len(part[name])]
        if rows:
            together = pd.concat(rows, ignore_index=True)
            frames[name] = together.drop_duplicates(list(schema.key), ignore_index=True) if schema.key else together
    return Tables(frames)


def frame(name: str, rows: Iterable[Row]) -> pd.DataFrame:
    """Rows as a frame of the named table; columns that a row doesn't give are null; raises `InvalidTable`.

    >>> row = {"id": "x:1", "vocabulary": "x", "label": "knots", "issuer": "x", "source": "s", "locator": "f:2"}
    >>> frame("skills", [row])["label"][0]
    'knots'
    """
    collected = TableRows("", "")
    for row in rows:
        collected.append(name, row)
    return collected.frame(name)


@dataclass(slots=True)
class TableRows:
    """Rows collected by a reader, table by table, until they become `Tables`.

    >>> rows = TableRows(issuer="x", source="s")
    >>> rows.add("skills", locator="f.csv:2", id="x:1", vocabulary="x", label="knots")
    >>> rows.tables()["skills"]["issuer"][0]
    'x'
    """

    issuer: str
    source: str
    _columns: dict[str, dict[str, list[Any]]] = field(default_factory=dict)

    def add(self, table: str, *, locator: str, origin: str = "", **values: Any) -> None:
        """Add one row; `issuer` and `source` are the collector's unless given in `values`."""
        row = {"issuer": self.issuer, "source": self.source, "locator": locator, "origin": origin, **values}
        self.append(table, row)

    def append(self, table: str, row: Row) -> None:
        """Add one row as it is; raises `InvalidTable` where the table hasn't such a column."""
        columns = self._of(table)
        if strange := row.keys() - columns.keys():
            raise InvalidTable(f"Table {table!r} has no column {sorted(strange)[0]!r}.")
        for column, cells in columns.items():
            cells.append(row.get(column))

    def count(self, table: str) -> int:
        """How many rows the named table has so far."""
        return len(next(iter(self._columns[table].values()))) if table in self._columns else 0

    def column(self, table: str, column: str) -> Sequence[Any]:
        """The values of one column so far."""
        return tuple(self._of(table)[column])

    def frame(self, table: str) -> pd.DataFrame:
        """The rows of one table; raises `InvalidTable`."""
        columns, types = self._of(table), SCHEMAS[table].columns
        try:
            arrow = pa.table({name: pa.array(cells, type=types[name]) for name, cells in columns.items()})
        except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
            raise InvalidTable(f"Table {table!r} has a value of the wrong type: {error}.") from error
        return from_arrow(arrow)

    def tables(self) -> Tables:
        """The rows as tables; raises `InvalidTable`."""
        return Tables({table: self.frame(table) for table in self._columns})

    def _of(self, table: str) -> dict[str, list[Any]]:
        if table not in self._columns:
            if table not in SCHEMAS:
                raise InvalidTable(f"There is no table called {table!r}.", hint=f"Known: {', '.join(SCHEMAS)}.")
            self._columns[table] = {column: [] for column in SCHEMAS[table].columns}
        return self._columns[table]


def rows_of(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table as plain dictionaries, null as None: the way back from `frame`.

    >>> rows_of(pd.DataFrame({"id": ["x:1", None]}))
    [{'id': 'x:1'}, {'id': None}]
    """
    columns = [str(column) for column in table.columns]
    values = (pa.Array.from_pandas(table[column]).to_pylist() for column in table.columns)
    return [dict(zip(columns, row, strict=True)) for row in zip(*values, strict=True)]
