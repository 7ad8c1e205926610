"""Open Badges 2.0 and 3.0 as people have them: JSON, signed tokens, baked pictures, bundles; read without the network.

From achievements come credentials with their aligned skills; from a learner's own badges come awards. An award is
never verified here: signatures aren't checked and addresses aren't visited, and each finding says so. A badge of
another person gives no award. A file that can't be read is one finding with an error, never the end of the rest.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from data import openbadges2, openbadges3
from data.alignments import Alignment
from data.badge_files import MAX_FILE, BadgeObject, objects
from data.badge_types import Achievement, BadgeAward, BadgeFinding, Claim, credential_id, issuer_prefix
from data.errors import InvalidValue, UnreadableFile
from data.ld import address, kind_of, said
from data.reading import Report
from data.recipients import Belongs
from data.sheets import opened
from data.tables import TableRows, Tables

__all__ = ["BadgeAward", "BadgeFinding", "BadgeReading", "Belongs", "read", "read_contents"]

_CLAIMS: Final = {"assertion": openbadges2.claim, "credential": openbadges3.claim}
_ACHIEVEMENTS: Final = {"badge class": openbadges2.badge_class, "achievement": openbadges3.achievement_of}


@dataclass(frozen=True, slots=True)
class BadgeReading:
    """What was read: credentials and their skills as tables, one finding for each badge, and the report."""

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
) -> BadgeReading:
    """Read badge files together: badge classes, issuers and revocation lists serve the badges beside them.

    `recipients` are the e-mail addresses of the person whose badges they are. With a `learner` the awards are in the
    tables too. `today` decides what has expired; without it nothing has.
    """
    return _read([(path.name, _content(path)) for path in paths], _Person(issuer, recipients, learner, today))


def read_contents(
    contents: Mapping[str, bytes],
    *,
    issuer: str = "",
    recipients: Collection[str] = (),
    learner: str = "",
    today: date | None = None,
) -> BadgeReading:
    """The same for files that aren't on disk, by their names."""
    return _read(list(contents.items()), _Person(issuer, recipients, learner, today))


@dataclass(frozen=True, slots=True)
class _Person:
    """Whose upload it is, and how it is to be read."""

    issuer: str
    recipients: Collection[str]
    learner: str
    today: date | None


@dataclass(frozen=True, slots=True)
class _Located:
    """A badge object, the file it came in and where it stands there."""

    file: str
    locator: str
    found: BadgeObject


@dataclass(slots=True)
class _Upload:
    """The objects of all files, what they say of each other, and what has been made of them."""

    person: _Person
    report: Report
    rows: TableRows
    known: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    revoked: set[str] = field(default_factory=set)
    findings: list[BadgeFinding] = field(default_factory=list)
    credentials: set[str] = field(default_factory=set)
    awards: set[tuple[str, str, str]] = field(default_factory=set)


def _read(files: Iterable[tuple[str, bytes | InvalidValue]], person: _Person) -> BadgeReading:
    upload = _Upload(person, Report("badges"), TableRows(person.issuer, "badges"))
    located = [item for name, content in files for item in _opened(name, content, upload)]
    for item in located:
        _remember(item.found.value, upload)
    for item in located:
        upload.findings.append(_finding(item, upload))
    upload.report.read.update(
        {name: upload.rows.count(name) for name in ("credentials", "credential_skills", "awards")}
    )
    return BadgeReading(upload.rows.tables(), upload.report, tuple(upload.findings))


def _content(path: Path) -> bytes | InvalidValue:
    try:
        with opened(path) as stream:
            return stream.read(MAX_FILE + 1)
    except UnreadableFile as error:
        return InvalidValue(error.message, hint=error.hint)


def _opened(name: str, content: bytes | InvalidValue, upload: _Upload) -> Iterator[_Located]:
    try:
        if isinstance(content, InvalidValue):
            raise content
        found = objects(content)
        if not found:
            raise InvalidValue("JSON without an Open Badge in it.", hint="Give a badge, not a page about it.")
    except InvalidValue as error:
        upload.report.set_aside(name, str(error))
        upload.findings.append(BadgeFinding(name, error=str(error)))
        return
    for number, item in enumerate(found, 1):
        yield _Located(name, name if len(found) == 1 else f"{name}[{number}]", item)


def _remember(value: Mapping[str, Any], upload: _Upload) -> None:
    """Keep what other objects may refer to."""
    kind = kind_of(value)
    if (url := address(value)) and kind not in ("assertion", "credential"):
        upload.known.setdefault(url, value)
    if kind == "revocation list":
        for key in ("revokedAssertions", "revokedCredential"):
            for item in value[key] if isinstance(value.get(key), list) else ():
                upload.revoked.add(address(item) or said(item))


def _finding(item: _Located, upload: _Upload) -> BadgeFinding:
    value = item.found.value
    kind = kind_of(value)
    try:
        if kind in _CLAIMS:
            claim = _CLAIMS[kind](item.found, upload.known, upload.person.recipients)
            return _of_claim(item, kind, claim, upload)
        if kind in _ACHIEVEMENTS:
            achievement = _ACHIEVEMENTS[kind](value, upload.known)
            _add_credential(achievement, item, upload)
            return _of_achievement(
                item.file, kind, achievement, upload, "it describes a badge, it isn't an award of it"
            )
    except InvalidValue as error:
        upload.report.set_aside(item.locator, str(error))
        return BadgeFinding(item.file, kind, name=said(value.get("name")), error=str(error))
    return BadgeFinding(item.file, kind, name=said(value.get("name")), why_not=f"not a badge: {_article(kind)}")


def _article(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _of_achievement(file: str, kind: str, achievement: Achievement, upload: _Upload, why_not: str) -> BadgeFinding:
    return BadgeFinding(
        file=file,
        kind=kind,
        name=achievement.name,
        credential_url=achievement.url,
        credential=credential_id(achievement, upload.person.issuer),
        issuer_name=achievement.issuer.name,
        issuer_url=achievement.issuer.url,
        page_url=achievement.page_url,
        why_not=why_not,
    )


def _of_claim(item: _Located, kind: str, claim: Claim, upload: _Upload) -> BadgeFinding:
    _add_credential(claim.achievement, item, upload)
    credential = credential_id(claim.achievement, upload.person.issuer)
    reasons = [*claim.reasons]
    if claim.awarded and claim.expires and claim.expires < claim.awarded:
        reasons.append(f"it expires ({claim.expires}) before it was issued ({claim.awarded})")
    if upload.person.today and claim.awarded > upload.person.today.isoformat():
        reasons.append(f"it is dated in the future ({claim.awarded})")
    why_not = "; ".join(reasons)
    finding = _of_achievement(item.file, kind, claim.achievement, upload, why_not)
    if claim.belongs is Belongs.NO:
        return replace(finding, belongs=claim.belongs)
    award = BadgeAward(credential, _state(claim, upload), claim.awarded, claim.expires, why_not)
    _add_award(award, item, upload)
    return replace(finding, belongs=claim.belongs, award=award)


def _state(claim: Claim, upload: _Upload) -> str:
    if claim.revoked or (claim.identifier and claim.identifier in upload.revoked):
        return "revoked"
    today = upload.person.today
    return "expired" if today and claim.expires and claim.expires < today.isoformat() else "awarded"


def _add_award(award: BadgeAward, item: _Located, upload: _Upload) -> None:
    key = (award.credential, award.state, award.date)
    if not upload.person.learner or key in upload.awards:
        return
    upload.awards.add(key)
    upload.rows.add(
        "awards",
        locator=item.locator,
        issuer=award.credential.partition(":")[0],
        source=item.file,
        learner=upload.person.learner,
        credential=award.credential,
        state=award.state,
        date=award.date,
        expires=award.expires or None,
        known=award.known,
        note=award.note,
    )


def _add_credential(achievement: Achievement, item: _Located, upload: _Upload) -> None:
    """Add the credential and its aligned skills where it has a name and wasn't met before."""
    credential = credential_id(achievement, upload.person.issuer)
    if not achievement.name or credential in upload.credentials:
        return
    upload.credentials.add(credential)
    place = {
        "locator": item.locator,
        "source": item.file,
        "issuer": issuer_prefix(achievement, upload.person.issuer),
    }
    jobs = dict.fromkeys(found.name for found in achievement.alignments if found.is_occupation)
    upload.rows.add(
        "credentials",
        **place,
        origin=achievement.url,
        id=credential,
        issuer_name=achievement.issuer.name or None,
        name=achievement.name,
        description=achievement.description or None,
        kind=achievement.kind,
        language=achievement.language or None,
        status="active",
        page_url=achievement.page_url or None,
        subjects=list(achievement.tags),
        occupations=list(jobs),
        text=achievement.criteria or None,
    )
    for found in achievement.alignments:
        if not found.is_occupation:
            _add_skill(found, credential, upload, place)


def _add_skill(found: Alignment, credential: str, upload: _Upload, place: dict[str, str]) -> None:
    upload.rows.add(
        "credential_skills",
        **place,
        origin=found.url,
        credential=credential,
        skill=found.identifier or None,
        label=found.name,
        how="stated",
        confidence=1.0,
        evidence=found.description or (f"alignment to {found.framework}" if found.framework else None),
    )
