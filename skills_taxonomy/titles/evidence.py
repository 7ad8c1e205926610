"""What speaks for each occupation in a title: names like it, words in use, the head noun, and what akin ones have."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from skills_taxonomy.linking import words
from skills_taxonomy.titles.cleaning import Title, key
from skills_taxonomy.titles.index import TitleIndex, head

Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]

KINDS: Final = (
    "single",
    "pairs",
    "grams",
    "joint",
    "within",
    "covered",
    "every_pair",
    "every_gram",
    "described",
    "use",
    "use_pairs",
    "head",
    "use_least",
    "use_grams",
    "use_fine",
    "use_broad",
    "skilled",
    "has_skill",
    "bm25",
    "bm25_pairs",
)
"""Evidence that every occupation has; the nearest name's is the greatest over the names."""

GATHERED: Final = ("joint", "grams", "single", "every_pair", "every_gram", "use", "use_pairs", "described", "bm25")
EACH: Final = 12
BEST: Final = 30
NEAREST: Final = 5
IN_USE: Final = 3
"""In so many names a word must stand for a part of a title behind a mark to count: places and firms don't."""


class Evidence:
    """Of one title: `by_name`, how like each name it is, 0..1; `of`, each kind of evidence by occupation."""

    def __init__(self, title: Title, index: TitleIndex) -> None:
        said = " ".join([title.job, *title.parts, *title.asides])
        self.index = index
        self.title = title
        self.forms = forms(title)
        self.terms = words.telling(key(said))
        single = index.single.nearest([words.telling(form) for form in self.forms])
        pairs = index.pairs.nearest([words.pairs(form) for form in self.forms])
        grams = index.grams.nearest([words.grams(form) for form in self.forms])
        within = np.minimum(index.single.covered(self.terms), 1.0)
        self.by_name = (single + pairs + grams) / 3
        known = key(said)
        self.head = head(title.job)
        use, least = index.use.likelihoods(self.terms)
        self.of: dict[str, Floats] = {
            "single": self._best(single),
            "pairs": self._best(pairs),
            "grams": self._best(grams),
            "joint": self._best(self.by_name),
            "within": self._best(within),
            "covered": index.described.covered(self.terms),
            "every_pair": index.every_pair.cosines(words.pairs(known)),
            "every_gram": index.every_gram.cosines(words.grams(known)),
            "described": index.described.cosines(self.terms),
            "use": use,
            "use_least": least,
            "use_grams": index.use_grams.likelihood(words.grams(known)),
            "use_fine": index.use_fine.likelihood(self.terms)[index.names.fine],
            "use_broad": index.use_broad.likelihood(self.terms)[index.names.broad],
            "skilled": index.skilled.cosines(self.terms),
            "bm25": index.use.bm25(self.terms),
            "bm25_pairs": index.use_pairs.bm25(words.pairs(known)),
            "has_skill": index.skilled.covered(self.terms),
            "use_pairs": index.use_pairs.likelihood(words.pairs(known)),
            "head": index.heads.shares(self.head),
        }

    def _best(self, values: npt.NDArray[np.floating]) -> Floats:
        return np.maximum.reduceat(values, self.index.names.first[:-1]).astype(np.float32)

    def total(self) -> Floats:
        """The evidence simply added: what the trained ranking starts from."""
        of = self.of
        found: Floats = of["joint"] + 0.5 * of["every_pair"] + 0.5 * of["every_gram"] + 0.1 * of["use"]
        return found


def forms(title: Title) -> list[str]:
    """How the title may be meant: its first part, all of it together, and what stands in brackets by itself."""
    whole = " ".join([title.job, *title.parts])
    return [one for one in dict.fromkeys(key(form) for form in (whole, title.job, *title.asides)) if one] or [""]


def relevant(title: Title, index: TitleIndex) -> Title:
    """The title without the parts and asides whose words hardly stand in any name."""
    parts = tuple(part for part in title.parts if _in_use(part, index))
    asides = tuple(part for part in title.asides if _in_use(part, index))
    return replace(title, parts=parts, asides=asides)


def _in_use(part: str, index: TitleIndex) -> bool:
    single = index.single
    numbers = [single.terms[stem] for stem in words.telling(key(part)) if stem in single.terms]
    return any(single.first[number + 1] - single.first[number] >= IN_USE for number in numbers)


def candidates(found: Evidence, among: Places) -> Places:
    """The occupations worth a second look: the best of each kind of evidence and of all together."""
    chosen = [among[_best(found.of[kind][among], EACH)] for kind in GATHERED]
    return np.unique(np.concatenate([*chosen, among[_best(found.total()[among], BEST)]]))


def _best(values: Floats, count: int) -> Places:
    return np.argpartition(-values, min(count, len(values) - 1))[:count].astype(np.int64)


def rows(found: Evidence, chosen: Places, among: Places) -> Floats:
    """What is known of each candidate, (candidates, figures)."""
    said = np.column_stack([found.of[kind][chosen] for kind in KINDS])
    ranks = np.column_stack([_rank(found.of[kind], chosen, among) for kind in KINDS])
    total = found.total()
    names = np.stack([_of_names(found, place) for place in chosen.tolist()])
    ours = total[chosen]
    plain = np.array([len(found.terms), len(found.title.parts), len(found.title.asides), _known(found)], np.float32)
    figures = [
        said,
        said - said.max(axis=0),
        np.log1p(ranks),
        ours[:, None],
        ours[:, None] - ours.max(),
        names,
        names - names.max(axis=0),
        _akin(found, chosen, total),
        _group(found.index.names.fine[chosen], ours),
        _group(found.index.names.broad[chosen], ours),
        np.tile(plain, (len(chosen), 1)),
    ]
    return np.hstack(figures).astype(np.float32)


def _rank(values: Floats, chosen: Places, among: Places) -> npt.NDArray[np.int64]:
    ordered = np.sort(values[among])
    return len(ordered) - np.searchsorted(ordered, values[chosen], side="right")


def _of_names(found: Evidence, place: int) -> Floats:
    """Of an occupation's names: the nearest few, how many are near, and whether the nearest has the same head."""
    index = found.index
    span = slice(int(index.names.first[place]), int(index.names.first[place + 1]))
    near = found.by_name[span]
    order = np.argsort(-near, kind="stable")[:NEAREST]
    best = np.zeros(NEAREST, np.float32)
    best[: len(order)] = near[order]
    heads = [index.name_heads[span.start + at] == found.head for at in order.tolist()]
    shared = near[[index.name_heads[at] == found.head for at in range(span.start, span.stop)]]
    return np.array(
        [*best[1:], best.mean(), near.sum() / np.sqrt(len(near)), (near > 0.4).sum(), (near > 0.6).sum(), len(near),
         heads[0], np.mean(heads), near[0], shared.max(initial=0.0), order[0] == 0],
        np.float32,
    )  # fmt: skip


def _akin(found: Evidence, chosen: Places, total: Floats) -> Floats:
    """The evidence of the occupations elsewhere that a candidate is matched to: the best of them."""
    twins = found.index.names.twins[chosen]
    there = twins >= 0
    kept = [np.where(there, found.of[kind][twins], -1.0).max(axis=1) for kind in ("joint", "every_pair", "use")]
    whole = np.where(there, total[twins], -1.0)
    return np.column_stack([*kept, whole.max(axis=1), whole.max(axis=1) - whole.max(initial=-1.0), there.sum(axis=1)])


def _group(groups: npt.NDArray[np.int32], total: Floats) -> Floats:
    """How much of the weight of all candidates lies on the others of the same group, and how many they are."""
    weights = np.exp(4.0 * (total - total.max(initial=-np.inf)))
    _, at = np.unique(groups, return_inverse=True)
    summed, counted = np.bincount(at, weights), np.bincount(at)
    return np.column_stack([(summed[at] - weights) / weights.sum(), summed[at] / weights.sum(), counted[at]])


def _known(found: Evidence) -> float:
    """The share of the title's words that stand in any name."""
    return float(np.mean([term in found.index.single.terms for term in found.terms])) if found.terms else 0.0
