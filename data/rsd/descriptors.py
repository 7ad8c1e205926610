"""One rich skill descriptor, whatever it was written in, and how it is taken from the JSON of OSMT."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from data.html_text import plain
from data.ld import said

MAX_LABEL: Final = 300
MAX_TEXT: Final = 20_000
MAX_ITEMS: Final = 2_000
"""The most items that one list of a descriptor may have; the rest isn't taken and is said."""


@dataclass(frozen=True, slots=True)
class Named:
    """Something that a descriptor points at: its name, its address or code, the framework it is of."""

    name: str
    ref: str = ""
    framework: str = ""


@dataclass(frozen=True, slots=True)
class Descriptor:
    """A rich skill descriptor: what it is called and says, and what it names."""

    locator: str
    ref: str
    name: str
    statement: str
    status: str = ""
    author: str = ""
    categories: tuple[str, ...] = ()
    occupations: tuple[Named, ...] = ()
    alignments: tuple[Named, ...] = ()
    left: Mapping[str, int] | None = None


def from_json(value: Mapping[str, Any], locator: str) -> Descriptor:
    """The descriptor of an object of OSMT's JSON: of its interfaces' versions 2 and 3, or JSON-LD.

    >>> found = from_json({"uuid": "u-1", "skillName": "Tie knots", "skillStatement": "Tie a bowline."}, "x.json#")
    >>> found.name, found.ref
    ('Tie knots', 'u-1')
    """
    return Descriptor(
        locator,
        said(value.get("id")) or said(value.get("@id")) or said(value.get("uuid")),
        line(said(value.get("skillName")) or said(value.get("name"))),
        text(said(value.get("skillStatement")) or said(value.get("statement"))),
        _status(value),
        line(next(iter(_texts(value, "author", "authors", "creator")), "")),
        tuple(_texts(value, "category", "categories")),
        tuple(_all_named(value, "occupations")),
        tuple(_all_named(value, "alignments")),
        {
            key: count
            for key in ("keywords", "standards", "certifications", "employers")
            if (count := _count(value, key))
        },
    )


def line(given: str) -> str:
    """A name: one line of at most 300 characters."""
    one = " ".join(given[: 4 * MAX_LABEL].split())
    return one if len(one) <= MAX_LABEL else one[: MAX_LABEL - 1].rstrip() + "…"


def text(given: str) -> str:
    """Words of any length that is reasonable, without markup."""
    return plain(given[:MAX_TEXT])


def _status(value: Mapping[str, Any]) -> str:
    stated = said(value.get("status")) or said(value.get("publishStatus"))
    return "archived" if said(value.get("archiveDate")) else stated.casefold()


def _items(value: Mapping[str, Any], key: str) -> list[Any]:
    given = value.get(key)
    return [item for item in (given if isinstance(given, list) else [given]) if item not in (None, "", {})]


def _count(value: Mapping[str, Any], key: str) -> int:
    return len(_items(value, key))


def _texts(value: Mapping[str, Any], *keys: str) -> Iterator[str]:
    for key in keys:
        for item in _items(value, key)[:MAX_ITEMS]:
            if name := line(_named(item).name):
                yield name


def _all_named(value: Mapping[str, Any], key: str) -> Iterator[Named]:
    for item in _items(value, key)[:MAX_ITEMS]:
        yield _named(item)


def _named(item: Any) -> Named:
    """A name alone, or an object with one of the names, codes and frameworks that OSMT's versions write."""
    if not isinstance(item, Mapping):
        return Named(line(said(item)), said(item))
    of = item.get("isPartOf")
    return Named(
        line(_first(item, "skillName", "targetNodeName", "targetName", "name", "value")),
        _first(item, "code", "targetNode", "targetUrl", "url", "id", "@id"),
        line(_first(item, "frameworkName", "framework", "targetFramework") or said(_name_in(of))),
    )


def _name_in(of: Any) -> Any:
    return of.get("name") if isinstance(of, Mapping) else of


def _first(item: Mapping[str, Any], *keys: str) -> str:
    return next((found for key in keys if (found := said(item.get(key)))), "")
