"""Where rows of CASE go, which of them was there before, and what is set aside by its kind."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from data.case.known import Known
from data.case.things import Thing
from data.ld import said
from data.reading import Report
from data.tables import TableRows


@dataclass(slots=True)
class Writing:
    """Everything that is needed while things become rows; `labels` are those of the items written so far."""

    known: Known
    rows: TableRows
    report: Report
    labels: dict[str, str] = field(default_factory=dict)
    met: dict[tuple[str, ...], str] = field(default_factory=dict)
    aside: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def first(self, thing: Thing, *key: str) -> bool:
        """Whether this key is met for the first time; a thing that repeats one is set aside."""
        if key in self.met:
            self.report.set_aside(thing.locator, f"{thing.kind}: {' '.join(key[1:])} is taken from {self.met[key]}")
            return False
        self.met[key] = thing.locator
        return True

    def add(self, table: str, thing: Thing, **values: Any) -> None:
        """Add a row with its provenance; empty texts are null."""
        cleaned = {name: None if value == "" else value for name, value in values.items()}
        self.rows.add(table, locator=thing.locator, origin=said(thing.value.get("uri"))[:2_000], **cleaned)

    def leave(self, thing: Thing, kind: str, why: str) -> None:
        """Set a thing aside with all others of its kind."""
        self.aside.setdefault((kind, why), []).append(thing.locator)
