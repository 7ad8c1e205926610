"""The pathways that a catalogue states: rows of ``pathways.csv``, one step each."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from data import cells
from data.catalogue_parts import Whole, named_credential
from data.cells import Cells
from data.errors import InvalidValue
from data.reading import Progress
from data.requires import to_json
from data.sheets import Sheet

NEEDED: Final = ("pathway", "name", "credential")
COLUMNS: Final = ("description", "destination", "page_url", "position", "optional", "requires", "note", "origin")


@dataclass(slots=True)
class _Steps:
    """What is known of a pathway while its rows go by: its name, and where each credential stands in it."""

    name: str
    last: int = 0
    places: dict[str, str] = field(default_factory=dict)


def read_pathways(path: Path, locate_as: str, whole: Whole, progress: Progress) -> None:
    """Add the rows of ``pathways.csv`` to the catalogue.

    Name, description and the like are those of a pathway's first row. Rows without a `position` follow the row
    before them; a credential twice in one pathway is set aside the second time.
    """
    met: dict[str, _Steps] = {}
    for row in Sheet(path, locate_as, NEEDED, COLUMNS).rows(whole.report, progress):
        try:
            pathway = cells.curie(row.text("pathway") or "", whole.prefix)
        except InvalidValue as error:
            row.aside(f"pathway: {error}")
            continue
        if not (credential := named_credential(row, whole)):
            continue
        steps = met.get(pathway)
        if steps is None:
            if not row.text("name"):
                row.aside("no name, and no row of this pathway before it")
                continue
            steps = met[pathway] = _begin(row, pathway, whole)
        _step(row, pathway, credential, steps, whole)


def _begin(row: Cells, pathway: str, whole: Whole) -> _Steps:
    name = str(row.text("name"))
    whole.rows.add(
        "pathways",
        locator=row.locator,
        origin=row.text("origin") or "",
        issuer=_issuer(pathway, whole),
        id=pathway,
        name=name,
        description=row.text("description"),
        destination=row.text("destination"),
        page_url=row.read("page_url", cells.web_address),
        note=row.text("note"),
    )
    return _Steps(name)


def _step(row: Cells, pathway: str, credential: str, steps: _Steps, whole: Whole) -> None:
    if row.text("name") not in (None, steps.name):
        whole.report.remarks.append(f"{row.locator}: {pathway} is called {steps.name!r} above; that name stays")
    if credential in steps.places:
        return row.aside(f"{credential} stands in {pathway} already at {steps.places[credential]}")
    steps.places[credential] = row.locator
    steps.last = row.read("position", cells.count) or steps.last + 1
    whole.rows.add(
        "pathway_steps",
        locator=row.locator,
        origin=row.text("origin") or "",
        issuer=_issuer(pathway, whole),
        pathway=pathway,
        step=str(len(steps.places)),
        position=steps.last,
        credential=credential,
        optional=row.read("optional", cells.flag) or False,
        requirement=row.read("requires", lambda text: to_json(text, prefix=whole.prefix)),
    )
    return None


def _issuer(pathway: str, whole: Whole) -> str:
    return whole.prefix or pathway.partition(":")[0]
