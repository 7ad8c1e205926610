"""Documents to tags: what a build keeps of what it reads in credentials and postings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from skills_taxonomy.errors import NotAText
from skills_taxonomy.extraction.context import Wanted
from skills_taxonomy.extraction.plain import MOST
from skills_taxonomy.extraction.types import Kind, Mention
from skills_taxonomy.types import Tag

if TYPE_CHECKING:
    from skills_taxonomy.extraction.extractor import Extractor


TAUGHT: Final = 3.0
"""By how much likelier (in odds) words of a credential are what it teaches than those of a job posting, by which the
models were trained, are what a person marks: nearly everything that a description names is taught."""


class DocumentTagger:
    """The `Tagger` of a build: names of skills and other words for them, but for what is said not to be needed."""

    def __init__(self, extractor: Extractor) -> None:
        self._extractor = extractor

    def __call__(self, text: str) -> tuple[Tag, ...]:
        """The skills of the text's first `plain.MOST` characters; none where it isn't a text."""
        try:
            mentions = self._extractor.read(text[:MOST]).mentions
        except NotAText:
            return ()
        said = [one for one in mentions if one.kind is not Kind.UNKNOWN and one.wanted is not Wanted.NOT_NEEDED]
        return tuple(
            Tag(one.skill, one.label, one.start, one.end, one.words, one.how, _taught(one)) for one in _apart(said)
        )


def _taught(one: Mention) -> float:
    """How sure it is that the words mean the skill, and that it is taught."""
    odds = TAUGHT * one.marked / max(1.0 - one.marked, 1e-6)
    return round(one.confidence / one.marked * odds / (1.0 + odds), 4)


def _apart(mentions: Iterable[Mention]) -> list[Mention]:
    """Of those that overlap the surest, in the order of the text."""
    kept: list[Mention] = []
    for one in sorted(mentions, key=lambda one: (-one.confidence, one.start, one.end, one.skill)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)
