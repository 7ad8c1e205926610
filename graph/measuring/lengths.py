"""What a pathway takes: cost and hours of the cheapest, a middling and the dearest way through."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Final

from graph.credentials import Credential
from graph.holdings import Holdings
from graph.measuring.inside import cost_of, goal_of, hours_of, ways_of
from graph.pathways.model import Pathway
from graph.planning.plan import plan
from graph.planning.reach import Situation
from graph.planning.types import Measure, Plan, Way, Ways

_DAY: Final = date(2000, 1, 1)
SAMPLES: Final = 200


@dataclass(frozen=True, slots=True)
class Lengths:
    """Least (proven), median and most of what ways through take, and of how many ways.

    A way through is minimal: no step of it can be left out. The median and the most are of `sampled` different minimal
    ways found at random; of a pathway without choices there is one. `unstated` are steps of which the amount isn't
    stated: they count 0.
    """

    measure: Measure
    least: float | None
    median: float | None
    most: float | None
    sampled: int
    unstated: tuple[str, ...]


def lengths(
    pathway: Pathway,
    credentials: Mapping[str, Credential],
    measure: Measure,
    *,
    samples: int = SAMPLES,
    seed: int = 0,
) -> Lengths:
    """How much of a measure the ways through take; None everywhere where there is no way through."""
    ways = ways_of(pathway, credentials)
    book = Ways(ways.values())
    goal = goal_of(pathway)
    unstated = tuple(
        step.id for step in pathway.steps if step.is_earned and not _stated(step.id, pathway, credentials, measure)
    )
    found = plan(book, goal, Holdings(), _DAY, minimise=measure)
    if not isinstance(found, Plan):
        return Lengths(measure, None, None, None, 0, unstated)
    situation = Situation(book, goal, Holdings(), _DAY, {})
    totals = _sampled(situation, list(ways.values()), measure, samples, seed)
    return Lengths(measure, found.total(measure), median(totals), max(totals), len(totals), unstated)


def _stated(step: str, pathway: Pathway, credentials: Mapping[str, Credential], measure: Measure) -> bool:
    one = pathway.by_id[step]
    credential = credentials.get(one.credential)
    if measure is Measure.STEPS:
        return True
    return (cost_of(credential) if measure is Measure.COST else hours_of(one, credential)) is not None


def _sampled(situation: Situation, ways: list[Way], measure: Measure, samples: int, seed: int) -> list[float]:
    """The totals of distinct minimal ways, each found by leaving steps out in a random order."""
    chance = random.Random(seed)  # noqa: S311 - a sample, not a secret
    names = sorted(way.credential for way in ways)
    met: dict[frozenset[str], float] = {}
    for _ in range(samples):
        order = list(names)
        chance.shuffle(order)
        kept = set(situation.reachable(names))
        for one in order:
            rest = situation.reachable(kept - {one}) if one in kept else None
            if rest is not None and situation.fulfilled(rest):
                kept = set(rest)
        met[frozenset(kept)] = sum(situation.ways[one].takes(measure) for one in kept)
    return list(met.values())
