"""A pathway as a CASE 1.1 package: items, and associations between them.

https://www.imsglobal.org/spec/CASE/v1p1: a CFPackage has a CFDocument, CFItems and CFAssociations, of which
``precedes`` says an order and ``isChildOf`` what something is made of. Identifiers are UUIDs made from the pathway's.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from graph.pathways.formats.addresses import address, earned, filled, uuid_of
from graph.pathways.formats.losses import Written
from graph.pathways.model import Pathway, Step, StepKind

CHANGED: Final = "1970-01-01T00:00:00+00:00"
"""CASE asks when a thing was last changed; a pathway doesn't say."""

TYPES: Final = {
    StepKind.CREDENTIAL: "Credential",
    StepKind.COURSE: "Course",
    StepKind.SKILL: "Competency",
    StepKind.ASSESSMENT: "Assessment",
    StepKind.WORK: "Work Experience",
    StepKind.ACTIVITY: "Activity",
    StepKind.JOB: "Job",
    StepKind.GROUP: "Group",
}
REASONS: Final = {
    "condition": "associations say what a whole is made of, not how much of it is needed",
    "position": "a place follows from what precedes what",
    "destination": "a framework states no destination; it follows from its whole",
    "ends": "a framework states no ends; they follow from its whole",
    "step": "an item that no association names is in no pathway",
    "after": "associations in a circle, or with what isn't there, are none",
}
"""Why a field may differ when the text is read again."""


def write(pathway: Pathway) -> Written:
    """The pathway as a package; what it loses is what differs when the text is read again."""
    whole = address(pathway.id)
    document = {
        "identifier": uuid_of(whole),
        "uri": whole,
        "title": pathway.name,
        "creator": pathway.issuer or "unknown",
        "description": pathway.description,
        "language": pathway.language,
        "officialSourceURL": pathway.page_url,
        "notes": pathway.note,
        "lastChangeDateTime": CHANGED,
        "CFPackageURI": _link(whole, pathway.name),
    }
    package = {
        "CFDocument": filled(document),
        "CFItems": [_item(pathway, step) for step in pathway.steps],
        "CFAssociations": list(_associations(pathway)),
    }
    return Written(json.dumps(package, indent=2, ensure_ascii=False) + "\n")


def _item(pathway: Pathway, step: Step) -> dict[str, Any]:
    here = earned(step)
    return filled(
        {
            "identifier": uuid_of(here),
            "uri": here,
            "fullStatement": step.description or step.name or step.credential,
            "abbreviatedStatement": step.name,
            "CFItemType": TYPES[step.kind],
            "CFDocumentURI": _link(address(pathway.id), pathway.name),
            "lastChangeDateTime": CHANGED,
        }
    )


def _associations(pathway: Pathway) -> Iterator[dict[str, Any]]:
    names = pathway.by_id
    for step in pathway.steps:
        links = [("precedes", one, step.id) for one in step.after]
        if step.condition is not None:
            links += [("isChildOf", one, step.id) for one in dict.fromkeys(step.condition.named())]
        for number, (kind, source, target) in enumerate(links):
            if source in names and source != target:
                yield _association(pathway, kind, names[source], names[target], number)


def _association(pathway: Pathway, kind: str, source: Step, target: Step, number: int) -> dict[str, Any]:
    here = f"{earned(source)} {kind} {earned(target)}"
    return {
        "identifier": uuid_of(here),
        "uri": f"{address(pathway.id)}#{uuid_of(here)}",
        "associationType": kind,
        "sequenceNumber": number + 1,
        "originNodeURI": _link(earned(source), source.name or source.credential),
        "destinationNodeURI": _link(earned(target), target.name or target.credential),
        "CFDocumentURI": _link(address(pathway.id), pathway.name),
        "lastChangeDateTime": CHANGED,
    }


def _link(uri: str, title: str) -> dict[str, str]:
    return {"title": title, "identifier": uuid_of(uri), "uri": uri}
