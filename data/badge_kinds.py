"""What JSON without a badge is: a context, a schema, another kind of credential; to say why it is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from data.badge_files import json_of
from data.cells import shown
from data.errors import InvalidValue
from data.ld import objects_in, said, types_of

_GENERAL: Final = frozenset({"VerifiableCredential", "VerifiablePresentation"})


def refusal(content: bytes) -> InvalidValue:
    """Why JSON that holds no badge object is refused.

    >>> print(refusal(b'{"@context": {"name": "https://schema.org/name"}}'))
    Not a badge: a JSON-LD context, which defines terms. Give the badge itself.
    """
    if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        return InvalidValue(
            "A token or picture that carries something else than an Open Badge.", hint="Give the badge."
        )
    try:
        value = json_of(content)
    except InvalidValue as error:
        return error
    first = next(iter(objects_in(value)), {})
    what = _what(first)
    if not what:
        return InvalidValue("JSON without an Open Badge in it.", hint="Give a badge, not a page about it.")
    return InvalidValue(f"Not a badge: {what}.", hint="Give the badge itself.")


def _what(value: Mapping[str, Any]) -> str:
    if isinstance(value.get("@context"), dict | list) and not set(value) - {"@context", "$comment", "id", "@id"}:
        return "a JSON-LD context, which defines terms"
    if "$schema" in value and isinstance(value.get("$schema"), str):
        return "a JSON Schema, which describes a form"
    if types := types_of(value):
        return f"an object of the type {shown(types[0])}, which isn't read"
    if "credentialSubject" in value:
        return "a credential without a type"
    name = said(value.get("targetName"))
    return "an alignment, which is a part of a badge" if name else ""


def other_credential(value: Mapping[str, Any]) -> str:
    """What a credential is that is no badge, by its types."""
    types = types_of(value)
    named = ", ".join(shown(name) for name in types[:3] if name not in _GENERAL)
    what = "a verifiable credential" if _GENERAL & {*types} else "an object"
    return f"{what} of another kind ({named})" if named else f"{what} without an achievement"
