"""Sentences to skills: the best first, each with what speaks for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

import numpy as np
import numpy.typing as npt

from skills_taxonomy.linking import evidence, fusion, index

if TYPE_CHECKING:
    from skills_taxonomy.linking.encoder import Encoder

MODELS: Final = Path(__file__).parent / "models"
MOST: Final = 20_000
"""Characters of a text that are looked at."""


@dataclass(frozen=True, slots=True)
class Link:
    """A skill that a text was linked to; `score` orders the links of one text, and of no other.

    `said`, 0..1: how much of a label stands in the text; `near`, -1..1: how near it is in meaning, 0 without vectors.
    """

    skill: str
    label: str
    score: float
    said: float
    near: float = 0.0


class Linker:
    """Links texts over one index; without an encoder (or vectors in the index) by letters alone.

    The same text gets the same links, whatever was linked before it.
    """

    def __init__(self, found: index.LinkIndex, encoder: Encoder | None = None) -> None:
        self._index = found
        self._encoder = encoder if found.labels is not None else None
        self._trees = fusion.load(MODELS / ("lexical.npz" if self._encoder is None else "default.npz"))

    @classmethod
    def open(cls, folder: Path, encoder: Encoder | None = None) -> Self:
        """Over the index of a folder, written by `index.build`."""
        return cls(index.load(folder), encoder)

    @property
    def lexical(self) -> bool:
        """Whether texts are linked by letters alone."""
        return self._encoder is None

    def link(self, text: str, k: int = 10) -> list[Link]:
        """The k best skills; none for a text without letters."""
        text = text[:MOST]
        if not any(letter.isalnum() for letter in text):
            return []
        found, order, scores = self._ranked(text)
        near = found.get("piece_meaning")
        return [
            Link(
                self._index.ids[place],
                self._index.names[place],
                float(score),
                float(found["cov"][place]),
                float(near[place]) if near is not None else 0.0,
            )
            for place, score in zip(order[:k].tolist(), scores[:k].tolist(), strict=True)
        ]

    def ranking(self, text: str) -> npt.NDArray[np.int64]:
        """All skills by their number, the best first: candidates by their score, the others by the simple sum."""
        found, order, _ = self._ranked(text)
        rest = np.argsort(-evidence.simple_sum(found), kind="stable")
        return np.concatenate([order, rest[~np.isin(rest, order)]])

    def _ranked(self, text: str) -> tuple[dict[str, fusion.Floats], npt.NDArray[np.int64], npt.NDArray[np.float64]]:
        found = evidence.of_sentence(text, self._index, self._encoder)
        chosen = evidence.candidates(found, evidence.simple_sum(found))
        scores = self._trees.scores(fusion.rows(text, found, chosen, self._index))
        order = np.argsort(-scores, kind="stable")
        return found, chosen[order], scores[order]

    def links(self, texts: Sequence[str], k: int = 10) -> list[list[Link]]:
        """The links of several texts, each by itself."""
        return [self.link(text, k) for text in texts]
