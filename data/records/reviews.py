"""Proposals that a person decides about: filed as often as they are found, decided once by one person at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from math import isfinite
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, bindparam, delete, func, insert, or_, select, update

from data.errors import EditConflict, RecordsError
from data.records.awards import batches
from data.records.checks import name, one_of, prose, utc
from data.records.schema import decisions, reviews
from data.review_rows import (
    CORRECTED,
    MAPPING,
    OPEN,
    REJECTED,
    RELATIONS,
    REVIEW_KINDS,
    REVIEW_STATES,
    Decision,
    Filed,
    Proposal,
    Review,
    Verdict,
)

BATCH: Final = 500
DIGITS: Final = 4
"""To how many digits a confidence is kept, so that a proposal found again is equal to what it was."""

_MOVING: Final = ("issuer", "relation", "name", "label", "how", "confidence", "evidence")
"""What may be another when the same is proposed again."""

_LAST: Final = (
    select(reviews, *(decisions.c[one].label(f"d_{one}") for one in ("state", "skill", "label", "relation")),
           *(decisions.c[one].label(f"d_{one}") for one in ("note", "author", "at")))
    .outerjoin(decisions, (decisions.c.review == reviews.c.id) & (decisions.c.version == reviews.c.version))
)  # fmt: skip


def file(connection: Connection, kind: str, issuer: str | None, found: Iterable[Proposal], now: datetime) -> Filed:
    """Make the undecided ones of a kind (of an issuer) those that were found now; see `Records.file_proposals`."""
    meant = (reviews.c.kind == one_of(kind, REVIEW_KINDS, "kind of review")) & (reviews.c.version == 0)
    if issuer is not None:
        meant &= reviews.c.issuer == issuer
    columns = [reviews.c[one] for one in ("id", *_MOVING)]
    left = {row.id: tuple(row)[1:] for row in connection.execute(select(*columns).where(meant))}
    decided = set(connection.scalars(select(reviews.c.id).where(reviews.c.kind == kind, reviews.c.version > 0)))
    fresh: dict[str, dict[str, Any]] = {}
    moved: list[dict[str, Any]] = []
    as_new, there = {"proposed": utc(now), "state": OPEN, "version": 0}, 0
    for one in found:
        row = _checked(one, kind, issuer)
        before = left.pop(row["id"], None)
        there += before is not None or row["id"] in decided
        if before is None and row["id"] not in decided:
            fresh[row["id"]] = row
        elif before is not None and before != tuple(row[each] for each in _MOVING):
            moved.append({f"to_{each}": value for each, value in row.items() if each in ("id", *_MOVING)})
    for some in batches(fresh.values(), BATCH):
        connection.execute(insert(reviews), [row | as_new for row in some])
    if moved:
        same = update(reviews).where(reviews.c.id == bindparam("to_id"))
        connection.execute(same.values({one: bindparam(f"to_{one}") for one in _MOVING}), moved)
    for gone in batches(left, BATCH):
        connection.execute(delete(reviews).where(reviews.c.id.in_(gone)))
    return Filed(len(fresh), there, len(left))


def _checked(one: Proposal, kind: str, issuer: str | None) -> dict[str, Any]:
    if one.kind != kind or (issuer is not None and one.issuer != issuer):
        raise RecordsError(
            f"A {one.kind} of {one.issuer[:50]!a} is filed as a {kind} of {issuer or 'all'}.",
            hint="File each kind by itself.",
        )
    relation = one_of(one.relation, RELATIONS if kind == MAPPING else ("",), "relation")
    if not (isfinite(one.confidence) and 0 <= one.confidence <= 1):
        raise RecordsError(f"{one.confidence!r} is no confidence.", hint="Give a number from 0 to 1.")
    return {
        "id": one.id,
        "kind": kind,
        "issuer": name(one.issuer, "issuer"),
        "subject": name(one.subject, "what is tagged or mapped"),
        "skill": name(one.skill, "skill"),
        "relation": relation,
        "name": prose(one.name),
        "label": prose(one.label),
        "how": prose(one.how),
        "confidence": round(float(one.confidence), DIGITS),
        "evidence": prose(one.evidence),
    }


def listing(
    connection: Connection, meant: Mapping[str, str | None], limit: int, after: Review | None
) -> tuple[Review, ...]:
    """Reviews whose columns have the values `meant` (None: any), the least sure first, those behind `after`."""
    query = _LAST.order_by(reviews.c.confidence, reviews.c.id).limit(limit)
    for column, value in meant.items():
        if value is not None:
            query = query.where(reviews.c[column] == value)
    if after is not None:
        sure = after.proposal.confidence
        behind = (reviews.c.confidence == sure) & (reviews.c.id > after.id)
        query = query.where(or_(reviews.c.confidence > sure, behind))
    return tuple(_read(connection, query))


def one(connection: Connection, id_: str) -> Review | None:
    """The review with its last decision; None where there is none of that identifier."""
    return next(_read(connection, _LAST.where(reviews.c.id == id_)), None)


def decided(connection: Connection, kind: str | None = None) -> tuple[Review, ...]:
    """All that are decided, in the order of their last decisions."""
    query = _LAST.where(reviews.c.state != OPEN).order_by(decisions.c.at, reviews.c.id)
    return tuple(_read(connection, query if kind is None else query.where(reviews.c.kind == kind)))


def history(connection: Connection, id_: str, limit: int) -> tuple[Decision, ...]:
    """All that was decided of one review, latest first."""
    rows = select(decisions).where(decisions.c.review == id_).order_by(decisions.c.version.desc()).limit(limit)
    return tuple(
        Decision(row.version, Verdict(state=row.state, skill=row.skill, label=row.label, relation=row.relation,
                                      note=row.note), row.author, row.at)
        for row in connection.execute(rows)
    )  # fmt: skip


def counts(connection: Connection, issuer: str | None) -> dict[tuple[str, str], int]:
    """How many reviews there are (of an issuer), by kind and state."""
    query = select(reviews.c.kind, reviews.c.state, func.count()).group_by(reviews.c.kind, reviews.c.state)
    if issuer is not None:
        query = query.where(reviews.c.issuer == issuer)
    return {(kind, state): count for kind, state, count in connection.execute(query)}


def decide(  # noqa: PLR0917 - the columns of one row
    connection: Connection, id_: str, verdict: Verdict, expected: int, author: str, now: datetime
) -> Review:
    """Keep what a person says; see `Records.decide`. The caller's transaction keeps other writers out."""
    there = one(connection, id_)
    if there is None:
        raise RecordsError(f"No review is called {id_[:100]!a}.", hint="`stackway skills review` lists them.")
    if there.version != expected:
        by = there.decision.author if there.decision else "nobody"
        raise EditConflict(
            f"{id_} stands at version {there.version} ({there.state}, by {by[:100]!a}), and what was decided about is "
            f"version {expected}.",
            hint="Look at it again, and send that version's number with the decision.",
            version=there.version,
            body=there.plain,
        )
    row = {**_said(verdict, there.proposal), "author": name(author, "author"), "at": utc(now)}
    connection.execute(insert(decisions).values(review=id_, version=expected + 1, **row))
    kept = update(reviews).where(reviews.c.id == id_).values(state=row["state"], version=expected + 1)
    connection.execute(kept)
    done = one(connection, id_)
    assert done is not None  # noqa: S101 - it was there within this transaction
    return done


def _said(verdict: Verdict, of: Proposal) -> dict[str, str]:
    """What counts by a verdict; raises `RecordsError` where it makes no sense for the proposal."""
    state = one_of(verdict.state, REVIEW_STATES, "decision")
    skill, relation, label = verdict.skill or of.skill, verdict.relation or of.relation, verdict.label
    if state != CORRECTED:
        if (skill, relation) != (of.skill, of.relation):
            raise RecordsError(
                f"{state} with another skill or relation.", hint="Send corrected where another one is right."
            )
        label = of.label
    elif (skill, relation) == (of.skill, of.relation):
        raise RecordsError("A correction to what was proposed.", hint="Accept it, or name what is right instead.")
    one_of(relation, RELATIONS if of.kind == MAPPING else ("",), "relation")
    if skill == of.subject:
        raise RecordsError(f"{skill[:100]!a} can't be mapped to itself.", hint="Name a skill of another vocabulary.")
    counts_ = state not in (OPEN, REJECTED)
    return {
        "state": state,
        "skill": name(skill, "skill") if counts_ else "",
        "label": prose(label if skill != of.skill else of.label) if counts_ else "",
        "relation": relation if counts_ else "",
        "note": prose(verdict.note),
    }


def _read(connection: Connection, query: Select[Any]) -> Iterator[Review]:
    return (_review(row) for row in connection.execute(query))


def _review(row: Row[Any]) -> Review:
    names = ("kind", "issuer", "subject", "skill", "relation", "name", "label", "how", "confidence", "evidence")
    proposal = Proposal(**{each: getattr(row, each) for each in names})
    decision = None
    if row.version:
        verdict = Verdict(state=row.d_state, skill=row.d_skill, label=row.d_label, relation=row.d_relation,
                          note=row.d_note)  # fmt: skip
        decision = Decision(row.version, verdict, row.d_author, row.d_at)
    return Review(row.id, proposal, row.proposed, decision)
