"""How answers look at a terminal: short lines, no colour-only meaning, nothing of what was read taken as markup."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from rich.console import Console
from rich.markup import escape
from rich.panel import Panel
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from recommender.match_types import Match, Wage
from recommender.query import Advice, Recommendation, Verdict
from recommender.uploads import TakenBadge
from skills_taxonomy.types import Goal, Hit

if TYPE_CHECKING:
    from api.imports import Imported
    from data.reading import Progress as Listener
from graph.credentials import Availability

console: Final = Console(highlight=False)
errors: Final = Console(highlight=False, stderr=True)

SHOWN: Final = 5

START: Final = {
    Verdict.YES: "[green]you can start now[/]",
    Verdict.NO: "[red]you can't start yet[/]",
    Verdict.UNKNOWN: "[yellow]we can't tell whether you can start[/]",
}


def as_json(value: Any) -> None:
    """One JSON object on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


@contextmanager
def progress() -> Iterator[Listener]:
    """A progress bar on standard error while something long is done; a line for each stage where it is no terminal."""
    if not errors.is_terminal:
        said: set[str] = set()

        def tell(what: str, done: int, total: int | None) -> None:
            if what not in said:
                said.add(what)
                errors.print(f"  {what}", markup=False, style="dim")

        yield tell
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=errors, transient=True) as bar:
        task = bar.add_task("starting", total=None)
        yield lambda stage, done, total: bar.update(task, description=stage, completed=done, total=total)


def goal(understood: Goal | None) -> None:
    """What was understood of the goal, and what else the words could have meant."""
    if understood is None:
        return
    if understood.occupation is None:
        console.print(f"Goal: nothing is known by the name of {escape(repr(understood.typed))}.")
        return
    job = understood.occupation
    console.print(
        f"Goal: [bold]{escape(job.label)}[/] ({escape(job.id)}), understood from {escape(repr(understood.typed))}."
    )
    if understood.alternatives:
        others = ", ".join(escape(hit.label) for hit in understood.alternatives[:4])
        console.print(f"      It could also mean: {others}.", style="dim")


def advice(told: Advice) -> None:
    """Next steps best first, then what was refused and why."""
    goal(told.goal)
    for note in told.notes:
        console.print(escape(note), style="yellow")
    if not told.recommendations:
        console.print("There is nothing to suggest.")
    for place, one in enumerate(told.recommendations, 1):
        _recommendation(place, one)
    for refused in told.refusals:
        why = " ".join(reason.text for reason in refused.reasons)
        console.print(f"[dim]Not suggested:[/] {escape(refused.name)} ({escape(refused.credential)}): {escape(why)}")
    console.print(f"Snapshot {told.snapshot}.", style="dim")


def _recommendation(place: int, one: Recommendation) -> None:
    who = one.issuer_name or one.issuer
    console.print(f"\n[bold]{place}. {escape(one.name)}[/]  {escape(one.credential)}, {escape(who)}")
    console.print(f"   {_start(one)}. {escape(' '.join(one.eligibility))}")
    for reason in one.reasons:
        console.print(f"   - {escape(reason.text)}")
    if one.outlook:
        console.print(f"   {one.outlook[0].upper()}{one.outlook[1:]}. {escape(one.outlook_in_full)}", style="dim")
    facts = [_cost(one), f"{one.hours:g} hours" if one.hours is not None else "", one.level, one.mode]
    if any(facts):
        console.print(f"   {escape(', '.join(fact for fact in facts if fact))}", style="dim")
    console.print(
        f"   {escape(one.signup_url or one.signup_note)}", style="cyan" if one.signup_url else "dim", soft_wrap=True
    )


def _start(one: Recommendation) -> str:
    """Whether the learner may start: nothing is promised where no offering is stated."""
    if one.eligible is Verdict.YES and one.available is Availability.UNKNOWN:
        return "[green]you may start[/]; dates aren't stated"
    return START[one.eligible]


def _cost(one: Recommendation) -> str:
    if one.cost is None:
        return ""
    return "free" if one.cost == 0 else f"{one.cost:g} {one.currency}".strip()


def explanation(told: Advice) -> None:
    """One credential with every part of its score and all evidence."""
    goal(told.goal)
    for one in told.recommendations:
        _recommendation(1, one)
        table = Table("part of the score", "contribution", box=None)
        for part in one.contributions:
            table.add_row(part.name, f"{part.contribution:+.6f}")
        table.add_row("score", f"{one.score:.6f}", style="bold")
        console.print(table)
        for reason in one.reasons:
            console.print(f"{escape(reason.text)}")
            for place in reason.evidence:
                console.print(
                    f"   {escape(place.source)}  {escape(place.locator)}  {escape(place.origin)}", style="dim"
                )
    for refused in told.refusals:
        for reason in refused.reasons:
            console.print(f"Not suggested ({reason.code}): {escape(reason.text)}")


def match(found: Match) -> None:
    """Had, lacking, what closes the gap, and wages with their source."""
    goal(found.goal)
    for note in found.notes:
        console.print(escape(note), style="yellow")
    console.print(f"You have [bold]{found.share:.0%}[/] of what is asked for, weighed by how it is asked.")
    for title, needs in (("You have", found.have), ("You lack", found.lack)):
        table = Table(title, "asked", "weight", box=None)
        for need in needs[:15]:
            table.add_row(escape(need.label), need.asked, f"{need.weight:.2f}")
        if len(needs) > 15:
            table.add_row(f"... and {len(needs) - 15} more", "", "")
        if needs:
            console.print(table)
    for closing in found.closes:
        brings = f"brings you to {closing.share_after:.0%}: {escape(', '.join(closing.gains))}"
        console.print(f"[bold]{escape(closing.name)}[/] ({escape(closing.credential)}) {brings}")
    wages(found.wages)


def wages(rows: Sequence[Wage]) -> None:
    """Wage ranges with their source."""
    for row in rows[:3]:
        money = [f"{value:,.0f}" if value is not None else "not released" for value in (row.p10, row.median, row.p90)]
        console.print(
            f"Wages of {escape(row.occupation_label)}, {escape(row.area)}: {' / '.join(money)} {row.currency} a year "
            f"(10th, 50th, 90th percentile; {escape(row.provenance.source)}, {escape(row.period)})",
            style="dim",
        )


def badges(found: Sequence[TakenBadge]) -> None:
    """Of each badge file: what it was taken for, and whether it was verified."""
    for badge in found:
        console.print(Panel(escape(badge.sentence()), title=escape(badge.finding.file), title_align="left"))


def hits(found: Sequence[Hit]) -> None:
    """Search results, one a line."""
    for hit in found:
        matched = f"  (as {hit.matched})" if hit.matched != hit.label else ""
        console.print(f"{hit.id}  {hit.label}{matched}", markup=False)
    if not found:
        console.print("Nothing is called that.")


def imported(one: Imported) -> None:
    """What came of one imported file, with the first rows that were set aside."""
    read = ", ".join(f"{count:,} {table}" for table, count in one.report.read.items()) or "nothing"
    console.print(f"[bold]{escape(one.path.name)}[/]: read as {one.kind}: {read}; {len(one.report.aside)} set aside.")
    if one.new_awards:
        console.print(f"  {one.new_awards:,} awards and enrolments are new.")
    for line in [*one.report.aside[:SHOWN], *one.report.remarks[:SHOWN]]:
        console.print(f"  {line}", markup=False, style="yellow")
    if len(one.report.aside) > SHOWN:
        console.print(
            f"  ... {len(one.report.aside) - SHOWN} more: `stackway doctor --json` lists them all.", style="dim"
        )
