"""`stackway skills review`: what a program found, least sure first, and what a person says of it."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from api.authoring import By
from api.cli import options, printing
from api.cli.skills import skills
from api.engine import Engine
from api.errors import BadOption
from api.reviewing import Skills, decide, readable, write_training
from api.settings import records_url
from data.records import (
    ACCEPTED,
    CORRECTED,
    OPEN,
    REJECTED,
    RELATIONS,
    REVIEW_KINDS,
    REVIEW_STATES,
    Records,
    Review,
    Verdict,
)
from data.workspace import Workspace

Which = Annotated[str, typer.Option(help="Of one issuer only.", show_default="all")]
Kind = Annotated[str, typer.Option(help=f"Only {' or '.join(REVIEW_KINDS)}s.", show_default="both")]
State = Annotated[str, typer.Option(help=f"{', '.join(REVIEW_STATES)}, or all.")]


@skills.command()
def review(
    accept: Annotated[list[str] | None, typer.Option(help="A review that is right. Repeat for more.")] = None,
    reject: Annotated[list[str] | None, typer.Option(help="A review that is wrong. Repeat for more.")] = None,
    correct: Annotated[
        tuple[str, str] | None, typer.Option(help="A review, and the skill that is right.", metavar="ID SKILL")
    ] = None,
    reopen: Annotated[list[str] | None, typer.Option(help="Take a decision back. Repeat for more.")] = None,
    relation: Annotated[str, typer.Option(help=f"With --correct, of a mapping: {', '.join(RELATIONS)}.")] = "",
    note: Annotated[str, typer.Option(help="Why, for whoever looks at it later.")] = "",
    by: Annotated[str, typer.Option(help="Who decides.", show_default="your user name")] = "",
    version: Annotated[int, typer.Option(help="The version that was looked at; 0: undecided.", min=0)] = 0,
    export: Annotated[
        Path | None, typer.Option(help="Write what was decided as training rows, in CSV.", show_default=False)
    ] = None,
    issuer: Which = "",
    kind: Kind = "",
    state: State = OPEN,
    limit: Annotated[int, typer.Option("--limit", "-n", help="How many are listed.", min=1, max=10_000)] = 20,
    after: Annotated[str, typer.Option(help="List on from behind this review.", show_default=False)] = "",
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    """Review tags and mappings, the least sure first: list them, accept, reject or correct them.

    stackway skills review --issuer acme

    stackway skills review --accept 0f3c... --reject 81aa... --by "Ada Lovelace"

    stackway skills review --correct 5b2e... esco:skill/... --export training.csv

    Decisions win over what the program finds, in each build from the next one on.
    """
    verdicts = [
        *((id_, Verdict(state=ACCEPTED, note=note)) for id_ in accept or ()),
        *((id_, Verdict(state=REJECTED, note=note)) for id_ in reject or ()),
        *((id_, Verdict(state=OPEN, note=note)) for id_ in reopen or ()),
    ]
    if correct is not None:
        verdicts.append((correct[0], Verdict(state=CORRECTED, skill=correct[1], relation=relation, note=note)))
    elif relation:
        raise BadOption("--relation says how a correction is related.", hint="Give --correct ID SKILL with it.")
    _check(kind, state, [id_ for id_, _ in verdicts])
    folder = options.folder(workspace)
    with Records.open(records_url(Workspace.open(folder))) as records:
        if verdicts or export is not None:
            who, now = By(issuer, by or _user(), operator=not issuer), datetime.now(UTC)
            for id_, _ in verdicts:
                readable(records, id_, who)
            with ExitStack() as stack:
                known = _skills(stack.enter_context(Engine.open(folder))) if correct is not None else None
                done = [decide(records, id_, verdict, version, who, now, known) for id_, verdict in verdicts]
            _tell_decided(done, _exported(records, export, issuer), as_json=as_json)
            return
        wanted = None if state == "all" else state
        found = records.reviews(issuer or None, kind=kind or None, state=wanted, limit=limit, after=after)
        _tell_listed(found, records.review_counts(issuer or None), as_json=as_json)


def _check(kind: str, state: str, ids: Sequence[str]) -> None:
    if kind and kind not in REVIEW_KINDS:
        raise BadOption(f"{kind[:50]!a} is no kind of review.", hint=f"Known: {', '.join(REVIEW_KINDS)}.")
    if state not in (*REVIEW_STATES, "all"):
        raise BadOption(f"{state[:50]!a} is no state.", hint=f"Known: {', '.join(REVIEW_STATES)}, all.")
    if len(set(ids)) < len(ids):
        raise BadOption("Two things are said of one review.", hint="Decide each once.")


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        raise BadOption("Who decides isn't known.", hint="Say it: --by NAME.") from None


def _skills(engine: Engine) -> Skills:
    return Skills(engine.skill_id, engine.name_of)


def _exported(records: Records, path: Path | None, issuer: str) -> int | None:
    if path is None:
        return None
    return write_training(path, (one for one in records.decided() if not issuer or one.proposal.issuer == issuer))


def _tell_decided(done: Sequence[Review], rows: int | None, *, as_json: bool) -> None:
    if as_json:
        printing.as_json({"decided": [one.plain for one in done], "exported": rows})
        return
    for one in done:
        said = one.proposal
        now = one.decision.verdict if one.decision else None
        instead = f", now {now.label or now.skill} ({now.relation or 'tag'})" if now and one.state == CORRECTED else ""
        told = f"{one.id}  {one.state}: {said.name or said.subject} - {said.label or said.skill}{instead}"
        printing.console.print(f"{told}. Version {one.version}.", markup=False, soft_wrap=True)
    if done:
        printing.console.print("It counts from the next `stackway build` on.")
    if rows is not None:
        printing.console.print(f"Wrote {rows:,} training rows.")


def _tell_listed(found: Sequence[Review], counts: Any, *, as_json: bool) -> None:
    if as_json:
        told = [{"kind": kind, "state": state, "count": count} for (kind, state), count in sorted(counts.items())]
        printing.as_json({"reviews": [one.plain for one in found], "counts": told})
        return
    table = Table("id", "sure", "what", "is, or teaches", "evidence", box=None, header_style="bold", pad_edge=False)
    for one in found:
        said, state = one.proposal, f" ({one.state})" if one.state != OPEN else ""
        right = f"{said.relation}: {said.label or said.skill}" if said.relation else said.label or said.skill
        sure = f"{said.confidence:.2f}"
        table.add_row(one.id, sure, escape(said.name or said.subject), escape(right + state), escape(said.evidence))
    printing.console.print(table)
    left = sum(count for (_, state), count in counts.items() if state == OPEN)
    printing.console.print(f"{left:,} are undecided; {sum(counts.values()) - left:,} are decided.")
