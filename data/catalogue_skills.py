"""The skills that a catalogue states: rows of ``credential_skills.csv``, and the `skills` of a credential's own row."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from data import cells
from data.catalogue_parts import Whole, named_credential
from data.cells import Cells
from data.errors import InvalidValue
from data.reading import Progress
from data.sheets import Sheet

COLUMNS: Final = ("skill", "weight", "level", "evidence", "confidence", "origin")


def read_skills(path: Path, locate_as: str, whole: Whole, progress: Progress) -> None:
    """Add the rows of ``credential_skills.csv`` to the catalogue."""
    for row in Sheet(path, locate_as, ("credential", "label"), COLUMNS).rows(whole.report, progress):
        if not (credential := named_credential(row, whole)):
            continue
        if not (label := row.text("label")):
            row.aside("no label")
            continue
        confidence = row.read("confidence", cells.share)
        whole.rows.add(
            "credential_skills",
            locator=row.locator,
            origin=row.text("origin") or "",
            issuer=whole.owner(credential),
            credential=credential,
            skill=row.read("skill", lambda text: cells.curie(text, whole.prefix)),
            label=label,
            weight=row.read("weight", cells.share),
            level=row.text("level"),
            how="stated",
            confidence=1.0 if confidence is None else confidence,
            evidence=row.text("evidence"),
        )


def stated_skills(row: Cells, credential: str, whole: Whole) -> None:
    """Add what the credential's `skills` cell lists: identifiers or labels, each maybe with its weight."""
    for item in cells.listed(row.text("skills") or ""):
        name, weight = _weighted(item, row)
        whole.rows.add(
            "credential_skills",
            locator=row.locator,
            origin=row.text("origin") or "",
            issuer=whole.owner(credential),
            credential=credential,
            skill=name if cells.is_curie(name) else None,
            label=name,
            weight=weight,
            how="stated",
            confidence=1.0,
        )


def _weighted(item: str, row: Cells) -> tuple[str, float | None]:
    name, equals, weight = item.rpartition("=")
    if not equals or not name.strip():
        return item, None
    try:
        return name.strip(), cells.share(weight)
    except InvalidValue as error:
        row.aside(f"the weight of {cells.shown(name.strip())} in skills left empty: {error}")
        return name.strip(), None
