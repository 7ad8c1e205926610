"""Options that several commands share, each with the one help text it has everywhere."""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from api.errors import BadOption
from data.workspace import locate

Workspace = Annotated[
    Path | None,
    typer.Option(
        "--workspace",
        "-w",
        envvar="STACKWAY_WORKSPACE",
        help="The workspace folder.",
        show_default="./stackway-workspace",
    ),
]
Graph = Annotated[
    str,
    typer.Option(
        "--graph",
        envvar="STACKWAY_GRAPH",
        help="Where the graph is kept beside the workspace: neo4j://user:password@host:7687/database, bolt://..., or "
        "file:///folder. Set the variable and the password isn't in the list of processes.",
        show_default="the workspace only",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]
Today = Annotated[str, typer.Option("--today", help="The day to answer for, YYYY-MM-DD.", show_default="today")]
Limit = Annotated[int, typer.Option("--limit", "-n", help="How many suggestions, 1 to 100.")]
Holds = Annotated[
    list[str] | None,
    typer.Option("--holds", help="A credential held, by identifier (cncf:CKA). Repeat, or separate by commas."),
]
Skills = Annotated[
    list[str] | None, typer.Option("--skill", help="A skill had, by identifier or name. Repeat for more.")
]
Goal = Annotated[str, typer.Option("--goal", "-g", help='The job aimed for, as you would say it: "DevOps engineer".')]
StrictGoal = Annotated[
    bool, typer.Option("--strict-goal", help="Don't choose between several meanings: list them and exit with 2.")
]


MODES: Final = frozenset({"online", "onsite", "blended"})


def folder(option: Path | None) -> Path:
    """The workspace that is meant."""
    return locate(str(option) if option is not None else None, os.environ)


def today(text: str) -> date:
    """The day that `--today` gives, else the calendar's."""
    return day(text, "--today") or datetime.now().astimezone().date()


def day(text: str, option: str) -> date | None:
    """The date that an option gives, None where it is empty; raises `BadOption`."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise BadOption(
            f"{option} is {text!r}, which is no date.", hint="Write it as YYYY-MM-DD, say 2026-03-31."
        ) from error


def modes(values: list[str] | None) -> frozenset[str]:
    """The modes that `--mode` gives; raises `BadOption` for one that there isn't, which would rule out everything."""
    found = frozenset(several(values))
    if strange := sorted(found - MODES):
        raise BadOption(f"--mode is {strange[0]!r}.", hint=f"It is one of {', '.join(sorted(MODES))}.")
    return found


def several(values: list[str] | None) -> tuple[str, ...]:
    """Values given by repeating an option or separating by commas.

    >>> several(["cncf:CKA, cncf:CKAD", "cncf:KCNA"])
    ('cncf:CKA', 'cncf:CKAD', 'cncf:KCNA')
    """
    return tuple(dict.fromkeys(part.strip() for value in values or () for part in value.split(",") if part.strip()))
