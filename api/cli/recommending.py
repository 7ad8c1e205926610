"""`stackway recommend`, `explain`, `match` and `search`: questions to the recommender at a terminal."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from api.cli import options, printing
from api.cli.app import app
from api.engine import Engine
from api.errors import BadOption
from api.shapes import advice_json, badge_json, match_json
from graph.holdings import Holdings
from recommender.query import Limits, Query, Scope
from recommender.uploads import TakenBadge

Badges = Annotated[
    list[Path] | None, typer.Option("--badges", help="Open Badges files (2.0, 3.0, baked images); more may follow.")
]
More = Annotated[list[Path] | None, typer.Argument(help="Further badge files, after --badges.", show_default=False)]
Email = Annotated[
    list[str] | None,
    typer.Option("--email", help="Your e-mail address, to check that a badge is yours; it isn't kept."),
]


@app.command()
def recommend(
    more: More = None,
    holds: options.Holds = None,
    skill: options.Skills = None,
    badges: Badges = None,
    email: Email = None,
    learner: Annotated[str, typer.Option(help="A learner whose awards have been imported.")] = "",
    goal: options.Goal = "",
    strict_goal: options.StrictGoal = False,
    after: Annotated[str, typer.Option(help="The credential on whose page the suggestion stands.")] = "",
    limit: options.Limit = 10,
    issuer: Annotated[list[str] | None, typer.Option(help="Only credentials of this issuer. Repeat for more.")] = None,
    block: Annotated[list[str] | None, typer.Option(help="No credentials of this issuer. Repeat for more.")] = None,
    knows: Annotated[
        list[str] | None, typer.Option(help="A credential or skill you already know, though not certified.")
    ] = None,
    dismiss: Annotated[list[str] | None, typer.Option(help="A credential you don't want to see.")] = None,
    budget: Annotated[float | None, typer.Option(help="The most that one credential may cost.", min=0)] = None,
    currency: Annotated[str, typer.Option(help="The budget's currency, such as EUR.")] = "",
    hours_a_week: Annotated[float | None, typer.Option(help="Hours you have a week (with --by).", min=0)] = None,
    by: Annotated[str, typer.Option(help="The day by which you want to have finished, YYYY-MM-DD.")] = "",
    mode: Annotated[list[str] | None, typer.Option(help="online, onsite or blended. Repeat for more.")] = None,
    language: Annotated[
        list[str] | None, typer.Option(help="A language you learn in, such as en. Repeat for more.")
    ] = None,
    today: options.Today = "",
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    """Suggest the next credentials, with the reasons, whether you may start now, and where to sign up.

    stackway recommend --holds cncf:CKA --goal "DevOps engineer"

    What --holds names is taken as verified; badges read from files are not, so what depends on them is "unknown".
    """
    with Engine.open(options.folder(workspace)) as engine:
        on = options.today(today)
        held, findings = _held(engine, learner, holds, skill, [*(badges or ()), *(more or ())], email, on)
        query = Query(
            today=on,
            request_id="",
            holdings=held,
            goal=engine.resolve_goal(goal, strict=strict_goal) if goal else None,
            after=after,
            limits=Limits(
                budget, currency, hours_a_week, options.day(by, "--by"),
                options.modes(mode), frozenset(options.several(language)),
            ),
            scope=Scope(frozenset(options.several(issuer)), frozenset(options.several(block))),
            dismissed=frozenset(options.several(dismiss)) | engine.dismissed(learner),
            already_know=engine.known_ids(options.several(knows)) | engine.already_known(learner),
            limit=limit,
        )  # fmt: skip
        advice = engine.advise(_identified(query))
        if as_json:
            found = advice_json(advice) | (
                {"badges": [badge_json(finding) for finding in findings]} if findings else {}
            )
            printing.as_json(found)
        else:
            printing.badges(findings)
            printing.advice(advice)


def _held(
    engine: Engine,
    learner: str,
    holds: list[str] | None,
    skills: list[str] | None,
    files: Sequence[Path],
    emails: list[str] | None,
    today: date,
) -> tuple[Holdings, tuple[TakenBadge, ...]]:
    """Everything that is held: stored, named and read from badge files."""
    named = engine.holdings(credentials=options.several(holds), skills=options.several(skills))
    stored = engine.learner_holdings(learner) if learner else Holdings()
    findings = engine.read_badges(files, recipients=tuple(emails or ()), today=today) if files else ()
    badges = tuple(finding.award for finding in findings if finding.award is not None)
    return Holdings((*stored.awards, *named.awards, *badges), (*stored.skills, *named.skills)), findings


def _identified(query: Query) -> Query:
    """The question with an identifier made from itself: asked again, its suggestions have the same identifiers."""
    from dataclasses import replace

    goal = query.goal.occupation.id if query.goal is not None and query.goal.occupation is not None else ""
    said = json.dumps(
        [str(query.today), goal, query.after, repr(query.holdings), repr(query.limits), sorted(query.scope.issuers)],
        default=str,
    )
    return replace(query, request_id=hashlib.blake2b(said.encode(), digest_size=8).hexdigest())


@app.command()
def explain(
    credential: Annotated[str, typer.Argument(help="The credential to explain, by identifier.")],
    holds: options.Holds = None,
    skill: options.Skills = None,
    learner: Annotated[str, typer.Option(help="A learner whose awards have been imported.")] = "",
    goal: options.Goal = "",
    today: options.Today = "",
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    """Say why a credential is suggested or isn't: every part of its score, and the evidence by file and line."""
    with Engine.open(options.folder(workspace)) as engine:
        on = options.today(today)
        held, _ = _held(engine, learner, holds, skill, (), None, on)
        query = Query(today=on, request_id="explain", holdings=held, goal=engine.resolve_goal(goal) if goal else None)
        told = engine.explain(query, credential)
        printing.as_json(advice_json(told)) if as_json else printing.explanation(told)


@app.command()
def match(
    goal: Annotated[str, typer.Argument(help='The occupation, as you would say it: "DevOps engineer".')],
    holds: options.Holds = None,
    skill: options.Skills = None,
    strict_goal: options.StrictGoal = False,
    limit: options.Limit = 5,
    today: options.Today = "",
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    """Compare what you hold with what an occupation asks for: had, lacking, what closes the gap, and the wages."""
    with Engine.open(options.folder(workspace)) as engine:
        held = engine.holdings(credentials=options.several(holds), skills=options.several(skill))
        on = options.today(today)
        found = engine.match(engine.resolve_goal(goal, strict=strict_goal), held, today=on, limit=limit)
        printing.as_json(match_json(found)) if as_json else printing.match(found)


@app.command()
def search(
    words: Annotated[str, typer.Argument(help="What to look for, as you would type it.")],
    kind: Annotated[str, typer.Option(help="credential, skill or occupation.")] = "credential",
    limit: options.Limit = 10,
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    """Find credentials, skills or occupations by name; forgives typing errors."""
    if kind not in ("credential", "skill", "occupation"):
        raise BadOption(f"--kind is {kind!r}.", hint="It is credential, skill or occupation.")
    if not 1 <= limit <= 100:
        raise BadOption(f"--limit is {limit}.", hint="It is from 1 to 100.")
    with Engine.open(options.folder(workspace)) as engine:
        hits = engine.search(words, kind=kind, limit=limit)
        rows = [{"id": hit.id, "label": hit.label, "matched": hit.matched, "how": hit.how} for hit in hits]
        printing.as_json({"hits": rows}) if as_json else printing.hits(hits)
