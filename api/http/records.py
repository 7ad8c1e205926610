"""What is kept of learners: awards imported, events told, a learner forgotten, the figures for an issuer."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from fastapi import APIRouter, Request

from api.http.context import Caller, EngineHere, LearnerId, MaySeeLearners, MayTell, MayWrite, now
from api.http.errors import SharedLearner, UnknownSuggestion
from api.http.recommendations import learner_of
from api.http.schemas import ChoicesIn, Events, PinIn
from data.records import Event, Pin

router = APIRouter(prefix="/v1", tags=["records"])

AWARDS_CSV: Final = {
    "text/csv": {
        "schema": {"type": "string"},
        "example": "learner,credential,date,state\nlearner-1,cncf:CKA,2025-05-01,awarded\n",
    }
}


@router.post("/imports/awards", openapi_extra={"requestBody": {"required": True, "content": AWARDS_CSV}})
async def import_awards(request: Request, engine: EngineHere, caller: MayWrite) -> dict[str, Any]:
    """Import awards and enrolments as CSV (learner, credential, date, ...); the same file twice is as once."""
    from starlette.concurrency import run_in_threadpool

    content = await request.body()
    return await run_in_threadpool(_import_awards, engine, caller, content)


def _import_awards(engine: EngineHere, caller: Caller, content: bytes) -> dict[str, Any]:
    from data import awards

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "awards.csv"
        path.write_bytes(content)
        reading = awards.read(path, issuer=caller.issuer)
    found = reading.tables["awards"]
    own = [credential for credential in found["credential"].unique() if _speaks_for(engine, caller, credential)]
    claimed = found["known"].eq("verified") & ~found["credential"].isin(own)
    found.loc[claimed, "known"] = "uploaded"
    added = engine.records.add_awards(found, now())
    return {
        "new": added.new,
        "same": added.same,
        "changed": added.changed,
        "set_aside": [str(row) for row in reading.report.aside],
        "remarks": [*reading.report.remarks, *_remarks(caller, int(claimed.sum()))],
    }


def _speaks_for(engine: EngineHere, caller: Caller, credential: str) -> bool:
    """Whether an award of the credential is verified because this caller says so: its own issuer does."""
    place = engine.snapshot.credential_index.get(credential)
    issuer = credential.partition(":")[0] if place is None else engine.snapshot.credential(place).issuer
    return issuer == caller.issuer


def _remarks(caller: Caller, claimed: int) -> Iterator[str]:
    if claimed:
        yield f"{claimed:,} awards of other issuers than {caller.issuer} are kept as uploaded: only theirs verify them."


@router.post("/events", status_code=202)
def tell(body: Events, engine: EngineHere, caller: MayTell) -> dict[str, int]:
    """Tell what came of suggestions; each kind is kept once for each suggestion, whoever tells it how often."""
    at = now()
    for event in body.events:
        _own(engine, caller, event.suggestion)
    engine.events.add_events(Event(event.suggestion, event.kind, at) for event in body.events)
    return {"taken": len(body.events)}


def _own(engine: EngineHere, caller: Caller, suggestion: str) -> None:
    """Raise `UnknownSuggestion` for one that was made on behalf of another issuer, as for one that isn't there."""
    found = engine.events.suggestion(suggestion)
    if found is None or found.issuer not in ("", caller.issuer):
        raise UnknownSuggestion(
            f"There is no suggestion {suggestion[:100]!a} of yours.",
            hint="Send the identifier that came with the recommendation.",
        )


@router.post("/learners/{learner}/choices")
def choose(learner: LearnerId, body: ChoicesIn, engine: EngineHere, caller: MayWrite) -> dict[str, list[str]]:
    """Keep what a learner decided: what not to suggest again, and what they know already. Raises `UnknownLearner`."""
    learner_of(engine, caller.issuer, learner)
    at, records = now(), engine.records
    for credential in body.dismissed:
        records.dismiss(learner, engine.credential(credential).id, at)
    for credential in body.undo_dismissed:
        records.undo_dismiss(learner, credential)
    for about in engine.known_ids(body.already_know):
        records.know_already(learner, about, at)
    for about in body.undo_already_know:
        records.undo_know_already(learner, about)
    kept = records.choices(learner)
    return {"dismissed": sorted(kept.dismissed), "already_know": sorted(kept.already_know)}


@router.get("/pins")
def pins(engine: EngineHere, caller: MaySeeLearners, placement: str = "") -> dict[str, Any]:
    """The issuer's pins and boosts in force at a placement: a credential, for its page; empty: everywhere."""
    return {"pins": [asdict(pin) for pin in engine.records.pins(caller.issuer, placement)]}


@router.post("/pins")
def pin(body: PinIn, engine: EngineHere, caller: MayWrite) -> dict[str, Any]:
    """Put a credential first at a placement, or lift it; the value 0 takes that back. Earlier ones stay on record."""
    made = Pin(issuer=caller.issuer, **{**body.model_dump(), "credential": engine.credential(body.credential).id})
    engine.records.put_pin(made, now())
    return pins(engine, caller, body.placement)


@router.get("/figures")
def figures(engine: EngineHere, caller: MaySeeLearners) -> dict[str, Any]:
    """What came of the issuer's suggestions, credential by credential: shown, clicked, enrolled, earned, dismissed."""
    engine.events.flush()
    return {"credentials": [asdict(row) for row in engine.records.funnel(caller.issuer)]}


@router.delete("/learners/{learner}")
def forget(learner: LearnerId, engine: EngineHere, caller: MayWrite) -> dict[str, Any]:
    """Leave nothing of a learner behind: awards, choices, suggestions, events. Raises `UnknownLearner`."""
    learner_of(engine, caller.issuer, learner)
    if "admin" not in caller.scopes and any(a.issuer != caller.issuer for a in engine.records.awards_of(learner)):
        raise SharedLearner(
            "Other issuers have records of a learner by this identifier, too.",
            hint="Whoever runs this server can remove them all, with a key that has the scope admin.",
        )
    done = engine.events.forget(learner)
    return {"removed": dict(done.rows), "wiped": done.wiped}
