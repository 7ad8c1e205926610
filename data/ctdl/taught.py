"""The competencies that a credential teaches, assesses or attests: rows of credential skills."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from data.ctdl.conditions import attested
from data.ctdl.known import Owner, name_of
from data.ctdl.nodes import Node, reference, short
from data.ctdl.place import Writing

_ELSEWHERE = ("esco", "onet", "soc")
"""Vocabularies that have their skills from other files."""


@dataclass(frozen=True, slots=True)
class Taught:
    """One competency that is named: its identifier (empty where only words are stated), name, share and evidence."""

    skill: str
    label: str
    weight: float | None
    evidence: str
    address: str = ""


def write_taught(node: Node, credential: str, owner: Owner, writing: Writing) -> None:
    """The skills of a credential; one that has an identifier and a name, but no description in the file, is added."""
    for found in _all(node, writing):
        key = found.skill or found.label.casefold()
        if not writing.first(node.locator, "credential_skills", credential, key):
            continue
        values = {"credential": credential, "skill": found.skill, "label": found.label, "weight": found.weight}
        writing.add(
            "credential_skills", node, owner, {**values, "how": "stated", "confidence": 1.0, "evidence": found.evidence}
        )
        _write_skill(node, found, owner, writing)


def _write_skill(node: Node, found: Taught, owner: Owner, writing: Writing) -> None:
    prefix = found.skill.partition(":")[0]
    named = bool(found.skill) and found.label != found.skill and prefix not in _ELSEWHERE
    if named and found.skill not in writing.known.families and writing.first(node.locator, "skills", found.skill):
        iri = found.address if found.address.startswith("http") else None
        values = {"id": found.skill, "vocabulary": prefix, "label": found.label, "alt_labels": [], "kind": "skill"}
        writing.add("skills", node, owner, {**values, "iri": iri})


def _all(node: Node, writing: Writing) -> Iterator[Taught]:
    for key in ("teaches", "assesses", "targetcompetency", "attests"):
        yield from _under(node, key, f"ceterms:{key}", writing)
    for profile in attested(node, writing.known):
        yield from _under(profile, "targetcompetency", "competency of ceterms:requires", writing)


def _under(node: Node, key: str, why: str, writing: Writing) -> Iterator[Taught]:
    known = writing.known
    for item in node.all(key):
        if isinstance(item, str) and reference(item, node.context) not in known.held:
            skill = known.points_at(reference(item, node.context))
            yield Taught(skill, short(known.names.get(skill) or skill or item), None, why)
    for found in known.nodes(node, key):
        targets = found.refs("targetnode", "subjectwebpage") or [found.ctid or found.ref]
        address, skill = next(((ref, curie) for ref in targets if (curie := known.points_at(ref))), ("", ""))
        label = (
            known.names.get(skill) or name_of(found) or found.text("targetnodedescription", "codednotation") or skill
        )
        if label:
            yield Taught(
                skill, short(label), _share(found), found.text("targetnodedescription", "frameworkname") or why, address
            )


def _share(node: Node) -> float | None:
    weight = node.number("weight")
    return weight if weight is not None and 0 <= weight <= 1 else None
