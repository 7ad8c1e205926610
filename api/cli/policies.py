"""`stackway policies`: whether other weights, or another model, would have done better than what ran."""

from __future__ import annotations

from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table

from api.cli import options, printing
from api.cli.app import app
from api.errors import BadOption

if TYPE_CHECKING:
    from api.policies import Replayed
    from data.reading import Progress
    from recommender.off_policy import Judgement
    from recommender.off_policy.estimating import Wide

group = typer.Typer(
    no_args_is_help=True, help="Judge other weights, or another model, by what came of lists shown with exploration on."
)
app.add_typer(group, name="policies")

Reward = Annotated[str, typer.Option(help="What counts: clicked, enrolled (or earned), earned.")]
Since = Annotated[str, typer.Option(help="Only lists made from this day on, YYYY-MM-DD.", show_default="all")]
Weight = Annotated[
    list[str] | None,
    typer.Option("--weight", help="Another weight for one part of the score: demand=0.3. Repeat for more."),
]


@group.command()
def compare(
    file: Annotated[
        Path | None,
        typer.Argument(
            help="A log, CSV or Parquet: request, position, item, propensity, evaluated, shown, reward, cluster.",
            show_default="the workspace's records, with --weight",
        ),
    ] = None,
    weight: Weight = None,
    reward: Reward = "clicked",
    since: Since = "",
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    """Would another policy have done better? Estimates with 95 % intervals, and a verdict where the log allows one.

    stackway policies compare --weight demand=0.3 --reward clicked

    stackway policies compare log.csv

    Without a file, lists of the records are asked again with other weights. In a file, `propensity` is the chance by
    which what ran would show the item at the place, `evaluated` that of the policy to be judged.
    """
    from api.policies import judgement_json
    from recommender.off_policy import judge, log_of
    from recommender.off_policy.files import read

    if (file is None) == (not weight):
        raise BadOption(
            "A log or other weights are judged, one of them.",
            hint="stackway policies compare log.csv, or stackway policies compare --weight demand=0.3",
        )
    left_out = 0
    with printing.progress() as progress:
        if file is not None:
            log = log_of(read(file, progress))
        else:
            replayed = _recorded(workspace, reward, since, weight, progress)
            log, left_out = log_of(replayed.rows), replayed.left_out
        found = judge(log)
    if as_json:
        printing.as_json(judgement_json(found, left_out=left_out))
        return
    _show(found, left_out)


@group.command()
def log(
    file: Annotated[Path, typer.Argument(help="The CSV file to write.")],
    weight: Weight = None,
    reward: Reward = "clicked",
    since: Since = "",
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    """Write what was shown while exploration was on, with all chances and what came of it; no learner is named.

    stackway policies log log.csv --reward enrolled

    With --weight the column `evaluated` says what those weights would show; else it is empty, for you to fill in.
    """
    from recommender.off_policy.files import write

    if file.exists():
        raise BadOption(f"{file} is there already.", hint="Name another file, or remove this one.")
    with printing.progress() as progress:
        found = _recorded(workspace, reward, since, weight, progress)
        rows = write(file, found.rows)
    if as_json:
        printing.as_json({"file": str(file), "rows": rows, "lists": found.lists, "left_out": found.left_out})
        return
    printing.console.print(f"{rows:,} rows of {found.lists:,} lists are in {file}.", markup=False)
    _say_left_out(found.left_out)


def _recorded(
    workspace: Path | None, reward: str, since: str, weight: list[str] | None, progress: Progress
) -> Replayed:
    from api.engine import Engine
    from api.policies import recorded, weights_of
    from recommender.off_policy.recorded import REWARDS

    if reward not in REWARDS:
        raise BadOption(f"--reward is {reward[:50]!r}.", hint=f"It is one of {', '.join(REWARDS)}.")
    day = options.day(since, "--since")
    begin = datetime.combine(day, time(), UTC) if day is not None else None
    with Engine.open(options.folder(workspace)) as engine:
        weights = weights_of(weight, engine.snapshot.weights) if weight else None
        return recorded(engine, reward=reward, since=begin, weights=weights, progress=progress)


def _say_left_out(lists: int) -> None:
    if lists:
        printing.console.print(
            f"{lists:,} lists are left out: asked again, they don't have the chances that were logged.", style="yellow"
        )


def _show(found: Judgement, left_out: int) -> None:
    say = printing.console.print
    say(f"[bold]{escape(found.said)}[/]")
    say(
        f"{found.judged:,} of {found.places:,} places can be judged; the policies differ at {found.deciding:,} of "
        f"them, with {found.rewarded:,} rewards and an effective sample size of {found.effective:,.0f}. "
        f"{found.clusters:,} lists or learners."
    )
    _say_left_out(left_out)
    if not found.estimates:
        return
    table = Table("estimator", "reward per place, 95 %", "gain over what ran, 95 %", title="What it would have brought")
    if found.ran is not None:
        table.add_row("what ran", _wide(found.ran), "")
    for one in found.estimates:
        table.add_row(one.name, _wide(one.value), _wide(one.gain, "+"))
    say(table)
    if found.weight is not None:
        say(f"Mean weight {_wide(found.weight)}; 1 but for chance where the chances are right.", style="dim")


def _wide(wide: Wide, sign: str = "") -> str:
    return f"{wide[0]:{sign}.4f} ({wide[1]:{sign}.4f} to {wide[2]:{sign}.4f})"
