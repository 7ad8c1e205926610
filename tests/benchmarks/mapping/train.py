"""Trains what `skills_taxonomy.mapping` ships, on the training part; heat and figures come from the validation part.

`python -m tests.benchmarks.mapping.train [--encoder FOLDER]`. The test part isn't read.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import lightgbm
import numpy as np

from skills_taxonomy.linking import fusion
from skills_taxonomy.linking.encoder import Encoder
from skills_taxonomy.linking.index import load
from skills_taxonomy.mapping import Targets, targets_of
from skills_taxonomy.mapping.mapper import CLASSES, MODELS, rows_of, scores_by_class, softmax
from tests.benchmarks.mapping import gold
from tests.benchmarks.text_to_skills import place

ROUNDS = 120
HOW = {
    "objective": "multiclass", "num_class": len(CLASSES), "learning_rate": 0.08, "num_leaves": 15,
    "min_data_in_leaf": 50, "feature_fraction": 0.6, "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 5.0,
    "num_threads": 1, "seed": 1, "deterministic": True, "verbose": -1,
}  # fmt: skip


def targets(known: gold.Gold, encoder: Encoder | None, folder: Path | None) -> Targets:
    """What is mapped to, with the vectors of the whole vocabulary's index where there is an encoder."""
    meaning = None
    if encoder is not None:
        vectors = load(place.made(place.skills(), encoder, folder)).labels
        meaning = np.asarray(vectors)[known.kept] if vectors is not None else None
    return targets_of(known.texts, meaning)


def samples(asked: list[gold.Asked], to: Targets, encoder: Encoder | None) -> tuple[np.ndarray, np.ndarray]:
    """Figures of all candidates, and what each is."""
    rows, kinds = [], []
    for one in asked:
        chosen, said = rows_of(one.own, to, encoder)
        rows.append(said)
        kinds += [one.kind_of(to.ids[at]) for at in chosen.tolist()]
    return np.vstack(rows), np.array(kinds)


def heat_of(scores: np.ndarray, kinds: np.ndarray) -> float:
    """By what scores are divided so that the validation part is likeliest."""

    def loss(heat: float) -> float:
        return float(-np.log(softmax(scores / heat)[np.arange(len(kinds)), kinds] + 1e-12).mean())

    return min((float(heat) for heat in np.arange(0.5, 2.01, 0.02)), key=loss)


def main() -> None:
    """Train, tell, keep."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--encoder", type=Path, help="the encoder's folder; without it the lexical model is trained")
    parser.add_argument("--dry", action="store_true", help="write nothing")
    given = parser.parse_args()
    known, encoder = gold.of_esco(), Encoder(given.encoder) if given.encoder else None
    to = targets(known, encoder, given.encoder)
    parts = {name: samples([one for one in known.asked if one.part == name], to, encoder) for name in gold.PARTS[:2]}
    rows, kinds = parts["train"]
    booster = lightgbm.train(HOW, lightgbm.Dataset(rows, kinds), ROUNDS)
    trees = fusion.trees_of(booster.dump_model())
    scores = scores_by_class(trees, parts["validation"][0])
    heat = heat_of(scores, parts["validation"][1])
    likely = softmax(scores / heat)[np.arange(len(scores)), parts["validation"][1]]
    print(f"{len(rows):,} rows of training; heat {heat:.2f}; loss {-np.log(likely).mean():.4f}")
    if given.dry:
        return
    MODELS.mkdir(exist_ok=True)
    name = Path("mapping-with-meaning.npz") if encoder else MODELS / "lexical.npz"
    about = {"trained_on": "labels of ESCO held out", "rounds": ROUNDS, "heat": heat, "lightgbm": lightgbm.__version__}
    fusion.save(trees, name, about)
    print(f"{name}: {name.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
