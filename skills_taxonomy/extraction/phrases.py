"""A phrase that a person would mark as a skill, to the skill of the vocabulary that it means, if there is one."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

from skills_taxonomy.linking import fusion, words
from skills_taxonomy.linking.index import LinkIndex
from skills_taxonomy.linking.texts import KINDS

if TYPE_CHECKING:
    from skills_taxonomy.linking.encoder import Encoder

Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]

MODELS: Final = Path(__file__).parent / "models"
CANDIDATES: Final = 24
"""Skills that are looked at a second time."""
BROAD: Final = "onet:element/"
"""O*NET's elements (Design, Writing) are measures of occupations: no words mean them alone."""
ALIKE: Final = 85.0
"""A product is meant only by words that are spelt nearly as it is (0..100): to analyse isn't Analyse-it."""
_KEPT: Final = 20_000


@dataclass(frozen=True, slots=True)
class Meaning:
    """The skill that a phrase means best, and how likely it is that it does, 0..1."""

    skill: str
    label: str
    confidence: float


class PhraseLinker:
    """Finds the skill of a phrase, by letters and, with an encoder, by meaning. Remembers what it found."""

    def __init__(self, index: LinkIndex, encoder: Encoder | None = None) -> None:
        self._index = index
        self._encoder = encoder if index.labels is not None else None
        name = "phrases-lexical.npz" if self._encoder is None else "phrases.npz"
        self._trees = fusion.load(MODELS / name)
        broad = np.array([skill.startswith(BROAD) for skill in index.ids])
        self._without = np.flatnonzero(np.repeat(broad, np.diff(index.first)))
        self._products = np.asarray(index.facts[:, 3]) == KINDS.index("technology")
        self._known: OrderedDict[str, Meaning | None] = OrderedDict()

    def __call__(self, phrase: str) -> Meaning | None:
        """The most likely skill; None for a phrase that no label has anything in common with."""
        if phrase not in self._known:
            if len(self._known) >= _KEPT:
                self._known.popitem(last=False)
            self._known[phrase] = self._found(phrase)
        return self._known[phrase]

    def _found(self, phrase: str) -> Meaning | None:
        chosen, rows = figures(phrase, self._index, self._encoder, self._without)
        if not len(chosen):
            return None
        scores = self._trees.scores(rows)
        order = np.argsort(-scores, kind="stable").tolist()
        best = next((at for at in order if self._may_mean(phrase, int(chosen[at]))), None)
        if best is None:
            return None
        place = int(chosen[best])
        return Meaning(self._index.ids[place], self._index.names[place], float(1.0 / (1.0 + np.exp(-scores[best]))))

    def _may_mean(self, phrase: str, place: int) -> bool:
        return not self._products[place] or fuzz.ratio(phrase, self._index.names[place]) >= ALIKE


def figures(
    phrase: str, index: LinkIndex, encoder: Encoder | None, without: npt.NDArray[np.int64] | None = None
) -> tuple[Places, Floats]:
    """Candidates for a phrase and what is known of each, (candidates, figures); labels of `without` are overlooked."""
    telling = words.telling(phrase)
    near_pairs, near_grams = index.pairs.cosines(words.pairs(phrase)), index.grams.cosines(words.grams(phrase))
    covered = np.minimum(index.single.covered(telling), 1.0)
    if without is not None:
        for values in (near_pairs, near_grams, covered):
            values[without] = 0.0
    by_label = near_pairs + near_grams
    letters = np.maximum.reduceat(by_label, index.first[:-1])
    document = index.documents.cosines(telling)
    total = letters + 0.5 * document
    vector = meaning = None
    if encoder is not None and index.labels is not None:
        vector = encoder.vector(phrase)
        meaning = index.labels @ vector
        total = total + meaning
    chosen = np.argpartition(-total, min(CANDIDATES, len(total) - 1))[:CANDIDATES]
    chosen = np.sort(chosen[total[chosen] > 0])
    if not len(chosen):
        return chosen, np.zeros((0, 0), np.float32)
    spans = [slice(int(index.first[at]), int(index.first[at + 1])) for at in chosen]
    best = np.array([span.start + int(np.argmax(by_label[span])) for span in spans])
    own = np.array([float((by_label[span] * index.preferred[span]).max()) for span in spans], np.float32)
    columns = [
        near_pairs[best], near_grams[best], covered[best], index.preferred[best].astype(np.float32),
        _said(telling, best, index), letters[chosen], document[chosen], total[chosen],
        _below_best(total[chosen]), _below_best(letters[chosen]), _margin(total[chosen]),
        own, index.facts[chosen, 2], index.facts[chosen, 3], index.facts[chosen, 4],
        np.full(len(chosen), len(telling)), np.full(len(chosen), len(phrase)), index.weight[best],
    ]  # fmt: skip
    if vector is not None and meaning is not None and index.descriptions is not None:
        columns += [
            meaning[chosen], index.descriptions[chosen] @ vector,
            _below_best(meaning[chosen]), _margin(meaning[chosen]), np.full(len(chosen), meaning.max()),
        ]  # fmt: skip
    return chosen, np.column_stack(columns).astype(np.float32)


def _said(telling: list[str], labels: Places, index: LinkIndex) -> Floats:
    """How much of the phrase (its squared rarity, unknown words counting as the rarest) each label says."""
    single = index.single
    rarest = float(single.rarity.max(initial=1.0))
    known = {
        single.terms[stem]: float(single.rarity[single.terms[stem]]) ** 2 for stem in telling if stem in single.terms
    }
    total = sum(known.values()) + rarest**2 * sum(stem not in single.terms for stem in set(telling))
    there = np.zeros(len(labels))
    for number, weight in known.items():
        texts = single.texts[single.first[number] : single.first[number + 1]]
        at = np.minimum(np.searchsorted(texts, labels), len(texts) - 1)
        there += weight * (texts[at] == labels)
    return (there / total if total else there).astype(np.float32)


def _below_best(values: Floats) -> Floats:
    found: Floats = values - values.max(initial=0.0)
    return found


def _margin(values: Floats) -> Floats:
    """How far each is above the best of the others."""
    if len(values) < 2:
        return values.astype(np.float32)
    second, first = np.sort(values)[-2:]
    found: Floats = np.where(values == first, values - second, values - first).astype(np.float32)
    return found
