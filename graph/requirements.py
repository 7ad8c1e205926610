"""What must be met before something may be started, as a tree.

AtLeast 2 of
├── Holds cncf:KCNA
├── HasSkill onet:kubernetes
└── AllOf
    ├── Holds lf:LFCS
    └── Credits 30 of (Holds x:a [20], Holds x:b [15])
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graph.errors import InvalidRequirement


@dataclass(frozen=True, slots=True)
class Holds:
    """A credential that must be held, and be valid, on the day."""

    credential: str
    credits: float = 0.0


@dataclass(frozen=True, slots=True)
class HasSkill:
    """A skill that must be had, at a level 0..1 of mastery (0: any)."""

    skill: str
    level: float = 0.0
    credits: float = 0.0


@dataclass(frozen=True, slots=True)
class AllOf:
    """All parts must be met; met at once where there are none."""

    parts: tuple[Requirement, ...] = ()


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least `k` of the parts must be met; `k` is 0 or more."""

    k: int
    parts: tuple[Requirement, ...] = ()


@dataclass(frozen=True, slots=True)
class Credits:
    """The parts that are met must bring `minimum` credits together (each leaf says its `credits`)."""

    minimum: float
    parts: tuple[Holds | HasSkill, ...] = ()


Requirement = Holds | HasSkill | AllOf | AtLeast | Credits


def leaves(requirement: Requirement) -> Iterator[Holds | HasSkill]:
    """Every credential and skill that the tree names, from left to right.

    >>> [leaf.credential for leaf in leaves(AllOf((Holds("a"), AtLeast(1, (Holds("b"), Holds("c"))))))]
    ['a', 'b', 'c']
    """
    if isinstance(requirement, Holds | HasSkill):
        yield requirement
    else:
        for part in requirement.parts:
            yield from leaves(part)


def to_json(requirement: Requirement) -> str:
    """The tree as compact JSON, the form in which tables keep it.

    >>> to_json(AllOf((Holds("cncf:CKA"), HasSkill("onet:kubernetes"))))
    '{"all":[{"holds":"cncf:CKA"},{"skill":"onet:kubernetes"}]}'
    """
    return json.dumps(_plain(requirement), separators=(",", ":"), ensure_ascii=False)


def from_json(text: str) -> Requirement:
    """The tree that `to_json` wrote; raises `InvalidRequirement`.

    >>> from_json('{"atLeast":1,"of":[{"holds":"x:a"},{"holds":"x:b"}]}')
    AtLeast(k=1, parts=(Holds(credential='x:a', credits=0.0), Holds(credential='x:b', credits=0.0)))
    """
    try:
        return _tree(json.loads(text))
    except (ValueError, RecursionError) as error:
        raise InvalidRequirement(f"Not a requirement: {text[:80]!r} ({error}).") from error


def _plain(requirement: Requirement) -> dict[str, Any]:
    match requirement:
        case Holds(credential, credits):
            return {"holds": credential, **({"credits": credits} if credits else {})}
        case HasSkill(skill, level, credits):
            return {
                "skill": skill,
                **({"level": level} if level else {}),
                **({"credits": credits} if credits else {}),
            }
        case AllOf(parts):
            return {"all": [_plain(part) for part in parts]}
        case AtLeast(k, parts):
            return {"atLeast": k, "of": [_plain(part) for part in parts]}
        case Credits(minimum, parts):
            return {"minimumCredits": minimum, "from": [_plain(part) for part in parts]}


def _tree(value: Any) -> Requirement:
    match value:
        case {"holds": str(credential)}:
            return Holds(credential, _number(value, "credits"))
        case {"skill": str(skill)}:
            return HasSkill(skill, _number(value, "level"), _number(value, "credits"))
        case {"all": list(parts)}:
            return AllOf(tuple(_tree(part) for part in parts))
        case {"atLeast": int(k), "of": list(parts)} if k >= 0 and not isinstance(k, bool):
            return AtLeast(k, tuple(_tree(part) for part in parts))
        case {"minimumCredits": int() | float() as minimum, "from": list(parts)} if minimum >= 0:
            return Credits(float(minimum), tuple(_leaf(part) for part in parts))
    raise InvalidRequirement(f"Not a requirement: {json.dumps(value)[:80]}.")


def _leaf(value: Any) -> Holds | HasSkill:
    leaf = _tree(value)
    if not isinstance(leaf, Holds | HasSkill):
        raise InvalidRequirement("Credits are counted over credentials and skills only.")
    return leaf


def _number(value: Mapping[str, Any], key: str) -> float:
    number = value.get(key, 0.0)
    if isinstance(number, bool) or not isinstance(number, int | float) or number < 0:
        raise InvalidRequirement(f"{key} must be a number of 0 or more, not {number!r}.")
    return float(number)
