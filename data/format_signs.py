"""The signs by which some formats are told, and the words for a file that is none of them."""

from __future__ import annotations

from typing import Final

from data import json_documents
from data.heads import LOOKED_AT, Head


def is_badge(head: Head) -> bool:
    """Whether a file's JSON says that it is a badge, or has the shape of one."""
    kinds = {name.rpartition(":")[2].rpartition("#")[2] for name in head.types}
    return bool(
        kinds & {"VerifiableCredential", "VerifiablePresentation", "BadgeClass", "Assertion", "OpenBadgeCredential"}
    ) or {"badge", "recipient"} <= set(head.keys)


def is_posting(head: Head) -> bool:
    """Whether a file holds job postings: a JobPosting, or titles in its columns or records."""
    if head.suffix in (".html", ".htm", ".xhtml") or "JobPosting" in head.types:
        return "JobPosting" in head.text
    if "$schema" in head.keys:
        return False
    keys = {key.casefold() for key in (*head.record_keys, *head.columns)}
    alone = head.is_json and head.suffix == ".json" and head.text.lstrip()[:1] == "{"
    return bool(keys & {"title", "job title", "jobtitle"}) and (not alone or bool(keys & _OF_POSTINGS))


_OF_POSTINGS: Final = frozenset(
    {
        "description",
        "text",
        "body",
        "company",
        "employer",
        "organization",
        "organisation",
        "hiringorganization",
        "location",
        "place",
        "joblocation",
        "country",
        "requirements",
        "qualifications",
        "responsibilities",
        "skills",
        "salary",
        "posted",
        "dateposted",
        "url",
    }
)
"""One of these stands beside the title of a posting that is a whole file; other files have titles too."""


def seen(head: Head) -> str:
    """What was found instead; raises `UnreadableFile` with the place where it is JSON that can't be read."""
    if "$schema" in head.keys:
        return "a JSON Schema, which describes data and holds none"
    if head.is_json:
        if head.path.stat().st_size <= LOOKED_AT:
            json_documents.load(head.path)
        return f"JSON with the keys {', '.join(sorted(head.keys)[:8]) or '(none)'}"
    if head.suffix in (".html", ".htm", ".xhtml"):
        return "a web page in which no JobPosting is embedded"
    return f"text with the columns {', '.join(sorted(head.columns))[:200]}" if head.columns else "nothing that is known"
