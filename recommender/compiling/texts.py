"""How alike the words of credentials and occupations are, and which job titles a credential names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer

from data.tables import rows_of
from graph.credentials import Credential
from recommender.compiling.vocabulary import labels_of
from recommender.concepts import singular
from recommender.rows import Floats, Rows

MOST_SHARED = 6
"""A job title that more occupations than this share says nothing about any of them."""


@dataclass(frozen=True, slots=True)
class Texts:
    """TF-IDF rows of length 1 of credentials and occupations, and what makes such a row of typed words.

    `words` are the columns (words and pairs of words), `idf` (columns,) their weights, `left_out` words not counted.
    """

    credentials: Rows
    occupations: Rows
    words: tuple[str, ...]
    idf: Floats
    left_out: tuple[str, ...]


def texts(credentials: Sequence[Credential], occupations: pd.DataFrame) -> Texts:
    """TF-IDF over one vocabulary of words and pairs of words; a dot product of two rows is a cosine.

    Labels count double, since a title says more than a description.
    """
    ours = [" . ".join((c.name, c.name, *c.occupations, c.description)) for c in credentials]
    theirs = [
        " . ".join((row["label"], row["label"], *labels_of(row["alt_labels"]), row["description"] or ""))
        for row in rows_of(occupations[["label", "alt_labels", "description"]])
    ]
    words = TfidfVectorizer(
        sublinear_tf=True, ngram_range=(1, 2), min_df=2, max_df=0.2, stop_words="english", max_features=120_000
    )
    try:
        words.fit(ours + theirs)
    except ValueError:  # no word is left: nothing can be said from words
        nothing = [Rows.of([{} for _ in some], 0) for some in (ours, theirs)]
        return Texts(nothing[0], nothing[1], (), np.zeros(0), ())
    return Texts(
        Rows.from_sparse(words.transform(ours)) if ours else Rows.of([], len(words.idf_)),
        Rows.from_sparse(words.transform(theirs)) if theirs else Rows.of([], len(words.idf_)),
        tuple(words.get_feature_names_out().tolist()),
        words.idf_,
        tuple(sorted(words.get_stop_words() or ())),
    )


def title_rows(credentials: Sequence[Credential], occupations: pd.DataFrame) -> Rows:
    """Which occupations (columns) a credential (row) names among its job titles or in its own name, 0..1.

    1 where its own name is an occupation's preferred label, 0.9 where a job title is. For other labels of an
    occupation 0.8 and 0.7, divided by the square root of how many occupations share the label; one that many share
    says nothing. Of several job titles each says less (`share`).
    """
    preferred: dict[str, set[int]] = defaultdict(set)
    other: dict[str, set[int]] = defaultdict(set)
    for i, row in enumerate(rows_of(occupations[["label", "alt_labels"]])):
        preferred[singular(row["label"])].add(i)
        for label in labels_of(row["alt_labels"]):
            other[singular(label)].add(i)
    return Rows.of([_named(credential, preferred, other) for credential in credentials], len(occupations))


def _named(
    credential: Credential, preferred: Mapping[str, set[int]], other: Mapping[str, set[int]]
) -> dict[int, float]:
    row: dict[int, float] = {}
    each = share(credential)
    listed = ((title, 0.9 * each, 0.7 * each) for title in credential.occupations)
    for title, surely, perhaps in ((credential.name, 1.0, 0.8), *listed):
        plain = singular(title)
        shared = other.get(plain, set())
        values = dict.fromkeys(shared, perhaps / float(np.sqrt(len(shared)))) if 0 < len(shared) <= MOST_SHARED else {}
        for i, value in {**values, **dict.fromkeys(preferred.get(plain, ()), surely)}.items():
            row[i] = max(row.get(i, 0.0), value)
    return row


def share(credential: Credential) -> float:
    """How much one of the job titles says that a credential lists, 0..1: who leads to sixteen jobs leads to none well.

    The fourth root of one in so many, titles that are its own name left out.
    """
    others = {singular(title) for title in credential.occupations} - {singular(credential.name)}
    return float(max(len(others), 1) ** -0.25)


def named_titles(credentials: Sequence[Credential]) -> dict[str, list[list[float]]]:
    """Credentials by the titles they name, folded: pairs of a credential's number and how much that says, 0..1.

    1: it is its own name; less where it is one of the job titles, the less the more there are (`share`).
    """
    found: dict[str, dict[int, float]] = defaultdict(dict)
    for i, credential in enumerate(credentials):
        for title in credential.occupations:
            found[singular(title)][i] = 0.9 * share(credential)
        found[singular(credential.name)][i] = 1.0
    return {title: [[i, value] for i, value in places.items()] for title, places in sorted(found.items())}
