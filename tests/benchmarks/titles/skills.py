"""An occupation's skills from its words and from other occupations': a tenth of the occupations, theirs hidden.

Right are O*NET's technologies and ESCO's essential and optional skills as published. The skills of the test and the
validation tenth of occupations are hidden from every model; knobs are chosen on the validation tenth.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any, Final

import lightgbm
import numpy as np
from rich.console import Console
from rich.table import Table

from data.tables import Tables
from skills_taxonomy.linking import fusion, words
from skills_taxonomy.linking.terms import index_of
from skills_taxonomy.titles.likely_skills import KNOBS, MODELS, Knobs, LikelySkills
from skills_taxonomy.titles.names import OccupationNames, names_of
from tests.benchmarks.text_to_skills.scoring import interval, rp
from tests.benchmarks.titles import split

TEST, VALIDATION = 0, 1
RELATIONS: Final = {"onet": ("technology",), "esco": ("essential", "optional")}
ROUNDS: Final = 150
HOW: Final = {
    "objective": "lambdarank", "lambdarank_truncation_level": 30, "learning_rate": 0.06, "num_leaves": 15,
    "min_data_in_leaf": 100, "feature_fraction": 0.6, "bagging_fraction": 0.7, "bagging_freq": 1, "lambda_l2": 10.0,
    "num_threads": 1, "seed": 1, "deterministic": True, "verbose": -1,
}  # fmt: skip
Scores = Callable[[str], np.ndarray]


def tenth(occupation: str) -> int:
    """The tenth of an occupation, by a hash of its identifier."""
    return int(hashlib.sha256(occupation.encode()).hexdigest()[:8], 16) % 10


def trees_for(vocabulary: str) -> fusion.Trees | None:
    """The shipped trees of a vocabulary, where there are any."""
    place = MODELS / f"likely-{vocabulary}.npz"
    return fusion.load(place) if place.exists() else None


class Hidden:
    """One vocabulary's occupations, those of the test and the validation tenth, and of `more`, without their skills."""

    def __init__(self, tables: Tables, names: OccupationNames, vocabulary: str, *more: int) -> None:
        frame = tables["occupation_skills"]
        frame = frame[frame["relation"].isin(RELATIONS[vocabulary]) & frame["occupation"].str.startswith(vocabulary)]
        self.right: dict[str, set[str]] = {}
        for occupation, skill in zip(frame["occupation"], frame["skill"], strict=True):
            self.right.setdefault(occupation, set()).add(skill)
        self.names = names
        self.hidden = sorted(one for one in self.right if tenth(one) in (TEST, VALIDATION, *more) and one in names.ids)
        self.ranker = LikelySkills(
            tables, names, RELATIONS[vocabulary], self.hidden, knobs=KNOBS[vocabulary], trees=trees_for(vocabulary)
        )
        self.places = {id_: place for place, id_ in enumerate(names.ids)}

    def popularity(self) -> Scores:
        """How many occupations ask for a skill, whatever the occupation."""
        return lambda _: self.ranker.asked

    def neighbours(self, count: int) -> Scores:
        """The skills of the occupations nearest by TF-IDF over label, other names and description, by likeness."""
        names = self.names
        spans = zip(names.first[:-1].tolist(), names.first[1:].tolist(), names.descriptions, strict=True)
        texts = [". ".join([*names.names[a:b], said]) for a, b, said in spans]
        index = index_of(texts, words.telling)
        asks = self.ranker.asks
        known = np.diff(asks.indptr) > 0

        def scores(occupation: str) -> np.ndarray:
            like = np.where(known, index.cosines(words.telling(texts[self.places[occupation]])), 0.0)
            nearest = np.argsort(-like, kind="stable")[:count]
            votes = asks[nearest].T @ like[nearest]
            return votes + 1e-6 * self.ranker.asked

        return scores

    def figures(self, scores: Scores, part: int) -> tuple[np.ndarray, np.ndarray]:
        """Average precision and R-precision at 10 of each occupation of a tenth."""
        precision, ten = [], []
        for occupation in (one for one in self.hidden if tenth(one) == part):
            right = self.right[occupation]
            order = np.argsort(-scores(occupation), kind="stable")
            hit = np.array([self.ranker.skills[at] in right for at in order.tolist()])
            found = np.cumsum(hit) / np.arange(1, len(hit) + 1)
            precision.append(found[hit].sum() / len(right))
            numbers = frozenset(at for at, skill in enumerate(self.ranker.skills) if skill in right)
            ten.append(rp(order[:10].tolist(), numbers, 10))
        return np.array(precision), np.array(ten)


def measured(tables: Tables, part: int) -> list[dict[str, Any]]:
    """The rows of all models on a tenth of the occupations."""
    rows = []
    for vocabulary in RELATIONS:
        hidden = Hidden(tables, names_of(tables), vocabulary)
        near = {count: hidden.neighbours(count) for count in (1, 5, 10, 20, 40, 80)}
        best = max(near, key=lambda count: float(hidden.figures(near[count], VALIDATION)[0].mean()))
        for name, scores in (
            ("popularity", hidden.popularity()),
            ("TF-IDF, the nearest", near[1]),
            (f"TF-IDF, the {best} nearest", near[best]),
            ("stackway, the sum", hidden.ranker.summed),
            ("stackway", hidden.ranker.scores),
        ):
            each = dict(zip(("map", "rp@10"), hidden.figures(scores, part), strict=True))
            row = {"vocabulary": vocabulary, "model": name, "occupations": len(each["map"]), "of": "skills"}
            for key, values in each.items():
                bounds = [round(100 * bound, 2) for bound in interval(values.tolist())]
                row |= {key: round(100 * float(values.mean()), 2), f"{key}_95": bounds}
            rows.append(row)
    return rows


def show(rows: list[dict[str, Any]]) -> None:
    """The rows as a table."""
    table = Table("vocabulary", "model", "MAP", "95 %", "RP@10", "95 %", "occupations", title="Skills of an occupation")
    for row in rows:
        bounds = ["{:.1f} to {:.1f}".format(*row[f"{key}_95"]) for key in ("map", "rp@10")]
        table.add_row(row["vocabulary"], row["model"], f"{row['map']:.1f}", bounds[0], f"{row['rp@10']:.1f}", bounds[1],
                      str(row["occupations"]))  # fmt: skip
    Console(width=150).print(table)


def tune(steps: int) -> None:
    """Change one knob at a time and keep what raises the mean average precision on the validation tenth."""
    tables = split.shipped()
    names = names_of(tables)
    drawn = np.random.default_rng(0)
    for vocabulary in RELATIONS:
        hidden = Hidden(tables, names, vocabulary)

        def good(knobs: Knobs, hidden: Hidden = hidden) -> float:
            hidden.ranker.knobs = knobs
            return float(hidden.figures(hidden.ranker.summed, VALIDATION)[0].mean())

        best, value = KNOBS[vocabulary], good(KNOBS[vocabulary])
        for _ in range(steps):
            name = str(drawn.choice(sorted(asdict(best))))
            wanted = asdict(best)[name] * float(drawn.choice([0.5, 0.7, 1.4, 2.0]))
            tried = replace(best, **{name: max(int(wanted), 1) if name == "nearest" else round(wanted, 4)})
            if (reached := good(tried)) > value:
                best, value = tried, reached
        print(f"{vocabulary}: MAP {100 * value:.2f} on the validation tenth with {best}")


def train() -> None:
    """Train the trees on the other eight tenths, each in turn with its skills hidden too, and keep them."""
    tables = split.shipped()
    names = names_of(tables)
    for vocabulary in RELATIONS:
        figures, right, sizes = [], [], []
        for part in range(VALIDATION + 1, split.TENTHS):
            hidden = Hidden(tables, names, vocabulary, part)
            for occupation in (one for one in hidden.hidden if tenth(one) == part):
                chosen, told = hidden.ranker.figures(occupation)
                figures.append(told)
                right.append(np.array([hidden.ranker.skills[at] in hidden.right[occupation] for at in chosen.tolist()]))
                sizes.append(len(chosen))
        hidden = Hidden(tables, names, vocabulary)
        data = lightgbm.Dataset(np.vstack(figures), np.concatenate(right).astype(int), group=sizes)
        trees = fusion.trees_of(lightgbm.train(HOW, data, ROUNDS).dump_model())
        about = {"occupations": len(sizes), "rounds": ROUNDS, "lightgbm": lightgbm.__version__}
        fusion.save(trees, MODELS / f"likely-{vocabulary}.npz", about)
        hidden.ranker.trees = trees
        for name, scores in (("the sum", hidden.ranker.summed), ("the trees", hidden.ranker.scores)):
            precision, ten = hidden.figures(scores, VALIDATION)
            print(f"{vocabulary}, {name}: MAP {100 * precision.mean():.2f}, RP@10 {100 * ten.mean():.2f} (validation)")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Tunes the ranking of an occupation's skills, or trains its trees.")
    parser.add_argument("--steps", type=int, default=0, help="changes of a knob to try; 0: train")
    given = parser.parse_args()
    tune(given.steps) if given.steps else train()
