"""A pathway as schema.org's EducationalOccupationalProgram: its courses, what each asks for, what is awarded.

https://schema.org/EducationalOccupationalProgram: `hasCourse`, `educationalCredentialAwarded`, `occupationalCategory`,
`programPrerequisites`; a Course has `coursePrerequisites`, `numberOfCredits`, `timeRequired` and may award, too.
"""

from __future__ import annotations

import json
from typing import Any, Final

from graph.pathways.formats.addresses import address, filled, place
from graph.pathways.formats.losses import Written
from graph.pathways.model import Pathway, Step, StepKind

WRITTEN: Final = (StepKind.COURSE, StepKind.CREDENTIAL)
REASONS: Final = {
    "step": "a program has courses and what they award; other steps have no place in it",
    "condition": "a course asks for others, not for some of several",
    "after": "prerequisites that aren't courses of the program have no place in it",
    "position": "a place follows from what a course asks for",
    "ends": "a program has no ends among its courses",
    "optional": "a program doesn't say which course may be left out",
    "ordered": "what a course asks for is enforced or isn't; a program doesn't say",
    "destination": "a program awards credentials or leads to occupations with an address or a code",
}
"""Why a field may differ when the text is read again."""


def write(pathway: Pathway) -> Written:
    """The pathway as a program in JSON-LD; what it loses is what differs when the text is read again."""
    courses = [step for step in pathway.steps if step.kind in WRITTEN]
    job = pathway.destination.startswith(("onet:", "esco:occupation/"))
    program = {
        "@context": "https://schema.org",
        "@type": "EducationalOccupationalProgram",
        "@id": address(pathway.id),
        "name": pathway.name,
        "description": pathway.description,
        "url": pathway.page_url,
        "provider": filled({"@type": "Organization", "name": pathway.issuer}) if pathway.issuer else {},
        "educationalLevel": pathway.level,
        "inLanguage": pathway.language,
        "educationalCredentialAwarded": _awarded(pathway.destination, "") if pathway.destination and not job else {},
        "occupationalCategory": address(pathway.destination) if job else "",
        "hasCourse": [_course(pathway, step, {one.id for one in courses}) for step in courses],
    }
    return Written(json.dumps(filled(program), indent=2, ensure_ascii=False) + "\n")


def _course(pathway: Pathway, step: Step, courses: set[str]) -> dict[str, Any]:
    credential = step.kind is StepKind.CREDENTIAL
    return filled(
        {
            "@type": "Course",
            "@id": place(pathway, step.id),
            "identifier": "" if credential else step.credential,
            "name": step.name,
            "description": step.description,
            "url": step.page_url,
            "numberOfCredits": step.credits or None,
            "timeRequired": f"PT{step.hours:g}H" if step.hours is not None else "",
            "coursePrerequisites": [{"@id": place(pathway, one)} for one in step.after if one in courses],
            "educationalCredentialAwarded": _awarded(step.credential, step.name) if credential else {},
        }
    )


def _awarded(credential: str, name: str) -> dict[str, Any]:
    return filled({"@type": "EducationalOccupationalCredential", "@id": address(credential), "name": name})
