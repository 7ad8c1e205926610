"""`stackway about` and `doctor`: whose data these are, and whether all is well."""

from __future__ import annotations

from importlib.metadata import version
from typing import Final

from api.cli import options, printing
from api.cli.app import app
from api.engine import Engine
from data.errors import WorkspaceMissing
from data.shipping import sources
from data.workspace import PartInfo, Workspace

SHOWN: Final = 5


@app.command()
def about(as_json: options.Json = False) -> None:
    """Say which data come with Stackway, whose they are, under what licence, and what was changed."""
    rows = [
        {
            "id": source.id, "title": source.title, "publisher": source.publisher, "version": source.version,
            "licence": source.licence, "licence_url": source.licence_url, "attribution": source.attribution,
            "changes": source.changes,
        }
        for source in sources()
    ]  # fmt: skip
    if as_json:
        printing.as_json({"version": version("stackway"), "sources": rows})
        return
    printing.console.print(f"[bold]Stackway {version('stackway')}[/], Apache-2.0. It comes with:")
    for row in rows:
        printing.console.print(f"\n{row['title']}, {row['publisher']} ({row['licence']})", markup=False, style="bold")
        printing.console.print(row["attribution"], markup=False)
        if row["changes"]:
            printing.console.print(f"Changed: {row['changes']}", markup=False, style="dim")


@app.command()
def formats(as_json: options.Json = False) -> None:
    """List the kinds of files that `stackway import` reads, and what is taken from each."""
    from rich.table import Table

    from data.formats import FORMATS

    if as_json:
        printing.as_json({"formats": [{"as": one.name, "is": one.title, "takes": one.takes} for one in FORMATS]})
        return
    table = Table("--as", "what it is", "what is taken", box=None, header_style="bold", pad_edge=False)
    for one in FORMATS:
        table.add_row(one.name, one.title, one.takes)
    printing.console.print(table)


@app.command()
def doctor(workspace: options.Workspace = None, as_json: options.Json = False) -> None:
    """Look whether the workspace is well: what is in it, what was set aside at import and why, what needs attention."""
    place = Workspace.open(options.folder(workspace))
    parts = place.parts()
    name, remarks = _built(place)
    if as_json:
        shown = [_part_json(part) for part in parts]
        printing.as_json({"workspace": str(place.path), "snapshot": name, "parts": shown, "remarks": list(remarks)})
        return
    printing.console.print(f"Workspace {place.path}, snapshot {name or 'none yet'}", markup=False)
    for part in parts:
        _tell(part)
    for remark in remarks:
        printing.console.print(f"Look at this: {remark}", markup=False, style="yellow")


def _built(place: Workspace) -> tuple[str | None, tuple[str, ...]]:
    """The name of the snapshot and what its build remarked; before the first build that, since parts can be seen."""
    try:
        with Engine.open(place.path) as engine:
            return engine.snapshot_name, engine.remarks
    except WorkspaceMissing as error:
        return None, (str(error),)


def _part_json(part: PartInfo) -> dict[str, object]:
    return {
        "part": part.name,
        "source": part.source,
        "rows": dict(part.rows),
        "set_aside": [str(row) for row in part.aside],
        "remarks": list(part.remarks),
    }


def _tell(part: PartInfo) -> None:
    rows = ", ".join(f"{count:,} {table}" for table, count in (part.rows or part.read).items())
    printing.console.print(f"\n{part.name}: {rows}", markup=False, style="bold")
    for line in [*part.aside[:SHOWN], *part.remarks[:SHOWN]]:
        printing.console.print(f"  {line}", markup=False)
    if len(part.aside) > SHOWN:
        printing.console.print(f"  ... {len(part.aside) - SHOWN} more set aside: --json lists them all", style="dim")
