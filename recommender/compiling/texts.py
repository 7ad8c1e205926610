"""How alike the words of credentials and occupations are, and which job titles a credential names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer

from data.tables import rows_of
from graph.credentials import Credential
from recommender.compiling.vocabulary import labels_of
from recommender.concepts import folded
from recommender.rows import Floats, Rows

MOST_OCCUPATIONS_FOR_A_TITLE = 6
"""A job title that more occupations than this share says nothing about any of them."""


@dataclass(frozen=True, slots=True)
class Texts:
    """TF-IDF rows of length 1 of credentials and occupations, and what makes such a row of typed words.

    `words` are the columns (words and pairs of words), `idf` (columns,) their weights, `left_out` the words not counted.
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

    1 for an occupation's preferred label, 0.8 for another label of it, divided by the square root of how many
    occupations share the label. A credential's own name counts like a job title.
    """
    owners: dict[str, dict[int, float]] = defaultdict(dict)
    for i, row in enumerate(rows_of(occupations[["label", "alt_labels"]])):
        for other in labels_of(row["alt_labels"]):
            owners[_singular(other)].setdefault(i, 0.8)
        owners[_singular(row["label"])][i] = 1.0
    rows = []
    for credential in credentials:
        named: dict[int, float] = {}
        for title in (*credential.occupations, credential.name):
            found = owners.get(_singular(title), {})
            if len(found) <= MOST_OCCUPATIONS_FOR_A_TITLE:
                for i, value in found.items():
                    named[i] = max(named.get(i, 0.0), value / float(np.sqrt(len(found))))
        rows.append(named)
    return Rows.of(rows, len(occupations))


def _singular(title: str) -> str:
    """O*NET names occupations in the plural; titles are compared in the singular.

    >>> _singular("Registered Nurses")
    'registered nurse'
    """
    text = folded(title)
    return text[:-1] if text.endswith("s") and not text.endswith("ss") else text
