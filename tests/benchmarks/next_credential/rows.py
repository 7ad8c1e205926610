"""One row a model: measures on the test, intervals against Stackway, by history length and by support."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from recommender.evaluating.buckets import buckets_of
from recommender.evaluating.measures import MEASURES, Ranked, Reals, interval
from tests.benchmarks.next_credential.tasks import Task

Row = dict[str, Any]


def row(name: str, ranked: Sequence[Ranked], task: Task, **more: Any) -> Row:
    """The measures of one model; several rankings are several seeds, and their mean is given with its spread."""
    means = {m: [float(each.per_learner(m).mean()) for each in ranked] for m in (*MEASURES, "share@10")}
    found: Row = {"model": name, **{measure: float(np.mean(means[measure])) for measure in MEASURES}}
    found["hits@10 / targets"] = float(np.mean(means["share@10"]))
    if len(ranked) > 1:
        found["ndcg@10 by seed"] = means["ndcg@10"]
    found["coverage"] = float(np.mean([each.coverage for each in ranked]))
    found["ms_per_learner"] = 1000 * float(np.mean([each.seconds for each in ranked])) / max(ranked[0].learners, 1)
    return {**found, "learners": ranked[0].learners, "predicts": task.predicts, "task": task.name, **more}


def against(rows: Sequence[Row], values: Mapping[str, Reals], ours: str = "stackway") -> None:
    """Write into each row how far Stackway is above it, with the 95% interval of a paired bootstrap."""
    if ours not in values:
        return
    for each in rows:
        if each["model"] != ours:
            low, high = interval(values[ours], values[each["model"]])
            gain = float((values[ours] - values[each["model"]]).mean())
            each["stackway_gain_ndcg@10"] = {"mean": gain, "low": low, "high": high}


def by_bucket(values: Mapping[str, Reals], task: Task, ours: str = "stackway") -> list[Row]:
    """NDCG@10 of all models in each bucket, and Stackway against the best other model of the bucket."""
    rows = []
    for kind, name, kept in buckets_of(task.split):
        count = int(kept.sum())
        found: Row = {"by": kind, "bucket": name, "learners": count}
        if count:
            found["ndcg@10"] = {model: float(each[kept].mean()) for model, each in values.items()}
            others = {model: value for model, value in found["ndcg@10"].items() if model != ours}
            if ours in values and others:
                best = max(others, key=lambda model: others[model])
                low, high = interval(values[ours][kept], values[best][kept])
                found |= {"best other": best, "stackway against it": {"low": low, "high": high}}
        rows.append(found)
    return rows


def show(rows: Sequence[Row], parts: Sequence[Row], title: str) -> None:
    """Print both tables."""
    table = Table(title=title)
    heads = (*MEASURES, "coverage", "train_s", "ms_per_learner")
    for head in ("model", *heads, "validation ndcg@10", "Stackway's gain, 95%"):
        table.add_column(head)
    for each in rows:
        gain = each.get("stackway_gain_ndcg@10")
        cells = [f"{each[head]:.4f}" if head in MEASURES else f"{each[head]:.3g}" for head in heads]
        wide = f"{gain['mean']:+.4f} ({gain['low']:+.4f} to {gain['high']:+.4f})" if gain else ""
        table.add_row(each["model"], *cells, f"{each['validation']['ndcg@10']:.4f}", wide)
    console = Console(width=190)
    console.print(table)
    smaller = Table("by", "bucket", "learners", "stackway", "best other", "its ndcg@10", "gain, 95%", title="NDCG@10")
    for part in parts:
        smaller.add_row(*_cells(part))
    console.print(smaller)


def _cells(part: Row) -> list[str]:
    head = [part["by"], part["bucket"], str(part["learners"])]
    if not part["learners"]:
        return [*head, "nobody in it"]
    found, best, wide = part["ndcg@10"], part.get("best other"), part.get("stackway against it")
    if best is None or wide is None:
        return head
    both = [f"{found['stackway']:.4f}", best, f"{found[best]:.4f}"]
    return [*head, *both, f"{wide['low']:+.4f} to {wide['high']:+.4f}"]
