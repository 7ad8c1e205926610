"""The canonical tables as credentials and pathways."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from data.tables import Tables, rows_of
from graph.credentials import Credential, Offering, Taught
from graph.pathways import Pathway, Step
from graph.requirements import from_json
from skills_taxonomy.types import Provenance

_Row = Mapping[str, Any]


def credentials_from_tables(tables: Tables) -> tuple[Credential, ...]:
    """Every credential with what it teaches and its offerings, in the table's order.

    A skill without a stated weight gets an equal share: one over the number of skills of its credential.
    """
    skills, offerings = _grouped(tables, "credential_skills"), _grouped(tables, "offerings")
    return tuple(
        _credential(row, skills.get(row["id"], ()), offerings.get(row["id"], ()))
        for row in rows_of(tables["credentials"])
    )


def pathways_from_tables(tables: Tables) -> tuple[Pathway, ...]:
    """Every pathway with its steps in order of position."""
    steps = _grouped(tables, "pathway_steps", "pathway")
    return tuple(
        Pathway(
            row["id"],
            row["name"],
            row["issuer"],
            tuple(
                sorted((_step(step) for step in steps.get(row["id"], ())), key=lambda step: (step.position, step.id))
            ),
            _provenance(row),
            **_texts(row, "destination", "description", "page_url", "note"),
        )
        for row in rows_of(tables["pathways"])
    )


def _grouped(tables: Tables, table: str, by: str = "credential") -> dict[str, list[_Row]]:
    groups: dict[str, list[_Row]] = defaultdict(list)
    for row in rows_of(tables[table]):
        groups[row[by]].append(row)
    return groups


def _credential(row: _Row, skills: Any, offerings: Any) -> Credential:
    share = 1.0 / max(len(skills), 1)
    return Credential(
        id=row["id"],
        name=row["name"],
        issuer=row["issuer"],
        provenance=_provenance(row),
        **_texts(row, "issuer_name", "description", "kind", "level", "language", "superseded_by", "page_url", "note"),
        level_rank=row["level_rank"],
        requirement=from_json(row["requirement"]) if row["requirement"] else None,
        validity_months=row["validity_months"],
        withdrawn=row["status"] == "withdrawn",
        hours=row["hours"],
        teaches=tuple(_taught(skill, share) for skill in skills if skill["skill"]),
        offerings=tuple(_offering(offering) for offering in offerings),
        occupations=tuple(row["occupations"] if row["occupations"] is not None else ()),
    )


def _taught(row: _Row, share: float) -> Taught:
    return Taught(
        row["skill"],
        row["label"],
        share if row["weight"] is None else row["weight"],
        1.0 if row["confidence"] is None else row["confidence"],
        row["how"],
        row["evidence"] or "",
        _provenance(row),
    )


def _offering(row: _Row) -> Offering:
    return Offering(
        id=row["id"],
        **_texts(row, "signup_url", "place", "mode", "language", "currency", "note"),
        **{
            name: date.fromisoformat(row[name]) if row[name] else None for name in ("opens", "closes", "starts", "ends")
        },
        cost=row["cost"],
        hours=row["hours"],
    )


def _step(row: _Row) -> Step:
    requirement = from_json(row["requirement"]) if row["requirement"] else None
    return Step(row["step"], int(row["position"]), row["credential"], bool(row["optional"]), requirement)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _texts(row: _Row, *names: str) -> dict[str, Any]:
    return {name: row[name] or "" for name in names}


def _provenance(row: _Row) -> Provenance:
    return Provenance(row["source"], row["locator"], row["origin"] or "")
