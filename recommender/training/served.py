"""The trained model that is served: for each credential, the few that it speaks most for or against."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse

from recommender.errors import TrainingError
from recommender.learning.histories import Floats

CURRENT = "current.json"
VERSION = 2


@dataclass(frozen=True, slots=True)
class Served:
    """`matrix` (credentials, credentials) from what is held to what may come; `popular` by how many learners hold it.

    `names` are the credentials in the order of the rows, `numbers` their places; `recency` is the weight of an award
    per later one.
    """

    names: tuple[str, ...]
    matrix: sparse.csr_array
    popular: Floats
    recency: float
    numbers: Mapping[str, int]

    def recommend(self, history: Sequence[str], n: int = 10) -> list[tuple[str, float]]:
        """The `n` credentials that most likely come next and their scores, best first, nothing that is held.

        `history` is oldest first; what isn't known counts for nothing. Where the model knows too few to suggest, the
        most held follow, with score 0. Raises ValueError where `n` is below 1.
        """
        if n < 1:
            raise ValueError(f"{n} suggestions can't be made")
        held = [self.numbers[name] for name in history if name in self.numbers]
        weights = {item: self.recency**age for age, item in reversed(list(enumerate(reversed(held))))}
        scores = np.zeros(len(self.names), np.float32)
        for item, weight in weights.items():
            row = slice(self.matrix.indptr[item], self.matrix.indptr[item + 1])
            scores[self.matrix.indices[row]] += np.float32(weight) * self.matrix.data[row]
        scores[held] = 0.0
        best = np.argsort(-scores, kind="stable")[:n] if len(scores) <= n else _top(scores, n)
        found = [(int(item), float(scores[item])) for item in best if scores[item] > 0]
        if len(found) == n:
            return [(self.names[item], score) for item, score in found]
        taken = {*held, *(item for item, _ in found)}
        for item in np.argsort(-self.popular, kind="stable")[: n + len(taken)]:
            if len(found) < n and int(item) not in taken:
                found.append((int(item), 0.0))
        return [(self.names[item], score) for item, score in found]


def load(folder: Path) -> Served:
    """The newest model of a folder that `train` wrote, its matrix mapped from disk; raises TrainingError if none is."""
    place, meta = newest(folder)
    parts = [np.load(place / f"{name}.npy", mmap_mode="r") for name in ("data", "indices", "indptr")]
    names = tuple(json.loads((place / "names.json").read_text(encoding="utf-8")))
    matrix = sparse.csr_array(tuple(parts), shape=(len(names), len(names)))
    numbers = {name: place for place, name in enumerate(names)}
    return Served(names, matrix, np.load(place / "holders.npy"), meta["settings"]["recency"], numbers)


def newest(folder: Path) -> tuple[Path, dict[str, Any]]:
    """The folder of the newest model and what it says of itself."""
    pointer = folder / CURRENT
    if not pointer.is_file():
        raise TrainingError(f"There is no trained model in {folder}.", hint="Train one: stackway train AWARDS.parquet")
    place = folder / json.loads(pointer.read_text(encoding="utf-8"))["model"]
    meta = json.loads((place / "meta.json").read_text(encoding="utf-8"))
    if meta.get("version") != VERSION:
        raise TrainingError(f"The model in {place} is of version {meta.get('version')}.", hint="Train it anew.")
    return place, meta


def _top(scores: Floats, n: int) -> np.ndarray:
    top = np.argpartition(-scores, n - 1)[:n]
    return top[np.lexsort((top, -scores[top]))]
