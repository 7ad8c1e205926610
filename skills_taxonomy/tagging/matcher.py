"""The tagger: names looked up among a text's words and lemmas, and ambiguous ones judged in their context."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from skills_taxonomy.tagging.evidence import Found, accepted, places_of
from skills_taxonomy.types import Tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from skills_taxonomy.tagging.english import English
    from skills_taxonomy.tagging.lookup import NameTable

MAX_TEXT: Final = 200_000
"""How many characters of a text are read."""


class SpacyTagger:
    """Finds skills by their labels; see `names` for what counts as a name and how sure each is."""

    def __init__(self, table: NameTable, english: English) -> None:
        self._table = table
        self._english = english

    def __call__(self, text: str) -> tuple[Tag, ...]:
        """Tags in the order of `start`, none overlapping; offsets count the characters of the text given."""
        return self.tags(text, self._english.pieces(text[:MAX_TEXT]))

    def tags(self, text: str, pieces: Sequence[tuple[str, int]]) -> tuple[Tag, ...]:
        """The tags of a text whose words and their places are known."""
        tokens = [word for word, _ in pieces]
        starts = [start for _, start in pieces]
        ends = [at + len(word) for at, word in zip(starts, tokens, strict=True)]
        lower = [word.lower() for word in tokens]
        lemmas = [self._english.lemma(word) for word in lower]
        found = []
        for first, last, how, rows in self._table.spans(lower, lemmas):
            start, end = starts[first], ends[last - 1]
            around = (text[max(start - 1, 0) : start], text[end : end + 1])
            for row in rows:
                name, kind = self._table.name(row)
                found.append(Found(first, last, name, kind, how, text[start:end] == name.text, around))
        chosen = accepted(found, tokens, places_of(tokens)) if found else []
        return tuple(self._tag(text, starts[hit.start], ends[hit.end - 1], hit) for hit in chosen)

    def _tag(self, text: str, start: int, end: int, found: Found) -> Tag:
        name = found.name
        confidence = name.confidence(found.how, found.kind)
        return Tag(name.skill, name.label, start, end, text[start:end], found.how, confidence, name.technology)
