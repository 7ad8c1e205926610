"""A pathway as CTDL JSON-LD, in the terms of today: a graph of the pathway, its components and their conditions.

https://credreg.net/ctdl/terms: a Pathway ``hasPart`` PathwayComponents and ``hasDestinationComponent``; a component
``hasCondition`` ComponentConditions, which name ``targetComponent``, ``requiredNumber`` and ``hasConstraint``.
Identifiers that aren't addresses are written as ``urn:stackway:``, so that they come back as they were.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

from graph.pathways.formats.losses import Written
from graph.pathways.model import Condition, Constraint, Pathway, Step, StepKind

CONTEXT: Final = "https://credreg.net/ctdl/schema/context/json"
REGISTRY: Final = "https://credentialengineregistry.org/resources/"
OWN: Final = "urn:stackway:"
_UUID: Final = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_ADDRESSES: Final[Mapping[str, tuple[str, str]]] = {
    "ctdl": (REGISTRY, f"ce-{_UUID}"),
    "esco": ("http://data.europa.eu/esco/", f"(?:skill|occupation)/{_UUID}"),
    "onet": ("https://www.onetonline.org/link/summary/", r"\d\d-\d{4}\.\d\d"),
}
"""How the addresses of a vocabulary begin, and which identifiers have one."""

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
        "@id": _address(pathway.id),
        "@type": "ceterms:Pathway",
        "ceterms:ctid": _ctid(pathway.id),
        "ceterms:name": _text(pathway.name),
        "ceterms:description": _text(pathway.description),
        "ceterms:subjectWebpage": pathway.page_url,
        "ceterms:hasPart": [_place(pathway, step.id) for step in pathway.steps],
        "ceterms:hasDestinationComponent": [_place(pathway, end) for end in pathway.ends],
    }
    graph = [_filled(whole), *(_component(pathway, step) for step in pathway.steps)]
    document = {"@context": CONTEXT, "@id": _address(pathway.id) + "#graph", "@graph": graph}
    return Written(json.dumps(document, indent=2, ensure_ascii=False) + "\n")


def _component(pathway: Pathway, step: Step) -> dict[str, Any]:
    here = _place(pathway, step.id)
    value: dict[str, Any] = {
        "@id": here,
        "@type": f"ceterms:{_type(pathway, step)}",
        "ceterms:ctid": _ctid(here),
        "ceterms:name": _text(step.name),
        "ceterms:description": _text(step.description),
        "ceterms:subjectWebpage": step.page_url,
        "ceterms:isPartOf": [_address(pathway.id)],
        "ceterms:proxyFor": [proxy] if (proxy := _proxy(pathway, step)) else [],
        "ceterms:precededBy": [_place(pathway, one) for one in step.after],
        "ceterms:hasProgressionLevel": _progression(step),
        "ceterms:pointValue": {"@type": "schema:QuantitativeValue", "schema:value": step.credits}
        if step.credits
        else {},
        "ceterms:hasCondition": [_condition(pathway, step.condition)] if step.condition is not None else [],
    }
    return _filled(value)


def _type(pathway: Pathway, step: Step) -> str:
    """Its kind; a group at the end of a pathway towards a job is that job."""
    return "JobComponent" if _is_job(pathway, step) else _TYPES[step.kind]


def _is_job(pathway: Pathway, step: Step) -> bool:
    named = any(one.credential == pathway.destination for one in pathway.steps)
    return not step.is_earned and pathway.ends[:1] == (step.id,) and bool(pathway.destination) and not named


def _proxy(pathway: Pathway, step: Step) -> str:
    """What a component stands for, where that isn't the component itself."""
    if _is_job(pathway, step):
        return _address(pathway.destination)
    if not step.is_earned:
        return ""
    address = _address(step.credential)
    return "" if address == _place(pathway, step.id) else address


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
        "ceterms:targetComponent": [_place(pathway, one) for one in condition.steps],
        "ceterms:hasConstraint": limits,
        "ceterms:hasCondition": [_condition(pathway, part) for part in condition.parts],
    }
    return _filled(value)


def _constraint(one: Constraint) -> dict[str, Any]:
    return _filled(
        {
            "@type": "ceterms:Constraint",
            "ceterms:description": _text(one.description),
            "ceterms:leftSource": [one.left] if one.left else [],
            "ceterms:comparator": one.comparator,
            "ceterms:rightSource": [one.right] if one.right else [],
        }
    )


def _place(pathway: Pathway, step: str) -> str:
    """The address of a step: of a component of the registry its own, else one inside the pathway's."""
    if re.fullmatch(f"ce-{_UUID}", step):
        return REGISTRY + step
    return f"{OWN}{quote(pathway.id, safe='')}#{quote(step, safe='')}"


def _address(identifier: str) -> str:
    """An identifier as an address: of the registry, ESCO and O*NET theirs."""
    prefix, _, local = identifier.partition(":")
    beginning, shape = _ADDRESSES.get(prefix, ("", ""))
    return beginning + local if shape and re.fullmatch(shape, local) else OWN + quote(identifier, safe="")


def _ctid(address: str) -> str:
    """The registry's own identifier, else one made from the address, always the same."""
    found = re.search(f"ce-{_UUID}$", address)
    return found[0] if found else f"ce-{uuid.uuid5(uuid.NAMESPACE_URL, address)}"


def _text(text: str) -> dict[str, str]:
    return {"en": text} if text else {}


def _filled(value: Mapping[str, Any]) -> dict[str, Any]:
    return {name: one for name, one in value.items() if one not in (None, "", [], {})}
