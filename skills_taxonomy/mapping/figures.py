"""What speaks for a mapping: one row of figures for each skill that comes into question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from skills_taxonomy.linking import words
from skills_taxonomy.mapping.targets import Targets, folded

if TYPE_CHECKING:
    from collections.abc import Sequence

Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]

NAMES: Final = (
    "equal preferred", "equal any", "covers preferred", "covers any", "covered preferred", "covered any", "both any",
    "pairs preferred", "pairs any", "letters preferred", "letters any", "document",
    "names equal", "names both", "names letters", "names mean letters",
    "letters short of best", "both short of best", "pairs short of best", "document short of best", "equal skills",
    "own words", "its words", "words more", "its labels", "kind",
)  # fmt: skip
"""The figures by letters alone."""

BY_MEANING: Final = ("meaning", "meaning short of best", "meaning rank")
"""What vectors add."""

EACH: Final = 12
"""How many skills each kind of evidence puts forward."""

MOST_NAMES: Final = 6
"""A label and so many less one alternates of an own skill are looked at."""


def candidates(names: Sequence[str], to: Targets, near: Floats | None) -> tuple[Places, dict[str, Floats]]:
    """Skills that come into question for an own skill of these names, and the evidence of its label by skill."""
    found = {"letters": np.zeros(len(to.ids), np.float32)}
    chosen: list[npt.NDArray[np.int64]] = []
    for at, name in enumerate(names):
        letters = to.grams.cosines(words.grams(name))
        pairs = to.pairs.cosines(words.pairs(name))
        evidence = {"letters": _best(letters, to), "pairs": _best(pairs, to),
                    "document": to.documents.cosines(words.telling(name))}  # fmt: skip
        if at == 0:
            found = {**evidence, "letters by label": letters, "pairs by label": pairs}
        chosen += [_top(values, EACH if at == 0 else EACH // 3) for values in evidence.values()]
        chosen.append(np.array(to.equal.get(folded(name), ())[:EACH], np.int64))
    if near is not None:
        chosen.append(_top(near, EACH))
    return np.unique(np.concatenate(chosen)), found


def _best(by_label: Floats, to: Targets) -> Floats:
    found: Floats = np.maximum.reduceat(by_label, to.first[:-1])
    return found


def _top(values: Floats, count: int) -> Places:
    count = min(count, len(values))
    order = np.argpartition(-values, count - 1)[:count]
    return order[values[order] > 0].astype(np.int64)


def rows(names: Sequence[str], chosen: Places, found: dict[str, Floats], to: Targets, near: Floats | None) -> Floats:
    """One row of figures for each candidate, in the order of `NAMES` and, with vectors, `BY_MEANING`."""
    own = [frozenset(words.telling(name)) for name in names]
    folds = [folded(name) for name in names]
    weighs = [to.rarity(stems) or 1.0 for stems in own]
    extra = [to.grams.cosines(words.grams(name)) for name in names[1:]]
    lines = np.array([_row(place, own, folds, weighs, found, extra, to) for place in chosen.tolist()], np.float32)
    lines = lines.reshape(len(chosen), len(NAMES))
    for column, of in ((16, 10), (17, 6), (18, 8), (19, 11)):
        lines[:, column] = lines[:, of] - lines[:, of].max(initial=0.0)
    if near is None:
        return lines
    meaning = near[chosen]
    rank = np.log1p(np.argsort(np.argsort(-meaning, kind="stable"), kind="stable"))
    more = [meaning, meaning - meaning.max(initial=0.0), rank]
    return np.hstack([lines, np.column_stack(more)]).astype(np.float32)


def _row(  # noqa: PLR0917 - all that is known of one own skill
    place: int,
    own: Sequence[frozenset[str]],
    folds: Sequence[str],
    weighs: Sequence[float],
    found: dict[str, Floats],
    extra: Sequence[Floats],
    to: Targets,
) -> list[float]:
    start, end = int(to.first[place]), int(to.first[place + 1])
    span = range(start, end)
    kept = to.preferred[start:end]
    covers, covered = coverage(own[0], weighs[0], span, to)
    pairs, letters = found["pairs by label"][start:end], found["letters by label"][start:end]
    both = np.minimum(covers, covered)
    fold = to.folds[start:end]
    named = [float(one[start:end].max()) for one in extra]
    every = [float(letters.max()), *named]
    shared = [float(both.max())]
    for stems, weight in zip(own[1:], weighs[1:], strict=True):
        a, b = coverage(stems, weight, span, to)
        shared.append(float(np.minimum(a, b).max()))
    its = len(to.stems[start])
    return [
        float(folds[0] in {one for one, preferred in zip(fold, kept, strict=True) if preferred}),
        float(folds[0] in fold),
        float(covers[kept].max()), float(covers.max()), float(covered[kept].max()), float(covered.max()),
        float(both.max()), float(pairs[kept].max()), float(pairs.max()), float(letters[kept].max()),
        float(letters.max()), float(found["document"][place]),
        float(len(set(folds) & set(fold))) / len(folds), max(shared), max(every), sum(every) / len(every),
        0.0, 0.0, 0.0, 0.0, float(len(to.equal.get(folds[0], ()))),
        float(len(own[0])), float(its), float(len(own[0]) - its), float(end - start), float(to.kinds[place]),
    ]  # fmt: skip


def coverage(own: frozenset[str], weighs: float, span: range, to: Targets) -> tuple[Floats, Floats]:
    """How much of each label the own stems say, and how much of them each label says, 0..1."""
    covers, covered = np.zeros(len(span), np.float32), np.zeros(len(span), np.float32)
    for at, label in enumerate(span):
        stems = to.stems[label]
        shared = to.rarity(own & stems)
        if shared:
            covers[at], covered[at] = shared / to.rarity(stems), shared / weighs
    return covers, covered
