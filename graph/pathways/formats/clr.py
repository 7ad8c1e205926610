"""A pathway as a Comprehensive Learner Record (CLR 2.0): achievements, and associations between them.

https://www.imsglobal.org/spec/clr/v2p0: an Association has `associationType` (``precedes``, ``isChildOf``, ...),
`sourceId` and `targetId`. What is written is a record of nobody, unsigned: a shape for others to read, no credential.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from graph.pathways.formats.addresses import address, earned, filled
from graph.pathways.formats.losses import Written
from graph.pathways.model import Pathway, Step, StepKind

CONTEXTS: Final = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)
_TYPES: Final = {
    StepKind.CREDENTIAL: "Certificate",
    StepKind.COURSE: "Course",
    StepKind.SKILL: "Competency",
    StepKind.ASSESSMENT: "Assessment",
    StepKind.WORK: "Fieldwork",
    StepKind.ACTIVITY: "CoCurricular",
    StepKind.JOB: "ext:Job",
    StepKind.GROUP: "ext:Group",
}
REASONS: Final = {
    "step": "an achievement that no association names is in no pathway",
    "condition": "associations say what a whole is made of, not how much of it is needed",
    "after": "associations in a circle, or with what isn't there, are none",
    "position": "a place follows from what precedes what",
    "kind": "types of achievements aren't read back as kinds of steps",
    "destination": "a record states no destination; it follows from its whole",
    "ends": "a record states no ends; they follow from its whole",
    "credits": "credits of achievements aren't those of steps",
}
"""Why a field may differ when the text is read again."""


def write(pathway: Pathway) -> Written:
    """The pathway as an unsigned record; what it loses is what differs when the text is read again."""
    subject = {
        "type": ["ClrSubject"],
        "name": pathway.name,
        "achievement": [_achievement(step) for step in pathway.steps],
        "association": list(_associations(pathway)),
    }
    record = {
        "@context": list(CONTEXTS),
        "id": address(pathway.id),
        "type": ["VerifiableCredential", "ClrCredential"],
        "name": pathway.name,
        "description": pathway.description,
        "issuer": filled(
            {"id": address(pathway.issuer or "stackway:unknown"), "type": ["Profile"], "name": pathway.issuer}
        ),
        "credentialSubject": subject,
    }
    return Written(json.dumps(filled(record), indent=2, ensure_ascii=False) + "\n")


def _achievement(step: Step) -> dict[str, Any]:
    return filled(
        {
            "id": earned(step),
            "type": ["Achievement"],
            "achievementType": _TYPES[step.kind],
            "name": step.name or step.credential,
            "description": step.description or step.name or step.credential,
            "criteria": {"narrative": step.description or "As its issuer states."},
            "creditsAvailable": step.credits or None,
        }
    )


def _associations(pathway: Pathway) -> Iterator[dict[str, str]]:
    ids = {step.id: earned(step) for step in pathway.steps}
    for step in pathway.steps:
        links = [("precedes", one, step.id) for one in step.after]
        if step.condition is not None:
            links += [("isChildOf", one, step.id) for one in dict.fromkeys(step.condition.named())]
        for kind, source, target in links:
            if source in ids and source != target:
                yield {
                    "type": "Association", "associationType": kind, "sourceId": ids[source], "targetId": ids[target]
                }  # fmt: skip
