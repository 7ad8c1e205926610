"""How well own skills are mapped: the right skill first, how many are mapped, whether confidence means what it says.

`python -m tests.benchmarks.mapping [--part validation] [--encoder FOLDER] [--alignments OSMT.csv] [--json OUT]`.

Each way names one skill for an own one, or none, with a confidence. `at 1`: of the own skills that have an equal there,
how many are mapped to it first, whatever the confidence; `coverage`: of all own skills, how many are mapped to an equal
with a confidence of a half or more, and `right`: how many of these are; `error`: expected calibration error of the
confidence that the first is the same, in ten bins. Confidences of the other ways are what equal ones of the validation
part had in ten bins, so that they are calibrated, too. `parent at 1`: of those without an equal, whose broader skill
is there, how many are mapped first to a broader one (of the mapper's matches called broad).
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from skills_taxonomy.linking import words
from skills_taxonomy.linking.encoder import Encoder
from skills_taxonomy.mapping import Mapper, Own, Targets
from skills_taxonomy.mapping.targets import folded
from tests.benchmarks.mapping import gold
from tests.benchmarks.mapping.train import targets

Named = tuple[str, float]
"""A skill (empty: none) and how sure it is that it is the same."""

Way = Callable[[Own], Named]

MADE = Path("mapping-with-meaning.npz")
"""What `train --encoder` writes here; it isn't shipped."""


def equal_labels(to: Targets) -> Way:
    """The skill that has the label, or an alternate of it; 1, or the share of one where several have it."""

    def way(own: Own) -> Named:
        for name in (own.label, *own.alternates):
            if there := to.equal.get(folded(name)):
                return to.ids[there[0]], 1 / len(there)
        return "", 0.0

    return way


def letters(to: Targets) -> Way:
    """The skill whose label is nearest by TF-IDF over runs of three to five letters."""

    def way(own: Own) -> Named:
        near = to.grams.cosines(words.grams(own.label))
        at = int(np.argmax(near))
        return to.ids[int(to.owner[at])], float(near[at])

    return way


def mapped(mapper: Mapper, to: Targets) -> Way:
    """The skill that is likeliest the same."""

    def way(own: Own) -> Named:
        chosen, rows = mapper.figures(own)
        if not len(chosen):
            return "", 0.0
        likely = mapper.probabilities(rows)[:, 1]
        at = int(np.argmax(likely))
        return to.ids[int(chosen[at])], float(likely[at])

    return way


def calibrated(said: list[Named], asked: list[gold.Asked]) -> Callable[[float], float]:
    """From a raw confidence to the share that was right of those in its bin."""
    raw = np.array([sure for _, sure in said])
    right = np.array([named == one.same for (named, _), one in zip(said, asked, strict=True)], float)
    edges = np.unique(np.quantile(raw, np.linspace(0, 1, 11)))
    bins = np.searchsorted(edges[1:-1], raw, side="right")
    shares = [float(right[bins == at].mean()) if (bins == at).any() else 0.0 for at in range(len(edges))]
    return lambda sure: shares[int(np.searchsorted(edges[1:-1], sure, side="right"))]


def expected_error(sure: np.ndarray, right: np.ndarray) -> float:
    """How far confidence and share right lie apart in ten bins of equal width, weighed by how many are in each."""
    bins = np.minimum((sure * 10).astype(int), 9)
    gaps = [abs(sure[bins == at].mean() - right[bins == at].mean()) * (bins == at).mean() for at in range(10)
            if (bins == at).any()]  # fmt: skip
    return float(sum(gaps))


def measured(name: str, way: Way, asked: list[gold.Asked], tell: Callable[[float], float]) -> dict[str, Any]:
    """One row of the table."""
    begin = time.perf_counter()
    said = [way(one.own) for one in asked]
    seconds = time.perf_counter() - begin
    sure = np.array([tell(each) if named else 0.0 for named, each in said])
    right = np.array([named == one.same for (named, _), one in zip(said, asked, strict=True)], float)
    equal = np.array([one.same is not None for one in asked])
    kept = sure >= 0.5
    return {
        "way": name, "own": len(asked), "with an equal": int(equal.sum()), "at 1": 100 * right[equal].mean(),
        "coverage": 100 * kept.mean(), "right": 100 * right[kept].mean() if kept.any() else None,
        "error": 100 * expected_error(sure, right), "a second": len(asked) / seconds,
    }  # fmt: skip


def parents(mapper: Mapper, asked: list[gold.Asked]) -> dict[str, Any]:
    """What becomes of own skills without an equal."""
    alone = [one for one in asked if one.same is None and one.broad]
    first = [next((each for each in mapper.matches(one.own) if each.relation == "broad match"), None) for one in alone]
    named = [each is not None for each in first]
    right = [each is not None and each.skill in one.broad for each, one in zip(first, alone, strict=True)]
    sure = np.array([each.confidence for each in first if each is not None])
    good = np.array([ok for ok, each in zip(right, first, strict=True) if each is not None], float)
    return {"own": len(alone), "named": 100 * float(np.mean(named)), "parent at 1": 100 * float(np.mean(right)),
            "error": 100 * expected_error(sure, good) if len(sure) else None}  # fmt: skip


def show(title: str, rows: list[dict[str, Any]]) -> None:
    """The rows as a table."""
    table = Table(*rows[0], title=title, title_justify="left")
    for row in rows:
        table.add_row(*(f"{each:.1f}" if isinstance(each, float) else str(each) for each in row.values()))
    Console(width=120).print(table)


def ways(to: Targets, encoder: Encoder | None) -> dict[str, Way]:
    """All that are compared."""
    found = {"equal labels": equal_labels(to), "letters TF-IDF": letters(to), "mapper, letters": mapped(Mapper(to), to)}
    return found | (
        {"mapper, with meaning": mapped(Mapper(to, encoder=encoder, model=MADE), to)} if encoder is not None else {}
    )


def of_esco(part: str, encoder: Encoder | None, folder: Path | None) -> list[dict[str, Any]]:
    """ESCO's labels held out."""
    known = gold.of_esco()
    to = targets(known, encoder, folder)
    asked = [one for one in known.asked if one.part == part]
    before = [one for one in known.asked if one.part == "validation"]
    rows = []
    for name, way in ways(to, encoder).items():
        own = name.startswith("mapper")
        tell = (lambda sure: sure) if own else calibrated([way(one.own) for one in before], before)
        rows.append(measured(name, way, asked, tell))
    show(f"ESCO's own labels held out, {part}", rows)
    mappers = {"letters": Mapper(to)} | (
        {"with meaning": Mapper(to, encoder=encoder, model=MADE)} if encoder is not None else {}
    )
    broader = [{"mapper": name, **parents(one, asked)} for name, one in mappers.items()]
    show("without an equal, a broader skill is there", broader)
    return [*rows, *broader]


def of_alignments(path: Path, encoder: Encoder | None) -> list[dict[str, Any]]:
    """An issuer's descriptors and what it aligned them to."""
    known = gold.of_alignments(path)
    bare = targets(known, None, None)
    meaning = encoder.vectors(known.texts.names) if encoder is not None else None
    to = Targets(**{**vars(bare), "meaning": meaning})
    rows = [measured(name, way, list(known.asked), lambda sure: sure) for name, way in ways(to, encoder).items()]
    show(f"{path.name}: {len(to.ids)} skills are aligned to; confidences as they are", rows)
    return rows


def main() -> None:
    """Map, print, keep."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--part", choices=gold.PARTS[1:], default="validation")
    parser.add_argument("--encoder", type=Path, help="a folder with a model and its tokenizer")
    parser.add_argument("--alignments", type=Path, help="an export of OSMT's with alignments")
    parser.add_argument("--json", type=Path, help="where to keep the rows")
    given = parser.parse_args()
    encoder = Encoder(given.encoder) if given.encoder else None
    rows = of_esco(given.part, encoder, given.encoder)
    if given.alignments:
        rows += of_alignments(given.alignments, encoder)
    if given.json:
        given.json.write_text(json.dumps(rows, indent=1), "utf-8")


if __name__ == "__main__":
    main()
