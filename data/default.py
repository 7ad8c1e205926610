"""The default data, set by set: each shipped source read with its reader, the overlay laid over the catalogues."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterator, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Final, Protocol

from data import catalogue, crosswalk, esco, gdad, oews, onet, overlay, postings
from data.errors import DataError
from data.reading import Progress, Reading, Report, silent
from data.shipping import shipped_root

OVERLAY: Final = "overlay/overlay.csv"
"""Where the overlay lies below `shipped_root`, which is also the head of its rows' locators."""


Known = Container[str]
"""Identifiers of occupations that were read so far."""


class _Read(Protocol):
    def __call__(self, path: Path, *, progress: Progress, locate_as: str, source: str) -> Reading: ...


def read_default(*, progress: Progress = silent, parts: Collection[str] | None = None) -> Iterator[tuple[str, Reading]]:
    """Read the shipped sets one after the other, each with its report; `parts` names the ones wanted (all).

    Locators begin with the path below `shipped_root`, sources are the identifiers of `data.shipping.sources`. Rows
    of the crosswalk that name an occupation of neither ESCO nor O*NET are set aside where both are read before it.
    Raises `DataError` where a part isn't shipped.

    >>> next(read_default(parts=["cncf"]))[1].tables["credentials"]["id"][0]
    'cncf:CKA'
    """
    if unknown := sorted(set(parts or ()) - set(PARTS)):
        raise DataError(f"No data set called {unknown[0]!r} is shipped.", hint=f"Shipped: {', '.join(PARTS)}.")
    return _read_parts([part for part in PARTS if parts is None or part in parts], progress)


def _read_parts(parts: Collection[str], progress: Progress) -> Iterator[tuple[str, Reading]]:
    known: set[str] = set()
    for part in parts:
        reading = PARTS[part](progress, known if set(parts) >= _MATCHED else None)
        if part in _MATCHED:
            known.update(reading.tables["occupations"]["id"])
        yield part, reading


def _part(source: str, read: _Read, file: str = "") -> Callable[[Progress, Known | None], Reading]:
    """How one set is read: a file below the set's folder, or the folder itself."""
    place = f"{source}/{file}" if file else source

    def reading(progress: Progress, known: Known | None) -> Reading:
        return read(shipped_root() / place, progress=progress, locate_as=place, source=source)

    return reading


def _crosswalk(progress: Progress, known: Known | None) -> Reading:
    place = "esco-onet-crosswalk/esco_onet_crosswalk_Nov2020.csv"
    return crosswalk.read(
        shipped_root() / place, progress=progress, locate_as=place, source="esco-onet-crosswalk", known=known
    )


def _with_overlay(path: Path, *, progress: Progress, locate_as: str, source: str) -> Reading:
    """A catalogue with what its publisher states elsewhere; facts about other catalogues are theirs to take."""
    reading = catalogue.read(path, progress=progress, locate_as=locate_as, source=source)
    overlaid = Report(OVERLAY)
    facts = overlay.read(shipped_root() / OVERLAY, locate_as=OVERLAY, report=overlaid)
    known = set(reading.tables["credentials"]["id"])
    ours = [fact for fact in facts if fact.credential in known]
    if not ours:
        return reading
    reading.report.aside.extend(overlaid.aside)
    return Reading(overlay.apply(reading.tables, ours, reading.report), reading.report)


_MATCHED: Final = frozenset({"esco-1.1.1", "onet-29.0"})
"""The sets between whose occupations the crosswalk goes."""

PARTS: Final[Mapping[str, Callable[[Progress, Known | None], Reading]]] = MappingProxyType(
    {
        "esco-1.1.1": _part("esco-1.1.1", esco.read),
        "onet-29.0": _part("onet-29.0", onet.read, "onet_29.0_text.zip"),
        "esco-onet-crosswalk": _crosswalk,
        "oews-2025": _part("oews-2025", oews.read, "oews-2025.csv.gz"),
        "uk-gdad-pcf": _part("uk-gdad-pcf", gdad.read),
        "cncf": _part("cncf", _with_overlay),
        "ms-learn-2018": _part("ms-learn-2018", _with_overlay),
        "ossu": _part("ossu", _with_overlay),
        "uk-apprenticeships-2021": _part("uk-apprenticeships-2021", _with_overlay),
        "usajobs-136": _part("usajobs-136", partial(postings.read, issuer="usajobs"), "usajobs-136.csv"),
    }
)
"""The shipped sets by identifier, in the order in which they are read: vocabularies before what speaks of them."""
