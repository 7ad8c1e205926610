"""`stackway pathway lint`: what is wrong with a pathway's design, before a learner meets it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.markup import escape

from api.cli import options, printing
from api.cli.pathways import group
from api.engine import Engine
from api.errors import BadOption
from api.linting import Linted, lint_pathway, worst
from data.errors import StackwayError, WorkspaceMissing
from graph.linting import RULES, Flaw, Severity

FLAWED: Final = 1
UNREAD: Final = 2

_COLOUR: Final = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "dim"}


@group.command()
def lint(
    what: Annotated[str, typer.Argument(help="A file with pathways, or a pathway's identifier.", show_default=False)],
    pathway: Annotated[str, typer.Option("--pathway", help="Of a file with several only this one.")] = "",
    catalogue: Annotated[
        Path | None, typer.Option("--catalogue", help="A catalogue whose credentials the steps are.")
    ] = None,
    fail_on: Annotated[
        str, typer.Option("--fail-on", help="End with 1 from this on: error, warning, note or never.")
    ] = "error",
    ignore: Annotated[
        list[str] | None, typer.Option("--ignore", help="A code not to look for (SW502). Repeat.")
    ] = None,
    issuer: Annotated[str, typer.Option(help="Begins identifiers that have no beginning.")] = "",
    today: options.Today = "",
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    """Check a pathway: circles, conditions that can't be met, dead ends, links, skills, withdrawn credentials, ...

    A file is checked with the credentials that stand in it and those of the workspace, where there is one. Every flaw
    has a code that never changes (docs/lint). Ends with 0 (nothing found), 1 (found) or 2 (the file can't be read).

    stackway pathway lint pathway.yaml --fail-on warning
    """
    limit, left_out = _severity(fail_on), _codes(ignore)
    day = options.today(today)
    try:
        found = _linted(what, pathway, issuer, day, workspace, catalogue)
    except StackwayError as error:
        from api.cli.app import fail

        fail(error)
        raise typer.Exit(UNREAD) from error
    found = [Linted(one.pathway, tuple(f for f in one.flaws if f.rule.code not in left_out)) for one in found]
    if as_json:
        printing.as_json({"file": what if Path(what).exists() else None, "pathways": [one.as_json() for one in found]})
    else:
        _print(found)
    if limit is not None and worst(found, limit):
        raise typer.Exit(FLAWED)


def _linted(
    what: str, pathway: str, issuer: str, day: date, workspace: Path | None, catalogue: Path | None
) -> list[Linted]:
    path = Path(what)
    if not path.exists():
        with Engine.open(options.folder(workspace)) as engine:
            return [lint_pathway(engine.pathway(what), engine, today=day)]
    from api.linting_files import lint_file

    with _workspace(workspace) as known:
        return lint_file(path, known, today=day, issuer=issuer, only=pathway, catalogue=catalogue)


@contextmanager
def _workspace(workspace: Path | None) -> Iterator[Engine | None]:
    """The workspace; a file can be checked without one, unless one is named."""
    try:
        engine = Engine.open(options.folder(workspace))
    except WorkspaceMissing:
        if workspace is not None:
            raise
        yield None
        return
    with engine:
        yield engine


def _severity(text: str) -> Severity | None:
    if text == "never":
        return None
    try:
        return Severity(text)
    except ValueError as error:
        raise BadOption(f"--fail-on is {text[:40]!r}.", hint="It is one of error, warning, note, never.") from error


def _codes(given: list[str] | None) -> frozenset[str]:
    codes = frozenset(code.upper() for code in options.several(given))
    if strange := sorted(codes - {rule.code for rule in RULES}):
        raise BadOption(f"There is no code {strange[0][:20]!r}.", hint="docs/lint/README.md lists them all.")
    return codes


def _print(found: list[Linted]) -> None:
    for one in found:
        counts = ", ".join(
            f"{n} {severity.value}{'s' * (n != 1)}" for severity in Severity if (n := one.count(severity))
        )
        printing.console.print(f"{one.pathway.name} ({one.pathway.id}): {counts or 'nothing found'}", markup=False)
        for flaw in one.flaws:
            _print_flaw(flaw)


def _print_flaw(flaw: Flaw) -> None:
    place = f"{flaw.place}: " if flaw.place else ""
    colour = _COLOUR[flaw.rule.severity]
    head = f"[{colour}]{flaw.rule.severity.value} {flaw.rule.code}[/]"
    printing.console.print(f"  {escape(place)}{head} {escape(flaw.message)}", highlight=False)
    printing.console.print(f"    {escape(flaw.rule.what_to_do)} ({flaw.rule.page})", style="dim", highlight=False)
