"""The page that says whose the shipped data are: written from ``sources.toml``, so that it can't say anything else."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from data.shipping import Source, shipped_root, sources

_HEAD: Final = """\
# The data that come with Stackway

{count} sets lie in `data/shipped/`, under 25 MB together. Each is under its own licence, named here, and not
under Stackway's. `data/shipped/sources.toml` holds the same records for programs, and `stackway about` prints them.
This page is written by `python -m data.making` from that file.

How they are made: `make default-data PUBLISHED=FOLDER` reads the published files (one folder a set) and writes the
same bytes every time. Nothing is fetched and nothing is invented: what a published file doesn't say is an empty cell,
and the row's `note` says so. Prices aren't in any of the sets. Every row made from a published file names, in
`origin`, the file and the row, page or key that it was made from. What a publisher states elsewhere is in
`data/shipped/overlay/overlay.csv`, row by row with the page that states it; none of it has been checked against the
live page (`checked: never`).

"""

_RECORD: Final = """\
## {title}

| | |
|---|---|
| folder | `data/shipped/{folder}` |
| publisher | {publisher} |
| version | {version} |
| licence | [{licence}]({licence_url}) |
| copy | {carrier}; taken on {retrieved} |

> {attribution}

What was changed: {changes}
"""


def text() -> str:
    """The whole page."""
    records = [_record(source) for source in sources()]
    return _HEAD.format(count=len(records)) + "\n".join(records)


def write() -> None:
    """Put the page beside the package's code."""
    path().write_text(text(), encoding="utf-8")


def path() -> Path:
    """Where the page lies."""
    return shipped_root().parent / "README.md"


def _record(source: Source) -> str:
    fields = {name: getattr(source, name) for name in Source.__slots__}
    caution = f"\nMind: {source.caution}\n" if source.caution else ""
    return _RECORD.format(**fields) + caution
