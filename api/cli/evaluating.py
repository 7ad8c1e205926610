"""`stackway evaluate`: whether an issuer's awards tell what comes next."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from api.cli import options, printing
from api.cli.app import app

if TYPE_CHECKING:
    from recommender.evaluating.evaluate import Evaluation


@app.command()
def evaluate(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            help="Tables of awards (learner, credential, awarded), gzipped or not.",
            show_default="the awards of the workspace's records",
        ),
    ] = None,
    plot: Annotated[Path | None, typer.Option(help="Draw the models with their intervals into this SVG file.")] = None,
    seed: Annotated[int, typer.Option(help="What chance begins with: the same gives the same figures.", min=0)] = 0,
    today: options.Today = "",
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    """Measure on your own awards how well learners' next credentials are foretold, and whether to trust it.

    stackway evaluate awards.csv --plot models.svg

    The last fifth of the awards is foretold from what came before: for each learner with a history, the first new
    credential, ranked among the whole catalogue. Chances to earn a credential within 90 days are tried on the last
    90 days (30 where the awards are too short for that). What would spoil the figures is looked for and named.
    """
    from api.evaluating import as_json as shaped
    from api.evaluating import evaluate_awards

    with printing.progress() as progress:
        found, remarks = evaluate_awards(
            files or (), options.folder(workspace), today=options.today(today), seed=seed, progress=progress
        )
    if plot is not None:
        from api.pages.bars import scores

        plot.write_text(scores([(row.model, row.means["ndcg@10"], row.low, row.high) for row in found.rows]), "utf-8")
    if as_json:
        printing.as_json(shaped(found, remarks))
        return
    _show(found, remarks)


def _show(found: Evaluation, remarks: list[str]) -> None:
    say, counts = printing.console.print, found.counts
    say(f"[bold]{escape(found.verdict.said)}[/]")
    say(
        f"{counts['awards']:,} awards of {counts['credentials']:,} credentials to {counts['learners']:,} learners; cut "
        f"at {found.cut}. Of {counts['learners after the cut']:,} learners with awards from then on, "
        f"{counts['without a history before the cut']:,} have no history before; {counts['can be tested']:,} can be "
        "tested."
    )
    for note in (*remarks, *found.notes):
        say(note, markup=False, style="dim")
    say(found.foresight.said, markup=False)
    say(_models(found))
    say(_buckets(found))
    for leak, effect in found.leaks:
        say(f"[yellow]Leak: {leak.kind}.[/] {escape(leak.said)}; {escape(leak.effect)}.")
        for example in leak.examples:
            say(f"  {example}", markup=False)
        say(f"  {_touched(effect)}", markup=False)
    if not found.leaks:
        say("No leak was found: no same-day twins, bulk issues, repeats or dates in the future.")


def _touched(effect: Mapping[str, Any]) -> str:
    touched = f"Touches {effect['tested learners touched']:,} tested learners"
    rest = effect.get("ndcg@10 without them")
    if not rest:
        return f"{touched}."
    return f"{touched}; NDCG@10 without them: " + ", ".join(f"{name} {value:.3f}" for name, value in rest.items()) + "."


def _models(found: Evaluation) -> Table:
    table = Table(
        "model", "NDCG@10, 95 %", "R@5", "R@10", "MRR", "shown", "our lead, 95 %", title="What was earned next"
    )
    for row in found.rows:
        rest = [f"{row.means[name]:.2f}" for name in ("recall@5", "recall@10", "mrr")]
        lead = "" if row.lead is None else f"{row.lead[0]:+.3f}\n{row.lead[1]:+.3f} to {row.lead[2]:+.3f}"
        wide = f"{row.means['ndcg@10']:.3f}\n{row.low:.3f} to {row.high:.3f}"
        table.add_row(row.model.replace(", ", ",\n"), wide, *rest, f"{row.coverage:.0%}", lead)
    return table


def _buckets(found: Evaluation) -> Table:
    """Stackway, popularity and the best of the others, bucket by bucket."""
    names = [row.model for row in found.rows]
    shown = [name for name in ("stackway", "popularity") if name in names]
    table = Table("by", "bucket", "learners", *shown, "best other", title="NDCG@10 by history and by target")
    for part in found.buckets:
        cells = ["nobody in it"]
        if values := part.get("ndcg@10"):
            others = {name: value for name, value in values.items() if name not in shown}
            best = max(others, key=lambda name: others[name])
            cells = [*(f"{values[name]:.3f}" for name in shown), f"{others[best]:.3f} {best}"]
        table.add_row(part["by"], part["bucket"], f"{part['learners']:,}", *cells)
    return table
