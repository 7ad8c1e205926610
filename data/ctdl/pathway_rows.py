"""Pathways and their components as rows: the pathway, its steps, and the credentials that components stand for."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from data.ctdl.credentials import write_credential
from data.ctdl.known import Known, credit
from data.ctdl.nodes import Node, short
from data.ctdl.pathways import (
    NOT_EARNED,
    Component,
    Condition,
    component_of,
    components,
    credential_of,
    positions,
    required,
    targets_of,
)
from data.ctdl.place import Writing
from data.ctdl.terms import Family, words

MAX_NOTE: Final = 4_000


def write_component(node: Node, writing: Writing) -> None:
    """A component as a credential, unless what it stands for is described in the file itself, or nothing is earned."""
    known = writing.known
    credential = credential_of(node, known)
    if not credential:
        why = NOT_EARNED.get(node.kind, "it has no name; it is a step of its pathway alone")
        writing.report.set_aside(node.locator, f"{words(node.kind)}: {why}")
    elif credential != known.identifier(node) and credential in known.families:
        writing.report.set_aside(node.locator, f"{words(node.kind)}: it stands for {credential}, which is in the file")
    else:
        write_credential(node, writing, credential=credential, kind=_kind(node))


def _kind(node: Node) -> str:
    category = node.text("componentcategory")
    return short(category) if category else words(node.kind).removesuffix(" component")


def write_pathway(node: Node, writing: Writing) -> None:
    """A pathway with its steps; set aside where it has no name or stands in the file already."""
    known = writing.known
    pathway, name = known.identifier(node), node.text("name")
    if not name:
        writing.report.set_aside(node.locator, "pathway: it has no name")
        return
    if not writing.takes(node, "pathways", pathway):
        return
    found = _without_empty(node, _components(node, pathway, writing), known)
    ends = _write_steps(node, pathway, found, writing)
    values = {
        "id": pathway,
        "name": name,
        "description": node.text("description"),
        "destination": _destination(node, found, known),
        "page_url": node.web("subjectwebpage", "source"),
        "note": _note(found)[:MAX_NOTE],
        "ends": ends,
    }
    writing.add("pathways", node, known.owner(node), values)


def _components(node: Node, pathway: str, writing: Writing) -> dict[str, Component]:
    """The components of a pathway; of a file's only pathway that names none of them, all that the file has."""
    known = writing.known
    found = components(node, known)
    if not any(item.node is not None or item.credential for item in found.values()) and known.pathways == [pathway]:
        pointed = {other for key in known.structured for other in component_of(key, known).before}
        ends = [key for key in known.structured if key not in pointed]
        known.parts_of.setdefault(pathway, []).extend(ends or known.structured)
        found = components(node, known)
        if found and known.structured:
            writing.report.remarks.append(
                f"{node.locator}: what it points at isn't in the file; all components of the file were taken."
            )
    return {key: item for key, item in found.items() if item.node is not None or item.credential}


def _ends(node: Node, found: Mapping[str, Component], known: Known) -> tuple[list[str], bool]:
    """The components at which a pathway ends, and whether it states them; else those that stand before no other."""
    ends = [known.points_at(ref) for ref in node.refs("hasdestinationcomponent")]
    ends += [key for key in known.parts_of.get(known.identifier(node), ()) if _is_end(found.get(key))]
    if stated := list(dict.fromkeys(end for end in ends if end in found)):
        return stated, True
    pointed = {other for item in found.values() for other in item.before}
    return [key for key in found if key not in pointed], False


def _is_end(component: Component | None) -> bool:
    return component is not None and component.node is not None and component.node.has("isdestinationcomponentfor")


def _destination(node: Node, found: Mapping[str, Component], known: Known) -> str | None:
    """The credential that the destination is; of a job the occupation it stands for."""
    ends, stated = _ends(node, found, known)
    for end in ends if stated else ():
        item = found[end]
        if item.credential:
            return item.credential
        for ref in item.node.refs("proxyfor") if item.node is not None else ():
            if target := known.points_at(ref):
                return target
    return None


_KINDS: Final[Mapping[str, str]] = {
    "CredentialComponent": "credential",
    "CourseComponent": "course",
    "CompetencyComponent": "skill",
    "AssessmentComponent": "assessment",
    "WorkExperienceComponent": "work",
    "BasicComponent": "activity",
    "CocurricularComponent": "activity",
    "ExtracurricularComponent": "activity",
    "JobComponent": "job",
    "SelectionComponent": "group",
    "CollectionComponent": "group",
    "MultiComponent": "group",
}
_FAMILIES: Final = {Family.LEARNING: "course", Family.ASSESSMENT: "assessment", Family.COMPETENCY: "skill"}


def _step_kind(item: Component, ends: Collection[str]) -> str:
    """The kind of step that a component is; a job at the end is met when what it asks for is, as a group is."""
    if item.node is None:
        return "credential"
    if not item.node.is_component:
        return _FAMILIES.get(item.node.family, "credential")
    kind = _KINDS.get(item.node.kind, "credential")
    if kind == "job" and item.identifier in ends and (item.conditions or item.children or item.needed):
        return "group"
    return kind if item.credential or kind in ("skill", "job") else "group"


def _write_steps(node: Node, pathway: str, found: Mapping[str, Component], writing: Writing) -> list[str]:
    """One row for each component; gives the steps at which the pathway ends, where it states them."""
    known, places = writing.known, positions(found)
    ends, stated = _ends(node, found, known)
    needed = required(ends, found)
    names = _step_names(pathway, found)
    for key in sorted(places, key=lambda one: (places[one], names[one])):
        item = found[key]
        values = _step(item, found, _Called(pathway, names), _step_kind(item, ends), known)
        values |= {"pathway": pathway, "position": places[key], "optional": key not in needed}
        writing.add("pathway_steps", item.node or node, known.owner(node), values)
    return [names[end] for end in ends] if stated else []


def _without_empty(node: Node, found: Mapping[str, Component], known: Known) -> dict[str, Component]:
    """The components but for groups that ask for nothing, which nobody could meet or miss."""
    left = dict(found)
    while True:
        ends, _ = _ends(node, left, known)
        empty = [key for key, item in left.items() if _step_kind(item, ends) == "group" and not _asks(item, left)]
        if not empty:
            return left
        for key in empty:
            del left[key]


def _asks(item: Component, found: Mapping[str, Component]) -> bool:
    return bool(item.conditions) or any(one in found for one in (*item.needed, *item.children))


def _step_names(pathway: str, found: Mapping[str, Component]) -> dict[str, str]:
    """What each component's step is called: the end of its identifier, where no other step has the same."""
    short_ = {key: key.removeprefix(f"{pathway}#") if "#" in key else key.partition(":")[2] or key for key in found}
    times = Counter(short_.values())
    return {key: name if times[name] == 1 else key for key, name in short_.items()}


@dataclass(frozen=True, slots=True)
class _Called:
    """What the steps of a pathway are called, by the identifiers of their components."""

    pathway: str
    names: Mapping[str, str]

    def __call__(self, component: str) -> str:
        """The name of a component's step; of one that isn't there the end of its identifier."""
        return self.names.get(component) or component.removeprefix(f"{self.pathway}#")


def _step(item: Component, found: Mapping[str, Component], names: _Called, kind: str, known: Known) -> dict[str, Any]:
    node = item.node
    condition = _condition(item, found, names)
    chosen = {target for one in item.conditions for target in targets_of(one)}
    after = [one for one in item.before if one not in chosen and one not in item.children and one not in item.needed]
    return {
        "step": names(item.identifier),
        "credential": f"{names.pathway}#{names(item.identifier)}"
        if kind == "group"
        else item.credential or _stands_for(item, known),
        "kind": kind,
        "name": node.text("name") if node is not None else known.names.get(item.identifier),
        "description": node.text("description") if node is not None else None,
        "page_url": node.web("subjectwebpage") if node is not None else None,
        "condition": json.dumps(condition, separators=(",", ":"), ensure_ascii=False) if condition else None,
        "after": [names(one) for one in after if one in names.names],
        "credits": _points(node) if node is not None else None,
    }


def _stands_for(item: Component, known: Known) -> str:
    for ref in item.node.refs("proxyfor", "proxyforresource") if item.node is not None else ():
        if target := known.points_at(ref):
            return target
    return item.identifier


def _condition(item: Component, found: Mapping[str, Component], names: _Called) -> dict[str, Any] | None:
    """All that must be met before a component: its conditions, its prerequisites, its parts that no condition names."""
    chosen = {target for one in item.conditions for target in targets_of(one)}
    whole = [one for one in (*item.needed, *item.children) if one not in chosen and one in found]
    conditions = [plain for one in item.conditions if (plain := one.plain(names))]
    if not whole and len(conditions) <= 1:
        return conditions[0] if conditions else None
    value = {"steps": [names(one) for one in dict.fromkeys(whole)], "parts": conditions}
    return {key: one for key, one in value.items() if one}


def _points(node: Node) -> float | None:
    """The credits or points that a component brings."""
    for value in node.nodes("pointvalue"):
        if (number := value.number("value", "minvalue")) is not None and number > 0:
            return number
    number = node.number("pointvalue")
    return number if number is not None and number > 0 else credit(node)


def _note(found: Mapping[str, Component]) -> str:
    """What conditions say that can't be checked."""
    said = {
        f"{item.node.text('name') if item.node is not None else item.identifier}: {text}"
        for item in found.values()
        for condition in item.conditions
        for text in _said(condition)
    }
    return " ".join(f"{text.rstrip('.')}." for text in sorted(said))


def _said(condition: Condition) -> list[str]:
    return [*condition.said, *(text for part in condition.parts for text in _said(part))]
