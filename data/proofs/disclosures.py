"""Tokens that disclose claims one by one (SD-JWT, RFC 9901): the claims put back where their digests stand.

The signature covers the digests, so what is put back is as signed as the rest. A claim that nobody disclosed stays
hidden; a disclosure that no digest names makes the token a damaged one.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from data.errors import InvalidValue

MAX_DISCLOSURES: Final = 2_000
MAX_DEPTH: Final = 60
_HASHES: Final = {"sha-256": hashlib.sha256, "sha-384": hashlib.sha384, "sha-512": hashlib.sha512}


def disclosed(payload: Mapping[str, Any], disclosures: Iterable[str]) -> dict[str, Any]:
    """The payload with the disclosed claims in their places; raises `InvalidValue` where they don't belong to it."""
    given = list(disclosures)
    algorithm = payload.get("_sd_alg", "sha-256")
    if len(given) > MAX_DISCLOSURES or algorithm not in _HASHES:
        raise InvalidValue("A token whose disclosed claims can't be read.", hint="Copy it whole.")
    waiting = {_digest(text, _HASHES[algorithm]): _parts(text) for text in given}
    whole: dict[str, Any] = _put_back(dict(payload), waiting, 0)
    if waiting:
        raise InvalidValue("A damaged token: it discloses claims that it doesn't name.", hint="Copy it whole.")
    whole.pop("_sd_alg", None)
    return whole


def _digest(text: str, algorithm: Any) -> str:
    digest: bytes = algorithm(text.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _parts(text: str) -> list[Any]:
    """Of an object's claim salt, name and value; of an array's element salt and value."""
    try:
        parts = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (binascii.Error, ValueError, RecursionError) as error:
        raise InvalidValue("A damaged token: a disclosed claim can't be read.", hint="Copy it whole.") from error
    if not isinstance(parts, list) or len(parts) not in (2, 3):
        raise InvalidValue("A damaged token: a disclosed claim has no value.", hint="Copy it whole.")
    return parts


def _put_back(value: Any, waiting: dict[str, list[Any]], depth: int) -> Any:
    if depth > MAX_DEPTH:
        raise InvalidValue("A token whose disclosed claims are nested too deep.")
    if isinstance(value, list):
        elements = (_element(item, waiting) for item in value)
        return [_put_back(item, waiting, depth + 1) for found in elements for item in found]
    if not isinstance(value, dict):
        return value
    claims = {name: part for name, part in value.items() if name != "_sd"}
    digests = value.get("_sd")
    for digest in digests if isinstance(digests, list) else ():
        found = waiting.get(digest) if isinstance(digest, str) else None
        if found is None or len(found) != 3:
            continue
        _, name, part = waiting.pop(digest)
        if not isinstance(name, str) or name in claims or name in ("_sd", "..."):
            raise InvalidValue("A damaged token: it discloses a claim twice.", hint="Copy it whole.")
        claims[name] = part
    return {name: _put_back(part, waiting, depth + 1) for name, part in claims.items()}


def _element(item: Any, waiting: dict[str, list[Any]]) -> list[Any]:
    """The element of an array: itself, what its digest discloses, or nothing where that stays hidden."""
    if not isinstance(item, dict) or set(item) != {"..."}:
        return [item]
    digest = item["..."]
    found = waiting.get(digest) if isinstance(digest, str) else None
    return [waiting.pop(digest)[1]] if found is not None and len(found) == 2 else []
