"""Open Badges 3.0: achievements, and verifiable credentials of them (https://www.imsglobal.org/spec/ob/v3p0)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from data.alignments import alignments, level
from data.badge_files import BadgeObject
from data.badge_rules import flaws_of_credential
from data.badge_status import status
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
        level=level(value),
    )


def claims(found: BadgeObject, known: Known, emails: Collection[str]) -> tuple[Claim, ...]:
    """What a credential claims, one for each achievement.

    Raises `InvalidValue` where it names no achievement or its dates can't be read.
    """
    value = found.value
    issuer = issuer_of(value.get("issuer"), known)
    awarded = day(_first(value, "validFrom", "issuanceDate", "issuedOn", "awardedDate"), "validFrom")
    expires = day(_first(value, "validUntil", "expirationDate"), "validUntil")
    revoked, unsettled, settled = status(value, known)
    made = []
    for subject, told in _subjects(value, known):
        achievement = achievement_of(told, known, issuer)
        if not achievement.name and not achievement.url:
            raise InvalidValue("A credential whose achievement has neither a name nor an identifier.", hint=_AGAIN)
        belongs, recipient = compare(_identities(subject), emails)
        made.append(
            Claim(
                identifier=address(value),
                achievement=achievement,
                awarded=awarded,
                expires=expires,
                revoked=revoked or value.get("revoked") is True,
                belongs=belongs,
                reasons=(*unsettled, *_newer(value), recipient, *flaws_of_credential(value)),
                signer=address(value.get("issuer")),
                settled=settled,
            )
        )
    if not made:
        flaws = "; ".join(flaws_of_credential(value))
        raise InvalidValue("A credential that names no achievement" + (f"; {flaws}." if flaws else "."), hint=_AGAIN)
    return tuple(made)


def _newer(value: Mapping[str, Any]) -> tuple[str, ...]:
    return ("whether there is a newer one wasn't looked up",) if value.get("refreshService") else ()


_AGAIN = "Download the badge again from where it was issued."


def _subjects(value: Mapping[str, Any], known: Known) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Each achievement of the credential's subjects, with its subject."""
    for subject in objects_in(value.get("credentialSubject")):
        given = subject.get("achievement", subject.get("hasCredential"))
        for one in given if isinstance(given, list) else [given]:
            if isinstance(one, Mapping):
                yield subject, one
            elif url := address(one):
                yield subject, known.get(url, {"id": url})


def _identities(subject: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The identities of a subject: its identifiers, its e-mail, and itself where it is called by an e-mail."""
    plain = [said(subject.get("email")), address(subject)]
    named = [{"identity": text, "hashed": False} for text in plain if "@" in text and not text.startswith("did:")]
    return [*objects_in(subject.get("identifier")), *named]


def _first(value: Mapping[str, Any], *keys: str) -> Any:
    return next((value[key] for key in keys if value.get(key) not in (None, "")), None)
