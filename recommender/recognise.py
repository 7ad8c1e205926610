"""Which credential of the catalogue a badge is, by its address or else by its name and issuer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from recommender.snapshot import Snapshot

_WORDS: Final = re.compile(r"[^\w]+")
_CODE: Final = re.compile(r"\(([^)]+)\)")


@dataclass(frozen=True, slots=True)
class Recognised:
    """The credential that a badge was taken for (empty: none), by what, or why it wasn't recognised."""

    credential: str
    how: str


def recognise(snapshot: Snapshot, *, name: str, url: str, issuer: str) -> Recognised:
    """Look a badge up by the identifier it gives, then by its name; several of one name need the issuer to agree."""
    if place := _by_address(snapshot, url):
        return Recognised(place, "its address")
    wanted = _plain(name)
    same = [i for i, other in enumerate(snapshot.names) if wanted and wanted in _spellings(other)]
    if len(same) > 1:
        same = [i for i in same if _agrees(snapshot, i, issuer)]
    if len(same) == 1:
        agrees = _agrees(snapshot, same[0], issuer)
        return Recognised(snapshot.credential_documents.keys[same[0]], "its name and issuer" if agrees else "its name")
    several = "several credentials are" if same else "no credential is"
    return Recognised("", f"{several} called {name!r} in the catalogue" if name else "the badge has no name")


def _by_address(snapshot: Snapshot, url: str) -> str:
    if url and url in snapshot.credential_documents:
        return url
    wanted = _address(url)
    return next(
        (
            snapshot.credential_documents.keys[i]
            for i, page in enumerate(snapshot.pages)
            if wanted and _address(page) == wanted
        ),
        "",
    )


def _address(url: str) -> str:
    return (
        url.partition("#")[0].partition("?")[0].removeprefix("https://").removeprefix("http://").rstrip("/").casefold()
    )


def _plain(name: str) -> str:
    return _WORDS.sub(" ", name).strip().casefold()


def _spellings(name: str) -> set[str]:
    """A name as it may be written: in full, without what stands in brackets, and the bracket alone.

    >>> sorted(_spellings("Certified Kubernetes Administrator (CKA)"))
    ['certified kubernetes administrator', 'certified kubernetes administrator cka', 'cka']
    """
    codes = _CODE.findall(name)
    return {_plain(name), _plain(_CODE.sub("", name)), *(_plain(code) for code in codes)} - {""}


def _agrees(snapshot: Snapshot, i: int, issuer: str) -> bool:
    credential = snapshot.credential(i)
    given = _plain(issuer)
    return bool(given) and given in (_plain(credential.issuer), _plain(credential.issuer_name))
