"""The definitions of terms (JSON-LD contexts) that a signature over meaning needs: those at hand, never fetched.

Shipped are those of the W3C and of Open Badges 3.0, unchanged (see ``contexts/SOURCE.md``). Further ones may lie in
the folder of trusted keys. Those that come in an upload are never used: they could give signed words another meaning.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, Final

from data.cells import shown
from data.proofs.outcome import NotChecked

SHIPPED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "https://www.w3.org/2018/credentials/v1": "credentials-1.json",
        "https://www.w3.org/ns/credentials/v2": "credentials-2.json",
        "https://w3id.org/security/data-integrity/v1": "data-integrity-1.json",
        "https://w3id.org/security/data-integrity/v2": "data-integrity-2.json",
        "https://w3id.org/security/suites/ed25519-2020/v1": "ed25519-2020-1.json",
        "https://purl.imsglobal.org/spec/ob/v3p0/context.json": "open-badges-3.0.json",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json": "open-badges-3.0.1.json",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json": "open-badges-3.0.2.json",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": "open-badges-3.0.3.json",
        "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json": "open-badges-extensions.json",
        "https://w3c-ccg.github.io/vc-ed/plugfest-1-2022/jff-vc-edu-plugfest-1-context.json": (
            "open-badges-3.0-beta.json"
        ),
    }
)


@cache
def shipped(name: str) -> Mapping[str, Any]:
    """A shipped context by its file's name."""
    text = resources.files("data.proofs").joinpath("contexts", name).read_text("utf-8")
    document: Mapping[str, Any] = json.loads(text)
    return document


def context(url: str, trusted: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    """The context at an address, from those at hand; raises `NotChecked` where it isn't among them."""
    if url in trusted:
        return trusted[url]
    if url in SHIPPED:
        return shipped(SHIPPED[url])
    raise NotChecked(f"the definitions of its terms aren't at hand: {shown(url)}")


def used(value: Any) -> set[str]:
    """The addresses of all contexts that a document uses; raises `NotChecked` where it brings definitions itself."""
    found: set[str] = set()
    level = [value]
    while level:
        for item in level:
            if isinstance(item, dict) and "@context" in item:
                found |= _addresses(item["@context"])
        level = [part for item in level for part in _parts(item)]
    return found


def _addresses(given: Any) -> set[str]:
    listed = given if isinstance(given, list) else [given]
    if not all(isinstance(one, str) for one in listed):
        raise NotChecked("it brings definitions of its own, which could give the signed words another meaning")
    return set(listed)


def _parts(item: Any) -> list[Any]:
    if isinstance(item, dict):
        return [part for key, part in item.items() if key != "@context" and isinstance(part, dict | list)]
    return [part for part in item if isinstance(part, dict | list)] if isinstance(item, list) else []
