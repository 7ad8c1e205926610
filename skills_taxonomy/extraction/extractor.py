"""Documents to skills: names looked up, other words recognised and linked, and what is said of each."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from skills_taxonomy.extraction import sure
from skills_taxonomy.extraction.context import said_of
from skills_taxonomy.extraction.features import word_facts
from skills_taxonomy.extraction.plain import checked, plain
from skills_taxonomy.extraction.sections import Section, Sentence, sentences
from skills_taxonomy.extraction.spans import Reading, Span, SpanModel, Words
from skills_taxonomy.extraction.spelling import SURE, Spelling
from skills_taxonomy.extraction.types import Document, Kind, Mention
from skills_taxonomy.folding import is_numeronym, spelt_out
from skills_taxonomy.tagging.matcher import SpacyTagger
from skills_taxonomy.types import Tag

if TYPE_CHECKING:
    from skills_taxonomy.extraction.phrases import Meaning, PhraseLinker
    from skills_taxonomy.tagging.english import English
    from skills_taxonomy.tagging.lookup import NameTable

LEAST_LINKED: Final = 0.35
"""A phrase is taken for a skill when the link is at least so likely; with less, its words stand as unknown."""
LEAST_NAMED: Final = 0.3
LEAST_MARKED: Final = 0.45
"""A name stands for its skill, and other words for one, when a person would mark them at least so likely."""
COVERED: Final = 0.6
"""A name that is at least so much of a recognised span stands for the whole of it."""
_KEPT: Final = 5_000
_FOREIGN: Final = 0.4
"""Of a sentence's words at least so many are known in English, or only names are looked for."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A sentence's words, with what the model makes of them."""

    text: str
    words: Words
    reading: Reading


class Extractor:
    """Reads documents; the same document gives the same mentions, whatever was read before it."""

    def __init__(self, names: NameTable, english: English, linker: PhraseLinker | None = None) -> None:
        self._names = names
        self._english = english
        self._tagger = SpacyTagger(names, english)
        self._spans = SpanModel(names)
        self._linker = linker
        self._spelling = Spelling(names, english)
        self._read: OrderedDict[tuple[str, Section], list[Mention]] = OrderedDict()
        self._numeronyms: dict[str, Tag | None] = {}

    def read(self, text: str) -> Document:
        """The mentions of a document; raises `NotAText` and `DocumentTooLong`."""
        view = plain(checked(text))
        mentions: list[Mention] = []
        aside: Counter[Section] = Counter()
        count = 0
        for sentence in sentences(view):
            if not sentence.section.is_read:
                aside[sentence.section] += 1
                continue
            count += 1
            for one in self._mentions(view[sentence.start : sentence.end], sentence):
                start, end = one.start + sentence.start, one.end + sentence.start
                mentions.append(replace(one, start=start, end=end, words=text[start:end]))
        return Document(tuple(mentions), count, dict(aside))

    def _mentions(self, text: str, sentence: Sentence) -> list[Mention]:
        key = (text, sentence.section)
        if key not in self._read:
            if len(self._read) >= _KEPT:
                self._read.popitem(last=False)
            found = self._as_meant(text, sentence.section)
            self._read[key] = sorted(found, key=lambda one: (one.start, -one.end, one.skill))
        return self._read[key]

    def _as_meant(self, text: str, section: Section) -> Iterator[Mention]:
        """The mentions of a sentence; where words are misspelt, of the sentence as it was meant."""
        pieces = self._english.pieces(text)
        words = Words.of(pieces)
        respelt = self._spelling.respelt(text, words.written, words.places) if _is_english(words.written) else None
        if respelt is None:
            yield from self._of_sentence(text, section, pieces, words)
            return
        pieces = self._english.pieces(respelt.text)
        for one in self._of_sentence(respelt.text, section, pieces, Words.of(pieces)):
            start, end = respelt.written(one.start, one.end)
            if not respelt.touches(start, end):
                yield replace(one, start=start, end=end)
                continue
            confidence, marked = (round(each * SURE, 4) for each in (one.confidence, one.marked))
            how = "misspelt" if one.how else one.how
            yield replace(one, start=start, end=end, how=how, confidence=confidence, marked=marked)

    def _of_sentence(
        self, text: str, section: Section, pieces: Sequence[tuple[str, int]], words: Words
    ) -> Iterator[Mention]:
        piece = _Piece(text, words, self._spans.reading(words))
        tags = [*self._tagger.tags(text, pieces), *self._shortened(words)]
        spans = self._spans.spans(words, piece.reading) if _is_english(words.written) else []
        taken = set()
        for tag in tags:
            span = next((one for one in spans if _stands_for(tag, *words.characters(one.start, one.end))), None)
            taken |= {span} if span is not None else set()
            yield from self._named(tag, span, piece, section)
        for span in spans:
            if span not in taken:
                yield from self._linked(span, piece, section, {tag.skill for tag in tags})

    def _named(self, tag: Tag, span: Span | None, piece: _Piece, section: Section) -> Iterator[Mention]:
        first, last = piece.words.within(tag.start, tag.end)
        named = sure.Named.TECHNOLOGY if tag.technology else sure.Named.OTHER
        likely = piece.reading.inside[first:last]
        marked = sure.marked(float(likely.mean()), float(likely.min()), last - first, named)
        if marked < LEAST_NAMED:
            return
        start, end = (tag.start, tag.end) if span is None else piece.words.characters(span.start, span.end)
        said = said_of(piece.text, start, end, section)
        yield Mention(
            tag.skill, tag.label, start, end, "", Kind.NAMED, tag.how, round(marked * tag.confidence, 4),
            round(marked, 4), section, said.wanted, said.level, said.years,
        )  # fmt: skip

    def _linked(self, span: Span, piece: _Piece, section: Section, named: set[str]) -> Iterator[Mention]:
        start, end = piece.words.characters(span.start, span.end)
        said = said_of(piece.text, start, end, section)
        marked = sure.marked(span.likely, span.weakest, span.end - span.start, sure.Named.NOT)
        if marked < LEAST_MARKED:
            return
        found = self._meaning(piece.text[start:end])
        if found is not None and found.skill not in named:
            skill, label, kind, how = found.skill, found.label, Kind.MEANT, "linked"
            confidence = marked * found.confidence
        else:
            skill, label, kind, how, confidence = "", "", Kind.UNKNOWN, "", marked
        yield Mention(
            skill, label, start, end, "", kind, how, round(confidence, 4), round(marked, 4), section,
            said.wanted, said.level, said.years,
        )  # fmt: skip

    def _meaning(self, words: str) -> Meaning | None:
        """The skill that words mean, if that is likely enough; names that were judged to be none here aren't."""
        if self._linker is None or self._is_other_word(words):
            return None
        found = self._linker(words)
        return found if found is not None and found.confidence >= LEAST_LINKED else None

    def _is_other_word(self, words: str) -> bool:
        """Whether words are a name but for their capitals, and one that is an ordinary word too: to excel."""
        rows = [self._names.name(row) for row in self._names.exact.rows.get(" ".join(self._english.words(words)), ())]
        return bool(rows) and all(not kind.is_certain and name.text != words for name, kind in rows)

    def _shortened(self, words: Words) -> Iterator[Tag]:
        """Names written as a numeronym: k8s."""
        for word, (start, end) in zip(words.written, words.places, strict=True):
            low = word.lower()
            if is_numeronym(low) and low not in self._names.exact.rows:
                if low not in self._numeronyms:
                    self._numeronyms[low] = self._spelt_out(low)
                if (tag := self._numeronyms[low]) is not None:
                    yield replace(tag, start=start, end=end, words=word)

    def _spelt_out(self, numeronym: str) -> Tag | None:
        """The one technology, or else the one skill, that a numeronym stands for."""
        keys = [key for key in self._names.exact.rows if spelt_out(numeronym, key)]
        names = [self._names.name(row)[0] for key in keys for row in self._names.exact.rows[key]]
        for some in ([name for name in names if name.technology], names):
            if len({name.skill for name in some}) == 1:
                return Tag(some[0].skill, some[0].label, 0, 0, numeronym, "numeronym", 0.75, some[0].technology)
        return None


def _is_english(words: list[str]) -> bool:
    letters = [word.lower() for word in words if word.isalpha()]
    return len(letters) < 5 or sum(word in word_facts() for word in letters) >= _FOREIGN * len(letters)


def _stands_for(tag: Tag, start: int, end: int) -> bool:
    """Whether a name is nearly the whole of a span's characters, or more than them."""
    shared = min(end, tag.end) - max(start, tag.start)
    return shared > 0 and shared >= COVERED * (end - start)
