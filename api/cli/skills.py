"""`stackway skills`: texts linked to skills."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.markup import escape
from rich.table import Table

from api.cli import options, printing
from api.cli.app import app
from api.errors import BadOption

skills: Final = typer.Typer(no_args_is_help=True, help="Link sentences and phrases to skills.")
app.add_typer(skills, name="skills")

Encoder = Annotated[
    Path | None,
    typer.Option(
        envvar="STACKWAY_ENCODER",
        help="A folder with an encoder: one .onnx file and its tokenizer.json.",
        show_default="none: by letters alone",
    ),
]


@skills.callback()
def _skills() -> None:
    """Link sentences and phrases to skills."""


@skills.command()
def index(encoder: Encoder = None, workspace: options.Workspace = None, as_json: options.Json = False) -> None:
    """Make the index by which texts are linked to the workspace's skills; with an encoder also by meaning.

    stackway skills index --encoder encoders/minilm

    Takes seconds without an encoder, minutes with one. Make it again after a build that brought other skills.
    """
    from api.linking import make_index

    with printing.progress() as progress:
        count = make_index(options.folder(workspace), encoder, progress=progress)
    if as_json:
        printing.as_json({"skills": count, "encoder": str(encoder) if encoder else None})
        return
    how = "by letters and meaning" if encoder else "by letters"
    printing.console.print(f"{count:,} skills can be linked {how}.")


@skills.command()
def link(
    text: Annotated[str, typer.Argument(help="A sentence or phrase; - reads lines from standard input.")],
    k: Annotated[int, typer.Option("--k", help="How many skills for each.", min=1, max=100)] = 5,
    lexical: Annotated[bool, typer.Option("--lexical", help="By letters alone, though there are vectors.")] = False,
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    """Link a sentence to the skills that it says or means, the best first.

    stackway skills link "You will lead a team of five and plan the shifts"
    """
    from api.linking import linker_of

    texts = [line for line in sys.stdin.read().splitlines() if line.strip()] if text == "-" else [text]
    if not texts:
        raise BadOption("Nothing to link on standard input.", hint="One sentence a line.")
    found = linker_of(options.folder(workspace), lexical=lexical)
    rows = list(zip(texts, found.links(texts, k), strict=True))
    if as_json:
        links = [{"text": said, "links": [asdict(one) for one in there]} for said, there in rows]
        printing.as_json({"lexical": found.lexical, "texts": links})
        return
    for said, there in rows:
        table = Table("skill", "", "score", "said", "near", title=escape(said[:100]), title_justify="left")
        for one in there:
            near = "" if found.lexical else f"{one.near:.2f}"
            table.add_row(escape(one.label), one.skill, f"{one.score:.2f}", f"{one.said:.0%}", near)
        printing.console.print(table)
