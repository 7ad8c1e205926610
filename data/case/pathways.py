"""Courses and credentials of a CASE package that are linked with each other, as a pathway.

What ``precedes`` another comes before it; what is ``isChildOf`` or ``isPartOf`` another is a part of it. A package of
competencies alone is a framework and gives none.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from data.alignments import own_parts
from data.case.known import Known, item_type, kind_to_earn, name_of, short
from data.case.place import Writing
from data.case.things import Thing
from data.clr import positions
from data.html_text import plain
from data.ld import public_page, said

LINKS: Final = frozenset({"precedes", "isChildOf", "isPartOf"})
KINDS: Final[Mapping[str, str]] = {
    "course": "course",
    "competency": "skill",
    "assessment": "assessment",
    "work experience": "work",
    "activity": "activity",
    "job": "job",
    "group": "group",
}
"""Types of items as kinds of steps; all others that are earned are credentials."""


@dataclass(frozen=True, slots=True)
class Item:
    """An item that may be a step: the package that it is of, its place, and what a step takes of it."""

    document: str
    thing: Thing
    step: str
    kind: str


@dataclass(frozen=True, slots=True)
class Link:
    """What one item is to another: ``precedes`` it, or is a part of it."""

    kind: str
    origin: str
    target: str


def item_of(thing: Thing, known: Known) -> Item | None:
    """The item where it may be a step: it is earned, or stands in a package that Stackway wrote."""
    own, step = own_parts(said(thing.value.get("uri")))
    if not own and not kind_to_earn(thing.value):
        return None
    document = name_of(thing.value.get("CFDocumentURI"))
    if document not in known.documents and len(known.documents) == 1:
        document = next(iter(known.documents))
    return Item(document, thing, step, KINDS.get(item_type(thing.value).casefold(), "credential"))


def write_pathways(writing: Writing) -> None:
    """One pathway for each package whose items are linked; those that go round in a circle are left out of it."""
    steps = writing.known.steps
    by_document: dict[str, list[Link]] = {}
    for link in dict.fromkeys(writing.known.links):
        by_document.setdefault(steps[link.origin].document, []).append(link)
    for document, links in by_document.items():
        if document in writing.known.documents:
            _write(document, links, writing)


def _write(document: str, links: list[Link], writing: Writing) -> None:
    before: dict[str, list[str]] = {}
    parts: dict[str, list[str]] = {}
    for link in links:
        (before if link.kind == "precedes" else parts).setdefault(link.target, []).append(link.origin)
    met = dict.fromkeys(one for link in links for one in (link.origin, link.target))
    earlier = {one: {*before.get(one, ()), *parts.get(one, ())} for one in met}
    layers, circle = positions(earlier)
    there = {one for one, _ in layers}
    tied = {end for one in there for other in earlier[one] & there for end in (one, other)}
    layers = [(one, at) for one, at in layers if one in tied]
    if circle:
        writing.report.remarks.append(f"{document}: {circle} items come before themselves and are in no pathway.")
    known, about = writing.known, writing.known.documents[document]
    called = {one: known.steps[one].step or str(number) for number, (one, _) in enumerate(layers, 1)}
    inside = {other for one in called for other in earlier[one]}
    ends = [one for one in called if one not in inside]
    whole = ends[0] if len(ends) == 1 and parts.get(ends[0]) else ""
    if not called:
        return
    thing = about.thing or known.steps[next(iter(called))].thing
    writing.add(
        "pathways", thing, id=document, name=about.title or document, language=about.language,
        description=plain(said(thing.value.get("description")))[:10_000] if about.thing else None,
        page_url=public_page(said(thing.value.get("officialSourceURL"))) if about.thing else None,
        note=plain(said(thing.value.get("notes")))[:4_000] if about.thing else None,
        destination=whole or None, ends=[called[whole]] if whole else None,
    )  # fmt: skip
    for one, position in layers:
        row = _step(one, known.steps[one], called, before.get(one, []), parts.get(one, []))
        writing.add("pathway_steps", known.steps[one].thing, pathway=document, position=position, **row)


def _step(one: str, item: Item, called: Mapping[str, str], before: list[str], parts: list[str]) -> dict[str, Any]:
    value = item.thing.value
    name, statement = short(plain(said(value.get("abbreviatedStatement")))), plain(said(value.get("fullStatement")))
    asked = {"steps": [called[part] for part in parts if part in called]}
    own = bool(own_parts(said(value.get("uri")))[0])
    return {
        "step": called[one],
        "credential": one,
        "kind": item.kind,
        "name": name or ("" if own else short(statement)),
        "description": statement if statement not in (name, one) else "",
        "after": [called[earlier] for earlier in before if earlier in called],
        "condition": json.dumps(asked, separators=(",", ":")) if asked["steps"] else None,
        "optional": False,
    }
