"""What is kept of learners: awards imported, events told, a learner forgotten, the figures for an issuer."""

from __future__ import annotations

import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request

from api.http.context import EngineHere, LearnerId, MaySeeLearners, MayTell, MayWrite, now
from api.http.schemas import Events
from data.records import Event

router = APIRouter(prefix="/v1", tags=["records"])


@router.post("/imports/awards")
async def import_awards(request: Request, engine: EngineHere, caller: MayWrite) -> dict[str, Any]:
    """Import awards and enrolments as CSV (learner, credential, date, ...); the same file twice is as once."""
    from starlette.concurrency import run_in_threadpool

    content = await request.body()
    return await run_in_threadpool(_import_awards, engine, caller.issuer, content)


def _import_awards(engine: EngineHere, issuer: str, content: bytes) -> dict[str, Any]:
    from data import awards

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "awards.csv"
        path.write_bytes(content)
        reading = awards.read(path, issuer=issuer)
    added = engine.records.add_awards(reading.tables["awards"], now())
    return {
        "new": added.new,
        "same": added.same,
        "changed": added.changed,
        "set_aside": [str(row) for row in reading.report.aside],
        "remarks": list(reading.report.remarks),
    }


@router.post("/events", status_code=202)
def tell(body: Events, engine: EngineHere, caller: MayTell) -> dict[str, int]:
    """Tell what came of suggestions; each kind is kept once for each suggestion, whoever tells it how often."""
    at = now()
    engine.events.add_events(Event(event.suggestion, event.kind, at) for event in body.events)
    return {"taken": len(body.events)}


@router.get("/figures")
def figures(engine: EngineHere, caller: MaySeeLearners) -> dict[str, Any]:
    """What came of the issuer's suggestions, credential by credential: shown, clicked, enrolled, earned, dismissed."""
    engine.events.flush()
    return {"credentials": [asdict(row) for row in engine.records.funnel(caller.issuer)]}


@router.delete("/learners/{learner}")
def forget(learner: LearnerId, engine: EngineHere, caller: MayWrite) -> dict[str, Any]:
    """Leave nothing of a learner behind: awards, choices, suggestions, events."""
    done = engine.events.forget(learner)
    return {"removed": dict(done.rows), "wiped": done.wiped}
