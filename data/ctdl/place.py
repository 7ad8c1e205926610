"""Where a row comes from and whose it is; and what the writers of rows share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from data.ctdl.known import Known, Owner, row_kind
from data.ctdl.nodes import Node
from data.ctdl.terms import words
from data.reading import Report
from data.tables import TableRows


@dataclass(slots=True)
class Writing:
    """Everything that is needed while things become rows; `met` keeps a row from being written twice, `untaken` counts
    the properties that no table has a place for.
    """

    known: Known
    rows: TableRows
    report: Report
    met: dict[tuple[str, ...], str] = field(default_factory=dict)
    untaken: Counter[str] = field(default_factory=Counter)

    def first(self, locator: str, *key: str) -> bool:
        """Whether this key of a table is written for the first time."""
        new = key not in self.met
        self.met.setdefault(key, locator)
        return new

    def takes(self, node: Node, table: str, identifier: str) -> bool:
        """Whether this thing is the one that becomes the row; of several with one identifier the fullest does."""
        fullest = self.known.fullest.get((row_kind(node), self.known.identifier(node)))
        at = fullest[1] if fullest else node.locator
        if at == node.locator and self.first(node.locator, table, identifier):
            return True
        at = self.met.get((table, identifier), at)
        self.report.set_aside(node.locator, f"{words(node.kind)}: {identifier} is taken from {at}")
        return False

    def add(self, table: str, node: Node, owner: Owner, values: Mapping[str, Any]) -> None:
        """Add a row with its provenance; empty texts are null."""
        self.rows.add(
            table,
            locator=node.locator,
            origin="" if node.ref.startswith("_:") else node.ref,
            issuer=owner.prefix,
            **{name: None if value == "" else value for name, value in values.items()},
        )
