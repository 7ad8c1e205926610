"""Competencies of frameworks and collections: rows of skills, their hierarchy, and their matches elsewhere."""

from __future__ import annotations

from typing import Final

from data.ctdl.known import name_of
from data.ctdl.nodes import Node, short
from data.ctdl.place import Writing
from data.ctdl.terms import Family

_PREDICATES: Final = (
    ("ischildof", "broader", False),
    ("haschild", "broader", True),
    ("broadalignment", "broad match", False),
    ("narrowalignment", "narrow match", False),
    ("exactalignment", "exact match", False),
    ("sameas", "exact match", False),
    ("closealignment", "close match", False),
    ("majoralignment", "close match", False),
    ("minoralignment", "related", False),
    ("isrelatedto", "related", False),
    ("prerequisitealignment", "essential", False),
    ("knowledgeembodied", "essential", False),
    ("skillembodied", "essential", False),
    ("abilityembodied", "essential", False),
    ("complexitylevelof", "related", False),
)
"""Property, predicate, and whether it is read from the object to the subject."""

_KINDS: Final = {"knowledge": "knowledge", "attitude": "attitude", "attitudes": "attitude", "disposition": "attitude"}


def write_competency(node: Node, writing: Writing) -> None:
    """One competency as a skill with its relations; set aside where it says nothing or stands in the file already."""
    known = writing.known
    skill, label = known.identifier(node), name_of(node)
    if not label:
        writing.report.set_aside(node.locator, "competency: it has no text")
        return
    if not writing.takes(node, "skills", skill):
        return
    owner = known.owner(node)
    whole = node.text("competencytext")
    longer = whole if whole and whole != short(label) else ""
    writing.add(
        "skills",
        node,
        owner,
        {
            "id": skill,
            "vocabulary": skill.partition(":")[0],
            "label": short(label),
            "alt_labels": [text for text in node.texts("alternatename", "altlabel") if text != label],
            "kind": _kind(node),
            "description": longer or node.text("description", "comment"),
            "status": None,
            "iri": node.ref if node.ref.startswith("http") else None,
        },
    )
    _write_relations(node, skill, writing)


def _write_relations(node: Node, skill: str, writing: Writing) -> None:
    known = writing.known
    for key, predicate, turned in _PREDICATES:
        for ref in node.refs(key):
            other = known.points_at(ref)
            if other and other != skill and known.families.get(other) not in (Family.FRAMEWORK, Family.COLLECTION):
                _relate(node, (other, predicate, skill) if turned else (skill, predicate, other), writing)


def _relate(node: Node, triple: tuple[str, str, str], writing: Writing) -> None:
    subject, predicate, object_ = triple
    if writing.first(node.locator, "skill_relations", *triple):
        values = {"subject": subject, "predicate": predicate, "object": object_}
        writing.add("skill_relations", node, writing.known.owner(node), values)


def _kind(node: Node) -> str:
    for text in node.texts("competencycategory", "competencytype"):
        if found := _KINDS.get(text.casefold()):
            return found
    return "skill"
