"""Open Badges 2.0: badge classes, and assertions of them, hosted or signed (https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from data.alignments import alignments
from data.badge_files import BadgeObject
from data.badge_rules import flaws_of_assertion, flaws_of_issuer, hold_to_hosts
from data.badge_types import Achievement, BadgeIssuer, Claim, Known
from data.errors import InvalidValue
from data.ld import address, day, objects_in, public_page, said, texts_in
from data.recipients import compare


def badge_class(value: Mapping[str, Any], known: Known) -> Achievement:
    """The achievement that a badge class describes; its issuer is looked up among the objects of the upload."""
    criteria = value.get("criteria")
    return Achievement(
        url=address(value),
        name=said(value.get("name")),
        issuer=issuer_of(value.get("issuer"), known),
        description=said(value.get("description")),
        kind="badge",
        language=said(value.get("@language")),
        page_url=public_page(criteria) or public_page(value),
        criteria=" ".join(text for item in objects_in(criteria) if (text := said(item.get("narrative")))),
        tags=tuple(texts_in(value.get("tags"))),
        alignments=tuple(alignments(value)),
    )


def issuer_of(value: Any, known: Known) -> BadgeIssuer:
    """Who issues: from the object itself, or from the one in the upload that has its address."""
    url = address(value)
    told = value if isinstance(value, Mapping) and "name" in value else known.get(url, {})
    return BadgeIssuer(said(told.get("name")), url or said(told.get("url")))


def claims(found: BadgeObject, known: Known, emails: Collection[str]) -> tuple[Claim, ...]:
    """What an assertion claims; raises `InvalidValue` where it names no badge or its dates can't be read."""
    value = found.value
    badge = value.get("badge")
    url = address(badge)
    told = badge if isinstance(badge, Mapping) and "name" in badge else known.get(url)
    if not url and told is None:
        raise InvalidValue(
            "An assertion that names no badge.", hint="Download the badge again from where it was issued."
        )
    if told:
        hold_to_hosts(value, told, known)
    achievement = badge_class(told, known) if told else Achievement(url, "", BadgeIssuer())
    belongs, recipient = compare(objects_in(_recipient(value)), emails)
    unresolved = () if told else ("the badge's description isn't in the file and its address wasn't visited",)
    issuer = (told or {}).get("issuer")
    profile = issuer if isinstance(issuer, Mapping) and len(issuer) > 1 else known.get(address(issuer), {})
    how = next(iter(objects_in(value.get("verification", value.get("verify")))), {})
    claim = Claim(
        identifier=address(value),
        achievement=achievement,
        awarded=day(value.get("issuedOn", value.get("issued_on")), "issuedOn"),
        expires=day(value.get("expires"), "expires"),
        revoked=value.get("revoked") is True,
        belongs=belongs,
        reasons=(*unresolved, recipient, *flaws_of_assertion(value), *flaws_of_issuer(profile)),
        signer=address(issuer),
        named_key=address(how.get("creator")) if found.token else "",
    )
    return (claim,)


def _recipient(value: Mapping[str, Any]) -> Any:
    """The recipient; in the oldest badges a text, with the salt beside it."""
    recipient = value.get("recipient")
    if isinstance(recipient, str):
        return {"identity": recipient, "salt": value.get("salt", "")}
    return recipient
