"""The validation part of a benchmark's task, on which all recipes are chosen."""

from __future__ import annotations

from recommender.evaluating.choosing import sampled
from recommender.learning.holdouts import Split
from tests.benchmarks.next_credential.tasks import Task

MOST = 10_000
"""Learners that a recipe is compared on, at most: the same for all recipes."""


def validation(task: Task, *, seed: int = 0) -> Split:
    """What the training part holds out, of so many learners at most."""
    return sampled(task.inner(task.train), MOST, seed)
