"""What is written of skills, as arrays: every label with its skill, descriptions, and what is known besides."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
from scipy import sparse

if TYPE_CHECKING:
    from data.tables import Tables

Floats = npt.NDArray[np.float32]
Whole = npt.NDArray[np.int32]

_ASIDE: Final = re.compile(r"\s*\([^)]*\)")
KINDS: Final = ("skill", "knowledge", "technology", "language", "attitude", "group")
SHARE: Final = {"essential": 1.0, "optional": 0.6}


@dataclass(frozen=True, slots=True)
class SkillTexts:
    """Skills numbered from 0, and their labels, those of one skill together, its preferred one first.

    `labels` of `first[i]` up to `first[i + 1]` are skill i's; `preferred` tells which are the preferred one (with and
    without what stands in brackets). `facts` (skills, 6): occupations that need it, that may, ln(1 + both), its kind,
    words of its label, alternates. `occupations` (skills, occupations): rows of length one, what needs a skill.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    labels: tuple[str, ...]
    first: npt.NDArray[np.int64]
    preferred: npt.NDArray[np.bool_]
    descriptions: tuple[str, ...]
    facts: Floats
    occupations: sparse.csr_array


def texts_of(tables: Tables) -> SkillTexts:
    """The texts of all skills of the tables that aren't withdrawn or mere groups, by identifier."""
    frame = tables["skills"]
    kept = frame[frame["status"].fillna("active").isin(["active", "released"]) & (frame["kind"] != "group")]
    rows = kept.sort_values("id", kind="stable").to_dict("records")
    labels: list[str] = []
    preferred: list[bool] = []
    first = [0]
    for row in rows:
        own = list(dict.fromkeys((_ASIDE.sub("", row["label"]).strip() or row["label"], row["label"])))
        others = [one for one in dict.fromkeys(row["alt_labels"] if row["alt_labels"] is not None else ()) if one]
        labels += [*own, *others]
        preferred += [True] * len(own) + [False] * len(others)
        first.append(len(labels))
    places = {row["id"]: place for place, row in enumerate(rows)}
    asked, counts = _asked(tables, places)
    return SkillTexts(
        tuple(row["id"] for row in rows),
        tuple(row["label"] for row in rows),
        tuple(labels),
        np.array(first),
        np.array(preferred),
        tuple(row["description"] if isinstance(row["description"], str) else "" for row in rows),
        _facts(rows, counts),
        asked,
    )


def _asked(tables: Tables, places: Mapping[str, int]) -> tuple[sparse.csr_array, Floats]:
    frame = tables["occupation_skills"]
    occupations: dict[str, int] = {}
    counts = np.zeros((len(places), 2), np.float32)
    at: dict[tuple[int, int], float] = {}
    for occupation, skill, relation in zip(frame["occupation"], frame["skill"], frame["relation"], strict=True):
        place, share = places.get(skill), SHARE.get(relation)
        if place is not None and share is not None:
            counts[place, 0 if relation == "essential" else 1] += 1
            column = occupations.setdefault(occupation, len(occupations))
            at[place, column] = max(at.get((place, column), 0.0), share)
    keys = np.array(list(at) or np.zeros((0, 2)), np.int64)
    shape = (len(places), max(len(occupations), 1))
    found = sparse.csr_array((np.fromiter(at.values(), np.float32, len(at)), (keys[:, 0], keys[:, 1])), shape=shape)
    lengths = np.sqrt(np.maximum(found.multiply(found).sum(axis=1), 1e-9))
    return sparse.csr_array(found.multiply(1.0 / lengths[:, None])), counts


def _facts(rows: list[dict[Any, Any]], counts: Floats) -> Floats:
    both = np.log1p(counts.sum(axis=1))
    kinds = [KINDS.index(row["kind"]) if row["kind"] in KINDS else len(KINDS) for row in rows]
    words = [len(row["label"].split()) for row in rows]
    others = [len(row["alt_labels"]) if row["alt_labels"] is not None else 0 for row in rows]
    return np.column_stack([counts, both, kinds, words, others]).astype(np.float32)
