"""Whether the server lives, and whether it can answer."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request

from api.http.context import EngineHere

router = APIRouter(tags=["health"])


@router.get("/healthz")
def healthz() -> dict[str, str]:
    """The process lives."""
    return {"status": "ok"}


@router.get("/readyz")
def readyz(request: Request, engine: EngineHere) -> dict[str, Any]:
    """Which snapshot answers, and what keeps a newer one from doing so, if anything."""
    trouble = request.app.state.watch.trouble
    return {"status": "stale" if trouble else "ready", "snapshot": engine.snapshot_name, "trouble": trouble or None}
