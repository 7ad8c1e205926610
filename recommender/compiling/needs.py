"""What occupations ask for, with the line of the file that says so, and what jobs ask for altogether."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from recommender.compiling.vocabulary import Vocabulary
from recommender.rows import Floats, Whole
from recommender.weights import ASKED

POSTED = 6
"""The position in `weights.ASKED` of what postings ask for."""

IMPORTANT_FROM = 3.0
"""O*NET elements rated below this importance (1..5) aren't counted as needs."""


@dataclass(frozen=True, slots=True)
class Needs:
    """Occupations' needs, row by row: skill, weight 0..1, how it is asked (`weights.ASKED`), and where that stands.

    `notes` say of some rows how it is asked in words of their own.
    """

    indptr: Whole
    skill: Whole
    weight: Floats
    asked: Whole
    file: Whole
    line: Whole
    files: tuple[tuple[str, str], ...]
    notes: Mapping[int, str]


def asked_codes(table: pd.DataFrame) -> NDArray[np.int64]:
    """The position in `weights.ASKED` for each row of occupation_skills; -1: not counted as a need."""
    relation = table["relation"].to_numpy(dtype=object)
    demanded = table["in_demand"].fillna(False).to_numpy(dtype=bool)
    hot = table["hot"].fillna(False).to_numpy(dtype=bool)
    importance = table["importance"].fillna(0.0).to_numpy(dtype=float)
    codes = np.full(len(table), -1, np.int64)
    codes[relation == "essential"] = 0
    codes[relation == "optional"] = 1
    technology = relation == "technology"
    codes[technology] = np.where(demanded, 2, np.where(hot, 3, 4))[technology]
    codes[(relation == "important") & (importance >= IMPORTANT_FROM)] = 5
    return codes


def needs(
    table: pd.DataFrame, occupations: dict[str, int], words: Vocabulary, posted: pd.DataFrame | None = None
) -> Needs:
    """Compile occupation_skills; rows of unknown occupations or skills are left out (the build reports them).

    `posted` are needs that postings show (`skills_taxonomy.demand.asked`).
    """
    codes, own, said = asked_codes(table), np.ones(len(table)), np.full(len(table), "", dtype=object)
    if posted is not None and len(posted):
        codes = np.concatenate([codes, np.full(len(posted), POSTED)])
        own = np.concatenate([own, posted["weight"].to_numpy(dtype=float)])
        said = np.concatenate([said, posted["note"].to_numpy(dtype=object)])
        table = pd.concat([table, posted[["occupation", "skill", "source", "locator"]]], ignore_index=True)
    owner = _numbers(table["occupation"], occupations)
    skill = _numbers(table["skill"], words.place)
    kept = np.flatnonzero((codes >= 0) & (owner >= 0) & (skill >= 0))
    kept = kept[np.argsort(owner[kept], kind="stable")]
    owner, skill, codes = owner[kept], skill[kept], codes[kept]
    published = codes != POSTED
    telling = _telling(words.concept[skill], owner, len(occupations), published)
    weight = np.array([w for _, w in ASKED])[codes] * own[kept] * telling
    notes = {int(at): str(said[kept[at]]) for at in np.flatnonzero(~published)}
    files, file, line = places(table["source"].iloc[kept], table["locator"].iloc[kept])
    indptr = np.concatenate(([0], np.cumsum(np.bincount(owner, minlength=len(occupations)))))
    return Needs(indptr.astype(np.int64), skill, weight, codes, file, line, files, notes)


def _numbers(column: pd.Series, numbers: dict[str, int]) -> Whole:
    return np.fromiter((numbers.get(value, -1) for value in column), np.int64, len(column))


def _telling(concept: Whole, owner: Whole, n: int, counted: NDArray[np.bool_]) -> Floats:
    """Needs that nearly every occupation shares say little: ``ln(n / asked by)``, scaled to 0.1..1.

    Only the rows `counted` say who asks.
    """
    pairs = np.unique(np.stack([concept[counted], owner[counted]]), axis=1)
    asked_by = np.bincount(pairs[0], minlength=int(concept.max(initial=0)) + 1)
    telling = np.log(max(n, 2) / np.maximum(asked_by, 1)) / np.log(max(n, 2))
    scaled: Floats = 0.1 + 0.9 * np.clip(telling, 0.0, 1.0)[concept]
    return scaled


def places(sources: pd.Series, locators: pd.Series) -> tuple[tuple[tuple[str, str], ...], Whole, Whole]:
    """Locators ``file:line`` as a short list of (source, file) and two arrays of numbers."""
    if locators.empty:  # then nothing is split into columns
        return (), np.zeros(0, np.int64), np.zeros(0, np.int64)
    split = locators.astype("str").str.rpartition(":")
    heads = sources.astype("str") + "\t" + split[0]
    file, names = pd.factorize(heads)
    line = pd.to_numeric(split[2], errors="coerce").fillna(0).to_numpy(dtype=np.int64)
    files = tuple((name.split("\t")[0], name.split("\t")[1]) for name in names)
    return files, file.astype(np.int64), line
