"""Train the models that link a phrase to a skill.

Run by `python -m tests.benchmarks.document_skills.train_phrases --encoder FOLDER`:

On the marked phrases of the validation parts of Decorte's sets (those without a label too) and on published alternate
labels, each sought as if it weren't known. Prints what five folds of the marked phrases give. No test part is read.
"""

from __future__ import annotations

import csv
import hashlib
import random
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import lightgbm
import numpy as np
import typer
from rich.progress import track
from sklearn.metrics import roc_auc_score

from skills_taxonomy.extraction import phrases
from skills_taxonomy.linking import fusion
from skills_taxonomy.linking.encoder import Encoder
from skills_taxonomy.linking.index import LinkIndex, load
from skills_taxonomy.linking.texts import SkillTexts
from tests.benchmarks.document_skills import gold
from tests.benchmarks.document_skills.scoring import calibration_error
from tests.benchmarks.text_to_skills import place
from tests.benchmarks.text_to_skills.gold import by_name, plain_label

PARTS = ("tech_validation", "house_validation")
ALTERNATES, WEIGHT, ROUNDS = 2_500, 50.0, 150
"""Alternate labels that are taken; how much a marked phrase counts beside one; trees."""

HOW = {
    "objective": "binary", "learning_rate": 0.05, "num_leaves": 7, "min_data_in_leaf": 40, "feature_fraction": 0.6,
    "bagging_fraction": 0.7, "bagging_freq": 1, "lambda_l2": 5.0, "num_threads": 1, "seed": 1, "deterministic": True,
    "verbose": -1,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sample:
    """A phrase's candidates: their figures, which are right; `labelled`: whether the vocabulary has it at all."""

    key: str
    figures: np.ndarray
    right: np.ndarray
    labelled: bool


def marked_phrases(part: Path, names: tuple[str, ...]) -> dict[tuple[str, str], set[int]]:
    """Of a file's sentences and phrases the numbers of the right skills, none where no skill is right."""
    places = by_name(names)
    found: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    with part.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            at = places.get(plain_label(row["label"]))
            found[row["sentence"], row["span"]] |= set() if at is None else {at}
    return found


def of_people(index: LinkIndex, encoder: Encoder | None) -> list[Sample]:
    """The marked phrases of the validation parts."""
    found = []
    for part in PARTS:
        for (sentence, phrase), right in marked_phrases(
            gold.DATA / f"decorte/{part}_annotations.csv", index.names
        ).items():
            chosen, rows = phrases.figures(phrase, index, encoder)
            if len(chosen):
                found.append(Sample(sentence, rows, np.isin(chosen, list(right)), bool(right)))
    return found


def of_labels(texts: SkillTexts, index: LinkIndex, encoder: Encoder | None) -> list[Sample]:
    """Alternate labels, sought in the index as if none of their like was in it."""
    chance = random.Random(0)
    alike: defaultdict[str, list[int]] = defaultdict(list)
    for at, label in enumerate(texts.labels):
        alike[label.lower()].append(at)
    spans = list(zip(range(len(texts.ids)), texts.first[:-1], texts.first[1:], strict=True))
    chance.shuffle(spans)
    found: list[Sample] = []
    for skill, first, last in track(spans, "alternate labels"):
        alternates = [at for at in range(first, last) if not texts.preferred[at]]
        if alternates and len(found) < ALTERNATES:
            label = texts.labels[chance.choice(alternates)]
            chosen, rows = phrases.figures(label, index, encoder, np.array(alike[label.lower()]))
            if len(chosen):
                found.append(Sample(label, rows, chosen == skill, labelled=True))
    return found


def fitted(people: list[Sample], others: list[Sample]) -> fusion.Trees:
    """Trees that tell how likely a candidate is right."""
    every = [*people, *others]
    weights = np.repeat([WEIGHT] * len(people) + [1.0] * len(others), [len(one.right) for one in every])
    rows, right = np.vstack([one.figures for one in every]), np.concatenate([one.right for one in every]).astype(int)
    return fusion.trees_of(lightgbm.train(HOW, lightgbm.Dataset(rows, right, weight=weights), ROUNDS).dump_model())


def folds(people: list[Sample], others: list[Sample]) -> str:
    """What five folds of the marked phrases give."""
    fold = [int(hashlib.sha256(one.key.encode()).hexdigest(), 16) % 5 for one in people]
    sure, right, labelled = [], [], []
    for number in range(5):
        trees = fitted([one for one, at in zip(people, fold, strict=True) if at != number], others)
        for one, at in zip(people, fold, strict=True):
            if at == number:
                scores = trees.scores(one.figures)
                best = int(np.argmax(scores))
                sure.append(1 / (1 + np.exp(-scores[best])))
                right.append(bool(one.right[best]))
                labelled.append(one.labelled)
    hits, has = np.array(right), np.array(labelled)
    error = calibration_error(np.array(sure), hits)
    area = roc_auc_score(hits, sure)
    return f"right at 1 of those with a label {hits[has].mean():.3f}, AUC {area:.3f}, error {error:.3f}"


def main(encoder: Annotated[Path, typer.Option(help="The encoder's folder.")]) -> None:
    """Print what five folds give, then write both models into the package."""
    texts, meaning = place.skills(), Encoder(encoder)
    index = load(place.made(texts, meaning, encoder))
    for name, by in (("phrases-lexical.npz", None), ("phrases.npz", meaning)):
        people, others = of_people(index, by), of_labels(texts, index, by)
        print(f"{name}: {len(people)} phrases, {len(others)} labels; {folds(people, others)}")
        about = {"phrases": len(people), "labels": len(others), "rounds": ROUNDS}
        fusion.save(fitted(people, others), phrases.MODELS / name, about)


if __name__ == "__main__":
    typer.run(main)
