"""`stackway pathway show`, `progress` and `one-step-away`: a pathway, and how far learners are on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer
from rich.markup import escape
from rich.tree import Tree

from api.cli import options, printing
from api.cli.pathways import group
from api.designing import pathway_called
from api.engine import Engine
from api.one_step import last_step, learners
from api.shapes import progress_json
from graph.holdings import Holdings
from graph.pathways import Condition, Pathway, Progress, Role, Step, StepState
from graph.pathways.codec import pathway_to_plain
from recommender.wording import in_words, to_begin

Which = Annotated[str, typer.Argument(help="A pathway's identifier, or a file with one.", show_default=False)]
Names = Callable[[str], str]


@group.command()
def show(pathway: Which, workspace: options.Workspace = None, as_json: options.Json = False) -> None:
    """Show a pathway: its steps in order, what each asks for, and where it ends.

    stackway pathway show mslearn:learn.cloud-foundations
    """
    with Engine.open(options.folder(workspace)) as engine:
        found = pathway_called(engine, pathway)
        if as_json:
            printing.as_json(pathway_to_plain(found))
            return
        printing.console.print(_tree(found, engine.name_of))


def _tree(pathway: Pathway, names: Names) -> Tree:
    order = "in this order" if pathway.ordered else "the order is a recommendation"
    tree = Tree(f"[bold]{escape(pathway.name)}[/] ({escape(pathway.id)}), {len(pathway.steps)} steps, {order}")
    for step in sorted(pathway.steps, key=lambda one: (one.position, one.id)):
        branch = tree.add(escape(f"{step.position}. {_title(step, names)}{_marks(pathway, step)}"))
        if step.condition is not None:
            _conditions(branch, step.condition, pathway, names)
    return tree


def _title(step: Step, names: Names) -> str:
    return step.name or names(step.credential)


def _marks(pathway: Pathway, step: Step) -> str:
    said = [step.kind.value, *(["optional"] if step.optional else []), *(["end"] if step.id in pathway.ends else [])]
    said += [step.role.value] if step.role is not Role.NONE else []
    return f" ({', '.join(said)})"


def _conditions(branch: Tree, condition: Condition, pathway: Pathway, names: Names) -> None:
    there = len(condition.steps) + len(condition.parts)
    if condition.credits is not None:
        words = f"{condition.credits:g} credits from"
    else:
        words = f"{condition.asked} of {there}" if condition.least is not None else f"all {there}"
    inside = branch.add(escape(f"asks for {words}"))
    for name in condition.steps:
        step = pathway.by_id.get(name)
        inside.add(escape(_title(step, names) if step is not None else f"{name}, which isn't there"))
    for part in condition.parts:
        _conditions(inside, part, pathway, names)


@group.command()
def progress(
    pathway: Which,
    holds: options.Holds = None,
    skill: options.Skills = None,
    learner: Annotated[str, typer.Option(help="A learner whose awards have been imported.")] = "",
    today: options.Today = "",
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    """Say how far a learner is on a pathway: done, open, locked and by what, what is next and what takes least time.

    stackway pathway progress mslearn:learn.cloud-foundations --learner ann@example.org
    """
    with Engine.open(options.folder(workspace)) as engine:
        held = engine.holdings(credentials=options.several(holds), skills=skill or [])
        if learner:
            held = Holdings((*held.awards, *engine.learner_holdings(learner).awards), held.skills)
        found = engine.progress(pathway_called(engine, pathway), held, today=options.today(today))
        if as_json:
            printing.as_json(progress_json(found, engine.name_of))
            return
        _print(found, engine.name_of)


_SIGNS = {
    StepState.DONE: "done", StepState.CLAIMED: "done, as you say", StepState.ENROLLED: "under way",
    StepState.EXPIRED: "expired", StepState.OPEN: "open", StepState.UNCLEAR: "unclear", StepState.LOCKED: "locked",
}  # fmt: skip


def _print(found: Progress, names: Names) -> None:
    console = printing.console
    reached = ", reached" if found.reached else ""
    console.print(f"{found.pathway.name}: {found.share:.0%} done{reached}", markup=False, style="bold")
    for one in found.steps:
        mark = " (optional)" if one.step.optional else ""
        console.print(f"{one.step.position}. {_title(one.step, names)}{mark}: {_SIGNS[one.state]}", markup=False)
        if one.state in (StepState.LOCKED, StepState.UNCLEAR, StepState.EXPIRED):
            for line in in_words(one.finding, names):
                console.print(f"   {line}", markup=False, style="dim")
        for line in to_begin(one, names):
            console.print(f"   {line}", markup=False, style="dim", soft_wrap=True)
    if found.next:
        soon = f"; {names(found.soonest)} takes the fewest hours" if found.soonest and len(found.next) > 1 else ""
        console.print(f"Next: {', '.join(names(name) for name in found.next)}{soon}.", markup=False)


@group.command(name="one-step-away")
def one_step_away(
    pathway: Which,
    issuer: Annotated[str, typer.Option(help="Of whose learners.", show_default="all")] = "",
    today: options.Today = "",
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    """List the learners to whom a single step is left: one more award, and the pathway is done.

    stackway pathway one-step-away acme:web-developer --issuer acme
    """
    with Engine.open(options.folder(workspace)) as engine, printing.progress() as tell:
        found = pathway_called(engine, pathway)
        rows = []
        for number, learner in enumerate(learners(engine, issuer), 1):
            tell("looking at learners", number, None)
            steps = last_step(engine, found, learner, issuer, options.today(today))
            if steps:
                rows.append((learner, steps))
        names = {one: engine.name_of(one) for _, steps in rows for one in steps}
    if as_json:
        printing.as_json({"pathway": found.id, "learners": [{"learner": who, "any_of": list(s)} for who, s in rows]})
        return
    for who, steps in rows:
        printing.console.print(f"{who}: {' or '.join(names[one] for one in steps)}", markup=False)
    printing.console.print(f"{len(rows)} learners are one step away from {found.name}.", markup=False)
