"""Skills and occupations, as the rest of the house speaks of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, order=True)
class Provenance:
    """Where a statement stands: the data set, the file and line that were read, and what that was made from."""

    source: str
    locator: str
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Skill:
    """Something a person can do, know or use, in one vocabulary. Two vocabularies' skills are never merged."""

    id: str
    label: str
    vocabulary: str
    kind: str = "skill"
    description: str = ""
    alt_labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Occupation:
    """A kind of job in one vocabulary (ESCO, O*NET, ...). Not a vacancy: that is a posting."""

    id: str
    label: str
    vocabulary: str
    code: str = ""
    description: str = ""
    alt_labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer of a search: what was found, the label that matched, how well (0..1) and in what way.

    `how` is one of, best first: ``exact`` (preferred label), ``alias`` (another label of it, exactly), ``prefix``,
    ``words`` (all words typed), ``typo`` (close spelling), ``some`` (some of the words). A goal may also be
    found through a ``skill`` that the occupation asks for.
    """

    id: str
    label: str
    vocabulary: str
    matched: str
    how: str
    score: float


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal as understood: one occupation, how it was found, and what else the words could have meant.

    `occupation` is None where nothing fits. `also` are the same occupation in other vocabularies (by crosswalk,
    or by the same preferred label), with the confidence 0..1 of each.
    """

    typed: str
    occupation: Occupation | None
    how: str = ""
    matched: str = ""
    alternatives: tuple[Hit, ...] = ()
    also: tuple[tuple[Occupation, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Tag:
    """A skill found in a text: ``text[start:end]`` are the words; `how` is exact or lemma; confidence 0..1.

    `technology`: the name is a technology's proper one.
    """

    skill: str
    label: str
    start: int
    end: int
    words: str
    how: str
    confidence: float
    technology: bool = False


class Tagger(Protocol):
    """Finds the skills that a text names outright. It doesn't guess skills that are only implied."""

    def __call__(self, text: str) -> tuple[Tag, ...]:
        """Tags in the order of `start`; none overlap; `start` and `end` index the text given."""
        ...
