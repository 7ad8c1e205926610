"""Skills that an occupation likely asks for: what is published of it, else what occupations like it ask for.

Occupations are alike by the words of their names and descriptions, by their group and where they are published as
related; a skill that their own words name is likelier, and so is one that many ask for.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from skills_taxonomy.linking import fusion
from skills_taxonomy.titles.likeness import KINDS, Likeness, asks_of
from skills_taxonomy.titles.names import OccupationNames

if TYPE_CHECKING:
    from data.tables import Tables

Floats = npt.NDArray[np.float32]
MODELS: Final = Path(__file__).parent / "models"
CANDIDATES: Final = 400
"""Skills of which the trees choose the order; the others follow by the sum."""

WAYS: Final = ((1.0, 5), (2.0, 20), (6.0, 20), (1.0, 120))
"""Powers of likeness and how many of the nearest vote, beside the tuned one."""


@dataclass(frozen=True, slots=True)
class Knobs:
    """How the parts are weighed.

    Of likeness: `names`, `grams`, `described`, `fine`, `broad`, `related`, raised to `power`, over the `nearest`.
    Of a skill: `said`, its label stands in the occupation's words; `used`, how many ask for it.
    """

    names: float = 1.0
    grams: float = 1.0
    described: float = 1.0
    fine: float = 0.3
    broad: float = 0.1
    related: float = 0.3
    power: float = 4.0
    nearest: int = 40
    said: float = 0.1
    used: float = 0.05


KNOBS: Final[Mapping[str, Knobs]] = {
    "onet": Knobs(names=0.75, grams=2.8, described=0.5, fine=0.075, broad=0.22, power=2.8, nearest=84, used=0.075),
    "esco": Knobs(names=0.7, described=2.0, broad=0.07, power=2.0, nearest=20, used=0.0125),
}
"""As tuned on a tenth of each vocabulary's occupations; others take the defaults."""


@dataclass(frozen=True, slots=True)
class Likely:
    """A skill, how much speaks for it (0 up; orders one occupation's), and whether that is published of it."""

    skill: str
    score: float
    published: bool


class LikelySkills:
    """Ranks the skills of one vocabulary's occupations; `hidden` are occupations whose own skills aren't known.

    `asks` (occupations, skills) says how much of each is published, 0..1; `asked` is its sum over the occupations.
    """

    def __init__(
        self,
        tables: Tables,
        names: OccupationNames,
        relations: Collection[str],
        hidden: Collection[str] = (),
        *,
        knobs: Knobs | None = None,
        trees: fusion.Trees | None = None,
    ) -> None:
        self.knobs = knobs or Knobs()
        self.trees = trees
        frame = tables["occupation_skills"]
        frame = frame[frame["relation"].isin(list(relations))]
        self._places = {id_: place for place, id_ in enumerate(names.ids)}
        self.skills = tuple(sorted(set(frame["skill"])))
        numbers = {skill: n for n, skill in enumerate(self.skills)}
        self.asks = asks_of(frame, self._places, numbers, frozenset(hidden))
        self.asked = np.asarray(self.asks.sum(axis=0)).ravel()
        self._likeness = Likeness(tables, names, self.skills)

    @classmethod
    def of(cls, tables: Tables, names: OccupationNames, vocabulary: str, relations: Collection[str]) -> LikelySkills:
        """With what is shipped for a vocabulary."""
        place = MODELS / f"likely-{vocabulary}.npz"
        trees = fusion.load(place) if place.exists() else None
        return cls(tables, names, relations, knobs=KNOBS.get(vocabulary), trees=trees)

    def summed(self, occupation: str) -> Floats:
        """The votes of the nearest occupations, the skill's name and its use, simply weighed, (skills,)."""
        return self._summed(self._places[occupation], self._like(self._places[occupation]))

    def scores(self, occupation: str) -> Floats:
        """How much speaks for each skill without what is published of the occupation itself, (skills,)."""
        summed = self.summed(occupation)
        if self.trees is None:
            return summed
        chosen, figures = self.figures(occupation)
        scored = self.trees.scores(figures)
        summed[chosen] = summed.max(initial=0.0) + 1.0 + scored - scored.min(initial=0.0)
        return summed

    def figures(self, occupation: str) -> tuple[npt.NDArray[np.int64], Floats]:
        """The skills worth a second look and what is known of each, (candidates, figures)."""
        at = self._places[occupation]
        like = self._like(at)
        summed = self._summed(at, like)
        chosen = np.argsort(-summed, kind="stable")[:CANDIDATES]
        whole = self._together(like)
        votes = [self._votes(whole, power, nearest) for power, nearest in WAYS]
        votes += [self._votes(like[kind], 1.0, 30) for kind in ("names", "grams", "described", "related")]
        votes += [self._votes(like[kind], 1.0, len(whole)) for kind in ("fine", "broad")]
        columns = [vote[chosen] for vote in votes]
        columns += [summed[chosen], np.log1p(self.asked[chosen]), self._likeness.said(at)[chosen]]
        said = np.column_stack(columns)
        best = np.tile(np.sort(whole)[-3:], (len(chosen), 1))
        return chosen, np.hstack([said, said - said.max(axis=0), best, np.arange(len(chosen))[:, None]]).astype(
            np.float32
        )

    def ranked(self, occupation: str, k: int = 20) -> list[Likely]:
        """The k likeliest skills: published ones by what is stated of them, then those that likeness speaks for."""
        own = np.asarray(self.asks[[self._places[occupation]]].todense()).ravel()
        scores = self.scores(occupation)
        order = np.lexsort((-scores, -own))[:k]
        return [Likely(self.skills[at], float(own[at] + scores[at]), bool(own[at] > 0)) for at in order.tolist()]

    def _like(self, at: int) -> dict[str, Floats]:
        """Each kind of likeness to an occupation; none to itself and to those whose skills aren't known."""
        known = np.diff(self.asks.indptr) > 0
        known[at] = False
        return {kind: np.where(known, value, 0.0) for kind, value in self._likeness.kinds(at).items()}

    def _together(self, like: dict[str, Floats]) -> Floats:
        found: Floats = np.sum([getattr(self.knobs, kind) * like[kind] for kind in KINDS], axis=0)
        return found

    def _summed(self, at: int, like: dict[str, Floats]) -> Floats:
        knobs = self.knobs
        used = np.log1p(self.asked) / max(float(np.log1p(self.asked).max(initial=0.0)), 1e-9)
        votes = self._votes(self._together(like), knobs.power, knobs.nearest)
        found: Floats = (votes + knobs.said * self._likeness.said(at) + knobs.used * used).astype(np.float32)
        return found

    def _votes(self, like: Floats, power: float, count: int) -> Floats:
        """How much the nearest occupations ask for each skill, a mean weighed by likeness, 0..1."""
        nearest = np.argpartition(-like, min(count, len(like) - 1))[:count]
        weights = (like[nearest] / max(float(like.max()), 1e-9)) ** power
        found: Floats = (self.asks[nearest].T @ weights) / max(float(weights.sum()), 1e-9)
        return found
