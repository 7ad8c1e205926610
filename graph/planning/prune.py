"""Fewer credentials to choose from: those that another one makes needless are left out before the search."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from types import MappingProxyType
from typing import Final

from graph.planning.reach import Situation
from graph.planning.types import Measure
from graph.requirements import Holds, key, leaves

HELD: Final = key(Holds(""))[1]
"""What stands in a leaf's key in place of a level where it names a credential; below every level."""

Bits = dict[str, dict[float, int]]
"""The bit of each leaf, by what it names and its level."""

_NONE: Final = MappingProxyType[float, int]({})


def undominated(situation: Situation, possible: Iterable[str], counts: Sequence[Measure]) -> list[str]:
    """The possible credentials without those that aren't needed in some best plan, by identifier.

    One is needless where another, which can be earned at once, shows every leaf that it shows among those that matter
    and takes no more of each measure that counts (of two alike the one named first stays); or where it shows none.
    Exact: in a plan, the one can always stand in for the other.
    """
    possible = sorted(possible)
    bits = _bits(situation, possible)
    shows = {one: _shown(situation, one, bits) for one in possible}
    takes = {one: tuple(situation.ways[one].takes(measure) for measure in counts) for one in possible}
    free: dict[int, list[tuple[tuple[float, ...], str]]] = defaultdict(list)
    kept = []
    for amounts, _, one in sorted((takes[one], -shows[one].bit_count(), one) for one in possible if shows[one]):
        mask = shows[one]
        if any(not mask & ~shows[other] and _no_more(less, amounts) for less, other in free[mask & -mask]):
            continue
        kept.append(one)
        if situation.is_free(one):
            _file(free, mask, (amounts, one))
    return sorted(kept)


def _no_more(less: tuple[float, ...], amounts: tuple[float, ...]) -> bool:
    return all(a <= b for a, b in zip(less, amounts, strict=True))


def _file(
    free: dict[int, list[tuple[tuple[float, ...], str]]], mask: int, found: tuple[tuple[float, ...], str]
) -> None:
    """Keep what can be earned at once under each leaf that it shows; they come in order."""
    while mask:
        lowest = mask & -mask
        free[lowest].append(found)
        mask ^= lowest


def _bits(situation: Situation, possible: Iterable[str]) -> Bits:
    """A bit for each leaf that matters and isn't met: credentials, and levels of skills."""
    bits: Bits = defaultdict(dict)
    number = 0
    for leaf in (*leaves(situation.goal), *(leaf for one in possible for leaf in situation.leaves_of(one))):
        name, level = key(leaf)
        if level not in bits[name] and not situation.is_met(leaf):
            bits[name][level] = 1 << number
            number += 1
    return bits


def _shown(situation: Situation, credential: str, bits: Bits) -> int:
    """The leaves that a credential shows, as bits."""
    mask = bits.get(credential, _NONE).get(HELD, 0)
    for skill, level in situation.ways[credential].teaches.items():
        for asked, bit in bits.get(skill, _NONE).items():
            if HELD < asked <= level:
                mask |= bit
    return mask
