"""Queries with their candidates' figures: what the ranking is trained and its calibration fitted on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from skills_taxonomy.titles import evidence
from skills_taxonomy.titles.cleaning import clean
from skills_taxonomy.titles.index import TitleIndex
from tests.benchmarks.titles.split import Query


@dataclass(frozen=True, slots=True)
class Samples:
    """Rows of all queries, one after the other: `sizes` candidates each, `right` tells which of them are."""

    figures: np.ndarray
    right: np.ndarray
    sizes: np.ndarray

    def spans(self) -> Iterator[slice]:
        """The rows of each query."""
        ends = np.cumsum(self.sizes)
        yield from (slice(int(end - size), int(end)) for end, size in zip(ends, self.sizes, strict=True))


def samples(queries: Sequence[Query], index: TitleIndex, vocabulary: str) -> Samples:
    """The candidates of one vocabulary for each query."""
    among = np.flatnonzero(np.array(index.names.vocabularies) == vocabulary)
    places = {name: place for place, name in enumerate(index.names.ids)}
    figures, right, sizes = [], [], []
    for query in queries:
        found = evidence.Evidence(evidence.relevant(clean(query.title), index), index)
        chosen = evidence.candidates(found, among)
        figures.append(evidence.rows(found, chosen, among))
        right.append(np.isin(chosen, [places[one] for one in query.right]))
        sizes.append(len(chosen))
    return Samples(np.vstack(figures), np.concatenate(right), np.array(sizes))


def together(parts: Iterable[Samples]) -> Samples:
    """Several as one."""
    every = list(parts)
    return Samples(
        np.vstack([one.figures for one in every]),
        np.concatenate([one.right for one in every]),
        np.concatenate([one.sizes for one in every]),
    )
