"""`stackway pathway measure` and `draft`: what a pathway is worth, and a first one out of a catalogue."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from api.cli import options, printing
from api.cli.pathways import group
from api.designing import Measured, drafted, measured, pathway_called
from api.engine import Engine
from graph.measuring import Lengths
from graph.requirements import key

if TYPE_CHECKING:
    from api.drafts import Looked

Which = Annotated[str, typer.Argument(help="A pathway's identifier, or a file with one.", show_default=False)]


@group.command()
def measure(
    pathway: Which,
    occupation: Annotated[
        str, typer.Option(help="The job whose demand it is held against.", show_default="its destination")
    ] = "",
    seed: Annotated[int, typer.Option(help="Of the random sample of ways through.")] = 0,
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    """Measure a pathway: what each step delays and blocks, what it takes, what it covers, where learners stop.

    stackway pathway measure mslearn:learn.cloud-foundations --occupation "cloud engineer"
    """
    with Engine.open(options.folder(workspace)) as engine:
        found = measured(engine, pathway_called(engine, pathway), occupation=occupation, seed=seed)
        if as_json:
            printing.as_json(found.as_json())
            return
        _print_measured(found, engine.name_of)


def _print_measured(found: Measured, names: Callable[[str], str]) -> None:
    console = printing.console
    console.print(f"{found.pathway.name} ({found.pathway.id})", markup=False, style="bold")
    console.print(
        f"Structural complexity {found.structure.complexity}; the longest chain has {found.structure.longest} steps."
    )
    for one in found.lengths:
        console.print(_length(one, len(found.structure.steps)), markup=False)
    if found.coverage is not None and found.demand is not None:
        console.print(f"Covers {found.coverage.share:.0%} of what {found.occupation} asks for.", markup=False)
        missing = [found.demand.label_of(one) for one in found.coverage.lacking]
        if missing:
            console.print(f"Never teaches: {', '.join(missing[:8])}{_more(len(missing) - 8)}", markup=False)
    console.print(_steps(found, names))


def _steps(found: Measured, names: Callable[[str], str]) -> Table:
    table = Table(
        "step", "delay", "blocks", "covers without it", "went on", box=None, header_style="bold", pad_edge=False
    )
    stops = {one.step: f"{one.went_on} of {one.held}" for one in found.stops}
    for one in found.structure.steps:
        step = found.pathway.by_id[one.step]
        without = f"{found.coverage.without[one.step]:.0%}" if found.coverage is not None else ""
        delay = "can't be reached" if one.delay is None else str(one.delay)
        table.add_row(step.name or names(step.credential), delay, str(one.blocking), without, stops.get(one.step, ""))
    return table


def _length(one: Lengths, steps: int) -> str:
    if steps and len(one.unstated) == steps:
        return f"{one.measure.value.capitalize()}: not stated for any step."
    if one.least is None:
        return f"{one.measure.value.capitalize()}: nobody can finish it."
    told = f"{one.measure.value.capitalize()}: at least {one.least:g} (proven)"
    if one.sampled > 1:
        told += f", median {one.median:g}, most {one.most:g} of {one.sampled} ways sampled"
    return told + (f"; not stated for {len(one.unstated)} steps, which count 0." if one.unstated else ".")


def _more(count: int) -> str:
    return f" and {count} more" if count > 0 else ""


@group.command(name="draft")
def draft_(
    issuer: Annotated[str, typer.Option(help="Whose credentials it is made of.")],
    goal: Annotated[str, typer.Option(help="The occupation that it leads to, as you would type it.")] = "",
    credential: Annotated[str, typer.Option(help="Or the credential that it leads to.")] = "",
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Write it as YAML, to be edited.")] = None,
    page: Annotated[
        Path | None, typer.Option(help="Write a page with the drawing, the reasons, the flaws and the learners.")
    ] = None,
    learners: Annotated[
        int, typer.Option(help="How many of the issuer's learners are put on it: how far, what is next.", min=0)
    ] = 20,
    today: options.Today = "",
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    """Propose a pathway out of an issuer's catalogue, with the reason for every step and what is missing.

    stackway pathway draft --issuer acme --goal "web developer" --out pathway.yaml --page pathway.html

    It is checked as `stackway pathway lint` checks, and the learners who have earned most of it are put on it.
    """
    from api.drafts import looked_at
    from api.linting import lint_pathway
    from api.pathway_files import format_called

    day = options.today(today)
    with Engine.open(options.folder(workspace)) as engine:
        made, demand = drafted(engine, issuer, goal=goal, credential=credential)
        label = demand.label_of if demand is not None else str
        gaps = [label(key(leaf)[0]) for leaf in made.gaps]
        found = looked_at(
            engine, made, gaps, lint_pathway(made.pathway, engine, today=day), learners=learners, today=day
        )
    text = format_called("yaml").write(made.pathway).text
    for path, content in ((out, text), (page, found.page)):
        if path is not None:
            path.write_text(content, "utf-8")
    if as_json:
        printing.as_json(
            {"pathway": made.pathway.id, "yaml": text, "gaps": gaps, "unknown": list(made.unknown),
             "steps": [{"step": s.id, "credential": s.credential, "kind": s.kind.value, "optional": s.optional,
                        "reasons": list(made.reasons.get(s.id, ()))} for s in made.pathway.steps]}
            | found.as_json()
        )  # fmt: skip
        return
    _print_draft(found, out, page)


def _print_draft(found: Looked, out: Path | None, page: Path | None) -> None:
    console, made, gaps = printing.console, found.made, found.gaps
    console.print(f"{made.pathway.name}: {len(made.pathway.steps)} steps", markup=False, style="bold")
    for step in made.pathway.steps:
        optional = " (optional)" if step.optional else ""
        console.print(f"{step.position}. {step.name or step.credential}{optional}", markup=False)
        for reason in made.reasons.get(step.id, ()):
            console.print(f"   - {reason}", markup=False)
    if gaps:
        told = f"Nothing here teaches: {', '.join(gaps[:10])}{_more(len(gaps) - 10)}"
        console.print(told, markup=False, style="yellow")
    for line in made.unknown:
        console.print(line, markup=False, style="dim")
    for flaw in found.linted.flaws:
        console.print(f"{flaw.rule.severity.value} {flaw.rule.code}: {flaw.message}", markup=False)
    if not found.linted.flaws:
        console.print("Checked: nothing found.")
    for row in found.learners:
        following = "done" if row.progress.reached else f"next: {', '.join(row.next) or 'nothing that can be begun'}"
        console.print(f"{row.learner}: {row.progress.share:.0%}, {following}", markup=False)
    if out is not None:
        console.print(f"Written to {out}; look at it, then `stackway import {out}`.", markup=False, soft_wrap=True)
    if page is not None:
        console.print(f"Open {page}: the drawing, the reasons, the learners.", markup=False, soft_wrap=True)
