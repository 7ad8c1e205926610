"""O*NET's ratings: how important each of its skills and fields of knowledge is to an occupation, at what level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from data.onet_files import Onet
from data.reading import TextRow

_RANGES: Final = {"IM": (1.0, 5.0), "LV": (0.0, 7.0)}
_NEEDED: Final = ("O*NET-SOC Code", "Element ID", "Element Name", "Scale ID", "Data Value")


@dataclass(slots=True)
class _Rating:
    locator: str
    importance: float | None = None
    level: float | None = None


def read_elements(onet: Onet, kind: str) -> None:
    """The elements of ``Skills`` or ``Knowledge`` as skills, and their ratings by occupation.

    A rating is taken with its importance (1 to 5); without one there is no row. The level (0 to 7) is null where the
    publisher recommends to suppress it or says that it isn't relevant.
    """
    ratings: dict[tuple[str, str], _Rating] = {}
    elements: dict[str, tuple[str, str]] = {}
    held_back = 0
    for row in onet.of(kind, *_NEEDED):
        if row.get("Scale ID") not in _RANGES or not (occupation := onet.occupation(row)):
            continue
        element = row.get("Element ID")
        elements.setdefault(element, (row.locator, row.get("Element Name") or element))
        if "Y" in (row.get("Recommend Suppress"), row.get("Not Relevant")):
            held_back += 1
        else:
            _rate(onet, ratings.setdefault((occupation, element), _Rating(row.locator)), row)
    if held_back:
        onet.report.remarks.append(
            f"{held_back:,} ratings in the file '{kind}' that the publisher recommends to suppress or marks as not "
            "relevant are left out."
        )
    _add(onet, kind, elements, ratings)


def _rate(onet: Onet, rating: _Rating, row: TextRow) -> None:
    scale = row.get("Scale ID")
    low, high = _RANGES[scale]
    try:
        value = float(row.get("Data Value"))
    except ValueError:
        value = float("nan")
    column = "importance" if scale == "IM" else "level"
    if not low <= value <= high:
        reason = (
            f"a value of the scale {scale} from {low:g} to {high:g} belongs here, not {row.get('Data Value')[:50]!r}"
        )
        onet.report.set_aside(row.locator, reason)
    elif getattr(rating, column) is not None:
        onet.report.set_aside(row.locator, f"the {column} stands there already")
    else:
        setattr(rating, column, value)
        rating.locator = row.locator if scale == "IM" else rating.locator


def _add(onet: Onet, kind: str, elements: dict[str, tuple[str, str]], ratings: dict[tuple[str, str], _Rating]) -> None:
    descriptions = {
        row.get("Element ID"): row.get("Description") for row in onet.of("Content Model Reference", "Element ID")
    }
    known = {element: f"onet:element/{element}" for element in elements}
    for element, (locator, name) in elements.items():
        onet.rows.add(
            "skills",
            locator=locator,
            id=known[element],
            vocabulary="onet",
            label=name,
            alt_labels=[],
            kind="knowledge" if kind == "Knowledge" else "skill",
            description=descriptions.get(element) or None,
        )
    for (occupation, element), rating in ratings.items():
        if rating.importance is not None:
            onet.rows.add(
                "occupation_skills",
                locator=rating.locator,
                occupation=occupation,
                skill=known[element],
                relation="important",
                importance=rating.importance,
                level=rating.level,
            )
