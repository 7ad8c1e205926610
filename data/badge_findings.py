"""What each object of an upload turned out to be: an award, a description, something that serves others, or refused."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from data import clr, elm, openbadges2, openbadges3
from data.badge_files import BadgeObject
from data.badge_kinds import other_credential
from data.badge_proofs import Proofs
from data.badge_rows import BadgeRows
from data.badge_rules import template
from data.badge_types import (
    Achievement,
    BadgeAward,
    BadgeFinding,
    BadgeIssuer,
    Claim,
    Known,
    credential_id,
    issuer_prefix,
)
from data.cells import shown
from data.errors import InvalidValue
from data.ld import address, kind_of, objects_in, said
from data.proofs import AtHand, Outcome, Proof
from data.reading import Report
from data.recipients import Belongs
from data.tables import TableRows

_CLAIMS: Final[Mapping[str, Callable[[BadgeObject, Known, Collection[str]], tuple[Claim, ...]]]] = {
    "assertion": openbadges2.claims,
    "credential": openbadges3.claims,
    "European credential": elm.claims,
}
_ACHIEVEMENTS: Final = {"badge class": openbadges2.badge_class, "achievement": openbadges3.achievement_of}
_KEYS: Final = ("key", "DID document", "issuer")
_DESCRIBES: Final = "it describes a badge, it isn't an award of it"


@dataclass(frozen=True, slots=True)
class Person:
    """Whose upload it is, and how it is to be read."""

    issuer: str
    recipients: Collection[str]
    learner: str
    today: date | None


@dataclass(frozen=True, slots=True)
class Located:
    """A badge object, the file it came in and where it stands there."""

    file: str
    locator: str
    found: BadgeObject


@dataclass(slots=True)
class Upload:
    """The files of one upload, what their objects say of each other, and what has been made of them."""

    person: Person
    report: Report
    rows: BadgeRows
    proofs: Proofs
    order: dict[str, None] = field(default_factory=dict)
    failed: list[tuple[str, str]] = field(default_factory=list)
    known: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    revoked: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, person: Person, at_hand: AtHand) -> Upload:
        """An upload of which nothing has been read yet."""
        rows = BadgeRows(person.issuer, person.learner, TableRows(person.issuer, "badges"))
        return cls(person, Report("badges"), rows, Proofs(replace(at_hand, today=person.today)))

    def remember(self, item: Located) -> None:
        """Keep what other objects may refer to."""
        value = item.found.value
        kind = kind_of(value)
        if kind in _KEYS:
            self.proofs.at_hand.ring.take([value])
        if (
            kind == "status list"
            and self.proofs.of(item.found, address(value.get("issuer"))).outcome is Outcome.INVALID
        ):
            return
        if (url := address(value)) and kind not in (*_CLAIMS, "other credential"):
            self.known.setdefault(url, value)
        if kind == "revocation list":
            for key in ("revokedAssertions", "revokedCredential"):
                for one in value[key] if isinstance(value.get(key), list) else ():
                    self.revoked.add(address(one) or said(one))


def of(item: Located, upload: Upload) -> Iterator[BadgeFinding]:
    """The findings of an object: one, or one for each achievement that it is given for."""
    value = item.found.value
    kind = kind_of(value)
    name = said(value.get("name"))
    try:
        if kind in _CLAIMS:
            made = _CLAIMS[kind](item.found, upload.known, upload.person.recipients)
            yield from [_of_claim(item, kind, claim, upload) for claim in made]
            return
        if kind in _ACHIEVEMENTS:
            yield _of_description(item, kind, upload)
            return
        yield _of_other(item, kind, name, upload)
    except InvalidValue as error:
        upload.report.set_aside(item.locator, str(error))
        refused = Outcome.INVALID if isinstance(error, _Changed) else ""
        yield BadgeFinding(item.file, kind, name=name, error=str(error), proof=refused)


class _Changed(InvalidValue):
    """A badge whose signature doesn't fit."""


def _proof(item: Located, signer: str, named: str, upload: Upload) -> Proof:
    """The check of what covers an object; raises `_Changed` where the signature doesn't fit."""
    proof = upload.proofs.of(item.found, signer, named)
    if proof.outcome is Outcome.INVALID:
        raise _Changed(
            f"Refused, since its signature doesn't fit: {proof.reason}.",
            hint="Download the badge again from where it was issued.",
        )
    return proof


def _of_description(item: Located, kind: str, upload: Upload) -> BadgeFinding:
    achievement = _ACHIEVEMENTS[kind](item.found.value, upload.known)
    template(achievement.name)
    if item.found.signed:
        _proof(item, address(item.found.value.get("creator")), "", upload)
    _add_credential(achievement, item, upload)
    if not achievement.name:
        raise InvalidValue(f"{_article(kind).capitalize()} without a name.", hint="Give the whole description.")
    return _of_achievement(item.file, kind, achievement, upload, _DESCRIBES)


def _add_credential(achievement: Achievement, item: Located, upload: Upload) -> None:
    if before := upload.rows.add_credential(achievement, item.file, item.locator):
        names = f"{shown(achievement.name)} has the identifier of {shown(before)}"
        upload.report.remarks.append(f"{item.locator}: {names}, and is taken for the same")


def _of_other(item: Located, kind: str, name: str, upload: Upload) -> BadgeFinding:
    """What is neither an award nor a description: a record, something that serves others, or another credential."""
    value = item.found.value
    if kind == "other credential":
        raise InvalidValue(f"Not a badge: {other_credential(value)}.", hint="Give an Open Badge or a learner's record.")
    proof = _proof(item, address(value.get("issuer")), "", upload) if item.found.signed else None
    if kind in ("learning record", "presentation"):
        why_not = _of_record(item, kind, name, upload)
    else:
        why_not = f"not a badge: {_article(kind)}; it serves the badges that are read with it"
        upload.report.set_aside(item.locator, why_not)
    said_of_proof = (proof.outcome, proof.key, f"; {proof.reason}") if proof else ("", "", "")
    return BadgeFinding(
        item.file,
        kind,
        name=name,
        why_not=why_not + said_of_proof[2],
        proof=said_of_proof[0],
        key=said_of_proof[1],
        verified=proof is not None and proof.outcome is Outcome.VALID,
    )


def _of_record(item: Located, kind: str, name: str, upload: Upload) -> str:
    value = item.found.value
    within = [value, *objects_in(value.get("credentialSubject"))]
    parts = sum(len(_listed(part.get(key))) for part in within for key in ("verifiableCredential", "achievement"))
    if not parts:
        raise InvalidValue(f"{_article(kind).capitalize()} without a badge inside.", hint="Download it again, whole.")
    if kind == "learning record":
        _add_pathways(item, name, upload)
    return f"not a badge itself: {_article(kind)}, whose {parts} parts are read one by one"


def _add_pathways(item: Located, name: str, upload: Upload) -> None:
    value = item.found.value
    issuer = openbadges2.issuer_of(value.get("issuer"), upload.known)
    inside = _achievements(value, upload)
    prefix = issuer_prefix(Achievement("", name, issuer), upload.person.issuer)
    key = credential_id(Achievement(address(value), name, issuer), prefix).partition(":")[2]
    place = clr.Place(item.file, item.locator, prefix, f"record-{key}", name)
    clr.add_pathways(value, inside, place, upload.rows, upload.report)


def _achievements(record: Mapping[str, Any], upload: Upload) -> dict[str, str]:
    """The identifiers given to the achievements of a record, by their own."""
    found: dict[str, str] = {}
    for subject in objects_in(record.get("credentialSubject")):
        holders: list[tuple[Mapping[str, Any], BadgeIssuer | None]] = [(subject, None)]
        for badge in objects_in(subject.get("verifiableCredential")):
            issuer = openbadges2.issuer_of(badge.get("issuer"), upload.known)
            holders += [(inner, issuer) for inner in objects_in(badge.get("credentialSubject"))]
        for holder, by in holders:
            for one in objects_in(holder.get("achievement")):
                made = openbadges3.achievement_of(one, upload.known, by)
                found[address(one)] = credential_id(made, upload.person.issuer)
    return {own: given for own, given in found.items() if own}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []


def _article(kind: str) -> str:
    return f"an {kind}" if kind[0].lower() in "aeiou" and not kind.startswith("European") else f"a {kind}"


def _of_achievement(file: str, kind: str, achievement: Achievement, upload: Upload, why_not: str) -> BadgeFinding:
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


def _of_claim(item: Located, kind: str, claim: Claim, upload: Upload) -> BadgeFinding:
    template(claim.achievement.name)
    proof = _proof(item, claim.signer, claim.named_key, upload)
    _add_credential(claim.achievement, item, upload)
    credential = credential_id(claim.achievement, upload.person.issuer)
    early = _in_future(claim, upload)
    why_not = "; ".join([proof.reason, *claim.reasons, *_dates(claim), *early])
    finding = replace(
        _of_achievement(item.file, kind, claim.achievement, upload, why_not),
        belongs=claim.belongs,
        proof=proof.outcome,
        key=proof.key,
        verified=proof.outcome is Outcome.VALID,
    )
    if not claim.achievement.name and not upload.person.learner:
        upload.report.set_aside(item.locator, f"no credential: {why_not}")
    if claim.belongs is Belongs.NO or early:
        upload.report.set_aside(item.locator, f"no award: {why_not}")
        return finding
    state = _state(claim, upload)
    sure = proof.trusted and claim.belongs is Belongs.YES and claim.settled
    known = "verified" if sure else "uploaded"
    award = BadgeAward(credential, state, claim.awarded, claim.expires, why_not, known)
    upload.rows.add_award(award, item.file, item.locator)
    return replace(finding, award=award)


def _dates(claim: Claim) -> list[str]:
    if claim.awarded and claim.expires and claim.expires < claim.awarded:
        return [f"it expires ({claim.expires}) before it was issued ({claim.awarded})"]
    return []


def _in_future(claim: Claim, upload: Upload) -> list[str]:
    today = upload.person.today
    if today and claim.awarded > today.isoformat():
        return [f"it is dated in the future ({claim.awarded}), so it doesn't count yet"]
    return []


def _state(claim: Claim, upload: Upload) -> str:
    if claim.revoked or (claim.identifier and claim.identifier in upload.revoked):
        return "revoked"
    today = upload.person.today
    return "expired" if today and claim.expires and claim.expires < today.isoformat() else claim.state
