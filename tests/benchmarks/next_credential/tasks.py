"""What is trained on, who is asked, and what they got next, for each format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from recommender.learning.histories import Histories
from recommender.learning.holdouts import ByDate, Holdout, LastAwards, Split
from tests.benchmarks.next_credential.reading import DATED, READERS, Awards, gather, read


@dataclass(frozen=True, slots=True)
class Task:
    """`train` is all that may be learned from; `split` the test; `inner` holds validation out of `train`."""

    name: str
    predicts: str
    split: Split
    inner: Holdout
    more: tuple[Holdout, ...] = ()
    left_out: dict[str, int] = field(default_factory=dict)

    @property
    def train(self) -> Histories:
        """Everything before what is tested."""
        return self.split.before


def task(kind: str, paths: Sequence[Path], tested: str = "") -> Task:
    """Read the files and cut the test part off, as the format's rule says."""
    if kind == "cnpc":
        return given(paths)
    awards = read(paths, kind)
    if kind in DATED:
        split = ByDate(0.2)(awards.histories)
        return _only(Task(kind, "awarded", split, ByDate(0.2), (), _unasked(awards, split)), awards, tested)
    split = LastAwards()(awards.histories)
    return _only(Task(kind, "enrolled", split, LastAwards(), (LastAwards(skip=1),)), awards, tested)


def given(paths: Sequence[Path]) -> Task:
    """The split that was given: the file with `test` in its name holds the targets, the other the histories."""
    test = [path for path in paths if "test" in path.name]
    train = [path for path in paths if path not in test]
    if not test or not train:
        raise ValueError("give the training file and the test file; the latter has `test` in its name")
    read_json = READERS["cnpc"]
    before = gather((award for path in train for award in read_json(path)), dated=False)
    after = gather(
        (award for path in test for award in read_json(path)),
        dated=False,
        learners=before.learners,
        credentials=before.credentials,
    )
    unknown = len(after.learners) - len(before.learners)
    histories = Histories(
        np.concatenate([before.histories.starts, np.full(unknown, len(before.histories.items))]),
        before.histories.items,
        len(after.credentials),
    )
    learners = np.flatnonzero((histories.lengths > 0) & (after.histories.lengths > 0))
    split = Split(histories, histories.take(learners), after.histories.take(learners))
    gone = {"learners without a history": int(((histories.lengths == 0) & (after.histories.lengths > 0)).sum())}
    more = (LastAwards(share=0.2, skip=1), LastAwards(share=0.2, skip=2))
    return Task("cnpc", "registered", split, LastAwards(share=0.2), more, gone)


def _unasked(awards: Awards, split: Split) -> dict[str, int]:
    after = len(awards.histories.items) - len(split.before.items)
    new = int((np.diff(awards.histories.starts) > split.before.lengths).sum())
    return {
        "awards after the cut": after,
        "learners with awards after the cut": new,
        "of them without a history or without a new credential": new - len(split.asked),
    }


def _names(tested: str) -> frozenset[str]:
    path = Path(tested)
    return frozenset((path.read_text(encoding="utf-8") if path.is_file() else tested.replace(",", " ")).split())


def _only(task: Task, awards: Awards, tested: str) -> Task:
    if not tested:
        return task
    wanted = _names(tested)
    split = task.split
    asked = [awards.learners[whose] in wanted for whose in split.asked.numbers]
    kept = np.flatnonzero(np.array(asked, dtype=bool))
    few = Split(split.before, split.asked.take(kept), split.targets.take(kept))
    return Task(task.name, task.predicts, few, task.inner, task.more, task.left_out)
