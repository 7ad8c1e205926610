"""Whose badge it is: a badge's recipient, often only a hash, compared with the e-mail addresses a person gives.

A hash is ``sha256$`` or ``md5$`` and the figures of the hash of the address followed by the salt (Open Badges 2.0,
IdentityHash). Nothing here shows that a person owns an address.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from typing import Any, Final

from data.ld import said

_ALGORITHMS: Final = ("sha256", "md5", "sha1", "sha512")
_HASH: Final = re.compile(r"(?:(\w+)\$)?([0-9a-fA-F]{32,128})")
_BY_LENGTH: Final = {64: "sha256", 32: "md5", 40: "sha1", 128: "sha512"}


class Belongs(StrEnum):
    """Whether a badge is of the person who gives it."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


def compare(identities: Iterable[Mapping[str, Any]], emails: Collection[str]) -> tuple[Belongs, str]:
    """Whether one of the badge's identities is one of the e-mail addresses, and in words why.

    >>> compare([{"type": "email", "identity": "Ann@x.example"}], ["ann@x.example"])[0]
    <Belongs.YES: 'yes'>
    """
    if not emails:
        return Belongs.UNKNOWN, "no e-mail was given to compare the recipient with"
    seen, strange = "", False
    for identity in identities:
        value, hashed = _identity(identity)
        if not hashed and "@" not in value:
            continue
        if hashed and not _algorithm(value):
            strange = True
            continue
        seen = "the recipient's hash doesn't match" if hashed else "the recipient isn't"
        salt = said(identity.get("salt")) if hashed else ""
        if any(_same(value, hashed, salt, spelling) for email in emails for spelling in _spellings(email)):
            return Belongs.YES, "the recipient matches the e-mail given"
    if strange:
        return Belongs.UNKNOWN, "the recipient's hash is of an unknown kind"
    if seen:
        return Belongs.NO, f"{seen} the e-mail given: it belongs to another person"
    return Belongs.UNKNOWN, "the recipient isn't named by an e-mail, so it can't be compared"


def _identity(identity: Mapping[str, Any]) -> tuple[str, bool]:
    """The value and whether it is a hash, as versions 1, 2 and 3 name them."""
    value = said(identity.get("identity", identity.get("identityHash")))
    stated = identity.get("hashed")
    plain = value.removeprefix("mailto:")
    return plain, bool(stated) if isinstance(stated, bool) else bool(_HASH.fullmatch(plain))


def _algorithm(value: str) -> str:
    matched = _HASH.fullmatch(value)
    if not matched:
        return ""
    name = (matched[1] or _BY_LENGTH.get(len(matched[2]), "")).lower()
    return name if name in _ALGORITHMS else ""


def _same(value: str, hashed: bool, salt: str, email: str) -> bool:
    if not hashed:
        return value.casefold() == email.casefold()
    made = hashlib.new(_algorithm(value), f"{email}{salt}".encode(), usedforsecurity=False).hexdigest()
    return made == value.rpartition("$")[2].lower()


def _spellings(email: str) -> set[str]:
    return {email.strip(), email.strip().lower(), f"mailto:{email.strip().lower()}"}
