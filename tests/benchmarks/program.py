"""What the programs share: their options, and a workspace to measure on."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.figures import Figure, keep, show
from tests.benchmarks.processes import stackway, timed

Measure = Callable[[Path, bool], Sequence[Figure]]
"""Measures on a built workspace; with True, quickly: a smoke test whose figures mean little."""


def options(about: str) -> argparse.ArgumentParser:
    """The options that every program takes."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--workspace", type=Path, help="a built workspace; one is built if none is named")
    parser.add_argument("--quick", action="store_true", help="a smoke test: few questions, short rounds")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    parser.add_argument("--title", help="the title of the table")
    return parser


@contextmanager
def workspace(given: Path | None) -> Iterator[Path]:
    """The workspace named, or a new one of the shipped data that is gone afterwards."""
    if given is not None:
        yield given
        return
    with tempfile.TemporaryDirectory() as folder:
        timed(stackway("build", "--workspace", f"{folder}/ws"))
        yield Path(folder, "ws")


def run(title: str, measure: Measure) -> None:
    """Be the program: measure, print a table, write JSON where asked to."""
    given = options(title).parse_args()
    with workspace(given.workspace) as folder:
        figures = measure(folder, given.quick)
    show(given.title or title, figures)
    if given.json:
        keep(given.json, given.title or title, figures)
