"""Authored pathways in the canonical tables: a build reads them as it reads what was imported."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from graph.pathways import Pathway, Step
from graph.pathways.codec import condition_to_json
from graph.requirements import to_json
from recommender.authored.state import Authored

if TYPE_CHECKING:
    from data.tables import Tables


def merged(tables: Tables, authored: Authored) -> Tables:
    """The tables with the latest version of every authored pathway in place of what was imported under its name.

    Withdrawn ones are left out. The tables themselves stay as they are, so an import never touches what is authored.
    """
    if not authored.pathways:
        return tables
    import pandas as pd

    from data.tables import Tables, frame

    there = [pathway for _, pathway in sorted(authored.pathways.items()) if pathway is not None]
    fresh = {
        "pathways": [_pathway(pathway) for pathway in there],
        "pathway_steps": [row for pathway in there for row in _steps(pathway)],
    }
    names = list(authored.pathways)
    frames = {name: tables[name] for name in tables}
    for table, key in (("pathways", "id"), ("pathway_steps", "pathway")):
        kept = tables[table][~tables[table][key].isin(names).to_numpy(dtype=bool)]
        parts = [kept, frame(table, fresh[table])] if fresh[table] else [kept]
        frames[table] = pd.concat(parts, ignore_index=True)
    return Tables(frames)


def _place(pathway: Pathway) -> dict[str, str]:
    where = pathway.provenance
    return {"issuer": pathway.issuer, "source": where.source, "locator": where.locator, "origin": where.origin}


def _pathway(pathway: Pathway) -> dict[str, Any]:
    texts = ("name", "description", "destination", "page_url", "note", "level", "language")
    return {
        "id": pathway.id,
        **{name: getattr(pathway, name) for name in texts},
        "ends": list(pathway.ends),
        "ordered": pathway.ordered,
        "extra": json.dumps(pathway.extra, ensure_ascii=False) if pathway.extra else None,
        **_place(pathway),
    }


def _steps(pathway: Pathway) -> Iterator[dict[str, Any]]:
    for step in pathway.steps:
        yield {"pathway": pathway.id, **_step(step), **_place(pathway)}


def _step(step: Step) -> dict[str, Any]:
    return {
        "step": step.id,
        "position": step.position,
        "credential": step.credential,
        "optional": step.optional,
        "requirement": to_json(step.requirement) if step.requirement is not None else None,
        "kind": step.kind.value,
        "name": step.name,
        "description": step.description,
        "page_url": step.page_url,
        "condition": condition_to_json(step.condition),
        "after": list(step.after),
        "credits": step.credits,
        "hours": step.hours,
        "role": step.role.value,
    }
