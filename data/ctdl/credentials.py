"""Credentials, learning opportunities and assessments: what becomes a row of credentials."""

from __future__ import annotations

import re
from typing import Any, Final

from data.alignments import known_identifier
from data.ctdl.conditions import requirement
from data.ctdl.durations import hours, months, said_duration, stated
from data.ctdl.known import credit, name_of
from data.ctdl.nodes import Node, language_of, short
from data.ctdl.offerings import write_offerings
from data.ctdl.place import Writing
from data.ctdl.taught import write_taught
from data.ctdl.terms import bare, words

MAX_NOTE: Final = 4_000

_ENDED: Final = frozenset(
    {"deprecated", "superseded", "ceased", "revoked", "suspended", "temporarilysuspended", "inactive"}
)
_RUNNING: Final = frozenset({"active", "probationary", "developing", "developmental", "current"})
_LEVELS: Final = ("audienceleveltype", "credentiallevel", "educationleveltype", "qualificationlevel")
_SUBJECTS: Final = ("subject", "degreemajor", "degreeconcentration", "degreeminor", "keyword")
_LANGUAGES: Final = {
    "eng": "en",
    "spa": "es",
    "fra": "fr",
    "fre": "fr",
    "deu": "de",
    "ger": "de",
    "english": "en",
    "spanish": "es",
    "french": "fr",
    "german": "de",
    "arabic": "ar",
    "portuguese": "pt",
}
_PARTS: Final = (
    ("haspart", "Has parts"),
    ("ispartof", "Part of"),
    ("isrequiredfor", "Required for"),
    ("ispreparationfor", "Prepares for"),
    ("isadvancedstandingfor", "Gives advanced standing for"),
    ("advancedstandingfrom", "Advanced standing from"),
    ("preparationfrom", "Preparation"),
)
_TARGETS: Final = ("targetcredential", "targetlearningopportunity", "targetassessment")


def write_credential(node: Node, writing: Writing, *, credential: str = "", kind: str = "") -> None:
    """One credential with its offerings and skills; set aside where it has no name or stands in the file already."""
    known = writing.known
    credential, name = credential or known.identifier(node), node.text("name")
    if not name:
        writing.report.set_aside(node.locator, f"{words(node.kind)}: it has no name")
        return
    if not writing.takes(node, "credentials", credential):
        return
    owner = known.owner(node)
    values = {"id": credential, "issuer_name": owner.name, "name": name, "kind": kind or words(node.kind)}
    write_offerings(node, credential, writing)
    writing.add("credentials", node, owner, {**values, **_values(node, credential, writing)})
    write_taught(node, credential, owner, writing)


def _values(node: Node, credential: str, writing: Writing) -> dict[str, Any]:
    asks, asked_note = requirement(node, credential, writing.known)
    status, status_note = _status(node)
    return {
        "description": node.text("description"),
        "level": _levels(node),
        "language": _language(node),
        "requirement": asks,
        "validity_months": months(stated(node, "renewalfrequency")),
        "status": status,
        "superseded_by": _superseded(node, writing),
        "page_url": node.web("subjectwebpage"),
        "hours": _hours(node),
        "subjects": [short(text) for text in node.texts(*_SUBJECTS)],
        "occupations": [short(text) for text in _occupations(node)],
        "note": _note(node, writing, status_note, asked_note),
    }


def _levels(node: Node) -> str:
    return ", ".join(dict.fromkeys(_level(text) for text in node.terms(*_LEVELS)))


def _level(text: str) -> str:
    """The level as worded; of a term of CTDL its words.

    >>> _level("audLevel:BachelorsDegreeLevel"), _level("Beginner Level")
    ('Bachelors Degree Level', 'Beginner Level')
    """
    name = bare(text) if re.fullmatch(r"\S+", text) else text
    return short(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name))


def _status(node: Node) -> tuple[str | None, str]:
    """Active or withdrawn, None where it isn't stated, and a note where the word says more than that."""
    for text in node.terms("credentialstatustype", "lifecyclestatustype", "statustype"):
        word = re.sub(r"\W", "", bare(text)).casefold()
        if word in _ENDED or word in _RUNNING:
            said = "" if word in ("active", "current") else f"Status: {bare(text)}."
            return "withdrawn" if word in _ENDED else "active", said
        return None, f"Status: {short(text)}."
    return None, ""


def _superseded(node: Node, writing: Writing) -> str | None:
    return next((curie for ref in node.refs("supersededby") if (curie := writing.known.points_at(ref))), None)


def _language(node: Node) -> str | None:
    for text in node.terms("inlanguage"):
        named = _LANGUAGES.get(bare(text).casefold(), text)
        if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", named):
            return named
    return language_of(node.all("name")) or None


def _hours(node: Node) -> float | None:
    for profile in node.nodes("estimatedduration"):
        if (found := hours(stated(profile, "exactduration", "timerequired"))) is not None:
            return found
    return hours(stated(node, "timerequired", "estimatedduration"))


def _occupations(node: Node) -> list[str]:
    """The occupations it leads to by name; where only a code of O*NET or SOC or an address is stated, that."""
    found: dict[str, None] = {}
    for item in node.nodes("occupationtype"):
        if name := name_of(item):
            found[name] = None
            continue
        for ref in (*item.refs("targetnode", "subjectwebpage"), item.text("codednotation")):
            if (known := known_identifier(ref)) or re.fullmatch(r"\d\d-\d{4}(\.\d\d)?", ref):
                found[known or (f"onet:{ref}" if "." in ref else f"soc:{ref}")] = None
    found.update(dict.fromkeys(text for item in node.all("occupationtype") if isinstance(item, str) for text in [item]))
    return list(found)


def _note(node: Node, writing: Writing, *said: str) -> str:
    known, parts = writing.known, [*said]
    lasts = [text for profile in node.nodes("estimatedduration") if (text := said_duration(profile))]
    if (worth := credit(node)) is not None:
        units = ", ".join(text for value in node.nodes("creditvalue") for text in value.texts("creditunittype"))
        parts.append(f"Worth {worth:g} credits ({units})." if units else f"Worth {worth:g} credits.")
    if lasts and _hours(node) is None:
        parts.append(f"Takes {'; '.join(lasts)}.")
    for key, what in _PARTS:
        refs = node.refs(key) + [ref for profile in known.nodes(node, key) for ref in profile.refs(*_TARGETS)]
        names = dict.fromkeys(known.names.get(known.points_at(ref), ref) for ref in refs if not ref.startswith("_:"))
        if names:
            parts.append(f"{what}: {', '.join(names)}.")
    return " ".join(filter(None, parts))[:MAX_NOTE]
