"""Open Badges 2.0 and 3.0 and CLR 2.0 as people have them: JSON, signed tokens, baked pictures, bundles; no network.

From achievements come credentials with their aligned skills, from a learner's own badges awards, and from a learning
record's associations pathways. Signatures are checked where their key is at hand: a badge that doesn't fit its
signature is refused, and one that couldn't be checked says why. A badge of another person gives no award. A file that
can't be read is one finding with an error, never the end of the rest.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from data import badge_findings as findings
from data.badge_files import MAX_FILE, objects
from data.badge_findings import Located, Person, Upload
from data.badge_kinds import refusal
from data.badge_types import BadgeAward, BadgeFinding
from data.errors import InvalidValue, UnreadableFile
from data.proofs.trusted import at_hand
from data.reading import Report
from data.recipients import Belongs
from data.sheets import opened
from data.tables import Tables

__all__ = ["BadgeAward", "BadgeFinding", "BadgeReading", "Belongs", "read", "read_contents"]


@dataclass(frozen=True, slots=True)
class BadgeReading:
    """What was read: credentials, their skills and pathways as tables, a finding for each badge, and the report."""

    tables: Tables
    report: Report
    findings: tuple[BadgeFinding, ...]


def read(
    paths: Iterable[Path],
    *,
    issuer: str = "",
    recipients: Collection[str] = (),
    learner: str = "",
    today: date | None = None,
    trusted: Path | None = None,
) -> BadgeReading:
    """Read badge files together: badge classes, issuers, keys and status lists serve the badges beside them.

    `recipients` are the e-mail addresses of the person whose badges they are. With a `learner` the awards are in the
    tables too. `today` decides what has expired; without it nothing has. `trusted` is a folder of keys that are known
    to be their issuers' (`data.proofs.trusted`): only what is signed with one of them counts as verified.
    """
    files = ((path.name, _content(path)) for path in paths)
    return _read(files, Person(issuer, recipients, learner, today), trusted)


def read_contents(
    contents: Mapping[str, bytes],
    *,
    issuer: str = "",
    recipients: Collection[str] = (),
    learner: str = "",
    today: date | None = None,
    trusted: Path | None = None,
) -> BadgeReading:
    """The same for files that aren't on disk, by their names."""
    return _read(contents.items(), Person(issuer, recipients, learner, today), trusted)


def _read(files: Iterable[tuple[str, bytes | InvalidValue]], person: Person, trusted: Path | None) -> BadgeReading:
    upload = Upload.of(person, at_hand(trusted))
    located = [item for name, content in files for item in _opened(name, content, upload)]
    for item in located:
        upload.remember(item)
    made = [found for item in located for found in findings.of(item, upload)]
    counted = ("credentials", "credential_skills", "pathways", "pathway_steps", "awards")
    upload.report.read.update({name: count for name in counted if (count := upload.rows.rows.count(name))})
    failed = [replace(BadgeFinding(name), error=error) for name, error in upload.failed]
    order = {name: number for number, name in enumerate(upload.order)}
    everything = sorted([*failed, *made], key=lambda finding: order[finding.file])
    return BadgeReading(upload.rows.rows.tables(), upload.report, tuple(everything))


def _content(path: Path) -> bytes | InvalidValue:
    try:
        with opened(path) as stream:
            return stream.read(MAX_FILE + 1)
    except UnreadableFile as error:
        return InvalidValue(error.message, hint=error.hint)


def _opened(name: str, content: bytes | InvalidValue, upload: Upload) -> Iterator[Located]:
    upload.order.setdefault(name)
    try:
        if isinstance(content, InvalidValue):
            raise content
        found = objects(content)
        if not found:
            raise refusal(content)
    except InvalidValue as error:
        upload.report.set_aside(name, str(error))
        upload.failed.append((name, str(error)))
        return
    for number, item in enumerate(found, 1):
        yield Located(name, name if len(found) == 1 else f"{name}[{number}]", item)
