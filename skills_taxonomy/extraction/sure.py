"""How likely a person would mark some words as a skill, by a small model fitted on sentences that people marked."""

from __future__ import annotations

import json
import math
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

MODEL: Final = Path(__file__).parent / "models" / "marked.json"


class Named(StrEnum):
    """Whether the words are a name of the vocabulary, and of what: a technology's proper name says more."""

    NOT = "not"
    TECHNOLOGY = "technology"
    OTHER = "other"


def rows(likely: float, weakest: float, words: int, named: Named) -> list[float]:
    """What is known of the words: the span model's mean and least probability, how many there are, whether named."""
    odds = _odds(likely)
    flags = [float(named is one) for one in (Named.TECHNOLOGY, Named.OTHER)]
    return [odds, _odds(weakest), math.log(words), *flags, *(flag * odds for flag in flags)]


def marked(likely: float, weakest: float, words: int, named: Named) -> float:
    """The probability, 0..1."""
    weights, start = _model()
    total = start + sum(w * x for w, x in zip(weights, rows(likely, weakest, max(words, 1), named), strict=True))
    return 1.0 / (1.0 + math.exp(-total))


@cache
def _model() -> tuple[list[float], float]:
    kept = json.loads(MODEL.read_text("utf-8"))
    return kept["weights"], kept["start"]


def _odds(probability: float) -> float:
    return math.log((probability + 0.01) / (1.01 - probability))
