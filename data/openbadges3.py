"""Open Badges 3.0: achievements, and verifiable credentials of them (https://www.imsglobal.org/spec/ob/v3p0)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from data.alignments import alignments
from data.badge_files import BadgeObject
from data.badge_types import Achievement, BadgeIssuer, Claim, Known
from data.errors import InvalidValue
from data.ld import address, day, objects_in, public_page, said, texts_in
from data.openbadges2 import issuer_of
from data.recipients import compare


def achievement_of(value: Mapping[str, Any], known: Known, issuer: BadgeIssuer | None = None) -> Achievement:
    """What an achievement says; the issuer of its credential serves where it names no creator."""
    criteria = objects_in(value.get("criteria"))
    creator = issuer_of(value.get("creator"), known) if value.get("creator") else BadgeIssuer()
    return Achievement(
        url=address(value),
        name=said(value.get("name")),
        issuer=creator if creator.name or not issuer else issuer,
        description=said(value.get("description")),
        kind=said(value.get("achievementType")) or "badge",
        language=said(value.get("inLanguage")),
        page_url=next(filter(None, map(public_page, criteria)), "") or public_page(value),
        criteria=" ".join(text for item in criteria if (text := said(item.get("narrative")))),
        tags=tuple(texts_in(value.get("tag", value.get("tags")))),
        alignments=tuple(alignments(value)),
    )


def claim(found: BadgeObject, known: Known, emails: Collection[str]) -> Claim:
    """What a credential claims; raises `InvalidValue` where it names no achievement or its dates can't be read."""
    value = found.value
    subject, told = _subject(value, known)
    achievement = achievement_of(told, known, issuer_of(value.get("issuer"), known))
    if not achievement.name and not achievement.url:
        raise InvalidValue("A credential whose achievement has neither a name nor an identifier.", hint=_AGAIN)
    belongs, recipient = compare(_identities(subject), emails)
    status = ("whether it was revoked wasn't looked up",) if value.get("credentialStatus") else ()
    return Claim(
        identifier=address(value),
        achievement=achievement,
        awarded=day(_first(value, "validFrom", "issuanceDate", "issuedOn", "awardedDate"), "validFrom"),
        expires=day(_first(value, "validUntil", "expirationDate"), "validUntil"),
        revoked=value.get("revoked") is True,
        belongs=belongs,
        reasons=("signature present, not checked" if found.signed else "no proof", *status, recipient),
    )


_AGAIN = "Download the badge again from where it was issued."


def _subject(value: Mapping[str, Any], known: Known) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """The credential's subject that has an achievement, and that achievement."""
    for subject in objects_in(value.get("credentialSubject")):
        given = subject.get("achievement", subject.get("hasCredential"))
        if objects := objects_in(given):
            return subject, objects[0]
        if url := address(given):
            return subject, known.get(url, {"id": url})
    raise InvalidValue("A credential that names no achievement.", hint=_AGAIN)


def _identities(subject: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The identities of a subject: its identifiers, its e-mail, and itself where it is called by an e-mail."""
    plain = [said(subject.get("email")), address(subject)]
    named = [{"identity": text, "hashed": False} for text in plain if "@" in text and not text.startswith("did:")]
    return [*objects_in(subject.get("identifier")), *named]


def _first(value: Mapping[str, Any], *keys: str) -> Any:
    return next((value[key] for key in keys if value.get(key) not in (None, "")), None)
