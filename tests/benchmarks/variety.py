"""What variety and a place for little-known credentials cost: the served list, end to end, on real histories.

python -m tests.benchmarks.variety --awards TRAIN TEST --format cnpc --subjects FILE --json OUT

A workspace is made of the histories before the test (in order, a day apart where only the order is known) and a
catalogue of what they name; where subjects are given (lines of JSON with `course_idx2` and `discipline`) a credential
teaches its subject, which also stands for its issuer. Learners of the test are then advised as a caller would be.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from api.engine import Engine
from graph.holdings import Award, Holdings
from recommender.advise import advise
from recommender.learning.histories import Histories
from recommender.query import Query
from recommender.snapshot import Snapshot
from recommender.weights import Weights
from tests.benchmarks.figures import Figure, keep, show
from tests.benchmarks.next_credential.tasks import task
from tests.benchmarks.processes import stackway

FIRST = date(2000, 1, 1)
TODAY = date(2100, 1, 1)
SHOWN = 10
RARE = 20


@dataclass(frozen=True, slots=True)
class Lists:
    """Who was shown what: NDCG@10 (learners,), how often each credential was shown, and how alike lists were inside."""

    ndcg: np.ndarray
    shown: np.ndarray
    alike: float


def written(folder: Path, histories: Histories, subjects: dict[str, str]) -> None:
    """The catalogue and the awards as an issuer would hand them in."""
    with (folder / "catalogue.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "name", "issuer", "skills"])
        for item in range(histories.size):
            subject = subjects.get(str(item), "")
            issuer = f"x:{subject or 'everybody'}".replace(" ", "-").replace("&", "and")
            rows.writerow([f"x:c{item:06d}", f"Course {item}", issuer, subject])
    with (folder / "awards.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["learner", "credential", "awarded"])
        for learner in range(len(histories)):
            for place, item in enumerate(histories.row(learner).tolist()):
                rows.writerow([f"l{learner}", f"x:c{item:06d}", (FIRST + timedelta(place)).isoformat()])


def built(folder: Path, histories: Histories, subjects: dict[str, str]) -> Path:
    """A workspace of it."""
    written(folder, histories, subjects)
    place = ["--workspace", str(folder / "ws")]
    for name in ("catalogue.csv", "awards.csv"):
        subprocess.run([*stackway("import", str(folder / name), "--yes"), *place], check=True, capture_output=True)
    subprocess.run([*stackway("build", "--no-default-data"), *place], check=True, capture_output=True)
    return folder / "ws"


def lists(snapshot: Snapshot, asked: Histories, targets: Histories, weights: Weights) -> Lists:
    """Advise every learner, and see where what they took next stands."""
    ndcg, shown, alike = np.zeros(len(asked)), np.zeros(snapshot.size), []
    for learner in range(len(asked)):
        awards = tuple(
            Award(f"x:c{item:06d}", awarded=FIRST + timedelta(place))
            for place, item in enumerate(asked.row(learner).tolist())
        )
        query = Query(today=TODAY, request_id=f"r{learner}", holdings=Holdings(awards), limit=SHOWN)
        found = [each.credential for each in advise(snapshot, query, None, weights).recommendations]
        places = [snapshot.place(credential) for credential in found]
        shown[places] += 1
        wanted = {f"x:c{item:06d}" for item in targets.row(learner).tolist()}
        gains = [1 / np.log2(at + 2) for at, credential in enumerate(found) if credential in wanted]
        ideal = sum(1 / np.log2(at + 2) for at in range(min(len(wanted), SHOWN)))
        ndcg[learner] = sum(gains) / ideal
        alike.append(_alike(snapshot, places))
    return Lists(ndcg, shown, float(np.mean(alike)))


def _alike(snapshot: Snapshot, places: list[int]) -> float:
    """The mean cosine of the skills of two credentials of a list."""
    if len(places) < 2:
        return 0.0
    rows = np.asarray(snapshot.profile.matrix[places].toarray())
    cosine = rows @ rows.T
    return float((cosine.sum() - np.trace(cosine)) / (len(places) * (len(places) - 1)))


def gini(shown: np.ndarray) -> float:
    """How unequally places are given: 0 all alike, towards 1 all to one."""
    ordered = np.sort(shown)
    n = len(ordered)
    return float((2 * np.arange(1, n + 1) - n - 1) @ ordered / (n * max(ordered.sum(), 1)))


def figures(snapshot: Snapshot, asked: Histories, targets: Histories) -> list[Figure]:
    """One line a setting."""
    rare = snapshot.arrays["earned"] < RARE
    own = snapshot.weights
    plain = lists(snapshot, asked, targets, replace(own, variety=0.0))
    settings = [(f"variety {value}", replace(own, variety=value)) for value in (0.05, 0.15, 0.3)] + [
        (f"little-known {value}", replace(own, variety=0.0, little_known=value)) for value in (0.05, 0.1, 0.2)
    ]
    found = [Figure("neither: NDCG@10", float(plain.ndcg.mean()), "", note=_note(plain, rare))]
    for name, weights in settings:
        told = lists(snapshot, asked, targets, weights)
        price = told.ndcg - plain.ndcg
        low, high = _interval(price)
        note = f"change {price.mean():+.4f} ({low:+.4f} to {high:+.4f}); {_note(told, rare)}"
        found.append(Figure(f"{name}: NDCG@10", float(told.ndcg.mean()), "", note=note))
    return found


def _note(told: Lists, rare: np.ndarray) -> str:
    share = told.shown[rare].sum() / max(told.shown.sum(), 1)
    return (
        f"likeness in a list {told.alike:.3f}, to credentials with fewer than {RARE} learners {share:.1%} of places, "
        f"shown at all {(told.shown > 0).mean():.0%}, Gini {gini(told.shown):.3f}"
    )


def _interval(difference: np.ndarray) -> tuple[float, float]:
    rng = np.random.default_rng(0)
    means = [difference[rng.integers(0, len(difference), len(difference))].mean() for _ in range(1000)]
    low, high = np.quantile(means, [0.025, 0.975])
    return float(low), float(high)


def main(arguments: Sequence[str] | None = None) -> int:
    """Build, advise, print."""
    parser = argparse.ArgumentParser(prog="tests.benchmarks.variety", description=__doc__)
    parser.add_argument("--awards", nargs="+", type=Path, required=True)
    parser.add_argument("--format", choices=["sequences", "csv", "cnpc", "stackexchange"], required=True)
    parser.add_argument("--subjects", type=Path)
    parser.add_argument("--learners", type=int, default=1500, help="learners of the test who are advised, drawn")
    parser.add_argument("--json", type=Path, required=True)
    told = parser.parse_args(arguments)
    split = task(told.format, told.awards).split
    kept = np.sort(np.random.default_rng(0).permutation(len(split.asked))[: told.learners])
    lines = told.subjects.read_text(encoding="utf-8").splitlines() if told.subjects else []
    subjects = {str(row["course_idx2"]): row["discipline"] for row in map(json.loads, lines)}
    with tempfile.TemporaryDirectory() as folder, Engine.open(built(Path(folder), split.before, subjects)) as engine:
        print(engine.snapshot.history)
        found = figures(engine.snapshot, split.asked.take(kept), split.targets.take(kept))
    title = f"What variety and a place for the little-known cost: {told.format}, {len(kept):,} learners"
    show(title, found)
    keep(told.json, title, found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
