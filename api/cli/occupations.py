"""`stackway occupations`: job titles matched to occupations."""

from __future__ import annotations

import sys
from typing import Annotated, Any, Final

import typer
from rich.markup import escape
from rich.table import Table

from api.cli import options, printing
from api.cli.app import app
from api.errors import BadOption

occupations: Final = typer.Typer(no_args_is_help=True, help="Match job titles to occupations.")
app.add_typer(occupations, name="occupations")


@occupations.callback()
def _occupations() -> None:
    """Match job titles to occupations."""


@occupations.command()
def match(
    title: Annotated[str, typer.Argument(help="A job title; - reads lines from standard input.")],
    k: Annotated[int, typer.Option("--k", help="How many occupations of each vocabulary.", min=1, max=25)] = 3,
    least: Annotated[
        float | None,
        typer.Option(
            "--least", help="The confidence below which none is sure enough.", min=0, max=1, show_default="0.5"
        ),
    ] = None,
    vocabulary: Annotated[
        list[str] | None, typer.Option("--vocabulary", help="Only this one (esco, onet); may be given several times.")
    ] = None,
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    """Match a job title, as typed or advertised, to occupations, with a confidence; doubt is told.

    stackway occupations match "Sr. Software Eng II (Remote) - London"

    Needs the index that `stackway skills index` makes.
    """
    from api.titles import answers, matcher_of

    titles = [line.strip() for line in sys.stdin.read().splitlines() if line.strip()] if title == "-" else [title]
    if not titles:
        raise BadOption("No job title on standard input.", hint="One title a line.")
    matcher = matcher_of(options.folder(workspace))
    with printing.progress() as progress:
        found = []
        for done, one in enumerate(titles):
            found += answers(matcher, [one], k=k, least=least, vocabularies=vocabulary or ())
            if len(titles) > 1:
                progress("matching titles", done + 1, len(titles))
    if as_json:
        printing.as_json({"titles": found})
        return
    for one in found:
        _show(one)


@occupations.command()
def skills(
    occupation: Annotated[str, typer.Argument(help="The identifier of an occupation.")],
    k: Annotated[int, typer.Option("--k", help="How many skills.", min=1, max=500)] = 20,
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    """Rank the skills of an occupation: those published of it, then those that occupations like it ask for.

    stackway occupations skills onet:15-1252.00 --k 30
    """
    from api.occupation_skills import likely_skills

    with printing.progress() as progress:
        found = likely_skills(options.folder(workspace), occupation, k=k, progress=progress)
    if as_json:
        printing.as_json({"occupation": occupation, "skills": found})
        return
    table = Table("skill", "", "score", "")
    for one in found:
        how = "published" if one["published"] else "likely"
        table.add_row(escape(one["label"]), one["skill"], f"{one['score']:.2f}", how)
    printing.console.print(table)


def _show(answer: dict[str, Any]) -> None:
    table = Table("occupation", "", "confidence", "nearest name", title=escape(answer["title"]), title_justify="left")
    for scheme in answer["schemes"]:
        if scheme["abstained"]:
            table.add_row(
                f"[dim]{escape(scheme['scheme'])}: none is sure enough[/]", "", "", f"[dim]{scheme['why']}[/]"
            )
        for one in scheme["occupations"]:
            style = "dim" if scheme["abstained"] else ""
            cells = (escape(one["label"]), one["id"], f"{one['confidence']:.0%}", escape(one["nearest_name"]))
            table.add_row(*cells, style=style)
    printing.console.print(table)
