"""Conditions and steps as plain JSON values and back: the form in which tables, snapshots and records keep them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from graph.errors import InvalidRequirement
from graph.pathways.model import Condition, Constraint, Pathway, Role, Step, StepKind
from graph.requirements import MAX_DEPTH, from_json, to_json
from skills_taxonomy.types import Provenance

_HINT: Final = "Conditions have steps, parts, and atLeast or credits."
_TEXTS: Final = ("id", "name", "issuer", "destination", "description", "page_url", "note", "level", "language")


def condition_to_plain(condition: Condition) -> dict[str, Any]:
    """The condition as JSON values; what isn't stated has no key.

    >>> condition_to_plain(Condition(("a", "b"), least=1))
    {'steps': ['a', 'b'], 'atLeast': 1}
    """
    value: dict[str, Any] = {"steps": list(condition.steps), "parts": [condition_to_plain(p) for p in condition.parts]}
    value |= {"atLeast": condition.least, "credits": condition.credits}
    value |= {"name": condition.name, "description": condition.description}
    value["constraints"] = [[one.left, one.comparator, one.right, one.description] for one in condition.constraints]
    return {name: one for name, one in value.items() if one not in (None, "", [])}


def condition_from_plain(value: Any, depth: int = 0) -> Condition:
    """The condition that `condition_to_plain` wrote; raises `InvalidRequirement`."""
    if not isinstance(value, Mapping) or depth > MAX_DEPTH:
        raise InvalidRequirement(f"Not a condition: {str(value)[:80]!r}.", hint=_HINT)
    least, credits = value.get("atLeast"), value.get("credits")
    if least is not None and (not isinstance(least, int) or isinstance(least, bool) or least < 0):
        raise InvalidRequirement(f"atLeast must be a whole number of 0 or more, not {least!r:.40}.", hint=_HINT)
    if credits is not None and (not isinstance(credits, int | float) or isinstance(credits, bool) or credits < 0):
        raise InvalidRequirement(f"credits must be a number of 0 or more, not {credits!r:.40}.", hint=_HINT)
    return Condition(
        tuple(str(one) for one in value.get("steps", ())),
        tuple(condition_from_plain(part, depth + 1) for part in value.get("parts", ())),
        least,
        None if credits is None else float(credits),
        str(value.get("name", "")),
        str(value.get("description", "")),
        tuple(Constraint(*(str(part) for part in one)) for one in value.get("constraints", ())),
    )


def condition_to_json(condition: Condition | None) -> str | None:
    """The condition as compact JSON, None where there is none."""
    if condition is None:
        return None
    return json.dumps(condition_to_plain(condition), separators=(",", ":"), ensure_ascii=False)


def condition_from_json(text: str | None) -> Condition | None:
    """The condition that `condition_to_json` wrote; raises `InvalidRequirement`."""
    if not text:
        return None
    try:
        return condition_from_plain(json.loads(text))
    except (ValueError, TypeError, RecursionError) as error:
        raise InvalidRequirement(f"Not a condition: {text[:80]!r} ({error}).", hint=_HINT) from error


def step_to_plain(step: Step) -> dict[str, Any]:
    """The step as JSON values; what has its default has no key."""
    value: dict[str, Any] = {"id": step.id, "position": step.position, "credential": step.credential}
    rest = {
        "optional": step.optional,
        "requirement": to_json(step.requirement) if step.requirement is not None else None,
        "kind": step.kind.value if step.kind is not StepKind.CREDENTIAL else None,
        "name": step.name,
        "description": step.description,
        "page_url": step.page_url,
        "condition": condition_to_plain(step.condition) if step.condition is not None else None,
        "after": list(step.after),
        "credits": step.credits,
        "hours": step.hours,
        "role": step.role.value,
    }
    return value | {name: one for name, one in rest.items() if one not in (None, "", [], False, 0.0)}


def step_from_plain(value: Mapping[str, Any]) -> Step:
    """The step that `step_to_plain` wrote; raises `InvalidRequirement`."""
    requirement, condition = value.get("requirement"), value.get("condition")
    return Step(
        id=value["id"],
        position=value["position"],
        credential=value["credential"],
        optional=bool(value.get("optional", False)),
        requirement=from_json(requirement) if requirement else None,
        kind=StepKind(value.get("kind") or "credential"),
        name=value.get("name", ""),
        description=value.get("description", ""),
        page_url=value.get("page_url", ""),
        condition=condition_from_plain(condition) if condition is not None else None,
        after=tuple(value.get("after", ())),
        credits=float(value.get("credits", 0.0)),
        hours=value.get("hours"),
        role=Role(value.get("role", "")),
    )


def pathway_to_plain(pathway: Pathway) -> dict[str, Any]:
    """The pathway as JSON values."""
    place = pathway.provenance
    return {name: getattr(pathway, name) for name in _TEXTS} | {
        "provenance": [place.source, place.locator, place.origin],
        "steps": [step_to_plain(step) for step in pathway.steps],
        "ends": list(pathway.ends),
        "ordered": pathway.ordered,
        "extra": [list(pair) for pair in pathway.extra],
    }


def pathway_from_plain(value: Mapping[str, Any]) -> Pathway:
    """The pathway that `pathway_to_plain` wrote; raises `InvalidRequirement`."""
    return Pathway(
        **{name: value[name] for name in _TEXTS},
        steps=tuple(step_from_plain(step) for step in value["steps"]),
        provenance=Provenance(*value["provenance"]),
        ends=tuple(value["ends"]),
        ordered=value["ordered"],
        extra=tuple((name, text) for name, text in value["extra"]),
    )
