"""Mentions to a profile: each skill once, with a weight."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from skills_taxonomy.extraction.context import LEVELS, Wanted
from skills_taxonomy.extraction.types import Kind, Mention, Weighed

_COUNTS: Final = {Wanted.REQUIRED: 1.0, Wanted.STATED: 0.8, Wanted.WISHED: 0.5}
_CEFR: Final = ("A1", "A2", "B1", "B2", "C1", "C2")
_ORDER: Final = {level: at for at, level in enumerate((*LEVELS, *_CEFR))}


def profile(mentions: Iterable[Mention]) -> tuple[Weighed, ...]:
    """The skills, the weightiest first; weights join as chances that at least one mention is right do."""
    by_skill: defaultdict[str, list[Mention]] = defaultdict(list)
    for one in mentions:
        if one.kind is not Kind.UNKNOWN and one.wanted is not Wanted.NOT_NEEDED:
            by_skill[one.skill].append(one)
    found = [_weighed(skill, there) for skill, there in by_skill.items()]
    return tuple(sorted(found, key=lambda one: (-one.weight, one.label, one.skill)))


def _weighed(skill: str, mentions: list[Mention]) -> Weighed:
    missed = 1.0
    for one in mentions:
        missed *= 1.0 - one.confidence * _COUNTS[one.wanted]
    wanted = max((one.wanted for one in mentions), key=_COUNTS.__getitem__)
    level = max((one.level for one in mentions), key=lambda said: _ORDER.get(said, -1))
    years = max((one.years for one in mentions if one.years is not None), default=None)
    return Weighed(skill, mentions[0].label, round(1.0 - missed, 4), len(mentions), wanted, level, years)
