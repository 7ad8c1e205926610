"""One snapshot with all that goes with it, opened for questions."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from api.graph_note import noted_graph
from api.sources import forwards_of
from api.wholeness import check_sizes
from recommender.authored import Authored
from recommender.goal_view import GoalView, goal_view
from recommender.snapshot import Snapshot
from skills_taxonomy.goals import resolve
from skills_taxonomy.search import Index
from skills_taxonomy.types import Goal

GOALS_KEPT: Final = 256
"""How many compiled goals are kept ready; each is a few arrays of the catalogue's length."""


@dataclass(frozen=True, slots=True)
class Opened:
    """One snapshot with all that goes with it, so that an answer never mixes two: it is swapped whole."""

    folder: Path
    snapshot: Snapshot
    index: Index
    graph: str = ""
    forwards: Mapping[str, str] = field(default_factory=dict)
    goals: OrderedDict[tuple[str, str], GoalView | None] = field(default_factory=OrderedDict)
    typed: OrderedDict[str, Goal] = field(default_factory=OrderedDict)

    @classmethod
    def at(cls, folder: Path) -> Opened:
        """Open a snapshot's folder; raises `SnapshotDamaged`."""
        check_sizes(folder)
        return cls(
            folder,
            Snapshot.open(folder),
            Index.open(folder / "search.sqlite"),
            noted_graph(folder),
            forwards_of(folder),
        )

    def with_authored(self, authored: Authored) -> Opened:
        """The same with what is authored of pathways on top; all that doesn't follow from pathways is shared."""
        if authored.number == self.snapshot.authored.number:
            return self
        return replace(self, snapshot=self.snapshot.with_authored(authored.carried_on(self.forwards)))

    def understood(self, text: str) -> Goal:
        """The goal that the words mean; the last ones typed are kept."""
        found = self.typed.get(text)
        if found is None:
            found = self.typed[text] = resolve(self.index, text)
            _bound(self.typed, GOALS_KEPT * 4)
        return found

    def view(self, goal: Goal | None) -> GoalView | None:
        """The compiled form of a goal; the last ones asked for are kept."""
        if goal is None or goal.occupation is None:
            return None
        key = (goal.occupation.id, goal.typed)
        found = self.goals.get(key)  # one look: another thread may let go of it in between
        if found is None:
            found = self.goals[key] = goal_view(self.snapshot, goal)
            _bound(self.goals, GOALS_KEPT)
        return found


def _bound(kept: OrderedDict[Any, Any], most: int) -> None:
    """Let go of the oldest beyond a number."""
    while len(kept) > most:
        kept.popitem(last=False)
