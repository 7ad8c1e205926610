"""Bounded exploration: now and then the lower places of a list are dealt out by lot, with chances known exactly.

What a list shows is what its readers can answer to; a log of one fixed order says nothing of another one. So that
later models can be judged on the log (`recommender.off_policy`):

* With the chance `rate` the lower places are dealt out anew among those who stand there and as many runners-up, every
  order as likely as any other; else all stays. So of M that take part each stands at each of the places by the chance
  ``rate / M``, and who belongs there by ``1 - rate + rate / M``: nothing has to be simulated (a lottery that prefers
  higher scores, such as Plackett and Luce's, needs sums over all orders for these numbers), nothing is shown twice,
  and whichever of them a later model would show at whichever of these places, the log can tell.
* Never the upper half of the list, nor the first place, nor what an issuer has pinned; at most `MOST_OPEN` places.
* Only who passed the rules, is relevant (`ranking.FAR_ENOUGH`), and scores at least `WORTH` of the best of them: a
  place loses on average at most ``rate x (1 - WORTH)`` of its score.

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
"""Who takes part scores at least this share of the best who does."""

MOST_OPEN: Final = 10
"""The most places that are dealt out, and the most runners-up that take part."""

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
    return len(_open(limit)) if rate else 0


def places(ranked: Sequence[Ranked], limit: int, rate: float, seed: str) -> list[Place]:
    """The first `limit` of a ranking, best first, where lower places may go to others and to the runners-up beyond.

    `rate`, 0..`MOST`, is the chance that the lower places are dealt out; `seed` names the question. With a rate of 0
    every place is its own by the chance 1.
    """
    own = ranked[:limit]
    open_ = _taking_part(own, _open(limit)) if rate else []
    part = [own[k] for k in open_]
    part += [one for one in ranked[limit:] if not one.pinned and one.score >= WORTH * part[0].score] if part else []
    part = part[: 2 * len(open_)]
    found = [Place(one, 1.0, ((one.number, 1.0),), explored=False) for one in own]
    if len(part) < 2:
        return found
    dealt = _shuffled(part, seed) if draw(seed) < rate else part
    other = rate / len(part)
    for k, shown in zip(open_, dealt, strict=False):
        chances = {own[k].number: 1.0 - rate + other}
        chances |= {one.number: other for one in part if one is not own[k]}
        found[k] = Place(shown, chances[shown.number], tuple(chances.items()), explored=shown is not own[k])
    return found


def rate_of(chances: Sequence[float]) -> float:
    """The rate that gave a place its chances, of which the first is that of whose place it is.

    >>> rate_of([0.7, 0.1, 0.1, 0.1]), rate_of([1.0])
    (0.4, 0.0)
    """
    return round(sum(chances[1:]) / (1 - 1 / len(chances)), 12) if len(chances) > 1 else 0.0


def _open(limit: int) -> range:
    """The places, counted from 0, that may be explored: the lower half or the last of it, never the first."""
    return range(max(1, (limit + 1) // 2, limit - MOST_OPEN), limit)


def _taking_part(own: Sequence[Ranked], allowed: range) -> list[int]:
    """The open places whose own aren't pinned and are worth enough beside the best of them."""
    open_ = [k for k in allowed if k < len(own) and not own[k].pinned]
    best = max((own[k].score for k in open_), default=0.0)
    open_ = [k for k in open_ if own[k].score >= WORTH * best]
    return sorted(open_, key=lambda k: -own[k].score)


def _shuffled(several: Sequence[Ranked], seed: str) -> list[Ranked]:
    """In an order by lot, each as likely (Fisher and Yates)."""
    order = list(several)
    for last in range(len(order) - 1, 0, -1):
        other = int(draw(f"{seed}\0{last}") * (last + 1))
        order[last], order[other] = order[other], order[last]
    return order


def draw(seed: str) -> float:
    """A number from 0 to below 1 that looks drawn at random and is always the same for the same words.

    >>> draw("a") == draw("a") != draw("b")
    True
    """
    digest = hashlib.blake2b(seed.encode(), digest_size=8, person=b"exploring").digest()
    return (int.from_bytes(digest) >> 11) / 2**53
