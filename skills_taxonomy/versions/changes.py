"""The differences between two versions of a vocabulary, each in exactly one class.

=============  ========================================================================================
what goes      `withdrawn` (nothing follows it), `merged` (one concept follows it), `split` (several do)
what comes     `added`, or a part of a `split` whose older concept lives on
what stays     `renamed`, `relabelled`, `moved`, `described`, `needs`, `links`: one class for each aspect
=============  ========================================================================================
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from skills_taxonomy.versions.concepts import Concept

CLASSES: Final = (
    "added", "withdrawn", "merged", "split", "renamed", "relabelled", "moved", "described", "needs", "links",
)  # fmt: skip
"""The classes of differences, in the order in which they are told."""


class How(StrEnum):
    """How it is known what follows a concept: the vocabulary states it, or it is inferred from a label.

    ``same label``: exactly one concept of the newer version has its preferred label as preferred label.
    ``alternate label``: exactly one has it among its alternate labels, and none as preferred label.
    """

    STATED = "stated"
    SAME_LABEL = "same label"
    ALTERNATE_LABEL = "alternate label"

    @property
    def inferred(self) -> bool:
        """Whether no publisher says so."""
        return self is not How.STATED

    @property
    def words(self) -> str:
        """The same, as part of a sentence."""
        return _IN_WORDS[self]


_IN_WORDS: Final = {
    How.STATED: "so it is stated",
    How.SAME_LABEL: "inferred, since it has the same preferred label",
    How.ALTERNATE_LABEL: "inferred, since its preferred label is an alternate label there",
}


@dataclass(frozen=True, slots=True)
class Merged:
    """A concept that is gone, and the one concept that stands for it now."""

    concept: Concept
    into: Concept
    how: How


@dataclass(frozen=True, slots=True)
class Split:
    """A concept and the several that stand for parts of it now; `gone`: it is no longer there itself.

    Where it lives on, `into` are new concepts whose preferred label was an alternate label of it, and of it alone.
    """

    concept: Concept
    into: tuple[Concept, ...]
    how: How
    gone: bool


@dataclass(frozen=True, slots=True)
class Renamed:
    """Another preferred label."""

    concept: Concept
    before: str


@dataclass(frozen=True, slots=True)
class Relabelled:
    """Alternate labels that came or went. A preferred label that becomes an alternate one comes here."""

    concept: Concept
    gained: tuple[str, ...]
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """Other broader concepts, named by identifier."""

    concept: Concept
    before: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Described:
    """Another text, kind or code; `aspects` says which: description, kind, code, noun."""

    concept: Concept
    before: Concept
    aspects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NeedChanged:
    """How an occupation that stays asks for a skill: `before` and `after` in words, empty where it doesn't ask."""

    occupation: str
    skill: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class LinkChanged:
    """Another relation of a concept that stays, which came (`gained`) or went."""

    subject: str
    predicate: str
    object: str
    gained: bool


@dataclass(frozen=True, slots=True)
class VocabularyChange:
    """All differences from the version called `before` to the one called `after`, in a stable order.

    `labels` say what those are called that `moved`, `needs` and `links` name by identifier, newer names first.
    """

    before: str
    after: str
    added: tuple[Concept, ...] = ()
    withdrawn: tuple[Concept, ...] = ()
    merged: tuple[Merged, ...] = ()
    split: tuple[Split, ...] = ()
    renamed: tuple[Renamed, ...] = ()
    relabelled: tuple[Relabelled, ...] = ()
    moved: tuple[Moved, ...] = ()
    described: tuple[Described, ...] = ()
    needs: tuple[NeedChanged, ...] = ()
    links: tuple[LinkChanged, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)

    def counts(self) -> dict[str, int]:
        """How many differences there are of each class.

        >>> VocabularyChange("1", "2").counts()["merged"]
        0
        """
        return {name: len(getattr(self, name)) for name in CLASSES}

    @property
    def empty(self) -> bool:
        """Whether the versions say the same."""
        return not any(self.counts().values())

    @property
    def coming(self) -> frozenset[str]:
        """Identifiers that only the newer version has."""
        parts = {part.id for split in self.split if not split.gone for part in split.into}
        return frozenset({concept.id for concept in self.added} | parts)

    @property
    def going(self) -> frozenset[str]:
        """Identifiers that only the older version has."""
        followed = {one.concept.id for one in self.merged} | {one.concept.id for one in self.split if one.gone}
        return frozenset({concept.id for concept in self.withdrawn} | followed)

    @property
    def forwards(self) -> Mapping[str, Merged]:
        """What each merged identifier is forwarded to."""
        return {one.concept.id: one for one in self.merged}
