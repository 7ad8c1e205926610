"""A credential as a JSON document and back, for the snapshot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from graph.credentials import Credential, Offering, Taught
from graph.requirements import from_json, to_json
from skills_taxonomy.types import Provenance

_PLAIN = (
    "id", "name", "issuer", "issuer_name", "description", "kind", "level", "level_rank", "language",
    "validity_months", "withdrawn", "superseded_by", "page_url", "hours", "note",
)  # fmt: skip
_OFFERING = ("id", "signup_url", "place", "mode", "language", "cost", "currency", "hours", "note")
_DATES = ("opens", "closes", "starts", "ends")
_TAUGHT = ("skill", "label", "weight", "confidence", "how", "evidence")


def to_document(credential: Credential) -> dict[str, Any]:
    """The credential as plain JSON values; what is empty is left out."""
    document = {name: getattr(credential, name) for name in _PLAIN}
    document["requirement"] = to_json(credential.requirement) if credential.requirement is not None else None
    document["provenance"] = _place(credential.provenance)
    document["occupations"] = list(credential.occupations)
    document["accepts"] = list(credential.accepts)
    document["teaches"] = [
        [*(getattr(taught, name) for name in _TAUGHT), _place(taught.provenance)] for taught in credential.teaches
    ]
    document["offerings"] = [_offering_document(offering) for offering in credential.offerings]
    return {name: value for name, value in document.items() if value is not None and value not in ("", [])}


def from_document(document: Mapping[str, Any]) -> Credential:
    """The credential that `to_document` wrote."""
    requirement = document.get("requirement")
    return Credential(
        **{"issuer_name": ""} | {name: document[name] for name in _PLAIN if name in document},
        provenance=Provenance(*document["provenance"]),
        requirement=from_json(requirement) if requirement else None,
        occupations=tuple(document.get("occupations", ())),
        accepts=tuple(document.get("accepts", ())),
        teaches=tuple(_taught(row) for row in document.get("teaches", ())),
        offerings=tuple(_offering(row) for row in document.get("offerings", ())),
    )


def _taught(row: Sequence[Any]) -> Taught:
    values: dict[str, Any] = dict(zip(_TAUGHT, row[:-1], strict=True))
    return Taught(**values, provenance=Provenance(*row[-1]))


def _place(provenance: Provenance) -> list[str]:
    return [provenance.source, provenance.locator, provenance.origin]


def _offering_document(offering: Offering) -> dict[str, Any]:
    row = {name: getattr(offering, name) for name in _OFFERING}
    row |= {name: day.isoformat() for name in _DATES if (day := getattr(offering, name)) is not None}
    return {name: value for name, value in row.items() if value not in (None, "")}


def _offering(row: Mapping[str, Any]) -> Offering:
    values: dict[str, Any] = {name: row[name] for name in _OFFERING if name in row}
    values |= {name: date.fromisoformat(row[name]) for name in _DATES if name in row}
    return Offering(**values)
