"""A pathway as the YAML that people write by hand; nothing of the model is lost."""

from __future__ import annotations

import json
from typing import Any, Final

from graph.pathways.formats.losses import Written
from graph.pathways.model import Condition, Pathway, Role, Step, StepKind
from graph.requirements import to_json

_TEXTS: Final = ("name", "issuer", "description", "destination", "page_url", "note", "level", "language")


def write(pathway: Pathway) -> Written:
    """The pathway as YAML; reading it again gives an equal one."""
    import yaml

    class Plain(yaml.SafeDumper):
        def ignore_aliases(self, data: Any) -> bool:
            return True

    value: dict[str, Any] = {"pathway": pathway.id}
    value |= {name: text for name in _TEXTS if (text := getattr(pathway, name))}
    if pathway.ordered:
        value["ordered"] = True
    if pathway.ends:
        value["ends"] = list(pathway.ends)
    if pathway.extra:
        value["extra"] = [list(pair) for pair in pathway.extra]
    value["steps"] = [_step(step) for step in pathway.steps]
    return Written(yaml.dump(value, Dumper=Plain, sort_keys=False, allow_unicode=True, width=110))


def _step(step: Step) -> dict[str, Any]:
    skill = step.kind is StepKind.SKILL
    value: dict[str, Any] = {
        "id": step.id,
        "name": step.name,
        "kind": "" if step.kind is StepKind.CREDENTIAL or skill else step.kind.value,
        "skill" if skill else "credential": step.credential,
        "position": step.position,
        "description": step.description,
        "page_url": step.page_url,
        "needs": _needs(step.condition) if step.condition is not None else "",
        "after": list(step.after) or "",
        "requires": json.loads(to_json(step.requirement)) if step.requirement is not None else "",
        "optional": step.optional or "",
        "milestone": step.role is Role.MILESTONE or "",
        "off-ramp": step.role is Role.OFF_RAMP or "",
        "credits": step.credits or "",
        "hours": "" if step.hours is None else step.hours,
    }
    return {name: one for name, one in value.items() if one != ""}


def _needs(condition: Condition) -> dict[str, Any]:
    among: list[Any] = [*condition.steps, *(_needs(part) for part in condition.parts)]
    count = "all of" if condition.least is None else f"{condition.least} of"
    value: dict[str, Any] = {count: among}
    if condition.credits is not None:
        value["credits"] = condition.credits
    value |= {name: text for name in ("name", "description") if (text := getattr(condition, name))}
    if condition.constraints:
        value["where"] = [[one.left, one.comparator, one.right, one.description] for one in condition.constraints]
    return value
