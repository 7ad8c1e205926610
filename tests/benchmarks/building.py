"""The default workspace is built from nothing: how long that takes, and how much memory."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.figures import Figure, keep, show
from tests.benchmarks.processes import stackway, timed
from tests.benchmarks.program import options

TITLE = "Build of the default workspace from the shipped data"


def measure(folder: Path) -> Sequence[Figure]:
    """Build into a folder that isn't there yet."""
    seconds, peak = timed(stackway("build", "--workspace", str(folder)))
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
    return [
        Figure("build, from nothing", seconds, "s", most=90),
        Figure("peak memory, with children", peak, "MB", most=2000),
        Figure("the workspace on the disk", size, "MB"),
    ]


def main() -> None:
    """Build into --workspace, which must not be there yet, or into a folder that is gone afterwards."""
    given = options(TITLE).parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(given.workspace or Path(folder, "ws"))
    show(given.title or TITLE, figures)
    if given.json:
        keep(given.json, given.title or TITLE, figures)


if __name__ == "__main__":
    main()
