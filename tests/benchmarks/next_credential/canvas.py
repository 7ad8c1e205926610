"""Canvas Network by true time: for each quarter of 2015, rank its offerings for who was there before; all are new."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from recommender.evaluating.measures import Ranked, first_ten, places_of
from recommender.learning.histories import Floats, Histories, Ints
from recommender.learning.two_stage import Lists, Trees, train
from tests.benchmarks.next_credential.reading import opened

TESTED = tuple(2015 * 4 + quarter for quarter in range(3))
VALIDATED = (2014 * 4 + 2, 2014 * 4 + 3)
TRAITS = ("primary_reason", "learner_type", "expected_hours_week", "LoE_DI", "age_DI")
GOOD_GRADE = 0.7
TREES = tuple(
    Trees(objective="lambdarank", rounds=rounds, rate=0.05, leaves=leaves, least=300, l2=20.0, columns=0.5)
    for rounds, leaves in ((30, 7), (60, 7), (60, 4), (150, 15))
)
MIXES = (0.0, 0.5, 1.0, 2.0, 4.0)
"""How much the likeness of content counts beside the trees, which know only some hundred earlier offerings."""


@dataclass(frozen=True, slots=True)
class Registrations:
    """One row a registration: learner, course, quarter (4 x year + 0..3), whether well done; and what courses are.

    `numbers` (learners,) are the learners' own, as the file has them (0 where it isn't a number).
    """

    learner: Ints
    course: Ints
    quarter: Ints
    done: NDArray[np.bool_]
    traits: Ints
    opens: Ints
    discipline: Ints
    length: Floats
    disciplines: int
    numbers: Ints


def read_canvas(path: Path) -> Registrations:
    """The person-course file; a learner's course counts once."""
    codes: dict[str, dict[str, int]] = {}

    def code(kind: str, value: str) -> int:
        return codes.setdefault(kind, {}).setdefault(value, len(codes[kind]))

    rows, courses, seen = [], dict[int, tuple[int, int, float]](), set[tuple[int, int]]()
    with opened(path) as text:
        for row in csv.DictReader(text):
            who, what = code("learner", row["userid_DI"]), code("course", row["course_id_DI"])
            if (who, what) in seen:
                continue
            seen.add((who, what))
            quarter = int(row["course_start"][:4]) * 4 + int(row["course_start"][-1]) - 1
            courses[what] = (quarter, code("discipline", row["discipline"]), _number(row["course_length"]))
            done = _number(row["grade"]) >= GOOD_GRADE or _number(row["completed_%"]) >= 100
            rows.append((who, what, quarter, done, *(code(trait, row[trait]) for trait in TRAITS)))
    packed = np.array(rows, dtype=np.int64)
    about = [courses[place] for place in range(len(courses))]
    return Registrations(
        packed[:, 0],
        packed[:, 1],
        packed[:, 2],
        packed[:, 3].astype(bool),
        packed[:, 4:],
        np.array([each[0] for each in about]),
        np.array([each[1] for each in about]),
        np.array([each[2] for each in about], np.float32),
        len(codes["discipline"]),
        np.array([int(_number(name)) for name in codes["learner"]], dtype=np.int64),
    )


def _number(written: str) -> float:
    try:
        value = float(written)
    except ValueError:
        return 0.0
    return value if math.isfinite(value) else 0.0


@dataclass(frozen=True, slots=True)
class Quarter:
    """Who is asked in a quarter, what is on offer, and what they registered for (`done`: and did well)."""

    number: int
    asked: Ints
    offers: Ints
    targets: Histories
    done: NDArray[np.bool_]


def quarter_of(all_rows: Registrations, number: int) -> Quarter:
    """The question of one quarter."""
    offers = np.flatnonzero(all_rows.opens == number)
    before = np.unique(all_rows.learner[all_rows.quarter < number])
    now = np.flatnonzero((all_rows.quarter == number) & np.isin(all_rows.learner, before))
    now = now[np.argsort(all_rows.learner[now], kind="stable")]
    asked, counts = np.unique(all_rows.learner[now], return_counts=True)
    starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    items = np.searchsorted(offers, all_rows.course[now]).astype(np.int64)
    return Quarter(number, asked, offers, Histories(starts, items, len(offers)), all_rows.done[now])


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the asked before the quarter; rows as in `asked`, columns mostly disciplines."""

    share: Floats
    recent: Floats
    follows: Floats
    popular: Floats
    about: Floats
    length: Floats
    alike: Floats


def known(all_rows: Registrations, quarter: Quarter) -> Known:
    """Only from rows of earlier quarters."""
    past = np.flatnonzero(all_rows.quarter < quarter.number)
    past = past[np.lexsort((all_rows.quarter[past], all_rows.learner[past]))]
    age = (quarter.number - all_rows.quarter[past]).astype(np.float64)
    kinds, n = all_rows.discipline[all_rows.course[past]], all_rows.disciplines
    follows = _follows(all_rows, past, kinds)
    popular = np.bincount(kinds, 0.7**age, n) / max(float((0.7**age).sum()), 1e-9)
    mine = np.isin(all_rows.learner[past], quarter.asked)
    past, age, kinds = past[mine], age[mine], kinds[mine]
    who, count = np.searchsorted(quarter.asked, all_rows.learner[past]), len(quarter.asked)

    times = np.bincount(who, minlength=count)
    recent: NDArray[np.float64] = _summed(who, kinds, 0.5**age, (count, n))
    span = np.bincount(who, np.log1p(all_rows.length[all_rows.course[past]]), count) / times
    about = _about(all_rows, past, who, times, age)
    shares = _summed(who, kinds, np.ones(len(who)), (count, n)) / times[:, None]
    recent /= recent.sum(axis=1, keepdims=True)
    alike = _alike(all_rows, quarter, about[:, -len(TRAITS) :].astype(np.int64))
    parts = (shares, recent, recent @ follows, popular, about, span, alike)
    return Known(*(np.asarray(part, dtype=np.float32) for part in parts))


def _about(
    all_rows: Registrations, past: Ints, who: Ints, times: Ints, age: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Of each asked learner: how many, how long ago, how many then, how many done well, and what they said last."""
    count = len(times)
    said = np.zeros((count, len(TRAITS)))
    said[who] = all_rows.traits[past]
    newest = np.full(count, 99.0)
    np.minimum.at(newest, who, age)
    then = np.bincount(who, age == newest[who], count)
    done = np.bincount(who, all_rows.done[past], count) / times
    return np.column_stack([np.log(times), newest, then, done, said])


def _alike(all_rows: Registrations, quarter: Quarter, said: Ints) -> NDArray[np.float64]:
    """(asked, disciplines): how much likelier learners who said the same take each discipline than all do, in logs.

    The mean over traits; a value that few gave is drawn to all, as if 50 more had given it.
    """
    past = np.flatnonzero(all_rows.quarter < quarter.number)
    kinds, n = all_rows.discipline[all_rows.course[past]], all_rows.disciplines
    general = np.bincount(kinds, minlength=n) / max(len(past), 1) + 1e-6
    total = np.zeros((len(said), n))
    for trait in range(len(TRAITS)):
        values = all_rows.traits[past, trait]
        size = int(max(values.max(initial=0), said[:, trait].max(initial=0))) + 1
        counts = np.bincount(values * n + kinds, minlength=size * n).reshape(size, n)
        shares = (counts + 50 * general) / (counts.sum(axis=1, keepdims=True) + 50)
        total += np.log(shares / general)[said[:, trait]]
    return total / len(TRAITS)


def _summed(who: Ints, kinds: Ints, values: NDArray[np.float64], shape: tuple[int, int]) -> NDArray[np.float64]:
    summed = np.bincount(who * shape[1] + kinds, values, shape[0] * shape[1])
    return summed.reshape(shape).astype(np.float64)


def _follows(all_rows: Registrations, past: Ints, kinds: Ints) -> NDArray[np.float64]:
    """(disciplines, disciplines): what discipline comes in a later quarter after another, as shares of the row."""
    n = all_rows.disciplines
    later = all_rows.learner[past][1:] == all_rows.learner[past][:-1]
    later &= all_rows.quarter[past][1:] > all_rows.quarter[past][:-1]
    counts = np.bincount((kinds[:-1] * n + kinds[1:])[later], minlength=n * n).reshape(n, n) + 1.0
    return np.asarray(counts / counts.sum(axis=1, keepdims=True))


def columns(all_rows: Registrations, quarter: Quarter) -> dict[str, Floats]:
    """By name, (asked, offers): the evidence for each offering, which single baselines rank by too."""
    mine, shape = known(all_rows, quarter), (len(quarter.asked), len(quarter.offers))
    kind = all_rows.discipline[quarter.offers]
    length = np.log1p(all_rows.length[quarter.offers])
    siblings = np.bincount(kind, minlength=all_rows.disciplines)[kind].astype(np.float32)
    found = {
        "popularity of disciplines": np.broadcast_to(mine.popular[kind], shape),
        "share": mine.share[:, kind],
        "content-knn": mine.recent[:, kind] - 0.01 * np.abs(length[None] - mine.length[:, None]),
        "discipline-transitions": mine.follows[:, kind],
        "transitions per offering": mine.follows[:, kind] / siblings,
        "learners alike": mine.alike[:, kind],
        "length": np.broadcast_to(length, shape),
        "length against history": length[None] - mine.length[:, None],
        "siblings": np.broadcast_to(siblings, shape),
        "discipline": np.broadcast_to(kind.astype(np.float32), shape),
        "offers": np.full(shape, len(quarter.offers), np.float32),
    }
    found |= {f"learner {n}": np.broadcast_to(mine.about[:, [n]], shape) for n in range(mine.about.shape[1])}
    return {name: np.ascontiguousarray(values, dtype=np.float32) for name, values in found.items()}


def lists_of(all_rows: Registrations, quarters: Sequence[int], *, only_done: bool = False) -> Lists:
    """Training lists of earlier quarters, an offering a row; with `only_done`, what was done well counts most."""
    blocks, marks, sizes = [], [], []
    for quarter in _asked_in(all_rows, quarters):
        blocks.append(_table(columns(all_rows, quarter)))
        marks.append(_marks(quarter, only_done))
        sizes.append(np.full(len(quarter.asked), len(quarter.offers), np.int64))
    return Lists(np.concatenate(blocks), np.concatenate(marks), np.concatenate(sizes))


def _marks(quarter: Quarter, only_done: bool) -> Ints:
    """(asked x offers,): 1 where registered, 0 where not; with `only_done` 2 where it was done well, too."""
    took = (quarter.targets.held().toarray() > 0).astype(np.int64)
    if only_done:
        took += quarter.targets.where(quarter.done).held().toarray() > 0
    return np.asarray(took.ravel())


def _asked_in(all_rows: Registrations, quarters: Sequence[int]) -> Iterator[Quarter]:
    for number in quarters:
        quarter = quarter_of(all_rows, number)
        if len(quarter.asked) and len(quarter.offers) > 1:
            yield quarter


def _table(found: dict[str, Floats]) -> Floats:
    return np.stack([values.ravel() for values in found.values()], axis=1)


def stackway_scores(all_rows: Registrations, quarter: Quarter, knobs: Trees, *, only_done: bool = False) -> Floats:
    """Trees trained on the quarters before this one."""
    first = int(all_rows.opens.min()) + 1
    ranker = train(lists_of(all_rows, range(first, quarter.number), only_done=only_done), knobs)
    values = ranker.predict(_table(columns(all_rows, quarter)), num_threads=1)
    return np.asarray(values, dtype=np.float32).reshape(len(quarter.asked), len(quarter.offers))


def mixed(trees: Floats, content: Floats, weight: float) -> Floats:
    """Both as deviations from a learner's mean in units of their spread, added up."""
    return _standard(trees) + np.float32(weight) * _standard(content)


def _standard(scores: Floats) -> Floats:
    centred = scores - scores.mean(axis=1, keepdims=True)
    return np.asarray(centred / (scores.std(axis=1, keepdims=True) + 1e-6), dtype=np.float32)


def ranked(scores: Floats, quarter: Quarter, *, only_done: bool = False) -> Ranked:
    """Places among the quarter's offerings; with `only_done`, of what was done well, learners without any left out."""
    targets = quarter.targets
    if only_done:
        targets = targets.where(quarter.done)
        kept = np.flatnonzero(targets.lengths > 0)
        scores, targets = scores[kept], targets.take(kept)
    places = places_of(scores, targets, np.random.default_rng(0))
    return Ranked(places, targets.owners, len(targets), first_ten(scores), len(quarter.offers), 0.0)
