"""A learner's situation as arrays: what is held, what is under way, what follows from it, what the goal still lacks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from graph.credentials import attested
from graph.holdings import Award, Holdings
from graph.pathways import Pathway
from graph.standing import Kind, standings
from recommender.goal_view import GoalView
from recommender.query import Query
from recommender.rows import Floats
from recommender.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Situation:
    """The question over one snapshot.

    `held` maps credential numbers to the award that counts; `enrolled` are under way; `history` are the numbers
    that similarity and succession start from (held, and the credential on whose page the question is asked). `had`
    (concepts,) is how well each skill is had, 0..1; `gap` (concepts,) what the goal needs beyond it. `follows` maps
    a credential to the pathways in which it comes next.
    """

    snapshot: Snapshot
    query: Query
    goal: GoalView | None
    held: Mapping[int, Award]
    enrolled: frozenset[int]
    history: tuple[int, ...]
    unknown: tuple[str, ...]
    had: Floats
    gap: Floats
    follows: Mapping[int, tuple[Pathway, ...]]

    @property
    def anonymous(self) -> bool:
        """Whether nothing is held, so that the credential of the page is the whole history."""
        return not self.held

    @property
    def recencies(self) -> dict[int, float]:
        """By credential of the history what it counts: the snapshot's recency to the power of how many came later.

        What has no date came before all that have one; the credential of the page is the newest.
        """
        days = {i: award.awarded for i, award in self.held.items()}
        when = {i: day.toordinal() if day is not None else 0 for i, day in days.items()}
        order = np.sort(np.fromiter(when.values(), np.int64, len(when)))
        later = {i: len(order) - int(np.searchsorted(order, day, side="right")) for i, day in when.items()}
        fade = float(self.snapshot.arrays["recency"])
        return {i: fade ** later.get(i, 0) for i in self.history}

    @property
    def holdings(self) -> Holdings:
        """What counts as held when requirements are checked: the credential of the page is taken as earned."""
        held = self.query.holdings
        if self.query.after and self.snapshot.credential_index.get(self.query.after) not in self.held:
            return Holdings((*held.awards, Award(self.query.after)), held.skills)
        return held

    @property
    def attests(self) -> dict[str, dict[str, float]]:
        """The skills that each held credential's issuer states it teaches, for requirements that ask for skills."""
        return attested(self.snapshot.credential(i) for i in self.history)

    def name_of(self, credential: str) -> str:
        """A credential's name; its identifier where the catalogue doesn't hold it."""
        place = self.snapshot.credential_index.get(credential)
        return self.snapshot.credential(place).name if place is not None else credential

    def label(self, concept: int) -> str:
        """What to call a concept: the label of the goal's skill where it needs it, else of the first skill in it."""
        at = self.goal.position.get(concept) if self.goal is not None else None
        if at is not None:
            return self.snapshot.skill_labels[int(self.snapshot.arrays["need.skill"][at])]
        return self.snapshot.skill_labels[int(self.snapshot.arrays["representative"][concept])]


def situation(snapshot: Snapshot, query: Query, goal: GoalView | None) -> Situation:
    """Look at the question once; credentials that the snapshot doesn't hold are kept in `unknown`, not lost."""
    query = query.credited(snapshot.accepted)
    index = snapshot.credential_index
    held: dict[int, Award] = {}
    enrolled: set[int] = set()
    unknown = []
    for credential, standing in standings(query.holdings, query.today).items():
        place = index.get(credential)
        if place is None:
            unknown.append(credential)
        elif standing.kind in (Kind.HELD, Kind.CLAIMED) and standing.award is not None:
            held[place] = standing.award
        elif standing.kind is Kind.ENROLLED:
            enrolled.add(place)
    history = sorted(held)
    if query.after in index and index[query.after] not in held:
        history.append(index[query.after])
    had = _had(snapshot, query, history)
    gap = goal.need * (1.0 - had) if goal is not None else np.zeros(len(had))
    follows = _follows(snapshot, {snapshot.credential_documents.keys[i] for i in history})
    return Situation(
        snapshot,
        query,
        goal,
        held,
        frozenset(enrolled - held.keys()),
        tuple(history),
        tuple(unknown),
        had,
        gap,
        follows,
    )


def _had(snapshot: Snapshot, query: Query, history: list[int]) -> Floats:
    had = np.zeros(snapshot.teaches.width)
    for i in history:
        columns, values = snapshot.teaches.row(i)
        had[columns] = np.maximum(had[columns], values)
    stated = [(skill, level) for skill, level, _ in query.holdings.skills]
    for skill, level in [*stated, *((skill, 1.0) for skill in sorted(query.already_know))]:
        place = snapshot.skill_place.get(skill)
        if place is not None:
            concept = int(snapshot.arrays["concept"][place])
            had[concept] = max(had[concept], level or 1.0)
    return np.minimum(had, 1.0)


def _follows(snapshot: Snapshot, held: set[str]) -> dict[int, tuple[Pathway, ...]]:
    """What comes next in pathways that are under way: the first step not yet done after one that is."""
    follows: dict[int, list[Pathway]] = {}
    for pathway in dict.fromkeys(p for credential in sorted(held) for p in snapshot.pathways_of.get(credential, ())):
        steps = sorted(pathway.steps, key=lambda step: step.position)
        left = [step for step in steps if step.credential not in held]
        if left and not all(step.optional for step in left):
            first = next(step for step in left if not step.optional)
            for step in left:
                place = snapshot.credential_index.get(step.credential)
                if place is not None and step.position <= first.position:
                    follows.setdefault(place, []).append(pathway)
    return {place: tuple(pathways) for place, pathways in follows.items()}
