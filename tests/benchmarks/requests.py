"""POST /v1/recommendations against a trivial route of the same server and run, in turns, every body different."""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from api.engine import Engine
from tests.benchmarks.figures import Figure, percentile
from tests.benchmarks.processes import watched
from tests.benchmarks.program import run
from tests.benchmarks.questions import SEED, questions
from tests.benchmarks.starting import free_port, wait_until_ready

ROUNDS = 7
ASKED = 300
TRIVIAL = 1500


def plan(workspace: Path, port: int, quick: bool) -> dict[str, Any]:
    """What the loader sends: rounds of bodies, all different, and how many trivial requests between them."""
    rounds, asked = (2, 40) if quick else (ROUNDS, ASKED)
    with Engine.open(workspace) as engine:
        drawn = questions(engine, (rounds + 1) * asked, seed=SEED + 1)
        bodies = [json.dumps({"credentials": one.holds, "goal": one.goal, "limit": 10}) for one in drawn]
    return {
        "port": port,
        "trivial": 100 if quick else TRIVIAL,
        "rounds": [bodies[n * asked : (n + 1) * asked] for n in range(rounds + 1)],
    }


def rounds_of(workspace: Path, folder: Path, quick: bool) -> tuple[list[dict[str, Any]], float]:
    """Serve a copy of the workspace and load it: the rounds after the first, which warms up, and the peak memory."""
    copy = shutil.copytree(workspace, folder / "ws", symlinks=True)
    port = free_port()
    planned = plan(copy, port, quick)
    with watched([sys.executable, "-m", "tests.benchmarks.server", str(copy), str(port)]) as (server, watch):
        (folder / "plan.json").write_text(json.dumps(planned | {"pid": server.pid}), "utf-8")
        wait_until_ready(port)
        loader = [sys.executable, "-m", "tests.benchmarks.load", str(folder / "plan.json"), str(folder / "found.json")]
        subprocess.run(loader, check=True)
        watch.look()
    found: list[dict[str, Any]] = json.loads((folder / "found.json").read_text("utf-8"))
    return found[1:], watch.peak_mb


def measure(workspace: Path, quick: bool) -> Sequence[Figure]:
    """The ratio is taken round by round; its median counts, its spread is told."""
    with tempfile.TemporaryDirectory() as folder:
        rounds, peak = rounds_of(workspace, Path(folder), quick)
    ratios = [one["asked"] / one["trivial"] for one in rounds]
    asked = [time for one in rounds for time in one["asked_ms"]]
    plain = [time for one in rounds for time in one["trivial_ms"]]
    work = sum(one["trivial_work"] for one in rounds) / sum(one["asked_work"] for one in rounds)
    spread = f"{min(ratios):.3f} to {max(ratios):.3f} over {len(rounds)} rounds"
    return [
        Figure("ratio to the trivial route, median", statistics.median(ratios), "", least=0.1, note=spread),
        Figure("the same by the server's processor time", work, "", note="hardly depends on what else runs"),
        Figure("recommendations", _median(rounds, "asked"), "requests/s", note=f"{len(asked):,} different bodies"),
        Figure("trivial route", _median(rounds, "trivial"), "requests/s"),
        Figure("recommendations, p50", percentile(asked, 0.5), "ms", note="4 connections, so 4 wait at once"),
        Figure("recommendations, p99", percentile(asked, 0.99), "ms"),
        Figure("trivial route, p50", percentile(plain, 0.5), "ms"),
        Figure("peak memory of the server", peak, "MB"),
    ]


def _median(rounds: Sequence[dict[str, Any]], what: str) -> float:
    return statistics.median(float(one[what]) for one in rounds)


if __name__ == "__main__":
    run("Requests a second over HTTP, one worker", measure)
