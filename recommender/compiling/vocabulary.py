"""The skills that credentials and occupations speak of, numbered, and the concepts behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from data.tables import rows_of
from graph.credentials import Credential, Taught
from recommender.concepts import Labelled, concepts
from recommender.reviewed import APART, REVIEWED
from recommender.rows import Floats, Rows, Whole

STATED: Final = "stated"
EXACT: Final = "exact match"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Skills in a fixed order: identifiers, labels, vocabularies and the concept of each."""

    ids: tuple[str, ...]
    labels: tuple[str, ...]
    vocabularies: tuple[str, ...]
    concept: Whole
    place: dict[str, int]

    @property
    def width(self) -> int:
        """How many concepts there are."""
        return int(self.concept.max()) + 1 if len(self.concept) else 0


def vocabulary(skills: pd.DataFrame, relations: pd.DataFrame) -> Vocabulary:
    """All skills of the table, by identifier, groups left out (a group is a shelf, not something to be taught).

    Of the relations between skills those count that state an exact match, or that two are different.
    """
    kept = skills[skills["kind"].fillna("") != "group"].sort_values("id", kind="stable")
    rows = rows_of(kept[["id", "label", "vocabulary", "alt_labels"]])
    number = concepts(
        [Labelled(row["id"], row["vocabulary"], (row["label"], *labels_of(row["alt_labels"]))) for row in rows],
        _pairs(relations, EXACT),
        _pairs(relations, APART),
    )
    ids = tuple(row["id"] for row in rows)
    return Vocabulary(
        ids,
        tuple(row["label"] for row in rows),
        tuple(row["vocabulary"] for row in rows),
        np.array([number[i] for i in ids], np.int64),
        {id_: i for i, id_ in enumerate(ids)},
    )


def _pairs(relations: pd.DataFrame, predicate: str) -> list[tuple[str, str]]:
    said = relations[relations["predicate"] == predicate]
    return list(zip(said["subject"], said["object"], strict=True))


def labels_of(value: Sequence[str] | None) -> tuple[str, ...]:
    """A list of labels out of a table, empty where it is null."""
    return tuple(value) if value is not None else ()


NAMED, MENTIONED = 1.0, 0.5
"""How much a skill counts that a credential's own name speaks of, and one that only its text does."""


def teaching(credentials: Sequence[Credential], words: Vocabulary) -> Rows:
    """How strongly each credential (row) teaches each concept (column), 0..1.

    What is stated counts ``confidence * (0.4 + 0.6 * weight / largest weight)``: what is taught at all counts, what
    takes the larger share counts more. What was found in the text counts its confidence, less where the name doesn't
    say it, unless a person confirmed it.
    """
    rows = []
    for credential in credentials:
        heaviest = max((taught.weight for taught in credential.teaches if taught.how == STATED), default=1.0) or 1.0
        name = credential.name.casefold()
        row: dict[int, float] = {}
        for taught in credential.teaches:
            place = words.place.get(taught.skill)
            if place is not None:
                concept = int(words.concept[place])
                row[concept] = max(row.get(concept, 0.0), _strength(taught, heaviest, name))
        rows.append(row)
    return Rows.of(rows, words.width)


def _strength(taught: Taught, heaviest: float, name: str) -> float:
    if taught.how == STATED:
        return taught.confidence * (0.4 + 0.6 * min(taught.weight / heaviest, 1.0))
    return taught.confidence * (NAMED if taught.how == REVIEWED or taught.label.casefold() in name else MENTIONED)


def rarity(teaches: Rows) -> Floats:
    """How telling each concept is of what credentials have in common: ``ln(1 + n / (1 + taught by))``, at most 1.

    What a single credential teaches is nothing in common, so it counts 0 and doesn't dilute the rest.
    """
    taught_by = np.bincount(teaches.columns, minlength=teaches.width)
    telling = np.where(taught_by > 1, np.log1p(len(teaches) / (1.0 + taught_by)), 0.0)
    largest = telling.max(initial=0.0)
    scaled: Floats = telling / largest if largest else telling
    return scaled
