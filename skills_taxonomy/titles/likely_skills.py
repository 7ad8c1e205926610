"""Skills that an occupation likely asks for: what is published of it, else what occupations like it ask for.

Occupations are alike by the words of their names and descriptions and by their group; a skill that their own words
name is likelier, and so is one that many ask for.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt
from scipy import sparse

from skills_taxonomy.linking import terms, words
from skills_taxonomy.titles.cleaning import key, spelled_out
from skills_taxonomy.titles.names import OccupationNames

if TYPE_CHECKING:
    import pandas as pd

    from data.tables import Tables

Floats = npt.NDArray[np.float32]
SHARE: Final[Mapping[str, float]] = {"essential": 1.0, "optional": 0.6, "technology": 1.0, "important": 1.0}
"""How much a published relation says; O*NET's `important` is weighed by its importance, 1 to 5."""


@dataclass(frozen=True, slots=True)
class Knobs:
    """How the parts are weighed.

    Of likeness: `names`, `grams`, `described`, `fine`, `broad`, raised to `power`, over the `nearest`.
    Of a skill: `said`, its label stands in the occupation's words; `used`, how many ask for it.
    """

    names: float = 1.0
    grams: float = 1.0
    described: float = 1.0
    fine: float = 0.3
    broad: float = 0.1
    power: float = 4.0
    nearest: int = 40
    said: float = 0.1
    used: float = 0.05


KNOBS: Final[Mapping[str, Knobs]] = {
    "onet": Knobs(names=0.75, grams=2.0, described=0.5, fine=0.15, broad=0.1575, nearest=60, said=0.1, used=0.075),
    "esco": Knobs(names=0.35, grams=1.0, described=2.0, fine=0.3, broad=0.07),
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
        self, tables: Tables, names: OccupationNames, relations: Collection[str], hidden: Collection[str] = (),
        knobs: Knobs | None = None,
    ) -> None:  # fmt: skip
        self.knobs = knobs or Knobs()
        self._names = names
        frame = tables["occupation_skills"]
        frame = frame[frame["relation"].isin(list(relations))]
        known = {id_: place for place, id_ in enumerate(names.ids)}
        self.skills = tuple(sorted(set(frame["skill"])))
        self._places = known
        self.asks = _asks(frame, known, {skill: n for n, skill in enumerate(self.skills)}, frozenset(hidden))
        self.asked = np.asarray(self.asks.sum(axis=0)).ravel()
        self._texts = _Texts(
            names, self.skills, dict(zip(tables["skills"]["id"], tables["skills"]["label"], strict=True))
        )

    def scores(self, occupation: str) -> Floats:
        """How much speaks for each skill without what is published of the occupation itself, (skills,)."""
        at, knobs = self._places[occupation], self.knobs
        like = self._texts.likeness(at, self._names, knobs)
        like[at] = 0.0
        like[self.asks.indptr[:-1] == self.asks.indptr[1:]] = 0.0
        nearest = np.argpartition(-like, min(knobs.nearest, len(like) - 1))[: knobs.nearest]
        weights = (like[nearest] / max(float(like.max()), 1e-9)) ** knobs.power
        votes = (self.asks[nearest].T @ weights) / max(float(weights.sum()), 1e-9)
        used = np.log1p(self.asked) / max(float(np.log1p(self.asked).max(initial=0.0)), 1e-9)
        found: Floats = (votes + knobs.said * self._texts.said(at) + knobs.used * used).astype(np.float32)
        return found

    def ranked(self, occupation: str, k: int = 20) -> list[Likely]:
        """The k likeliest skills: published ones by what is stated of them, then those that likeness speaks for."""
        own = np.asarray(self.asks[[self._places[occupation]]].todense()).ravel()
        scores = self.scores(occupation)
        order = np.lexsort((-scores, -own))[:k]
        return [Likely(self.skills[at], float(own[at] + scores[at]), bool(own[at] > 0)) for at in order.tolist()]


class _Texts:
    """Occupations and skills by their words."""

    def __init__(self, names: OccupationNames, skills: Sequence[str], labels: Mapping[str, str]) -> None:
        spans = list(zip(names.first[:-1].tolist(), names.first[1:].tolist(), strict=True))
        self._called = [" . ".join(key(spelled_out(one)) for one in names.names[a:b]) for a, b in spans]
        self._told = list(names.descriptions)
        self._by_name = terms.index_of(self._called, words.pairs)
        self._by_grams = terms.index_of(self._called, words.grams, least=2)
        self._by_told = terms.index_of(self._told, words.telling)
        self._skills = terms.index_of([labels.get(skill, "") for skill in skills], words.telling)

    def likeness(self, at: int, names: OccupationNames, knobs: Knobs) -> Floats:
        """How like every occupation is to one, 0 up."""
        found = knobs.names * self._by_name.cosines(words.pairs(self._called[at]))
        found += knobs.grams * self._by_grams.cosines(words.grams(self._called[at]))
        found += knobs.described * self._by_told.cosines(words.telling(self._told[at]))
        found += knobs.fine * (names.fine == names.fine[at]) + knobs.broad * (names.broad == names.broad[at])
        return found.astype(np.float32)

    def said(self, at: int) -> Floats:
        """How much of each skill's label stands in what is said of an occupation, 0..1."""
        return np.minimum(self._skills.covered(words.telling(f"{self._called[at]} . {self._told[at]}")), 1.0)


def _asks(
    frame: pd.DataFrame, occupations: Mapping[str, int], skills: Mapping[str, int], hidden: frozenset[str]
) -> sparse.csr_array:
    """How much each occupation asks for each skill, 0..1; nothing for those that are hidden."""
    rows: dict[tuple[int, int], float] = {}
    columns = [frame[name] for name in ("occupation", "skill", "relation", "importance")]
    for occupation, skill, relation, importance, missing in zip(*columns, columns[-1].isna(), strict=True):
        if occupation in occupations and occupation not in hidden:
            rated = float(importance) / 5 if relation == "important" and not missing else 1.0
            place = occupations[occupation], skills[skill]
            rows[place] = max(rows.get(place, 0.0), SHARE.get(relation, 0.5) * rated)
    at = np.array(list(rows) or np.zeros((0, 2)), np.int64)
    values = np.fromiter(rows.values(), np.float32, len(rows))
    return sparse.csr_array((values, (at[:, 0], at[:, 1])), shape=(len(occupations), len(skills)))
