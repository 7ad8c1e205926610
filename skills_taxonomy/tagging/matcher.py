"""The tagger on spaCy: phrase matching on words and on lemmas, then the judging of ambiguous names in their context."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import spacy
from spacy.lookups import load_lookups
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from skills_taxonomy.tagging.evidence import Found, accepted, places_of
from skills_taxonomy.tagging.names import Kind, Name, kind_of
from skills_taxonomy.types import Tag

MAX_TEXT: Final = 200_000
"""How many characters of a text are read."""

_BATCH: Final = 2_000
_SURROGATES: Final = dict.fromkeys(range(55296, 57344), 65533)
_Key = tuple[str, ...]


class SpacyTagger:
    """Finds skills by their labels; see `names` for what counts as a name and how sure each is."""

    def __init__(self, names: Sequence[Name], texts: Iterable[str] | None = None) -> None:
        self._nlp = spacy.blank("en")
        tables = load_lookups("en", ["lemma_lookup", "lemma_index"])
        self._lemma_of = _Lemmas(tables.get_table("lemma_lookup"))
        self._words = _Words(tables.get_table("lemma_index"), self._lemma_of)
        self._pieces: dict[str, _Key] = {}
        self._exact: defaultdict[_Key, list[tuple[Name, Kind]]] = defaultdict(list)
        self._lemma: defaultdict[_Key, list[tuple[Name, Kind]]] = defaultdict(list)
        self._collect(names, None if texts is None else self._vocabulary_of(texts))
        self._by_word = self._matcher(self._exact, "LOWER")
        self._by_lemma = self._matcher(self._lemma, "ORTH")

    def __call__(self, text: str) -> tuple[Tag, ...]:
        """Tags in the order of `start`, none overlapping; offsets count the characters of the text given."""
        doc = self._nlp.tokenizer(text[:MAX_TEXT].translate(_SURROGATES))
        tokens = [token.text for token in doc]
        starts = [token.idx for token in doc]
        ends = [at + len(word) for at, word in zip(starts, tokens, strict=True)]
        found = [
            Found(start, end, name, kind, how, text[starts[start] : ends[end - 1]] == name.text,
                  (text[max(starts[start] - 1, 0) : starts[start]], text[ends[end - 1] : ends[end - 1] + 1]))
            for start, end, how, names in self._spans(doc)
            for name, kind in names
        ]  # fmt: skip
        chosen = accepted(found, tokens, places_of(tokens)) if found else []
        return tuple(self._tag(text, starts[hit.start], ends[hit.end - 1], hit) for hit in chosen)

    def _spans(self, doc: Doc) -> Iterator[tuple[int, int, str, list[tuple[Name, Kind]]]]:
        """Where which names stand, by words and, where words find nothing, by lemmas."""
        lower = [token.lower_ for token in doc]
        lemmas = [self._lemma_of(word) for word in lower]
        seen: set[tuple[int, int]] = set()
        for _, start, end in self._by_word(doc):
            seen.add((start, end))
            yield start, end, "exact", self._exact[tuple(lower[start:end])]
        for _, start, end in self._by_lemma(Doc(doc.vocab, words=lemmas)):
            if (start, end) not in seen:
                yield start, end, "lemma", self._lemma[tuple(lemmas[start:end])]

    def _tag(self, text: str, start: int, end: int, found: Found) -> Tag:
        name = found.name
        confidence = name.confidence(found.how, found.kind)
        return Tag(name.skill, name.label, start, end, text[start:end], found.how, confidence)

    def _collect(self, names: Iterable[Name], known: tuple[frozenset[str], frozenset[str]] | None) -> None:
        """Sort the names under their words and, where those are two or more of no proper name, under their lemmas."""
        for name in sorted(names, key=lambda name: (name.standing, name.skill, name.text)):
            words = self._words_of(name.text)
            kind = kind_of(name, self._words)
            if not words or kind is Kind.NONE:
                continue
            if known is None or known[0].issuperset(words):
                self._exact[words].append((name, kind))
            if len(words) > 1 and not name.proper:
                lemmas = tuple(self._lemma_of(word) for word in words)
                if known is None or known[1].issuperset(lemmas):
                    self._lemma[lemmas].append((name, kind))

    def _matcher(self, names: Iterable[_Key], attribute: str) -> Any:
        matcher = PhraseMatcher(self._nlp.vocab, attr=attribute)
        keys = list(names)
        for at in range(0, len(keys), _BATCH):
            matcher.add("name", [Doc(self._nlp.vocab, words=list(key)) for key in keys[at : at + _BATCH]])
        return matcher

    def _vocabulary_of(self, texts: Iterable[str]) -> tuple[frozenset[str], frozenset[str]]:
        chunks = {chunk for text in texts for chunk in text[:MAX_TEXT].translate(_SURROGATES).split()}
        words = frozenset(word for chunk in chunks for word in self._words_of(chunk))
        return words, frozenset(self._lemma_of(word) for word in words)

    def _words_of(self, label: str) -> _Key:
        """The label's lowercase tokens. spaCy cuts each blank-separated piece by itself, so pieces are cut once."""
        words: list[str] = []
        for piece in label.split():
            if piece not in self._pieces:
                self._pieces[piece] = tuple(token.lower_ for token in self._nlp.tokenizer(piece))
            words += self._pieces[piece]
        return tuple(words)


class _Lemmas:
    """The lemma of a lowercase word; the word itself where none is known."""

    def __init__(self, table: Any) -> None:
        self._table = table
        self._known: dict[str, str] = {}

    def __call__(self, word: str) -> str:
        if word not in self._known:
            self._known[word] = self._table.get(word) or word
        return self._known[word]


class _Words:
    """Which lowercase texts are English words: in the dictionary, or a form of a word that is."""

    def __init__(self, by_part_of_speech: Any, lemma_of: _Lemmas) -> None:
        self._known = {word for words in by_part_of_speech.values() for word in words}
        self._lemma_of = lemma_of

    def __contains__(self, word: object) -> bool:
        return word in self._known or (isinstance(word, str) and self._lemma_of(word) in self._known)
