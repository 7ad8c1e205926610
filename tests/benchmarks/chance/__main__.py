"""Chances on the last period of awards, fitted and corrected before it: Brier skill and calibration of what is shown.

python -m tests.benchmarks.chance --awards FILE --format stackexchange --json OUT
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from recommender.chance.periods import EPOCH
from recommender.chance.trial import Trial, tried
from recommender.errors import TooFewAwards
from tests.benchmarks.chance.reading import FORMATS, Set, read_set

EARLIER = 4
"""Periods before the last on which the recipe may be looked at while it is made."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, print and write."""
    told = _parser().parse_args(arguments)
    found = read_set(told.format, told.awards, told.horizon)
    rows = [_row(trial, found, seconds) for trial, seconds in _trials(found, earlier=told.validation_only)]
    told.json.write_text(json.dumps(rows, indent=1))
    if not rows:
        return 1
    _show(rows, ", ".join(path.name for path in told.awards))
    return 0


def _trials(found: Set, *, earlier: bool) -> Iterator[tuple[Trial, float]]:
    """The last period; with `earlier`, those before it instead."""
    end = int(found.histories.dated.max())
    for back in range(1, EARLIER + 1) if earlier else (0,):
        begun = time.perf_counter()
        until = end - back * found.horizon
        try:
            trial = _trial(found, until)
        except TooFewAwards as error:
            print(f"{back} periods before the last: {error}", file=sys.stderr)
            return
        yield trial, time.perf_counter() - begun


def _trial(found: Set, until: int) -> Trial:
    told = {"predicted": found.predicted, "again": found.again, "until": until}
    return tried(found.histories, found.credentials, found.horizon, **told)


def _row(trial: Trial, found: Set, seconds: float) -> dict[str, Any]:
    about = asdict(trial) | {"of": found.of, "credentials": len(found.credentials), "seconds": seconds}
    return about | {"cut": date.fromordinal(trial.cut + EPOCH).isoformat()}


def _show(rows: Sequence[dict[str, Any]], title: str) -> None:
    console = Console(width=170)
    predicted, horizon = rows[0]["predicted"], rows[0]["horizon"]
    table = Table(
        *(
            "asked on",
            "items",
            "learners",
            "returned",
            "count",
            "rate",
            "foretold",
            "Brier",
            "of base rates",
            "skill, 95 %",
        ),
        *("log-loss", "of base rates", "calibration error, 95 %"),
        title=f"{title}: {predicted} within {horizon} days; the ten shown, and those of them above the words' floor",
    )
    for row in rows:
        for kind in ("shown", "worded"):
            if row[kind] is not None:
                table.add_row(row["cut"], kind, f"{row['learners']:,}", f"{row['returned']:,}", *_cells(row[kind]))
    console.print(table)
    for row in rows:
        for word in row["words"]:
            said = word["word"] or "nothing is said"
            console.print(
                f"{row['cut']} {said}: {word['items']:,} items, foretold {word['foretold']:.3f}, got {word['got']:.3f}"
            )


def _cells(q: dict[str, Any]) -> list[str]:
    skill, error = q["skill_interval"], q["calibration_interval"]
    return [
        *(f"{q['items']:,}", f"{q['rate']:.4f}", f"{q['foretold']:.4f}"),
        *(f"{q['brier']:.5f}", f"{q['brier_of_base']:.5f}"),
        f"{q['skill']:+.4f}\n{skill[0]:+.4f} to {skill[1]:+.4f}",
        *(f"{q['log_loss']:.4f}", f"{q['log_loss_of_base']:.4f}"),
        f"{q['calibration_error']:.4f}\n{error[0]:.4f} to {error[1]:.4f}",
    ]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tests.benchmarks.chance", description=__doc__)
    parser.add_argument("--awards", nargs="+", type=Path, required=True, help="files, gzipped or not")
    parser.add_argument("--format", choices=FORMATS, required=True)
    parser.add_argument("--horizon", type=int, default=90, help="days; Canvas's is a quarter")
    parser.add_argument("--validation-only", action="store_true", help="earlier periods; the last isn't looked at")
    parser.add_argument("--json", type=Path, required=True)
    return parser


if __name__ == "__main__":
    sys.exit(main())
