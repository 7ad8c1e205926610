"""Canvas Network, transductive: other learners' choices among the same offerings are seen.

Trained on all learners whose `userid_DI` isn't divisible by ten and on the earlier quarters of the others; the others
who have two quarters or more are tested on all courses of their last one: ranked among all courses, and among those
that open in that quarter.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

import numpy as np

from recommender.evaluating.choosing import Chosen, measured
from recommender.evaluating.measures import Ranked, Reals, rank
from recommender.learning.first_stage import Candidates, FirstStage
from recommender.learning.histories import Floats, Histories, Ints
from recommender.learning.holdouts import Split
from recommender.learning.models import Fitted
from recommender.learning.two_stage import FittedTwoStage, Lists, Trees, TwoStage, train
from tests.benchmarks.next_credential.canvas import Registrations, read_canvas
from tests.benchmarks.next_credential.rows import Row, against, row
from tests.benchmarks.next_credential.tasks import Task
from tests.benchmarks.next_credential.tuning import validation

MODELS = ("stackway", "popularity", "rules", "next-item", "ease-recency", "transitions")
FOLDS = 10
AMONG = tuple(
    Trees(objective="lambdarank", rounds=rounds, rate=0.04, leaves=leaves, least=100, l2=20.0, columns=0.3)
    for rounds, leaves in ((100, 7), (200, 15), (400, 15))
)
FAR = np.float32(-1e9)
Choose = Callable[[Task, Sequence[str]], Mapping[str, Chosen]]


@dataclass(frozen=True, slots=True)
class LastQuarter:
    """Hold out all courses of the last quarter of every tenth learner, as the test does; `fold` says of which."""

    fold: int = 0

    def __call__(self, histories: Histories) -> Split:
        last = _in_last(histories) & (histories.owners % FOLDS == self.fold)
        before, after = histories.where(~last), histories.where(last)
        learners = np.flatnonzero((before.lengths > 0) & (after.lengths > 0))
        return Split(before, before.take(learners), after.take(learners))


def _in_last(histories: Histories) -> np.ndarray:
    """Which events are of their learner's last quarter, where there is an earlier one."""
    days, owners = histories.dated, histories.owners
    last, first = np.full(len(histories), -1, np.int64), np.full(len(histories), np.iinfo(np.int64).max)
    np.maximum.at(last, owners, days)
    np.minimum.at(first, owners, days)
    return np.asarray((days == last[owners]) & (first[owners] < last[owners]))


@dataclass(frozen=True, slots=True)
class Among:
    """A model asked only of what opens in a learner's quarter: `opens` (courses,), `quarters` (learners,)."""

    fitted: Fitted
    opens: Ints
    quarters: Ints

    def scores(self, asked: Histories) -> Floats:
        """(learners, courses): what isn't on offer comes last."""
        offered = self.opens[None, :] == self.quarters[asked.numbers][:, None]
        return np.where(offered, self.fitted.scores(asked), FAR)


@dataclass(frozen=True, slots=True)
class AmongTrees(TwoStage):
    """Stackway's two stages, whose trees learn to tell what was taken from what else opened in that quarter."""

    opens: Ints = field(default_factory=lambda: np.zeros(0, np.int64))

    def _some(self, candidates: Candidates, targets: Histories, rng: np.random.Generator) -> Lists:
        quarters = targets.dated[targets.starts[:-1]]
        offered = self.opens[candidates.items] == quarters[:, None]
        return TwoStage._some(self, replace(candidates, usable=candidates.usable & offered), targets, rng)


def among_offers(whole: TwoStage, found: Task, opens: Ints, last: Ints) -> Among:
    """The trees chosen on validation, among what opened; fitted on everything."""
    own = {each.name: getattr(whole, each.name) for each in fields(TwoStage)}
    recipe = AmongTrees(**own, opens=opens)
    split = validation(found)
    lists = recipe.all_lists(split.before)
    first = FirstStage.fit(recipe.recipes, split.before, count=recipe.candidates)
    held_out = np.full(len(split.before), -1, np.int64)
    held_out[split.asked.numbers] = split.targets.dated[split.targets.starts[:-1]]

    def told(trees: Trees) -> float:
        model = Among(FittedTwoStage(first, train(lists, trees)), opens, held_out)
        return measured(model, split.asked, split.targets)[0]

    best = max(AMONG, key=told)
    return Among(replace(recipe, trees=best).fit(found.train), opens, last)


def transductive(path: Path) -> tuple[Task, Ints, Ints]:
    """The task, when each course opens, and each learner's last quarter."""
    rows = read_canvas(path)
    histories = _histories(rows)
    last = np.full(len(histories), -1, np.int64)
    np.maximum.at(last, histories.owners, histories.dated)
    tested = rows.numbers % 10 == 0
    cut = _in_last(histories) & tested[histories.owners]
    before, after = histories.where(~cut), histories.where(cut)
    learners = np.flatnonzero(after.lengths > 0)
    split = Split(before, before.take(learners), after.take(learners))
    left = {"learners to be tested with one quarter only": int((tested & (after.lengths == 0)).sum())}
    task = Task(
        "canvas, transductive",
        "registered",
        split,
        LastQuarter(),
        tuple(LastQuarter(fold) for fold in range(1, 6)),
        left,
    )
    return task, rows.opens, last


def _histories(rows: Registrations) -> Histories:
    order = np.lexsort((rows.course, rows.quarter, rows.learner))
    starts = np.concatenate([[0], np.cumsum(np.bincount(rows.learner))]).astype(np.int64)
    return Histories(starts, rows.course[order], len(rows.opens), rows.quarter[order])


def transductive_rows(path: Path, choose: Choose, models: Sequence[str]) -> list[Row]:
    """All models on both tasks; knobs are chosen on the last quarters of those who are trained on."""
    found, opens, last = transductive(path)
    tasks = {"transductive, all courses": found, "transductive, the quarter's offerings": found}
    rows: dict[str, list[Row]] = {name: [] for name in tasks}
    values: dict[str, dict[str, Reals]] = {name: {} for name in tasks}
    for name, chosen in choose(found, models or MODELS).items():
        begun = time.perf_counter()
        fitted = chosen.recipe.fit(found.train)
        seconds = time.perf_counter() - begun
        recipe = chosen.recipe
        among = among_offers(recipe, found, opens, last) if isinstance(recipe, TwoStage) else Among(fitted, opens, last)
        for kind, model in zip(tasks, (fitted, among), strict=True):
            ranked: Ranked = rank(model, found.split.asked, found.split.targets)
            tuned = {"ndcg@10": chosen.ndcg, "recall@10": chosen.recall, "tried": chosen.tried}
            about = replace(found, name=kind)
            rows[kind].append(row(name, [ranked], about, train_s=seconds, validation=tuned, knobs=repr(chosen.recipe)))
            values[kind][name] = ranked.per_learner("ndcg@10")
    for kind in tasks:
        against(rows[kind], values[kind])
    return [each for kind in tasks for each in rows[kind]]
