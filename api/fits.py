"""CVs, many at a time, to the occupations and postings that they fit, with what speaks for it and what lacks."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from api.errors import BadOption
from api.linking import SkillReader
from api.titles import Titles
from data.errors import StackwayError

if TYPE_CHECKING:
    from recommender.fits import Askers
    from recommender.snapshot import Snapshot
    from skills_taxonomy.titles.held import Held

TEXTS: Final = (".txt", ".md", ".html", ".htm")
KINDS: Final = f"a folder, {', '.join(TEXTS)}, .csv or .jsonl with `id` and `text`"
LONGEST: Final = 10_000_000


@dataclass(frozen=True, slots=True)
class Given:
    """One document, or why there is none: `where` names the file, and the line where there are several in it."""

    where: str
    id: str = ""
    text: str = ""
    problem: str = ""


def given(paths: Sequence[Path]) -> Iterator[Given]:
    """The documents of files and folders, one after the other; what can't be read is told, not lost.

    Raises `BadOption` for a path that isn't there or is of no kind that is read.
    """
    for path in paths:
        if path.is_dir():
            files = sorted(file for file in path.rglob("*") if file.suffix.lower() in TEXTS)
            if not files:
                raise BadOption(f"There are no texts in {path}.", hint=f"Texts are {', '.join(TEXTS)}.")
            yield from (_whole(file, str(file.relative_to(path))) for file in files)
        elif not path.is_file():
            raise BadOption(f"There is no file {path}.", hint=f"Give {KINDS}.")
        elif path.suffix.lower() in TEXTS:
            yield _whole(path, path.name)
        elif path.suffix.lower() in (".csv", ".jsonl"):
            yield from _rows(path)
        else:
            raise BadOption(f"{path.name} is of no kind that is read.", hint=f"Give {KINDS}. Save others as text.")


def _whole(file: Path, name: str) -> Given:
    if file.stat().st_size > LONGEST:
        return Given(name, problem="longer than 10 MB")
    return Given(name, name, file.read_bytes().decode("utf-8", errors="replace"))


def _rows(path: Path) -> Iterator[Given]:
    read = _of_lines if path.suffix.lower() == ".jsonl" else _of_table
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        for line, row in read(path, file):
            where = f"{path.name}:{line}"
            text = row.get("text") if isinstance(row, dict) else None
            if not isinstance(text, str) or not text.strip():
                yield Given(where, problem=str(row) if isinstance(row, str) else "no text")
                continue
            yield Given(where, str(row.get("id") or where), text)


def _of_lines(path: Path, file: Any) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(file, 1):
        if line.strip():
            try:
                row = json.loads(line)
            except ValueError as error:
                row = f"no JSON ({error})"
            yield number, row if isinstance(row, dict | str) else "no object with id and text"


def _of_table(path: Path, file: Any) -> Iterator[tuple[int, Any]]:
    rows = csv.DictReader(file)
    if "text" not in (rows.fieldnames or ()):
        raise BadOption(f"{path.name} has no column text.", hint="Its columns are id and text.")
    while True:
        try:
            row = next(rows, None)
        except csv.Error as error:
            yield rows.reader.line_num, f"no row that can be read ({error})"
            continue
        if row is None:
            return
        yield rows.line_num, row


class Fitter:
    """Reads texts for skills and for jobs held, and fits them; made over one snapshot."""

    def __init__(
        self, reader: SkillReader, askers: Askers, among_postings: Askers | None = None, titles: Titles | None = None
    ) -> None:
        self._reader, self._askers, self._postings, self._titles = reader, askers, among_postings, titles

    def fit(self, text: str, *, k: int, scheme: str = "") -> dict[str, Any]:
        """The skills of a text and what it fits; raises `NotAText`, `DocumentTooLong`, `NoSkillIndex`."""
        skills = self._reader.extract(text).skills
        jobs = self._held(text, scheme)
        profile = {one.skill: one.weight for one in skills}
        likely = self._askers.likely({one.occupation: one.confidence for one in jobs})
        fits = self._askers.fits(profile, k, f"{scheme}:" if scheme else "", likely=likely)
        found: dict[str, Any] = {
            "skills": [{"skill": one.skill, "label": one.label, "weight": one.weight} for one in skills],
            "jobs": [asdict(one) for one in jobs],
            "occupations": [_json(one) for one in fits],
        }
        if self._postings is not None:
            found["postings"] = [_json(one) for one in self._postings.fits(profile, k, likely=likely)]
        return found

    def _held(self, text: str, scheme: str) -> tuple[Held, ...]:
        from skills_taxonomy.titles.held import held

        if self._titles is None or not self._titles.there:
            return ()
        matcher = self._titles.matcher()
        vocabularies = [name for name in matcher.vocabularies if name == scheme] or matcher.vocabularies[:1]
        return held(text, matcher, vocabularies[0])

    def all(self, documents: Iterator[Given], *, k: int, scheme: str = "") -> Iterator[dict[str, Any]]:
        """One answer a document, in their order; `problem` where one can't be read."""
        for one in documents:
            if one.problem:
                yield {"id": one.id or one.where, "where": one.where, "problem": one.problem}
                continue
            try:
                yield {"id": one.id, "where": one.where, **self.fit(one.text, k=k, scheme=scheme)}
            except StackwayError as error:
                yield {"id": one.id, "where": one.where, "problem": str(error)}


class Fits:
    """What fits texts for a server; the occupations are put together once for each snapshot."""

    def __init__(self, reader: SkillReader, titles: Titles) -> None:
        self._reader, self._titles = reader, titles
        self._made: tuple[str, Fitter] | None = None

    def fitter(self, snapshot: Snapshot) -> Fitter:
        """Over this snapshot."""
        from recommender.fits import occupations

        made = self._made
        if made is None or made[0] != snapshot.name:
            made = self._made = (snapshot.name, Fitter(self._reader, occupations(snapshot), titles=self._titles))
        return made[1]


def fitter_of(path: Path, snapshot: Snapshot, *, with_postings: bool = False) -> Fitter:
    """Over a workspace; with the postings that `stackway demand read` read, where they are asked for."""
    from recommender.fits import occupations

    among = _postings(path, snapshot) if with_postings else None
    return Fitter(SkillReader(path), occupations(snapshot), among, Titles(path))


def _postings(path: Path, snapshot: Snapshot) -> Askers:
    from api.demand import demand_of
    from recommender.fits import postings

    read = demand_of(path)
    table = read.postings
    titles = [
        ", ".join(str(part) for part in row if part)
        for row in zip(*(table[name].fillna("") for name in ("title", "employer", "place")), strict=True)
    ]
    rows = list(zip(read.skills["posting"], read.skills["skill"], read.skills["confidence"], strict=True))
    return postings(snapshot, table["id"].tolist(), titles, rows)


def _json(fit: Any) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(fit).items()}
