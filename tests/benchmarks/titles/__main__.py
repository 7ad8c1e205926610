"""Job titles to occupations: the held-out tenth of alternate titles, every model in one run.

`python -m tests.benchmarks.titles --json OUT`. O*NET's and ESCO's titles apart. A query is a published alternate title
that is no occupation's own label; any occupation that has it is right. The names that are matched against lack the test
and the validation tenths, for all models alike. Settings of baselines are chosen on 1,000 titles of the validation
tenth, and their confidence is a logistic one, fitted there too.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from data.tables import rows_of
from skills_taxonomy.titles import index
from skills_taxonomy.titles.matcher import LEAST, Matcher
from skills_taxonomy.titles.names import OccupationNames, names_of
from tests.benchmarks.titles import models, scoring, skills, split

TUNING = 1_000
SHARES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


class Bench:
    """One vocabulary's test and validation titles, and what is right for them."""

    def __init__(self, parts: split.Split, names: OccupationNames, vocabulary: str, tenth: int) -> None:
        self.vocabulary = vocabulary
        self.test = parts.queries[vocabulary][tenth]
        self.validation = parts.queries[vocabulary][split.VALIDATION]
        self.places = {id_: place for place, id_ in enumerate(names.ids)}
        codes = {row["id"]: row["code"] for row in rows_of(parts.tables["occupations"])}
        self.code_of = {code: n for n, code in enumerate(sorted({codes[i] for i in names.ids if codes[i]}))}
        self.codes = np.array([self.code_of.get(codes[id_], -1) for id_ in names.ids])

    def right(self, queries: list[split.Query], *, codes: bool = False) -> list[frozenset[int]]:
        """The numbers of the right occupations, or of their codes."""
        found = [frozenset(self.places[one] for one in query.right) for query in queries]
        return [frozenset(self.codes[list(one)].tolist()) for one in found] if codes else found

    def tuned(self, made: list[tuple[str, Any]]) -> tuple[str, models.Model]:
        """The setting with the best accuracy on a part of the validation titles."""
        chosen = np.random.default_rng(0).permutation(len(self.validation))[:TUNING]
        some = [self.validation[at] for at in chosen]
        tried = []
        for told, make in made:
            model = make()
            right = scoring.hits(model([one.title for one in some])[0], self.right(some), 1).mean()
            tried.append((right, told, model))
        _, told, model = max(tried, key=lambda one: one[0])
        return told, model

    def measured(self, name: str, model: models.Model, *, own: bool = False, peer: bool = False) -> dict[str, Any]:
        """One row; `own`: its scores are confidences. `peer`: it answers codes, not occupations."""
        begin = time.perf_counter()
        ranked, scores = model([query.title for query in self.test])
        seconds = time.perf_counter() - begin
        right = self.right(self.test, codes=peer)
        first, five = scoring.hits(ranked, right, 1), scoring.hits(ranked, right, 5)
        if own:
            sure = scores[:, 0]
        else:
            before, before_scores = model([query.title for query in self.validation])
            fitted = scoring.doubt(before_scores, scoring.hits(before, self.right(self.validation, codes=peer), 1))
            sure = scoring.sureness(fitted, scores)
        return self._row(name, first, five, sure) | {
            "soc": self._by_code(ranked, peer),
            "titles_s": round(len(self.test) / seconds, 1),
        }

    def _row(self, name: str, first: np.ndarray, five: np.ndarray, sure: np.ndarray) -> dict[str, Any]:
        row: dict[str, Any] = {"model": name, "vocabulary": self.vocabulary, "titles": len(self.test)}
        for key, each in (("at_1", first), ("at_5", five)):
            row[key] = round(100 * float(each.mean()), 2)
            row[f"{key}_95"] = [round(100 * bound, 2) for bound in scoring.interval(each.astype(float))]
        answered = sure >= LEAST
        return row | {
            "risk_coverage_area": round(scoring.area(sure, first), 4),
            "curve": {share: round(scoring.covered(sure, first, share), 4) for share in SHARES},
            "calibration_error": round(scoring.calibration_error(sure, first), 4),
            "answered": round(100 * float(answered.mean()), 1),
            "right_where_answered": round(100 * float(first[answered].mean()), 1) if answered.any() else None,
        }

    def _by_code(self, ranked: np.ndarray, peer: bool) -> float | None:
        """Accuracy at 1 by six-digit SOC code."""
        if self.vocabulary != "onet":
            return None
        codes = ranked if peer else self.codes[ranked]
        return round(100 * float(scoring.hits(codes, self.right(self.test, codes=True), 1).mean()), 2)


def rows_for(bench: Bench, names: OccupationNames, matcher: Matcher) -> list[dict[str, Any]]:
    """Every model on one vocabulary."""
    rows = []
    for name, made in models.variants(models.named(names, bench.vocabulary)).items():
        told, model = bench.tuned(made)
        rows.append(bench.measured(name, model) | {"setting": told})
    if bench.vocabulary == "onet":
        peer = models.sockit(bench.code_of)
        if peer is None:
            print("sockit isn't installed: its row is left out (pip install sockit).")
        else:
            rows.append(bench.measured("sockit (by SOC code)", peer, peer=True))
    return [*rows, bench.measured("stackway", models.stackway(matcher, bench.vocabulary), own=True)]


def main() -> None:
    """Rank, print, keep."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", type=Path, help="where to keep the rows")
    parser.add_argument("--title", default="", help="the heading")
    parser.add_argument("--validation", action="store_true", help="look at the validation tenth, not at the test tenth")
    given, _ = parser.parse_known_args()
    parts = split.split(split.shipped())
    names = names_of(parts.tables, parts.without(split.TEST, split.VALIDATION))
    matcher = Matcher(index.made(names))
    rows = []
    for vocabulary in split.VOCABULARIES:
        bench = Bench(parts, names, vocabulary, split.VALIDATION if given.validation else split.TEST)
        several = sum(len(query.right) > 1 for query in bench.test)
        print(f"{vocabulary}: {len(bench.test):,} titles, {several:,} of several occupations, any of which is right")
        rows += rows_for(bench, names, matcher)
        show(vocabulary, [row for row in rows if row["vocabulary"] == vocabulary])
    wanted = skills.measured(parts.tables, skills.VALIDATION if given.validation else skills.TEST)
    skills.show(wanted)
    rows += wanted
    if given.json:
        given.json.write_text(json.dumps(rows, indent=1), "utf-8")


def show(vocabulary: str, rows: list[dict[str, Any]]) -> None:
    """The rows as a table, and the risk-coverage curves below it."""
    heads = ["model", "at 1", "95 %", "at 5", "95 %", "by SOC", "area", "ECE", "answered", "right then", "titles/s"]
    table = Table(*heads, title=f"{vocabulary}: accuracy %, risk-coverage area, calibration error; answered at {LEAST}")
    for row in rows:
        bounds = ["{:.1f} to {:.1f}".format(*row[f"{key}_95"]) for key in ("at_1", "at_5")]
        soc = "" if row["soc"] is None else f"{row['soc']:.1f}"
        table.add_row(row["model"], f"{row['at_1']:.1f}", bounds[0], f"{row['at_5']:.1f}", bounds[1], soc,
                      f"{row['risk_coverage_area']:.3f}", f"{row['calibration_error']:.3f}", f"{row['answered']:.0f} %",
                      f"{row['right_where_answered']}", f"{row['titles_s']:.0f}")  # fmt: skip
    curve = Table("accuracy % of the surest", *(f"{share:.0%}" for share in SHARES))
    for row in rows:
        curve.add_row(row["model"], *(f"{100 * row['curve'][share]:.1f}" for share in SHARES))
    console = Console(width=150)
    console.print(table)
    console.print(curve)


if __name__ == "__main__":
    main()
