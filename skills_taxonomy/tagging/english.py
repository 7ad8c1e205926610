"""English words by spaCy: a text's tokens, the lemma of a word, and whether a word is in the dictionary."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Final

import spacy
from spacy.lookups import load_lookups
from spacy.tokens import Doc

_SURROGATES: Final = dict.fromkeys(range(55296, 57344), 65533)


class English:
    """spaCy's tokenizer and tables of lemmas, without a trained model."""

    def __init__(self) -> None:
        self._tokenizer = spacy.blank("en").tokenizer
        self._lemmas: Any = load_lookups("en", ["lemma_lookup"]).get_table("lemma_lookup")
        self._pieces: dict[str, tuple[str, ...]] = {}
        self._known: dict[str, str] = {}

    def tokens(self, text: str) -> Doc:
        """The tokens of a text; their places count the characters of the text given."""
        return self._tokenizer(text.translate(_SURROGATES))

    def pieces(self, text: str) -> list[tuple[str, int]]:
        """The same as plain words, each with its place."""
        return [(token.text, token.idx) for token in self.tokens(text)]

    def words(self, label: str) -> tuple[str, ...]:
        """The label's lowercase tokens. spaCy cuts each blank-separated piece by itself, so pieces are cut once."""
        words: list[str] = []
        for piece in label.translate(_SURROGATES).split():
            if piece not in self._pieces:
                self._pieces[piece] = tuple(token.lower_ for token in self._tokenizer(piece))
            words += self._pieces[piece]
        return tuple(words)

    def lemma(self, word: str) -> str:
        """The lemma of a lowercase word; the word itself where none is known."""
        if word not in self._known:
            self._known[word] = self._lemmas.get(word) or word
        return self._known[word]

    @cached_property
    def _dictionary(self) -> frozenset[str]:
        by_part_of_speech: Any = load_lookups("en", ["lemma_index"]).get_table("lemma_index")
        return frozenset(word for words in by_part_of_speech.values() for word in words)

    def __contains__(self, word: object) -> bool:
        """Whether a lowercase word is in the dictionary, or a form of a word that is."""
        return word in self._dictionary or (isinstance(word, str) and self.lemma(word) in self._dictionary)
