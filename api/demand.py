"""Postings to demand: files read, doubles left out, titles mapped, texts read for skills, and counted.

What was read is kept in the workspace part by part, so that a run that was stopped goes on where it stopped. Names of
people may stand in postings: their texts aren't kept.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from api.errors import BadOption
from api.linking import SkillReader, index_digest
from api.titles import matcher_of
from data.workspace import Workspace
from skills_taxonomy.errors import TaxonomyError

if TYPE_CHECKING:
    import pandas as pd

    from data.reading import Progress
    from skills_taxonomy.demand.counting import Read

FOLDER: Final = "demand"
PART: Final = 250
"""Postings that are read between two savings."""
MOST_UNPACKED: Final = 4_000_000_000

Texts = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Counted:
    """What a run read: postings, doubles among them, those with an occupation, skills found, what was set aside."""

    postings: int
    doubles: int
    mapped: int
    mentions: int
    set_aside: int
    resumed: int


def read_postings(path: Path, files: Sequence[Path], *, progress: Progress, workers: int = 1) -> Counted:
    """Read files of postings into the workspace; the same file is read once for the same skills.

    Raises `UnreadableFile`, `WrongColumns`, `NoSkillIndex`, and `BadOption` where there is no index of job titles.
    """
    workspace = Workspace.open(path)
    digest = index_digest(workspace.path)
    return _sum([_read_file(workspace, file, digest, progress, workers) for file in files])


def _sum(every: Sequence[Counted]) -> Counted:
    return Counted(*(sum(getattr(one, name) for one in every) for name in Counted.__slots__))


def _read_file(workspace: Workspace, file: Path, digest: str, progress: Progress, workers: int) -> Counted:
    from data.postings import read
    from skills_taxonomy.demand.duplicates import doubles

    with _unpacked(file) as plain:
        progress(f"reading {file.name}", 0, None)
        reading = read(plain, progress=progress, locate_as=file.name)
    table = reading.tables["postings"].reset_index(drop=True)
    texts = [f"{title}\n{text or ''}" for title, text in zip(table["title"], table["text"].fillna(""), strict=True)]
    twins = doubles(texts, progress)
    told = hashlib.sha256(repr((digest, file.name, list(table["id"]), texts)).encode()).hexdigest()[:16]
    place = workspace.path / FOLDER / f"{file.name.partition('.')[0]}-{told}"
    place.mkdir(parents=True, exist_ok=True)
    alone = [at for at, twin in enumerate(twins) if twin is None]
    kept = table.loc[alone].assign(number=alone).reset_index(drop=True)
    mapped = _with_occupations(workspace.path, kept, progress)
    resumed = _extract(workspace.path, place, list(zip(kept["id"], [texts[at] for at in alone], strict=True)),
                       progress, workers)  # fmt: skip
    _save(mapped, place / "postings.parquet")
    for old in (workspace.path / FOLDER).glob(f"{file.name.partition('.')[0]}-*"):
        if old != place:
            shutil.rmtree(old, ignore_errors=True)
    mentions = sum(len(_load(part)) for part in sorted(place.glob("skills-*.parquet")))
    return Counted(
        len(table), len(table) - len(alone), int(mapped["occupation"].notna().sum()), mentions,
        len(reading.report.aside), resumed,
    )  # fmt: skip


def _with_occupations(path: Path, kept: pd.DataFrame, progress: Progress) -> pd.DataFrame:
    """The postings, without texts, each with the occupation of its title where that is sure enough."""
    import pandas as pd

    matcher = matcher_of(path)
    vocabulary = "esco" if "esco" in matcher.vocabularies else matcher.vocabularies[0]
    known: dict[str, tuple[str, str, float] | None] = {}
    for number, title in enumerate(kept["title"]):
        if number % 500 == 0:
            progress("mapping titles", number, len(kept))
        if title not in known:
            (found,) = matcher.match(title, 1, vocabularies=[vocabulary]).found
            best = None if found.abstained else found.matches[0]
            known[title] = (best.occupation, best.label, best.confidence) if best else None
    rows: list[tuple[Any, ...]] = [known[title] or (None, None, None) for title in kept["title"]]
    columns = ["id", "title", "employer", "place", "country", "posted", "source", "locator"]
    return kept[columns].assign(
        month=kept["posted"].str[:7],
        occupation=pd.Series([row[0] for row in rows], dtype="str"),
        occupation_label=pd.Series([row[1] for row in rows], dtype="str"),
        occupation_confidence=pd.Series([row[2] for row in rows], dtype="float64"),
    )


def _extract(path: Path, place: Path, texts: Texts, progress: Progress, workers: int) -> int:
    """Read the texts part by part into files; how many parts were there already."""
    parts = [(place / f"skills-{at // PART:05d}.parquet", texts[at : at + PART]) for at in range(0, len(texts), PART)]
    missing = [(file, part) for file, part in parts if not file.exists()]
    done = len(texts) - sum(len(part) for _, part in missing)
    progress("reading for skills", done, len(texts))
    if workers < 2 or len(missing) < 2:
        _start(path)
        results: Iterator[Any] = map(_read_part, (part for _, part in missing))
        _keep(results, missing, done, len(texts), progress)
    else:
        with ProcessPoolExecutor(min(workers, len(missing)), initializer=_start, initargs=(path,)) as pool:
            _keep(pool.map(_read_part, [part for _, part in missing]), missing, done, len(texts), progress)
    return len(parts) - len(missing)


def _keep(results: Iterator[Any], missing: list[tuple[Path, Texts]], done: int, total: int, progress: Progress) -> None:
    import pandas as pd

    columns = ["posting", "skill", "label", "confidence", "wanted", "level", "years"]
    for rows, (file, part) in zip(results, missing, strict=True):
        _save(pd.DataFrame(rows, columns=columns), file)
        done += len(part)
        progress("reading for skills", done, total)


_reader: SkillReader | None = None


def _start(path: Path) -> None:
    global _reader  # noqa: PLW0603 - one reader a process, opened once
    _reader = SkillReader(path)


def _read_part(texts: Texts) -> list[tuple[Any, ...]]:
    """The skills of some postings, each once, with the surest mention's confidence."""
    assert _reader is not None  # noqa: S101 - `_start` ran
    rows: list[tuple[Any, ...]] = []
    for posting, text in texts:
        try:
            document = _reader.extract(text[:200_000])
        except TaxonomyError:
            continue
        sure: dict[str, float] = {}
        for one in document.mentions:
            sure[one.skill] = max(sure.get(one.skill, 0.0), one.confidence)
        rows += [
            (posting, one.skill, one.label, sure[one.skill], str(one.wanted), one.level, one.years)
            for one in document.skills
        ]
    return rows


def demand_of(path: Path) -> Read:
    """All that was read; raises `BadOption` where nothing was."""
    import pandas as pd

    from skills_taxonomy.demand.counting import SURE, Read

    folder = Workspace.open(path).path / FOLDER
    places = sorted(one.parent for one in folder.glob("*/postings.parquet"))
    if not places:
        raise BadOption("No postings were read yet.", hint="Read some: `stackway demand read postings.jsonl`.")
    postings = pd.concat([_load(place / "postings.parquet") for place in places], ignore_index=True)
    postings = postings.drop_duplicates("id", ignore_index=True)
    skills = pd.concat([_load(part) for place in places for part in sorted(place.glob("skills-*.parquet"))])
    skills = skills[skills["confidence"] >= SURE].drop_duplicates(["posting", "skill"], ignore_index=True)
    return Read(postings, skills)


def posted_needs(path: Path, today: date) -> pd.DataFrame | None:
    """What the postings that were read ask for by occupation, for a build; None where none were read."""
    from skills_taxonomy.demand.asked import needs_of

    if not any((path / FOLDER).glob("*/postings.parquet")):
        return None
    return needs_of(demand_of(path), today)


def _save(frame: pd.DataFrame, path: Path) -> None:
    fresh = path.with_suffix(f".{os.getpid()}.new")
    frame.to_parquet(fresh, index=False)
    fresh.replace(path)


def _load(path: Path) -> pd.DataFrame:
    import pandas as pd

    return pd.read_parquet(path)


@contextmanager
def _unpacked(file: Path) -> Iterator[Path]:
    """The file itself, or what a gzipped one holds."""
    if file.suffix != ".gz":
        yield file
        return
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder, file.stem)
        size = 0
        try:
            with gzip.open(file, "rb") as packed, plain.open("wb") as out:
                while chunk := packed.read(1 << 20):
                    size += len(chunk)
                    if size > MOST_UNPACKED:
                        raise BadOption(f"{file} unpacks to more than 4 GB.", hint="Cut it into several files.")
                    out.write(chunk)
        except (OSError, EOFError) as error:
            raise BadOption(f"{file} can't be unpacked: {error}.", hint="Is it whole? Unpack it yourself.") from error
        yield plain


def frame_json(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """A table's rows as plain values, nulls as None."""
    found: list[dict[str, Any]] = json.loads(frame.to_json(orient="records", double_precision=5))
    return found
