"""Trains the ranking that `skills_taxonomy.linking` ships, on the validation parts and on synthetic sentences.

Prints first what five folds of the validation parts give (what is tuned is tuned on these figures), then trains on all
of them. No test part is read.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Sequence
from pathlib import Path

import lightgbm
import numpy as np

from conftest import BENCH
from skills_taxonomy.linking import evidence, fusion
from skills_taxonomy.linking.encoder import Encoder
from skills_taxonomy.linking.index import LinkIndex, load
from skills_taxonomy.linking.linker import MODELS
from tests.benchmarks.text_to_skills import gold, place, scoring

DATA = BENCH / "text-to-skills"
PARTS = ("tech_validation", "house_validation")
ROUNDS, WEIGHT, SYNTHETIC = 250, 20.0, 1_000
"""Trees; how much a sentence that people labelled counts beside a synthetic one; how many of those."""

HOW = {
    "objective": "lambdarank", "lambdarank_truncation_level": 10, "learning_rate": 0.05, "num_leaves": 15,
    "min_data_in_leaf": 40, "feature_fraction": 0.5, "bagging_fraction": 0.7, "bagging_freq": 1, "lambda_l2": 5.0,
    "num_threads": 1, "seed": 1, "deterministic": True, "verbose": -1,
}  # fmt: skip

Sample = tuple[np.ndarray, np.ndarray, np.ndarray, gold.Query]


def sample(query: gold.Query, index: LinkIndex, encoder: Encoder | None) -> Sample:
    """Candidates, their figures, which are right, and the query."""
    found = evidence.of_sentence(query.sentence, index, encoder)
    chosen = evidence.candidates(found, evidence.simple_sum(found))
    right = np.isin(chosen, list(query.right))
    return chosen, fusion.rows(query.sentence, found, chosen, index), right, query


def fitted(people: Sequence[Sample], synthetic: Sequence[Sample]) -> fusion.Trees:
    """Trees trained on samples of both kinds."""
    every = [*people, *synthetic]
    sizes = [len(one[0]) for one in every]
    weights = np.repeat([WEIGHT] * len(people) + [1.0] * len(synthetic), sizes)
    given = lightgbm.Dataset(
        np.vstack([one[1] for one in every]), np.concatenate([one[2] for one in every]).astype(int),
        group=sizes, weight=weights,
    )  # fmt: skip
    return fusion.trees_of(lightgbm.train(HOW, given, ROUNDS).dump_model())


def figures(trees: fusion.Trees, samples: Sequence[Sample]) -> np.ndarray:
    """RP@5, RP@10 and the reciprocal rank of each, among the candidates."""
    rows = []
    for chosen, said, _, query in samples:
        ranked = chosen[np.argsort(-trees.scores(said), kind="stable")].tolist()
        right = query.right
        rows.append(
            (scoring.rp(ranked, right, 5), scoring.rp(ranked, right, 10), scoring.reciprocal_rank(ranked, right))
        )
    return np.array(rows)


def cross_validated(people: Sequence[Sample], synthetic: Sequence[Sample], parts: Sequence[str]) -> None:
    """Figures of each fold by trees that didn't see it."""
    folds, found = np.arange(len(people)) % 5, np.zeros((len(people), 3))
    for fold in range(5):
        trees = fitted([one for one, at in zip(people, folds, strict=True) if at != fold], synthetic)
        found[folds == fold] = figures(trees, [one for one, at in zip(people, folds, strict=True) if at == fold])
    for part in (*dict.fromkeys(parts), ""):
        kept = found[[part in ("", one) for one in parts]]
        print(f"{part or 'all':18} RP@5 {100 * kept[:, 0].mean():.1f}  RP@10 {100 * kept[:, 1].mean():.1f}  "
              f"MRR {100 * kept[:, 2].mean():.1f}  ({len(kept)} sentences)")  # fmt: skip


def main() -> None:
    """Train, or cross-validate."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--encoder", type=Path, help="the encoder's folder; without it the lexical model is trained")
    parser.add_argument("--dry", action="store_true", help="write nothing")
    given = parser.parse_args()
    texts = place.skills()
    encoder = Encoder(given.encoder) if given.encoder else None
    index = load(place.made(texts, encoder, given.encoder))
    read = {part: gold.read(DATA / "decorte" / f"{part}_annotations.csv", texts.names).queries for part in PARTS}
    people = [sample(query, index, encoder) for part in PARTS for query in read[part]]
    queries = gold.read_synthetic(DATA / "skillskape" / "train.csv", texts.names)
    kept = [one for one in queries if int(hashlib.md5(one.sentence.encode()).hexdigest(), 16) % 4 == 0]  # noqa: S324
    synthetic = [sample(query, index, encoder) for query in kept[:SYNTHETIC]]
    print(f"{len(people)} sentences of people, {len(synthetic)} synthetic")
    cross_validated(people, synthetic, [part for part in PARTS for _ in read[part]])
    if given.dry:
        return
    MODELS.mkdir(exist_ok=True)
    name = "default.npz" if encoder else "lexical.npz"
    about = {"trained_on": [*PARTS, "skillskape train, a quarter"], "rounds": ROUNDS, "lightgbm": lightgbm.__version__}
    fusion.save(fitted(people, synthetic), MODELS / name, about)
    print(f"{MODELS / name}: {(MODELS / name).stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
