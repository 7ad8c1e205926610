"""A goal as arrays: what the occupation asks for, and how near each credential is to it in words and titles."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from recommender.concepts import singular
from recommender.rows import Floats
from recommender.snapshot import Snapshot
from skills_taxonomy.types import Goal

NEAR: Final = 2.0
"""Cosines of texts this long rarely pass a half, so that a half counts as fully alike."""

_WORD: Final = re.compile(r"\b\w\w+\b")


@dataclass(frozen=True, slots=True)
class GoalView:
    """One goal over one snapshot.

    `need` (concepts,) weighs what is asked for, 0..1; `position` says for each needed concept which compiled need
    states it, `posted` which one counts postings, where postings name it; `asked` (credentials,) is the strength of all
    that each teaches and the goal asks for; `text` and `titles` (credentials,) are 0..1; `occupations` maps occupation
    numbers to confidence 0..1, the goal itself 1; `typed_titles` are the credentials that name just what was typed.
    """

    label: str
    need: Floats
    position: Mapping[int, int]
    posted: Mapping[int, int]
    asked: Floats
    text: Floats
    titles: Floats
    occupations: Mapping[int, float]
    typed_titles: frozenset[int]

    def named_as_typed(self, credential: int) -> bool:
        """Whether the credential (by number) names a title that is, letter for letter, what was typed."""
        return credential in self.typed_titles

    @property
    def empty(self) -> bool:
        """Whether nothing is known of what the goal asks for, in skills, titles or words."""
        return not (self.need.any() or self.text.any() or self.titles.any())


def goal_view(snapshot: Snapshot, goal: Goal) -> GoalView | None:
    """The arrays of a goal; None where the goal wasn't understood or its occupation isn't in the snapshot.

    The same occupation in another vocabulary adds what it asks for, weighed by the crosswalk's confidence.
    """
    if goal.occupation is None or goal.occupation.id not in snapshot.occupation_place:
        return None
    own = snapshot.occupation_place[goal.occupation.id]
    twins, sure = snapshot.twins.row(own)
    occupations = {int(i): float(c) for i, c in zip(twins, sure, strict=True)} | {own: 1.0}
    need, position, posted = _need(snapshot, occupations)
    text = snapshot.text.dot(_typed(snapshot, goal.typed))
    titles = np.zeros(snapshot.size)
    typed = {int(place): value for place, value in snapshot.named_titles.get(singular(goal.typed), ())}
    for place, value in typed.items():
        titles[place] = value
    for occupation, confidence in occupations.items():
        text = np.maximum(text, confidence * _cosine(snapshot, occupation))
        column = np.zeros(snapshot.titles.width)
        column[occupation] = confidence
        titles = np.maximum(titles, snapshot.titles.dot(column))
    asked = snapshot.teaches.dot((need > 0).astype(float))
    near = np.minimum(NEAR * text, 1.0)
    return GoalView(goal.occupation.label, need, position, posted, asked, near, titles, occupations, frozenset(typed))


def _need(snapshot: Snapshot, occupations: Mapping[int, float]) -> tuple[Floats, dict[int, int], dict[int, int]]:
    """The strongest statement of each needed concept over the occupations, where it stands, and where postings do."""
    arrays = snapshot.arrays
    need = np.zeros(snapshot.teaches.width)
    position: dict[int, int] = {}
    posted: dict[int, int] = {}
    for occupation, confidence in sorted(occupations.items(), key=lambda item: -item[1]):
        span = snapshot.need_span(occupation)
        concepts = arrays["concept"][arrays["need.skill"][span]].tolist()
        weights = (confidence * arrays["need.weight"][span]).tolist()
        for offset, (concept, weight) in enumerate(zip(concepts, weights, strict=True)):
            if span.start + offset in snapshot.notes:
                posted.setdefault(concept, span.start + offset)
            if weight > need[concept]:
                need[concept] = weight
                position[concept] = span.start + offset
    return need, position, posted


def _cosine(snapshot: Snapshot, occupation: int) -> Floats:
    words = np.zeros(snapshot.text.width)
    columns, values = snapshot.occupation_text.row(occupation)
    words[columns] = values
    return snapshot.text.dot(words)


def _typed(snapshot: Snapshot, text: str) -> Floats:
    """The words that were typed as a TF-IDF row of length 1, made as the compiled rows were."""
    words = [word for word in _WORD.findall(text.casefold()) if word not in snapshot.left_out_words]
    row = np.zeros(snapshot.text.width)
    for word in {*words, *(" ".join(pair) for pair in pairwise(words))}:
        place = snapshot.word_place.get(word)
        if place is not None:
            row[place] = snapshot.arrays["text.idf"][place]
    length = float(np.sqrt((row**2).sum()))
    return row / length if length else row
