"""Trains the ranking that `skills_taxonomy.titles` ships, and calibrates it; the test tenth is not read.

Each of the training tenths in turn is matched without being among the names, as are the test and the validation tenths;
the trees learn from that. The validation tenth says how good they are and fits the calibration.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import lightgbm
import numpy as np
from rich.progress import track
from sklearn.isotonic import IsotonicRegression

from skills_taxonomy.linking import fusion
from skills_taxonomy.titles import confidence, index, matcher
from skills_taxonomy.titles.names import names_of
from tests.benchmarks.titles import split
from tests.benchmarks.titles.samples import Samples, samples, together

FOLDS = (2, 3, 4, 5, 6, 7)
ROUNDS = 350
HOW = {
    "objective": "lambdarank", "lambdarank_truncation_level": 5, "learning_rate": 0.08, "num_leaves": 31,
    "min_data_in_leaf": 60, "feature_fraction": 0.5, "bagging_fraction": 0.7, "bagging_freq": 1, "lambda_l2": 5.0,
    "num_threads": 1, "seed": 1, "deterministic": True, "verbose": -1,
}  # fmt: skip


def gathered(parts: split.Split, tenth: int) -> dict[str, Samples]:
    """The samples of one tenth by vocabulary, matched without it, the test and the validation tenth."""
    without = parts.without(split.TEST, split.VALIDATION, tenth)
    made = index.made(names_of(parts.tables, without))
    return {name: samples(parts.queries[name][tenth], made, name) for name in split.VOCABULARIES}


def accuracy(trees: fusion.Trees, given: Samples, k: int) -> float:
    """The share of queries with a right one among the first k."""
    scores = _scores(trees, given)
    hits = [given.right[span][np.argsort(-scores[span], kind="stable")[:k]].any() for span in given.spans()]
    return float(np.mean(hits))


def calibrated(trees: fusion.Trees, given: Mapping[str, Samples]) -> confidence.Calibration:
    """Rising lines from a candidate's share of the softmax to how often it is right, by vocabulary and for all."""
    points = {name: _points(trees, one) for name, one in given.items()}
    every = tuple(np.concatenate([one[side] for one in points.values()]) for side in (0, 1))
    return confidence.Calibration(
        {name: _line(*one) for name, one in {**points, confidence.ANY: (every[0], every[1])}.items()}
    )


def _points(trees: fusion.Trees, given: Samples) -> tuple[np.ndarray, np.ndarray]:
    scores = _scores(trees, given)
    return np.concatenate([confidence.shares(scores[span]) for span in given.spans()]), given.right.astype(float)


def _line(share: np.ndarray, right: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """An isotonic fit at 60 points, those of many candidates and those of few: steps become slopes."""
    fitted = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip").fit(share, right)
    middles = [(block.mean(), len(block)) for block in np.array_split(np.sort(share[share > 0.01]), 60)]
    at = np.array([0.0, *(middle for middle, _ in middles), 1.0])
    smooth = np.interp(at, fitted.X_thresholds_, fitted.y_thresholds_)
    return at, np.maximum.accumulate(smooth)


def _scores(trees: fusion.Trees, given: Samples) -> np.ndarray:
    blocks = np.array_split(given.figures, max(len(given.figures) // 5_000, 1))
    return np.concatenate([trees.scores(block) for block in blocks])


def main() -> None:
    """Train, say how good it is on the validation tenth, calibrate, keep."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dry", action="store_true", help="write nothing")
    parser.add_argument("--folds", type=int, nargs="+", default=list(FOLDS), help="training tenths that are queries")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    given = parser.parse_args()
    parts = split.split(split.shipped())
    folds = [gathered(parts, tenth) for tenth in track(given.folds, "training tenths")]
    every = together(one for fold in folds for one in fold.values())
    print(f"{len(every.sizes):,} queries, {len(every.right):,} candidates with {every.figures.shape[1]} figures")
    data = lightgbm.Dataset(every.figures, every.right.astype(int), group=every.sizes)
    dumped = lightgbm.train(HOW, data, given.rounds).dump_model()
    about = {"tenths": given.folds, "rounds": given.rounds, "lightgbm": lightgbm.__version__}
    with TemporaryDirectory() as scratch:
        place = Path(scratch) / "titles.npz" if given.dry else matcher.TREES
        place.parent.mkdir(exist_ok=True)
        fusion.save(fusion.trees_of(dumped), place, about)
        print(f"{place}: {place.stat().st_size:,} bytes")
        trees = fusion.load(place)
    validation = gathered(parts, split.VALIDATION)
    for name, one in validation.items():
        print(f"validation, {name}: accuracy at 1 {100 * accuracy(trees, one, 1):.1f}, "
              f"at 5 {100 * accuracy(trees, one, 5):.1f} ({len(one.sizes):,} titles)")  # fmt: skip
    if not given.dry:
        confidence.save(calibrated(trees, validation), matcher.CALIBRATION, {"tenth": split.VALIDATION})


if __name__ == "__main__":
    main()
