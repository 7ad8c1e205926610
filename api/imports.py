"""Files that an issuer or a career site brings: what each is, read by its reader, kept where it belongs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

from api.errors import BadOption
from api.settings import records_url as where_records_are
from data import platforms
from data.errors import UnknownKind
from data.formats import KINDS, Asked, format_of, named
from data.reading import Progress, Reading, Report, silent
from data.records import Records
from data.tables import Tables
from data.workspace import Workspace

_SHORT_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")


@dataclass(frozen=True, slots=True)
class Request:
    """How files are to be imported.

    `kind` is one of `data.formats.KINDS`, or empty: seen from each file. `mapping` is where a confirmed column mapping
    of a platform export is kept; `confirm` is shown a guessed one and says whether it is right.
    """

    kind: str = ""
    issuer: str = ""
    issuer_name: str = ""
    mapping: Path | None = None
    confirm: Callable[[str], bool] = lambda told: False
    today: date | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of one file: what it was taken for, the reader's report, and how many awards are new."""

    path: Path
    kind: str
    report: Report
    new_awards: int = 0

    def as_json(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {
            "file": str(self.path),
            "kind": self.kind,
            "read": dict(self.report.read),
            "new_awards": self.new_awards,
            "set_aside": [str(row) for row in self.report.aside],
            "remarks": list(self.report.remarks),
        }


def import_files(
    folder: Path, files: Sequence[Path], request: Request, *, progress: Progress = silent, records_url: str = ""
) -> tuple[Imported, ...]:
    """Read files into the workspace (made where there is none) and the records, catalogues first.

    Each file is kept whole or not at all. Before anything is read, raises `UnknownKind` where a file can't be told,
    `BadOption` for an issuer that can't begin identifiers and for two files that would take each other's place.
    """
    _check_issuer(request.issuer)
    files = tuple(dict.fromkeys(files))
    formats = {path: named(request.kind) if request.kind else format_of(path) for path in files}
    kinds = {path: format_.name for path, format_ in formats.items()}
    _check_names(kinds, request.issuer)
    workspace = Workspace.create(folder)
    records = Records.open(where_records_are(workspace, records_url))
    done = []
    try:
        with workspace.writing():
            for path in sorted(files, key=lambda path: KINDS.index(kinds[path])):
                reading = formats[path].read(path, _asked(path, kinds[path], request, progress))
                done.append(_keep(workspace, records, path, kinds[path], reading, request))
    finally:
        records.close()
    return tuple(done)


def _check_issuer(issuer: str) -> None:
    if issuer and not _SHORT_NAME.fullmatch(issuer):
        raise BadOption(
            f"{issuer[:100]!r} can't be an issuer's short name: it begins its identifiers.",
            hint="Letters, digits, dots and hyphens: --issuer acme --issuer-name 'Acme Inc.'",
        )


def _check_names(kinds: Mapping[Path, str], issuer: str) -> None:
    """Files of one name and kind are versions of one import; two of them at once can't both be meant."""
    met: dict[str, Path] = {}
    for path, kind in kinds.items():
        first = met.setdefault(part_name(kind, issuer, path), path)
        if first != path and kind != "awards":
            raise BadOption(
                f"{first} and {path} have one name, so the second would take the place of the first.",
                hint="Give one of them another name, or import them for two issuers.",
            )


def _asked(path: Path, kind: str, request: Request, progress: Progress) -> Asked:
    mapping = _mapping(path, request) if kind == "platform" else None
    return Asked(request.issuer, request.issuer_name, request.today, mapping, progress)


def _mapping(path: Path, request: Request) -> platforms.ColumnMapping:
    """The kept mapping, else a guessed one that was confirmed (and is kept where a place is named)."""
    if request.mapping is not None and request.mapping.exists():
        return platforms.load(request.mapping)
    header = tuple(platforms.columns(path))
    guessed = platforms.guess(header)
    if guessed is None or not request.confirm(platforms.describe(guessed)):
        raise UnknownKind(
            f"{path.name}: the meaning of its columns wasn't confirmed.",
            hint="Write a mapping file and name it with --mapping; the guess is a start: " + json.dumps(list(header)),
        )
    if request.mapping is not None:
        platforms.save(guessed, request.mapping)
    return guessed


def _keep(  # noqa: PLR0917 - one caller, one line
    workspace: Workspace, records: Records, path: Path, kind: str, reading: Reading, request: Request
) -> Imported:
    """Tables go into a part of the workspace with the report, awards into the records.

    A file of which nothing could be read leaves what an earlier version of it brought.
    """
    fresh = 0
    if len(reading.tables["awards"]):
        fresh = records.add_awards(reading.tables["awards"], datetime.now(UTC)).new
    kept = Tables({name: frame for name, frame in reading.tables.items() if name != "awards" and len(frame)})
    name = part_name(kind, request.issuer, path)
    if any(len(frame) for frame in kept.values()) or name not in {part.name for part in workspace.parts()}:
        workspace.put_part(name, Reading(kept, reading.report))
    return Imported(path, kind, reading.report, fresh)


def part_name(kind: str, issuer: str, path: Path) -> str:
    """The name of an import's part: letters, digits and dashes only; a mark tells names in other letters apart.

    >>> part_name("catalogue", "acme", Path("My Catalogue.csv"))
    'catalogue-acme-my-catalogue'
    """
    mark = "" if path.stem.isascii() and len(path.stem) < 40 else blake2b(path.stem.encode(), digest_size=4).hexdigest()
    words = "".join(c if c.isalnum() and c.isascii() else "-" for c in f"{kind}-{issuer}-{path.stem}".casefold())
    return "-".join([*(word for word in words[:80].split("-") if word), *([mark] if mark else [])])
