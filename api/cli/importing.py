"""`stackway import` and `preview`: an issuer's own files in, and what their learners would be shown."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli import options, printing
from api.cli.app import app
from api.errors import BadOption

Files = Annotated[
    list[Path],
    typer.Argument(
        help="Catalogues, awards, badges, frameworks, postings: see `stackway formats`.", show_default=False
    ),
]
Kind = Annotated[
    str,
    typer.Option(
        "--as",
        help="What the files are; `stackway formats` lists the kinds.",
        show_default="seen from the file",
    ),
]


@app.command("import")
def import_(
    files: Files,
    kind: Kind = "",
    issuer: Annotated[
        str,
        typer.Option(
            help="The issuer's short name, which begins its identifiers.",
            show_default="none: identifiers then carry theirs, as in acme:welding-1",
        ),
    ] = "",
    issuer_name: Annotated[str, typer.Option(help="The issuer's name as people read it.")] = "",
    mapping: Annotated[
        Path | None, typer.Option(help="Where the column mapping of a platform export is kept once confirmed.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Take a guessed column mapping without asking.")] = False,
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    """Read files into the workspace; what can't be read is listed by file and line, the rest goes on.

    stackway import catalogue.csv awards.csv --issuer acme

    Reading the same file again replaces what it brought before; nothing is there twice. Run `stackway build`
    afterwards. Ends with 1 where all that a file holds was set aside.
    """
    from api.imports import Request, import_files

    with printing.progress() as progress:
        request = Request(
            kind=kind, issuer=issuer, issuer_name=issuer_name, mapping=mapping,
            confirm=(lambda told: True) if yes or as_json else _confirm,
        )  # fmt: skip
        done = import_files(options.folder(workspace), files, request, progress=progress)
    if as_json:
        printing.as_json({"imports": [one.as_json() for one in done]})
    else:
        for one in done:
            printing.imported(one)
        printing.console.print("Run `stackway build` to let suggestions see it.")
    if any(one.report.aside and not one.report.read.total() for one in done):
        raise typer.Exit(1)


def _confirm(told: str) -> bool:
    printing.console.print(told, markup=False)
    return typer.confirm("Is this right?")


@app.command()
def preview(
    learners: Annotated[int, typer.Option(help="How many learners.", min=1, max=1000)] = 20,
    issuer: Annotated[str, typer.Option(help="Learners of this issuer's awards.", show_default="all")] = "",
    goal: options.Goal = "",
    limit: Annotated[int, typer.Option("--limit", "-n", help="How many suggestions each.", min=1, max=10)] = 3,
    out: Annotated[
        Path, typer.Option("--out", "-o", help="The folder for the e-mail blocks and the page that shows them.")
    ] = Path("stackway-preview"),
    own: Annotated[
        bool, typer.Option("--own/--all", help="Suggest the issuer's own credentials only, or everybody's.")
    ] = True,
    today: options.Today = "",
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    """Show what learners would be suggested and the e-mail block that each would get, without sending anything.

    Writes one HTML and one text block a learner into the folder, and index.html, which shows them all.
    """
    from api.engine import Engine
    from api.preview import write_preview

    with Engine.open(options.folder(workspace)) as engine:
        if not engine.records.learners(issuer or None, limit=1):
            raise BadOption(
                f"No learner of {issuer or 'any issuer'} is known.",
                hint="Import what they hold: `stackway import awards.csv --issuer ISSUER`.",
            )
        rows = write_preview(
            engine, out, learners=learners, issuer=issuer, goal=goal, limit=limit, own=own, today=options.today(today)
        )  # fmt: skip
    if as_json:
        printing.as_json({"folder": str(out), "learners": [row.as_json() for row in rows]})
        return
    for row in rows:
        printing.console.print(f"{row.learner}: {', '.join(row.names) or 'nothing to suggest'}", markup=False)
    printing.console.print(
        f"{len(rows)} e-mail blocks in {out}; open {out / 'index.html'}.", markup=False, soft_wrap=True
    )
