"""What a CASE file says before its rows can be written: frameworks, things to earn, what was replaced; and names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from data.alignments import known_identifier, own_parts
from data.case.things import Thing
from data.cells import iso_date
from data.ld import said

if TYPE_CHECKING:
    from data.case.pathways import Item, Link

MAX_LABEL: Final = 300
MAX_TEXT: Final = 20_000

_UUID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_TO_EARN: Final = re.compile(
    r"(?:\w+[ -])?(course|credential|microcredential|certificate|certification|degree|badge|diploma|licen[cs]e"
    r"|program|programme|qualification|apprenticeship)",
    re.IGNORECASE,
)
_CASE_TARGET: Final = re.compile(r"case|cf\w+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Document:
    """What a framework says of all its items."""

    title: str = ""
    publisher: str = ""
    language: str = ""
    status: str = ""
    subjects: tuple[str, ...] = ()
    thing: Thing | None = None


@dataclass(slots=True)
class Known:
    """What was seen in a first look: documents by identifier, kinds of what is earned, what was replaced."""

    today: date | None = None
    documents: dict[str, Document] = field(default_factory=dict)
    earned: dict[str, str] = field(default_factory=dict)
    replaced: set[str] = field(default_factory=set)
    steps: dict[str, Item] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    found: int = 0

    def document_of(self, value: Mapping[str, Any]) -> Document:
        """The framework that an item says it is of, else the file's only one."""
        own = self.documents.get(name_of(value.get("CFDocumentURI")))
        if own is None and len(self.documents) == 1:
            return next(iter(self.documents.values()))
        return own or Document()


def look_at(found: Iterable[Thing], known: Known) -> None:
    """Take up what the rows of other things need; nothing of the rest is held."""
    for thing in found:
        known.found += bool(thing.kind)
        identifier = name_of(thing.value)
        if thing.kind == "CFDocument" and identifier:
            known.documents[identifier] = _document(thing)
        elif thing.kind == "CFItem" and identifier and (kind := kind_to_earn(thing.value)):
            known.earned[identifier] = kind
        elif thing.kind == "CFAssociation" and said(thing.value.get("associationType")) == "replacedBy":
            known.replaced.add(node(thing.value, "origin")[0])


def name_of(value: Any) -> str:
    """The identifier of a thing or a link: ``case:`` and its UUID; what isn't one is kept as a short name.

    >>> name_of({"identifier": "8F14E45F-CEEA-467A-9D7A-0B5A6D1E0001"})
    'case:8f14e45f-ceea-467a-9d7a-0b5a6d1e0001'
    >>> name_of({"identifier": "", "uri": "https://x.example/CFItems/i 1"}), name_of(None)
    ('case:x.example-CFItems-i-1', '')
    """
    if isinstance(value, str):
        value = {"uri": value}
    if not isinstance(value, Mapping):
        return ""
    if own := own_parts(said(value.get("uri")))[0]:
        return own
    texts = [text for key in ("identifier", "sourcedId", "uri", "id", "@id") if (text := said(value.get(key)))]
    for text in texts:
        if matched := _UUID.search(text[-400:]):
            return f"case:{matched[0].lower()}"
    plain = re.sub(r"[^\w.]+", "-", re.sub(r"^https?://", "", texts[0]))[:200].strip("-") if texts else ""
    return f"case:{plain}" if plain else ""


def node(association: Mapping[str, Any], end: str) -> tuple[str, str]:
    """What an association names at its ``origin`` or ``destination``: identifier (empty: none is known), title.

    >>> node({"destinationNodeURI": {"uri": "http://data.europa.eu/esco/skill/8f14e45f-ceea-467a-9d7a-0b5a6d1e0001"}},
    ...      "destination")
    ('esco:skill/8f14e45f-ceea-467a-9d7a-0b5a6d1e0001', '')
    """
    value = association.get(f"{end}NodeURI", association.get(f"CF{end.capitalize()}NodeURI"))
    if isinstance(value, str):
        value = {"uri": value}
    if not isinstance(value, Mapping):
        return "", ""
    title = short(said(value.get("title")))
    elsewhere = known_identifier(said(value.get("uri"))) or known_identifier(said(value.get("identifier")))
    elsewhere = own_parts(said(value.get("uri")))[0] or elsewhere
    target = said(value.get("targetType"))
    if elsewhere:
        return elsewhere, title
    if target and not _CASE_TARGET.fullmatch(target):
        return "", title or said(value.get("uri"))[:MAX_LABEL]
    return name_of(value), title


def item_type(value: Mapping[str, Any]) -> str:
    """What an item says it is, in its own words."""
    return said(value.get("CFItemType")) or _title(value.get("CFItemTypeURI"))


def kind_to_earn(value: Mapping[str, Any]) -> str:
    """The kind of credential that an item is, by its type; empty for an item that is a skill.

    >>> kind_to_earn({"CFItemType": "Course"}), kind_to_earn({"CFItemType": "Course Objective"})
    ('course', '')
    """
    matched = _TO_EARN.fullmatch(item_type(value).strip())
    return matched[1].lower() if matched else ""


def short(text: str) -> str:
    """A label: one line of at most 300 characters."""
    line = " ".join(text[: 4 * MAX_LABEL].split())
    return line if len(line) <= MAX_LABEL else line[: MAX_LABEL - 1].rstrip() + "…"


def day_of(value: Any) -> str:
    """The day of a date as CASE writes it; empty where it is none. Raises `InvalidValue` where it is no date."""
    text = said(value)
    return iso_date(text) if text else ""


def _document(thing: Thing) -> Document:
    value = thing.value
    subjects = value.get("subject")
    return Document(
        short(said(value.get("title"))),
        short(said(value.get("publisher")) or said(value.get("creator"))),
        said(value.get("language")),
        said(value.get("adoptionStatus")),
        tuple(short(text) for item in (subjects if isinstance(subjects, list) else [subjects]) if (text := said(item))),
        thing,
    )


def _title(value: Any) -> str:
    return said(value.get("title")) if isinstance(value, Mapping) else ""
