"""A pathway as CTDL JSON-LD, in the terms of today: a graph of the pathway, its components and their conditions.

https://credreg.net/ctdl/terms: a Pathway ``hasPart`` PathwayComponents and ``hasDestinationComponent``; a component
``hasCondition`` ComponentConditions, which name ``targetComponent``, ``requiredNumber`` and ``hasConstraint``.
Identifiers that aren't addresses are written as ``urn:stackway:``, so that they come back as they were.
"""

from __future__ import annotations

import json
from typing import Any, Final

from graph.pathways.formats.addresses import address, ctid, filled, place
from graph.pathways.formats.losses import Written
from graph.pathways.model import Condition, Constraint, Pathway, Step, StepKind

CONTEXT: Final = "https://credreg.net/ctdl/schema/context/json"
_TYPES: Final = {
    StepKind.CREDENTIAL: "CredentialComponent",
    StepKind.COURSE: "CourseComponent",
    StepKind.SKILL: "CompetencyComponent",
    StepKind.ASSESSMENT: "AssessmentComponent",
    StepKind.WORK: "WorkExperienceComponent",
    StepKind.ACTIVITY: "ExtracurricularComponent",
    StepKind.JOB: "JobComponent",
    StepKind.GROUP: "SelectionComponent",
}
REASONS: Final = {
    "requirement": "CTDL's conditions name components of the pathway only",
    "position": "components have a place where a progression or an order gives them one",
    "optional": "what can be left out follows from the conditions",
    "role": "CTDL has no milestones and off-ramps",
    "hours": "components have no hours; the courses that they stand for may",
    "note": "CTDL has no notes on pathways",
    "level": "CTDL has no level of a whole pathway",
    "language": "CTDL states languages of texts, not of pathways",
    "extra": "CTDL has no place for what it has no term for",
    "ordered": "CTDL recommends an order and enforces conditions",
    "step": "a group that asks for nothing is no component",
}
"""Why a field may differ when the text is read again."""


def write(pathway: Pathway) -> Written:
    """The pathway as CTDL; what it loses is what differs when the text is read again."""
    whole: dict[str, Any] = {
        "@id": address(pathway.id),
        "@type": "ceterms:Pathway",
        "ceterms:ctid": ctid(pathway.id),
        "ceterms:name": _text(pathway.name),
        "ceterms:description": _text(pathway.description),
        "ceterms:subjectWebpage": pathway.page_url,
        "ceterms:hasPart": [place(pathway, step.id) for step in pathway.steps],
        "ceterms:hasDestinationComponent": [place(pathway, end) for end in pathway.ends],
    }
    graph = [filled(whole), *(_component(pathway, step) for step in pathway.steps)]
    document = {"@context": CONTEXT, "@id": address(pathway.id) + "#graph", "@graph": graph}
    return Written(json.dumps(document, indent=2, ensure_ascii=False) + "\n")


def _component(pathway: Pathway, step: Step) -> dict[str, Any]:
    here = place(pathway, step.id)
    value: dict[str, Any] = {
        "@id": here,
        "@type": f"ceterms:{_type(pathway, step)}",
        "ceterms:ctid": ctid(here),
        "ceterms:name": _text(step.name),
        "ceterms:description": _text(step.description),
        "ceterms:subjectWebpage": step.page_url,
        "ceterms:isPartOf": [address(pathway.id)],
        "ceterms:proxyFor": [proxy] if (proxy := _proxy(pathway, step)) else [],
        "ceterms:precededBy": [place(pathway, one) for one in step.after],
        "ceterms:hasProgressionLevel": _progression(step),
        "ceterms:pointValue": {"@type": "schema:QuantitativeValue", "schema:value": step.credits}
        if step.credits
        else {},
        "ceterms:hasCondition": [_condition(pathway, step.condition)] if step.condition is not None else [],
    }
    return filled(value)


def _type(pathway: Pathway, step: Step) -> str:
    """Its kind; a group at the end of a pathway towards a job is that job."""
    return "JobComponent" if _is_job(pathway, step) else _TYPES[step.kind]


def _is_job(pathway: Pathway, step: Step) -> bool:
    named = any(one.credential == pathway.destination for one in pathway.steps)
    return not step.is_earned and pathway.ends[:1] == (step.id,) and bool(pathway.destination) and not named


def _proxy(pathway: Pathway, step: Step) -> str:
    """What a component stands for, where that isn't the component itself."""
    if _is_job(pathway, step):
        return address(pathway.destination)
    if not step.is_earned:
        return ""
    earned = address(step.credential)
    return "" if earned == place(pathway, step.id) else earned


def _progression(step: Step) -> dict[str, Any]:
    return {"@type": "asn:ProgressionLevel", "skos:notation": str(step.position)} if step.position > 0 else {}


def _condition(pathway: Pathway, condition: Condition) -> dict[str, Any]:
    limits = [_constraint(one) for one in condition.constraints]
    if condition.credits is not None:
        limits.append(_constraint(Constraint("ceterms:pointValue", "compare:GTEQ", f"{condition.credits!r}")))
    value: dict[str, Any] = {
        "@type": "ceterms:ComponentCondition",
        "ceterms:name": _text(condition.name),
        "ceterms:description": _text(condition.description),
        "ceterms:requiredNumber": condition.least,
        "ceterms:targetComponent": [place(pathway, one) for one in condition.steps],
        "ceterms:hasConstraint": limits,
        "ceterms:hasCondition": [_condition(pathway, part) for part in condition.parts],
    }
    return filled(value)


def _constraint(one: Constraint) -> dict[str, Any]:
    return filled(
        {
            "@type": "ceterms:Constraint",
            "ceterms:description": _text(one.description),
            "ceterms:leftSource": [one.left] if one.left else [],
            "ceterms:comparator": one.comparator,
            "ceterms:rightSource": [one.right] if one.right else [],
        }
    )


def _text(text: str) -> dict[str, str]:
    return {"en": text} if text else {}
