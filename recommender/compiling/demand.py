"""How often jobs ask for each concept: occupations that O*NET flags it in demand for, and postings that name it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from data.tables import Tables
from recommender.compiling.needs import Needs
from recommender.compiling.vocabulary import Vocabulary
from recommender.rows import Floats, Rows, Whole

EXAMPLES = 3
"""How many postings are named as evidence for a skill."""


def demand_arrays(tables: Tables, words: Vocabulary, asked: Needs, teaches: Rows) -> dict[str, Whole | Floats]:
    """Demand by concept and by credential.

    ``demand.occupations`` and ``demand.postings`` are counts and never added up: one is a publisher's judgement of
    advertisements, the other a count of our own. ``demand.concept``, 0..1, is ``ln(1 + count) / ln(1 + largest)`` of
    whichever is larger; ``demand.credential``, 0..1, the mean of a credential's three most demanded skills, each
    weighed by how strongly it is taught. ``demand.need`` is a position in the compiled needs that shows the flag,
    -1: none.
    """
    flags = tables["occupation_skills"]
    flagged = _count(flags[flags["in_demand"].fillna(False).to_numpy(dtype=bool)], "occupation", words)
    posted = _count(tables["posting_skills"], "posting", words)
    demand = np.maximum(_log_share(flagged), _log_share(posted))
    example = np.full(words.width, -1, np.int64)
    shown = np.flatnonzero(asked.asked == 2)[::-1]
    example[words.concept[asked.skill[shown]]] = shown
    return {
        "demand.occupations": flagged,
        "demand.postings": posted,
        "demand.concept": demand,
        "demand.credential": _best_three(teaches.scaled(demand)),
        "demand.need": example,
        "demand.total": np.array(len(tables["postings"])),
    }


def posting_examples(tables: Tables, words: Vocabulary) -> Mapping[int, list[list[str]]]:
    """Up to three postings (source, locator, origin) that name each concept, in the order of the table."""
    found: dict[int, list[list[str]]] = {}
    table = tables["posting_skills"]
    columns = (table["skill"], table["source"], table["locator"], table["origin"].fillna(""))
    for skill, *place in zip(*columns, strict=True):
        if skill in words.place:
            rows = found.setdefault(int(words.concept[words.place[skill]]), [])
            if len(rows) < EXAMPLES:
                rows.append([str(part) for part in place])
    return found


def _count(table: pd.DataFrame, by: str, words: Vocabulary) -> Whole:
    """Distinct values of `by` for each concept."""
    place = table["skill"].map(words.place)
    kept = place.notna().to_numpy()
    if not kept.any():
        return np.zeros(words.width, np.int64)
    concept = words.concept[place[kept].to_numpy(dtype=np.int64)]
    owner = pd.factorize(table[by][kept])[0]
    pairs = np.unique(np.stack([concept, owner]), axis=1)
    return np.bincount(pairs[0], minlength=words.width).astype(np.int64)


def _log_share(counts: Whole) -> Floats:
    largest = counts.max(initial=0)
    share: Floats = np.log1p(counts) / np.log1p(largest) if largest else np.zeros(len(counts))
    return share


def _best_three(asked: Rows) -> Floats:
    best = [np.sort(asked.row(i)[1])[-3:].sum() / 3 for i in range(len(asked))]
    return np.array(best, np.float64)
