"""Guesses which column of an export says what: by the headers that platforms document, else by likely names."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from data.platforms.mapping import ColumnMapping

PLATFORMS: Final = ("credly.toml", "canvas_credentials.toml", "accredible.toml")
_LIKE: Final = 88.0
"""How alike (0..100) two spellings have to be to be taken for the same."""


@dataclass(frozen=True, slots=True)
class _Known:
    """A platform's documented headers by role, best first, and the ones by which its files are told."""

    platform: str
    signature: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]
    states: Mapping[str, str]


def guess(header: Sequence[str], *, credential: str = "") -> ColumnMapping | None:
    """The likeliest mapping of an export with these columns; None where no learner or no credential is found.

    A platform is recognised by its signature, or by the most documented headers where several have theirs.
    `credential` names the credential that the whole export is about, where no column does.

    >>> guess(["Badge Name", "Badge Template ID", "Issued to Email", "Status", "Issue Date"]).learner
    'Issued to Email'
    >>> guess(["Student e-mail", "Badge", "Date issued"]).credential_name
    'Badge'
    >>> guess(["colour", "size"]) is None
    True
    """
    general = _known("synonyms.toml")
    named = [known for name in PLATFORMS if _signed(known := _known(name), header, credential)]
    best = max(named, key=lambda known: len(_exact(known, header)), default=general)
    found = _exact(best, header)
    taken = set(found.values())
    if best is general:
        found |= _alike(general, [column for column in header if column not in taken], found)
    mapping = _mapping(found, credential, best.platform, {**general.states, **best.states})
    return None if mapping.problem() else mapping


def _mapping(
    found: Mapping[str, str], credential: str, platform: str = "", states: Mapping[str, str] = MappingProxyType({})
) -> ColumnMapping:
    named = "" if "credential_id" in found or "credential_name" in found else credential
    return replace(ColumnMapping(platform=platform, credential=named, states=MappingProxyType({**states})), **found)  # type: ignore[arg-type]


def _signed(known: _Known, header: Sequence[str], credential: str) -> bool:
    plain = {_plain(column) for column in header}
    signed = all(_plain(column) in plain for column in known.signature)
    return signed and not _mapping(_exact(known, header), credential).problem()


def _exact(known: _Known, header: Sequence[str]) -> dict[str, str]:
    """Columns called exactly as listed (but for case and punctuation); each column serves once."""
    plain = {_plain(column): column for column in reversed(header)}
    found: dict[str, str] = {}
    for role, names in known.columns.items():
        for name in names:
            column = plain.get(_plain(name))
            if column is not None and column not in found.values():
                found[role] = column
                break
    return found


def _alike(known: _Known, header: Sequence[str], found: Mapping[str, str]) -> dict[str, str]:
    """Columns called nearly as listed, best likeness first."""
    from rapidfuzz.fuzz import token_sort_ratio

    pairs = [
        (-token_sort_ratio(_words(name), _words(column)), role, column)
        for role, names in known.columns.items()
        if role not in found
        for name in names
        for column in header
    ]
    more: dict[str, str] = {}
    for likeness, role, column in sorted(pairs):
        if -likeness >= _LIKE and role not in more and column not in more.values():
            more[role] = column
    return more


@cache
def _known(name: str) -> _Known:
    read = tomllib.loads((files("data.platforms") / name).read_text(encoding="utf-8"))
    return _Known(
        platform=read.get("platform", ""),
        signature=tuple(read.get("signature", ())),
        columns=MappingProxyType({role: tuple(names) for role, names in read["columns"].items()}),
        states=MappingProxyType(read.get("states", {})),
    )


def _plain(column: str) -> str:
    return re.sub(r"[\W_]+", "", column.casefold())


def _words(column: str) -> str:
    return re.sub(r"[\W_]+", " ", column.casefold()).strip()
