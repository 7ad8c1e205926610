"""`stackway plan`: the cheapest, quickest or shortest way from what is held to a goal, proven best."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli import options, printing
from api.cli.app import app
from api.engine import Engine
from api.errors import BadOption
from api.plans import SECONDS, Aim, Planned, Terms, missing, planned
from graph.planning import Limits, Measure, NoPlan, Plan

NONE = 3
"""The exit code where there is no plan."""


@app.command()
def plan(
    goal: options.Goal = "",
    credential: Annotated[str, typer.Option(help="Or a credential that it leads to, by identifier.")] = "",
    pathway: Annotated[str, typer.Option(help="Or a pathway to be finished, by identifier.")] = "",
    holds: options.Holds = None,
    skill: options.Skills = None,
    learner: Annotated[str, typer.Option(help="A learner whose awards have been imported.")] = "",
    minimise: Annotated[Measure, typer.Option(help="What the plan is to take least of.")] = Measure.COST,
    budget: Annotated[float | None, typer.Option(help="The most that all steps may cost together.", min=0)] = None,
    currency: Annotated[str, typer.Option(help="The currency; prices in others count as unknown.")] = "",
    hours: Annotated[float | None, typer.Option(help="The most hours that all steps may take.", min=0)] = None,
    steps: Annotated[int | None, typer.Option(help="The most credentials to earn.", min=0)] = None,
    issuer: Annotated[list[str] | None, typer.Option(help="Only credentials of this issuer. Repeat for more.")] = None,
    unknown_cost: Annotated[
        float | None,
        typer.Option(help="What a step counts of which no price is stated.", show_default="the median", min=0),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="No plan at all where a needed skill is taught nowhere.")
    ] = False,
    show_missing: Annotated[
        bool, typer.Option("--missing", help="Say instead what --issuer would have to add to its catalogue.")
    ] = False,
    seconds: Annotated[float, typer.Option("--time-limit", help="Seconds to search at most.", min=0.1)] = SECONDS,
    today: options.Today = "",
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    """Plan the way to a job's essential skills, a credential or a pathway's end: least cost, hours or steps, proven.

    stackway plan --goal "web developer" --holds acme:html-basics --minimise hours

    What can't be planned is said by the smallest reason: what nobody teaches, what can't be reached, which limit is too
    narrow. Exit code 3 where there is no plan.
    """
    aim = Aim(goal, credential, pathway)
    terms = Terms(
        minimise, Limits(budget, hours, steps), frozenset(options.several(issuer)), currency.upper(), unknown_cost,
        seconds=seconds,
    )  # fmt: skip
    with Engine.open(options.folder(workspace)) as engine:
        on = options.today(today)
        if show_missing:
            _missing(missing(engine, aim, on, _one(terms)), as_json)
            return
        held = engine.holdings(credentials=options.several(holds), skills=skill or [])
        if learner:
            more = engine.learner_holdings(learner)
            held = type(held)((*held.awards, *more.awards), held.skills)
        found = planned(engine, aim, held, on, terms, strict=strict)
    if as_json:
        printing.as_json(found.as_json())
    else:
        _print(found, minimise)
    if isinstance(found.found, NoPlan):
        raise typer.Exit(NONE)


def _one(terms: Terms) -> str:
    if len(terms.issuers) != 1:
        raise BadOption("--missing is asked of one issuer.", hint="Name it: --issuer acme.")
    return next(iter(terms.issuers))


def _missing(names: tuple[str, ...], as_json: bool) -> None:
    if as_json:
        printing.as_json({"missing": list(names)})
        return
    told = f"To add, so that it can be reached: {', '.join(names)}." if names else "Nothing is missing."
    printing.console.print(told, markup=False)


def _print(found: Planned, minimise: Measure) -> None:
    console = printing.console
    console.print(f"To: {found.aim}", markup=False, style="bold")
    if found.terms.minimise is not minimise:
        console.print(f"No {minimise.value} is stated for anything here: the fewest steps instead.", style="yellow")
    if isinstance(found.found, Plan):
        _steps(found, found.found)
    else:
        _why(found, found.found)
    if found.left_out:
        more = f" and {len(found.left_out) - 10} more" if len(found.left_out) > 10 else ""
        console.print(
            f"Left out, since nothing within reach teaches it: {', '.join(found.left_out[:10])}{more}",
            markup=False,
            style="yellow",
        )


def _steps(found: Planned, plan: Plan) -> None:
    console = printing.console
    for number, step in enumerate(plan.steps, 1):
        console.print(f"{number}. {found.names.get(step.credential, step.credential)}  {step.credential}", markup=False)
        if step.shows:
            console.print(f"   shows {', '.join(found.leaf(leaf) for leaf in step.shows[:6])}", markup=False)
        if step.opens:
            console.print(f"   opens {', '.join(found.names.get(one, one) for one in step.opens)}", markup=False)
        unknown = " and ".join(one.value for one in step.assumed)
        if unknown:
            console.print(f"   {unknown}: not stated, an assumption", markup=False, style="dim")
        if url := found.signups.get(step.credential, ""):
            console.print(f"   {url}", markup=False, style="dim")
    if not plan.steps:
        console.print("Nothing is left to do.")
    proof = "proven the least" if plan.optimal else f"at most {plan.gap:.0%} above the least"
    totals = f"{plan.cost:g} {found.terms.currency}".strip()
    console.print(
        f"Cost {totals}, {plan.hours:g} hours, {len(plan.steps)} steps; {plan.measure.value}: {proof}.", markup=False
    )


def _why(found: Planned, no: NoPlan) -> None:
    console = printing.console
    console.print("There is no plan.")
    for one in no.lacking:
        asked = f", asked for by {', '.join(found.names.get(x, x) for x in one.asked_by)}" if one.asked_by else ""
        why = "nobody offers or teaches it" if one.nobody_offers else "what leads to it can't be reached"
        console.print(f"- {found.leaf(one.leaf)}: {why}{asked}", markup=False)
    for measure, amount in no.least.items():
        console.print(
            f"- It takes at least {amount:g} in {measure.value}; the limits are narrower, alone or together.",
            markup=False,
        )
    if no.out_of_time:
        console.print("- The time was up before any was found: --time-limit.", markup=False)
    if not (no.lacking or no.least or no.out_of_time):
        console.print("- What is asked for contradicts itself: nothing could meet it.", markup=False)
