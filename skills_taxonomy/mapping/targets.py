"""The vocabulary that is mapped to: its labels by stems, pairs and letters, kept in memory."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from skills_taxonomy.linking import terms, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from skills_taxonomy.linking.texts import SkillTexts

Floats = npt.NDArray[np.float32]
_BRACKET: Final = re.compile(r"\s*\([^)]*\)\s*$")


def folded(label: str) -> str:
    """A label as equal ones are told: lower case, letters and digits alone, no bracketed remark at the end.

    >>> folded("Python (computer programming)"), folded("Object-Oriented  Modelling"), folded("C++")
    ('python', 'object oriented modelling', 'c++')
    """
    text = label.strip()
    text = (_BRACKET.sub("", text) or text).casefold()
    return " ".join(re.findall(r"[^\W_]+[+#]*", text)) or " ".join(text.split())


@dataclass(frozen=True)
class Targets:
    """Skills that may be mapped to: their labels with three indexes over them, and one over whole documents.

    `labels` of `first[i]` up to `first[i + 1]` are skill i's, `owner` says whose each is; `preferred` tells its
    preferred ones. `equal` leads from a folded label to the skills so called. `kinds` are numbers. `meaning` are
    vectors of the preferred labels, (skills, n), None where there is no encoder.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    labels: tuple[str, ...]
    first: npt.NDArray[np.int64]
    owner: npt.NDArray[np.int64]
    preferred: npt.NDArray[np.bool_]
    kinds: Floats
    folds: tuple[str, ...]
    equal: Mapping[str, tuple[int, ...]]
    stems: tuple[frozenset[str], ...]
    single: terms.TermIndex
    pairs: terms.TermIndex
    grams: terms.TermIndex
    documents: terms.TermIndex
    meaning: Floats | None = None

    def rarity(self, stems: frozenset[str]) -> float:
        """How much the stems weigh together: their squared rarity, that of a stem nobody uses like the rarest."""
        return sum(self.weight(stem) for stem in stems)

    def weight(self, stem: str) -> float:
        """One stem's squared rarity."""
        number = self.single.terms.get(stem)
        return float(self.single.rarity[number] if number is not None else self.single.rarity.max()) ** 2


def targets_of(texts: SkillTexts, meaning: Floats | None = None) -> Targets:
    """The texts of a vocabulary as targets; `meaning` has one row for each of its skills."""
    folds = tuple(folded(label) for label in texts.labels)
    owner = np.repeat(np.arange(len(texts.ids)), np.diff(texts.first))
    equal: dict[str, list[int]] = {}
    for fold, place in zip(folds, owner.tolist(), strict=True):
        if place not in (there := equal.setdefault(fold, [])):
            there.append(place)
    return Targets(
        ids=texts.ids,
        names=texts.names,
        labels=texts.labels,
        first=texts.first,
        owner=owner,
        preferred=texts.preferred,
        kinds=texts.facts[:, 3],
        folds=folds,
        equal={fold: tuple(there) for fold, there in equal.items()},
        stems=tuple(frozenset(words.telling(label)) for label in texts.labels),
        single=terms.index_of(texts.labels, words.telling),
        pairs=terms.index_of(texts.labels, words.pairs),
        grams=terms.index_of(texts.labels, words.grams),
        documents=terms.index_of(_documents(texts), words.telling),
        meaning=meaning,
    )


def _documents(texts: SkillTexts) -> Sequence[str]:
    spans = zip(texts.first[:-1], texts.first[1:], texts.descriptions, strict=True)
    return [f"{'. '.join(texts.labels[a:b])}. {said}" for a, b, said in spans]
