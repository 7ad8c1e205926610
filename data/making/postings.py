"""The 136 US federal announcements as a table of postings, one line each."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from data.making.files import one_line, write_csv

NAME: Final = "usajobs-136.csv"
COLUMNS: Final = ("id", "title", "employer", "place", "country", "posted", "closes", "url", "text", "origin")
_YEARS: Final = range(2015, 2027)
"""Years in which one of the announcements can have been published."""

_NOTHING: Final = frozenset({"", "n/a", "none"})


def make(published: Path, shipped: Path) -> tuple[str, ...]:
    """Write the postings and say what is odd: announcements met twice and links that are another announcement's."""
    items = json.loads((published / "usajobs-136" / "fedjobs.json").read_text(encoding="utf-8"))
    rows: dict[str, Mapping[str, str]] = {}
    remarks: list[str] = []
    for position, item in _announcements(items):
        row = _row(item, position)
        if row["id"] in rows:
            remarks.append(f"usajobs-136: item {position} is {row['id']} a second time and is left out")
            continue
        if not row["posted"]:
            remarks.append(f"usajobs-136: {row['id']} opens on {item['openDate']}: the day is left empty")
        rows[row["id"]] = row
    write_csv(shipped / "usajobs-136" / NAME, COLUMNS, rows.values())
    return tuple(remarks)


def _announcements(items: list[dict[str, Any]]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Items with their place in the file, counted from 1; the empty template is left out."""
    return ((n, item) for n, item in enumerate(items, 1) if item["title"] and item["source"])


def _row(item: Mapping[str, Any], position: int) -> dict[str, str]:
    linked = re.search(r"/job/(\d+)", item["source"], re.IGNORECASE)
    control = _said(item.get("controlNumber")) or (linked.group(1) if linked else "")
    return {
        "id": f"usajobs:{control}",
        "title": _said(item["title"]),
        "employer": ", ".join(filter(None, (_said(item["org"]), _said(item.get("division"))))),
        "place": _place(item),
        "country": "US",
        "posted": iso_date(item["openDate"]),
        "closes": iso_date(item["closeDate"]),
        "url": item["source"] if linked and linked.group(1) == control else "",
        "text": " ".join(filter(None, (_said(item.get(part)) for part in ("summary", "duties", "specialized")))),
        "origin": f"fedjobs.json item {position}, announcement {_said(item.get('announcement'))}",
    }


def _said(value: Any) -> str:
    text = one_line(str(value if value is not None else ""))
    return "" if text.casefold() in _NOTHING else text


def _place(item: Mapping[str, Any]) -> str:
    if located := _said(item.get("location")):
        return located
    city, state = _said(item.get("city")), _said(item.get("state"))
    parts = dict.fromkeys(part for part in (city, state) if part)
    return ", ".join(parts)


def iso_date(american: str) -> str:
    """A date as month/day/year, with two or four figures for the year, in ISO 8601; empty where the year is a slip.

    >>> iso_date("9/3/22"), iso_date("9/29/2922")
    ('2022-09-03', '')
    """
    month, day, year = (int(part) for part in american.split("/"))
    full = year + 2000 if year < 100 else year
    return date(full, month, day).isoformat() if full in _YEARS else ""
