"""An issuer's own skills out of a plain table: one row a skill, only its label needed.

``id,label,description,alternates,broader,type,same_as``. `alternates`, `broader` and `same_as` are lists separated by
``|``. `broader` names other rows by identifier or label; `same_as` skills of other vocabularies by identifier
(``esco:skill/...``) or public address: what a person wrote there counts as an exact match.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from data import cells
from data.alignments import known_identifier
from data.cells import Cells
from data.errors import WrongColumns
from data.reading import Progress, Reading, Report, finished, silent
from data.sheets import Sheet
from data.tables import TableRows

COLUMNS: Final = ("id", "label", "description", "alternates", "broader", "type", "same_as")
KINDS: Final = ("skill", "knowledge", "technology", "language", "attitude", "group")
NO_ISSUER: Final = "skills"
"""What begins the identifiers of rows of which no issuer is named."""


def told(columns: frozenset[str]) -> bool:
    """Whether these columns, in lower case, are those of such a table: a label, and another of its own or none.

    >>> told(frozenset({"label"})), told(frozenset({"label", "broader"})), told(frozenset({"label", "price"}))
    (True, True, False)
    """
    telling = columns & {"alternates", "broader", "same_as", "description", "id", "type"}
    return columns == {"label"} or ("label" in columns and "credential" not in columns and bool(telling))


def read(
    path: Path, *, issuer: str = "", progress: Progress = silent, locate_as: str = "", source: str = ""
) -> Reading:
    """The skills of a table, what is broader than they are, and what they are the same as elsewhere.

    A skill without an identifier is named after its label. A second row of one identifier is set aside, and so is a
    broader skill that no row has. Raises `UnreadableFile`, `WrongColumns`.
    """
    name = locate_as or path.name
    report = Report(source or path.name)
    found = _List(issuer or NO_ISSUER, TableRows(issuer or NO_ISSUER, source or path.name), report)
    for row in Sheet(path, name, ("label",), COLUMNS).rows(report, progress):
        found.take(row)
    found.relate()
    if not found.rows.count("skills"):
        raise WrongColumns(f"{name}: no row has a label.", hint=f"Expected the columns {', '.join(COLUMNS)}.")
    return finished(found.rows, report)


@dataclass
class _List:
    """The rows so far; what is broader is looked up once all are there."""

    issuer: str
    rows: TableRows
    report: Report
    met: dict[str, str] = field(default_factory=dict)
    labels: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    waiting: list[tuple[str, str, str]] = field(default_factory=list)
    said: set[tuple[str, str, str]] = field(default_factory=set)

    def take(self, row: Cells) -> None:
        """Add the skill of a row and what it is the same as."""
        label = " ".join((row.text("label") or "").split())
        if not label:
            row.aside("no label")
            return
        given = row.read("id", lambda text: cells.curie(text, self.issuer))
        id_ = given or f"{self.issuer}:{cells.slug(label)[:200] or 'skill'}"
        if id_ in self.met:
            row.aside(f"the skill {cells.shown(id_)} stands at {self.met[id_]} already")
            return
        self.met[id_] = row.locator
        self.labels[label.casefold()].append(id_)
        kind = row.read("type", cells.one_of(KINDS)) or "skill"
        others = [one for one in cells.listed(row.text("alternates") or "") if one != label]
        self.rows.add(
            "skills",
            locator=row.locator,
            id=id_,
            vocabulary=id_.partition(":")[0],
            label=label,
            alt_labels=others,
            kind=kind,
            description=row.text("description"),
            status="active",
        )
        self.waiting += [(id_, one, row.locator) for one in cells.listed(row.text("broader") or "")]
        for one in cells.listed(row.text("same_as") or ""):
            self._same(id_, one, row)

    def _same(self, id_: str, other: str, row: Cells) -> None:
        target = known_identifier(other) or (other if cells.is_curie(other) and "//" not in other else "")
        if not target or target == id_:
            row.aside(f"same_as {cells.shown(other)} is no identifier or address of a skill: left out")
            return
        self._relate(id_, "exact match", target, row.locator)

    def relate(self) -> None:
        """Add what is broader, now that all rows are there."""
        for id_, other, locator in self.waiting:
            whole = cells.curie(other, self.issuer)
            named = [whole] if whole in self.met else self.labels.get(other.casefold(), [])
            if len(named) != 1 or named[0] == id_:
                why = "is the skill itself" if named == [id_] else "is several rows" if named else "is no row's"
                self.report.set_aside(locator, f"broader {cells.shown(other)} {why}: left out")
                continue
            self._relate(id_, "broader", named[0], locator)

    def _relate(self, subject: str, predicate: str, object_: str, locator: str) -> None:
        if (subject, predicate, object_) not in self.said:
            self.said.add((subject, predicate, object_))
            self.rows.add("skill_relations", locator=locator, subject=subject, predicate=predicate, object=object_)
