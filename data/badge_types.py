"""What is found in a badge file: an achievement, an award of it, and what can be said about both."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from data.alignments import Alignment, own_parts
from data.cells import slug
from data.recipients import Belongs

Known = Mapping[str, Mapping[str, Any]]
"""The objects of the same upload by their identifiers."""


@dataclass(frozen=True, slots=True)
class BadgeIssuer:
    """Who issues a badge, as the badge says."""

    name: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Achievement:
    """What a badge is given for: a badge class (2.0) or achievement (3.0); nameless, only its address is known."""

    url: str
    name: str
    issuer: BadgeIssuer
    description: str = ""
    kind: str = ""
    language: str = ""
    page_url: str = ""
    criteria: str = ""
    tags: tuple[str, ...] = ()
    alignments: tuple[Alignment, ...] = ()
    level: str = ""
    hours: float | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """What a badge claims of a learner; dates are ISO, empty: not stated.

    `reasons` say what isn't known of it. `signer` is the identifier of whose key must have signed it, `named_key` the
    key that the badge itself names. `settled` is whether it is known that it wasn't revoked, as far as it can be.
    """

    identifier: str
    achievement: Achievement
    awarded: str
    expires: str
    revoked: bool
    belongs: Belongs
    reasons: tuple[str, ...]
    signer: str = ""
    named_key: str = ""
    settled: bool = True
    state: str = "awarded"


@dataclass(frozen=True, slots=True)
class BadgeAward:
    """A learner's award as an uploaded badge states it; `note` says what isn't known of it.

    `known` is "verified" only where it is signed with a trusted key, belongs to the person and wasn't revoked.
    """

    credential: str
    state: str
    date: str
    expires: str
    note: str
    known: str = "uploaded"


@dataclass(frozen=True, slots=True)
class BadgeFinding:
    """What one badge file, or one badge of a bundle, turned out to be.

    `kind` is assertion (2.0), credential (3.0), badge class, achievement, issuer, ... or empty where `error` says why
    it can't be read or is refused. `credential_url` is the achievement's own identifier, by which a catalogue may know
    it, and `credential` the identifier given to it here. `award` is None where it isn't one, or is another person's.
    `proof` is valid, invalid or unverified, and empty where there is nothing to sign; `key` is the one that it was
    signed with. `verified` is whether the proof is valid: unchanged since it was signed with that key, whoever holds
    it. `why_not` says what isn't known.
    """

    file: str
    kind: str = ""
    name: str = ""
    credential_url: str = ""
    credential: str = ""
    issuer_name: str = ""
    issuer_url: str = ""
    page_url: str = ""
    award: BadgeAward | None = None
    belongs: Belongs = Belongs.UNKNOWN
    verified: bool = False
    why_not: str = ""
    error: str = ""
    proof: str = ""
    key: str = ""


def issuer_prefix(achievement: Achievement, issuer: str = "") -> str:
    """A short prefix for the issuer's identifiers: the one given, else the host that issues.

    >>> issuer_prefix(Achievement("https://badges.example.org/7", "Knots", BadgeIssuer()))
    'badges-example-org'
    """
    if issuer:
        return issuer
    for url in (achievement.issuer.url, achievement.url):
        try:
            host = urlsplit(url).hostname or ""
        except ValueError:
            host = ""
        if host:
            return slug(host)
    return slug(achievement.issuer.name)[:40] or "badge"


def credential_id(achievement: Achievement, issuer: str = "") -> str:
    """An identifier for the achievement that depends on its address (else on its names) alone.

    >>> credential_id(Achievement("https://x.example/robotics.json", "Robotics", BadgeIssuer()), "x")
    'x:robotics-5785408e'
    """
    if own := own_parts(achievement.url)[0]:
        return own
    key = achievement.url or f"{achievement.issuer.url} {achievement.issuer.name} {achievement.name}"
    last = achievement.url.rstrip("/").rpartition("/")[2].rpartition(":")[2].removesuffix(".json")
    readable = slug(last or achievement.name)[:40].strip("-") or "badge"
    return f"{issuer_prefix(achievement, issuer)}:{readable}-{hashlib.sha256(key.encode()).hexdigest()[:8]}"
