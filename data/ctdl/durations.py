"""How long something takes: ISO 8601 durations, and the parts in which the Registry Assistant is told of them."""

from __future__ import annotations

import re
from typing import Final

from data.ctdl.nodes import Node

_ISO: Final = re.compile(
    r"P(?:(?P<years>[\d.]+)Y)?(?:(?P<months>[\d.]+)M)?(?:(?P<weeks>[\d.]+)W)?(?:(?P<days>[\d.]+)D)?"
    r"(?:T(?:(?P<hours>[\d.]+)H)?(?:(?P<minutes>[\d.]+)M)?(?:(?P<seconds>[\d.]+)S)?)?"
)
_UNITS: Final = ("years", "months", "weeks", "days", "hours", "minutes", "seconds")

Parts = dict[str, float]


def parts_of(text: str) -> Parts:
    """The parts of an ISO 8601 duration that aren't nothing; empty where it is none.

    >>> parts_of("P2Y3M"), parts_of("PT90M"), parts_of("two years")
    ({'years': 2.0, 'months': 3.0}, {'minutes': 90.0}, {})
    """
    found = _ISO.fullmatch(text.strip().upper())
    try:
        given = {unit: float(number) for unit, number in found.groupdict().items() if number} if found else {}
    except ValueError:
        return {}
    return {unit: number for unit, number in given.items() if number}


def hours(parts: Parts) -> float | None:
    """Hours of work; None where the duration is of days or longer, which says how long, not how much.

    >>> hours({"hours": 1.0, "minutes": 30.0}), hours({"weeks": 8.0})
    (1.5, None)
    """
    if not parts or set(parts) & {"years", "months", "weeks", "days"}:
        return None
    return parts.get("hours", 0.0) + parts.get("minutes", 0.0) / 60 + parts.get("seconds", 0.0) / 3600


def months(parts: Parts) -> int | None:
    """Whole months; None where the duration isn't of years and months.

    >>> months({"years": 3.0}), months({"weeks": 8.0})
    (36, None)
    """
    if not parts or set(parts) - {"years", "months"}:
        return None
    total = parts.get("years", 0.0) * 12 + parts.get("months", 0.0)
    return int(total) if total.is_integer() and total > 0 else None


def stated(profile: Node, *keys: str) -> Parts:
    """The parts of the first of the properties that states a duration, as a text or in parts."""
    for key in keys:
        for item in profile.nodes(key):
            given = {unit: number for unit in _UNITS if (number := item.number(unit))}
            if given:
                return given
        for text in profile.texts(key):
            if parts := parts_of(text):
                return parts
    return {}


def said_duration(profile: Node) -> str:
    """A duration profile in words: exact, or from a minimum to a maximum, else as described.

    >>> from data.ctdl.nodes import Context, node_of
    >>> said_duration(node_of({"ceterms:minimumDuration": "P8W", "ceterms:maximumDuration": "P12W"}, "", Context()))
    '8 weeks to 12 weeks'
    """
    exact = _in_words(stated(profile, "exactduration"))
    least, most = _in_words(stated(profile, "minimumduration")), _in_words(stated(profile, "maximumduration"))
    return exact or " to ".join(filter(None, dict.fromkeys((least, most)))) or profile.text("description")


def _in_words(parts: Parts) -> str:
    return " ".join(f"{number:g} {unit if number != 1 else unit[:-1]}" for unit, number in parts.items())
