"""What is found in a document."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from skills_taxonomy.extraction.context import Wanted
from skills_taxonomy.extraction.sections import Section


class Kind(StrEnum):
    """What the evidence is. NAMED: one of the skill's labels stands there. MEANT: other words for it, linked by a
    trained model. UNKNOWN: words that name a skill for which the vocabulary has none.
    """

    NAMED = "named"
    MEANT = "meant"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a document that name a skill: ``text[start:end]`` of the text as it was given.

    `skill` and `label` are empty for `Kind.UNKNOWN`. `marked`, 0..1: how likely a person would mark the words as a
    skill; `confidence`, 0..1: how likely they would and this is the skill (for unknown ones: `marked`). `how`: exact,
    lemma, numeronym, linked, or misspelt (a word was read otherwise than it is written). `level`: basic to expert or a
    CEFR level, as said; `years`: at least so many.
    """

    skill: str
    label: str
    start: int
    end: int
    words: str
    kind: Kind
    how: str
    confidence: float
    marked: float
    section: Section
    wanted: Wanted
    level: str = ""
    years: float | None = None


@dataclass(frozen=True, slots=True)
class Weighed:
    """A skill of a document: `weight` 0..1 joins all its mentions, required ones counting more than wished ones."""

    skill: str
    label: str
    weight: float
    mentions: int
    wanted: Wanted
    level: str = ""
    years: float | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """What a document says: its mentions in the order of the text, and how many sentences were read and set aside.

    `aside`: sentences by the section for which no skills were taken from them.
    """

    mentions: tuple[Mention, ...]
    sentences: int
    aside: dict[Section, int]

    @property
    def skills(self) -> tuple[Weighed, ...]:
        """The skills, the weightiest first; those that aren't needed are left out."""
        from skills_taxonomy.extraction.profile import profile

        return profile(self.mentions)
