"""The OSSU computer science curriculum as a catalogue: its courses, what they ask for first, and ways through them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from data.making.columns import CREDENTIALS, PATHWAYS, SKILLS
from data.making.files import copied, listed, write_csv
from data.making.ossu_markdown import Course, courses_of, prose
from data.making.ossu_requirements import Requirements

REPOSITORY: Final = "https://github.com/ossu/computer-science/blob/acf1cc774628d90f18276571b2fa5c9e66ac2523/"
"""Where the copied files stand; pages that the README links by a path inside the repository lie below it."""

_WEEKS_A_MONTH: Final = 52 / 12
_NOTE: Final = (
    "OSSU gives no certificate; it says that all or nearly all material is free, and that some courses may charge"
    " for grading: the cost of this one isn't stated. Prerequisites are listed to help judge whether one is prepared."
)
_LADDER: Final = ("Intro CS", "Core CS", "Advanced CS", "Final project")
_SPAN: Final = re.compile(r"(\d+)(?:\s*[-–]\s*(\d+))?\s*(week|month|hour)")


def make(published: Path, shipped: Path) -> tuple[str, ...]:
    """Write the catalogue; prerequisites that name no course of the curriculum stay words, in the note."""
    source = published / "ossu-computer-science"
    courses = courses_of((source / "README.md").read_text("utf-8"))
    requirements = Requirements(courses)
    rows = [_credential(course, source, requirements) for course in courses]
    target = shipped / "ossu"
    write_csv(target / "credentials.csv", CREDENTIALS, rows)
    beside = Counter(course.section for course in courses)
    skills = (row for course in courses for row in _skills(course, beside[course.section]))
    write_csv(target / "credential_skills.csv", SKILLS, skills)
    write_csv(target / "pathways.csv", PATHWAYS, _pathways(courses))
    copied(source / "LICENSE", target / "LICENSE")
    return ()


def _credential(course: Course, source: Path, requirements: Requirements) -> dict[str, str]:
    page, signup, description = _linked(course, source)
    requires, unresolved = requirements.of(course)
    hours, how = hours_of(course.duration, course.effort)
    notes = [_NOTE, how, f"Also asks for: {'; '.join(unresolved)}." if unresolved else "", _remark(course)]
    return {
        "id": course.id,
        "name": course.name,
        "description": description,
        "issuer": "ossu",
        "issuer_name": "Open Source Society University",
        "kind": "course",
        "level": course.part,
        "level_rank": str(_LADDER.index(course.part)),
        "requires": requires,
        "page_url": page,
        "hours": hours,
        "subjects": listed((course.section,)),
        "signup_url": signup,
        "mode": "online",
        "note": " ".join(filter(None, notes)),
        "origin": f"README.md line {course.line}",
    }


def _remark(course: Course) -> str:
    remarks = [prose(course.remark)] if prose(course.remark) else []
    if course.choose_one:
        remarks.append("One of two: OSSU asks to choose one of the courses of this table.")
    return " ".join(remark if remark.endswith(".") else f"{remark}." for remark in remarks)


def _linked(course: Course, source: Path) -> tuple[str, str, str]:
    """The course's page, where one begins it, and what its provider says of it.

    The first two are the same link, unless OSSU has a page of its own for the course; only such a page quotes the
    provider.
    """
    target = course.link.target
    if target.startswith("https://"):
        return target, target, ""
    text = (source / target).read_text("utf-8")
    stated = re.search(r"\*\*(?:Course )?Link[^*\n]*\*\*\s*:?\s*(?:-\s*)?<(https://[^>]+)>", text)
    quoted = " ".join(re.findall(r"^> (.+)$", text, re.MULTILINE)[:1])
    return REPOSITORY + target, stated.group(1) if stated else REPOSITORY + target, quoted


def hours_of(duration: str, effort: str) -> tuple[str, str]:
    """Hours of work where both the length and the effort a week are stated, and how they were reckoned.

    The middle of each span is taken; a month counts 52/12 weeks.

    >>> hours_of("10-12 weeks", "6-10 hours/week")
    ('88', 'Hours: 10-12 weeks at 6-10 hours/week, the middle of each.')
    >>> hours_of("12 weeks", "-")
    ('', 'Hours are not stated (length: 12 weeks; effort: -).')
    """
    length, week = _middle(duration), _middle(effort)
    if length is None or week is None:
        return "", f"Hours are not stated (length: {duration}; effort: {effort})."
    months = "; a month as 52/12 weeks" if "month" in duration else ""
    hours = length * (_WEEKS_A_MONTH if months else 1) * week
    return f"{round(hours)}", f"Hours: {duration} at {effort}, the middle of each{months}."


def _middle(stated: str) -> float | None:
    match = _SPAN.search(stated)
    return (float(match.group(1)) + float(match.group(2) or match.group(1))) / 2 if match else None


def _skills(course: Course, beside: int) -> Iterator[dict[str, str]]:
    """The topics of the course's section that are surely the course's own.

    OSSU gives topics for a section, not for a course: one is taken where the section has no other course, or
    where the course's name has the very words.
    """
    for topic in course.topics:
        if beside == 1 or re.search(rf"\b{re.escape(topic)}\b", course.name, re.IGNORECASE):
            yield {
                "credential": course.id,
                "label": topic,
                "evidence": f"Topics covered by the section {course.section}: {topic}",
                "origin": f"README.md line {course.line}",
            }


def _pathways(courses: Sequence[Course]) -> Iterator[dict[str, str]]:
    basic = [course for course in courses if course.part in {"Intro CS", "Core CS"}]
    yield from _pathway("ossu:core-cs", "OSSU Computer Science: Intro CS and Core CS", basic, _CORE)
    for section in dict.fromkeys(course.section for course in courses if course.part == "Advanced CS"):
        chosen = [course for course in courses if course.section == section]
        slug = re.sub(r"[^a-z]+", "-", section.lower())
        yield from _pathway(f"ossu:{slug}", f"OSSU Computer Science: {section}", chosen, _ADVANCED)


_CORE: Final = (
    "Intro CS and all of Core CS, in the order of the curriculum. Of the two courses marked optional one is chosen."
    " Core CS assumes high school math."
)
_ADVANCED: Final = (
    "One subject of Advanced CS. OSSU asks to finish every required course of Core CS first, then to choose a"
    " subject and take all of its courses."
)


def _pathway(pathway: str, name: str, courses: Sequence[Course], note: str) -> Iterator[dict[str, str]]:
    topics = dict.fromkeys(topic for course in courses for topic in course.topics)
    for position, course in enumerate(courses, 1):
        yield {
            "pathway": pathway,
            "name": name,
            "description": f"Topics covered: {', '.join(topics)}." if topics else "",
            "position": str(position),
            "credential": course.id,
            "optional": "yes" if course.choose_one else "",
            "note": note,
            "origin": f"README.md line {course.line}",
        }
