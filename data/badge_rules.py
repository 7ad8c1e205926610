"""What a badge breaks of the rules of its format without being unreadable for it; said beside what is read of it.

Checked are the rules of which a person can be told something: who issued it, when, under which terms, and whether the
parts are of the kind that they stand for (Open Badges 2.0 and 3.0). It is no full conformance check.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from data.badge_types import Known
from data.cells import shown
from data.errors import InvalidValue
from data.ld import address, objects_in, public_page, said, texts_in, types_of

_CREDENTIALS: Final = ("https://www.w3.org/2018/credentials/v1", "https://www.w3.org/ns/credentials/v2")
_BADGES_2: Final = ("w3id.org/openbadges/v1", "w3id.org/openbadges/v2", "purl.imsglobal.org/spec/ob/", "openbadgespec")
_PARTS: Final = (
    ("evidence", "Evidence"), ("credentialSubject.identifier", "IdentityObject"),
    ("credentialSubject.result", "Result"), ("credentialSubject.achievement", "Achievement"),
    ("issuer", "Profile"), ("issuer.parentOrg", "Profile"),
)  # fmt: skip


def flaws_of_credential(value: Mapping[str, Any]) -> Iterator[str]:
    """What an Open Badges 3.0 credential breaks.

    >>> list(flaws_of_credential({"@context": ["https://www.w3.org/ns/credentials/v2"], "issuer": {"id": "did:key:z"}}))
    ["it doesn't say since when it is valid"]
    """
    contexts = list(texts_in(value.get("@context")))
    if not contexts or contexts[0] not in _CREDENTIALS:
        yield "its first context isn't that of verifiable credentials"
    if not address(value.get("issuer")):
        yield "it names no issuer"
    if not any(value.get(name) for name in ("validFrom", "issuanceDate", "issuedOn")):
        yield "it doesn't say since when it is valid"
    for path, expected in _PARTS:
        for part in _at(value, path):
            types = types_of(part)
            if types and expected not in types and (expected != "Profile" or not {"Issuer", "Organization"} & {*types}):
                yield f"{path} is of the type {shown(types[0])}, not {expected}"


def flaws_of_assertion(value: Mapping[str, Any]) -> Iterator[str]:
    """What an Open Badges 2.0 assertion breaks."""
    contexts = [*texts_in(value.get("@context"))]
    if contexts and not any(known in context for context in contexts for known in _BADGES_2):
        yield f"its context isn't that of Open Badges: {shown(contexts[0])}"
    if not value.get("recipient"):
        yield "it names no recipient"
    if not value.get("issuedOn", value.get("issued_on")):
        yield "it doesn't say when it was issued"


def flaws_of_issuer(issuer: Mapping[str, Any]) -> Iterator[str]:
    """What an Open Badges 2.0 issuer's profile breaks."""
    if issuer and not {"Issuer", "Profile", "Organization"} & {*types_of(issuer)} and types_of(issuer):
        yield f"its issuer is of the type {shown(types_of(issuer)[0])}, not Issuer or Profile"
    if issuer and not (public_page(issuer) or address(issuer).startswith(("did:", "urn:"))):
        yield f"its issuer's identifier is no web address: {shown(address(issuer) or 'none')}"


def hold_to_hosts(value: Mapping[str, Any], badge: Mapping[str, Any], known: Known) -> None:
    """Raise `InvalidValue` where a hosted assertion lies at an address that its issuer doesn't allow."""
    issuer = badge.get("issuer")
    profile = issuer if isinstance(issuer, Mapping) else known.get(address(issuer), {})
    rules = [*objects_in(badge.get("verification")), *objects_in(profile.get("verification"))]
    where, how = address(value), next(iter(objects_in(value.get("verification"))), {})
    if not where or not {"hosted", "HostedBadge"} & {*types_of(how)}:
        return
    for rule in rules:
        starts, hosts = [*texts_in(rule.get("startsWith"))], [*texts_in(rule.get("allowedOrigins"))]
        if (starts and not where.startswith(tuple(starts))) or (hosts and _host(where) not in map(_host, hosts)):
            raise InvalidValue(
                f"It says that it lies at {shown(where)}, where its issuer doesn't host badges.",
                hint="Download the badge again from where it was issued.",
            )


def _host(text: str) -> str:
    try:
        return urlsplit(text if "//" in text else f"//{text}").hostname or ""
    except ValueError:
        return ""


def _at(value: Any, path: str) -> list[Mapping[str, Any]]:
    found = objects_in(value)
    for name in path.split("."):
        found = [part for item in found for part in objects_in(item.get(name))]
    return found


def template(name: str) -> None:
    """Raise `InvalidValue` where a name is a place that was never filled in.

    >>> template("Knots")
    """
    if "{{" in name and "}}" in name:
        raise InvalidValue(
            f"A template whose places were never filled in: {shown(said(name))}.", hint="Give the badge."
        )
