"""Where a row comes from and whose it is; and what the writers of rows share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from data.ctdl.known import Known, Owner
from data.ctdl.nodes import Node
from data.reading import Report
from data.tables import TableRows


@dataclass(slots=True)
class Writing:
    """Everything that is needed while things become rows; `met` keeps a row from being written twice."""

    known: Known
    rows: TableRows
    report: Report
    met: dict[tuple[str, ...], str] = field(default_factory=dict)

    def first(self, locator: str, *key: str) -> bool:
        """Whether this key of a table is written for the first time."""
        new = key not in self.met
        self.met.setdefault(key, locator)
        return new

    def add(self, table: str, node: Node, owner: Owner, values: Mapping[str, Any]) -> None:
        """Add a row with its provenance; empty texts are null."""
        self.rows.add(
            table,
            locator=node.locator,
            origin="" if node.ref.startswith("_:") else node.ref,
            issuer=owner.prefix,
            **{name: None if value == "" else value for name, value in values.items()},
        )
