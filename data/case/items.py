"""Items of CASE as rows: competencies become skills; courses, programs and badges become credentials."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from data.case.known import MAX_TEXT, Known, day_of, item_type, name_of, short
from data.case.place import Writing
from data.case.things import Thing
from data.errors import InvalidValue
from data.html_text import plain
from data.ld import public_page, said

_KINDS: Final = (
    ("group", r"cluster|domain|strand|topic|categor\w*|grade( level)?|conceptual category|standards? area|area|subject"
     r"|heading|group\w*|unit|theme|section|component area|discipline|framework|dimension|competency area"),
    ("knowledge", r"knowledge( statement)?|concept|disciplinary core idea|crosscutting concept|fact"),
    ("attitude", r"attitudes?|dispositions?|values?|habits? of mind|mindset|behaviou?rs?"),
    ("technology", r"technolog(y|ies)|tools?|software"),
    ("language", r"languages?"),
)  # fmt: skip
_DRAFTS: Final = frozenset({"draft", "private draft"})
_CODE: Final = re.compile(r"(?=.*\d)(?=.*[^\W\d_])\S{4,60}")
"""A code that stands for its item alone; shorter ones (``A``, ``1.2``) would be found in any text."""


def write_item(thing: Thing, writing: Writing) -> None:
    """One item as a skill or as something to earn; set aside where it has no name, no text, or was there before."""
    value, item = thing.value, name_of(thing.value)
    statement = plain(said(value.get("fullStatement"))[:MAX_TEXT])
    label = short(plain(said(value.get("abbreviatedStatement"))[:MAX_TEXT]) or statement)
    if not item:
        writing.report.set_aside(thing.locator, "CFItem: it has no identifier")
    elif not label:
        writing.report.set_aside(thing.locator, "CFItem: it has no statement")
    elif writing.first(thing, "item", item):
        writing.labels[item] = label
        if item in writing.known.earned:
            _write_credential(thing, writing, item, label, statement)
        else:
            _write_skill(thing, writing, item, label, statement)


def _write_skill(thing: Thing, writing: Writing, skill: str, label: str, statement: str) -> None:
    value = thing.value
    writing.add(
        "skills",
        thing,
        id=skill,
        vocabulary="case",
        label=label,
        alt_labels=list(dict.fromkeys(text for text in _names(value) if text != label)),
        kind=kind_of(item_type(value)),
        description=statement if statement != label else plain(said(value.get("notes"))[:MAX_TEXT]),
        status=_status(thing, writing, skill),
        iri=public_page(said(value.get("uri"))),
    )


def _write_credential(thing: Thing, writing: Writing, credential: str, label: str, statement: str) -> None:
    value, document = thing.value, writing.known.document_of(thing.value)
    ended = _status(thing, writing, credential) in ("withdrawn", "deprecated", "replaced")
    writing.add(
        "credentials",
        thing,
        id=credential,
        name=label,
        issuer_name=document.publisher,
        description=statement if statement != label else None,
        kind=writing.known.earned[credential],
        level=", ".join(_texts(value.get("educationLevel"))[:20]),
        language=said(value.get("language")) or document.language,
        status="withdrawn" if ended else "active",
        page_url=public_page(said(value.get("uri"))),
        subjects=_texts(value.get("subject")) or list(document.subjects),
        occupations=[],
        note=plain(said(value.get("notes"))[:MAX_TEXT]),
    )


def kind_of(stated: str) -> str:
    """The kind of skill by an item's type; a type that says nothing of it is a skill.

    >>> kind_of("Knowledge"), kind_of("Cluster"), kind_of("Standard")
    ('knowledge', 'group', 'skill')
    """
    found = (kind for kind, types in _KINDS if re.fullmatch(types, stated.strip(), re.IGNORECASE))
    return next(found, "skill")


def _names(value: Mapping[str, Any]) -> Iterator[str]:
    code = said(value.get("humanCodingScheme"))
    if _CODE.fullmatch(code):
        yield code
    if other := short(plain(said(value.get("alternativeLabel"))[:MAX_TEXT])):
        yield other


def _status(thing: Thing, writing: Writing, item: str) -> str | None:
    """Whether the item is in use today, as far as it says; dates that can't be read are reported."""
    known: Known = writing.known
    adopted = known.document_of(thing.value).status.casefold()
    if item in known.replaced:
        return "replaced"
    if known.today and (ends := _day(thing, "statusEndDate", writing)) and ends < known.today.isoformat():
        return "withdrawn"
    if adopted == "deprecated":
        return "deprecated"
    if known.today and (begins := _day(thing, "statusStartDate", writing)) and begins > known.today.isoformat():
        return "planned"
    return "draft" if adopted in _DRAFTS else None


def _day(thing: Thing, key: str, writing: Writing) -> str:
    try:
        return day_of(thing.value.get(key))
    except InvalidValue as error:
        writing.report.set_aside(thing.locator, f"{key} left empty: {error}")
        return ""


def _texts(value: Any) -> list[str]:
    given = value if isinstance(value, list) else [value]
    return list(dict.fromkeys(short(text) for item in given if (text := said(item))))
