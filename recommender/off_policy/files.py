"""Logs as files: CSV or Parquet, one row an item that might have stood at a place.

| column | what it holds |
|---|---|
| request | the list: any name |
| position | the place in it, from 1 |
| item | the credential, or whatever may stand there |
| propensity | the chance, 0 to 1, that the policy that ran would put it there |
| evaluated | the chance that the policy to be judged would |
| shown | 1 or 0: whether it was shown; without the column every row was |
| reward | what came of it, a number; only read where it was shown |
| cluster | whose rewards hang together, such as a learner by number; without it the list's |
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from math import isnan
from pathlib import Path
from typing import Any, Final

from data.reading import Progress, silent
from recommender.errors import BadLog
from recommender.off_policy.logs import Row

NEEDED: Final = ("request", "position", "item", "propensity", "evaluated", "reward")
COLUMNS: Final = ("request", "position", "item", "propensity", "evaluated", "shown", "reward", "cluster")
TRUTHS: Final[Mapping[str, bool]] = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
TOLD_EVERY: Final = 10_000


def read(path: Path, progress: Progress = silent) -> Iterator[Row]:
    """The rows of a file, each with its line; raises `BadLog`, which names the file and the line."""
    if not path.is_file():
        raise BadLog(f"There is no file {path}.", hint="`stackway policies log FILE` writes one out of the records.")
    found = _parquet(path) if path.suffix.lower() == ".parquet" else _csv(path)
    try:
        for number, (line, values) in enumerate(found, 1):
            if number % TOLD_EVERY == 0:
                progress(f"reading {path.name}", number, None)
            yield _row(values, f"{path.name}:{line}")
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadLog(f"{path.name} can't be read ({error}).", hint="Save it as CSV in UTF-8, or Parquet.") from error


def write(path: Path, rows: Iterable[Row]) -> int:
    """Write rows as CSV; returns how many. Clusters and lists get numbers: a log names no learner."""
    numbers: dict[str, int] = {}
    count = 0
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(COLUMNS)
        for row in rows:
            count += 1
            cluster = numbers.setdefault(row.cluster or f"list {row.request}", len(numbers) + 1)
            reward = f"{row.reward:g}" if row.shown else ""
            evaluated = "" if isnan(row.evaluated) else repr(float(row.evaluated))
            shown = int(row.shown)
            out.writerow(
                (row.request, row.position, row.item, repr(float(row.propensity)), evaluated, shown, reward, cluster)
            )
    return count


def _csv(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        reader = csv.DictReader(file)
        _check(path, reader.fieldnames or ())
        for values in reader:
            if None in values.values():
                raise BadLog(f"{path.name}:{reader.line_num}: the line ends too early.", hint="Fill in each column.")
            yield reader.line_num, values


def _parquet(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    from pyarrow import ArrowException
    from pyarrow import parquet as files

    try:
        file = files.ParquetFile(path)
        _check(path, file.schema_arrow.names)
        batches = (batch.to_pylist() for batch in file.iter_batches())
        yield from enumerate(chain.from_iterable(batches), 1)
    except ArrowException as error:
        raise BadLog(f"{path.name} is no Parquet file ({error}).", hint="Write it anew, or save it as CSV.") from error


def _check(path: Path, names: Iterable[str]) -> None:
    there = set(names)
    if missing := [name for name in NEEDED if name not in there]:
        raise BadLog(
            f"{path.name} has no column {', '.join(missing)}.", hint=f"The columns of a log: {', '.join(COLUMNS)}."
        )


def _row(values: Mapping[str, Any], where: str) -> Row:
    shown = _truth(values.get("shown", "1"), where)
    position = _number(values["position"], "position", where)
    if position != int(position) or position < 1:
        raise BadLog(f"{where}: the position is {position}.", hint="Places count from 1.")
    return Row(
        request=_text(values["request"], "request", where),
        position=int(position),
        item=_text(values["item"], "item", where),
        propensity=_number(values["propensity"], "propensity", where),
        evaluated=_number(values["evaluated"], "evaluated", where),
        shown=shown,
        reward=_number(values["reward"], "reward", where) if shown else 0.0,
        cluster="" if values.get("cluster") is None else str(values["cluster"]),
        where=where,
    )


def _text(value: Any, name: str, where: str) -> str:
    if value is None or value == "":
        raise BadLog(f"{where}: {name} is empty.", hint="Every row names its list and its item.")
    return str(value)


def _number(value: Any, name: str, where: str) -> float:
    """A number; one that is missing is never taken for 0."""
    if value is None or value == "":
        raise BadLog(
            f"{where}: {name} is missing.", hint="Without it nothing can be told; take out the whole list, or fill it."
        )
    try:
        return float(value)
    except (TypeError, ValueError):
        raise BadLog(f"{where}: {name} is {str(value)[:50]!r}.", hint="Write a number, such as 0.25.") from None


def _truth(value: Any, where: str) -> bool:
    said = str(int(value) if isinstance(value, (bool, float)) else value).strip().lower()
    if said not in TRUTHS:
        raise BadLog(f"{where}: shown is {said[:50]!r}.", hint="Write 1 or 0.")
    return TRUTHS[said]
