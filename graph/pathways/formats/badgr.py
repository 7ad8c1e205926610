"""A pathway as Badgr's JSON: a tree of elements, each with the badge it gives and how many of its parts it needs."""

from __future__ import annotations

import json
from typing import Any, Final

from graph.pathways.formats.losses import Written
from graph.pathways.model import Condition, Pathway, Step

BADGE: Final = "badge/"
_HOST: Final = "https://api.badgr.io/public/badges/"
REASONS: Final = {
    "position": "Badgr orders elements by what they need only",
    "condition": "Badgr counts children, other elements and badges apart, one level deep",
    "ends": "a Badgr pathway has one end, its first element",
    "id": "a Badgr pathway is called by its first element",
    "step": "only elements under the one end can be written, or an element had to be added above several ends",
}
"""Why a field may differ when the text is read again."""


def write(pathway: Pathway) -> Written:
    """The pathway as Badgr's JSON; what it loses is what differs when the text is read again."""
    roots = [pathway.by_id[end] for end in pathway.ends if end in pathway.by_id] or list(_tops(pathway))
    seen: set[str] = set()
    if len(roots) == 1:
        top = _element(roots[0], pathway, seen, 0)
        top["name"], top["description"] = pathway.name, pathway.description or None
    else:
        over = Condition(tuple(step.id for step in roots), least=1 if pathway.ends else None)
        top = _shell(pathway.id, pathway.name, pathway.description) | _asked(over, pathway, seen, 0)
    return Written(json.dumps(top, indent=2, ensure_ascii=False) + "\n")


def _tops(pathway: Pathway) -> list[Step]:
    named = {one for step in pathway.steps if step.condition is not None for one in step.condition.named()}
    return [step for step in pathway.steps if step.id not in named] or list(pathway.steps)


def _shell(id_: str, name: str, description: str) -> dict[str, Any]:
    return {"elementId": id_, "name": name, "description": description or None, "completionBadge": None}


def _element(step: Step, pathway: Pathway, seen: set[str], depth: int) -> dict[str, Any]:
    seen.add(step.id)
    value = _shell(step.id, step.name, step.description)
    if step.is_earned:
        value["completionBadge"] = {"badgeUrl": _address(step.credential)}
    value |= _asked(step.condition or Condition(), pathway, seen, depth)
    return value | {"requiredForParentCompletion": not step.optional}


def _asked(condition: Condition, pathway: Pathway, seen: set[str], depth: int) -> dict[str, Any]:
    """An element's requirements and children; parts of a condition are taken as more of what it names."""
    named = list(dict.fromkeys(one for one in condition.named() if one in pathway.by_id))
    badges = [one for one in named if one.startswith(BADGE) and pathway.by_id[one].condition is None]
    known = [one for one in named if one not in badges]
    inside = [one for one in known if one not in seen and depth < 50]
    seen.update(inside)
    children = [_element(pathway.by_id[one], pathway, seen, depth + 1) for one in inside]
    elsewhere = [one for one in known if one not in inside]
    return {
        "requirements": {
            "childElementRequirements": {"countRule": _rule(condition, inside)},
            "nonChildElementRequirements": {"countRule": _rule(condition, elsewhere), "elementIds": elsewhere},
            "badgeRequirements": {
                "countRule": _rule(condition, badges),
                "requiredBadges": [{"badgeUrl": _address(pathway.by_id[one].credential)} for one in badges],
            },
            "shortcutBadges": [],
        },
        "children": children,
    }


def _rule(condition: Condition, among: list[str]) -> dict[str, Any]:
    if condition.least is None or not among:
        return {"@type": "all"}
    return {"@type": "atLeastN", "requiredCount": min(condition.least, len(among))}


def _address(credential: str) -> str:
    return _HOST + credential.removeprefix("badgr:") if credential.startswith("badgr:") else credential
