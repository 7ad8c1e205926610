"""Occupations, work roles and jobs: rows of occupations, what they ask for, and how they stand to each other."""

from __future__ import annotations

from typing import Final

from data.ctdl.known import name_of
from data.ctdl.nodes import Node
from data.ctdl.place import Writing
from data.ctdl.terms import words

_EMBODIED: Final = ("knowledgeembodied", "skillembodied", "abilityembodied")
_RELATIONS: Final = (
    ("hasspecialization", "broader", True),
    ("isspecializationof", "broader", False),
    ("hasworkrole", "broader", True),
    ("isworkroleof", "broader", False),
    ("hasoccupation", "broader", False),
    ("hasjob", "broader", True),
    ("sameas", "exact match", False),
    ("exactalignment", "exact match", False),
    ("closealignment", "close match", False),
    ("broadalignment", "broad match", False),
    ("relatedoccupation", "related", False),
    ("isrelatedto", "related", False),
)


def write_occupation(node: Node, writing: Writing) -> None:
    """One occupation, work role or job; set aside where it has no name or stands in the file already."""
    known = writing.known
    occupation, name = known.identifier(node), node.text("name")
    if not name:
        writing.report.set_aside(node.locator, f"{words(node.kind)}: it has no name")
        return
    if not writing.takes(node, "occupations", occupation):
        return
    writing.add(
        "occupations",
        node,
        known.owner(node),
        {
            "id": occupation,
            "vocabulary": occupation.partition(":")[0],
            "label": name[:300],
            "alt_labels": node.texts("alternatename"),
            "description": node.text("description"),
            "code": _code(node),
            "status": None,
            "iri": node.ref if node.ref.startswith("http") else None,
        },
    )
    _write_relations(node, occupation, writing)
    for skill in _skills(node, writing):
        _write_skill(node, occupation, skill, "essential", writing)
    for task in known.nodes(node, "hastask"):
        for skill in _skills(task, writing):
            _write_skill(node, occupation, skill, "optional", writing)


def _code(node: Node) -> str:
    codes = [item.text("codednotation") for item in node.nodes("occupationtype")]
    codes += [item.text("identifiervaluecode") for item in node.nodes("identifier")]
    return node.text("codednotation") or next(filter(None, codes), "")


def _skills(node: Node, writing: Writing) -> list[str]:
    """Identifiers of the competencies that something embodies or requires."""
    known = writing.known
    refs = node.refs(*_EMBODIED)
    for profile in known.nodes(node, "requires"):
        refs += [ref for item in known.nodes(profile, "targetcompetency") for ref in item.refs("targetnode")]
        refs += [item for item in profile.refs("targetcompetency") if item in known.ids]
    return list(dict.fromkeys(curie for ref in refs if (curie := known.points_at(ref)) and name_of(node) != curie))


def _write_skill(node: Node, occupation: str, skill: str, relation: str, writing: Writing) -> None:
    if writing.first(node.locator, "occupation_skills", occupation, skill):
        values = {"occupation": occupation, "skill": skill, "relation": relation}
        writing.add("occupation_skills", node, writing.known.owner(node), values)


def _write_relations(node: Node, occupation: str, writing: Writing) -> None:
    for key, predicate, turned in _RELATIONS:
        for ref in node.refs(key):
            other = writing.known.points_at(ref)
            triple = (other, predicate, occupation) if turned else (occupation, predicate, other)
            if other and other != occupation and writing.first(node.locator, "occupation_relations", *triple):
                values = {"subject": triple[0], "predicate": predicate, "object": triple[2]}
                writing.add("occupation_relations", node, writing.known.owner(node), {**values, "confidence": None})
