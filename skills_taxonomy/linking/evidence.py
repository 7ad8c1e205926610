"""What speaks for each skill in a sentence: how much of a label it says, how near it is in letters and in meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from skills_taxonomy.linking import words
from skills_taxonomy.linking.index import LinkIndex

if TYPE_CHECKING:
    from skills_taxonomy.linking.encoder import Encoder

Floats = npt.NDArray[np.float32]

LEXICAL: Final = (
    "cov",
    "covp",
    "covw",
    "full",
    "fullp",
    "said",
    "document",
    "pairs",
    "grams",
    "piece_pairs",
    "piece_grams",
)
SEMANTIC: Final = ("meaning", "described", "piece_meaning", "piece_described", "piece_three")
GATHERED: Final = ("covp", "covw", "document", "pairs", "grams", "piece_pairs", "piece_grams", "fullp")
GATHERED_BY_MEANING: Final = ("meaning", "described", "piece_meaning", "piece_three")
MOST_GRAM_PIECES: Final = 24
"""Pieces that are compared by letters: clauses and phrases come first, windows last."""


def of_sentence(sentence: str, index: LinkIndex, encoder: Encoder | None) -> dict[str, Floats]:
    """Each kind of evidence for every skill, (skills,); by letters alone where there is no encoder."""
    pieces = words.pieces(sentence) or [sentence]
    found = _by_letters(sentence, pieces, index)
    if encoder is not None and index.labels is not None and index.descriptions is not None:
        found |= _by_meaning(sentence, pieces, index.labels, index.descriptions, encoder)
    return found


def _by_letters(sentence: str, pieces: list[str], index: LinkIndex) -> dict[str, Floats]:
    covered = np.minimum(index.single.covered(words.telling(sentence)), 1.0)
    whole = np.where(covered > 0.999, index.weight, 0.0)
    own = index.preferred

    def best(values: npt.NDArray[np.floating]) -> Floats:
        return np.maximum.reduceat(values, index.first[:-1]).astype(np.float32)

    piece_pairs = index.pairs.nearest([words.pairs(piece) for piece in pieces])
    piece_grams = index.grams.nearest([words.grams(piece) for piece in pieces[:MOST_GRAM_PIECES]])
    return {
        "cov": best(covered),
        "covp": best(np.where(own, covered, 0.0)),
        "covw": best(covered * np.sqrt(index.weight)),
        "full": best(whole),
        "fullp": best(np.where(own, whole, 0.0)),
        "said": best(covered * index.weight),
        "document": index.documents.cosines(words.telling(sentence)),
        "pairs": best(index.pairs.cosines(words.pairs(sentence))),
        "grams": best(index.grams.cosines(words.grams(sentence))),
        "piece_pairs": best(piece_pairs),
        "piece_grams": best(piece_grams),
    }


def _by_meaning(
    sentence: str, pieces: list[str], labels: Floats, descriptions: Floats, encoder: Encoder
) -> dict[str, Floats]:
    whole, parts = encoder.vector(sentence), encoder.vectors(pieces)
    near, told = parts @ labels.T, parts @ descriptions.T
    return {
        "meaning": labels @ whole,
        "described": descriptions @ whole,
        "piece_meaning": near.max(axis=0),
        "piece_described": told.max(axis=0),
        "piece_three": np.sort(near, axis=0)[-3:].mean(axis=0),
    }


def simple_sum(found: dict[str, Floats]) -> Floats:
    """The evidence simply added: what the trained ranking starts from."""
    kinds = ["document", "grams", "covp"]
    kinds += ["meaning", "piece_meaning"] if "meaning" in found else ["piece_grams", "pairs"]
    total: Floats = np.sum([found[kind] for kind in kinds], axis=0)
    return total


def candidates(found: dict[str, Floats], total: Floats, each: int = 40, most: int = 100) -> npt.NDArray[np.int64]:
    """The skills worth a second look: the best of each kind of evidence and of all together."""
    kinds = [kind for kind in (*GATHERED, *GATHERED_BY_MEANING) if kind in found]
    chosen = [_best(found[kind], each) for kind in kinds]
    return np.unique(np.concatenate([*chosen, _best(total, most)]))


def _best(values: Floats, count: int) -> npt.NDArray[np.int64]:
    return np.argpartition(-values, min(count, len(values) - 1))[:count].astype(np.int64)
