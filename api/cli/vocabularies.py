"""`stackway vocabulary`: versions of vocabularies side by side, upgrades, and why suggestions changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli import options, printing
from api.cli.app import app
from api.errors import BadOption
from api.settings import graph_address

if TYPE_CHECKING:
    from api.why import Question

vocabulary = typer.Typer(
    no_args_is_help=True,
    help="Keep two versions of a vocabulary side by side, compare them, upgrade and go back, and see what changes.",
)
app.add_typer(vocabulary, name="vocabulary")

To = Annotated[str, typer.Option("--to", help="The version to take in its place, as `list` names it.")]


@vocabulary.command("list")
def list_(workspace: options.Workspace = None, as_json: options.Json = False) -> None:
    """List the vocabularies of the workspace and the versions kept beside each.

    In force is what the next build takes; served is what the current snapshot was built from.
    """
    from api.cli import vocabulary_printing
    from api.vocabularies import vocabularies
    from api.vocabulary_shapes import kept_json
    from data.workspace import Workspace

    rows = vocabularies(Workspace.open(options.folder(workspace)))
    if as_json:
        printing.as_json({"vocabularies": [kept_json(one) for one in rows]})
        return
    vocabulary_printing.kept(rows)


@vocabulary.command()
def add(
    name: Annotated[str, typer.Argument(help="What to call the version, say esco-1.2.")],
    files: Annotated[list[Path], typer.Option("--from", help="Its file or folder. Repeat for several zips of ESCO.")],
    kind: Annotated[
        str, typer.Option("--as", help="What it is: esco, onet, gdad, ...", show_default="seen from the file")
    ] = "",
    of: Annotated[
        str, typer.Option("--of", help="Which vocabulary it is a version of.", show_default="the one that it names")
    ] = "",
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    """Read another version of a vocabulary and keep it beside the one in force; no build takes it yet.

    stackway vocabulary add esco-1.2 --from downloads/esco-1.2 --as esco
    """
    from api.vocabularies import add as add_version

    with printing.progress() as progress:
        report = add_version(options.folder(workspace), name, files, kind=kind, of=of, progress=progress)
    if as_json:
        aside = [str(row) for row in report.aside]
        read = dict(report.read)
        printing.as_json({"version": name, "read": read, "set_aside": aside, "remarks": list(report.remarks)})
        return
    counts = ", ".join(f"{count:,} {table}" for table, count in report.read.items())
    printing.console.print(f"{name}: {counts}; {len(report.aside):,} set aside.", markup=False)
    for line in [*report.aside[: printing.SHOWN], *report.remarks[: printing.SHOWN]]:
        printing.console.print(f"  {line}", markup=False, style="yellow")
    printing.console.print("See what it changes: `stackway vocabulary diff` and `upgrade --dry-run`.", markup=False)


@vocabulary.command()
def diff(
    older: Annotated[str, typer.Argument(help="The version to compare from.")],
    newer: Annotated[str, typer.Argument(help="The version to compare to.")],
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    """Compare two versions: added, renamed, merged, split, moved, withdrawn, and what occupations ask for.

    Prints counts and the first examples of each; --json lists all. Nothing is built and nothing changes.
    """
    from api.cli import vocabulary_printing
    from api.vocabularies import difference
    from api.vocabulary_shapes import change_json

    found = difference(options.folder(workspace), older, newer)
    printing.as_json(change_json(found)) if as_json else vocabulary_printing.change(found)


@vocabulary.command()
def upgrade(
    name: Annotated[str, typer.Argument(help="The vocabulary, say esco.")],
    to: To,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Build aside, say what would change, and change nothing.")
    ] = False,
    holds: options.Holds = None,
    skill: options.Skills = None,
    goal: options.Goal = "",
    limit: options.Limit = 10,
    today: options.Today = "",
    graph: options.Graph = "",
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    """Take another version of a vocabulary in force and build with it; the one before is kept, to go back to.

    Shows what differs, which credentials and pathways are touched, and, with --holds or --goal, why that learner's
    suggestions change. A credential keeps a skill that was merged; one that was withdrawn is reported and left.
    """
    from api.cli import vocabulary_printing
    from api.upgrading import upgrade as take
    from api.vocabulary_shapes import upgrade_json

    asks = bool(holds or skill or goal)
    ask = _question(holds, skill, goal, limit, today) if asks else None
    with printing.progress() as progress:
        told = take(
            options.folder(workspace), name, to,
            publish=not dry_run, ask=ask, progress=progress, graph=graph_address(graph),
        )  # fmt: skip
    printing.as_json(upgrade_json(told)) if as_json else vocabulary_printing.upgraded(told)


@vocabulary.command()
def explain(
    holds: options.Holds = None,
    skill: options.Skills = None,
    goal: options.Goal = "",
    name: Annotated[str, typer.Option("--vocabulary", help="The vocabulary that --to is a version of.")] = "",
    to: Annotated[
        str, typer.Option("--to", help="A version that isn't in force: what would change with it (builds it aside).")
    ] = "",
    limit: options.Limit = 10,
    today: options.Today = "",
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    """Say why a learner's suggestions changed: between the snapshot before and the current one, or with --to.

    stackway vocabulary explain --holds cncf:CKA --goal "DevOps engineer"
    """
    from api.cli import vocabulary_printing
    from api.upgrading import explain_last, explain_trial
    from api.vocabulary_shapes import explained_json

    ask = _question(holds, skill, goal, limit, today)
    if to:
        with printing.progress() as progress:
            told = explain_trial(options.folder(workspace), name or to, to, ask, progress=progress)
    else:
        told = explain_last(options.folder(workspace), ask)
    printing.as_json(explained_json(told)) if as_json else vocabulary_printing.explained(told)


def _question(
    holds: list[str] | None, skills: list[str] | None, goal: str, limit: int, today: str
) -> Question:  # fmt: skip
    from api.why import Question

    if not (holds or skills or goal):
        raise BadOption(
            "Nothing was said of the learner.", hint='Say what is held or aimed for: --holds cncf:CKA --goal "nurse".'
        )
    return Question(options.today(today), goal, options.several(holds), options.several(skills), limit)
