"""Parts: the tables of one import each, as Parquet files, replaced whole or not at all.

``parts.json`` lists the parts and the folder of each. A new version of a part is written into a folder that nothing
points to; only then is the list replaced, in one step. A folder that isn't in the list is a leftover.

The rows of the table `awards` are never kept in a part: what is known of a learner belongs in the records, where it
can be forgotten. The report still counts them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from data.errors import WorkspaceError
from data.workspace.durable import remove, replace_json, sync_tree

if TYPE_CHECKING:
    import pandas as pd

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


def listed(workspace: Path) -> tuple[Listed, ...]:
    """The parts in the order in which they were first imported; raises `WorkspaceError`."""
    path = workspace / "parts.json"
    try:
        return tuple(Listed(str(p["name"]), str(p["folder"])) for p in json.loads(path.read_text("utf-8"))["parts"])
    except FileNotFoundError:
        return ()
    except (ValueError, KeyError, TypeError) as error:
        raise WorkspaceError(
            f"The list of parts {path} can't be read ({error}).",
            hint="Move the workspace away, run `stackway build` and import your own files again.",
        ) from error


def put(workspace: Path, name: str, reading: Reading) -> None:
    """Write a part and let it take the place of the one of that name; a new one goes to the end of the list."""
    before = listed(workspace)
    folder = _unused(workspace / "parts", name)
    folder.mkdir(parents=True)
    _write(folder, reading)
    sync_tree(folder)
    there = Listed(name, folder.name)
    if any(part.name == name for part in before):
        _list(workspace, tuple(there if part.name == name else part for part in before))
    else:
        _list(workspace, (*before, there))
    clean(workspace)


def drop(workspace: Path, name: str) -> None:
    """Take a part off the list and remove its files; raises `WorkspaceError` where there is none of that name."""
    folder(workspace, name)
    _list(workspace, tuple(part for part in listed(workspace) if part.name != name))
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
    keep = {part.folder for part in listed(workspace)}
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


def read_tables(folder: Path) -> Tables:
    """The tables of a part, from its folder."""
    from data.tables import Tables

    return Tables({path.stem: _read(path) for path in sorted(folder.glob("*.parquet"))})


def _read(path: Path) -> pd.DataFrame:
    import pyarrow as pa
    import pyarrow.parquet as pq

    from data.tables import from_arrow

    try:
        return from_arrow(pq.read_table(path))
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


def _list(workspace: Path, parts: tuple[Listed, ...]) -> None:
    replace_json(workspace / "parts.json", {"parts": [part._asdict() for part in parts]})


def _unused(parent: Path, name: str) -> Path:
    taken = {path.name for path in _folders(parent)}
    number = 1
    while f"{name}~{number}" in taken:
        number += 1
    return parent / f"{name}~{number}"


def _folders(parent: Path) -> list[Path]:
    return list(parent.iterdir()) if parent.is_dir() else []
