"""Pathways and their components as rows: the pathway, its steps, and the credentials that components stand for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from data.ctdl.credentials import write_credential
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
    tree_of,
)
from data.ctdl.place import Writing
from data.ctdl.terms import words

MAX_NOTE: Final = 4_000


def write_component(node: Node, writing: Writing) -> None:
    """A component as a credential, unless what it stands for is described in the file itself, or nothing is earned."""
    known = writing.known
    credential = credential_of(node, known)
    if not credential:
        why = NOT_EARNED.get(node.kind, "it has no name; what it asks for stands with the steps around it")
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
    found = _components(node, pathway, writing)
    values = {
        "id": pathway,
        "name": name,
        "description": node.text("description"),
        "destination": _destination(node, found, writing),
        "page_url": node.web("subjectwebpage", "source"),
        "note": _note(found)[:MAX_NOTE],
    }
    writing.add("pathways", node, known.owner(node), values)
    _write_steps(node, pathway, found, writing)


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


def _ends(node: Node, found: Mapping[str, Component], writing: Writing) -> list[str]:
    known = writing.known
    ends = [known.points_at(ref) for ref in node.refs("hasdestinationcomponent")]
    ends += [key for key in known.parts_of.get(known.identifier(node), ()) if _is_end(found.get(key))]
    pointed = {other for item in found.values() for other in item.before}
    return list(dict.fromkeys(end for end in ends if end in found)) or [key for key in found if key not in pointed]


def _is_end(component: Component | None) -> bool:
    return component is not None and component.node is not None and component.node.has("isdestinationcomponentfor")


def _destination(node: Node, found: Mapping[str, Component], writing: Writing) -> str | None:
    """The credential that the destination is; of a job the occupation it stands for."""
    known = writing.known
    for end in _ends(node, found, writing) if node.has("hasdestinationcomponent") else ():
        item = found[end]
        if item.credential:
            return item.credential
        for ref in item.node.refs("proxyfor") if item.node is not None else ():
            if target := known.points_at(ref):
                return target
    return None


def _write_steps(node: Node, pathway: str, found: Mapping[str, Component], writing: Writing) -> None:
    known, places = writing.known, positions(found)
    needed = required(_ends(node, found, writing), found)
    owner = known.owner(node)
    order = sorted(places, key=lambda key: places[key])
    for number, key in enumerate(order, 1):
        item = found[key]
        place = item.node or node
        if not writing.first(place.locator, "pathway_steps", pathway, item.credential):
            writing.report.set_aside(place.locator, f"{item.credential} is a step of {pathway} already")
            continue
        tree = tree_of(item, found, known)
        values = {
            "pathway": pathway,
            "step": str(number),
            "position": places[key],
            "credential": item.credential,
            "optional": key not in needed,
            "requirement": json.dumps(tree, separators=(",", ":"), ensure_ascii=False) if tree else None,
        }
        writing.add("pathway_steps", place, owner, values)


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
