"""Rank what learners got next: Stackway against baselines tuned with the same care, in one run.

python -m tests.benchmarks.next_credential --awards FILE --format sequences --json OUT
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from recommender.evaluating.choosing import Chosen, choose, choose_additive, choose_trees
from recommender.evaluating.measures import Ranked, Reals, rank
from recommender.learning.attention import Attention
from recommender.learning.models import Model
from recommender.learning.two_stage import TwoStage
from tests.benchmarks.next_credential.baselines import FIRST, STARRED, grids
from tests.benchmarks.next_credential.canvas_run import canvas_rows, show_canvas
from tests.benchmarks.next_credential.canvas_transductive import transductive_rows
from tests.benchmarks.next_credential.rows import Row, against, by_bucket, row, show
from tests.benchmarks.next_credential.tasks import Task, task
from tests.benchmarks.next_credential.tuning import validation

SEEDS = 5
OURS = "stackway"
ADDITIVE = "stackway-additive"
"""What is served: sums over what is held, so that every part of a score is the part of one credential."""
SMALL = 1000
"""Credentials below which all are ranked, and networks averaged."""
AVERAGED = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, print and write."""
    told = _parser().parse_args(arguments)
    if told.format == "canvas":
        of_quarters = canvas_rows(told.awards[0])
        models = [name for name in told.models.split(",") if name]
        of_quarters += transductive_rows(told.awards[0], chosen_on_validation, models)
        told.json.write_text(json.dumps(of_quarters, indent=1))
        show_canvas(of_quarters)
        return 0
    found = task(told.format, told.awards, told.test_learners)
    print(f"{len(found.train)} learners, {len(found.train.items)} awards to learn from, {found.train.size} credentials")
    print(f"{len(found.split.asked)} learners are tested ({found.predicts}); left out: {found.left_out or 'nobody'}")
    models = [name for name in told.models.split(",") if name]
    if told.validation_only:
        chosen_on_validation(found, models)
        return 0
    rows, parts = run(found, models)
    told.json.write_text(json.dumps([*rows, *parts], indent=1) if told.buckets else json.dumps(rows, indent=1))
    show(rows, parts, f"{told.format}: what was {found.predicts} next")
    return 0


def run(found: Task, models: Sequence[str]) -> tuple[list[Row], list[Row]]:
    """Tune on validation, fit on the training part, test once; rows of models and of buckets."""
    recipes = chosen_on_validation(found, models)
    rows: list[Row] = []
    values: dict[str, Reals] = {}
    for name, chosen in recipes.items():
        seeds = range(SEEDS) if name in STARRED else range(1)
        begun, ranked = time.perf_counter(), list[Ranked]()
        for seed in seeds:
            recipe: Model = replace(chosen.recipe, seed=seed) if name in STARRED else chosen.recipe  # type: ignore[type-var]
            ranked.append(rank(recipe.fit(found.train), found.split.asked, found.split.targets))
        seconds = (time.perf_counter() - begun - sum(each.seconds for each in ranked)) / len(ranked)
        tuned = {"ndcg@10": chosen.ndcg, "recall@10": chosen.recall, "tried": chosen.tried}
        rows.append(row(name, ranked, found, train_s=seconds, validation=tuned, knobs=_knobs(chosen.recipe)))
        values[name] = sum(each.per_learner("ndcg@10") for each in ranked) / len(ranked)  # type: ignore[assignment]
        print(f"  {name}: {rows[-1]['ndcg@10']:.4f}", file=sys.stderr, flush=True)
    against(rows, values)
    return rows, by_bucket(values, found)


def chosen_on_validation(found: Task, models: Sequence[str]) -> dict[str, Chosen]:
    """Each model's best recipe on validation; Stackway's first stage is made of the chosen ones."""
    every = grids(small=found.train.size < SMALL, dated=found.train.days is not None)
    unknown = set(models) - {OURS, ADDITIVE, *every}
    if unknown:
        print(f"left out, not here: {', '.join(sorted(unknown))}")
    split = validation(found)
    needed = [name for name in every if not models or name in models or (OURS in models and name in FIRST)]
    chosen: dict[str, Chosen] = {}
    for name in needed:
        chosen[name] = choose(every[name], split)
        print(f"  {name}: validation {chosen[name].ndcg:.4f} {chosen[name].recipe}", file=sys.stderr, flush=True)
    if not models or OURS in models:
        chosen[OURS] = choose_trees(_ours(found, chosen), split)
        print(f"  {OURS}: validation {chosen[OURS].ndcg:.4f} {chosen[OURS].recipe}", file=sys.stderr, flush=True)
    if not models or ADDITIVE in models:
        chosen[ADDITIVE] = choose_additive(split)[1]
        print(
            f"  {ADDITIVE}: validation {chosen[ADDITIVE].ndcg:.4f} {chosen[ADDITIVE].recipe}",
            file=sys.stderr,
            flush=True,
        )
    names = (OURS, ADDITIVE, *every)
    return {name: chosen[name] for name in names if name in chosen and (not models or name in models)}


def _ours(found: Task, chosen: Mapping[str, Chosen]) -> TwoStage:
    """Over all that was tuned; where the catalogue is small, all of it is ranked and earlier cuts teach too."""
    first = tuple(chosen[name].recipe for name in FIRST if name in chosen)
    small = found.train.size < SMALL
    if small:
        first = tuple(replace(each, networks=AVERAGED) if isinstance(each, Attention) else each for each in first)
    holdouts = (found.inner, *found.more) if small else (found.inner,)
    return TwoStage(first, holdouts, candidates=200 if small else 100, others=200 if small else 99, learners=60_000)


def _knobs(recipe: Model) -> str:
    return repr(recipe)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tests.benchmarks.next_credential", description=__doc__)
    parser.add_argument("--awards", nargs="+", type=Path, required=True, help="files, gzipped or not")
    parser.add_argument("--format", choices=["sequences", "csv", "cnpc", "canvas", "stackexchange"], required=True)
    parser.add_argument("--test-learners", default="", help="test only these: a file of their ids, or ids with commas")
    parser.add_argument("--models", default="", help="names with commas; all where none is given")
    parser.add_argument("--buckets", action="store_true", help="write the rows by bucket to the JSON file too")
    parser.add_argument("--validation-only", action="store_true", help="tune and print; the test isn't looked at")
    parser.add_argument("--json", type=Path, required=True)
    return parser


if __name__ == "__main__":
    sys.exit(main())
