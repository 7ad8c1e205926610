"""`stackway demand`: what job postings ask for."""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.markup import escape
from rich.table import Table

from api.cli import options, printing
from api.cli.app import app
from api.errors import BadOption

if TYPE_CHECKING:
    import pandas as pd

    from skills_taxonomy.demand.counting import Read

demand: Final = typer.Typer(no_args_is_help=True, help="What job postings ask for, counted.")
app.add_typer(demand, name="demand")

GROUPS: Final = ("skill", "occupation", "place", "month")
Occupation = Annotated[str, typer.Option(help="Only postings of this occupation: a title, or an identifier.")]
Place = Annotated[str, typer.Option(help="Only postings whose place has these words.")]
Since = Annotated[str, typer.Option(help="Only from this month on, YYYY-MM.")]
Until = Annotated[str, typer.Option(help="Only up to this month, YYYY-MM.")]


@demand.callback()
def _demand() -> None:
    """What job postings ask for, counted."""


@demand.command()
def read(
    files: Annotated[list[Path], typer.Argument(help="CSV, JSON Lines, JSON or HTML with postings; also gzipped.")],
    workers: Annotated[int, typer.Option(help="Processes that read.", min=1, max=64)] = min(4, os.cpu_count() or 1),
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    """Read job postings: doubles are left out, titles mapped to occupations, texts read for skills, all counted.

    stackway demand read postings-2020.jsonl.gz

    A run that is stopped goes on where it stopped when it is started again. The postings' texts aren't kept.
    """
    from api.demand import read_postings

    with printing.progress() as progress:
        found = read_postings(options.folder(workspace), files, progress=progress, workers=workers)
    if as_json:
        printing.as_json(asdict(found))
        return
    alone = found.postings - found.doubles
    printing.console.print(
        f"{found.postings:,} postings read, {found.doubles:,} of them doubles; {found.mapped:,} of the other {alone:,} "
        f"have a known occupation; {found.mentions:,} skills found in them, {found.set_aside:,} records set aside."
    )
    printing.console.print(
        "What they ask for: `stackway demand show`. After `stackway build` suggestions go by it, too.", style="dim"
    )


@demand.command()
def show(
    by: Annotated[str, typer.Option(help="A row for each: skill, occupation, place or month.")] = "skill",
    skill: Annotated[str, typer.Option(help="Count postings that ask for this skill (for other rows).")] = "",
    occupation: Occupation = "",
    place: Place = "",
    since: Since = "",
    until: Until = "",
    limit: Annotated[int, typer.Option("--limit", "-n", help="How many rows.", min=1)] = 20,
    plot: Annotated[Path | None, typer.Option(help="Draw the rows with their intervals into this SVG file.")] = None,
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    """Show what the postings that were read ask for: counts, rates with 95 % intervals, trend.

    stackway demand show --occupation "staff nurse" --since 2020-10

    stackway demand show --by month --skill "communication" --plot months.svg

    Rates are of the postings that were read, not of all jobs. A trend is told of four months or more with 50 postings
    each; "growing" is more than chance would make of so many skills.
    """
    from api.demand import demand_of, frame_json
    from skills_taxonomy.demand import counting

    if by not in GROUPS:
        raise BadOption(f"There are no rows by {by!r}.", hint=f"Choose one of {', '.join(GROUPS)}.")
    whole = demand_of(options.folder(workspace))
    wanted = _occupation_of(whole, occupation)
    read = whole.among(occupation=wanted, place=place, since=since, until=until)
    if by == "skill":
        found = counting.by_skill(read, whole)
    else:
        found = counting.by_group(read.among(skill=_skill_of(whole, skill)) if skill else read, _COLUMN[by])
    if plot is not None:
        from api.pages.bars import bars

        plot.write_text(bars(_labels(found), found.head(limit), f"of {len(read.postings):,} postings"), "utf-8")
    if as_json:
        printing.as_json({"postings": len(read.postings), "rows": frame_json(found.head(limit))})
        return
    if not len(found):
        printing.console.print("No posting that was read fits.")
        return
    printing.console.print(_table(found.head(limit), f"{len(read.postings):,} postings, {_span(read)}"))


@demand.command()
def related(
    skill: Annotated[str, typer.Argument(help="A skill: its label or identifier.")],
    limit: Annotated[int, typer.Option("--limit", "-n", help="How many rows.", min=1)] = 15,
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    """Show which skills are asked for together with one, the most telling first.

    stackway demand related communication
    """
    from api.demand import demand_of, frame_json
    from skills_taxonomy.demand import counting

    whole = demand_of(options.folder(workspace))
    found = counting.together(whole, _skill_of(whole, skill)).head(limit)
    if as_json:
        printing.as_json({"rows": frame_json(found)})
        return
    table = Table("skill", "both", "share", "times as often")
    for row in found.itertuples():
        table.add_row(escape(str(row.label)), f"{row.both:.0f}", f"{row.rate:.0%}", f"{row.lift:.1f}")
    printing.console.print(table)


_COLUMN: Final = {"occupation": "occupation_label", "place": "place", "month": "month"}


def _labels(found: pd.DataFrame) -> list[str]:
    column = next(name for name in ("label", *_COLUMN.values()) if name in found.columns)
    return [str(one) for one in found[column]]


def _span(read: Read) -> str:
    months = sorted(read.postings["month"].dropna())
    return f"{months[0]} to {months[-1]}" if months else "undated"


def _table(found: pd.DataFrame, title: str) -> Table:
    trends = "trend" in found.columns
    table = Table("", "postings", "rate", "95 %", "smoothed", *(("required", "trend") if trends else ()), title=title)
    for label, (_, row) in zip(_labels(found), found.iterrows(), strict=True):
        cells = [f"{row['postings']:.0f} of {row['of']:.0f}", f"{row['rate']:.1%}"]
        cells += [f"{row['low']:.1%} to {row['high']:.1%}", f"{row['smoothed']:.1%}"]
        if trends:
            trend = "" if row["trend"] != row["trend"] else "growing" if row["growing"] else f"{row['trend']:+.2f}"
            cells += [f"{row['required']:.0%}", trend]
        table.add_row(escape(label), *cells)
    return table


def _occupation_of(read: Read, typed: str) -> str:
    """The occupation of the postings that was meant: an identifier, a label, or part of the label of most postings."""
    if not typed:
        return ""
    known = read.postings.dropna(subset=["occupation"])
    folded = typed.casefold()
    labels = known["occupation_label"].str.casefold()
    for fits in ((known["occupation"] == typed), (labels == folded), labels.str.contains(folded, regex=False)):
        if fits.any():
            return str(known.loc[fits, "occupation"].value_counts().index[0])
    raise BadOption(
        f"No posting that was read has the occupation {typed!r}.", hint="`stackway demand show --by occupation`"
    )


def _skill_of(read: Read, typed: str) -> str:
    folded = typed.casefold()
    labels = read.skills["label"].str.casefold()
    for fits in ((read.skills["skill"] == typed), (labels == folded), labels.str.contains(folded, regex=False)):
        if fits.any():
            return str(read.skills.loc[fits, "skill"].value_counts().index[0])
    raise BadOption(
        f"No posting that was read asks for {typed!r}.", hint="`stackway demand show` lists what they ask for."
    )
