"""The quarters of 2015 as rows: knobs chosen on the last two quarters of 2014, then each quarter tested once."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from recommender.evaluating.measures import MEASURES, Reals, interval
from recommender.learning.histories import Floats
from recommender.learning.two_stage import Trees
from tests.benchmarks.next_credential.canvas import (
    MIXES,
    TESTED,
    TREES,
    VALIDATED,
    Quarter,
    Registrations,
    columns,
    mixed,
    quarter_of,
    ranked,
    read_canvas,
    stackway_scores,
)
from tests.benchmarks.next_credential.rows import Row

Scorer = Callable[[Quarter], Floats]
SINGLE = {
    "popularity": "popularity of disciplines",
    "content-knn": "content-knn",
    "discipline-share": "share",
    "discipline-transitions": "discipline-transitions",
}
TASKS = {"quarters, registered": False, "quarters, done well": True}


def canvas_rows(path: Path) -> list[Row]:
    """All models on both tasks, Stackway first; rows of the main task come first. Each task has its own knobs."""
    rows_of_file = read_canvas(path)
    quarters = [quarter_of(rows_of_file, number) for number in TESTED]
    rows = []
    for task, done in TASKS.items():
        begun = time.perf_counter()
        knobs, weight = chosen(rows_of_file, only_done=done)
        scorers = _scorers(rows_of_file, knobs, weight, only_done=done)
        found: dict[str, list[Floats]] = {}
        seconds: dict[str, float] = {}
        for name, scorer in scorers.items():
            found[name] = [scorer(quarter) for quarter in quarters]
            seconds[name], begun = time.perf_counter() - begun, time.perf_counter()
        for row in _rows(task, quarters, found, only_done=done):
            row["train_s"] = seconds[row["model"]]
            row["ms_per_learner"] = 1000 * seconds[row["model"]] / sum(len(quarter.asked) for quarter in quarters)
            row["knobs"] = f"{knobs}, content x {weight}" if row["model"] == "stackway" else ""
            rows.append(row)
    return rows


def _scorers(rows_of_file: Registrations, knobs: Trees, weight: float, *, only_done: bool) -> dict[str, Scorer]:
    found: dict[str, Scorer] = {
        "stackway": lambda quarter: ours(rows_of_file, quarter, knobs, weight, only_done=only_done)
    }
    for name, column in SINGLE.items():
        found[name] = lambda quarter, column=column: columns(rows_of_file, quarter)[column]  # type: ignore[misc]
    return found


def ours(rows_of_file: Registrations, quarter: Quarter, knobs: Trees, weight: float, *, only_done: bool) -> Floats:
    """Stackway's scores of a quarter's offerings."""
    content = columns(rows_of_file, quarter)["content-knn"]
    return mixed(stackway_scores(rows_of_file, quarter, knobs, only_done=only_done), content, weight)


def chosen(rows_of_file: Registrations, *, only_done: bool) -> tuple[Trees, float]:
    """The simplest knobs that are within a standard error of the best, on the two quarters before those tested.

    The simplest: those in which content counts most beside the trees, then the smallest trees. Quarters differ, and
    two of them say little about what fits them by chance.
    """
    quarters = [quarter_of(rows_of_file, number) for number in VALIDATED]
    contents = [columns(rows_of_file, quarter)["content-knn"] for quarter in quarters]
    found: dict[tuple[Trees, float], Reals] = {}
    for knobs in TREES:
        trees = [stackway_scores(rows_of_file, quarter, knobs, only_done=only_done) for quarter in quarters]
        for weight in MIXES:
            each = [
                ranked(mixed(tree, content, weight), quarter, only_done=only_done).per_learner("ndcg@10")
                for tree, content, quarter in zip(trees, contents, quarters, strict=True)
            ]
            found[knobs, weight] = np.concatenate(each)
    best = max(found.values(), key=lambda values: float(values.mean()))
    enough = float(best.mean() - best.std() / np.sqrt(len(best)))
    fit = [knobs for knobs, values in found.items() if values.mean() >= enough]
    return max(fit, key=lambda each: (each[1], -each[0].rounds * each[0].leaves))


def _rows(task: str, quarters: list[Quarter], found: dict[str, list[Floats]], *, only_done: bool) -> list[Row]:
    values: dict[str, dict[str, Reals]] = {}
    rows: list[Row] = []
    for name, scores in found.items():
        each = [ranked(one, quarter, only_done=only_done) for one, quarter in zip(scores, quarters, strict=True)]
        values[name] = {m: np.concatenate([one.per_learner(m) for one in each]) for m in MEASURES}
        row: Row = {"model": name, **{measure: float(values[name][measure].mean()) for measure in MEASURES}}
        row["coverage"] = float(np.mean([one.coverage for one in each]))
        row["learners"], row["task"] = len(values[name]["mrr"]), task
        row["predicts"] = "completed or graded 0.7 or more" if only_done else "registered"
        row["ndcg@10 by quarter"] = [float(one.per_learner("ndcg@10").mean()) for one in each]
        if name != "stackway":
            low, high = interval(values["stackway"]["ndcg@10"], values[name]["ndcg@10"])
            mean = float((values["stackway"]["ndcg@10"] - values[name]["ndcg@10"]).mean())
            row["stackway_gain_ndcg@10"] = {"mean": mean, "low": low, "high": high}
        rows.append(row)
    return rows


def show_canvas(rows: list[Row]) -> None:
    """Print the table."""
    table = Table("task", "model", *MEASURES, "coverage", "seconds", "learners", "Stackway's gain, 95%")
    for row in rows:
        gain = row.get("stackway_gain_ndcg@10")
        wide = f"{gain['mean']:+.4f} ({gain['low']:+.4f} to {gain['high']:+.4f})" if gain else ""
        numbers = [f"{row[measure]:.4f}" for measure in (*MEASURES, "coverage")]
        table.add_row(row["task"], row["model"], *numbers, f"{row['train_s']:.1f}", str(row["learners"]), wide)
    Console(width=170).print(table)
