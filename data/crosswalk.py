"""Nesta's crosswalk from ESCO's to O*NET's occupations is read into close matches with their confidence.

It was made in 2020 by machine matching, checked by hand, with O*NET's codes of 2010: some are no longer in use. The
labels in the file are damaged, so rows are joined by ESCO's address alone. Nesta tells three levels of confidence
apart, 0.5, 1 and 2; here they are halved, so that the highest is 1. They are an order, not probabilities.
"""

from __future__ import annotations

import re
from collections.abc import Container
from pathlib import Path
from typing import Final

from data.archives import Member, members, text
from data.errors import UnreadableFile
from data.esco_concepts import curie
from data.reading import Progress, Reading, Report, TextRow, delimited, finished, silent, told
from data.tables import TableRows

_NEEDED: Final = ("concept_uri", "onet_code", "confidence")
_HIGHEST: Final = 2.0
_OCCUPATION: Final = "esco:occupation/"


def read(
    path: Path,
    *,
    progress: Progress = silent,
    locate_as: str = "",
    source: str = "",
    known: Container[str] | None = None,
) -> Reading:
    """Read the crosswalk's CSV, or a folder with just one.

    `known` are the identifiers of the occupations that there are (of both vocabularies): a row that names another
    is set aside; None: rows are taken as they are. `locate_as` heads the locators, `source` names the data set (both:
    the path's own name). Raises `UnreadableFile`, `WrongColumns`.
    """
    name = locate_as or path.name
    member = _only_csv(members(path, locate_as=locate_as), name)
    report = Report(source or name)
    rows = TableRows("nesta", source or name)
    seen: set[tuple[str, str]] = set()
    with text(member) as lines:
        for row in told(delimited(lines, member.locator, report, needed=_NEEDED), member.name, progress):
            esco, onet = curie(row.get("concept_uri")), f"onet:{row.get('onet_code')}"
            confidence = _share(row.get("confidence"))
            if reason := _wrong(esco, onet, confidence, row, known) or ("stands twice" if (esco, onet) in seen else ""):
                report.set_aside(row.locator, reason)
                continue
            seen.add((esco, onet))
            rows.add(
                "occupation_relations",
                locator=row.locator,
                subject=esco,
                predicate="close match",
                object=onet,
                confidence=confidence,
            )
    report.remarks.append("The published confidence of 0.5, 1 or 2 is halved to lie between 0 and 1.")
    return finished(rows, report)


def _only_csv(found: tuple[Member, ...], name: str) -> Member:
    tables = [member for member in found if member.name.lower().endswith(".csv")]
    if len(tables) != 1:
        raise UnreadableFile(
            f"{name}: {len(tables) or 'no'} CSV files where one is expected.",
            hint="Name the crosswalk's CSV file itself.",
        )
    return tables[0]


def _wrong(esco: str, onet: str, confidence: float | None, row: TextRow, known: Container[str] | None) -> str:
    """Why the row can't be taken; empty: it can."""
    if not esco.startswith(_OCCUPATION):
        return f"no address of an ESCO occupation: {row.get('concept_uri')[:200]!r}"
    if not re.fullmatch(r"onet:\d\d-\d{4}\.\d\d", onet):
        return f"no O*NET-SOC code: {row.get('onet_code')[:50]!r}"
    if confidence is None:
        return f"a confidence from 0 to {_HIGHEST:g} belongs here, not {row.get('confidence')[:50]!r}"
    unknown = next((one for one in (esco, onet) if known is not None and one not in known), None)
    return f"unknown occupation: {unknown}" if unknown else ""


def _share(value: str) -> float | None:
    try:
        number = float(value)
    except ValueError:
        return None
    return number / _HIGHEST if 0 <= number <= _HIGHEST else None
