"""Everything that occupations are called, as arrays: every name with its occupation, and which occupations are akin."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from skills_taxonomy.titles.cleaning import key, spelled_out

if TYPE_CHECKING:
    from data.tables import Tables

Whole = npt.NDArray[np.int32]
TWINS: Final = 16
"""Occupations of other vocabularies that are looked at beside one, at most."""

MATCHES: Final = ("exact match", "close match", "broad match", "narrow match")


@dataclass(frozen=True, slots=True)
class OccupationNames:
    """Occupations numbered from 0, and their names, those of one occupation together, its label first.

    `names` of `first[i]` up to `first[i + 1]` are occupation i's. `fine` and `broad` number the groups that it stands
    in (by its code, within its vocabulary). `twins` (occupations, TWINS): those it is matched to elsewhere, -1: none.
    """

    ids: tuple[str, ...]
    labels: tuple[str, ...]
    vocabularies: tuple[str, ...]
    descriptions: tuple[str, ...]
    skills: tuple[str, ...]
    names: tuple[str, ...]
    first: npt.NDArray[np.int64]
    fine: Whole
    broad: Whole
    twins: Whole


def names_of(tables: Tables, without: Container[str] = frozenset()) -> OccupationNames:
    """The names of all occupations that aren't withdrawn, by identifier; `without` holds keys of names to leave out.

    A label is never left out. Of names that differ by their marks alone one is taken.
    """
    frame = tables["occupations"]
    kept = frame[frame["status"].fillna("active").isin(["active", "released"])]
    rows: list[dict[Any, Any]] = kept.sort_values("id", kind="stable").to_dict("records")
    names: list[str] = []
    first = [0]
    for row in rows:
        names += _names(row, without)
        first.append(len(names))
    codes = [f"{row['vocabulary']}:{row['code'] if isinstance(row['code'], str) else row['id']}" for row in rows]
    return OccupationNames(
        tuple(row["id"] for row in rows),
        tuple(row["label"] for row in rows),
        tuple(row["vocabulary"] for row in rows),
        tuple(row["description"] if isinstance(row["description"], str) else "" for row in rows),
        _skills(tables, [row["id"] for row in rows]),
        tuple(names),
        np.array(first),
        _groups(codes),
        _groups([code[:-1] if len(code.partition(":")[2]) < 7 else code[:-3] for code in codes]),
        _twins(tables, {row["id"]: place for place, row in enumerate(rows)}),
    )


def alternates(row: Mapping[Any, Any]) -> list[str]:
    """The other names of an occupation's row."""
    given = row["alt_labels"]
    return [one for one in given if one] if isinstance(given, Iterable) else []


def _names(row: Mapping[Any, Any], without: Container[str]) -> list[str]:
    found = {key(spelled_out(row["label"])): row["label"]}
    for name in alternates(row):
        if key(name) not in without and (said := key(spelled_out(name))):
            found.setdefault(said, name)
    return list(found.values())


def _skills(tables: Tables, ids: list[str]) -> tuple[str, ...]:
    """The labels of what each occupation asks for first: essential skills, technologies."""
    frame = tables["occupation_skills"]
    kept = frame[frame["relation"].isin(["essential", "technology"])]
    labels = dict(zip(tables["skills"]["id"], tables["skills"]["label"], strict=True))
    told: dict[str, list[str]] = {}
    for occupation, skill in zip(kept["occupation"], kept["skill"], strict=True):
        told.setdefault(occupation, []).append(labels.get(skill, ""))
    return tuple(". ".join(told.get(one, ())) for one in ids)


def _groups(codes: list[str]) -> Whole:
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(code, len(numbers)) for code in codes], np.int32)


def _twins(tables: Tables, places: Mapping[str, int]) -> Whole:
    frame = tables["occupation_relations"]
    akin: dict[int, dict[int, float]] = {}
    columns = (frame["subject"], frame["predicate"], frame["object"], frame["confidence"].astype(float).fillna(1.0))
    for subject, predicate, object_, confidence in zip(*columns, strict=True):
        a, b = places.get(subject), places.get(object_)
        if a is None or b is None or predicate not in MATCHES:
            continue
        for one, other in ((a, b), (b, a)):
            there = akin.setdefault(one, {})
            there[other] = max(there.get(other, 0.0), float(confidence))
    found = np.full((len(places), TWINS), -1, np.int32)
    for one, others in akin.items():
        ordered = sorted(others, key=lambda other: (-others[other], other))[:TWINS]
        found[one, : len(ordered)] = ordered
    return found
