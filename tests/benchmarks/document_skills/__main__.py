"""Spans that name skills, against what people marked and against published extractors, in one run.

`python -m tests.benchmarks.document_skills --encoder FOLDER --json OUT`: precision, recall and F1, exact and by any
overlap, with 95 % bootstrap intervals, on SkillSpan's technology test part (the union of its two columns) and on GREEN
(its Skill tags); the error of Stackway's confidence; documents a second on one core and peak memory, each extractor in
a process of its own. Every sentence is a document of its own here. `--part dev` reads SkillSpan's development part.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated, Any, Final

import numpy as np
import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from tests.benchmarks.document_skills import gold
from tests.benchmarks.document_skills.models import MODELS, NotInstalled, Stackway, finder
from tests.benchmarks.document_skills.scoring import Agreement, calibration_error
from tests.benchmarks.text_to_skills.__main__ import ENCODER

FIGURES: Final = ("precision", "recall", "f1", "overlap_precision", "overlap_recall", "overlap_f1")


def measured(name: str, encoder: Path, sets: dict[str, list[gold.Marked]]) -> list[dict[str, Any]]:
    """A row for each set; one that says so where the extractor isn't installed."""
    try:
        find = finder(name, encoder)
    except NotInstalled as error:
        return [{"model": name, "set": title, "not_installed": str(error)} for title in sets]
    rows = []
    for title, marked in sets.items():
        found = [find(one.text) for one in track(marked, f"{name}, {title}")]
        agreement = Agreement.of(found, marked)
        figures = agreement.figures()
        row: dict[str, Any] = {"model": name, "set": title, "sentences": len(marked)}
        row |= {key: round(100 * float(figures[key]), 2) for key in FIGURES}
        for key in ("f1", "overlap_f1"):
            row[f"{key}_95"] = [round(100 * end, 2) for end in agreement.interval(key)]
        if isinstance(find, Stackway):
            row |= _calibrated(find, marked)
        rows.append(row)
    return rows


def _calibrated(find: Stackway, marked: list[gold.Marked], rounds: int = 1000) -> dict[str, Any]:
    """The error of `marked`, the probability that a person marks the words, over all mentions.

    Its interval is the bootstrap's, moved by how much resampling alone raises the error.
    """
    each = []
    for one in marked:
        for said in find.extractor.read(one.text).mentions:
            right = any(start < said.end and said.start < end for start, end, _ in one.spans)
            each.append((said.marked, right))
    sure, right = np.array([one for one, _ in each]), np.array([one for _, one in each])
    chance = np.random.default_rng(0)
    drawn = [calibration_error(sure[at], right[at]) for at in chance.integers(0, len(sure), (rounds, len(sure)))]
    error = calibration_error(sure, right)
    low, high = np.percentile(drawn, [2.5, 97.5]) - (np.mean(drawn) - error)
    return {
        "calibration_error": round(error, 4),
        "calibration_error_95": [round(max(float(low), 0.0), 4), round(float(high), 4)],
        "mentions": len(each),
    }


def speeds(names: list[str], encoder: Path) -> list[dict[str, Any]]:
    """Documents a second and peak memory of each, measured in a process of its own on one core."""
    one_core = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    rows = []
    for name in track(names, "speed"):
        command = [sys.executable, "-m", "tests.benchmarks.document_skills.speed", name, "--encoder", str(encoder)]
        done = subprocess.run(command, capture_output=True, text=True, env=os.environ | one_core, check=False)
        said = done.stdout.strip().splitlines()
        rows.append(json.loads(said[-1]) if done.returncode == 0 else {"model": name, "failed": done.stderr[-300:]})
    return rows


def main(
    encoder: Annotated[Path, typer.Option(help="The encoder's folder.")] = ENCODER,
    part: Annotated[str, typer.Option(help="test, or dev for tuning.")] = "test",
    models: Annotated[str, typer.Option(help="Only these, by name, with commas.")] = "",
    speed: Annotated[bool, typer.Option(help="Measure speed and memory too.")] = True,
    keep: Annotated[Path | None, typer.Option("--json", help="Where to keep the rows.")] = None,
) -> None:
    """Print the tables; keep the rows."""
    sets = {f"skillspan-tech {part}": gold.skillspan(gold.DATA, part)}
    if part == "test":
        sets["green"] = gold.green(gold.DATA)
    names = [name for name in MODELS if not models or name in models.split(",")]
    rows = [row for name in names for row in measured(name, encoder, sets)]
    _show(rows)
    fast = speeds(names, encoder) if speed else []
    _show_speeds(fast)
    if keep:
        keep.write_text(json.dumps([*rows, *fast], indent=1), "utf-8")


def _show(rows: list[dict[str, Any]]) -> None:
    table = Table("set", "model", "P", "R", "F1", "95 %", "P any", "R any", "F1 any", "95 % any", "error", "95 %")
    for row in sorted(rows, key=lambda one: one["set"], reverse=True):
        if "not_installed" in row:
            table.add_row(row["set"], row["model"], "not installed:", row["not_installed"])
            continue
        cells = [f"{row[key]:.1f}" for key in FIGURES]
        cells[3:3], cells[7:7] = [_interval(row["f1_95"])], [_interval(row["overlap_f1_95"])]
        error = row.get("calibration_error")
        told = [f"{error:.3f}", _interval(row["calibration_error_95"], 3)] if error is not None else ["", ""]
        table.add_row(row["set"], row["model"], *cells, *told)
    Console(width=150).print(table)


def _interval(ends: list[float], places: int = 1) -> str:
    return "-".join(f"{end:.{places}f}" for end in ends)


def _show_speeds(rows: list[dict[str, Any]]) -> None:
    table = Table("model", "documents/s", "ready in s", "peak MB")
    for row in rows:
        if "documents_s" in row:
            table.add_row(row["model"], f"{row['documents_s']:.2f}", f"{row['ready_s']:.1f}", f"{row['peak_mb']:,}")
        else:
            table.add_row(row["model"], row.get("not_installed") or row["failed"][-60:])
    Console(width=150).print(table)


if __name__ == "__main__":
    typer.run(main)
