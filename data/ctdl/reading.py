"""A CTDL file read into tables: looked at once for what refers to what, and once more to write its rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from data.ctdl.competencies import write_competency
from data.ctdl.credentials import write_credential
from data.ctdl.dialects import things
from data.ctdl.known import TO_EARN, Known, look_at
from data.ctdl.nodes import Node
from data.ctdl.occupations import write_occupation
from data.ctdl.offerings import write_scheduled
from data.ctdl.pathway_rows import write_component, write_pathway
from data.ctdl.place import Writing
from data.ctdl.properties import TAKEN
from data.ctdl.terms import Family, bare, family
from data.errors import UnreadableFile
from data.heads import Head
from data.reading import Progress, Reading, Report, finished, silent, told
from data.tables import TableRows

LISTED: Final = 1_000
"""How many things of one kind are set aside one by one; of more, the count and the first place are told."""

_CONTEXTS: Final = ("credreg.net", "purl.org/ctdl", "purl.org/ctdlasn", "credreg.org")
_PREFIXES: Final = ("ceterms:", "ceasn:", "asn:", "qdata:", "navy:", "https://purl.org/ctdl", "http://purl.org/ctdl")
_OWN_KEYS: Final = frozenset(
    {
        "publishfororganizationidentifier",
        "publishbyorganizationidentifier",
        "owningorganizationidentifier",
        "graphinput",
    }
)
_WRITERS: Final[Mapping[Family, Callable[[Node, Writing], None]]] = {
    Family.PATHWAY: write_pathway,
    Family.COMPETENCY: write_competency,
    Family.OCCUPATION: write_occupation,
    Family.OFFERING: write_scheduled,
}
_WHY_NOT: Final[Mapping[Family, str]] = {
    Family.ORGANIZATION: "no table of organizations is kept; its name stands with what it offers",
    Family.FRAMEWORK: "a framework is no skill; its competencies are",
    Family.COLLECTION: "a collection is no skill or credential; its members are",
    Family.TASK: "a task is part of an occupation, which has its skills",
    Family.CONDITIONS: "its conditions stand with the credentials that name it",
    Family.COSTS: "its costs stand with the offerings that name it",
    Family.CONDITION: "it stands with what points at it",
    Family.COST: "it stands with what points at it",
    Family.ALIGNMENT: "it stands with what points at it",
}
_OTHERS: Final = (
    ("Data|Metric|Observation|Dimension|Outcome|Earning|Holders|Monetary|Quantitative", "no outcome data is kept"),
    ("Rubric|CriterionLevel", "no rubrics are kept"),
    ("Concept|Progression|DefinedTerm", "a term of a classification is no skill"),
    ("Transfer|PriorLearning|StructuredStatement", "agreements on transfer between issuers aren't kept"),
    ("Qualifications|CredentialType|AlignmentMap", "frameworks of qualifications aren't kept"),
    ("Member", "what it points at is read where it is described"),
    ("Class|Property|Ontology", "it says how CTDL is written; it describes no credential"),
)
"""Parts of the names of other kinds, and why these aren't taken."""


def recognises(head: Head) -> bool:
    """Whether a file's beginning is that of CTDL: by its contexts, the prefixes of its keys and types, its envelope."""
    if not head.is_json or "$schema" in head.keys:
        return False
    if any(known in context for context in head.contexts for known in _CONTEXTS):
        return True
    if any(name.startswith(_PREFIXES) for name in (*head.types, *head.keys)):
        return True
    lower = {key.casefold() for key in head.keys}
    if lower & _OWN_KEYS or {"envelope_type", "resource"} <= lower or {"ctid", "name"} <= lower:
        return True
    own = {Family.COMPONENT, Family.PATHWAY, Family.CONDITION} | TO_EARN
    return "@graph" in head.keys and any(family((bare(name),)) in own for name in head.types)


def read(
    path: Path,
    *,
    issuer: str = "",
    issuer_name: str = "",
    progress: Progress = silent,
    locate_as: str = "",
    source: str = "",
) -> Reading:
    """Credentials, skills, occupations, offerings and pathways of a CTDL file, in any dialect of its JSON.

    `issuer` begins the identifiers of what has no CTID (else the host of its address does), `issuer_name` is whose a
    thing is that doesn't say. Nothing is fetched: what a file points at and doesn't hold keeps its identifier only.
    Raises `UnreadableFile` where the file isn't JSON or nothing in it is CTDL.
    """
    name = locate_as or path.name
    known = Known(issuer, issuer_name)
    count = look_at(things(path, Report(name), name), known)
    report = Report(source or path.name)
    rows = TableRows(issuer or "ctdl", source or path.name)
    writing = Writing(known, rows, report)
    aside: dict[tuple[str, str], list[str]] = {}
    for node in told(things(path, report, name), f"reading {path.name}", progress):
        if not _write(node, writing):
            aside.setdefault((node.kind or "thing without a type", _why_not(node)), []).append(node.locator)
    if not count:
        raise UnreadableFile(
            f"{name}: nothing in it is CTDL{_first(report)}.",
            hint="Expected: JSON-LD with types such as ceterms:Badge.",
        )
    _tell(aside, report)
    if writing.untaken:
        report.remarks.append(f"Properties that no table has a place for: {_counted(writing.untaken)}.")
    return finished(rows, report)


def _write(node: Node, writing: Writing) -> bool:
    """Write the rows of a thing, or report why it has none; false where its kind has no rows."""
    if node.is_component:
        write_component(node, writing)
    elif node.family in TO_EARN:
        write_credential(node, writing)
    elif write := _WRITERS.get(node.family):
        write(node, writing)
    else:
        return False
    writing.untaken.update(name for name in node.values if name not in TAKEN)
    return True


def _why_not(node: Node) -> str:
    others = (why for names, why in _OTHERS if re.search(names, node.kind))
    return _WHY_NOT.get(node.family) or next(others, "there is no table for it")


def _tell(aside: Mapping[tuple[str, str], list[str]], report: Report) -> None:
    """Say of each kind that isn't taken how many there are and why, and list them where they aren't thousands."""
    for (kind, why), places in aside.items():
        report.remarks.append(f"{len(places)} of the kind {kind}, the first at {places[0]}: {why}.")
        if len(places) <= LISTED:
            for place in places:
                report.set_aside(place, f"{kind}: {why}")


def _counted(names: Counter[str]) -> str:
    more = f" and {len(names) - 40} more" if len(names) > 40 else ""
    return ", ".join(f"{name[:60]} ({count})" for name, count in names.most_common(40)) + more


def _first(report: Report) -> str:
    return f" ({report.aside[0].reason})" if report.aside else ""
