"""A million awards imported twice are there once: rows a second and memory, into SQLite and PostgreSQL.

The awards are made up (the seed is fixed). Each import is a process of its own that reads the file with the reader of
`stackway import` and hands the table to the records, so that its memory is that of an import.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from data import awards
from data.records import Records
from tests.benchmarks.figures import Figure, keep, show
from tests.benchmarks.program import options
from tests.data.records.postgresql_server import new_database, programs, started

TITLE = "Awards imported twice (synthetic)"
ROWS, EACH, CREDENTIALS = 1_000_000, 4, 1_000
"""Awards, how many of them a learner has, and of how many credentials."""

RATE, MEMORY = 10_000, 600


def write(file: Path, rows: int, seed: int = 7) -> None:
    """A file of made-up awards, none of them twice: a learner's credentials come from different parts of the list."""
    drawn, part = random.Random(seed), CREDENTIALS // EACH
    with file.open("w", encoding="utf-8") as stream:
        stream.write("learner,credential,date,state\n")
        for n in range(rows):
            credential = (n % EACH) * part + drawn.randrange(part)
            day = f"{drawn.randrange(2010, 2026)}-{drawn.randrange(1, 13):02}-{drawn.randrange(1, 29):02}"
            state = drawn.choice(("awarded", "awarded", "enrolled"))
            stream.write(f"synthetic-{n // EACH:07},synthetic:{credential},{day},{state}\n")


def inside(url: str, file: Path) -> dict[str, Any]:
    """One import, in this process: seconds of reading and of keeping, what came of it, and the peak of the memory."""
    begin = time.perf_counter()
    reading = awards.read(file)
    read = time.perf_counter()
    with Records.open(url) as records:
        added = records.add_awards(reading.tables["awards"], datetime.now(UTC))
        kept = time.perf_counter()
        there = records.counts()["awards"]
    told = {"new": added.new, "same": added.same, "changed": added.changed, "aside": len(reading.report.aside)}
    return told | {"read": read - begin, "keep": kept - read, "there": there, "peak": _peak()}


def _peak() -> float:
    """The most memory that this process has held, in MB (10^6 bytes); 0 where the system doesn't keep it."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) * 1024 / 1e6 for line in lines if line.startswith("VmHWM")), 0.0)


def imported(where: str, url: str, file: Path, rows: int, bound: bool) -> Iterator[Figure]:
    """The file imported twice into one database."""
    for time_, new in (("first", rows), ("second", 0)):
        command = [sys.executable, "-m", "tests.benchmarks.records", "--inside", url, str(file)]
        did = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        told = f"{did['new']:,} new, {did['same']:,} same, {did['changed']:,} changed, {did['aside']:,} set aside"
        name = f"{where}, {time_} time"
        least = RATE if bound else None
        yield Figure(f"{name}: kept", rows / did["keep"], "rows/s", least=least, note=told)
        yield Figure(f"{name}: read and kept", rows / (did["read"] + did["keep"]), "rows/s")
        yield Figure(f"{name}: peak memory", did["peak"], "MB", most=MEMORY)
        yield Figure(f"{name}: awards missing or too many", abs(did["there"] - rows), "rows", most=0)
        yield Figure(f"{name}: counted wrongly", abs(did["new"] - new) + did["changed"], "rows", most=0)


def measure(quick: bool) -> Sequence[Figure]:
    """Both databases; PostgreSQL where its server is installed."""
    rows = 10_000 if quick else ROWS
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch, "awards.csv")
        write(file, rows)
        figures = [Figure("synthetic awards", rows, "rows", note=f"{file.stat().st_size / 1e6:.0f} MB of CSV")]
        figures += imported("SQLite", f"sqlite:///{scratch}/records.sqlite", file, rows, not quick)
        if programs() is not None:
            with started(fsync=True) as server:
                figures += imported("PostgreSQL", new_database(server), file, rows, not quick)
    return figures


def main() -> None:
    """Measure, print, and write JSON where asked to; the exit status is 1 where a bound is missed."""
    parser = options(TITLE)
    parser.add_argument("--inside", nargs=2, metavar=("URL", "FILE"), help="one import, here, unmeasured")
    given = parser.parse_args()
    if given.inside:
        print(json.dumps(inside(given.inside[0], Path(given.inside[1]))))
        return
    figures = measure(given.quick)
    show(given.title or TITLE, figures)
    if given.json:
        keep(given.json, given.title or TITLE, figures)
    sys.exit(0 if all(figure.holds for figure in figures) else 1)


if __name__ == "__main__":
    main()
