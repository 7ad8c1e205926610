"""What an OSSU course asks for first, as a requirement over the other courses wherever the words name one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from data.making.ossu_markdown import Course, links_in, prose

_SHORT: Final[Mapping[str, str]] = {
    "Algorithms Part 1": "Algorithms: Design and Analysis, Part 1",
    "From Nand to Tetris Part I": "Build a Modern Computer from First Principles: From Nand to Tetris",
    "Nand to Tetris Part II": "Build a Modern Computer from First Principles: Nand to Tetris Part II",
    "Nand2Tetris II": "Build a Modern Computer from First Principles: Nand to Tetris Part II",
}
"""Short names that the README uses for its own courses."""


class Requirements:
    """Finds the courses that a prerequisites cell names: by full name, by the name before its colon, or by link.

    Names are compared letter for letter except hyphens ("machine learning" is a subject, "Machine Learning" the
    course); a section's name ("Core programming") stands for all of its courses.
    """

    def __init__(self, courses: Sequence[Course]) -> None:
        self._by_name = {_bare(name): course.id for course in courses for name in _names(course)}
        self._by_link = {course.link.target: course.id for course in courses}
        self._sections: dict[str, list[Course]] = {}
        for course in courses:
            self._sections.setdefault(course.section.lower(), []).append(course)

    def of(self, course: Course) -> tuple[str, tuple[str, ...]]:
        """The requirement in the catalogue's language, and the words that name no course."""
        if not prose(course.prerequisites):
            return "", ()
        found: list[str] = []
        unresolved: list[str] = []
        for wanted in self._parts(course.prerequisites):
            requirement = self._resolved(wanted)
            if requirement:
                found.append(requirement)
            else:
                unresolved.append(prose(wanted))
        return " and ".join(dict.fromkeys(found)), tuple(unresolved)

    def _parts(self, cell: str) -> Iterator[str]:
        if self._resolved(cell):
            yield cell
            return
        yield from (part for part in re.split(r",\s*and\s+|,\s+|\s+and\s+", cell) if part.strip())

    def _resolved(self, wanted: str) -> str:
        words = prose(wanted)
        for link in links_in(wanted):
            if link.target in self._by_link:
                return self._by_link[link.target]
        if section := self._sections.get(words.lower()):
            return _all_of(section)
        return self._by_name.get(_bare(_SHORT.get(words, words)), "")


def _names(course: Course) -> Iterator[str]:
    yield course.name
    if re.search(r"\d[A-Z]?:", course.name):
        yield course.name.split(":")[0]


def _bare(name: str) -> str:
    return name.replace("-", " ")


def _all_of(section: Sequence[Course]) -> str:
    """Every course of a section; of those among which one is to be chosen, one."""
    required = [course.id for course in section if not course.choose_one]
    choice = [course.id for course in section if course.choose_one]
    return " and ".join([*required, *([f"({' or '.join(choice)})"] if choice else [])])
