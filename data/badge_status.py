"""Whether a credential was revoked, by the status lists that lie in the same upload; none is fetched.

A Bitstring Status List is a gzipped row of bits, the first the leftmost; a credential's index says which are its own
(https://www.w3.org/TR/vc-bitstring-status-list/; StatusList2021 is the same but for the packing's first letter).
"""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Mapping
from typing import Any, Final

from data.badge_types import Known
from data.errors import InvalidValue
from data.ld import address, objects_in, said

MAX_LIST: Final = 16_000_000
_PURPOSES: Final = ("revocation", "suspension")


def status(value: Mapping[str, Any], known: Known) -> tuple[bool, tuple[str, ...], bool]:
    """Whether it is revoked or suspended, why that isn't known, and whether it is known."""
    entries = objects_in(value.get("credentialStatus", value.get("status")))
    if value.get("credentialStatus") and not entries:
        return False, ("whether it was revoked wasn't looked up",), False
    revoked, reasons = False, []
    for entry in entries:
        try:
            revoked = revoked or _revoked(entry, address(value.get("issuer")), known)
        except InvalidValue as error:
            reasons.append(error.message)
    return revoked, tuple(dict.fromkeys(reasons)), not reasons


def _revoked(entry: Mapping[str, Any], issuer: str, known: Known) -> bool:
    listed = address(entry.get("statusListCredential"))
    if not listed and address(entry) in known:
        return False  # a list of revoked badges by their identifiers, which is looked through elsewhere
    found = known.get(listed)
    if found is None:
        raise InvalidValue("whether it was revoked wasn't looked up: the status list isn't in the upload")
    if said(entry.get("statusPurpose")) not in _PURPOSES:
        return False
    if issuer and address(found.get("issuer")) != issuer:
        raise InvalidValue("whether it was revoked isn't known: the status list is another issuer's")
    subject = next(iter(objects_in(found.get("credentialSubject"))), {})
    size = _number(entry.get("statusSize", 1), "size")
    return any(_bits(said(subject.get("encodedList")), _number(entry.get("statusListIndex"), "index"), size))


def _number(given: Any, what: str) -> int:
    text = said(given)
    if not text.isdecimal() or len(text) > 12 or (what == "size" and not 1 <= int(text) <= 64):
        raise InvalidValue(f"whether it was revoked isn't known: its status has no {what} that can be read")
    return int(text)


def _bits(encoded: str, index: int, size: int) -> list[int]:
    """The bits of an entry of so many bits each."""
    packed = unpacked(encoded)
    first = index * size
    if (first + size) > len(packed) * 8:
        raise InvalidValue("whether it was revoked isn't known: its index is past the end of the status list")
    return [packed[at // 8] >> (7 - at % 8) & 1 for at in range(first, first + size)]


def unpacked(encoded: str) -> bytes:
    """The bytes of an encoded list: base 64 of gzip, with or without multibase's ``u``; raises `InvalidValue`."""
    text = encoded[1:] if encoded.startswith("u") else encoded
    try:
        packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_")
        content = zlib.decompressobj(wbits=31).decompress(packed, MAX_LIST + 1)
    except (binascii.Error, ValueError, zlib.error) as error:
        raise InvalidValue("whether it was revoked isn't known: the status list is damaged") from error
    if len(content) > MAX_LIST:
        raise InvalidValue("whether it was revoked isn't known: the status list is too long to be read")
    return content
