"""Training at scale: time, memory and size of a model of synthetic awards, and how fast it answers.

python -m tests.benchmarks.scale --awards 1000000 --credentials 10000 --json OUT
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
from scipy import sparse

from recommender.training import served
from tests.benchmarks.processes import stackway, timed
from tests.benchmarks.scale_awards import write

ASKED = 1000
AFTER = 40_000
"""The day of the update, in 2079: after all that is drawn."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw, train in a process of its own, ask, add a day, print and write."""
    told = _parser().parse_args(arguments)
    with tempfile.TemporaryDirectory(dir=told.folder) as folder:
        found = measured(Path(folder), told)
    told.json.write_text(json.dumps(found, indent=1))
    for name, value in found.items():
        print(f"{name:24} {value:,.2f}" if isinstance(value, float) else f"{name:24} {value}")
    return 0


def measured(folder: Path, told: argparse.Namespace) -> dict[str, Any]:
    """All figures of one size; `load` is what the machine had to do for others when it began."""
    load, begun = os.getloadavg()[0], time.perf_counter()
    awards, day, out = folder / "awards.parquet", folder / "day.parquet", folder / "out"
    learners = write(awards, awards=told.awards, credentials=told.credentials, seed=told.seed)
    drawn = time.perf_counter() - begun
    write(day, awards=max(told.awards // 1000, 1), credentials=told.credentials, seed=told.seed + 1, on=AFTER)
    common = ["--out", str(out), "--engine", told.engine, "--memory", str(told.memory), "--threads", "2"]
    seconds, peak = timed(stackway("train", str(awards), *common))
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    model = served.load(out)
    p50, p95 = asked(model, awards)
    again, again_peak = timed(stackway("train", "--update", str(day), *common))
    drift = drifted(folder, [awards, day], common) if told.drift else {}
    return drift | {
        "awards": told.awards, "credentials": len(model.names), "learners": learners, "engine": told.engine,
        "load before": load, "drawing s": drawn, "training s": seconds, "peak MB": peak, "kept MB": size / 1e6,
        "served MB": sum(part.nbytes for part in (model.matrix.data, model.matrix.indices, model.matrix.indptr)) / 1e6,
        "p50 ms": p50, "p95 ms": p95, "update awards": max(told.awards // 1000, 1), "update s": again,
        "update peak MB": again_peak, "cores": os.cpu_count(), "machine": platform.platform(),
    }  # fmt: skip


def asked(model: served.Served, awards: Path) -> tuple[float, float]:
    """The median and the 95th percentile, in ms, of one recommendation for one of the first learners."""
    taken = []
    for history in histories_of(awards):
        begun = time.perf_counter()
        model.recommend(history)
        taken.append(1000 * (time.perf_counter() - begun))
    return float(np.median(taken)), float(np.quantile(taken, 0.95))


def drifted(folder: Path, awards: Sequence[Path], common: Sequence[str]) -> dict[str, Any]:
    """How far the updated model is from one trained anew on the same awards; learners of the day and others.

    `drift top 10`: the share of one's first ten that the other has, for the first learners, whom the day touches most;
    `drift mean`, `drift most`: of all associations that either has, the difference in size.
    """
    step, place = served.load(folder / "out"), folder / "full"
    seconds, _ = timed(stackway("train", *map(str, awards), "--out", str(place), *common[2:]))
    full = served.load(place)
    same = [
        len({name for name, _ in step.recommend(one)} & {name for name, _ in full.recommend(one)}) / 10
        for one in histories_of(awards[0])
    ]
    numbers = np.array([full.numbers[name] for name in step.names])
    coo = step.matrix.tocoo()
    moved = sparse.coo_array((coo.data, (numbers[coo.coords[0]], numbers[coo.coords[1]])), shape=full.matrix.shape)
    apart = np.append(np.abs((moved.tocsr() - full.matrix).data), 0.0)
    of = float(np.abs(full.matrix.data).mean())
    return {
        "drift top 10": float(np.mean(same)), "drift mean": float(apart.mean()), "drift most": float(apart.max()),
        "association mean": of, "full again s": seconds,
    }  # fmt: skip


def histories_of(awards: Path) -> list[list[str]]:
    """What the first learners have, oldest first."""
    rows = next(pq.ParquetFile(awards).iter_batches(20 * ASKED, columns=["learner", "credential"])).to_pydict()
    found: dict[str, list[str]] = {}
    for learner, credential in zip(rows["learner"], rows["credential"], strict=True):
        found.setdefault(learner, []).append(credential)
    return list(found.values())[:ASKED]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tests.benchmarks.scale", description=__doc__)
    parser.add_argument("--awards", type=int, default=1_000_000)
    parser.add_argument("--credentials", type=int, default=10_000)
    parser.add_argument("--engine", choices=["duckdb", "spark"], default="duckdb")
    parser.add_argument("--memory", type=float, default=4.0, help="GB that the engine may hold")
    parser.add_argument("--folder", type=Path, default=None, help="where the files of the run may lie, for a while")
    parser.add_argument("--drift", action="store_true", help="train all anew after the update and compare")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", type=Path, required=True)
    return parser


if __name__ == "__main__":
    sys.exit(main())
