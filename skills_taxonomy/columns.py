"""Table columns as plain Python values, nulls as None, without keeping a dataframe library in the importer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from data.tables import Tables


def rows(tables: Tables, name: str, *columns: str) -> Iterator[tuple[Any, ...]]:
    """The named columns of a table, row by row, in the table's order."""
    import pyarrow as pa

    from data.schemas import SCHEMAS

    schema = SCHEMAS[name]
    frame = tables[name]
    arrays = (pa.array(frame[column], type=schema.columns[column], from_pandas=True) for column in columns)
    return zip(*(array.to_pylist() for array in arrays), strict=True)
