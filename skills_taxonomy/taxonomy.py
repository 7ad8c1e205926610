"""Above and beside: a skill's broader skills and its siblings, and the same occupation in other vocabularies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from skills_taxonomy.columns import rows

if TYPE_CHECKING:
    from data.tables import Tables


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """Who is directly above whom, both ways. A skill may have several broader ones; circles do no harm."""

    broader: Mapping[str, tuple[str, ...]]
    narrower: Mapping[str, tuple[str, ...]]

    def ancestors(self, id: str) -> tuple[str, ...]:
        """Everything above, nearest first (then by identifier), each once, without the thing itself.

        >>> Hierarchy({"a": ("b",), "b": ("c",)}, {}).ancestors("a")
        ('b', 'c')
        """
        found: dict[str, None] = {id: None}
        level: tuple[str, ...] = (id,)
        while level:
            above = sorted({up for one in level for up in self.broader.get(one, ())} - found.keys())
            found.update(dict.fromkeys(above))
            level = tuple(above)
        return tuple(found)[1:]

    def siblings(self, id: str) -> tuple[str, ...]:
        """What stands directly below the same broader things, by identifier.

        >>> Hierarchy({"a": ("t",), "b": ("t",)}, {"t": ("a", "b")}).siblings("a")
        ('b',)
        """
        beside = {down for up in self.broader.get(id, ()) for down in self.narrower.get(up, ())}
        return tuple(sorted(beside - {id}))


def skill_hierarchy(tables: Tables) -> Hierarchy:
    """The hierarchy of skills, from the rows of `skill_relations` that say broader."""
    return _hierarchy(tables, "skill_relations")


def occupation_hierarchy(tables: Tables) -> Hierarchy:
    """The hierarchy of occupations, from the rows of `occupation_relations` that say broader."""
    return _hierarchy(tables, "occupation_relations")


def crosswalk(tables: Tables) -> dict[str, tuple[tuple[str, float], ...]]:
    """For each occupation those that match it in another vocabulary, the surest first, both ways.

    A confidence that isn't stated counts as 1 (an exact match) or 0.5 (any other).
    """
    found: defaultdict[str, dict[str, float]] = defaultdict(dict)
    columns = ("subject", "predicate", "object", "confidence")
    for subject, predicate, other, stated in rows(tables, "occupation_relations", *columns):
        if predicate.endswith("match"):
            confidence = stated if stated is not None else 1.0 if predicate == "exact match" else 0.5
            for a, b in ((subject, other), (other, subject)):
                found[a][b] = max(confidence, found[a].get(b, 0.0))
    return {id: tuple(sorted(those.items(), key=lambda p: (-p[1], p[0]))) for id, those in found.items()}


def _hierarchy(tables: Tables, name: str) -> Hierarchy:
    up: defaultdict[str, set[str]] = defaultdict(set)
    down: defaultdict[str, set[str]] = defaultdict(set)
    for subject, predicate, above in rows(tables, name, "subject", "predicate", "object"):
        if predicate == "broader":
            up[subject].add(above)
            down[above].add(subject)
    return Hierarchy(_sorted(up), _sorted(down))


def _sorted(sets: Mapping[str, set[str]]) -> dict[str, tuple[str, ...]]:
    return {id: tuple(sorted(those)) for id, those in sets.items()}
