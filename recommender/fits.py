"""What a text says somebody can do, against what occupations and postings ask for: the nearest first, with the gaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import sparse

from recommender.rows import Floats, Whole
from recommender.snapshot import Snapshot

NAMED: Final = 8
"""Skills that are named of each, had and lacking."""

THIN: Final = 1.0
"""Added to the squared length of what is asked for, so that what asks for a single thing isn't met by one word."""


LIKELY: Final = 0.5
"""What a skill counts that a job held asks for, though nothing is said of it, to one that is named."""


@dataclass(frozen=True, slots=True)
class Fit:
    """One that asks for skills: `score` 0..1 by which they are ordered, and labels of skills, weightiest first.

    `has`: named. `likely`: not named, but a job held asks for them. `lacks`: neither.
    """

    id: str
    label: str
    score: float
    has: tuple[str, ...]
    likely: tuple[str, ...]
    lacks: tuple[str, ...]


class Askers:
    """Those who ask for skills, as one matrix: (askers, concepts) of weights."""

    def __init__(self, snapshot: Snapshot, ids: Sequence[str], labels: Sequence[str], asked: sparse.csr_array) -> None:
        self._snapshot, self._ids, self._labels = snapshot, tuple(ids), tuple(labels)
        self._asked = asked
        self._place = {id_: at for at, id_ in enumerate(ids)}
        self._length = np.sqrt(np.asarray(asked.multiply(asked).sum(axis=1)).ravel() + THIN)
        self._known = np.bincount(asked.indices, minlength=asked.shape[1]) > 0

    def fits(
        self, profile: Mapping[str, float], limit: int, prefix: str = "", *, likely: Floats | None = None
    ) -> tuple[Fit, ...]:
        """The nearest to a profile (skill to weight 0..1); of identifiers with a prefix, if one is given.

        `likely` is what `likely` of the occupations says of the jobs held. None where nothing is asked for by anybody.
        """
        had = self._had(profile)
        could = np.zeros_like(had) if likely is None else np.where(had > 0, 0.0, likely)
        all_ = had + could
        length = float(np.sqrt((all_[self._known] ** 2).sum()))
        if not length:
            return ()
        scores = np.asarray(self._asked @ all_) / (self._length * length)
        if prefix:
            scores[[not id_.startswith(prefix) for id_ in self._ids]] = 0.0
        best = np.argsort(-np.round(scores, 9), kind="stable")[:limit]
        return tuple(self._fit(int(at), float(scores[at]), had, could) for at in best if scores[at] > 0)

    def likely(self, held: Mapping[str, float]) -> Floats:
        """(concepts,) What somebody can likely do who held jobs (identifier to how sure it is, 0..1)."""
        found = np.zeros(self._asked.shape[1])
        for id_, sure in held.items():
            if id_ in self._place:
                row = self._asked[[self._place[id_]]].toarray().ravel()
                found = np.maximum(found, LIKELY * sure * row)
        return found

    def _had(self, profile: Mapping[str, float]) -> Floats:
        had = np.zeros(self._asked.shape[1])
        for skill, weight in profile.items():
            place = self._snapshot.skill_place.get(skill)
            if place is not None:
                concept = int(self._snapshot.arrays["concept"][place])
                had[concept] = max(had[concept], weight)
        return had

    def _fit(self, at: int, score: float, had: Floats, could: Floats) -> Fit:
        span = slice(self._asked.indptr[at], self._asked.indptr[at + 1])
        concepts, weights = self._asked.indices[span].astype(np.int64), self._asked.data[span]
        has, may = had[concepts] > 0, could[concepts] > 0
        return Fit(
            self._ids[at],
            self._labels[at],
            round(min(score, 1.0), 4),
            self._named(concepts[has], (weights * had[concepts])[has]),
            self._named(concepts[may], (weights * could[concepts])[may]),
            self._named(concepts[~has & ~may], weights[~has & ~may]),
        )

    def _named(self, concepts: Whole, weights: Floats) -> tuple[str, ...]:
        order = np.lexsort((concepts, -weights))[:NAMED]
        representative = self._snapshot.arrays["representative"]
        return tuple(self._snapshot.skill_labels[int(representative[concepts[at]])] for at in order)


def occupations(snapshot: Snapshot) -> Askers:
    """All occupations, by what is published (and counted in postings) that they ask for."""
    arrays = snapshot.arrays
    indptr = arrays["need.indptr"]
    owner = np.repeat(np.arange(len(indptr) - 1), np.diff(indptr))
    concepts = arrays["concept"][arrays["need.skill"]]
    asked = _greatest(owner, concepts, arrays["need.weight"].astype(float), (len(indptr) - 1, snapshot.teaches.width))
    return Askers(snapshot, snapshot.occupations, snapshot.occupation_labels, asked)


def postings(
    snapshot: Snapshot, ids: Sequence[str], titles: Sequence[str], rows: Sequence[tuple[str, str, float]]
) -> Askers:
    """Postings by the skills that were read in them: `rows` of posting, skill and confidence; rarer ones tell more."""
    place = {id_: at for at, id_ in enumerate(ids)}
    known = [(place[p], snapshot.skill_place[s], c) for p, s, c in rows if p in place and s in snapshot.skill_place]
    owner = np.array([row[0] for row in known], dtype=np.int64)
    skills = np.array([row[1] for row in known], dtype=np.int64)
    concepts = snapshot.arrays["concept"][skills] if len(skills) else skills
    once = np.unique(np.stack([owner, concepts]), axis=1)[1]
    counts = np.bincount(once, minlength=snapshot.teaches.width)
    telling = np.log1p(len(ids) / np.maximum(counts, 1))[concepts] / np.log1p(max(len(ids), 1))
    sure = np.array([row[2] for row in known], dtype=float)
    return Askers(snapshot, ids, titles, _greatest(owner, concepts, sure * telling, (len(ids), snapshot.teaches.width)))


def _greatest(rows: Whole, columns: Whole, values: Floats, shape: tuple[int, int]) -> sparse.csr_array:
    """A sparse matrix; of several values at one place the greatest."""
    order = np.lexsort((-values, columns, rows))
    rows, columns, values = rows[order], columns[order], values[order]
    first = np.ones(len(rows), bool)
    first[1:] = (rows[1:] != rows[:-1]) | (columns[1:] != columns[:-1])
    made: sparse.csr_array = sparse.coo_array((values[first], (rows[first], columns[first])), shape=shape).tocsr()
    return made
