"""A seeded world as the files that an issuer would have: the pathway in YAML, the catalogue in CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from graph.credentials import Credential
from graph.pathways.formats import yaml
from graph.requirements import Holds
from tests.graph.linting.seeds import World


def write(world: World, folder: Path) -> tuple[Path, Path | None]:
    """The pathway's file, and the folder of its catalogue; what the occupation needs stands in no file."""
    pathway, catalogue = folder / "pathway.yaml", folder / "catalogue"
    pathway.write_text(yaml.write(world.pathway).text, encoding="utf-8")
    if not world.credentials:
        return pathway, None
    catalogue.mkdir(exist_ok=True)
    known = world.credentials.values()
    _csv(catalogue / "credentials.csv", map(_credential, known))
    _csv(catalogue / "offerings.csv", (row for one in known for row in _offerings(one)))
    _csv(catalogue / "credential_skills.csv", (row for one in known for row in _skills(one)))
    return pathway, catalogue


def _credential(one: Credential) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "level": one.level,
        "language": one.language,
        "requires": one.requirement.credential if isinstance(one.requirement, Holds) else "",
        "validity_months": one.validity_months,
        "status": "withdrawn" if one.withdrawn else "active",
        "superseded_by": one.superseded_by,
    }


def _offerings(one: Credential) -> Iterable[dict[str, Any]]:
    for offering in one.offerings:
        yield {
            "credential": one.id,
            "signup_url": offering.signup_url,
            "closes": offering.closes,
            "language": offering.language,
            "cost": offering.cost,
            "currency": offering.currency if offering.cost is not None else "",
            "hours": offering.hours,
        }


def _skills(one: Credential) -> Iterable[dict[str, Any]]:
    for taught in one.teaches:
        yield {"credential": one.id, "label": taught.label, "skill": taught.skill}


def _csv(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    kept = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(kept[0]))
        writer.writeheader()
        writer.writerows({name: "" if value is None else value for name, value in row.items()} for row in kept)
