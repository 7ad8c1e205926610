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
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from graph.errors import InvalidRequirement

T = TypeVar("T")

MAX_DEPTH: Final = 100
"""The deepest nesting that is read or written as JSON; a tree made in a program may be deeper."""


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


Leaf = Holds | HasSkill
Node = AllOf | AtLeast | Credits
Requirement = Leaf | Node


def leaves(requirement: Requirement) -> Iterator[Holds | HasSkill]:
    """Every credential and skill that the tree names, from left to right.

    >>> [leaf.credential for leaf in leaves(AllOf((Holds("a"), AtLeast(1, (Holds("b"), Holds("c"))))))]
    ['a', 'b', 'c']
    """
    waiting = [requirement]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Holds | HasSkill):
            yield part
        else:
            waiting.extend(reversed(part.parts))


def key(leaf: Leaf) -> tuple[str, float]:
    """What makes two leaves the same demand: what is named, and the level; the credits don't.

    >>> key(Holds("x:a", credits=5.0)) == key(Holds("x:a")) != key(HasSkill("x:a"))
    True
    """
    return (leaf.credential, -1.0) if isinstance(leaf, Holds) else (leaf.skill, leaf.level)


def counted(parts: Iterable[T], of: Callable[[T], Requirement]) -> tuple[T, ...]:
    """What counts towards `AtLeast` and `Credits`: a leaf named twice only once, for the most credits given for it.

    Parts that are trees stay as they are, even where they are alike. `of` gives the requirement of a part.

    >>> [leaf.credits for leaf in counted([Holds("a", 5.0), Holds("b"), Holds("a", 9.0)], lambda leaf: leaf)]
    [9.0, 0.0]
    """
    found: dict[object, tuple[float, T]] = {}
    for place, part in enumerate(parts):
        requirement = of(part)
        name: object = place
        credits = 0.0
        if isinstance(requirement, Holds | HasSkill):
            name, credits = key(requirement), requirement.credits
        if name not in found or credits > found[name][0]:
            found[name] = credits, part
    return tuple(part for _, part in found.values())


def fold(requirement: Requirement, leaf: Callable[[Leaf], T], node: Callable[[Node, tuple[T, ...]], T]) -> T:
    """The tree worked out from its leaves upwards, without recursion, however deep it is.

    >>> fold(AllOf((Holds("a"), AtLeast(1, (Holds("b"),)))), lambda _: 1, lambda _, parts: 1 + sum(parts))
    4
    """
    waiting: list[tuple[Requirement, bool]] = [(requirement, False)]
    done: list[T] = []
    while waiting:
        part, seen = waiting.pop()
        if isinstance(part, Holds | HasSkill):
            done.append(leaf(part))
        elif seen:
            first = len(done) - len(part.parts)
            done[first:] = [node(part, tuple(done[first:]))]
        else:
            waiting.append((part, True))
            waiting.extend((below, False) for below in reversed(part.parts))
    return done[0]


def to_json(requirement: Requirement) -> str:
    """The tree as compact JSON, the form in which tables keep it; raises `InvalidRequirement` if nested too deep.

    >>> to_json(AllOf((Holds("cncf:CKA"), HasSkill("onet:kubernetes"))))
    '{"all":[{"holds":"cncf:CKA"},{"skill":"onet:kubernetes"}]}'
    """
    return json.dumps(_plain(requirement, 0), separators=(",", ":"), ensure_ascii=False)


def from_json(text: str) -> Requirement:
    """The tree that `to_json` wrote; raises `InvalidRequirement`.

    >>> from_json('{"atLeast":1,"of":[{"holds":"x:a"},{"holds":"x:b"}]}')
    AtLeast(k=1, parts=(Holds(credential='x:a', credits=0.0), Holds(credential='x:b', credits=0.0)))
    """
    try:
        return _tree(json.loads(text), 0)
    except (ValueError, OverflowError, RecursionError) as error:
        raise InvalidRequirement(f"Not a requirement: {text[:80]!r} ({error}).", hint=_HINT) from error


_HINT: Final = "Requirements are trees of holds, skill, all, atLeast ... of, and minimumCredits ... from."


def _deeper(depth: int) -> int:
    if depth >= MAX_DEPTH:
        raise InvalidRequirement(f"A requirement nested more than {MAX_DEPTH} deep.", hint="Split it into parts.")
    return depth + 1


def _plain(requirement: Requirement, depth: int) -> dict[str, Any]:
    below = _deeper(depth)
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
            return {"all": [_plain(part, below) for part in parts]}
        case AtLeast(k, parts):
            return {"atLeast": k, "of": [_plain(part, below) for part in parts]}
        case Credits(minimum, parts):
            return {"minimumCredits": minimum, "from": [_plain(part, below) for part in parts]}


def _tree(value: Any, depth: int) -> Requirement:
    below = _deeper(depth)
    match value:
        case {"holds": str(credential)}:
            return Holds(credential, _number(value, "credits"))
        case {"skill": str(skill)}:
            return HasSkill(skill, _number(value, "level"), _number(value, "credits"))
        case {"all": list(parts)}:
            return AllOf(tuple(_tree(part, below) for part in parts))
        case {"atLeast": int(k), "of": list(parts)} if k >= 0 and not isinstance(k, bool):
            return AtLeast(k, tuple(_tree(part, below) for part in parts))
        case {"minimumCredits": _, "from": list(parts)}:
            return Credits(_number(value, "minimumCredits"), tuple(_leaf(part, below) for part in parts))
    raise InvalidRequirement(f"Not a requirement: {json.dumps(value)[:80]}.", hint=_HINT)


def _leaf(value: Any, depth: int) -> Holds | HasSkill:
    leaf = _tree(value, depth)
    if not isinstance(leaf, Holds | HasSkill):
        raise InvalidRequirement("Credits are counted over credentials and skills only.", hint=_HINT)
    return leaf


def _number(value: Mapping[str, Any], key: str) -> float:
    number = value.get(key, 0.0)
    if isinstance(number, bool) or not isinstance(number, int | float) or not number >= 0 or math.isinf(number):
        raise InvalidRequirement(f"{key} must be a number of 0 or more, not {number!r:.40}.", hint=_HINT)
    return float(number)
