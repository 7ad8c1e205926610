"""The tables of the OSSU curriculum: each course with its section, its topics and the line on which it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

_LINK: Final = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_TOPICS_ENDS: Final = "and more"


@dataclass(frozen=True, slots=True)
class Link:
    """Words and where they lead."""

    words: str
    target: str


@dataclass(frozen=True, slots=True)
class Course:
    """A row of a table. `part` is the heading of level two, `section` the nearest heading; `line` counts from 1."""

    link: Link
    part: str
    section: str
    topics: tuple[str, ...]
    line: int
    duration: str
    effort: str
    prerequisites: str
    remark: str = ""
    choose_one: bool = False

    @property
    def name(self) -> str:
        """The course's name as the table has it."""
        return self.link.words

    @property
    def id(self) -> str:
        """``ossu:`` and the name in small letters, other signs as hyphens.

        >>> Course(Link("Secure Coding: C/C++", ""), "", "", (), 1, "", "", "").id
        'ossu:secure-coding-c-c-plus-plus'
        """
        spelled = re.sub(r"c\+\+", "c-plus-plus", self.name.lower())
        return "ossu:" + re.sub(r"[^a-z0-9]+", "-", spelled).strip("-")


@dataclass(slots=True)
class _Place:
    """Where in the README one is while reading downwards."""

    part: str = ""
    section: str = ""
    topics: list[str] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    choose_one: bool = False

    def heading(self, level: int, words: str) -> None:
        if level == 2:
            self.part = words
        self.section, self.topics, self.choose_one = words, [], False


def courses_of(readme: str) -> tuple[Course, ...]:
    """The courses of all tables whose first column is "Courses", in order."""
    place = _Place()
    return tuple(course for n, line in enumerate(readme.splitlines(), 1) for course in _read(line, n, place))


def _read(line: str, number: int, place: _Place) -> Iterator[Course]:
    if heading := re.match(r"(#{2,3}) (.+)", line):
        place.heading(len(heading.group(1)), heading.group(2).strip())
    elif topic := re.fullmatch(r"`(.+)`", line.strip()):
        if topic.group(1) != _TOPICS_ENDS:
            place.topics.append(topic.group(1))
    elif line.startswith("Choose **one**"):
        place.choose_one = True
    elif line.startswith("Courses |"):
        place.columns = [cell.strip() for cell in line.split("|")]
    elif " | " in line and (link := _LINK.match(line)):
        yield _course(Link(link.group(1).strip(), link.group(2)), line, number, place)


def _course(link: Link, line: str, number: int, place: _Place) -> Course:
    cells = dict(zip(place.columns, (cell.strip() for cell in line.split("|")), strict=False))
    return Course(
        link=link,
        part=place.part,
        section=place.section,
        topics=tuple(place.topics),
        line=number,
        duration=cells["Duration"],
        effort=cells["Effort"],
        prerequisites=cells["Prerequisites"],
        remark=cells.get("Notes", ""),
        choose_one=place.choose_one,
    )


def links_in(cell: str) -> tuple[Link, ...]:
    """The links of a cell.

    >>> links_in("[Algebra](https://a.example), logic")
    (Link(words='Algebra', target='https://a.example'),)
    """
    return tuple(Link(words, target) for words, target in _LINK.findall(cell))


def prose(cell: str) -> str:
    """A cell's words without its links' targets; empty for a dash.

    >>> prose("one of [these](https://x.example)"), prose("-")
    ('one of these', '')
    """
    words = _LINK.sub(r"\1", cell).strip()
    return "" if words in {"-", "none"} else words
