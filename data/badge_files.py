"""Badge files as JSON objects: plain JSON, signed (JWS, VC-JWT) or baked into a picture, one or a bundle of them.

Signatures are noticed, never checked, and no address is visited. Everything is bounded: bytes, depth, number.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from data import baked
from data.errors import InvalidValue
from data.ld import kind_of

MAX_FILE: Final = 10_000_000
MAX_DEPTH: Final = 60
MAX_OBJECTS: Final = 20_000
_JWS: Final = re.compile(r"[A-Za-z0-9_-]+={0,2}\.[A-Za-z0-9_-]+={0,2}\.[A-Za-z0-9_-]*={0,2}")
_BUNDLES: Final = 5
"""How deep inside a bundle badges are looked for."""


@dataclass(frozen=True, slots=True)
class BadgeObject:
    """One object of a badge file: what it says, how it came, and whether it carries a signature."""

    value: Mapping[str, Any]
    carrier: str
    signed: bool


def objects(content: bytes) -> list[BadgeObject]:
    """The badge objects of a file's bytes; raises `InvalidValue` where there are none or it can't be read."""
    if len(content) > MAX_FILE:
        raise InvalidValue(f"A file of more than {MAX_FILE:,} bytes isn't read.", hint="A badge is far smaller.")
    if content.startswith(baked.PNG):
        return [found for text in baked.from_png(content) for found in _from_text(text, "PNG")]
    try:
        text = content.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise InvalidValue(
            "Neither text nor a PNG picture.", hint="Give the badge as JSON, JWT, PNG or SVG."
        ) from error
    if text.startswith("<"):
        return [found for inner in baked.from_svg(content) for found in _from_text(inner, "SVG")]
    return _from_text(text, "")


def _from_text(text: str, picture: str) -> list[BadgeObject]:
    text = text.strip()
    if text.startswith(("{", "[")):
        return list(_bundle(_json(text), BadgeObject({}, picture or "JSON", signed=False), 0))
    token = text.partition("~")[0]
    if _JWS.fullmatch(token):
        return list(_bundle(_payload(token), BadgeObject({}, picture or "JWT", signed=not token.endswith(".")), 0))
    if re.match(r"https?://", text):
        raise InvalidValue(
            "It holds only an address, and addresses aren't visited.", hint="Download the badge from there as JSON."
        )
    raise InvalidValue("Not an Open Badge: neither JSON nor a signed token.", hint="Give JSON, JWT, PNG or SVG.")


def _json(text: str) -> Any:
    try:
        value = json.loads(text)
        if "\\ud" in text.lower():  # half a surrogate pair is no text: it becomes a question mark
            value = json.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))
    except (ValueError, RecursionError) as error:
        raise InvalidValue(f"Not JSON ({error}).", hint="Check that the file is whole.") from error
    level, depth = [value], 0
    while level:
        depth += 1
        if depth > MAX_DEPTH:
            raise InvalidValue(f"JSON nested more than {MAX_DEPTH} deep isn't read.")
        level = [part for item in level for part in _inside(item)]
    return value


def _inside(item: Any) -> Iterator[Any]:
    values = item.values() if isinstance(item, dict) else item if isinstance(item, list) else ()
    return (part for part in values if isinstance(part, dict | list))


def _payload(token: str) -> Any:
    """What a compact token says; of a VC-JWT the credential, with what only the token's own claims say added."""
    try:
        packed = token.split(".")[1].rstrip("=")
        text = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)).decode("utf-8")
    except (binascii.Error, ValueError) as error:
        raise InvalidValue(f"A damaged token ({error}).", hint="Copy it whole.") from error
    payload = _json(text)
    if not isinstance(payload, dict):
        raise InvalidValue("A token that carries no object.", hint="Copy it whole.")
    inner = payload.get("vc", payload.get("vp"))
    if not isinstance(inner, dict):
        return payload
    claims = {"issuer": "iss", "id": "jti", "validFrom": "nbf", "validUntil": "exp"}
    return {**{name: payload[claim] for name, claim in claims.items() if claim in payload}, **inner}


def _bundle(value: Any, like: BadgeObject, depth: int) -> Iterator[BadgeObject]:
    """Every badge object in a value: the value itself, or those of the lists and bundles inside."""
    for number, item in enumerate(_walk(value, like, depth), 1):
        if number > MAX_OBJECTS:
            raise InvalidValue(f"A bundle of more than {MAX_OBJECTS:,} badges isn't read.", hint="Split it.")
        yield item


def _walk(value: Any, like: BadgeObject, depth: int) -> Iterator[BadgeObject]:
    if depth > _BUNDLES:
        return
    if isinstance(value, str):
        token = value.partition("~")[0]
        if token.startswith("ey") and _JWS.fullmatch(token):
            yield from _walk(_payload(token), replace(like, signed=not token.endswith(".")), depth + 1)
    elif isinstance(value, list):
        for item in value:
            yield from _walk(item, like, depth + 1)
    elif isinstance(value, dict):
        if kind := kind_of(value):
            yield replace(like, value=value, signed=like.signed or bool(value.get("proof")))
        for item in _members(value, kind):
            yield from _walk(item, like, depth + 1)


def _members(value: Mapping[str, Any], kind: str) -> list[Any]:
    """Where further badges may be: a collection's members, the awards beside a badge class, any part of a bundle."""
    if kind == "collection":
        return [value.get("credentialSubject"), value.get("verifiableCredential")]
    if kind:
        return [value.get("assertions")]
    return [part for key, part in value.items() if key != "@context" and isinstance(part, list | dict)]
