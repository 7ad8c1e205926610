"""How like occupations are to one another, and what each asks for: arrays out of the tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt
from scipy import sparse

from skills_taxonomy.linking import words
from skills_taxonomy.titles.cleaning import key, spelled_out
from skills_taxonomy.titles.index import by_terms
from skills_taxonomy.titles.names import OccupationNames

if TYPE_CHECKING:
    import pandas as pd

    from data.tables import Tables

Floats = npt.NDArray[np.float32]
SHARE: Final[Mapping[str, float]] = {"essential": 1.0, "optional": 0.6, "technology": 1.0, "important": 1.0}
"""How much a published relation says; O*NET's `important` is weighed by its importance, 1 to 5."""

KINDS: Final = ("names", "grams", "described", "fine", "broad", "related")


class Likeness:
    """Occupations and skills by their words and by what is published of how they belong together."""

    def __init__(self, tables: Tables, names: OccupationNames, skills: Sequence[str]) -> None:
        spans = list(zip(names.first[:-1].tolist(), names.first[1:].tolist(), strict=True))
        labels = dict(zip(tables["skills"]["id"], tables["skills"]["label"], strict=True))
        self._names = names
        self._called = [" . ".join(key(spelled_out(one)) for one in names.names[a:b]) for a, b in spans]
        self._told = list(names.descriptions)
        self._by_name = by_terms(self._called, words.pairs)
        self._by_grams = by_terms(self._called, words.grams, least=2)
        self._by_told = by_terms(self._told, words.telling)
        self._skills = by_terms([labels.get(skill, "") for skill in skills], words.telling)
        self._related = _related(tables, {id_: place for place, id_ in enumerate(names.ids)})

    def kinds(self, at: int) -> dict[str, Floats]:
        """Each kind of likeness of every occupation to one, 0..1."""
        names = self._names
        return {
            "names": self._by_name.cosines(words.pairs(self._called[at])),
            "grams": self._by_grams.cosines(words.grams(self._called[at])),
            "described": self._by_told.cosines(words.telling(self._told[at])),
            "fine": (names.fine == names.fine[at]).astype(np.float32),
            "broad": (names.broad == names.broad[at]).astype(np.float32),
            "related": np.asarray(self._related[[at]].todense(), np.float32).ravel(),
        }

    def said(self, at: int) -> Floats:
        """How much of each skill's label stands in what is said of an occupation, 0..1."""
        found = self._skills.covered(words.telling(f"{self._called[at]} . {self._told[at]}"))
        return np.minimum(found, 1.0).astype(np.float32)


def _related(tables: Tables, places: Mapping[str, int]) -> sparse.csr_array:
    """1 where occupations are published as related, or one as broader than the other."""
    frame = tables["occupation_relations"]
    kept = frame[frame["predicate"].isin(["related", "broader"])]
    pairs = [(places.get(a, -1), places.get(b, -1)) for a, b in zip(kept["subject"], kept["object"], strict=True)]
    at = np.array([pair for pair in pairs if min(pair) >= 0] or np.zeros((0, 2)), np.int64)
    ones = np.ones(len(at), np.float32)
    found = sparse.csr_array((ones, (at[:, 0], at[:, 1])), shape=(len(places), len(places)))
    both = sparse.csr_array(found + found.T)
    both.data[:] = 1.0
    return both


def asks_of(
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
