"""Badge files as JSON objects: plain JSON, signed (JWS, VC-JWT) or baked into a picture, one or a bundle of them.

Signatures are kept with what they cover, and no address is visited. Everything is bounded: bytes, depth, number.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from data import baked
from data.errors import InvalidValue
from data.ld import address, kind_of, types_of
from data.proofs.disclosures import disclosed

MAX_FILE: Final = 10_000_000
MAX_DEPTH: Final = 60
MAX_OBJECTS: Final = 20_000
_JWS: Final = re.compile(r"[A-Za-z0-9_-]+={0,2}\.[A-Za-z0-9_-]+={0,2}\.[A-Za-z0-9_-]*={0,2}")
_PAGE: Final = re.compile(
    r"(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|section|article|div|p|h\d)\b", re.I | re.S
)
_ENVELOPE: Final = re.compile(r"data:application/(?:vc|vp)(?:\+ld)?(?:\+json)?\+(?:jwt|sd-jwt),(.+)")
_BADGES: Final = ("assertion", "credential", "learning record", "European credential")
_BUNDLES: Final = 5
"""How deep inside a bundle badges are looked for."""


@dataclass(frozen=True, slots=True)
class BadgeObject:
    """One object of a badge file: what it says, how it came, and whether it carries a signature.

    `token` is the signed token that it came in, empty where it came as plain JSON. `inside` is the learning record
    that it is a part of; that record's signature covers it, too.
    """

    value: Mapping[str, Any]
    carrier: str
    signed: bool
    token: str = ""
    inside: Mapping[str, Any] | None = None


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
    if _PAGE.match(text):
        raise InvalidValue("A web page, not a badge.", hint="Download the badge itself: JSON, JWT, PNG or SVG.")
    if text.startswith("<"):
        return [found for inner in baked.from_svg(content) for found in _from_text(inner, "SVG")]
    return _from_text(text, "")


def _from_text(text: str, picture: str) -> list[BadgeObject]:
    text = text.strip()
    if text.startswith(("{", "[")):
        return list(_bundle(_json(text), BadgeObject({}, picture or "JSON", signed=False), 0))
    token, *rest = text.split("~")
    if _JWS.fullmatch(token):
        return list(
            _bundle(_payload(token, rest), _in_token(BadgeObject({}, picture or "JWT", signed=False), token), 0)
        )
    if re.match(r"https?://", text):
        raise InvalidValue(
            "It holds only an address, and addresses aren't visited.", hint="Download the badge from there as JSON."
        )
    raise InvalidValue("Not an Open Badge: neither JSON nor a signed token.", hint="Give JSON, JWT, PNG or SVG.")


def json_of(content: bytes) -> Any:
    """The JSON of a plain file; raises `InvalidValue`."""
    try:
        return _json(content.decode("utf-8-sig").strip())
    except UnicodeDecodeError as error:
        raise InvalidValue("Not text.", hint="Give the badge as JSON, JWT, PNG or SVG.") from error


def _in_token(like: BadgeObject, token: str) -> BadgeObject:
    signed = not token.endswith(".")
    return replace(like, signed=signed, token=token if signed else "", inside=None)


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


def _payload(token: str, rest: Iterable[str]) -> Any:
    """What a compact token says, with what is disclosed after it.

    Of a VC-JWT that is the credential, with what only the token's own claims say added.
    """
    try:
        packed = token.split(".")[1].rstrip("=")
        text = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)).decode("utf-8")
    except (binascii.Error, ValueError) as error:
        raise InvalidValue(f"A damaged token ({error}).", hint="Copy it whole.") from error
    payload = _json(text)
    if not isinstance(payload, dict):
        raise InvalidValue("A token that carries no object.", hint="Copy it whole.")
    if given := [part for part in rest if part and "." not in part]:  # with points it is a proof of the holder's
        payload = disclosed(payload, given)
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
        enveloped = _ENVELOPE.fullmatch(value)
        token, *rest = (enveloped[1] if enveloped else value).split("~")
        if token.startswith("ey") and _JWS.fullmatch(token):
            yield from _walk(_payload(token, rest), _in_token(like, token), depth + 1)
    elif isinstance(value, list):
        for item in value:
            yield from _walk(item, like, depth + 1)
    elif isinstance(value, dict) and kind_of(value) == "other credential":
        inside = [found for part in _members(value, "presentation") for found in _walk(part, like, depth + 1)]
        badges = [found for found in inside if kind_of(found.value) in _BADGES]
        yield from badges or [replace(like, value=value, signed=like.signed or bool(value.get("proof")))]
    elif isinstance(value, dict):
        if kind := kind_of(value):
            yield replace(like, value=value, signed=like.signed or bool(value.get("proof")))
        for item in _members(value, kind):
            yield from _walk(item, _member(like, value, kind), depth + 1)


def _member(like: BadgeObject, value: Mapping[str, Any], kind: str) -> BadgeObject:
    """How the members of an object come: covered by the signature of a learning record, not by a holder's."""
    if kind == "learning record":
        return replace(like, signed=like.signed or bool(value.get("proof")), inside=value)
    return replace(like, signed=False, token="", inside=None) if kind == "presentation" else like


def _members(value: Mapping[str, Any], kind: str) -> list[Any]:
    """Where further badges may be: a collection's members, the awards beside a badge class, any part of a bundle."""
    if kind in ("learning record", "presentation"):
        return [value.get("credentialSubject"), value.get("verifiableCredential")]
    if kind:
        return [value.get("assertions")]
    if "EnvelopedVerifiableCredential" in types_of(value):
        return [address(value)]
    return [part for key, part in value.items() if key != "@context" and isinstance(part, list | dict)]
