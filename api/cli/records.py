"""`stackway records`: how the records stand, their tables brought up to date or back, and what is old removed."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Annotated, Final

import typer

from api.cli import options, printing
from api.cli.app import app
from api.errors import BadOption
from api.settings import records_url
from data import records
from data.records import Records
from data.workspace import Workspace

group = typer.Typer(no_args_is_help=True, help="How the records stand; bring their tables up to date, or back.")
app.add_typer(group, name="records")

_DAYS: Final = re.compile(r"([0-9]{1,5}) *d(ays?)?")


def _url(workspace: options.Workspace) -> str:
    return records_url(Workspace.open(options.folder(workspace)))


@group.command()
def status(workspace: options.Workspace = None, as_json: options.Json = False) -> None:
    """Where the records are and which form their tables have; nothing is changed."""
    found = records.standing(_url(workspace))
    if as_json:
        printing.as_json({"address": found.address, "schema": found.version, "needed": found.needed})
        return
    told = "up to date" if found.version == found.needed else f"this version of Stackway needs {found.needed}"
    if not found.version:
        told = "no tables yet; they are made when they are needed first"
    printing.console.print(f"{found.address}\nSchema {found.version}: {told}.", markup=False, soft_wrap=True)


@group.command()
def upgrade(workspace: options.Workspace = None, as_json: options.Json = False) -> None:
    """Bring the tables up to date with all that is in them: whole, or not at all."""
    url = _url(workspace)
    before = records.upgrade(url)
    now = records.standing(url).version
    if as_json:
        printing.as_json({"from": before, "to": now})
        return
    told = f"Schema {now}: nothing to do." if before == now else f"Brought from schema {before} to {now}."
    printing.console.print(told, markup=False)


@group.command()
def downgrade(
    to: Annotated[int, typer.Option(help="The schema that an earlier version of Stackway reads.")],
    lose: Annotated[bool, typer.Option("--lose", help="Go back without the rows that have no place there.")] = False,
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    """Take the tables back for an earlier version; where rows would be lost, say which and stop."""
    gone = dict(records.downgrade(_url(workspace), to, lose=lose))
    if as_json:
        printing.as_json({"to": to, "lost": gone})
        return
    told = ", ".join(f"{rows:,} rows of {table}" for table, rows in gone.items()) or "nothing"
    printing.console.print(f"The tables have schema {to}; lost: {told}.", markup=False)


@group.command()
def tidy(
    older_than: Annotated[str, typer.Option(help="In days: 400d.")],
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    """Remove old suggestions that were made to nobody known and that nobody clicked."""
    days = _DAYS.fullmatch(older_than.strip())
    if days is None:
        raise BadOption(f"{older_than[:50]!r} is no length of time.", hint="Give days: --older-than 400d.")
    with Records.open(_url(workspace)) as opened:
        removed = opened.tidy(timedelta(days=int(days[1])), datetime.now(UTC))
    if as_json:
        printing.as_json({"removed": removed})
        return
    printing.console.print(f"Removed {removed:,} suggestions.")
