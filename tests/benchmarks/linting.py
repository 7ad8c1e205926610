"""Flaws of pathways: how many of those that were put in are found, what is found where nothing is wrong, and how fast.

Sound pathways of many shapes are made by a seed, and each is broken on purpose (`tests.graph.linting.seeds`); what is
wrong is known beforehand. Each goes through the model, and once more through files: the pathway in YAML, its catalogue
in CSV. The seeds aren't those of the tests. Then a pathway grows: lint, drawing and progress.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from api.linting_files import lint_file
from api.pages.drawing import drawing
from graph.holdings import Award, Holdings
from graph.linting import RULES, lint
from graph.pathways.progress import progress
from tests.benchmarks.figures import Figure, keep, percentile, show
from tests.graph.linting.files import write
from tests.graph.linting.seeds import SEEDS, TODAY, World, sound
from tests.graph.linting.sizes import large

FIRST = 10_000
"""The first seed: the tests use those from 0 on."""

NEEDS_A_WORKSPACE = frozenset({"SW303"})
"""What an occupation asks for stands in a workspace, in no file of an issuer's."""

SIZES = (125, 250, 500, 1_000, 2_000)
WITHIN = 1.0
"""Seconds that each answer on a pathway of 500 steps may take."""


@dataclass(slots=True)
class Count:
    """What became of the breakings of one code."""

    seeded: int = 0
    found: int = 0
    unexpected: int = 0
    in_files: int = 0
    found_in_files: int = 0
    without_place: int = 0
    kinds: set[str] = field(default_factory=set)


def codes(seeds: int) -> Iterator[Figure]:
    """Every code: seeded, found, and what else was reported that doesn't follow from it."""
    counts: dict[str, Count] = defaultdict(Count)
    for code, breaking, follows in SEEDS:
        for seed in range(FIRST, FIRST + seeds):
            broken = breaking(sound(seed), Random(seed))
            count = counts[code]
            count.kinds.add(breaking.__name__)
            _one(broken, code, follows, count)
    names = {rule.code: rule.name for rule in RULES}
    for code, count in sorted(counts.items()):
        files = f"through files {count.found_in_files} of {count.in_files}" if count.in_files else "needs a workspace"
        note = f"{count.seeded} seeded in {len(count.kinds)} ways; {count.unexpected} false alarms; {files}"
        yield Figure(f"{code} {names[code]}", count.found, "found", least=count.seeded, note=note)
    missed = sum(count.in_files - count.found_in_files for count in counts.values())
    yield Figure("missed through files", missed, "flaws", most=0)
    yield Figure("false alarms beside a seeded flaw", sum(one.unexpected for one in counts.values()), "flaws", most=0)
    yield Figure(
        "flaws of a file without their line", sum(one.without_place for one in counts.values()), "flaws", most=0
    )


def _one(broken: World, code: str, follows: frozenset[str], count: Count) -> None:
    found = {flaw.rule.code for flaw in lint(broken.pathway, broken.around)}
    count.seeded += 1
    count.found += code in found
    count.unexpected += len(found - follows - {code})
    if code in NEEDS_A_WORKSPACE:
        return
    told, without = _through_files(broken)
    count.in_files += 1
    count.found_in_files += code in told
    count.unexpected += len(told - follows - {code})
    count.without_place += without


def _through_files(world: World) -> tuple[set[str], int]:
    with tempfile.TemporaryDirectory() as folder:
        pathway, catalogue = write(world, Path(folder))
        (linted,) = lint_file(pathway, None, today=TODAY, catalogue=catalogue)
    return {flaw.rule.code for flaw in linted.flaws}, sum(not flaw.place for flaw in linted.flaws)


def sound_ones(count: int) -> Iterator[Figure]:
    """Pathways with nothing wrong, as they are and through files."""
    worlds = [sound(seed) for seed in range(FIRST, FIRST + count)]
    alarms = sum(len(lint(world.pathway, world.around)) for world in worlds)
    in_files = sum(len(_through_files(world)[0]) for world in worlds)
    yield Figure("sound pathways", count, "pathways")
    yield Figure("false alarms in them", alarms, "flaws", most=0)
    yield Figure("false alarms in their files", in_files, "flaws", most=0)


def growth(sizes: tuple[int, ...]) -> Iterator[Figure]:
    """Lint, drawing and a learner's progress as a pathway grows; the medians of three."""
    before: dict[str, float] = {}
    for size in sizes:
        pathway, around = large(size)
        held = Holdings(tuple(Award(step.credential) for step in pathway.steps[: size // 2] if step.is_earned))
        told = {one.step.id: one.state for one in progress(pathway, held, TODAY, around.credentials).steps}
        asked: dict[str, Callable[[], object]] = {
            "lint": lambda p=pathway, a=around: lint(p, a),  # type: ignore[misc]
            "drawing": lambda p=pathway, t=told: drawing(p, states=t),  # type: ignore[misc]
            "progress": lambda p=pathway, h=held, a=around: progress(p, h, TODAY, a.credentials),  # type: ignore[misc]
        }
        for what, call in asked.items():
            seconds = percentile([_timed(call) for _ in range(3)], 0.5)
            more = f"{seconds / before[what]:.1f} times half as many steps" if what in before else ""
            before[what] = seconds
            most = WITHIN if size <= 500 else None
            yield Figure(f"{what}, {size:,} steps", seconds, "s", most=most, note=more)


def _timed(call: Callable[[], object]) -> float:
    begin = time.perf_counter()
    call()
    return time.perf_counter() - begin


def main() -> None:
    """Measure, print, and keep as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", type=Path, help="where to keep the figures")
    parser.add_argument("--title", default="Flaws of pathways, and pathways that grow")
    parser.add_argument("--quick", action="store_true", help="a smoke test whose figures mean little")
    parser.add_argument("--seeds", type=int, default=100, help="pathways that are broken, for each way to do it")
    given = parser.parse_args()
    seeds = 2 if given.quick else given.seeds
    figures = [*codes(seeds), *sound_ones(5 * seeds), *growth(SIZES[:2] if given.quick else SIZES)]
    show(given.title, figures)
    if given.json:
        keep(given.json, given.title, figures)


if __name__ == "__main__":
    main()
