"""What a badge's alignments point at: skills by identifier where the address is known, else by label."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote

from data.ld import objects_in, said

_UUID: Final = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_PATTERNS: Final = (
    (re.compile(r"data\.europa\.eu/esco/((?:skill|occupation)/[0-9a-f-]{36})"), "esco:"),
    (re.compile(r"data\.europa\.eu/esco/(isco/C\d+|isced-f/\d+)"), "esco:"),
    (re.compile(r"onetonline\.org/link/(?:summary|details|custom|localwages)/(\d\d-\d{4}\.\d\d)"), "onet:"),
    (re.compile(r"onetonline\.org/find/descriptor/\w+/(\d(?:\.[A-Za-z0-9]+)+)"), "onet:element/"),
    (re.compile(r"credentialengineregistry\.org/(?:resources|graph)/(ce-[0-9a-f-]{36})"), "ctdl:"),
    (re.compile(rf"/(?:CFItems|uri)/({_UUID})\b", re.IGNORECASE), "case:"),
    (re.compile(rf"/api/(?:v\d+/)?skills/({_UUID})\b", re.IGNORECASE), "rsd:"),
)
_OCCUPATION: Final = re.compile(r"esco:(occupation|isco)/|onet:\d\d-\d{4}|soc:")
_NOT_SKILLS: Final = re.compile(
    r"(?:ceterms:)?Credential|CFRubric\w*|ext:(?!.*(?:skill|competenc|outcome|esco)).*", re.I
)

OWN: Final = "urn:stackway:"
"""How an address begins that stands for an identifier which isn't an address, in files that Stackway wrote."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """One thing a badge says it is aligned to; `identifier` is a CURIE, empty where the address isn't known."""

    name: str
    identifier: str
    url: str
    framework: str
    description: str
    is_occupation: bool


def alignments(achievement: Mapping[str, Any]) -> Iterator[Alignment]:
    """The alignments of a badge class (2.0) or achievement (3.0) to skills and occupations.

    Those to credentials and rubrics are left out, and those of kinds of their own (``ext:EQF``) that aren't of skills.

    >>> [a.identifier for a in alignments({"alignment": {"targetUrl": "https://www.onetonline.org/link/summary/15-1252.00"}})]
    ['onet:15-1252.00']
    """
    given = achievement.get("alignment", achievement.get("alignments"))
    for item in given if isinstance(given, list) else [given]:
        value = {"targetUrl": item} if isinstance(item, str) else item
        if not isinstance(value, Mapping) or _NOT_SKILLS.fullmatch(said(value.get("targetType"))):
            continue
        url = _first(value, "targetUrl", "url", "id")
        identifier = known_identifier(url) or known_identifier(_first(value, "targetCode"))
        name = _first(value, "targetName", "name", "targetCode") or identifier or url
        if name:
            yield Alignment(
                name,
                identifier,
                url,
                _first(value, "targetFramework", "framework"),
                _first(value, "targetDescription", "description"),
                bool(_OCCUPATION.match(identifier)),
            )


def level(achievement: Mapping[str, Any]) -> str:
    """The level of the European Qualifications Framework that an achievement says it is aligned to; empty for none.

    >>> level({"alignment": [{"targetType": "ext:EQF", "targetCode": "4"}]})
    'EQF 4'
    """
    given = achievement.get("alignment", achievement.get("alignments"))
    for item in objects_in(given):
        code = _first(item, "targetCode")
        if said(item.get("targetType")) == "ext:EQF" and re.fullmatch(r"[1-8]", code):
            return f"EQF {code}"
    return ""


def known_identifier(text: str) -> str:
    """The CURIE of an address of ESCO, O*NET OnLine, the Credential Registry, CASE or OSMT; empty where it is none.

    >>> known_identifier("https://credentialengineregistry.org/resources/ce-98cb027b-95ef-4494-908d-6f7790ec6b6b")
    'ctdl:ce-98cb027b-95ef-4494-908d-6f7790ec6b6b'
    """
    plain = unquote(text)
    for pattern, prefix in _PATTERNS:
        if found := pattern.search(plain):
            return prefix + (found[1].lower() if prefix in ("case:", "rsd:") else found[1])
    return text if re.fullmatch(r"(?:esco|onet|soc):[\w./-]+", text) else ""


def _first(value: Mapping[str, Any], *keys: str) -> str:
    return next((text for key in keys if (text := said(value.get(key)))), "")


def own_parts(address: str) -> tuple[str, str]:
    """The identifier that Stackway itself wrote as an address, and what stands behind its ``#``; empty for any other.

    >>> own_parts("urn:stackway:acme%3Awelder#safety%20first"), own_parts("https://example.org/#a")
    (('acme:welder', 'safety first'), ('', ''))
    """
    if not address.startswith(OWN):
        return "", ""
    identifier, _, inside = address.removeprefix(OWN)[:3_000].partition("#")
    return unquote(identifier), unquote(inside)


def own_identifier(address: str) -> str:
    """The same as one text; empty for an address that Stackway didn't write.

    >>> own_identifier("urn:stackway:acme%3Awelder#safety"), own_identifier("https://example.org")
    ('acme:welder#safety', '')
    """
    return "#".join(filter(None, own_parts(address)))[:1_000]
