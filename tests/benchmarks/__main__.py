"""All benchmarks, each in processes of its own; the figures become BENCHMARKS.md."""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psutil

from tests.benchmarks.figures import Figure, kept, markdown

SIZES = (10_000, 50_000)
TEXT = Path(__file__).parent / "text.md"
PLACE = Path(__file__).parents[2] / "BENCHMARKS.md"
ALONE = ("formats", "stores", "stores_advice", "records", "planning", "linting", "pathway_files", "off_policy")
"""Programs that take too long for every run: they run when they are named, and only print."""


@dataclass(frozen=True, slots=True)
class Suite:
    """Runs programs in a scratch folder and collects what they measured."""

    folder: Path
    quick: bool

    def program(self, name: str, title: str, *arguments: str) -> tuple[str, list[Figure]]:
        """Run one program, which prints its table, and read its figures; raises where it fails."""
        out = self.folder / f"{name}.json"
        command = [sys.executable, "-m", f"tests.benchmarks.{name}", "--json", str(out), "--title", title, *arguments]
        subprocess.run([*command, "--quick"] if self.quick else command, check=True)
        return kept(out)

    def all(self) -> Iterator[tuple[str, list[Figure]]]:
        """Build, start, answer, serve; then the last three again on grown catalogues."""
        built = self.folder / "ws"
        yield self.program("building", "Build of the default workspace, from nothing", "--workspace", str(built))
        yield from self.serving(built, "the default catalogue")
        for size in (1_000,) if self.quick else SIZES:
            into = self.folder / f"ws-{size}"
            told = f"{size:,} credentials"
            given = ("--workspace", str(built), "--into", str(into), "--credentials", str(size))
            yield self.program("growing", f"A catalogue grown to {told}", *given)
            yield from self.serving(into, told)

    def serving(self, workspace: Path, told: str) -> Iterator[tuple[str, list[Figure]]]:
        """What is measured on a built workspace."""
        given = ("--workspace", str(workspace))
        yield self.program("starting", f"`stackway serve` to ready: {told}", *given)
        yield self.program("answering", f"A recommendation in process: {told}", *given)
        yield self.program("requests", f"POST /v1/recommendations, one worker: {told}", *given)


def machine() -> str:
    """What it was measured on, in a line."""
    names = [line.partition(":")[2].strip() for line in _cpu().splitlines() if line.startswith("model name")]
    cores, memory = os.cpu_count(), psutil.virtual_memory().total / 1e9
    cpu = names[0] if names else platform.processor() or platform.machine()
    return f"{cores} cores ({cpu}), {memory:.0f} GB, {platform.system()}, Python {platform.python_version()}"


def _cpu() -> str:
    path = Path("/proc/cpuinfo")
    return path.read_text("utf-8") if path.exists() else ""


def document(tables: Sequence[tuple[str, list[Figure]]], seconds: float, load: float) -> str:
    """BENCHMARKS.md: how it was measured, on what, and the tables."""
    when = datetime.now(UTC).date().isoformat()
    told = f"{when}; {machine()}; load average at the start {load:.1f}; the whole run took {seconds / 60:.1f} minutes."
    missed = [f"{title}: {figure.what}" for title, figures in tables for figure in figures if not figure.holds]
    verdict = f"Bounds missed in this run: {'; '.join(missed)}." if missed else "All bounds hold in this run."
    parts = [TEXT.read_text("utf-8").rstrip(), f"Measured {told}\n\n{verdict}"]
    return "\n\n".join([*parts, *(f"## {title}\n\n{markdown(figures)}" for title, figures in tables)]) + "\n"


def with_tables(text: str, tables: Sequence[tuple[str, list[Figure]]], told: str) -> str:
    """The document with these tables in place of those of the same title, else at its end.

    >>> with_tables("# B\\n\\n## A\\n\\nold\\n\\n## C\\n\\nkept\\n", [("A", [])], "Now.").count("kept")
    1
    """
    head, *sections = text.split("\n## ")
    kept_ = {section.partition("\n")[0]: section for section in sections}
    for title, figures in tables:
        kept_[title] = f"{title}\n\n{told}\n\n{markdown(figures)}\n"
    return "\n## ".join([head.rstrip() + "\n", *(section.rstrip() + "\n" for section in kept_.values())])


def _add(place: Path, files: Sequence[Path]) -> None:
    told = f"Measured {datetime.now(UTC).date().isoformat()}; {machine()}."
    place.write_text(with_tables(place.read_text("utf-8"), [kept(file) for file in files], told), "utf-8")


def main() -> None:
    """Measure and write; the exit status is 1 where a bound is missed, except with --quick."""
    parser = argparse.ArgumentParser(description="All benchmarks; rewrites BENCHMARKS.md.")
    parser.add_argument("alone", nargs="?", choices=ALONE, help="only this one, which isn't in the whole run")
    parser.add_argument("--quick", action="store_true", help="a smoke test whose figures mean little")
    parser.add_argument("--out", type=Path, help="the file to write (BENCHMARKS.md; with --quick none, unless named)")
    parser.add_argument("--add", type=Path, nargs="+", help="put figures kept by --json into the file, measure nothing")
    given, more = parser.parse_known_args()
    if given.add:
        _add(given.out or PLACE, given.add)
        return
    if given.alone:
        command = [sys.executable, "-m", f"tests.benchmarks.{given.alone}", *more]
        sys.exit(subprocess.call([*command, "--quick"] if given.quick else command))
    if more:
        parser.error(f"unrecognized arguments: {' '.join(more)}")
    load, begin = os.getloadavg()[0], time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        tables = list(Suite(Path(folder), given.quick).all())
    out = given.out or (None if given.quick else PLACE)
    if out is not None:
        out.write_text(document(tables, time.perf_counter() - begin, load), "utf-8")
    missed = any(not figure.holds for _, figures in tables for figure in figures)
    sys.exit(1 if missed and not given.quick else 0)


if __name__ == "__main__":
    main()
