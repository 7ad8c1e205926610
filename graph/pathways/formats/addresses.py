"""Identifiers as addresses in files of other systems, and back: those of vocabularies theirs, all others ours."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

from graph.pathways.model import Pathway, Step

OWN: Final = "urn:stackway:"
"""How an address begins that stands for an identifier which isn't an address; the readers know it."""

REGISTRY: Final = "https://credentialengineregistry.org/resources/"
_UUID: Final = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_ADDRESSES: Final[Mapping[str, tuple[str, str]]] = {
    "ctdl": (REGISTRY, f"ce-{_UUID}"),
    "esco": ("http://data.europa.eu/esco/", f"(?:skill|occupation)/{_UUID}"),
    "onet": ("https://www.onetonline.org/link/summary/", r"\d\d-\d{4}\.\d\d"),
}
"""How the addresses of a vocabulary begin, and which identifiers have one."""


def address(identifier: str) -> str:
    """An identifier as an address: of the registry, ESCO and O*NET theirs.

    >>> address("onet:15-1252.00"), address("acme:CS 101")
    ('https://www.onetonline.org/link/summary/15-1252.00', 'urn:stackway:acme%3ACS%20101')
    """
    prefix, _, local = identifier.partition(":")
    beginning, shape = _ADDRESSES.get(prefix, ("", ""))
    return beginning + local if shape and re.fullmatch(shape, local) else OWN + quote(identifier, safe="")


def place(pathway: Pathway, step: str) -> str:
    """The address of a step: of a component of the registry its own, else one inside the pathway's."""
    if re.fullmatch(f"ce-{_UUID}", step):
        return REGISTRY + step
    return f"{OWN}{quote(pathway.id, safe='')}#{quote(step, safe='')}"


def earned(step: Step) -> str:
    """The address of what a step gives, with the step's own name behind it."""
    return f"{OWN}{quote(step.credential, safe='')}#{quote(step.id, safe='')}"


def uuid_of(address_: str) -> str:
    """A UUID made from an address, always the same."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, address_))


def ctid(address_: str) -> str:
    """The registry's own identifier, else one made from the address, always the same."""
    found = re.search(f"ce-{_UUID}$", address_)
    return found[0] if found else f"ce-{uuid_of(address_)}"


def filled(value: Mapping[str, Any]) -> dict[str, Any]:
    """An object without the properties that say nothing."""
    return {name: one for name, one in value.items() if one not in (None, "", [], {})}
