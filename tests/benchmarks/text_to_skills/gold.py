"""Sentences with the skills that people found in them."""

from __future__ import annotations

import ast
import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Query:
    """A sentence and the numbers of the skills that are right for it."""

    sentence: str
    right: frozenset[int]


@dataclass(frozen=True, slots=True)
class Gold:
    """The queries of a file, and how many labels and sentences were left out."""

    queries: tuple[Query, ...]
    labels: int
    skipped: int
    without: int


def read(path: Path, names: Sequence[str]) -> Gold:
    """A CSV with the columns `sentence` and `label`; a label is a skill's preferred one, others are counted."""
    places = by_name(names)
    right: dict[str, set[int]] = {}
    labels = skipped = 0
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if missing := {"sentence", "label"} - set(reader.fieldnames or ()):
            raise SystemExit(f"{path}: no column {' and no column '.join(sorted(missing))}. It needs sentence,label.")
        for row in reader:
            found = right.setdefault(row["sentence"], set())
            place = places.get(plain_label(row["label"] or ""))
            labels += 1
            skipped += place is None
            if place is not None:
                found.add(place)
    queries = tuple(Query(sentence, frozenset(one)) for sentence, one in right.items() if one)
    return Gold(queries, labels, skipped, len(right) - len(queries))


def read_synthetic(path: Path, names: Sequence[str]) -> tuple[Query, ...]:
    """A CSV with the columns `sentence` and `skills`, a list of preferred labels."""
    places = by_name(names)
    right: dict[str, set[int]] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            there = {places[plain_label(one)] for one in ast.literal_eval(row["skills"]) if plain_label(one) in places}
            if there:
                right.setdefault(row["sentence"], set()).update(there)
    return tuple(Query(sentence, frozenset(one)) for sentence, one in right.items())


def by_name(names: Sequence[str]) -> Mapping[str, int]:
    """Skills by their preferred label, without regard to case and blanks; of two with one label the first."""
    places: dict[str, int] = {}
    for place, name in enumerate(names):
        places.setdefault(plain_label(name), place)
    return places


def plain_label(text: str) -> str:
    return " ".join(text.split()).casefold()
