"""Reads awards of five formats, gzipped or not, into one table of (learner, credential, when)."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TextIO

import numpy as np

from recommender.learning.histories import Histories

Award = tuple[str, str, int]
"""Learner, credential, and when: a day since 1970-01-01, or only the place in the learner's order."""

BADGE = re.compile(r'UserId="([^"]*)" Name="([^"]*)" Date="(\d{4}-\d\d-\d\d)')


@dataclass(frozen=True, slots=True)
class Awards:
    """Histories with the names of learners and credentials."""

    histories: Histories
    learners: tuple[str, ...]
    credentials: tuple[str, ...]


@contextmanager
def opened(path: Path) -> Iterator[TextIO]:
    """A text file, gzipped or zipped (its first member) or neither."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive, archive.open(archive.namelist()[0]) as raw:
            yield io.TextIOWrapper(raw, encoding="utf-8", newline="")
        return
    with path.open("rb") as raw:
        packed = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        with gzip.open(raw, "rt", encoding="utf-8", newline="") if packed else path.open(encoding="utf-8") as text:
            yield text


def sequences(path: Path) -> Iterator[Award]:
    """`<learner> <credential> <credential> ...`, oldest first."""
    with opened(path) as text:
        for line in text:
            learner, *items = line.split() or [""]
            yield from ((learner, item, place) for place, item in enumerate(items))


def table(path: Path) -> Iterator[Award]:
    """CSV with the columns learner, credential and awarded (a date, or a date and time)."""
    with opened(path) as text:
        for row in csv.DictReader(text):
            yield row["learner"], row["credential"], day(row["awarded"])


def json_lines(path: Path) -> Iterator[Award]:
    """One object a line, with `user` and `item`, a learner's lines in their order."""
    with opened(path) as text:
        for place, line in enumerate(text):
            if line.strip():
                row = json.loads(line)
                yield str(row["user"]), str(row["item"]), place


def badges(path: Path) -> Iterator[Award]:
    """Stack Exchange: the dump's Badges.xml, or a table of user, badge and date; learners are named by site too."""
    site = path.parent.name if path.name.startswith("Badges") else path.name.split("_")[0]
    with opened(path) as text:
        if ".tsv" in path.suffixes:
            for row in csv.DictReader(text, delimiter="\t"):
                yield f"{site}/{row['user']}", row["badge"], day(row["date"])
            return
        for line in text:
            if found := BADGE.search(line):
                yield f"{site}/{found[1]}", found[2], day(found[3])


def day(written: str) -> int:
    """Days since 1970-01-01 of an ISO date, with or without a time.

    >>> day("1970-01-11T20:00:00Z"), day("1970-01-02")
    (10, 1)
    """
    return date.fromisoformat(written.strip()[:10]).toordinal() - date(1970, 1, 1).toordinal()


READERS = {"sequences": sequences, "csv": table, "cnpc": json_lines, "stackexchange": badges}
DATED = ("csv", "stackexchange")


def read(paths: Iterable[Path], kind: str) -> Awards:
    """All awards of the files, each learner's oldest first; a credential earned again counts only the first time."""
    return gather((award for path in paths for award in READERS[kind](path)), dated=kind in DATED)


def gather(
    awards: Iterable[Award], *, dated: bool, learners: Sequence[str] = (), credentials: Sequence[str] = ()
) -> Awards:
    """Number learners and credentials as they come, after those that have a number already."""
    people = {name: place for place, name in enumerate(learners)}
    things = {name: place for place, name in enumerate(credentials)}
    rows = [
        (people.setdefault(learner, len(people)), things.setdefault(thing, len(things)), when)
        for learner, thing, when in awards
    ]
    packed = np.array(rows, dtype=np.int64).reshape(-1, 3)
    packed = packed[np.lexsort((np.arange(len(packed)), packed[:, 2], packed[:, 0]))]
    _, first = np.unique(packed[:, 0] * max(len(things), 1) + packed[:, 1], return_index=True)
    packed = packed[np.sort(first)]
    starts = np.concatenate([[0], np.cumsum(np.bincount(packed[:, 0], minlength=len(people)))]).astype(np.int64)
    histories = Histories(starts, packed[:, 1].copy(), len(things), packed[:, 2].copy() if dated else None)
    return Awards(histories, tuple(people), tuple(things))
