"""Logs of a made-up site whose truth is known: which policy ran, which is judged, and what each brings in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recommender.off_policy import Row

CONTEXTS, PLACES, FIXED, ITEMS = 4, 4, 2, 3
RATE = 0.4

Chances = NDArray[np.float64]


@dataclass(frozen=True)
class Site:
    """Arrays (contexts, places, items): the chance of a reward, of being shown, and under the policy to be judged.

    The upper places are fixed for both. A list's rewards hang together: its reader clicks more or less than others.
    """

    reward: Chances
    ran: Chances
    judged: Chances

    def truth(self, policy: Chances) -> float:
        """The reward per place that a policy brings."""
        return float((policy * self.reward).sum(axis=2).mean())

    def log(self, rng: np.random.Generator, lists: int) -> list[Row]:
        """Lists as they were shown, each place with all that might have stood there."""
        rows = []
        for number in range(lists):
            context = int(rng.integers(CONTEXTS))
            reader = float(rng.uniform(0.4, 1.6))
            for place in range(PLACES):
                shown = int(rng.choice(ITEMS, p=self.ran[context, place]))
                came = float(rng.random() < reader * self.reward[context, place, shown])
                rows += [
                    Row(
                        f"l{number}", place + 1, f"c{context}p{place}i{item}", self.ran[context, place, item],
                        self.judged[context, place, item], item == shown, came if item == shown else 0.0,
                    )
                    for item in range(ITEMS)
                    if self.ran[context, place, item] > 0
                ]  # fmt: skip
        return rows


def site(rng: np.random.Generator, *, sharp: float = 1.0) -> Site:
    """A site; the larger `sharp`, the more the policy to be judged prefers some items."""
    reward = rng.uniform(0.05, 0.5, (CONTEXTS, PLACES, ITEMS))
    ran: Any = np.full((CONTEXTS, PLACES, ITEMS), RATE / (ITEMS - 1))
    ran[:, :, 0] = 1 - RATE
    wish = np.exp(sharp * rng.normal(size=(CONTEXTS, PLACES, ITEMS)))
    judged = wish / wish.sum(axis=2, keepdims=True)
    for policy in (ran, judged):
        policy[:, :FIXED] = [1.0, *[0.0] * (ITEMS - 1)]
    return Site(reward, ran, judged)
