"""What the readers of O*NET's files share: the rows of a file by its title, and the occupations known so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from data.archives import Member, text
from data.reading import Progress, Report, TextRow, delimited, told
from data.tables import TableRows


@dataclass(slots=True)
class Onet:
    """What is collected while reading; `occupations` by code, `titles` as pairs of occupation and title."""

    rows: TableRows
    report: Report
    progress: Progress
    files: Mapping[str, Member]
    occupations: dict[str, str] = field(default_factory=dict)
    titles: list[tuple[str, str]] = field(default_factory=list)

    def of(self, kind: str, *needed: str) -> Iterator[TextRow]:
        """The rows of the file with this title; none where there is no such file."""
        if member := self.files.get(kind):
            with text(member) as lines:
                found = delimited(lines, member.locator, self.report, needed=needed, delimiter="\t")
                yield from told(found, member.name, self.progress)

    def occupation(self, row: TextRow, column: str = "O*NET-SOC Code") -> str | None:
        """The occupation that the row names; a row that names an unknown one is set aside."""
        code = row.get(column)
        if (found := self.occupations.get(code)) is None:
            self.report.set_aside(row.locator, f"unknown occupation: {code[:50] or 'none is named'}")
        return found
