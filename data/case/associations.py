"""Associations of CASE as relations between skills, or as what a course teaches; the others are set aside by kind."""

from __future__ import annotations

from typing import Final

from data.case.known import node, short
from data.case.pathways import LINKS, Link
from data.case.place import Writing
from data.case.things import Thing
from data.ld import said

_PREDICATES: Final = {
    "isChildOf": ("broader", False),
    "isPartOf": ("broader", False),
    "isPeerOf": ("related", False),
    "isRelatedTo": ("related", False),
    "exactMatchOf": ("exact match", False),
    "isTranslationOf": ("exact match", False),
    "replacedBy": ("replaced by", False),
    "precedes": ("optional", True),
}
"""Type, predicate, and whether it is read from destination to origin.

What precedes another is learned before it; that nobody could do without isn't said: ``optional``, not ``essential``.
"""

_WHY_NOT: Final = {
    "exemplar": "an example shows a skill; no table keeps examples",
    "hasSkillLevel": "no table keeps levels of a skill by itself",
}


def write_association(thing: Thing, writing: Writing) -> None:
    """One association as a row; set aside where its ends aren't known, or no table holds its kind."""
    kind = short(said(thing.value.get("associationType")))
    (origin, title), (target, name) = node(thing.value, "origin"), node(thing.value, "destination")
    earned = writing.known.earned
    if kind in LINKS and origin != target and {origin, target} <= writing.known.steps.keys():
        writing.known.links.append(Link(kind, origin, target))
    elif kind not in _PREDICATES:
        what = f"CFAssociation {kind}" if kind else "CFAssociation without a type"
        writing.leave(thing, what, _WHY_NOT.get(kind, "no table holds what it says"))
    elif not origin or not target:
        writing.report.set_aside(thing.locator, f"{kind}: {_missing(origin, title, name)}")
    elif origin == target:
        writing.report.set_aside(thing.locator, f"{kind}: both ends are {origin}")
    elif {origin, target} & writing.known.documents.keys():
        writing.leave(thing, f"CFAssociation {kind} with a document", "a framework is no skill; this is its top level")
    elif target in earned and origin not in earned and kind in ("isChildOf", "isPartOf"):
        _write_taught(thing, writing, target, origin, title)
    elif {origin, target} & earned.keys():
        writing.leave(thing, f"CFAssociation {kind} of a course or credential", "no table holds what it says")
    else:
        _write_relation(thing, writing, kind, origin, target)


def _missing(origin: str, title: str, name: str) -> str:
    end, said_ = ("destination", name) if origin else ("origin", title)
    return f"its {end}{f' ({said_[:80]!r})' if said_ else ''} has no identifier that is known here"


def _write_relation(thing: Thing, writing: Writing, kind: str, origin: str, target: str) -> None:
    predicate, turned = _PREDICATES[kind]
    subject, object_ = (target, origin) if turned else (origin, target)
    if writing.first(thing, "skill_relations", subject, predicate, object_):
        writing.add("skill_relations", thing, subject=subject, predicate=predicate, object=object_)


def _write_taught(thing: Thing, writing: Writing, credential: str, skill: str, title: str) -> None:
    """What stands below a course is what it teaches."""
    if writing.first(thing, "credential_skills", credential, skill):
        label = writing.labels.get(skill) or title or skill
        writing.add(
            "credential_skills",
            thing,
            credential=credential,
            skill=skill,
            label=label,
            how="stated",
            confidence=1.0,
            evidence=f"{label} stands below it",
        )
