"""Reading JSON-LD as badges use it, without a processor: kinds, texts in languages, addresses, dates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from data.cells import iso_date, shown, web_address
from data.errors import InvalidValue

_KINDS: Final = (
    ("status list", {"BitstringStatusListCredential", "StatusList2021Credential", "RevocationList2020Credential"}),
    ("European credential", {"EuropeanDigitalCredential", "EuropeanDigitalPresentation"}),
    ("credential", {"OpenBadgeCredential", "AchievementCredential"}),
    ("endorsement", {"EndorsementCredential", "Endorsement"}),
    ("learning record", {"ClrCredential"}),
    ("presentation", {"VerifiablePresentation"}),
    ("assertion", {"Assertion"}),
    ("badge class", {"BadgeClass"}),
    ("achievement", {"Achievement"}),
    ("revocation list", {"RevocationList", "1EdTechRevocationList"}),
    ("issuer", {"Issuer", "Profile", "Organization"}),
    ("key", {"CryptographicKey", "Multikey", "JsonWebKey", "JsonWebKey2020", "Ed25519VerificationKey2018"}),
    ("key", {"Ed25519VerificationKey2020"}),
)


def kind_of(value: Mapping[str, Any]) -> str:
    """What an object of a badge file is, by its type and else by its shape; empty where it is none of them.

    >>> kind_of({"type": ["VerifiableCredential", "OpenBadgeCredential"]})
    'credential'
    >>> kind_of({"badge": "https://x.example/b", "recipient": {"identity": "ann@x.example"}})
    'assertion'
    """
    types = set(types_of(value))
    for kind, names in _KINDS:
        if types & names:
            return kind
    if "VerifiableCredential" in types:
        subjects = objects_in(value.get("credentialSubject"))
        return "credential" if any("achievement" in subject for subject in subjects) else "other credential"
    recipient = value.get("recipient")
    if "badge" in value and (
        isinstance(recipient, str) or (isinstance(recipient, Mapping) and "identity" in recipient)
    ):
        return "other credential" if types else "assertion"
    return _untyped(value)


def _untyped(value: Mapping[str, Any]) -> str:
    if "revokedAssertions" in value or "revokedCredential" in value:
        return "revocation list"
    if "kty" in value or "publicKeyPem" in value or any("kty" in key for key in objects_in(value.get("keys"))):
        return "key"
    named = address(value).startswith("did:")
    return "DID document" if named and ("verificationMethod" in value or "assertionMethod" in value) else ""


def types_of(value: Mapping[str, Any]) -> list[str]:
    """The names of an object's types, without prefix or address."""
    said = value.get("type", value.get("@type"))
    return [
        re.split(r"[/#:]", name)[-1] for name in (said if isinstance(said, list) else [said]) if isinstance(name, str)
    ]


def objects_in(value: Any) -> list[Mapping[str, Any]]:
    """The objects of a value that may be one or a list of them."""
    return [item for item in (value if isinstance(value, list) else [value]) if isinstance(item, Mapping)]


def texts_in(value: Any) -> Iterator[str]:
    """The texts of a value that may be one or a list of them."""
    for item in value if isinstance(value, list) else [value]:
        if text := said(item):
            yield text


def said(value: Any) -> str:
    """The text of a value: itself, its English or else its first language, its ``@value``, the first of a list.

    >>> said({"de": "Knoten", "en": "Knots"}), said([{"@value": "Knots"}]), said(None)
    ('Knots', 'Knots', '')
    """
    if isinstance(value, list):
        return next((text for item in value if (text := said(item))), "")
    if isinstance(value, Mapping):
        english = (text for key, text in value.items() if str(key).startswith("en"))
        return next(
            (text for text in (value.get("@value"), *english, *value.values()) if isinstance(text, str)), ""
        ).strip()
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def address(value: Any) -> str:
    """The identifier of something that is given as one, or as an object that has one.

    >>> address({"id": "https://x.example/b", "type": "BadgeClass"}), address("https://x.example/b")
    ('https://x.example/b', 'https://x.example/b')
    """
    if isinstance(value, list):
        return address(value[0]) if value else ""
    if isinstance(value, Mapping):
        return said(value.get("id", value.get("@id")))
    return value.strip() if isinstance(value, str) else ""


def public_page(value: Any) -> str:
    """The address where it is one of the web, else empty."""
    try:
        return web_address(address(value))
    except InvalidValue:
        return ""


def day(value: Any, what: str) -> str:
    """The ISO date of a date, a date and time, or seconds since 1970; empty where none is stated.

    >>> day("2016-12-31T23:59:59Z", "issuedOn"), day(0, "issuedOn"), day(None, "expires")
    ('2016-12-31', '1970-01-01', '')
    """
    if value is None or value == "":
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            return datetime.fromtimestamp(value, tz=UTC).date().isoformat()
        except (ValueError, OverflowError, OSError) as error:
            raise InvalidValue(f"{what} is {value}, which is no point in time.") from error
    if not isinstance(value, str):
        raise InvalidValue(f"{what} is {shown(str(value))}, which is not a date.")
    try:
        return iso_date(value)
    except InvalidValue as error:
        raise InvalidValue(f"{what}: {error.message}", hint=error.hint) from error
