"""Sentences in which people marked the words that name skills."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from conftest import BENCH

DATA = BENCH / "text-to-skills"
GREEN = Path("green/raw_data/testset.txt")
HOUSE = Path("decorte/house_validation_annotations.csv")


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence and the places (start, end, kind) that were marked in it; some may lie within others."""

    text: str
    spans: frozenset[tuple[int, int, str]]


def skillspan(folder: Path, part: str) -> list[Marked]:
    """SkillSpan's sentences of a part, with the union of its two columns."""
    path = folder / "skillspan-tech" / f"skillspan_tech_{part}.conll"
    return [_marked(rows, ((1, "skill"), (2, "knowledge"))) for rows in _blocks(path)]


def green(folder: Path) -> list[Marked]:
    """The sentences of the GREEN benchmark, with its Skill tags."""
    blocks = [
        [[word, tag if tag.endswith("Skill") else "O"] for word, tag, *_ in rows] for rows in _blocks(folder / GREEN)
    ]
    return [_marked(rows, ((1, "skill"),)) for rows in blocks]


def house(folder: Path) -> list[Marked]:
    """The sentences of the HOUSE validation part, in which every span that was given a label is marked."""
    found: defaultdict[str, set[tuple[int, int, str]]] = defaultdict(set)
    with (folder / HOUSE).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            at = row["sentence"].find(row["span"])
            if at >= 0:
                found[row["sentence"]].add((at, at + len(row["span"]), "skill"))
    return [Marked(text, frozenset(spans)) for text, spans in found.items()]


def _blocks(path: Path) -> Iterator[list[list[str]]]:
    rows: list[list[str]] = []
    with path.open(encoding="utf-8") as lines:
        for line in (*lines, ""):
            cells = line.split()
            if len(cells) > 1:
                rows.append(cells)
            elif rows:
                yield rows
                rows = []


def _marked(rows: list[list[str]], columns: Iterable[tuple[int, str]]) -> Marked:
    starts, at = [], 0
    for word, *_ in rows:
        starts.append(at)
        at += len(word) + 1
    spans = {
        (starts[first], starts[last] + len(rows[last][0]), kind)
        for column, kind in columns
        for first, last in _runs([row[column] for row in rows])
    }
    return Marked(" ".join(row[0] for row in rows), frozenset(spans))


def _runs(tags: list[str]) -> Iterator[tuple[int, int]]:
    start = -1
    for at, tag in enumerate([*tags, "O"]):
        if start >= 0 and tag[0] != "I":
            yield start, at - 1
            start = -1
        if start < 0 and tag[0] != "O":
            start = at
