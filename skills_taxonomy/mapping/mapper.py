"""Own skills mapped to another vocabulary: who is the same, broader or narrower, and how sure that is."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from skills_taxonomy.linking import fusion, words
from skills_taxonomy.mapping import figures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from skills_taxonomy.linking.encoder import Encoder
    from skills_taxonomy.mapping.targets import Targets

Probabilities = npt.NDArray[np.float64]

MODELS: Final = Path(__file__).parent / "models"
CLASSES: Final = ("none", "same", "broad", "narrow")
"""What a candidate is to the own skill, in the order of the model's trees and of the columns of `probabilities`."""

SURE: Final = 0.9
"""From this confidence on that two are the same it is called an exact match; below it a close one."""

LEAST: Final = 0.2
"""What is less sure isn't proposed."""


@dataclass(frozen=True, slots=True)
class Own:
    """A skill of an own vocabulary: its label, and what else it is called."""

    id: str
    label: str
    alternates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A skill that an own one may be mapped to: `relation` as SKOS names it, `confidence` 0..1 that it is right.

    `by` is the label of it that is nearest in letters; `covers`, `covered`: how much of that label the own one says,
    and the other way round, 0..1; `letters`: how alike both are; `near`: in meaning, too, 0 without vectors.
    """

    skill: str
    label: str
    relation: str
    confidence: float
    by: str
    covers: float
    covered: float
    letters: float
    near: float = 0.0

    @property
    def evidence(self) -> str:
        """What speaks for it, in a line.

        >>> Match("esco:1", "tie knots", "close match", 0.8, "knotting", 1.0, 0.5, 0.7).evidence
        'nearest label "knotting": says 100% of it and is said to 50% by it, letters 0.70'
        """
        told = f'nearest label "{self.by}": says {self.covers:.0%} of it and is said to {self.covered:.0%} by it'
        near = f", meaning {self.near:.2f}" if self.near else ""
        return f"{told}, letters {self.letters:.2f}{near}"


class Mapper:
    """Maps own skills to one vocabulary; the same skill is mapped alike, whatever was mapped before it."""

    def __init__(self, to: Targets, *, encoder: Encoder | None = None, model: Path | None = None) -> None:
        """By the shipped model, which goes by letters; with an encoder by meaning, too, and a `model` so trained."""
        if encoder is not None and (model is None or to.meaning is None):
            raise ValueError("An encoder needs a model that was trained with it, and targets with vectors.")
        self._to, self._encoder = to, encoder
        path = model or MODELS / "lexical.npz"
        self._trees = fusion.load(path)
        with np.load(path, allow_pickle=False) as kept:
            self._heat = float(json.loads(str(kept["about"]))["heat"])

    @property
    def lexical(self) -> bool:
        """Whether only letters are compared."""
        return self._encoder is None

    def figures(self, own: Own) -> tuple[fusion.Places, fusion.Floats]:
        """The candidates, and what is known of each."""
        return rows_of(own, self._to, self._encoder)

    def probabilities(self, rows: fusion.Floats) -> Probabilities:
        """How likely each candidate is each of `CLASSES`, (candidates, 4); a row sums to 1."""
        return softmax(scores_by_class(self._trees, rows) / self._heat)

    def matches(self, own: Own, most: int = 3) -> list[Match]:
        """What the own skill may be mapped to, the surest first; the one that is the same alone, where it is likely."""
        if not any(letter.isalnum() for letter in own.label):
            return []
        chosen, rows = self.figures(own)
        if not len(chosen):
            return []
        likely = self.probabilities(rows)
        same = int(np.argmax(likely[:, 1]))
        if likely[same, 1] >= 0.5:
            return [self._match(own, int(chosen[same]), 1, likely[same, 1], rows[same])]
        pairs = [(float(likely[at, kind]), at, kind) for at in range(len(chosen)) for kind in (1, 2, 3)]
        best: dict[int, tuple[float, int, int]] = {}
        for one in sorted(pairs, key=lambda pair: (-pair[0], pair[1])):
            best.setdefault(one[1], one)
        kept = [one for one in best.values() if one[0] >= LEAST][:most]
        return [self._match(own, int(chosen[at]), kind, sure, rows[at]) for sure, at, kind in kept]

    def _match(self, own: Own, place: int, kind: int, sure: float, row: fusion.Floats) -> Match:
        to = self._to
        start, end = int(to.first[place]), int(to.first[place + 1])
        letters = to.grams.cosines(words.grams(own.label))[start:end]
        relation = ("exact match" if sure >= SURE else "close match", "broad match", "narrow match")[kind - 1]
        said = dict(zip((*figures.NAMES, *figures.BY_MEANING), row.tolist(), strict=False))
        near = start + int(np.argmax(letters))
        stems = frozenset(words.telling(own.label))
        covers, covered = figures.coverage(stems, to.rarity(stems) or 1.0, range(near, near + 1), to)
        return Match(
            to.ids[place],
            to.names[place],
            relation,
            round(float(sure), 4),
            to.labels[near],
            float(covers[0]),
            float(covered[0]),
            float(letters.max()),
            said.get("meaning", 0.0),
        )


def rows_of(own: Own, to: Targets, encoder: Encoder | None) -> tuple[fusion.Places, fusion.Floats]:
    """The candidates for an own skill, and what is known of each."""
    names: Sequence[str] = list(dict.fromkeys((own.label, *own.alternates)))[: figures.MOST_NAMES]
    near = to.meaning @ encoder.vector(own.label) if encoder is not None and to.meaning is not None else None
    chosen, found = figures.candidates(names, to, near)
    return chosen, figures.rows(names, chosen, found, to, near)


def scores_by_class(trees: fusion.Trees, rows: fusion.Floats) -> Probabilities:
    """The raw score of each class, (rows, 4): tree i speaks of class i modulo 4."""
    parts = []
    for at in range(len(CLASSES)):
        some = slice(at, None, len(CLASSES))
        own = (trees.feature[some], trees.threshold[some], trees.left[some], trees.right[some], trees.value[some])
        parts.append(fusion.Trees(*own, trees.depth).scores(rows))
    return np.column_stack(parts)


def softmax(scores: Probabilities) -> Probabilities:
    """Scores as probabilities."""
    grown = np.exp(scores - scores.max(axis=1, keepdims=True))
    found: Probabilities = grown / grown.sum(axis=1, keepdims=True)
    return found
