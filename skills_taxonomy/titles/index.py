"""The index that titles are matched by: names of occupations by their terms, and how often each term is used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from skills_taxonomy.linking import terms, words
from skills_taxonomy.titles.cleaning import key, spelled_out
from skills_taxonomy.titles.names import OccupationNames

Floats = npt.NDArray[np.float32]
FORMAT: Final = 1
K1, B = 2.0, 0.4
"""Of BM25: how soon a repeated term counts no more, and how much many names count against an occupation."""

FEW: Final = 100
"""Among fewer texts than this, letters of a single one count too."""

PRIOR: Final = 8.0
"""Of how many words the general use of words counts beside those of an occupation."""


@dataclass(frozen=True, slots=True)
class Usage:
    """How often each term stands in each occupation's names: `terms` to rows of (`owners`, `counts`).

    `share` is a term's share of all terms, `totals` the terms of each occupation.
    """

    terms: dict[str, int]
    first: npt.NDArray[np.int64]
    owners: npt.NDArray[np.int32]
    counts: Floats
    share: Floats
    totals: Floats

    def likelihoods(self, query: Sequence[str]) -> tuple[Floats, Floats]:
        """By how much more likely each occupation makes the query than the general use does, and its least term.

        Means of logarithms, multinomial with a Dirichlet prior; terms that aren't known say nothing: 0 where none is.
        """
        numbers = [self.terms[term] for term in query if term in self.terms]
        each = np.zeros((max(len(numbers), 1), len(self.totals)), np.float32)
        for row, number in enumerate(numbers):
            span = slice(self.first[number], self.first[number + 1])
            each[row, self.owners[span]] = np.log1p(self.counts[span] / (PRIOR * self.share[number]))
        if numbers:
            each -= np.log1p(self.totals / PRIOR)
        return (each.sum(axis=0) / max(len(query), 1)).astype(np.float32), each.min(axis=0)

    def likelihood(self, query: Sequence[str]) -> Floats:
        """The first of `likelihoods`."""
        return self.likelihoods(query)[0]

    def bm25(self, query: Sequence[str]) -> Floats:
        """Okapi BM25 of the query, each occupation's terms as one document, over the query's length."""
        found = np.zeros(len(self.totals), np.float32)
        norm = K1 * (1 - B + B * self.totals / max(float(self.totals.mean()), 1e-9))
        for number in {self.terms[term] for term in query if term in self.terms}:
            span = slice(self.first[number], self.first[number + 1])
            shared = span.stop - span.start
            rarity = np.log1p((len(self.totals) - shared + 0.5) / (shared + 0.5))
            counts = self.counts[span]
            found[self.owners[span]] += rarity * counts * (K1 + 1) / (counts + norm[self.owners[span]])
        return (found / max(len(query), 1)).astype(np.float32)

    def shares(self, term: str) -> Floats:
        """The share of each occupation's terms that are this one, 0..1."""
        found = np.zeros(len(self.totals), np.float32)
        if (number := self.terms.get(term)) is not None:
            span = slice(self.first[number], self.first[number + 1])
            found[self.owners[span]] = self.counts[span] / self.totals[self.owners[span]]
        return found


@dataclass(frozen=True)
class TitleIndex:
    """Names by stems (`single`), `pairs` and `grams`; occupations by all their names' terms, and by descriptions.

    `heads`: the stem that says what a name is one of. `exact`: names by their key, and whose they are.
    """

    names: OccupationNames
    single: terms.TermIndex
    pairs: terms.TermIndex
    grams: terms.TermIndex
    every_pair: terms.TermIndex
    every_gram: terms.TermIndex
    described: terms.TermIndex
    use: Usage
    use_pairs: Usage
    use_grams: Usage
    use_fine: Usage
    use_broad: Usage
    skilled: terms.TermIndex
    heads: Usage
    name_heads: tuple[str, ...]
    exact: dict[str, list[int]]

    @property
    def owner(self) -> npt.NDArray[np.int64]:
        """The occupation of each name."""
        return np.repeat(np.arange(len(self.names.ids)), np.diff(self.names.first))


def head(text: str) -> str:
    """The stem that says what a title is one of: the last before a mark or a small word, "director of nursing".

    >>> head("Director of Nursing"), head("Nurse, Registered"), head("bus drivers")
    ('director', 'nurs', 'driver')
    """
    for mark in (",", " - ", "(", " of ", " for ", " in ", " to ", " at ", " with ", "/"):
        text = text.partition(mark)[0] or text
    found = words.stems(text)
    return found[-1] if found else ""


def made(names: OccupationNames) -> TitleIndex:
    """The index of the names."""
    said = [key(spelled_out(name)) for name in names.names]
    spans = list(zip(names.first[:-1].tolist(), names.first[1:].tolist(), strict=True))
    every = [" . ".join(said[a:b]) for a, b in spans]
    singles = [words.telling(name) for name in said]
    heads = tuple(head(spelled_out(name)) for name in names.names)
    exact: dict[str, list[int]] = {}
    for place, (a, b) in enumerate(spans):
        for name in said[a:b]:
            exact.setdefault(name, []).append(place)
    return TitleIndex(
        names,
        by_terms(said, words.telling),
        by_terms(said, words.pairs),
        by_terms(said, words.grams, least=2),
        by_terms(every, words.pairs),
        by_terms(every, words.grams, least=2),
        by_terms([f"{a} . {b}" for a, b in zip(every, names.descriptions, strict=True)], words.telling),
        _usage([term for at in range(a, b) for term in singles[at]] for a, b in spans),
        _usage([term for at in range(a, b) for term in words.pairs(said[at])] for a, b in spans),
        _usage([term for at in range(a, b) for term in words.grams(said[at])] for a, b in spans),
        _usage(_by_group(names.fine, [[t for at in range(a, b) for t in singles[at]] for a, b in spans])),
        _usage(_by_group(names.broad, [[t for at in range(a, b) for t in singles[at]] for a, b in spans])),
        by_terms(names.skills, words.telling),
        _usage(heads[a:b] for a, b in spans),
        heads,
        exact,
    )


def by_terms(texts: Sequence[str], cut: terms.Cut, *, least: int = 1) -> terms.TermIndex:
    """An index of the texts, which may all be empty; of few texts no term is left out."""
    if any(cut(text) for text in texts):
        return terms.index_of(texts, cut, least=least if len(texts) >= FEW else 1)
    nothing = np.zeros(0, np.float32)
    return terms.TermIndex({}, nothing, np.zeros(1, np.int64), np.zeros(0, np.int32), nothing, len(texts))


def _by_group(groups: npt.NDArray[np.int32], documents: Sequence[list[str]]) -> list[list[str]]:
    found: list[list[str]] = [[] for _ in range(int(groups.max(initial=-1)) + 1)]
    for group, document in zip(groups.tolist(), documents, strict=True):
        found[group] += document
    return found


def _usage(documents: Iterable[Sequence[str]]) -> Usage:
    known: dict[str, int] = {}
    rows: list[tuple[int, int, int]] = []
    totals = []
    for owner, document in enumerate(documents):
        totals.append(max(len(document), 1))
        rows += [(known.setdefault(term, len(known)), owner, n) for term, n in Counter(document).items()]
    table = np.array(rows or np.zeros((0, 3)), np.int64)
    table = table[np.argsort(table[:, 0], kind="stable")]
    first = np.searchsorted(table[:, 0], np.arange(len(known) + 1))
    summed = np.bincount(table[:, 0], table[:, 2], len(known))
    share = summed / max(summed.sum(), 1.0)
    plain = np.float32
    return Usage(known, first, table[:, 1].astype(np.int32), table[:, 2].astype(plain), share.astype(plain),
                 np.array(totals, plain))  # fmt: skip
