"""Pathways of a file checked, each flaw with its line."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Final

from api.engine import Engine
from api.errors import BadOption
from api.linting import Linted, lint_pathway
from data.formats import Asked, format_of
from data.reading import Reading
from data.tables import Tables
from graph.from_tables import credentials_from_tables, pathways_from_tables

_LINKS: Final = {"signup_url": "sign-up", "page_url": "page"}
_NO_LINK: Final = re.compile(r"(signup_url|page_url) left empty: '(.*?)' is not a web address")
"""What a catalogue's reader says of a link that it can't take."""


def lint_file(
    path: Path,
    engine: Engine | None,
    *,
    today: date,
    issuer: str = "",
    only: str = "",
    catalogue: Path | None = None,
) -> list[Linted]:
    """Every pathway of a file (or the one called `only`), checked with what is known of its credentials.

    That is what stands in the file itself, in `catalogue`, and in the workspace, in this order. Raises
    `UnreadableFile`, `UnknownKind`, and `BadOption` where there is no such pathway.
    """
    reading = format_of(path).read(path, Asked(issuer=issuer))
    tables = reading.tables
    found = [one for one in pathways_from_tables(tables) if only in ("", one.id)]
    if not found:
        which = f"pathway {only[:100]!r}" if only else "pathway"
        raise BadOption(f"{path.name}: there is no {which} in it.", hint="Name another file, or another pathway.")
    beside, bad = {one.id: one for one in credentials_from_tables(tables)}, _bad_links(reading)
    if catalogue is not None:
        more = format_of(catalogue).read(catalogue, Asked(issuer=issuer))
        beside = {one.id: one for one in credentials_from_tables(more.tables)} | beside
        bad = _bad_links(more) | bad
    places = _places(tables)
    return [
        lint_pathway(one, engine, today=today, beside=beside, places=places.get(one.id, {}), bad_links=bad)
        for one in found
    ]


def _bad_links(reading: Reading) -> dict[str, dict[str, str]]:
    """Of each credential the links that its reader left out, since they are none."""
    at: dict[str, str] = {}
    for table, key in (("credentials", "id"), ("offerings", "credential")):
        frame = reading.tables[table]
        at |= dict(zip(frame["locator"], frame[key], strict=True))
    found: dict[str, dict[str, str]] = {}
    for one in reading.report.aside:
        told = _NO_LINK.match(one.reason)
        if told and one.locator in at:
            found.setdefault(at[one.locator], {})[_LINKS[told[1]]] = told[2]
    return found


def _places(tables: Tables) -> dict[str, dict[str, str]]:
    """Of each pathway the file and line of its steps, and of itself."""
    found: dict[str, dict[str, str]] = {}
    pathways, steps = tables["pathways"], tables["pathway_steps"]
    for pathway, locator in zip(pathways["id"], pathways["locator"], strict=True):
        found.setdefault(pathway, {})[""] = locator
    for pathway, step, locator in zip(steps["pathway"], steps["step"], steps["locator"], strict=True):
        found.setdefault(pathway, {})[step] = locator
    return found
