"""Sentences to ESCO skills: every model ranks all 13,896 for each sentence of a gold file, in one run.

`python -m tests.benchmarks.text_to_skills --gold FILE.csv --json OUT`; the file has the columns `sentence` and `label`,
others are ignored. One query for each distinct sentence with at least one label that is a skill's preferred one.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from pathlib import Path
from typing import Any

import psutil
from rich.console import Console
from rich.table import Table

from conftest import BENCH
from skills_taxonomy.linking.encoder import Encoder
from tests.benchmarks.text_to_skills import gold, models, place, scoring

ENCODER = Path(os.environ.get("STACKWAY_ENCODER") or BENCH.parent / "ship" / "minilm-l6-v2-int8")
"""The encoder isn't part of the project: a folder with its model and its tokenizer."""

DEEP = 1_000
"""Places at which a right skill is looked for."""


def measured(name: str, ranking: models.Ranking, queries: tuple[gold.Query, ...]) -> dict[str, Any]:
    """One row: means, their intervals, sentences a second, and the memory that the process has then."""
    ranking(queries[0].sentence)
    begin = time.perf_counter()
    ranked = [ranking(query.sentence)[:DEEP].tolist() for query in queries]
    seconds = time.perf_counter() - begin
    rows = list(zip(ranked, (query.right for query in queries), strict=True))
    values = {
        "rp@5": [scoring.rp(one, right, 5) for one, right in rows],
        "rp@10": [scoring.rp(one, right, 10) for one, right in rows],
        "mrr": [scoring.reciprocal_rank(one, right) for one, right in rows],
    }
    row: dict[str, Any] = {"model": name}
    for key, each in values.items():
        low, high = scoring.interval(each)
        row |= {key: round(100 * sum(each) / len(each), 2), f"{key}_95": [round(100 * low, 2), round(100 * high, 2)]}
    memory = psutil.Process(os.getpid()).memory_info().rss / 1e6
    return row | {"sentences_s": round(len(queries) / seconds, 2), "memory_mb": round(memory), "queries": len(queries)}


def main() -> None:
    """Rank, print, keep."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gold", type=Path, required=True, help="a CSV with the columns sentence and label")
    parser.add_argument("--json", type=Path, help="where to keep the rows")
    parser.add_argument("--encoder", type=Path, default=ENCODER, help="a folder with a model and its tokenizer")
    parser.add_argument("--models", default="", help="only these, by name, with commas")
    given = parser.parse_args()
    texts = place.skills()
    encoder = Encoder(given.encoder) if given.encoder.exists() else None
    folder = place.made(texts, encoder, given.encoder)
    read = gold.read(given.gold, texts.names)
    print(f"{given.gold}: {read.labels} labels, {read.skipped} of which aren't a skill's preferred one")
    print(
        f"{len(read.queries)} queries, {read.without} sentences without a label; {len(texts.ids):,} skills are ranked"
    )
    if not read.queries:
        raise SystemExit(f"{given.gold}: no sentence has a label that is a skill's preferred one.")
    wanted = [name for name in given.models.split(",") if name]
    made = models.rankings(texts, folder, encoder)
    if encoder is None:
        print(f"No encoder in {given.encoder}: its rows are left out.")
    rows = [measured(name, make(), read.queries) for name, make in made.items() if not wanted or name in wanted]
    show(rows)
    if given.json:
        given.json.write_text(json.dumps(rows, indent=1), "utf-8")


def show(rows: list[dict[str, Any]]) -> None:
    """The rows as a table."""
    table = Table("model", "RP@5", "95 %", "RP@10", "95 %", "MRR", "95 %", "sentences/s", "memory MB")
    for row in rows:
        cells = [row["model"]]
        for key in ("rp@5", "rp@10", "mrr"):
            low, high = row[f"{key}_95"]
            cells += [f"{row[key]:.1f}", f"{low:.1f} to {high:.1f}"]
        table.add_row(*cells, f"{row['sentences_s']:.1f}", f"{row['memory_mb']:,}")
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
