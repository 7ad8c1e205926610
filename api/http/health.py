"""Whether the server lives, and whether it can answer."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request

from api.http.context import EngineHere
from api.http.store_watch import StoreWatch

router = APIRouter(tags=["health"])


@router.get("/healthz")
def healthz() -> dict[str, str]:
    """The process lives."""
    return {"status": "ok"}


@router.get("/readyz")
def readyz(request: Request, engine: EngineHere) -> dict[str, Any]:
    """Which snapshot answers, what keeps a newer one from doing so, if anything, and what is known of the graph store.

    The snapshot answers whatever becomes of the store: `stale` says that somebody should look.
    """
    watched: StoreWatch | None = request.app.state.store
    name, graph = engine.snapshot_name, engine.graph_name
    troubles = [
        request.app.state.watch.trouble,
        request.app.state.authored.trouble,
        watched.trouble(name, graph) if watched is not None else "",
    ]
    trouble = " ".join(filter(None, troubles))
    return {
        "status": "stale" if trouble else "ready",
        "snapshot": name,
        "graph": graph or None,
        "store": _store(watched) if watched is not None else None,
        "trouble": trouble or None,
    }


def _store(watched: StoreWatch) -> dict[str, Any]:
    seen = watched.seen
    stats = seen.stats if seen is not None else None
    return {
        "address": watched.name,
        "answers": None if seen is None else stats is not None,
        "graph": (stats.name or None) if stats is not None else None,
        "since": seen.since.isoformat(timespec="seconds") if seen is not None else None,
    }
