"""The UK apprenticeship standards of 2021 as a catalogue; what the prototype made up for its own tests stays out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from data.making.columns import CREDENTIALS
from data.making.files import copied, listed, one_line, plain, sentences, write_csv

AS_OF: Final = date(2021, 7, 21)
"""The day of the copy: a last day for starts before it means that nobody can start any more."""

_LOWEST: Final = 2
_LONGEST_TITLE: Final = 80
"""What is longer among the job titles is a remark about them, in characters."""

_STATED: Final = (("Skills", "skills"), ("Knowledge", "knowledges"), ("Behaviours", "behaviours"))


def make(published: Path, shipped: Path) -> tuple[str, ...]:
    """Write one credential for each standard."""
    source, target = published / "uk-apprenticeships-2021", shipped / "uk-apprenticeships-2021"
    text = (source / "standards.json").read_text("utf-8")
    rows = [_credential(standard, n) for n, standard in enumerate(json.loads(text)["list"], 1)]
    write_csv(target / "credentials.csv", CREDENTIALS, rows)
    copied(source / "LICENCE.txt", target / "LICENCE.txt")
    return tuple(f"uk-apprenticeships-2021: {row['id']} is withdrawn" for row in rows if row["status"] == "withdrawn")


def _credential(standard: Mapping[str, Any], position: int) -> dict[str, str]:
    title = one_line(standard["title"])
    return {
        "id": f"ukstd:{standard['larsCode']}",
        "name": title,
        "description": plain(standard["overviewOfRole"]),
        "issuer": "ifate",
        "issuer_name": "Institute for Apprenticeships and Technical Education",
        "kind": "apprenticeship",
        "level": f"level {standard['level']}",
        "level_rank": str(int(standard["level"]) - _LOWEST),
        "language": "en",
        "status": "withdrawn" if _closed(standard) else "",
        "page_url": standard["standardPageUrl"],
        "subjects": listed((standard["route"], standard["pathway"], standard["cluster"])),
        "occupations": listed((title, *(one for one in standard["typicalJobTitles"] if len(one) <= _LONGEST_TITLE))),
        "text": _text(standard),
        "note": " ".join(_notes(standard)),
        "origin": f"standards.json item {position}, larsCode {standard['larsCode']}",
    }


def last_start(stated: str) -> date | None:
    """The last day for starts, stated as day/month/year; none where nothing is stated.

    >>> last_start("01/06/2020")
    datetime.date(2020, 6, 1)
    """
    return datetime.strptime(stated, "%d/%m/%Y").date() if stated else None  # noqa: DTZ007 - a day, not a moment


def _closed(standard: Mapping[str, Any]) -> bool:
    last = last_start(standard["lastDateStarts"])
    return last is not None and last < AS_OF


def _text(standard: Mapping[str, Any]) -> str:
    """What the standard asks for, in its own sentences; empty for the standards that come without them."""
    parts = []
    for heading, field in _STATED:
        if details := [plain(one["detail"]) for one in standard.get(field) or ()]:
            parts.append(f"{heading}: {sentences(details)}")
    return " ".join(parts)


def _notes(standard: Mapping[str, Any]) -> Iterator[str]:
    yield f"As of July 2021. Typically {standard['typicalDuration']} months; hours aren't stated."
    yield "Paid work with training: a learner's cost isn't stated (the funding band is what an employer may claim)."
    if last := last_start(standard["lastDateStarts"]):
        yield f"The source gives {last.isoformat()} as the last day for starts."
    if standard["regulated"] and standard["regulatedBody"]:
        yield f"Regulated by: {plain(standard['regulatedBody'])}."
    if not any(standard.get(field) for _, field in _STATED):
        yield "The source lists no skills for it."
