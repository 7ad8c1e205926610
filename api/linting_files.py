"""Pathways of a file checked, each flaw with its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from api.engine import Engine
from api.errors import BadOption
from api.linting import Linted, lint_pathway
from data.formats import Asked, format_of
from data.tables import Tables
from graph.credentials import Credential
from graph.from_tables import credentials_from_tables, pathways_from_tables


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
    tables = format_of(path).read(path, Asked(issuer=issuer)).tables
    found = [one for one in pathways_from_tables(tables) if only in ("", one.id)]
    if not found:
        which = f"pathway {only[:100]!r}" if only else "pathway"
        raise BadOption(f"{path.name}: there is no {which} in it.", hint="Name another file, or another pathway.")
    beside = _credentials(catalogue, issuer) if catalogue is not None else {}
    beside |= {one.id: one for one in credentials_from_tables(tables)}
    places = _places(tables)
    return [lint_pathway(one, engine, today=today, beside=beside, places=places.get(one.id, {})) for one in found]


def _credentials(path: Path, issuer: str) -> dict[str, Credential]:
    tables = format_of(path).read(path, Asked(issuer=issuer)).tables
    return {one.id: one for one in credentials_from_tables(tables)}


def _places(tables: Tables) -> dict[str, dict[str, str]]:
    """Of each pathway the file and line of its steps, and of itself."""
    found: dict[str, dict[str, str]] = {}
    pathways, steps = tables["pathways"], tables["pathway_steps"]
    for pathway, locator in zip(pathways["id"], pathways["locator"], strict=True):
        found.setdefault(pathway, {})[""] = locator
    for pathway, step, locator in zip(steps["pathway"], steps["step"], steps["locator"], strict=True):
        found.setdefault(pathway, {})[step] = locator
    return found
