"""What a pathway loses when it is written in another's format: named field by field, never passed over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graph.pathways.codec import pathway_to_plain
from graph.pathways.model import Pathway


@dataclass(frozen=True, slots=True)
class Loss:
    """A field that a format doesn't keep: of which step (empty: of the pathway), why, and what became of it."""

    step: str
    field: str
    why: str
    became: str = "left out"


@dataclass(frozen=True, slots=True)
class Written:
    """A pathway as text in some format, and what of it the text doesn't say."""

    text: str
    losses: tuple[Loss, ...] = ()


def differing(before: Pathway, after: Pathway) -> Iterator[tuple[str, str]]:
    """The fields in which two pathways differ, as (step, field); where they were read from doesn't count.

    Steps are matched by identifier; one that stands only on one side differs as a whole (field ``step``). What a group
    is recorded under says nothing: nothing is earned by it.
    """
    one, other = pathway_to_plain(before), pathway_to_plain(after)
    for name in one.keys() - {"steps", "provenance"}:
        if one[name] != other[name]:
            yield "", name
    steps, others = _by_id(one), _by_id(other)
    for step in dict.fromkeys((*steps, *others)):
        if step not in steps or step not in others:
            yield step, "step"
            continue
        mine, theirs = dict(steps[step]), dict(others[step])
        if mine.get("kind") == theirs.get("kind") == "group":
            mine["credential"] = theirs["credential"] = ""
        yield from ((step, name) for name in dict.fromkeys((*mine, *theirs)) if mine.get(name) != theirs.get(name))


def losses_between(before: Pathway, after: Pathway, reasons: Mapping[str, str], title: str) -> tuple[Loss, ...]:
    """What got lost from `before` to `after`, which is the written text read again; `reasons` by field."""
    plain = pathway_to_plain(after)
    steps = _by_id(plain)
    return tuple(
        Loss(step, name, reasons.get(name, f"{title} has no place for it"), _became(steps.get(step, plain), name))
        for step, name in sorted(differing(before, after))
    )


def _became(holder: Mapping[str, Any], name: str) -> str:
    value = holder.get(name)
    return "left out" if value in (None, "", [], False) else f"reads as {str(value)[:200]}"


def _by_id(plain: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {step["id"]: step for step in plain["steps"]}
