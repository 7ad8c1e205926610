"""Files whose bytes depend on their content alone: no clock, no user, no order of a folder."""

from __future__ import annotations

import csv
import gzip
import io
import re
import shutil
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from html import unescape
from pathlib import Path
from typing import Final

EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The time that every member of a made archive carries."""


def copied(source: Path, target: Path) -> None:
    """Put a published file into place, byte for byte."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def csv_text(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    r"""Rows as CSV with one physical line each; a column that a row doesn't give is empty.

    >>> csv_text(["id", "name"], [{"id": "x:1", "name": "Knots, and bends"}, {"id": "x:2"}])
    'id,name\nx:1,"Knots, and bends"\nx:2,\n'
    """
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        if strange := row.keys() - set(columns):
            raise ValueError(f"no column {sorted(strange)[0]!r}")
        writer.writerow([one_line(row.get(column, "")) for column in columns])
    return written.getvalue()


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
    """Write rows as a CSV file, leaving out the columns that no row fills (the first one always stays)."""
    kept = list(rows)
    used = [column for n, column in enumerate(columns) if n == 0 or any(row.get(column) for row in kept)]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(csv_text(used, [{c: row.get(c, "") for c in used} for row in kept]), encoding="utf-8", newline="")


def write_gzip(path: Path, text: str) -> None:
    """Write text as gzip without a name or time inside."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as raw, gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0, compresslevel=9) as packed:
        packed.write(text.encode("utf-8"))


def write_zip(path: Path, members: Mapping[str, bytes]) -> None:
    """Write members, in the order given, as a zip archive whose times are all the same."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content, compresslevel=9)


def one_line(text: str) -> str:
    r"""The text with every run of white space as one blank.

    >>> one_line(" tie \n  knots ")
    'tie knots'
    """
    return " ".join(text.split())


def listed(items: Iterable[str | None]) -> str:
    """Items as one list cell: without blanks around them, none empty, none twice (capitals don't count).

    >>> listed(["Cook", " chef ", "", "cook"])
    'Cook|chef'
    """
    kept: dict[str, str] = {}
    for item in items:
        cleaned = one_line(item or "").replace("|", "/")
        kept.setdefault(cleaned.casefold(), cleaned)
    return "|".join(filter(None, kept.values()))


def plain(markup: str) -> str:
    """The words of a text with HTML in it, tags taken out and entities resolved (twice-escaped ones too).

    >>> plain("&lt;p&gt;Knots &amp;amp; bends&lt;/p&gt;")
    'Knots & bends'
    """
    text = unescape(unescape(markup))
    return one_line(re.sub(r"</?[A-Za-z][^>]*>", " ", text))


def bullets(text: str) -> tuple[str, ...]:
    r"""The lines of a text without their list marks; empty lines are left out.

    >>> bullets("You will:\n- Tie knots\n* Bend ropes\n")
    ('You will:', 'Tie knots', 'Bend ropes')
    """
    lines = (re.sub(r"^\s*[-*•]\s+", "", line).strip() for line in text.splitlines())
    return tuple(one_line(line) for line in lines if line)


def sentences(lines: Iterable[str]) -> str:
    """Lines as one running text in which each ends with a stop.

    >>> sentences(["You will:", "Tie knots", "Bend ropes."])
    'You will: Tie knots. Bend ropes.'
    """
    return " ".join(line if line.endswith((".", ":", "!", "?", ";")) else f"{line}." for line in lines)


def without_links(markdown: str) -> str:
    """Markdown with its links and emphasis reduced to their words.

    >>> without_links("Have [Visual Studio Code](https://code.example) **installed**")
    'Have Visual Studio Code installed'
    """
    return re.sub(r"\*\*|`", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", markdown))
