"""A pathway as a JSON document and back, for the snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from graph.pathways import Pathway, Step
from graph.requirements import from_json, to_json
from skills_taxonomy.types import Provenance

_TEXTS: Final = ("id", "name", "issuer", "destination", "description", "page_url", "note")


def pathway_document(pathway: Pathway) -> dict[str, Any]:
    """The pathway as plain JSON values."""
    place = pathway.provenance
    return {name: getattr(pathway, name) for name in _TEXTS} | {
        "provenance": [place.source, place.locator, place.origin],
        "steps": [
            [
                step.id,
                step.position,
                step.credential,
                step.optional,
                to_json(step.requirement) if step.requirement else None,
            ]
            for step in pathway.steps
        ],
    }


def pathway_from_document(document: Mapping[str, Any]) -> Pathway:
    """The pathway that `pathway_document` wrote."""
    steps = tuple(
        Step(id_, position, credential, optional, from_json(requirement) if requirement else None)
        for id_, position, credential, optional, requirement in document["steps"]
    )
    texts = {name: document[name] for name in _TEXTS}
    return Pathway(**texts, steps=steps, provenance=Provenance(*document["provenance"]))
