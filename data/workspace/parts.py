"""Parts: the tables of one import each, as Parquet files, replaced whole or not at all.

``parts.json`` lists the parts and the folder of each. A new version of a part is written into a folder that nothing
points to; only then is the list replaced, in one step. A folder that isn't in the list is a leftover. The list names
too what is kept beside the parts (`data.workspace.versions`).

The rows of the table `awards` are never kept in a part: what is known of a learner belongs in the records, where it
can be forgotten. The report still counts them.
"""

from __future__ import annotations

import json
from collections.abc import Container, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from data.errors import WorkspaceError
from data.workspace.durable import remove, replace_json, sync_tree

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from data.reading import Reading, SetAside
    from data.tables import Tables

LEFT_OUT: Final = frozenset({"awards"})
"""Tables that a part doesn't keep."""


@dataclass(frozen=True, slots=True)
class PartInfo:
    """What one import brought: rows kept by table, and the report of its reader.

    `read` counts the rows read by table, `aside` lists those that weren't taken and why.
    """

    name: str
    source: str
    rows: Mapping[str, int]
    read: Mapping[str, int]
    aside: tuple[SetAside, ...] = ()
    remarks: tuple[str, ...] = ()


class Listed(NamedTuple):
    """A line of the list: the part's name and the folder of its present version."""

    name: str
    folder: str


class Beside(NamedTuple):
    """A line of the list of versions: kept beside the part `of`; where it is `chosen` it stands in the part's place."""

    name: str
    folder: str
    of: str
    chosen: bool


def listed(workspace: Path) -> tuple[Listed, ...]:
    """The parts in the order in which they were first imported; raises `WorkspaceError`."""
    return _lists(workspace)[0]


def versions(workspace: Path) -> tuple[Beside, ...]:
    """What is kept beside the parts, in the order in which it came; raises `WorkspaceError`."""
    return _lists(workspace)[1]


def _lists(workspace: Path) -> tuple[tuple[Listed, ...], tuple[Beside, ...]]:
    path = workspace / "parts.json"
    try:
        card = json.loads(path.read_text("utf-8"))
        there = tuple(Listed(str(p["name"]), str(p["folder"])) for p in card["parts"])
        beside = (
            Beside(str(v["name"]), str(v["folder"]), str(v["of"]), v["chosen"] is True)
            for v in card.get("versions", ())
        )
        return there, tuple(beside)
    except FileNotFoundError:
        return (), ()
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise WorkspaceError(
            f"The list of parts {path} can't be read ({error}).",
            hint="Move the workspace away, run `stackway build` and import your own files again.",
        ) from error


def put(workspace: Path, name: str, reading: Reading) -> None:
    """Write a part and let it take the place of the one of that name; a new one goes to the end of the list."""
    before, beside = _lists(workspace)
    if any(one.name == name for one in beside):
        raise WorkspaceError(f"{name!r} is the name of a version.", hint="Give the file another name.")
    there = Listed(name, written(workspace, name, reading))
    if any(part.name == name for part in before):
        write_list(workspace, tuple(there if part.name == name else part for part in before), beside)
    else:
        write_list(workspace, (*before, there), beside)
    clean(workspace)


def written(workspace: Path, name: str, reading: Reading) -> str:
    """Write tables and report into a folder that nothing points to yet; its name."""
    folder = _unused(workspace / "parts", name)
    folder.mkdir(parents=True)
    _write(folder, reading)
    sync_tree(folder)
    return folder.name


def drop(workspace: Path, name: str) -> None:
    """Take a part off the list, its versions with it, and remove their files.

    Raises `WorkspaceError` where there is none of that name.
    """
    folder(workspace, name)
    there, beside = _lists(workspace)
    kept = tuple(one for one in beside if one.of != name)
    write_list(workspace, tuple(part for part in there if part.name != name), kept)
    clean(workspace)


def folder(workspace: Path, name: str) -> Path:
    """Where the present version of a part lies; raises `WorkspaceError`."""
    parts = {part.name: part.folder for part in listed(workspace)}
    if name not in parts:
        raise WorkspaceError(
            f"The workspace has no part called {name[:100]!r}.", hint=f"It has: {', '.join(parts) or 'none yet'}."
        )
    return workspace / "parts" / parts[name]


def clean(workspace: Path) -> None:
    """Remove what the list doesn't name: older versions and what a killed writer left."""
    there, beside = _lists(workspace)
    keep = {part.folder for part in there} | {one.folder for one in beside}
    for path in _folders(workspace / "parts"):
        if path.name not in keep:
            remove(path)


def read_info(folder: Path, name: str) -> PartInfo:
    """The report of a part, from its folder."""
    from data.reading import SetAside

    report = json.loads((folder / "report.json").read_text("utf-8"))
    return PartInfo(
        name,
        report["source"],
        MappingProxyType(report["rows"]),
        MappingProxyType(report["read"]),
        tuple(SetAside(locator, reason) for locator, reason in report["aside"]),
        tuple(report["remarks"]),
    )


def read_tables(folder: Path, but: Container[str] = ()) -> Tables:
    """The tables of a part, from its folder; those named in `but` are left empty."""
    from data.tables import Tables

    return Tables({path.stem: _read(path) for path in sorted(folder.glob("*.parquet")) if path.stem not in but})


def read_values(folder: Path, table: str, column: str) -> tuple[str, ...]:
    """The distinct values of one column of a part, sorted; none where the part hasn't the table."""
    path = folder / f"{table}.parquet"
    found = _arrow(path, [column])[column].unique().drop_null().to_pylist() if path.exists() else ()
    return tuple(sorted(found))


def _read(path: Path) -> pd.DataFrame:
    import pyarrow as pa

    from data.schemas import SCHEMAS
    from data.tables import from_arrow

    table = _arrow(path)
    for name, kind in SCHEMAS[path.stem].columns.items():  # a part that an older version wrote lacks newer columns
        if name not in table.column_names:
            table = table.append_column(name, pa.nulls(len(table), kind))
    return from_arrow(table)


def _arrow(path: Path, columns: list[str] | None = None) -> pa.Table:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return pq.read_table(path, columns=columns)
    except pa.ArrowInvalid as error:
        raise WorkspaceError(f"{path} is damaged ({error}).", hint="Import its file again.") from error


def _write(folder: Path, reading: Reading) -> None:
    import pyarrow.parquet as pq

    from data.schemas import SCHEMAS
    from data.tables import to_arrow

    rows: dict[str, int] = {}
    for name, schema in SCHEMAS.items():
        frame = reading.tables[name]
        if len(frame) and name not in LEFT_OUT:
            pq.write_table(to_arrow(schema, frame), folder / f"{name}.parquet", compression="zstd")
            rows[name] = len(frame)
    (folder / "report.json").write_text(json.dumps(_report(reading, rows), ensure_ascii=False), "utf-8")


def _report(reading: Reading, rows: Mapping[str, int]) -> dict[str, Any]:
    report = reading.report
    return {
        "source": report.source,
        "rows": dict(rows),
        "read": dict(report.read),
        "aside": [[row.locator, row.reason] for row in report.aside],
        "remarks": list(report.remarks),
    }


def write_list(workspace: Path, parts: tuple[Listed, ...], beside: tuple[Beside, ...]) -> None:
    """Replace the list in one step."""
    card = {"parts": [part._asdict() for part in parts], "versions": [one._asdict() for one in beside]}
    replace_json(workspace / "parts.json", card if beside else {"parts": card["parts"]})


def _unused(parent: Path, name: str) -> Path:
    taken = {path.name for path in _folders(parent)}
    number = 1
    while f"{name}~{number}" in taken:
        number += 1
    return parent / f"{name}~{number}"


def _folders(parent: Path) -> list[Path]:
    return list(parent.iterdir()) if parent.is_dir() else []
