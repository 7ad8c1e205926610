"""Plans over a catalogue of 50,000 credentials: proven best, how long it takes, and what a greedy cover costs more.

The catalogues are synthetic (`tests.graph.planning.worlds.large`): twenty skills are wanted; a third of the
credentials ask for something, nested three deep, with "k of n" and credits; 2,000 skills; costs 0 to 2,000.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from pathlib import Path

from graph.planning import Limits, Measure, NoPlan, plan
from graph.planning.reach import Situation
from tests.benchmarks.figures import Figure, keep, percentile, show
from tests.graph.planning.greedy import Greedy
from tests.graph.planning.worlds import TODAY, World, followable, large, least, small

P50, P99 = 0.2, 3.0
"""Seconds that a plan may take."""


def small_worlds(count: int) -> Iterator[Figure]:
    """Plans against brute force."""
    wrong = with_plan = 0
    for seed in range(count):
        world, measure = small(seed), list(Measure)[seed % 3]
        best = least(world, measure, Limits())
        found = plan(world.ways, world.goal, world.holdings, TODAY, minimise=measure, attests=world.attests)
        if best is None:
            wrong += not isinstance(found, NoPlan)
            continue
        with_plan += 1
        wrong += isinstance(found, NoPlan) or abs(found.total(measure) - best) > 1e-6
    yield Figure("small worlds, all sets tried", count, "worlds", note=f"{with_plan} of them have a plan")
    yield Figure("plans that aren't the best", wrong, "plans", most=0)


def large_worlds(count: int, size: int) -> Iterator[Figure]:
    """Time to a proven plan, and how much below a greedy cover it is."""
    seconds: list[float] = []
    below: list[float] = []
    unproven = unfollowable = dearer = none = 0
    for seed in range(count):
        world = large(seed, size)
        begin = time.perf_counter()
        found = plan(world.ways, world.goal, world.holdings, TODAY, attests=world.attests)
        seconds.append(time.perf_counter() - begin)
        if isinstance(found, NoPlan):
            none += 1
            continue
        unproven += not found.optimal
        unfollowable += not followable(world, [step.credential for step in found.steps])
        peer = greedy(world)
        if peer is not None:
            dearer += found.cost > peer + 1e-6
            below.append((peer - found.cost) / peer if peer else 0.0)
        print(f"  world {seed}: {seconds[-1]:.3f} s, cost {found.cost:g}, greedy {peer}", flush=True)
    yield Figure(
        "large worlds", count, "worlds", note=f"{size:,} credentials each, 20 skills wanted; {none} without a plan"
    )
    yield Figure("plan, p50", percentile(seconds, 0.5), "s", most=P50)
    yield Figure("plan, p99", percentile(seconds, 0.99), "s", most=P99)
    yield Figure("not proven best", unproven, "plans", most=0)
    yield Figure("that can't be followed", unfollowable, "plans", most=0)
    yield Figure("dearer than the greedy cover", dearer, "plans", most=0, note=f"of {len(below)} that it covers")
    yield Figure("below the greedy cover, mean", 100 * sum(below) / max(len(below), 1), "%")
    yield Figure("below the greedy cover, most", 100 * max(below, default=0.0), "%")


def greedy(world: World) -> float | None:
    return Greedy(Situation(world.ways, world.goal, world.holdings, TODAY, world.attests)).cover()


def main() -> None:
    """Measure, print, and keep as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", type=Path, help="where to keep the figures")
    parser.add_argument("--title", default="Plans")
    parser.add_argument("--quick", action="store_true", help="a smoke test whose figures mean little")
    parser.add_argument("--worlds", type=int, default=40, help="how many large worlds")
    given = parser.parse_args()
    warm = large(10**6, 500, 3, 50)
    plan(warm.ways, warm.goal, warm.holdings, TODAY)
    few = list(small_worlds(10 if given.quick else 300))
    many = list(large_worlds(2 if given.quick else given.worlds, 2_000 if given.quick else 50_000))
    show(given.title, [*few, *many])
    if given.json:
        keep(given.json, given.title, [*few, *many])


if __name__ == "__main__":
    main()
