"""The model of training at scale as a recipe beside the others: trained from Parquet, through the very same code.

python -m tests.benchmarks.next_credential.scalable --awards FILE --format sequences --json OUT

Only validation parts are looked at; what it is compared with is dense EASE with recency, tuned on the same part.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from recommender.learning.histories import Histories
from recommender.learning.models import Associations, Recency
from recommender.training import served
from recommender.training.engines import engine_of
from recommender.training.settings import Settings
from recommender.training.training import train
from tests.benchmarks.next_credential.baselines import grids
from tests.benchmarks.next_credential.tasks import task
from tests.benchmarks.next_credential.tuning import choose, measured, validation


@dataclass(frozen=True, slots=True)
class Scalable:
    """Training at scale with its settings."""

    settings: Settings
    name: str = "scalable"

    def fit(self, histories: Histories) -> Associations:
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder)
            pq.write_table(_awards(histories), place / "awards.parquet")
            engine = engine_of("duckdb", place / "engine", memory_gb=2.0)
            train([place / "awards.parquet"], place / "out", engine, self.settings, lambda *_: None)
            engine.close()
            model = served.load(place / "out")
            numbers = np.array([int(name) for name in model.names])
            coo = model.matrix.tocoo()
            rows, columns = (numbers[each] for each in coo.coords)
            matrix = np.zeros((histories.size, histories.size), np.float32)
            matrix[rows, columns] = coo.data
        return Associations(Recency(self.settings.recency), matrix)


def main(arguments: Sequence[str] | None = None) -> int:
    """Tune both on the validation part, print and write."""
    parser = argparse.ArgumentParser(prog="tests.benchmarks.next_credential.scalable", description=__doc__)
    parser.add_argument("--awards", nargs="+", type=Path, required=True)
    parser.add_argument("--format", choices=["sequences", "csv", "cnpc", "stackexchange"], required=True)
    parser.add_argument("--json", type=Path, required=True)
    told = parser.parse_args(arguments)
    split = validation(task(told.format, told.awards))
    size = split.before.size
    print(f"{len(split.before)} learners, {size} credentials, {len(split.asked)} asked, validation only")
    ease = choose(grids(small=size < 1000, dated=split.before.days is not None)["ease-recency"], split)
    rows: list[dict[str, Any]] = [{"model": "ease-recency", "ndcg@10": ease.ndcg, "recall@10": ease.recall}]
    rows[0]["knobs"] = repr(ease.recipe)
    _show(rows[-1])
    for name, settings in variants(size, ease.recipe.l2, ease.recipe.recency.decay):  # type: ignore[attr-defined]
        begun = time.perf_counter()
        ndcg, recall = measured(Scalable(settings).fit(split.before), split.asked, split.targets)
        rows.append({"model": name, "ndcg@10": ndcg, "recall@10": recall, "knobs": repr(settings)})
        rows[-1]["seconds"] = time.perf_counter() - begun
        _show(rows[-1])
    told.json.write_text(json.dumps(rows, indent=1))
    return 0


def variants(size: int, l2: float, decay: float) -> list[tuple[str, Settings]]:
    """One knob after the other, from the same ridge and recency as EASE."""
    base = Settings(parts=2, l2=l2, recency=decay, mix=0.0)
    found = [("dense, k 200", base), ("dense, k 50", replace(base, k=50))]
    found += [(f"{n} neighbours", replace(base, dense=0, neighbours=n)) for n in (25, 50, 100)]
    found += [(f"mix {mix}", replace(base, mix=mix)) for mix in (0.5, 1.0, 2.0, 4.0)]
    found += [("50 neighbours, mix 2.0", replace(base, dense=0, mix=2.0))]
    return [*found, ("defaults", Settings(parts=2))]


def _show(row: dict[str, Any]) -> None:
    print(f"  {row['model']:32} {row['ndcg@10']:.4f} {row['recall@10']:.4f} {row.get('seconds', 0):.1f} s", flush=True)


def _awards(histories: Histories) -> pa.Table:
    """With days where there are; else each award a day after the one before."""
    later = np.arange(len(histories.items)) - np.repeat(histories.starts[:-1], histories.lengths)
    days = later if histories.days is None else histories.days
    columns = {
        "learner": pa.array(histories.owners),
        "credential": pa.array([f"{item:07d}" for item in histories.items]),
        "awarded": pa.array(days.astype(np.int32), pa.int32()).cast(pa.date32()),
    }
    return pa.table(columns)


if __name__ == "__main__":
    sys.exit(main())
