"""Texts by their terms: which term stands in which text with what weight, kept as arrays that can be memory-mapped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import sparse

Floats = npt.NDArray[np.float32]
Whole = npt.NDArray[np.int32]
Cut = Callable[[str], list[str]]


@dataclass(frozen=True, slots=True)
class TermIndex:
    """Of each term (a row) the texts that hold it and its weight there; `rarity` is ln((1+n)/(1+df))+1.

    Weights are (1 + ln tf) rarity, each text's of length one: `cosines` gives those of a query and every text.
    """

    terms: dict[str, int]
    rarity: Floats
    first: npt.NDArray[np.int64]
    texts: Whole
    weights: Floats
    size: int

    def cosines(self, query: Sequence[str]) -> Floats:
        """The cosine of the query's terms and each text, 0..1."""
        numbers, counts = self._known(query)
        if not len(numbers):
            return np.zeros(self.size, np.float32)
        weights = (1 + np.log(counts)) * self.rarity[numbers]
        return self._sums(numbers, weights / np.linalg.norm(weights))

    def covered(self, query: Sequence[str]) -> Floats:
        """The share 0..1 of each text's squared length that the query's terms make up."""
        numbers, _ = self._known(query)
        return self._sums(numbers, np.ones(len(numbers), np.float32), squared=True)

    def nearest(self, queries: Sequence[Sequence[str]]) -> Floats:
        """Of each text the greatest cosine to any of the queries."""
        found = np.zeros(self.size, np.float32)
        for query in queries:
            np.maximum(found, self.cosines(query), out=found)
        return found

    def _known(self, query: Sequence[str]) -> tuple[Whole, Floats]:
        counted = Counter(self.terms[term] for term in query if term in self.terms)
        return np.fromiter(counted, np.int32, len(counted)), np.fromiter(counted.values(), np.float32, len(counted))

    def _sums(self, numbers: Whole, weights: Floats, *, squared: bool = False) -> Floats:
        """The weighted sum of the terms' rows, as a product with a sparse matrix: its loop runs in C, in 32 bits."""
        if not len(numbers):
            return np.zeros(self.size, np.float32)
        spans = [slice(self.first[n], self.first[n + 1]) for n in numbers]
        values = np.concatenate([self.weights[span] for span in spans])
        bounds = np.zeros(len(spans) + 1, np.int32)
        np.cumsum([span.stop - span.start for span in spans], out=bounds[1:])
        rows = np.concatenate([self.texts[span] for span in spans])
        of_terms = sparse.csc_array((values * values if squared else values, rows, bounds), (self.size, len(spans)))
        found: Floats = of_terms @ weights.astype(np.float32)
        return found


def index_of(texts: Iterable[str], cut: Cut, *, least: int = 1) -> TermIndex:
    """An index of the texts, cut into terms by `cut`; terms of fewer than `least` texts are left out."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    maker = TfidfVectorizer(analyzer=cut, sublinear_tf=True, min_df=least, dtype=np.float32)
    rows = maker.fit_transform(texts)
    columns = rows.T.tocsr()
    columns.sort_indices()
    terms = {str(term): int(number) for term, number in maker.vocabulary_.items()}
    return TermIndex(
        terms,
        maker.idf_.astype(np.float32),
        columns.indptr.astype(np.int64),
        columns.indices.astype(np.int32),
        columns.data.astype(np.float32),
        int(rows.shape[0]),
    )


_ARRAYS = ("rarity", "first", "texts", "weights")


def save(index: TermIndex, folder: Path) -> None:
    """Write the index to a folder, one file an array."""
    folder.mkdir(parents=True)
    ordered = sorted(index.terms, key=index.terms.__getitem__)
    (folder / "terms.txt").write_text("\n".join(ordered), "utf-8")
    for name in _ARRAYS:
        np.save(folder / f"{name}.npy", getattr(index, name))
    np.save(folder / "size.npy", np.array([index.size]))


def load(folder: Path) -> TermIndex:
    """The index of a folder, its arrays memory-mapped."""
    ordered = (folder / "terms.txt").read_text("utf-8").split("\n")
    arrays = {name: np.load(folder / f"{name}.npy", mmap_mode="r").view(np.ndarray) for name in _ARRAYS}
    size = int(np.load(folder / "size.npy")[0])
    return TermIndex({term: n for n, term in enumerate(ordered)}, size=size, **arrays)
