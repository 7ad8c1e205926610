"""Questions to measure with: drawn from a workspace by a seeded generator, no two alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from api.engine import Engine

GOALS = 200
MOST_HELD = 8
SEED = 20261123


@dataclass(frozen=True, slots=True)
class Question:
    """What is held, and what for ("" for no goal)."""

    holds: tuple[str, ...]
    goal: str


def questions(engine: Engine, count: int, *, seed: int = SEED) -> Iterator[Question]:
    """Different questions: every second one has a goal, one of 200 occupations' labels; 0 to 8 credentials are held.

    The occupations are those of which the snapshot knows what they ask for.
    """
    draw = Random(seed)
    snapshot = engine.snapshot
    spans = (snapshot.need_span(i) for i in range(len(snapshot.occupations)))
    known = sorted({snapshot.occupation_labels[i] for i, span in enumerate(spans) if span.stop > span.start})
    goals = draw.sample(known, min(GOALS, len(known)))
    ids = sorted(engine.credential_ids())
    seen: set[Question] = set()
    while len(seen) < count:
        holds = tuple(sorted(draw.sample(ids, draw.randint(0, MOST_HELD))))
        one = Question(holds, draw.choice(goals) if goals and len(seen) % 2 else "")
        if one not in seen:
            seen.add(one)
            yield one
