"""The canonical tables as credentials and pathways."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from graph.credentials import Credential, Offering, Taught
from graph.errors import InvalidRequirement
from graph.pathways import Pathway, Role, Step, StepKind
from graph.pathways.codec import condition_from_json
from graph.requirements import Requirement, from_json
from skills_taxonomy.columns import rows
from skills_taxonomy.types import Provenance

if TYPE_CHECKING:
    from data.tables import Tables

_Row = Mapping[str, Any]

_PLACE: Final = ("source", "locator", "origin")
_TEXTS: Final = (
    "id", "name", "issuer", "issuer_name", "description", "kind", "level", "language", "superseded_by", "page_url",
    "note",
)  # fmt: skip
_NUMBERS: Final = ("level_rank", "validity_months", "hours")
_OFFERING: Final = ("id", "signup_url", "place", "mode", "language", "currency", "note")
_DAYS: Final = ("opens", "closes", "starts", "ends")
_TAUGHT: Final = ("credential", "skill", "label", "weight", "confidence", "how", "evidence")
_PATHWAY: Final = ("id", "name", "issuer", "destination", "description", "page_url", "note", "level", "language")
_STEP: Final = (
    "pathway", "step", "position", "credential", "optional", "requirement", "kind", "name", "description", "page_url",
    "condition", "after", "credits", "hours", "role",
)  # fmt: skip


def credentials_from_tables(tables: Tables) -> tuple[Credential, ...]:
    """Every credential with what it teaches and its offerings, in the table's order.

    A skill whose weight isn't stated gets an equal share: one over the number of the credential's skills. A skill of
    which only the label is stated is left out: a build gives it an identifier first. A weight or confidence that
    isn't stated where the skill is counts as certain. Raises `InvalidRequirement`, naming the line.
    """
    taught, offered = _taught(tables), _offered(tables)
    return tuple(
        Credential(
            **_texts(row, _TEXTS),
            **_values(row, _NUMBERS),
            provenance=_place(row),
            requirement=_requirement(row),
            withdrawn=row["status"] == "withdrawn",
            teaches=_shared(taught.get(row["id"], ())),
            offerings=tuple(offered.get(row["id"], ())),
            occupations=tuple(row["occupations"] or ()),
            accepts=tuple(row["accepts"] or ()),
        )
        for row in _rows(tables, "credentials", *_TEXTS, *_NUMBERS, "requirement", "status", "occupations", "accepts")
    )


def pathways_from_tables(tables: Tables) -> tuple[Pathway, ...]:
    """Every pathway with its steps by position; raises `InvalidRequirement`, naming the line."""
    steps: dict[str, list[Step]] = defaultdict(list)
    for row in _rows(tables, "pathway_steps", *_STEP):
        steps[row["pathway"]].append(_step(row))
    return tuple(
        Pathway(
            **_texts(row, _PATHWAY),
            steps=tuple(sorted(steps.get(row["id"], ()), key=lambda step: (step.position, step.id))),
            provenance=_place(row),
            ends=tuple(row["ends"] if row["ends"] is not None else ()),
            ordered=bool(row["ordered"]),
            extra=_pairs(row["extra"]),
        )
        for row in _rows(tables, "pathways", *_PATHWAY, "ends", "ordered", "extra")
    )


def _step(row: _Row) -> Step:
    return Step(
        id=row["step"],
        position=row["position"],
        credential=row["credential"],
        optional=bool(row["optional"]),
        requirement=_requirement(row),
        kind=StepKind(row["kind"] or "credential"),
        **_texts(row, ("name", "description", "page_url")),
        condition=condition_from_json(row["condition"]),
        after=tuple(row["after"] if row["after"] is not None else ()),
        credits=row["credits"] or 0.0,
        hours=row["hours"],
        role=Role(row["role"] or ""),
    )


def _pairs(text: str | None) -> tuple[tuple[str, str], ...]:
    return tuple((str(name), str(value)) for name, value in json.loads(text)) if text else ()


def _rows(tables: Tables, table: str, *columns: str) -> Iterator[dict[str, Any]]:
    names = (*columns, *_PLACE)
    return (dict(zip(names, values, strict=True)) for values in rows(tables, table, *names))


def _taught(tables: Tables) -> dict[str, list[Taught]]:
    """What each credential teaches; a weight of -1 stands for one that isn't stated."""
    found: dict[str, list[Taught]] = defaultdict(list)
    for credential, skill, label, weight, confidence, how, evidence, *place in rows(
        tables, "credential_skills", *_TAUGHT, *_PLACE
    ):
        if skill:
            sure = 1.0 if confidence is None else confidence
            where = Provenance(place[0], place[1], place[2] or "")
            share = -1.0 if weight is None else weight
            found[credential].append(Taught(skill, label, share, sure, how, evidence or "", where))
    return found


def _shared(taught: Sequence[Taught]) -> tuple[Taught, ...]:
    return tuple(one if one.weight >= 0 else replace(one, weight=1.0 / len(taught)) for one in taught)


def _offered(tables: Tables) -> dict[str, list[Offering]]:
    found: dict[str, list[Offering]] = defaultdict(list)
    for row in _rows(tables, "offerings", "credential", *_OFFERING, *_DAYS, "cost", "hours"):
        days: dict[str, Any] = {name: date.fromisoformat(row[name]) for name in _DAYS if row[name]}
        found[row["credential"]].append(Offering(**_texts(row, _OFFERING), **days, **_values(row, ("cost", "hours"))))
    return found


def _requirement(row: _Row) -> Requirement | None:
    if not row["requirement"]:
        return None
    try:
        return _parsed(row["requirement"])
    except InvalidRequirement as error:
        raise InvalidRequirement(f"{row['locator']}: {error.message}", hint=error.hint) from error


@lru_cache(maxsize=1024)
def _parsed(text: str) -> Requirement:
    return from_json(text)


def _texts(row: _Row, names: Iterable[str]) -> dict[str, Any]:
    return {name: row[name] or "" for name in names}


def _values(row: _Row, names: Iterable[str]) -> dict[str, Any]:
    return {name: row[name] for name in names}


def _place(row: _Row) -> Provenance:
    return Provenance(row["source"], row["locator"], row["origin"] or "")
