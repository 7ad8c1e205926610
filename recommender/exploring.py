"""Bounded exploration: now and then a lower place of a list goes to a runner-up, with a chance that is known exactly.

What a list shows is what its readers can answer to; a log of one fixed order says nothing of another one. So that
later models can be judged on the log (`recommender.off_policy`), a small share of lower places is given away by lot:

* Each open place has alternatives of its own: the runners-up of the list are dealt out, so that no two places share
  one. Places are drawn independently, nothing is shown twice, and the chance of each alternative at its place is a
  number that stands in the settings, ``rate / alternatives``; nothing has to be simulated. (A lottery over whole
  orders, such as Plackett and Luce's, would need sums over all orders for the same number.)
* Never the upper half of the list, nor the first place, nor what an issuer has pinned.
* Only what passed the rules, is relevant (`ranking.FAR_ENOUGH`), and scores at least `WORTH` of what it stands in for:
  a list loses on average at most ``rate x (1 - WORTH)`` of the scores of its lower half.

Draws come from the snapshot's name and the request's identifier: the same question has the same answer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from recommender.errors import InvalidQuery

MOST: Final = 0.5
"""The largest rate that may be set."""

WORTH: Final = 0.5
"""A runner-up scores at least this share of what it may stand in for."""

EACH: Final = 2
"""The most runners-up that one place may go to; so many passed the rules anyway, for variety (`advise.POOL`)."""

WHY: Final = "Shown here by lot among suitable suggestions, to learn whether it helps."


@dataclass(frozen=True, slots=True)
class Ranked:
    """One of a ranking: the credential's number, its score, what variety took away, whether its issuer pinned it."""

    number: int
    score: float
    less: float = 0.0
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the list: who got it, the chance that they would, and all who might have, with their chances.

    `chances` begin with whose place it is by score, hold `shown`, and add up to 1.
    """

    shown: Ranked
    chance: float
    chances: tuple[tuple[int, float], ...]
    explored: bool


def check_rate(rate: float) -> float:
    """The rate; raises `InvalidQuery` unless it is from 0 to `MOST`."""
    if not 0.0 <= rate <= MOST:
        raise InvalidQuery(
            f"The rate of exploration is {rate}; it must be from 0 to {MOST}.",
            hint="Set 0 for none, or such as 0.1: one in ten of the lower places.",
        )
    return rate


def spare(limit: int, rate: float) -> int:
    """How many runners-up a list of this length may use; 0 where nothing is explored."""
    return EACH * len(_open(limit)) if rate else 0


def places(ranked: Sequence[Ranked], limit: int, rate: float, seed: str) -> list[Place]:
    """The first `limit` of a ranking, best first, where the lower places may go to the runners-up beyond it.

    `rate`, 0..`MOST`, is the chance that an open place that has alternatives is given away. `seed` names the
    question. With a rate of 0 every place is its own by the chance 1.
    """
    own, runners_up = ranked[:limit], ranked[limit:]
    dealt = _dealt(own, runners_up, _open(limit)) if rate else {}
    return [_drawn(one, dealt.get(k, []), rate, f"{seed}\0{k}") for k, one in enumerate(own)]


def _open(limit: int) -> range:
    """The places, counted from 0, that may be explored: the lower half, never the first."""
    return range(max(1, (limit + 1) // 2), limit)


def _dealt(own: Sequence[Ranked], runners_up: Sequence[Ranked], allowed: range) -> dict[int, list[Ranked]]:
    """Runners-up dealt out in turn, the best ones to the lowest places, where they are worth it."""
    open_ = [k for k in reversed(allowed) if k < len(own) and not own[k].pinned]
    dealt: dict[int, list[Ranked]] = {k: [] for k in open_}
    for one in runners_up:
        takers = [k for k in open_ if len(dealt[k]) < EACH and one.score >= WORTH * own[k].score]
        if takers and not one.pinned:
            dealt[min(takers, key=lambda k: len(dealt[k]))].append(one)
    return dealt


def _drawn(own: Ranked, others: Sequence[Ranked], rate: float, seed: str) -> Place:
    if not others:
        return Place(own, 1.0, ((own.number, 1.0),), explored=False)
    each = rate / len(others)
    chances = ((own.number, 1.0 - rate), *((one.number, each) for one in others))
    lot = draw(seed)
    if lot >= rate:
        return Place(own, 1.0 - rate, chances, explored=False)
    return Place(others[min(int(lot / each), len(others) - 1)], each, chances, explored=True)


def draw(seed: str) -> float:
    """A number from 0 to below 1 that looks drawn at random and is always the same for the same words.

    >>> draw("a") == draw("a") != draw("b")
    True
    """
    digest = hashlib.blake2b(seed.encode(), digest_size=8, person=b"exploring").digest()
    return (int.from_bytes(digest) >> 11) / 2**53
