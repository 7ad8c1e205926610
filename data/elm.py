"""European Digital Credentials: claims of the European Learning Model, read as achievements of a learner.

A claim is a learning achievement, or an activity that was taken part in; its title, awarding body, learning outcomes
and their ESCO skills are taken. Entitlements and assessments are no achievements and are left out. The identifiers
inside (``urn:epass:...``) count within their document only, so a claim is known by its title and who awards it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from data.alignments import Alignment, known_identifier
from data.badge_files import BadgeObject
from data.badge_status import status
from data.badge_types import Achievement, BadgeIssuer, Claim, Known
from data.errors import InvalidValue
from data.ld import address, day, objects_in, public_page, said, types_of
from data.recipients import compare

_KINDS: Final = {
    "LearningAchievement": "achievement",
    "Qualification": "qualification",
    "LearningActivity": "activity",
}
_HOURS: Final = re.compile(r"P(?:(\d{1,4})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?)?")


def claims(found: BadgeObject, known: Known, emails: Collection[str]) -> tuple[Claim, ...]:
    """What a European Digital Credential claims; raises `InvalidValue` where it holds nothing that can be taken."""
    value = found.value
    inner = [part for part in objects_in(value.get("verifiableCredential")) if "credentialSubject" in part]
    made = [claim for part in inner or [value] for claim in _claims(part, known, emails)]
    if not made:
        raise InvalidValue(
            "A European Digital Credential without a learning achievement or activity.", hint="Nothing to take from it."
        )
    return tuple(made)


def _claims(value: Mapping[str, Any], known: Known, emails: Collection[str]) -> Iterator[Claim]:
    revoked, unsettled, settled = status(value, known)
    for subject in objects_in(value.get("credentialSubject")):
        belongs, recipient = compare(_identities(subject), emails)
        for claim in objects_in(subject.get("hasClaim", subject.get("achieved"))):
            kind = next((name for name in types_of(claim) if name in _KINDS), "")
            if kind and said(claim.get("title")):
                yield Claim(
                    identifier=address(value),
                    achievement=_achievement(claim, kind, value),
                    awarded=_awarded(claim, value),
                    expires=day(value.get("validUntil", value.get("expirationDate")), "validUntil"),
                    revoked=revoked,
                    belongs=belongs,
                    reasons=(*unsettled, recipient),
                    signer=address(value.get("issuer")),
                    settled=settled,
                    state=_state(claim, kind),
                )


def _achievement(claim: Mapping[str, Any], kind: str, value: Mapping[str, Any]) -> Achievement:
    specified = next(iter(objects_in(claim.get("specifiedBy"))), {})
    url = next((text for item in (specified, claim) if (text := _lasting(address(item)))), "")
    return Achievement(
        url=url,
        name=said(claim.get("title")),
        issuer=_issuer(claim, value),
        description=said(claim.get("description")) or said(specified.get("description")),
        kind=_KINDS[kind],
        page_url=public_page(next(iter(objects_in(specified.get("homepage"))), {}).get("contentURL")),
        tags=tuple(said(item.get("prefLabel")) for item in objects_in(specified.get("ISCEDFCode"))),
        alignments=tuple(_outcomes([*objects_in(specified.get("learningOutcome")), *_own_outcomes(claim)])),
        level=_labelled(specified, "nqfLevel") or _labelled(specified, "eqfLevel"),
        hours=hours(said(specified.get("volumeOfLearning", claim.get("workload")))),
    )


def _own_outcomes(claim: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return objects_in(claim.get("learningOutcome", claim.get("learningOutcomes")))


def _outcomes(outcomes: list[Mapping[str, Any]]) -> Iterator[Alignment]:
    """The skills of learning outcomes; of an outcome that names none, its own title."""
    for outcome in outcomes:
        title = said(outcome.get("title"))
        skills = [*objects_in(outcome.get("relatedESCOSkill")), *objects_in(outcome.get("relatedSkill"))]
        for skill in skills or [outcome]:
            url, label = address(skill), said(skill.get("prefLabel", skill.get("title")))
            identifier = known_identifier(url)
            if label or identifier:
                address_ = url if url.startswith("http") else ""
                yield Alignment(label or identifier, identifier, address_, "", title, is_occupation=False)


def _issuer(claim: Mapping[str, Any], value: Mapping[str, Any]) -> BadgeIssuer:
    bodies = [
        body for process in objects_in(claim.get("awardedBy")) for body in objects_in(process.get("awardingBody"))
    ]
    body = next(iter([*bodies, *objects_in(value.get("issuer"))]), {})
    page = next((said(item.get("contentURL")) for item in objects_in(body.get("homepage"))), "")
    return BadgeIssuer(said(body.get("legalName", body.get("prefLabel"))), page or _lasting(address(body)))


def _awarded(claim: Mapping[str, Any], value: Mapping[str, Any]) -> str:
    given = [
        *(process.get("awardingDate") for process in objects_in(claim.get("awardedBy"))),
        *(proof.get("dateIssued") for proof in objects_in(claim.get("provenBy"))),
        *(value.get(name) for name in ("issued", "validFrom", "issuanceDate")),
    ]
    return day(next(filter(None, given), None), "issued")


def _state(claim: Mapping[str, Any], kind: str) -> str:
    """An activity counts as completed only where it says when it ended; a confirmation of enrolment doesn't."""
    if kind != "LearningActivity":
        return "awarded"
    ended = any(part.get("endDate") for part in objects_in(claim.get("temporal")))
    return "completed" if ended else "enrolled"


def _identities(subject: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    mails = [
        address(mail)
        for contact in objects_in(subject.get("contactPoint"))
        for mail in objects_in(contact.get("emailAddress"))
    ]
    return [{"identity": mail, "hashed": False} for mail in mails]


def _labelled(value: Mapping[str, Any], name: str) -> str:
    return next((said(item.get("prefLabel")) for item in objects_in(value.get(name))), "")


def _lasting(identifier: str) -> str:
    """The identifier where it means the same outside its document, else nothing."""
    return identifier if identifier.startswith(("http://", "https://", "urn:uuid:")) else ""


def hours(text: str) -> float | None:
    """The hours of an ISO 8601 duration in days (of 24 hours), hours and minutes; None where it is none.

    >>> hours("PT45H"), hours("P1DT30M"), hours("P2M")
    (45.0, 24.5, None)
    """
    matched = _HOURS.fullmatch(text)
    if not matched or not any(matched.groups()):
        return None
    days, hours_, minutes = (int(part or 0) for part in matched.groups())
    return days * 24 + hours_ + minutes / 60
